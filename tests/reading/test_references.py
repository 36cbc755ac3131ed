"""Formulas of the staff that read what Sheetkeeper writes."""

import pytest

from sync.backends.base import Snapshot, Tab
from sync.reading import read_office
from sync.reading.references import refers_to_owned
from tests.reading.workbooks import PARTS, read, rows_of, save, told, with_cached

OWNED = {"parts": frozenset({5, 6}), "o'neil 2026": frozenset({3})}


@pytest.mark.parametrize(
    "formula",
    ["E2*2", "=$E$2", "SUM(A2:Z2)", "SUM(D:F)", "SUM($C$2:$E$9)", "E:E", "2:2", 'IF(F2="OK",1,0)', "Parts!E5",
     "parts!$E:$E",
     "SUM('O''Neil 2026'!A1:D4)", "COUNTA('⚙ Alerts'!A1:A9)", "SUM(Bang1[⚙ Net pay])", "e2+1", "'O''Neil 2026'!3:4"],
)  # fmt: skip
def test_a_formula_that_reads_an_owned_column_is_found(formula):
    assert refers_to_owned(formula, "Parts", OWNED)


@pytest.mark.parametrize(
    "formula",
    ["C2*D2", "SUM(A2:D9)", "SUM(G:Z)", '"E2 "&A2', "Other!E2", "'O''Neil 2026'!E2", "LOG10(C2)", "E2E+C3",
     "'[Khác.xlsx]Parts'!E2",
     "VLOOKUP(A2,Other!A:F,2,0)", "TODAY()", "Rate_E2*2", "1.5E+3*C2", "B2:D2", ""],
)  # fmt: skip
def test_a_formula_that_reads_the_staffs_own_cells_only_is_fine(formula):
    assert not refers_to_owned(formula, "Parts", OWNED)


def test_each_input_column_is_told_once_with_its_first_cell(tmp_path):
    header = ("Mã", "Tên", "Số lượng", "Đơn giá", "⚙ Trạng thái")
    rows = [
        ("A1", "Ốc", "=D2*2", 5, "OK"),
        ("A2", "Vít", "=D3+LEN(E3)", "=LEN(E3)", "OK"),
        ("A3", "Đai", "=LEN(E4)", 1, "OK"),
    ]
    path = save(tmp_path / "a.xlsx", rows_of(header, *rows), "Parts")
    reading = read(with_cached(path, {"C2": "1", "C3": "2", "D3": "3", "C4": "4"}), departments=[PARTS])
    assert told(reading) == [("DAT401", "Parts!C3"), ("DAT401", "Parts!D3")]
    assert [finding.key for finding in reading.findings] == [("A2",), ("A2",)]


def test_formulas_in_the_staffs_own_columns_and_in_totals_may_read_our_cells(tmp_path):
    header = ("Mã", "Tên", "Số lượng", "⚙ Trạng thái", "Của tôi")
    path = save(
        tmp_path / "a.xlsx",
        rows_of(header, ("A1", "Ốc", 1, "OK", "=D2"), ("Cộng", None, '=COUNTIF(D2:D2,"OK")')),
        "Parts",
    )
    reading = read(with_cached(path, {"E2": "x", "C3": "1"}), departments=[PARTS])
    assert told(reading) == [("DAT501", "Parts")]


def test_formulas_that_read_the_owned_columns_of_another_tab_are_found():
    first = Tab("Kho 3", [["Mã", "Tên", "⚙ Status"], ["A", "Ốc", "OK"]])
    second = Tab("Kho 2", [["Mã", "Tên", "Số lượng"], ["B", "Vít", 2.0]], formulas={(2, 3): "'Kho 3'!C2"})
    reading = read_office([Snapshot("b", "b.xlsx", "1", [first, second])], [PARTS])
    assert told(reading) == [("DAT401", "Kho 2!C2")]


def test_a_tab_read_on_its_own_knows_its_own_columns():
    from rules.core.record import columns_of
    from sync.reading.header import find_header
    from sync.reading.tabs import read_tab
    from tests.reading.workbooks import Part

    tab = Tab("Parts", [["Mã", "Tên", "Số lượng", "⚙ Status"], ["B", "Vít", 2.0, "OK"]], formulas={(2, 3): "LEN(D2)"})
    header = find_header(tab, [Part])
    reading = read_tab(Snapshot("b", "b.xlsx", "1", [tab]), tab, header, None)
    assert [finding.code for finding in reading.findings] == ["DAT401"]
    assert len(columns_of(Part)) == 5
