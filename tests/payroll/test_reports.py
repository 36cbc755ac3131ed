from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.message import Voice
from rules.core.record import Record
from rules.core.report_layout import layout
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.payroll import DEPARTMENT
from rules.payroll.computed import COMPUTED
from rules.payroll.overtime_report import overtime_summary
from rules.payroll.register_report import DEPARTMENTS_SHOWN, REGISTER_COLUMNS, payroll_register
from tests.support.books import read_text, with_books

AS_OF = date(2026, 11, 20)
VOICE = Voice()


def shown(rows) -> list[list[object]]:
    """Return the values of some report rows, texts in English and numbers as numbers."""
    return [[getattr(value, "en", value) for value in row.values] for row in rows]


def register_of(text: str, as_of: date = AS_OF):
    return payroll_register(read_text(text, [DEPARTMENT]).books, Context(as_of, voice=Voice("en", "VND", "en_GB")))


@with_books(DEPARTMENT)
def test_the_register_lists_people_by_department_and_says_who_is_missing(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Bộ phận | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | Kho     | 22000000       |         |
    | NV002 | Nam       |         | 11000000       | 1500000 |
    | NV003 | Lan       | Kho     | 11000000       |         |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | 5 |
    | NV001 | X | X | X |
    | NV002 | X | P |   |
    """
    report = payroll_register(books, context)
    summary, by_department, register = report.blocks

    assert report.subtitle.vi == (
        "Tháng 10/2026 · công chuẩn 22 ngày · 3 người · 1 người chưa tính được vì thiếu hoặc lỗi chấm công"
    )
    assert [(row.values[1], row.style) for row in register.rows] == [
        ("NV002", "error"),
        ("NV001", "plain"),
        ("NV003", "warning"),
        (None, "total"),
    ]
    assert shown(summary.rows)[-3:] == [
        ["Net pay", 2_500_000],
        ["Employer's insurance, union fee", 0],
        ["Employer's cost", 4_000_000],
    ]
    assert shown(by_department.rows) == [
        ["Kho", 1, 3_000_000, 3_000_000, 3_000_000],
        ["(no department)", 1, 1_000_000, -500_000, 1_000_000],
    ]
    assert layout(report, VOICE).blocks[-1].block is register


def test_a_month_under_way_is_marked_as_provisional():
    text = """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 22000000       |
    [Chấm công 11/2026]
    | Mã NV | 2 | 3 |
    | NV001 | X | X |
    """
    assert register_of(text).subtitle.en == "2026-11 · 21 standard days · 1 people · provisional, up to 20 Nov 2026"


def test_more_departments_than_the_block_holds_are_gathered():
    people = range(DEPARTMENTS_SHOWN + 3)
    text = "\n".join(
        [
            "[Nhân viên]\n| Mã NV | Họ và tên | Bộ phận | Lương hợp đồng |",
            *(f"| NV{one:03d} | Ai | Bộ phận {one:02d} | {22_000_000 - one} |" for one in people),
            "[Chấm công 10/2026]\n| Mã NV | 1 | 2 |",
            *(f"| NV{one:03d} | X | X |" for one in people),
        ]
    )
    rows = shown(register_of(text).blocks[1].rows)

    assert len(rows) == DEPARTMENTS_SHOWN
    assert rows[0][0] == "Bộ phận 00"
    assert rows[-1][:2] == ["Other departments", 4]
    assert sum(row[1] for row in rows) == len(people)


def test_without_timesheets_or_law_the_register_says_why_it_is_empty():
    staff = "[Nhân viên]\n| Mã NV | Họ và tên | Lương hợp đồng |\n| NV001 | Hoa | 22000000 |\n"
    sheet = "[Chấm công 1/2027]\n| Mã NV | 4 | 5 |\n| NV001 | X | X |\n"

    assert register_of(staff).subtitle.en == "No timesheet yet"
    refused = register_of(staff + sheet, date(2027, 1, 31))
    assert refused.subtitle.en == "2027-01: no statutory figures are known, so that no pay is computed"
    assert refused.blocks[-1].rows == ()


def test_an_office_without_the_tables_has_no_reports():
    assert [report(Books(), Context(AS_OF)) for report in DEPARTMENT.reports] == [None, None]


def test_reports_over_empty_tables_show_where_their_charts_will_stand():
    tables: dict[type[Record], Table] = {
        record: Table(record, dict.fromkeys(record.model_fields, ()), (), ()) for record in DEPARTMENT.records
    }
    reports = [report(Books(tables), Context(AS_OF)) for report in DEPARTMENT.reports]

    charts = [[block.size for block in report.blocks if block.chart] for report in reports]
    assert charts == [[DEPARTMENTS_SHOWN], [12]]
    assert all(layout(report, VOICE).cells for report in reports)


MARKS = st.lists(st.sampled_from(["X", "X/2", "P", "KL", "Ô", "8", ""]), min_size=6, max_size=6)
PERSON = st.tuples(
    st.integers(0, 150_000_000), st.integers(0, 5_000_000), st.sampled_from(["A", "B", ""]), MARKS, st.integers(0, 60)
)


@settings(max_examples=30)
@given(st.lists(PERSON, min_size=1, max_size=8))
def test_the_totals_of_the_register_are_the_sums_of_its_lines(people):
    lines = ["[Nhân viên]", "| Mã NV | Họ và tên | Bộ phận | Lương hợp đồng | Tiền ăn ca | Công đoàn viên | Tạm ứng |"]
    lines += [
        f"| NV{n} | Ai | {dept} | {pay} | {meal} | x | 100000 |" for n, (pay, meal, dept, *_) in enumerate(people)
    ]
    lines += ["[Chấm công 10/2026]", "| Mã NV | 1 | 2 | 5 | 6 | 7 | 8 | TC ngày thường |"]
    lines += [f"| NV{n} | {' | '.join(marks)} | {extra} |" for n, (*_, marks, extra) in enumerate(people)]

    summary, by_department, register = register_of("\n".join(lines), date(2026, 10, 8)).blocks
    amounts = [row.values[3:] for row in register.rows if row.values[4] is not None]
    if amounts:
        *each, total = amounts
        assert [sum(column, Decimal(0)) for column in zip(*each, strict=True)] == list(total) or not each
        titles = [column.titles.en for column in REGISTER_COLUMNS[3:]]
        by_title = dict(zip(titles, total, strict=True))
        assert summary.rows[5].values[1] == by_title["Net pay"]
        assert sum(row.values[4] for row in by_department.rows) == by_title["Employer's cost"]
        deducted = (
            "Social insurance",
            "Health insurance",
            "Unemployment insurance",
            "Income tax",
            "Union dues",
            "Advance",
        )
        assert by_title["Total income"] - sum(by_title[title] for title in deducted) == by_title["Net pay"]


@with_books(DEPARTMENT)
def test_the_overtime_summary_shows_the_year_and_who_is_near_the_limits(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Bộ phận | Lương hợp đồng |
    | NV001 | Hoa       | Kho     | 22000000       |
    | NV002 | Nam       | Kho     | 22000000       |
    | NV003 | Lan       | Kho     | 22000000       |
    | NV004 | Minh      | Kho     | 22000000       |
    [Chấm công 12/2025]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 40             |
    [Chấm công 9/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 30             |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường | TC ngày nghỉ | TC ngày lễ | TC đêm |
    | NV001 | X | X | 10             | 5            | 1          | 4      |
    | NV002 | X | X | 32             |              |            |        |
    | NV003 | X | X | 44             |              |            |        |
    | NV004 | X | X |                |              |            |        |
    | NV099 | X | X | 9              |              |            |        |
    """
    report = overtime_summary(books, context)
    months, people = report.blocks

    assert report.subtitle.vi == (
        "Năm 2026 · chi tiết tháng 10/2026, đến 31/10/2026 · tối đa 40 giờ một tháng, 200 giờ một năm"
    )
    assert months.rows[8].values == ("09/2026", 30, 0, 0, 0, 30, 1)
    assert months.rows[9].values == ("10/2026", 86, 5, 1, 4, 92, 3)
    assert months.rows[10].values == ("11/2026", *[None] * 6)
    assert shown(people.rows) == [
        ["Lan", "NV003", "Kho", 44, 0, 0, 0, 44, Decimal("1.1"), 44, Decimal("0.22"), "Over the limit"],
        ["Nam", "NV002", "Kho", 32, 0, 0, 0, 32, Decimal("0.8"), 32, Decimal("0.16"), "Near the limit"],
        ["Hoa", "NV001", "Kho", 10, 5, 1, 4, 16, Decimal("0.4"), 46, Decimal("0.23"), "Within limits"],
        ["Total", None, None, 86, 5, 1, 4, 92, None, None, None, None],
    ]
    assert [row.style for row in people.rows] == ["error", "warning", "plain", "total"]


@with_books(DEPARTMENT)
def test_the_computed_columns_stand_beside_those_whose_pay_is_certain(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 22000000       |
    | NV002 | Nam       | 22000000       |
    [Chấm công 12/2025]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 40             |
    | NV002 | X | X | 40             |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2  | TC ngày thường |
    | NV001 | X | P  |                |
    | NV002 | X | ?? | 3              |
    | NV099 | X | X  | 3              |
    """
    values = {column.name: column.compute(books, context) for column in COMPUTED}

    assert values == {
        "paid_days": {0: 2},
        "total_income": {0: 2_000_000},
        "net_pay": {0: 2_000_000},
        "year_overtime": {0: 0, 1: 3},
    }


def test_nothing_is_computed_without_timesheets():
    books = read_text(
        "[Nhân viên]\n| Mã NV | Họ và tên | Lương hợp đồng |\n| NV001 | Hoa | 9000000 |", [DEPARTMENT]
    ).books

    assert [column.compute(books, Context(AS_OF)) for column in COMPUTED] == [{}, {}, {}, {}]
