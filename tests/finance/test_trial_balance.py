from dataclasses import replace
from datetime import date
from decimal import Decimal

from rules.core.rule import Context
from rules.core.table import Books
from rules.finance import DEPARTMENT, FinanceSettings
from rules.finance.trial_balance import closing_credits, closing_debits, trial_balance
from tests.support.books import with_books


def accounts(report) -> dict[str, tuple]:
    """Return account -> its amounts, zeros as None for short."""
    return {
        row.values[0]: tuple(amount or None for amount in row.values[2:8])
        for row in report.blocks[1].rows
        if isinstance(row.values[0], str)
    }


@with_books(DEPARTMENT)
def test_opening_balances_and_posted_turnover_make_the_closing_balances(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ | Dư Có đầu kỳ |
    | 1111       | Tiền mặt      | 500          |              |
    | 4111       | Vốn           |              | 500          |
    | 5111       | Bán hàng      |              |              |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Trạng thái |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |            |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |            |
    | 2026-11-03 | PT02        | 1    | 1111      | 7            |              | Nháp       |
    | 2026-12-03 | PT03        | 1    | 1111      | 9            |              |            |
    """
    report = trial_balance(books, context)
    assert accounts(report) == {
        "1111": (500, None, 100, None, 600, None),
        "4111": (None, 500, None, None, None, 500),
        "5111": (None, None, None, 100, None, 100),
    }
    assert report.blocks[1].rows[-1].values[2:8] == (500, 500, 100, 100, 600, 600)
    assert [row.style for row in report.blocks[0].rows] == ["ok", "ok", "ok"]
    assert (report.coverage.used, report.coverage.left_out) == (2, 1)
    assert report.subtitle.vi == "Từ 01/01/2026 đến 20/11/2026; chưa gồm 1 dòng nháp"


@with_books(DEPARTMENT)
def test_summary_accounts_show_the_accounts_below_and_are_not_counted_twice(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ | Dư Có đầu kỳ |
    | 111        | Tiền          | 300          |              |
    | 1111       | Tiền mặt      | 100          |              |
    | 1112       | Ngoại tệ      | 200          |              |
    | 131        | Phải thu      | 50           | 20           |
    | 411        | Vốn           |              | 330          |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1119      | 40           |              |
    | 2026-11-02 | PT01        | 2    | 131       |              | 40           |
    """
    report = trial_balance(books, context)
    assert accounts(report) == {
        "111": (300, None, 40, None, 340, None),
        "1111": (100, None, None, None, 100, None),
        "1112": (200, None, None, None, 200, None),
        "1119": (None, None, 40, None, 40, None),
        "131": (50, 20, None, 40, None, 10),
        "411": (None, 330, None, None, None, 330),
    }
    rows = {row.values[0]: row for row in report.blocks[1].rows}
    assert rows["111"].style == "bold"
    assert rows["1119"].values[1].en == "(not in the chart of accounts)"
    assert report.blocks[1].rows[-1].values[2:8] == (350, 350, 40, 40, 340, 340)
    assert report.blocks[0].note.en.startswith("Sums of single accounts")
    assert closing_debits(books, context) == {0: 340, 1: 100, 2: 200}
    assert closing_credits(books, context) == {3: 10, 4: 330}


@with_books(DEPARTMENT)
def test_a_summary_accounts_opening_balance_that_differs_from_those_below_is_told(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ | Dư Có đầu kỳ |
    | 111        | Tiền          | 400          |              |
    | 1111       | Tiền mặt      | 100          |              |
    | 112        | Ngân hàng     | 70           |              |
    | 1121       | Ngân hàng VND |              |              |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    """
    report = trial_balance(books, context)
    assert accounts(report) == {
        "111": (100, None, None, None, 100, None),
        "1111": (100, None, None, None, 100, None),
        "112": (70, None, None, None, 70, None),
    }
    assert "111 khác tổng" in report.blocks[0].note.vi
    assert [row.style for row in report.blocks[0].rows] == ["error", "ok", "error"]


@with_books(DEPARTMENT)
def test_what_was_posted_before_the_fiscal_year_is_part_of_the_opening_balance(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ | Dư Có đầu kỳ |
    | 1111       | Tiền mặt      | 50           |              |
    | 411        | Vốn           |              | 50           |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-03-31 | PT01        | 1    | 411       | 80           |              |
    | 2026-03-31 | PT01        | 2    | 1111      |              | 80           |
    | 2026-04-01 | PT02        | 1    | 1111      | 10           |              |
    | 2026-04-01 | PT02        | 2    | 411       |              | 10           |
    """
    settings = {FinanceSettings: FinanceSettings(fiscal_year_start=4)}
    report = trial_balance(books, Context(context.as_of, settings_by_class=settings))
    assert accounts(report) == {
        "1111": (None, 30, 10, None, None, 20),
        "411": (30, None, None, 10, 20, None),
    }


@with_books(DEPARTMENT, as_of=date(2026, 12, 31))
def test_an_account_that_closes_on_the_wrong_side_is_remarked(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 131       | 100          |              |
    | 2026-11-02 | PT01        | 2    | 1111      |              | 70           |
    | 2026-11-02 | PT01        | 3    | 214       | 20           |              |
    | 2026-11-02 | PT01        | 4    | 5111      |              | 50           |
    """
    rows = {row.values[0]: row for row in trial_balance(books, context).blocks[1].rows}
    assert [rows[account].values[8] and rows[account].values[8].en for account in ("131", "1111", "214", "5111")] == [
        None,
        "This account must not close in credit",
        "This account must not close in debit",
        "Must be zero at the end of the year",
    ]
    assert rows["1111"].style == "warning"
    during = trial_balance(Books(books.tables), replace(context, as_of=date(2026, 12, 30)))
    assert {row.values[0]: row for row in during.blocks[1].rows}["5111"].values[8] is None


def test_without_a_journal_there_is_no_trial_balance():
    assert trial_balance(Books(), Context(date(2026, 11, 20))) is None


@with_books(DEPARTMENT)
def test_an_unbalanced_voucher_shows_as_the_difference_of_the_turnover(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 70           |
    """
    check = trial_balance(books, context).blocks[0].rows[1]
    assert (check.style, check.values[2:]) == ("error", (Decimal(100), Decimal(70), Decimal(30)))
