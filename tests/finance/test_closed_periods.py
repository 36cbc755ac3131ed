"""What the department says about edits in a closed period, through the product's own comparison."""

from dataclasses import replace
from datetime import date

from rules.core.rule import Context
from rules.finance import DEPARTMENT, FinanceSettings
from sync.closing import compare_closed, freeze
from tests.finance.findings import VOICES
from tests.support.books import read_text

CLOSED = Context(
    date(2026, 11, 20), settings_by_class={FinanceSettings: FinanceSettings(closed_through=date(2026, 10, 31))}
)
HEADER = "[Nhật ký chung]\n| Ngày | Số CT | Dòng | Diễn giải | TK | Nợ | Có |\n"
BEFORE = (
    HEADER
    + """
    | 2026-10-05 | PT01 | 1 | Thu tiền | 1111 | 100 |     |
    | 2026-10-05 | PT01 | 2 | Thu tiền | 5111 |     | 100 |
    | 2026-11-05 | PT02 | 1 | Thu tiền | 1111 | 70  |     |
"""
)
AFTER = (
    HEADER
    + """
    | 2026-10-05 | PT01 | 1 | Thu tiền | 1111 | 900 |     |
    | 2026-11-05 | PT02 | 1 | Thu tiền | 1121 | 70  |     |
    | 2026-10-06 | PT03 | 1 | Thu tiền | 1111 | 100 |     |
"""
)


def findings(before: str, after: str, context: Context = CLOSED) -> list:
    frozen = freeze(DEPARTMENT.closing, read_text(before, [DEPARTMENT]).books, context, None, None) or {}
    books = read_text(after, [DEPARTMENT]).books
    return compare_closed(DEPARTMENT.closing, books, context, frozen, date(2026, 10, 31))


def test_edits_insertions_and_deletions_in_a_closed_period_are_found():
    found = findings(BEFORE, AFTER)
    assert sorted((finding.code, finding.key, finding.column) for finding in found) == [
        ("FIN302", ("PT03", "1"), "date"),
        ("FIN303", ("PT01", "1"), "debit"),
        ("FIN304", ("PT01", "2"), ""),
    ]
    changed = next(finding for finding in found if finding.code == "FIN303")
    assert changed.text(VOICES[0]) == "“Phát sinh Nợ” của dòng thuộc kỳ đã khóa bị sửa từ “100” thành “900”."
    removed = next(finding for finding in found if finding.code == "FIN304")
    assert "Đã ghi" in removed.text(VOICES[0]), "a choice is said by its title"
    for finding in found:
        assert all("{" not in finding.text(voice) + finding.fix(voice) for voice in VOICES)


def test_an_unchanged_closed_period_and_edits_in_the_open_one_are_nothing_to_report():
    assert findings(BEFORE, BEFORE) == []
    assert findings(BEFORE, BEFORE.replace("70 ", "71 ")) == []


def test_without_a_closing_date_nothing_is_compared():
    assert findings(BEFORE, AFTER, replace(CLOSED, settings_by_class={})) == []


def test_entries_that_nobody_numbered_may_be_closed_too():
    entries = """
    [NKC]
    | Ngày       | Số CT | TK Nợ | TK Có | Số tiền |
    | 2026-10-05 | PT01  | 1111  | 5111  | 100     |
    | 2026-10-05 | PT01  | 1111  | 33311 | 10      |
    """
    assert findings(entries, entries) == []
