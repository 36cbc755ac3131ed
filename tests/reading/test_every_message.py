"""Every message of the reading can be brought about, is placed, and can be said in both languages."""

from datetime import date

import pytest

from rules.core.message import Voice
from rules.finance import DEPARTMENT as FINANCE
from rules.payroll import DEPARTMENT as PAYROLL
from sync.backends.base import Snapshot, Tab
from sync.messages import READING_MESSAGES
from sync.reading import read_office
from tests.reading.workbooks import PARTS, Part

HEADER = ["Mã", "Tên", "Số lượng", "Đơn giá", "Đóng gói"]


def parts(*rows, header=HEADER, **special):
    return Tab("Parts", [header, *rows], **special)


JOURNAL = ["Ngày", "Số chứng từ", "Tài khoản", "Phát sinh Nợ", "Phát sinh Có", "Trạng thái"]
TABS = {
    "DAT101": parts(header=["Mã", "Số lượng", "Đơn giá"]),
    "DAT102": parts(["A", "x", 1.0, 2.0], header=["Mã", "Tên", "Số lượng", "Số lượng"]),
    "DAT103": Tab("Khác", [["gì đó"]]),
    "DAT201": parts(["A", None]),
    "DAT202": parts(["A", "x", "nhiều"]),
    "DAT203": parts(["A", "x", "1,234"]),
    "DAT204": Tab("Nhật ký chung", [JOURNAL, ["hôm qua", "PC1", "111", 1.0, None]]),
    "DAT205": Tab("Nhật ký chung", [JOURNAL, ["01/11/2026", "PC1", "111", 1.0, None, "lạ"]]),
    "DAT206": parts(["A", "x", -1.0]),
    "DAT207": parts(["A", "x", None], errors={(2, 3): "#REF!"}),
    "DAT208": parts(["A", "x", None], without_value=frozenset({(2, 3)})),
    "DAT209": parts(["A", "x", 1.0, 1.0, 2.5]),
    "DAT210": parts([date(2026, 3, 1), "x"]),
    "DAT211": parts(["A", "x", 1.0], ["B", "y", None], merged=[(2, 3, 3, 3)]),
    "DAT212": parts([1.2345678901234567e18, "x"]),
    "DAT301": parts(["A", "x"], ["A", "y"]),
    "DAT302": parts([None, "x"]),
    "DAT401": parts(["A", "x", 1.0], header=["Mã", "Tên", "Số lượng", "⚙ Status"], formulas={(2, 3): "LEN(D2)"}),
    "DAT501": parts(["A", "x", 1.0], ["Tổng cộng", None, 1.0]),
    "DAT601": Tab("Cài đặt", [["Ngân sách: mức lưu ý", "nhiều"]]),
    "DAT602": Tab("Bảng chấm công", [["Mã NV", "Họ và tên", 1.0, 2.0], ["NV1", "Hoa", "X", "X"]]),
}
ORDER = sorted(message.code for message in READING_MESSAGES)


def reading_of(tab):
    expected = {"book": ["stores"]} if tab.title == "Khác" else None
    return read_office([Snapshot("book", "book.xlsx", "1", [tab])], [FINANCE, PAYROLL, PARTS], expected=expected)


def test_there_is_an_example_of_every_message():
    assert sorted(TABS) == ORDER


@pytest.mark.parametrize("code", ORDER)
def test_the_message_is_found_where_it_belongs_and_says_all_it_has_to(code):
    found = [finding for finding in reading_of(TABS[code]).findings if finding.code == code]
    assert found
    for finding in found:
        assert finding.place.workbook == "book"
        assert finding.key
        for language in ("vi", "en"):
            said = finding.text(Voice(language)) + finding.fix(Voice(language))
            assert "{" not in said
            assert said


@pytest.mark.parametrize("code", [code for code in ORDER if code[:4] in ("DAT2", "DAT3", "DAT4")])
def test_what_is_wrong_in_a_row_is_placed_at_its_cell(code):
    for finding in reading_of(TABS[code]).findings:
        assert finding.place.row is not None
        assert finding.place.column is not None
        assert finding.place.header
        assert finding.column


@pytest.mark.parametrize("code", [code for code in ORDER if code[:4] == "DAT2"])
def test_a_row_with_an_unreadable_cell_is_in_no_table(code):
    tables = reading_of(TABS[code]).books.tables.values()
    assert all("B" in key for table in tables for key in table.keys if table.record is Part)
    assert sum(len(table.left_out) for table in tables) >= 1
