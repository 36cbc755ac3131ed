"""What people type after why-not, and what is meant by it."""

from copy import deepcopy

import pytest

from sync import run
from tests.support.offices import office_in_memory

BOOKS = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", 5, 1000], ["B2", -2, 500]]}}


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(BOOKS)) as made:
        run.sync(made.session)
        yield made


def codes(office, *words):
    return {answer.code for answer in run.why_not(office.session, words)}


@pytest.mark.parametrize(
    "words",
    [
        ("B2",),
        ("b2",),
        (" b2 ",),
        ("shop", "B2"),
        ("Cửa hàng", "B2"),
        ("hàng", "B2"),
        ("goods", "b2"),
        ("good", "B2"),
        ("SHP101", "B2"),
        ("shp101", "b2"),
        ("Hàng!B3",),
        ("hang!$A$3",),
        ("'Hàng'!3:3",),
    ],
    ids=" ".join,
)
def test_a_matter_is_found_by_what_people_call_it(office, words):
    assert codes(office, *words) == {"WHY107"}


def test_a_matter_is_found_by_the_name_in_its_mail(office):
    (name,) = office.session.store.alerts()
    assert codes(office, name) == codes(office, name.lower()) == {"WHY107"}


@pytest.mark.parametrize("words", [("SHP201", "B2"), ("A-0000000000",), ("Hàng!B99",), ("kho", "B2")], ids=" ".join)
def test_what_is_not_meant_is_not_found(office, words):
    assert "WHY107" not in codes(office, *words)


def test_a_word_in_a_data_row_that_is_no_key_leads_to_what_was_found_in_the_row(tmp_path):
    books = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá", "Ghi chú"], ["A1", 5, 1, "lô 7"], ["B2", -2, 1, "lô 8"]]}}
    with office_in_memory(tmp_path, books) as made:
        run.sync(made.session)
        assert codes(made, "lô", "8") == codes(made, "SHP101", "LÔ 8") == {"WHY107"}
        assert codes(made, "lô", "7") == {"WHY115"}
        assert codes(made, "đơn", "giá") == {"WHY117"}


def test_a_code_alone_means_every_matter_of_that_code(office):
    assert codes(office, "SHP101") == codes(office, "shp101") == {"WHY107"}
    assert codes(office, "SHP102") == {"WHY119"}


def test_a_key_that_looks_like_a_code_is_a_key(tmp_path):
    books = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["EMP001 A", -2, 500]]}}
    with office_in_memory(tmp_path, books) as made:
        run.sync(made.session)
        assert codes(made, "EMP001", "A") == {"WHY107"}


def test_a_cell_of_the_settings_tab_leads_to_what_is_wrong_in_it(tmp_path):
    books = deepcopy(BOOKS)
    books["shop"]["Cài đặt"] = [["Mục cài đặt", "Giá trị"], ["Ít nhất", "nhiều"]]
    with office_in_memory(tmp_path, books) as made:
        run.sync(made.session)
        assert codes(made, "Cài đặt!B2") == codes(made, "nhiều") == {"WHY107"}
