from datetime import date

import pytest

from rules.core.rule import Context
from rules.core.table import Books
from rules.finance import DEPARTMENT, FinanceSettings
from rules.finance.closing_entries import carried_over
from rules.finance.profit_and_loss import line_of, profit_and_loss
from rules.finance.settings import AccountingRegime
from tests.support.books import with_books


def statement(report, column: int = 2) -> dict[str, int]:
    """Return line number -> amount of one column, without the zeros."""
    return {row.values[0]: row.values[column] for row in report.blocks[0].rows if row.values[column]}


@with_books(DEPARTMENT)
def test_the_statement_follows_form_b02(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Trạng thái |
    | 2026-11-02 | X1          | 1    | 5111      |              | 1000         |            |
    | 2026-11-02 | X1          | 2    | 5211      | 50           |              |            |
    | 2026-11-02 | X1          | 3    | 632       | 400          |              |            |
    | 2026-11-02 | X1          | 4    | 515       |              | 20           |            |
    | 2026-11-02 | X1          | 5    | 635       | 30           |              |            |
    | 2026-11-02 | X1          | 6    | 6411      | 100          |              |            |
    | 2026-11-02 | X1          | 7    | 6421      | 60           |              |            |
    | 2026-11-02 | X1          | 8    | 711       |              | 15           |            |
    | 2026-11-02 | X1          | 9    | 811       | 5            |              |            |
    | 2026-11-02 | X1          | 10   | 82111     | 70           |              |            |
    | 2026-11-02 | X1          | 11   | 8212      | 3            |              |            |
    | 2026-11-02 | X1          | 12   | 1121      |              | 317          |            |
    | 2026-10-02 | X2          | 1    | 5111      |              | 40           |            |
    | 2026-10-02 | X2          | 2    | 1121      | 40           |              |            |
    | 2026-11-05 | X3          | 1    | 5111      |              | 9000         | Nháp       |
    | 2026-11-25 | X4          | 1    | 5111      |              | 9000         |            |
    """
    report = profit_and_loss(books, context)
    assert statement(report) == {
        "01": 1000,
        "02": 50,
        "10": 950,
        "11": 400,
        "20": 550,
        "21": 20,
        "22": 30,
        "25": 100,
        "26": 60,
        "30": 380,
        "31": 15,
        "32": 5,
        "40": 10,
        "50": 390,
        "51": 70,
        "52": 3,
        "60": 317,
    }
    assert statement(report, 3)["60"] == 40
    assert statement(report, 4)["60"] == 357
    assert (report.coverage.used, report.coverage.left_out) == (14, 1)


@with_books(DEPARTMENT)
def test_closing_entries_do_not_wipe_out_the_statement(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 950          |              |
    | 2026-11-02 | PT01        | 2    | 5213      | 50           |              |
    | 2026-11-02 | PT01        | 3    | 5111      |              | 1000         |
    | 2026-11-15 | KC01        | 1    | 5111      | 50           |              |
    | 2026-11-15 | KC01        | 2    | 5213      |              | 50           |
    | 2026-11-15 | KC01        | 3    | 8211      | 190          |              |
    | 2026-11-15 | KC01        | 4    | 3334      |              | 190          |
    | 2026-11-15 | KC01        | 5    | 5111      | 950          |              |
    | 2026-11-15 | KC01        | 6    | 911       |              | 950          |
    | 2026-11-15 | KC01        | 7    | 911       | 190          |              |
    | 2026-11-15 | KC01        | 8    | 8211      |              | 190          |
    | 2026-11-15 | KC01        | 9    | 911       | 760          |              |
    | 2026-11-15 | KC01        | 10   | 4212      |              | 760          |
    """
    report = profit_and_loss(books, context)
    shown = statement(report)
    assert {code: shown[code] for code in ("01", "02", "10", "51", "60", None)} == {
        "01": 1000,
        "02": 50,
        "10": 950,
        "51": 190,
        "60": 760,
        None: 760,
    }


@with_books(DEPARTMENT)
def test_an_entry_that_never_comes_out_even_is_still_recognised_as_closing(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-15 | KC01        | 1    | 911       | 190          |              |
    | 2026-11-15 | KC01        | 2    | 6427      |              | 180          |
    | 2026-11-15 | PT01        | 1    | 5211      | 180          |              |
    | 2026-11-15 | PT01        | 2    | 1111      |              | 180          |
    | 2026-11-15 | PT02        | 1    | 154       |              | 180          |
    """
    assert carried_over(books) == {0, 1}


@with_books(DEPARTMENT)
def test_months_to_come_are_blank_in_the_chart(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 950          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 950          |
    """
    block = profit_and_loss(books, context).blocks[1]
    assert len(block.rows) == block.size == 12
    assert [row.values[1] for row in block.rows] == [0] * 10 + [950, None]
    assert block.rows[10].values[0].vi == "11/2026"


@with_books(DEPARTMENT)
def test_a_small_enterprise_debits_revenue_for_deductions_and_splits_642(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 835          |              |
    | 2026-11-02 | PT01        | 2    | 5111      | 50           |              |
    | 2026-11-02 | PT01        | 3    | 6421      | 40           |              |
    | 2026-11-02 | PT01        | 4    | 6422      | 75           |              |
    | 2026-11-02 | PT01        | 5    | 5111      |              | 1000         |
    """
    settings = {FinanceSettings: FinanceSettings(regime=AccountingRegime.TT133)}
    shown = statement(profit_and_loss(books, Context(context.as_of, settings_by_class=settings)))
    assert (shown["01"], shown["02"], shown["25"], shown["26"], shown["60"]) == (1000, 50, 40, 75, 835)


@pytest.mark.parametrize(
    ("account", "regime", "line"),
    [
        ("64228", AccountingRegime.TT99, "26"),
        ("6421", AccountingRegime.TT99, "26"),
        ("6421", AccountingRegime.TT133, "25"),
        ("821", AccountingRegime.TT99, "51"),
        ("1111", AccountingRegime.TT99, None),
        ("911", AccountingRegime.TT99, None),
    ],
)
def test_an_account_belongs_to_the_line_of_its_longest_prefix(account, regime, line):
    assert line_of(account, regime) == line


def test_without_a_journal_there_is_no_statement():
    assert profit_and_loss(Books(), Context(date(2026, 11, 20))) is None
