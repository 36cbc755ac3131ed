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
