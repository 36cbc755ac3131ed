from datetime import date
from decimal import Decimal

from rules.core.message import Voice
from rules.core.report_layout import layout
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.finance import DEPARTMENT
from rules.finance.budget_report import budget_report, used_amounts, used_shares
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_the_report_compares_months_and_lines_and_shows_what_has_no_budget(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản |
    | 642        | Chi phí QLDN  |
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 10/2026 | 1000      |
    | Hành chính | 642       | 11/2026 | 1000      |
    | Hành chính | 642       | 12/2026 | 1000      |
    | Hành chính | 641       | 11/2026 | 500       |
    | Hành chính | 511       | 11/2026 | 800       |
    | Hành chính | 642       | 11/2025 | 7000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    | Trạng thái |
    | 2026-10-02 | PC01        | 1    | 6427      | 300          |              | Hành chính |            |
    | 2026-11-02 | PC02        | 1    | 6427      | 600          |              | Hành chính |            |
    | 2026-11-03 | PC03        | 1    | 6427      | 350          |              | hành chính | Nháp       |
    | 2026-11-04 | PC04        | 1    | 8111      | 70           |              | Kho        |            |
    | 2026-11-04 | PC05        | 1    | 6411      | 44           |              |            |            |
    | 2026-11-04 | PC06        | 1    | 5111      |              | 900          | Hành chính |            |
    """
    report = budget_report(books, context)
    year, lines = report.blocks
    assert len(year.rows) == year.size == 12
    assert year.rows[9].values[1:] == (1000, 300, 0, share(300, 1000), 700, 0)
    assert year.rows[10].values[1:] == (1500, 950, 350, share(950, 1500), 550, 70)
    assert year.rows[0].values[4] is None
    assert "44" in year.note.vi

    shown = [(row.values[0], row.style, row.values[1], row.values[2]) for row in lines.rows]
    assert [(getattr(name, "en", name), *rest) for name, *rest in shown] == [
        ("Hành chính", "section", None, None),
        ("511", "plain", 800, 900),
        ("641", "plain", 500, 0),
        ("642 Chi phí QLDN", "warning", 1000, 950),
        ("Total Hành chính", "total", 1500, 950),
        ("Spending of the month without a budget", "section", None, None),
        ("Kho · 8111", "warning", 0, 70),
    ]
    assert lines.rows[3].values[7:9] == (2000, 1250)
    assert lines.rows[3].values[6].en == "Budget nearly used up"
    assert layout(report, Voice()).cells


def share(used: int, budget: int) -> Decimal:
    return (Decimal(used) / Decimal(budget)).quantize(Decimal("0.001"))


@with_books(DEPARTMENT)
def test_the_columns_beside_a_month_speak_of_the_month_and_beside_a_year_of_the_year(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Kho        | 642       | 11/2026 | 100       |
    | Kho        | 811       | 11/2026 | 0         |
    [Ngân sách năm]
    | Bộ phận    | Tài khoản | Năm  | T10 | T11 |
    | Hành chính | 642       | 2026 | 100 | 300 |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | TK Nợ | TK Có | Số tiền | Bộ phận    |
    | 2026-10-02 | PC01        | 6427  | 1111  | 40      | Hành chính |
    | 2026-11-02 | PC02        | 6427  | 1111  | 60      | Hành chính |
    | 2026-11-02 | PC03        | 6427  | 1111  | 25      | Kho        |
    """
    assert list(used_amounts(books, context).values()) == [25, 0, 100, 100]
    shares = used_shares(books, context)
    assert {row: str(share) for row, share in shares.items()} == {0: "0.250", 2: "0.250", 3: "0.250"}


def test_without_a_budget_there_is_no_report_of_it():
    assert budget_report(Books(), Context(date(2026, 11, 20))) is None


def test_every_report_over_empty_books_has_its_blocks_and_charts_in_place():
    tables = {record: Table(record, dict.fromkeys(record.model_fields, ()), (), ()) for record in DEPARTMENT.records}
    context = Context(date(2026, 11, 20))
    reports = [report(Books(tables), context) for report in DEPARTMENT.reports]
    assert [report.name for report in reports] == ["trial_balance", "profit_and_loss", "budget"]
    charted = [block for report in reports for block in report.blocks if block.chart is not None]
    assert [block.size for block in charted] == [12, 12]
    assert all(layout(report, Voice()).cells for report in reports)
    assert [finding for rule in DEPARTMENT.rules for finding in rule(Books(tables), context)] == []
