from decimal import Decimal

from rules.core.period import Month
from rules.core.record import columns_of
from rules.core.text import fold_header
from rules.finance import DEPARTMENT
from rules.finance.records import BudgetLine, JournalLine
from tests.finance.findings import found
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_an_entry_unfolds_into_its_debit_line_and_its_credit_line(books, context):
    """
    [NKC]
    | Ngày       | Số CT | Dòng | Diễn giải | TK Nợ | TK Có | Số tiền | Đối tượng | Số HĐ | Bộ phận | Trạng thái |
    | 2026-11-02 | PC01  | 2    | Tiền điện | 6427  | 331   | 100     | EVN       | 0012  | Kho     | Nháp       |
    """
    first, second = books.table(JournalLine)
    assert (first.account, first.debit, first.credit, first.line) == ("6427", Decimal(100), Decimal(0), 3)
    assert (second.account, second.debit, second.credit, second.line) == ("331", Decimal(0), Decimal(100), 4)
    shared = ("date", "voucher", "description", "partner", "invoice", "department", "status")
    assert [getattr(first, name) for name in shared] == [getattr(second, name) for name in shared]
    assert str(books.table(JournalLine).place(1, "account")) == "NKC!F2"
    assert str(books.table(JournalLine).place(1, "credit")) == "NKC!G2"


@with_books(DEPARTMENT)
def test_a_year_of_budget_unfolds_into_the_months_that_have_an_amount(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Năm  | T1  | Tháng 2 | T3 | T12 |
    | Hành chính | 642       | 2026 | 100 |         | 0  | 50  |
    """
    lines = [(line.month, line.amount) for line in books.table(BudgetLine)]
    assert lines == [(Month(2026, 1), 100), (Month(2026, 3), 0), (Month(2026, 12), 50)]
    assert str(books.table(BudgetLine).place(2, "amount")) == "Ngân sách!G2"


@with_books(DEPARTMENT)
def test_a_finding_about_a_month_stands_in_its_own_column(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Năm  | T10 | T11 |
    | Hành chính | 642       | 2026 | 100 | 100 |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | TK Nợ | TK Có | Số tiền | Bộ phận    |
    | 2026-11-02 | PC01        | 6427  | 1111  | 100     | Hành chính |
    """
    assert found(books, context) == [("FIN703", "Ngân sách!E2", ("Hành chính", "642", "2026-11"))]


def test_no_header_title_means_two_columns_of_one_layout():
    for layout in DEPARTMENT.all_layouts():
        owners: dict[str, str] = {}
        for column in columns_of(layout):
            for title in (*column.titles.all(), *column.aliases):
                assert owners.setdefault(fold_header(title), column.name) == column.name, title


def test_every_message_has_a_code_of_its_own():
    codes = [message.code for message in DEPARTMENT.messages]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("FIN") for code in codes)


def test_every_message_uses_the_same_fields_in_every_language():
    for message in DEPARTMENT.messages:
        for template in (message.text, message.fix):
            vietnamese, english = (
                type(message)(
                    message.code, message.severity, message.title, type(template)(text, text), type(template)("", "")
                ).fields()
                for text in template.all()
            )
            assert vietnamese == english, message.code


def test_the_closing_of_the_department_asks_its_setting():
    from datetime import date

    from rules.core.rule import Context
    from rules.finance import FinanceSettings

    closed = FinanceSettings(closed_through=date(2026, 10, 31))
    through = DEPARTMENT.closing.through
    assert through(Context(date(2026, 11, 20))) is None
    assert through(Context(date(2026, 11, 20), settings_by_class={FinanceSettings: closed})) == date(2026, 10, 31)


def test_the_messages_about_closed_periods_ask_for_what_the_closing_tells():
    closing = DEPARTMENT.closing
    assert (closing.added.code, closing.changed.code, closing.removed.code) == ("FIN302", "FIN303", "FIN304")
    assert closing.added.fields() == set()
    assert closing.changed.fields() == {"column", "before", "after"}
    assert closing.removed.fields() == {"key", "before"}
