"""Cells as people and programs fill them: each is read for what it is, or said to be unreadable."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import ClassVar

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rules.core.message import Voice
from rules.core.period import Month
from rules.core.record import Choice, Code, Integer, Money, Number, Percent, Record, TableInfo, column, columns_of
from rules.core.rule import Department
from rules.core.text import Text
from rules.finance.records import JournalLine
from rules.payroll import DEPARTMENT as PAYROLL
from rules.payroll.records import Shift
from sync.backends.base import Snapshot, Tab
from sync.reading import read_office
from tests.reading.workbooks import HEADER, PARTS, Part, read, rows_of, save, told, with_cached


class Mood(Choice):
    """Two choices that differ by an accent only, and two that do not differ without punctuation."""

    CHILD = "CÔ", "Cô", "Child"
    HALF = "X/2", "Nửa công", "Half day"
    TIMES = "X-2", "Hai lần", "Twice"
    DRAFT = "draft", "Nháp", "Draft", "Chưa ghi"


class Sample(Record):
    """One field of each kind."""

    table: ClassVar[TableInfo] = TableInfo("samples", Text(vi="Mẫu", en="Samples"), key=("code",))

    code: Code = column(vi="Mã", en="Code")
    text: str = column("", vi="Chữ", en="Text", max_length=12)
    money: Money = column(Decimal(0), vi="Tiền", en="Money")
    number: Number | None = column(None, vi="Số", en="Number")
    percent: Percent | None = column(None, vi="Tỷ lệ", en="Percent", le=1)
    integer: Integer | None = column(None, vi="Nguyên", en="Integer", ge=1)
    day: dt.date | None = column(None, vi="Ngày", en="Day")
    month: Month | None = column(None, vi="Tháng", en="Month")
    time: dt.time | None = column(None, vi="Giờ", en="Time")
    flag: bool | None = column(None, vi="Cờ", en="Flag")
    mood: Mood | None = column(None, vi="Loại", en="Mood")


SAMPLES = Department("samples", Text("Mẫu", "Samples"), (Sample,), (), ())
TITLES = {one.name: one.titles.vi for one in columns_of(Sample)}


def one_cell(tmp_path, field, value, *, number_format=None, locale="vi_VN", change=None):
    """Return what a real workbook with one cell of a field gives: its typed value, or the code of the finding."""

    def fill(sheet):
        rows_of(("Mã", TITLES[field]) if field != "code" else ("Chữ", "Mã"), ("A" if field != "code" else "x", value))(
            sheet
        )
        if number_format:
            sheet["B2"].number_format = number_format
        if change:
            change(sheet["B2"])

    reading = read(save(tmp_path / "a.xlsx", fill, "Mẫu"), departments=[SAMPLES], locale=locale)
    for finding in reading.findings:
        assert str(finding.place) == "Mẫu!B2"
        for language in ("vi", "en"):
            assert finding.text(Voice(language))
            assert finding.fix(Voice(language))
    if reading.findings:
        return [finding.code for finding in reading.findings]
    return getattr(reading.books.table(Sample)[0], field)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234.567,89", "1234567.89"), ("1,234.50", "1234.50"), ("(500)", "-500"), ("(1.500.000)", "-1500000"),
        ("500-", "-500"), ("- 500", "-500"), ("\u2212500", "-500"), ("₫ 1.000.000", "1000000"),
        ("1.000.000đ", "1000000"),
        ("1.000.000 VNĐ", "1000000"), ("-$1,234.50", "-1234.50"), ("$-1,234.50", "-1234.50"), ("+7", "7"),
        ("1\u00a0234\u00a0567", "1234567"), ("1\u202f234,5", "1234.5"), ("  12  ", "12"), ("'12", "12"),
        ("0,500", "0.500"),
        ("1.000.000 đo\u0302\u0300ng", "1000000"), ("1234,567", "1234.567"), ("1.234", "1234"),
        ("12,5", "12.5"), ("12.5", "12.5"), ("-0", "0"),
    ],
)  # fmt: skip
def test_numbers_typed_as_text_are_read(tmp_path, text, number):
    assert one_cell(tmp_path, "money", text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,234", "-9,500 đ", "1234.567", "012.500", "1 234.567"])
def test_a_text_that_may_mean_two_numbers_is_a_finding(tmp_path, text):
    assert one_cell(tmp_path, "money", text) == ["DAT203"]


def test_which_text_is_ambiguous_depends_on_the_locale(tmp_path):
    assert one_cell(tmp_path, "money", "1,234", locale="en_US") == 1234
    assert one_cell(tmp_path, "money", "1.234", locale="en_US") == ["DAT203"]
    assert one_cell(tmp_path, "money", "1.234", locale="es_MX") == ["DAT203"]
    assert one_cell(tmp_path, "money", "1.234", locale="es_ES") == 1234


@pytest.mark.parametrize(
    "text",
    ["12 cái", "1.2.3", "12.34.567", "1,23,456", "--5", "(-5)", "-5-", "12%", "(12%)", "12 % đ", "01.234.567",
     "0901 234 567", "5 6", "1e5", "một triệu", "#", "1.", ",5", "१२"],
)  # fmt: skip
def test_what_is_no_amount_is_a_finding_and_never_a_guess(tmp_path, text):
    assert one_cell(tmp_path, "money", text) == ["DAT202"]


@pytest.mark.parametrize(("text", "share"), [("12%", "0.12"), ("12,5 %", "0.125"), ("(5%)", "-0.05"), (0.8, "0.8")])
def test_a_share_may_be_typed_with_its_sign(tmp_path, text, share):
    assert one_cell(tmp_path, "percent", text) == Decimal(share)


def test_a_number_is_taken_at_the_fifteen_digits_that_a_spreadsheet_shows(tmp_path):
    assert one_cell(tmp_path, "money", 0.1 + 0.2) == Decimal("0.3")
    assert one_cell(tmp_path, "money", 1234567.891) == Decimal("1234567.891")
    assert one_cell(tmp_path, "money", 2e15) == Decimal(2_000_000_000_000_000)


def test_no_amount_is_ever_a_negative_zero(tmp_path):
    assert str(one_cell(tmp_path, "money", -0.0)) == "0"
    assert str(one_cell(tmp_path, "money", "(0)")) == "0"


def test_a_bound_of_the_record_class_is_told_in_words(tmp_path):
    assert one_cell(tmp_path, "percent", 1.5) == ["DAT206"]
    assert one_cell(tmp_path, "text", "quá mười hai ký tự") == ["DAT206"]
    assert one_cell(tmp_path, "integer", 0) == ["DAT206"]


def test_a_fraction_is_no_whole_number(tmp_path):
    assert one_cell(tmp_path, "integer", 2.5) == ["DAT209"]
    assert one_cell(tmp_path, "integer", "hai") == ["DAT202"]
    assert one_cell(tmp_path, "integer", "1.200") == 1200


@pytest.mark.parametrize(
    ("text", "day"),
    [("02/11/2026", (2026, 11, 2)), ("2-11-2026", (2026, 11, 2)), ("2.11.26", (2026, 11, 2)),
     ("2 11 2026", (2026, 11, 2)),
     ("2026-11-02", (2026, 11, 2)), ("2026/11/2", (2026, 11, 2)), ("2026-11-02 00:00:00", (2026, 11, 2)),
     ("ngày 2 tháng 11 năm 2026", (2026, 11, 2)), ("Nga\u0300y 2 tháng 11 năm 2026", (2026, 11, 2)),
     ("15/03/98", (1998, 3, 15)), ("15/03/29", (2029, 3, 15)), ("\u00a002/11/2026 ", (2026, 11, 2))],
)  # fmt: skip
def test_dates_typed_as_text_are_read_day_first(tmp_path, text, day):
    assert one_cell(tmp_path, "day", text) == dt.date(*day)


def test_dates_are_read_month_first_where_the_locale_writes_so(tmp_path):
    assert one_cell(tmp_path, "day", "11/02/2026", locale="en_US") == dt.date(2026, 11, 2)
    assert one_cell(tmp_path, "day", "11/02/2026", locale="en_GB") == dt.date(2026, 2, 11)
    assert one_cell(tmp_path, "day", "13/02/2026", locale="en_US") == ["DAT204"]


@pytest.mark.parametrize(
    "value", ["32/1/2026", "30/02/2026", "31/12/0026", "2/11", "hôm qua", 12.5, 12, 3_000_000, True, "2026-11-02 14:30"]
)
def test_what_is_no_date_is_a_finding(tmp_path, value):
    assert one_cell(tmp_path, "day", value) == ["DAT204"]


def test_a_date_may_stand_there_as_its_serial_or_with_a_time(tmp_path):
    assert one_cell(tmp_path, "day", 46328) == dt.date(2026, 11, 2)
    assert one_cell(tmp_path, "day", dt.datetime(2026, 11, 2, 14, 30)) == dt.date(2026, 11, 2)
    assert one_cell(tmp_path, "day", dt.date(2026, 11, 2), number_format="[$-42A]dd/mm/yyyy") == dt.date(2026, 11, 2)


def test_dates_of_a_workbook_that_counts_from_1904_are_the_days_that_people_see(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Mẫu"
    rows_of(("Mã", "Ngày"), ("A", dt.date(2026, 11, 2)), ("B", 46328 - 1462))(sheet)
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx", departments=[SAMPLES])
    assert [one.day for one in reading.books.table(Sample)] == [dt.date(2026, 11, 2)] * 2


@pytest.mark.parametrize(
    ("value", "month"),
    [("11/2026", 11), ("2026-11", 11), ("Tháng 11 năm 2026", 11), ("T1-2026", 1), (202611, 11), (46328, 11),
     (dt.date(2026, 11, 2), 11), ("15/11/2026", 11), ("THÁNG 03/2026", 3)],
)  # fmt: skip
def test_months_are_read_as_people_write_them(tmp_path, value, month):
    assert one_cell(tmp_path, "month", value) == Month(2026, month)


@pytest.mark.parametrize("value", ["10-11/2026", "13/2026", "tháng này", 11, 11.2026, 202613, True])
def test_what_names_no_single_month_is_a_finding(tmp_path, value):
    assert one_cell(tmp_path, "month", value) == ["DAT204"]


@pytest.mark.parametrize(
    ("value", "time"),
    [("22:00", (22, 0)), ("22h30", (22, 30)), ("22h", (22, 0)), ("6g15", (6, 15)), ("06:15:20", (6, 15, 20)),
     ("24:00", (0, 0)),
     ("10:30 CH", (22, 30)), ("12:00 am", (0, 0)), ("12:00 PM", (12, 0)), (0.75, (18, 0)), (22 / 24, (22, 0)),
     (dt.time(22, 0), (22, 0)), (dt.datetime(2026, 11, 2, 6, 0), (6, 0)), (dt.timedelta(hours=24), (0, 0))],
)  # fmt: skip
def test_times_of_day_are_read_as_people_write_them(tmp_path, value, time):
    assert one_cell(tmp_path, "time", value) == dt.time(*time)


@pytest.mark.parametrize("value", ["25:00", "22", "22:75", "22:00 am", 1, 22, True, "tối", dt.timedelta(hours=30)])
def test_what_is_no_time_of_day_is_a_finding(tmp_path, value):
    assert one_cell(tmp_path, "time", value) == ["DAT204"]


@pytest.mark.parametrize(
    ("value", "flag"),
    [("Có", True), ("CO\u0301", True), ("x", True), (1, True), (True, True), ("TRUE", True), ("Không", False),
     (0, False),
     (False, False), ("-", False), ("no", False)],
)  # fmt: skip
def test_yes_and_no_are_read_in_either_language(tmp_path, value, flag):
    assert one_cell(tmp_path, "flag", value) is flag


def test_maybe_is_neither_yes_nor_no(tmp_path):
    assert one_cell(tmp_path, "flag", "chắc vậy") == ["DAT205"]
    assert one_cell(tmp_path, "flag", 2) == ["DAT205"]


@pytest.mark.parametrize("text", ["Chưa ghi", "CHUA GHI", "chưa-ghi", "nhap", "Nha\u0301p ", "Draft"])
def test_a_choice_is_known_without_accents_or_punctuation(tmp_path, text):
    assert one_cell(tmp_path, "mood", text) is Mood.DRAFT


def test_a_choice_that_might_be_another_is_a_finding(tmp_path):
    assert one_cell(tmp_path, "mood", "CO") is Mood.CHILD
    assert one_cell(tmp_path, "mood", "Có") == ["DAT205"]
    assert one_cell(tmp_path, "mood", "X/2") is Mood.HALF
    assert one_cell(tmp_path, "mood", "X2") == ["DAT205"]
    assert one_cell(tmp_path, "mood", "Khác") == ["DAT205"]


@pytest.mark.parametrize(
    ("value", "code"),
    [("007", "007"), (7, "7"), ("'007", "007"), (8934567890123, "8934567890123"), (1.5, "1.5"), (True, "TRUE"),
     (" PC01\u00a0", "PC01"), ("PC01\u200b", "PC01"), ("PC\t01", "PC 01")],
)  # fmt: skip
def test_codes_are_text_and_keep_what_they_show(tmp_path, value, code):
    assert one_cell(tmp_path, "code", value) == code


def test_a_code_keeps_the_leading_zeros_that_only_its_format_shows(tmp_path):
    assert one_cell(tmp_path, "code", 7, number_format="000") == "007"
    assert one_cell(tmp_path, "code", 7, number_format='"NV"000') == "NV007"
    assert one_cell(tmp_path, "code", 1234567, number_format="000-0000") == "123-4567"


def test_a_quantity_with_leading_zeros_stays_a_number(tmp_path):
    assert one_cell(tmp_path, "money", 7, number_format="000") == 7


def test_the_apostrophe_that_excel_hides_is_no_part_of_a_code(tmp_path):
    def quote(cell):
        cell.quotePrefix = True

    assert one_cell(tmp_path, "code", "007", change=quote) == "007"


def test_a_code_that_became_a_date_is_a_finding(tmp_path):
    assert one_cell(tmp_path, "code", dt.date(2026, 3, 1)) == ["DAT210"]


def test_a_code_longer_than_a_number_can_hold_is_a_finding(tmp_path):
    assert one_cell(tmp_path, "code", 19_012_345_678_901_234) == ["DAT212"]


def test_a_code_of_nothing_but_spaces_is_no_code(tmp_path):
    assert one_cell(tmp_path, "code", " \u2003\u200b") == ["DAT302"]
    assert one_cell(tmp_path, "code", "'") == ["DAT302"]


@pytest.mark.parametrize(
    ("value", "text"),
    [("Nguye\u0302\u0303n", "Nguyễn"), ("a  b\n c", "a b c"), ("a  b", "a b"), (5, "5"), (2.50, "2.5"),
     (dt.date(2026, 11, 2), "2026-11-02"),
     (dt.datetime(2026, 11, 2, 8, 30), "2026-11-02 08"), (dt.time(8, 30), "08:30:00"), (1e15, "1" + "0" * 15)],
)  # fmt: skip
def test_text_is_composed_and_single_spaced(value, text):
    # The longest text is twelve characters here, so the column without that bound is taken.
    rows = [["Mã", "Tên"], ["A", value], ["B", "x"]]
    (first, _) = read_office([Snapshot("b", "b.xlsx", "1", [Tab("Parts", rows)])], [PARTS]).books.table(Part)
    assert first.name.startswith(text)
    assert unicodedata.is_normalized("NFC", first.name)


def test_half_a_character_pair_is_replaced_for_no_file_can_hold_it():
    rows = [["Mã", "Tên"], ["A", "x\ud800"]]
    (only,) = read_office([Snapshot("b", "b.xlsx", "1", [Tab("Parts", rows)])], [PARTS]).books.table(Part)
    assert only.name == "x\ufffd"


def test_numbers_of_other_backends_are_read_the_same():
    rows = [
        ["Mã", "Tên", "Đơn giá"],
        [Decimal("1.10"), 5, 7],
        [2, Decimal("NaN"), Decimal("NaN")],
        [3, "x", float("inf")],
    ]
    reading = read_office([Snapshot("b", "b.xlsx", "1", [Tab("Parts", rows)])], [PARTS])
    assert [(one.code, one.name, one.price) for one in reading.books.table(Part)] == [("1.1", "5", Decimal(7))]
    assert told(reading) == [("DAT202", "Parts!C3"), ("DAT202", "Parts!C4")]


@pytest.mark.parametrize("cells", [(1, True), (True, 1), (0, False)])
def test_a_tick_beside_a_one_is_not_taken_for_it(tmp_path, cells):
    rows = rows_of(("Mã", "Tên", "Số lượng"), *((f"A{row}", "Ốc", cell) for row, cell in enumerate(cells)))
    reading = read(save(tmp_path / "a.xlsx", rows, "Parts"), departments=[PARTS])
    assert told(reading) == [("DAT202", f"Parts!C{2 if cells[0] is True else 3}")]


def test_one_bad_cell_among_many_is_the_only_finding(tmp_path):
    rows = [("Mã", "Tên", "Số lượng"), *((f"A{row}", f"Ốc {row}", row) for row in range(2_000)), ("Z", "  Vít\t1", -1)]
    reading = read(save(tmp_path / "a.xlsx", rows_of(*rows), "Parts"), departments=[PARTS])
    assert told(reading) == [("DAT206", "Parts!C2002")]
    assert len(reading.books.table(Part)) == 2_000


def test_formulas_are_read_by_their_cached_values(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(HEADER, ("=TODAY()", '="PC"&1', 1, "x", "111", "=2*3", None)))
    with_cached(path, {"A2": "46328", "B2": "PC1", "F2": "6"})
    reading = read(path)
    assert told(reading) == []
    assert [(one.date, one.voucher, one.debit) for one in reading.books.table(JournalLine)] == [
        (dt.date(2026, 11, 2), "PC1", 6)
    ]


@pytest.mark.parametrize("cell", range(7))
def test_a_formula_that_was_never_calculated_is_a_finding_and_never_a_blank(tmp_path, cell):
    line = [dt.date(2026, 11, 2), "PC1", 1, "x", "111", 5, 0]
    line[cell] = "=1+1"
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER, line)))
    assert told(reading) == [("DAT208", f"Nhật ký chung!{'ABCDEFG'[cell]}2")]
    assert len(reading.books.table(JournalLine)) == 0


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!"])
@pytest.mark.parametrize("cell", ["B", "D", "F"])
def test_an_error_cell_is_a_finding(tmp_path, error, cell):
    line = [dt.date(2026, 11, 2), "PC1", 1, "x", "111", 5, 0]
    line["ABCDEFG".index(cell)] = "=A99"
    path = save(tmp_path / "a.xlsx", rows_of(HEADER, line))
    (finding,) = read(with_cached(path, {f"{cell}2": error})).findings
    assert (finding.code, str(finding.place), finding.fields["seen"]) == ("DAT207", f"Nhật ký chung!{cell}2", error)


def test_an_error_typed_into_a_cell_is_a_finding_too(tmp_path):
    def mark(cell):
        cell.value, cell.data_type = "#N/A", "e"

    assert one_cell(tmp_path, "money", None, change=mark) == ["DAT207"]


def test_special_cells_outside_the_table_do_no_harm():
    rows = [["Mã", "Tên", "Số lượng"], ["A", "Ốc", 1]]
    far = Tab(
        "Parts", rows, errors={(1, 3): "#N/A", (2, 9): "#N/A"}, without_value=frozenset({(2, 9)}),
        padded={(9, 1): "007", (2, 3): "001"}, merged=[(9, 1, 12, 1), (2, 8, 3, 9), (2, 7, 2, 7)],
    )  # fmt: skip
    reading = read_office([Snapshot("b", "b.xlsx", "1", [far])], [PARTS])
    assert (told(reading), len(reading.books.table(Part))) == ([], 1)


def test_shifts_are_read_from_real_times(tmp_path):
    rows = rows_of(["Mã ca", "Giờ bắt đầu", "Giờ kết thúc"], ["DEM", dt.time(22), "6h00"])
    (shift,) = read(save(tmp_path / "a.xlsx", rows, "Ca làm việc"), departments=[PAYROLL]).books.table(Shift)
    assert (shift.start, shift.end) == (dt.time(22), dt.time(6))


def test_a_long_text_is_shortened_where_a_message_repeats_it(tmp_path):
    rows = rows_of(("Mã", "Tên", "Số lượng"), ("A", "Ốc", "rất\nnhiều " * 30))
    (finding,) = read(save(tmp_path / "a.xlsx", rows, "Parts"), departments=[PARTS]).findings
    assert len(finding.fields["seen"]) == 60
    assert "\n" not in finding.fields["seen"]
