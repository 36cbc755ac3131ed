"""A person's edits, between requests and unseen by log and quota."""

import pytest

from tests.emulator import Emulator


@pytest.fixture
def person():
    with Emulator(http=False) as emulator:
        found = emulator.create_book("Office", locale="vi_VN")
        found.type("A1", [["Mã", "Số lượng", "Ngày"], ["NV-2", "1.000", "5/9/2026"], ["NV-1", "2,5", "31/12/2026"]])
        yield found


def test_typing_is_read_in_the_locale(person):
    assert person.values("A2:C3") == [["NV-2", 1000, 46270], ["NV-1", 2.5, 46387]]
    assert person.shown("B2:C2") == [["1.000", "5/9/2026"]]


def test_a_whole_and_a_partial_sort(person):
    person.sort("A2:C3", 0)
    assert person.values("A2:A3") == [["NV-1"], ["NV-2"]]
    person.sort("A2:A3", 0, descending=True)
    assert person.values("A2:B3") == [["NV-2", 2.5], ["NV-1", 1000]]


def test_rows_and_columns_come_go_and_move(person):
    person.insert_rows("Sheet1", 1)
    person.insert_columns("Sheet1", 0)
    assert person.values("B1:B3") == [["Mã"], [], ["NV-2"]]
    person.move_rows("Sheet1", 3, 1, 1)
    person.move_columns("Sheet1", 1, 1, 3)
    assert person.values("B2:C2") == [[2.5, "NV-1"]]
    person.delete_columns("Sheet1", 0)
    person.delete_rows("Sheet1", 0)
    assert person.values("B1") == [["NV-1"]]


def test_copies_cuts_and_clearing(person):
    person.copy("A2:A3", "E2:E3")
    person.cut("B2", "F9")
    person.clear("A2")
    assert person.values("A2:F2") == [["", "", 46270, "", "NV-2"]]
    assert person.values("F9") == [[1000]]


def test_tabs(person):
    person.add_sheet("Hai", 5, 5)
    person.rename("Hai", "Ba")
    person.hide("Ba")
    assert person.titles() == ["Sheet1", "Ba"]
    person.delete_sheet("Ba")
    assert person.titles() == ["Sheet1"]
    with pytest.raises(LookupError):
        person.sheet("Ba")


def test_the_owner_writes_where_others_may_not(person):
    person.protect("A1:C1", "otto@example.com")
    person.put("A1", "Code")
    assert person.values("A1") == [["Code"]]
