"""Reading a spreadsheet: values by what they show, whatever staff typed, in whatever locale."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from sync.backends.base import CellError
from sync.backends.google.address import spreadsheet_id
from sync.backends.google.reading import FIELDS, fingerprint, same_for_staff, snapshot_of
from sync.reading.numbers import parse_date, parse_number
from tests.emulator import Emulator
from tests.support.google import client_for
from tests.support.staff_sheets import fill, put


@pytest.fixture
def emulator():
    with Emulator(http=False) as running:
        yield running


def read(emulator, person):
    return snapshot_of(client_for(emulator).get(person.book.book_id, FIELDS), person.book.book_id)


def shared(emulator, rows=(), locale="vi_VN", title="Kho"):
    return fill(emulator.create_book(title, locale=locale), {"Hàng": [list(row) for row in rows]})


def cells(emulator, person, tab="Hàng"):
    return [list(row) for row in read(emulator, person).tab(tab).rows]


def formatted(person, address, kind, pattern):
    area = person._range(address)
    style = {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}
    person.batch({"repeatCell": {"range": area, "cell": style, "fields": "userEnteredFormat.numberFormat"}})


def test_values_come_typed(emulator):
    person = shared(
        emulator, [["chữ", 5, Decimal("0.1"), True, None, date(2026, 11, 20), datetime(2026, 11, 20, 8, 30)]]
    )

    row = cells(emulator, person)[0]

    assert row == ["chữ", 5.0, 0.1, True, None, date(2026, 11, 20), datetime(2026, 11, 20, 8, 30)]
    assert [type(value) for value in row[1:4]] == [float, float, bool]


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "value"),
    [
        (43831, "DATE", "dd/mm/yyyy", date(2020, 1, 1)),
        (43831.5, "DATE_TIME", "dd/mm/yyyy hh:mm", datetime(2020, 1, 1, 12)),
        (43831.999999, "DATE_TIME", "dd/mm/yyyy hh:mm", datetime(2020, 1, 1, 23, 59, 59, 914000)),
        (0.916666666666667, "TIME", "hh:mm", time(22)),
        (1.5, "TIME", "[h]:mm", timedelta(hours=36)),
        (-5, "DATE", "dd/mm/yyyy", -5.0),
        (5_000_000, "DATE", "dd/mm/yyyy", 5_000_000.0),
        (12, "NUMBER", "#,##0", 12.0),
        (0.5, "PERCENT", "0%", 0.5),
    ],
)
def test_a_number_is_what_its_format_makes_of_it(emulator, number, kind, pattern, value):
    person = shared(emulator, [[number]])
    formatted(person, "'Hàng'!A1", kind, pattern)

    assert cells(emulator, person) == [[value]]


@pytest.mark.parametrize(
    ("pattern", "number", "shown"),
    [
        ("000", 7, "007"),
        ('"NV"000', 7, "NV007"),
        ("0", 7, None),
        ('0" kg"', 7, None),
        ("000", 7.5, None),
        ("000", -7, None),
    ],
)
def test_codes_that_only_their_format_shows_are_read_as_shown(emulator, pattern, number, shown):
    person = shared(emulator, [[number]])
    formatted(person, "'Hàng'!A1", "NUMBER", pattern)

    assert read(emulator, person).tabs[0].padded == ({(1, 1): shown} if shown else {})


@pytest.mark.parametrize(
    ("locale", "number", "day"),
    [("vi_VN", "1.234,5", "20/11/2026"), ("de_DE", "1.234,5", "20.11.2026"), ("en_US", "1,234.5", "11/20/2026")],
)
def test_numbers_and_dates_are_read_in_every_locale_typed_or_as_text(emulator, locale, number, day):
    person = shared(emulator, locale=locale)
    person.type("'Hàng'!A1", [[number, day]])
    person.put("'Hàng'!A2", [[number, day]])

    snapshot = read(emulator, person)

    assert snapshot.locale == locale
    assert list(snapshot.tabs[0].rows[0]) == [1234.5, date(2026, 11, 20)]
    text_number, text_day = snapshot.tabs[0].rows[1]
    assert parse_number(text_number, snapshot.locale) == Decimal("1234.5")
    assert parse_date(text_day, snapshot.locale) == date(2026, 11, 20)


def test_formulas_errors_and_what_a_formula_has_no_value_for(emulator):
    person = shared(emulator, [["=1+1", "=1/0", "=NA()", "=A1"]])

    tab = read(emulator, person).tabs[0]

    assert list(tab.rows[0]) == [2.0, CellError("#DIV/0!"), CellError("#N/A"), 2.0]
    assert tab.formulas == {(1, 1): "=1+1", (1, 2): "=1/0", (1, 3): "=NA()", (1, 4): "=A1"}
    assert tab.errors == {(1, 2): "#DIV/0!", (1, 3): "#N/A"}


def answered(*values, **more):
    """Return an answer with one row of cells."""
    properties = {"sheetId": 3, "title": "Hàng", "index": 0, "sheetType": "GRID"}
    sheet = {"properties": properties, "data": [{"rowData": [{"values": list(values)}]}], **more}
    return {"spreadsheetId": "x", "properties": {"title": "Kho", "locale": "de"}, "sheets": [sheet]}


def test_a_formula_that_is_still_loading_has_no_value_yet():
    loading = {"userEnteredValue": {"formulaValue": "=X()"}, "effectiveValue": {"errorValue": {"type": "LOADING"}}}
    never = {"userEnteredValue": {"formulaValue": "=Y()"}}

    tab = snapshot_of(answered(loading, never), "x").tabs[0]

    assert tab.without_value == {(1, 1), (1, 2)}
    assert tab.errors == {}


def test_cells_that_a_formula_elsewhere_fills_are_known():
    spilled = {"effectiveValue": {"numberValue": 4}, "formattedValue": "4"}
    typed = {"userEnteredValue": {"numberValue": 4}, "effectiveValue": {"numberValue": 4}}

    snapshot = snapshot_of(answered(typed, spilled, {}), "x")

    assert list(snapshot.tabs[0].rows[0]) == [4.0, 4.0, None]
    assert snapshot.memo.sheets[0].computed == {(1, 2)}


def test_sheets_of_charts_and_foreign_data_are_passed_over():
    document = answered({})
    document["sheets"].append({"properties": {"sheetId": 9, "title": "Biểu đồ", "sheetType": "OBJECT"}})

    assert [tab.title for tab in snapshot_of(document, "x").tabs] == ["Hàng"]


def test_empty_hidden_and_merged(emulator):
    person = shared(emulator, [["a", "b"], ["c", None], [], ["d"]])
    person.add_sheet("Trống")
    person.add_sheet("Ẩn")
    person.hide("Ẩn")
    person.batch({"mergeCells": {"range": person._range("'Hàng'!A1:B2"), "mergeType": "MERGE_ALL"}})
    lines = person._lines("Hàng", "ROWS", 3, 1)
    body = {"range": lines, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    person.batch({"updateDimensionProperties": body})

    snapshot = read(emulator, person)

    assert [(tab.title, tab.hidden, len(tab.rows)) for tab in snapshot.tabs] == [
        ("Hàng", False, 4),
        ("Trống", False, 0),
        ("Ẩn", True, 0),
    ]
    assert snapshot.tabs[0].merged == [(1, 1, 2, 2)]
    assert snapshot.tabs[0].hidden_rows == {4}


def test_a_link_opens_the_very_cell(emulator):
    person = shared(emulator)
    snapshot = read(emulator, person)

    link = snapshot.link.replace("{tab_id}", snapshot.tabs[0].tab_id).replace("{address}", "D17")

    assert link == f"https://docs.google.com/spreadsheets/d/{person.book.book_id}/edit#gid=0&range=D17"


def test_a_title_with_a_slash_is_shown_as_a_whole(emulator):
    assert read(emulator, shared(emulator, title="Công T11/2026")).location == "Công T11-2026"


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.google.com/spreadsheets/d/1aB-_c/edit#gid=0",
        "https://docs.google.com/spreadsheets/d/1aB-_c",
        "https://docs.google.com/spreadsheets/u/1/d/1aB-_c/edit?usp=sharing",
        "https://docs.google.com/a/example.com/spreadsheets/d/1aB-_c/edit",
        "1aB-_c",
    ],
)
def test_the_id_is_taken_from_any_address(address):
    assert spreadsheet_id(address) == "1aB-_c"


EDITS = {
    "a cell": lambda person: person.type("'Hàng'!B2", [["khác"]]),
    "a formula of the same result": lambda person: person.type("'Hàng'!A2", [["=5"]]),
    "a tab's title": lambda person: person.rename("Hàng", "Kho"),
    "a tab more": lambda person: person.add_sheet("Mới"),
    "a row inserted": lambda person: person.insert_rows("Hàng", 1),
    "a format that makes a date": lambda person: formatted(person, "'Hàng'!A2", "DATE", "dd/mm/yyyy"),
    "a hidden tab": lambda person: (person.add_sheet("Mới"), person.hide("Hàng")),
    "the locale": lambda person: person.set_locale("en_US"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_fingerprint_changes_with_whatever_staff_do(emulator, edit):
    person = shared(emulator, [["Mã", "Tên"], [5, "x"]])
    before = read(emulator, person).fingerprint
    edit(person)

    after = read(emulator, person).fingerprint

    assert after != before
    assert not same_for_staff(before, after)


def test_a_fingerprint_tells_what_is_ours_from_what_is_theirs(emulator):
    person = shared(emulator, [["Mã", "⚙ Trạng thái"], [5, "x"]])
    before = read(emulator, person).fingerprint
    put(person, "Hàng", [["khác"]], row=2, column=2)
    person.add_sheet("⚙ Tồn kho")

    after = read(emulator, person).fingerprint

    assert after != before
    assert same_for_staff(before, after)


def test_a_fingerprint_is_the_same_for_the_same_spreadsheet(emulator):
    person = shared(emulator, [["Mã", "=NOW()"], [5, date(2026, 11, 20)]])
    first, second = read(emulator, person), read(emulator, person)

    assert fingerprint(first.tabs, first.memo) == first.fingerprint
    assert len(first.fingerprint) == 64
    assert same_for_staff(first.fingerprint, second.fingerprint) or first.tabs[0].rows != second.tabs[0].rows


def test_anchors_protections_and_room_are_remembered(emulator):
    person = shared(emulator, [["Mã"]])
    place = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    ours = {"metadataKey": "sheetkeeper", "metadataValue": "⚙ Lý do", "location": place, "visibility": "DOCUMENT"}
    person.batch(
        {"createDeveloperMetadata": {"developerMetadata": ours}},
        {"createDeveloperMetadata": {"developerMetadata": ours | {"metadataKey": "another program's"}}},
    )
    person.protect("'Hàng'!B2:C5", "staff@example.com")

    sheet = read(emulator, person).memo.sheets[0]

    assert [(anchor.title, anchor.column) for anchor in sheet.anchors] == [("⚙ Lý do", 2)]
    (protection,) = sheet.protected
    assert (protection.first_row, protection.first_column, protection.last_row, protection.last_column) == (2, 2, 5, 3)
    assert (sheet.row_count, sheet.column_count) == (1000, 26)
