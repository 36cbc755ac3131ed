from datetime import date
from decimal import Decimal

import pytest

from rules.core.message import Voice
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.trace import walk
from rules.payroll import DEPARTMENT
from rules.payroll.explain import explain_payslip
from rules.payroll.pay_run import pay_run, register_month
from rules.payroll.register_report import payroll_register
from rules.payroll.settings import PayrollSettings, TaxScaleFirstHalf2026
from tests.support.books import read_text, with_books

STAFF = "[Nhân viên]\n| Mã NV | Họ và tên | Lương hợp đồng | {titles} |\n| NV001 | Hoa | {salary} | {values} |\n"
OCTOBER = Month(2026, 10)


def matrix(month: Month, mark: str = "X", first: int = 1, last: int = 31, overtime: str = "", night: str = "") -> str:
    """Return a month's matrix in which one person has a mark on every weekday from one day to another."""
    days = [day.day for day in month.days() if day.weekday() < 5 and first <= day.day <= last]
    return (
        f"[Chấm công {month}]\n| Mã NV | {' | '.join(map(str, days))} | TC ngày thường | TC đêm |\n"
        f"| NV001 | {' | '.join([mark] * len(days))} | {overtime} | {night} |\n"
    )


def slip_of(sheets: str, month: Month, context: Context | None = None, **employee: object):
    """Return the payslip of the one person."""
    salary = employee.pop("salary", 40_000_000)
    titles, values = " | ".join(employee), " | ".join(map(str, employee.values()))
    books = read_text(STAFF.format(titles=titles, salary=salary, values=values) + sheets, [DEPARTMENT]).books
    run = pay_run(books, context or Context(date(2026, 11, 20)), month)
    (person,) = run.people
    return person.payslip


def test_a_full_month_is_paid_from_gross_to_net():
    slip = slip_of(matrix(OCTOBER), OCTOBER)

    assert slip.total_income.amount == 40_000_000
    assert slip.insurance.total.amount == 4_200_000
    assert slip.taxable.amount == 20_300_000
    assert slip.income_tax.amount == 1_530_000
    assert slip.net.amount == 34_270_000
    assert slip.employer_cost.amount == 49_400_000


def test_allowances_differ_in_what_is_taxed_and_insured():
    slip = slip_of(
        matrix(OCTOBER), OCTOBER, **{"Phụ cấp đóng BH": 2_000_000, "Phụ cấp khác": 3_000_000, "Tiền ăn ca": 1_500_000}
    )

    assert slip.insurance_base.amount == 42_000_000
    assert slip.earned("earned") == 45_000_000
    assert slip.earned("meal") == 1_500_000
    assert slip.exempt.amount == 1_200_000
    assert slip.taxable_income.amount == 45_300_000


def test_dependants_union_dues_and_the_advance_reduce_the_net():
    slip = slip_of(matrix(OCTOBER), OCTOBER, **{"Người phụ thuộc": 1, "Công đoàn viên": "x", "Tạm ứng": 10_000_000})

    assert slip.taxable.amount == 14_100_000
    assert slip.union_dues.amount == 200_000
    assert slip.net.amount == 40_000_000 - 4_200_000 - 910_000 - 200_000 - 10_000_000


def test_the_advance_belongs_to_the_month_of_the_register_alone():
    sheets = matrix(Month(2026, 9)) + matrix(OCTOBER)

    assert slip_of(sheets, Month(2026, 9), **{"Tạm ứng": 10_000_000}).taken == ()


def test_somebody_not_insured_pays_no_insurance():
    assert slip_of(matrix(OCTOBER), OCTOBER, **{"Đóng bảo hiểm": "không"}).insurance.total.amount == 0


@pytest.mark.parametrize(("last", "insured"), [(12, False), (13, True)])
def test_from_fourteen_unpaid_days_on_no_insurance_is_due(last, insured):
    slip = slip_of(matrix(OCTOBER, last=last), OCTOBER)

    assert bool(slip.insurance.total.amount) is insured


def test_in_a_month_under_way_days_to_come_are_not_unpaid_days():
    november = Month(2026, 11)
    slip = slip_of(matrix(november, last=6), november, Context(date(2026, 11, 6)))

    assert slip.earned("earned") == round(Decimal(40_000_000) * 5 / 21)
    assert slip.insurance.total.amount == 4_200_000


def test_overtime_is_paid_at_its_rates_and_exempt_within_the_limits():
    slip = slip_of(matrix(OCTOBER, overtime="10", night="2"), OCTOBER, salary=17_600_000)

    hourly = 17_600_000 // 22 // 8
    assert slip.earned("overtime") == hourly * 8 * Decimal("1.5") + hourly * 2 * 2
    assert slip.exempt.amount == slip.earned("overtime")


def test_overtime_over_the_limit_of_the_month_is_taxed():
    slip = slip_of(matrix(OCTOBER, overtime="50"), OCTOBER, salary=17_600_000)

    assert slip.exempt.amount == slip.earned("overtime") * 40 / 50


def test_overtime_over_the_limit_of_the_year_is_taxed():
    sheets = matrix(Month(2025, 10), overtime="100") + matrix(Month(2026, 9), overtime="30")
    settings = PayrollSettings(overtime_year_limit=35)
    context = Context(date(2026, 11, 20), settings_by_class={PayrollSettings: settings})
    slip = slip_of(sheets + matrix(OCTOBER, overtime="10"), OCTOBER, context, salary=17_600_000)

    assert slip.exempt.amount == slip.earned("overtime") / 2


@pytest.mark.parametrize(("by_days", "meal"), [(True, 600_000), (False, 1_100_000)])
def test_meals_follow_the_days_worked_unless_paid_in_full(by_days, meal):
    settings = PayrollSettings(meal_by_days_worked=by_days)
    context = Context(date(2026, 11, 20), settings_by_class={PayrollSettings: settings})
    slip = slip_of(matrix(OCTOBER, last=16), OCTOBER, context, **{"Tiền ăn ca": 1_100_000})

    assert slip.earned("meal") == meal


def test_there_is_no_meal_allowance_without_a_day_worked():
    assert slip_of(matrix(OCTOBER, mark="P"), OCTOBER, **{"Tiền ăn ca": 1_100_000}).earned("meal") == 0


@pytest.mark.parametrize(
    ("scale", "month", "tax"),
    [
        (TaxScaleFirstHalf2026.LAW, Month(2026, 5), 1_530_000),
        (TaxScaleFirstHalf2026.BRIDGE, Month(2026, 5), 2_410_000),
        (TaxScaleFirstHalf2026.BRIDGE, Month(2026, 7), 1_530_000),
    ],
)
def test_the_old_scale_may_be_kept_for_the_first_half_of_2026(scale, month, tax):
    settings = PayrollSettings(first_half_2026_scale=scale)
    context = Context(date(2026, 11, 20), settings_by_class={PayrollSettings: settings})

    assert slip_of(matrix(month), month, context).income_tax.amount == tax


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 10, 30), Month(2026, 10)),
        (date(2026, 10, 31), Month(2026, 10)),
        (date(2026, 11, 20), Month(2026, 10)),
        (date(2026, 11, 30), Month(2026, 11)),
        (date(2026, 9, 30), None),
    ],
)
def test_the_register_shows_the_latest_month_that_is_over(as_of, expected):
    books = read_text(matrix(OCTOBER) + matrix(Month(2026, 11)), [DEPARTMENT]).books

    assert register_month(books, Context(as_of)) == expected


@with_books(DEPARTMENT)
def test_who_is_on_the_register(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên  | Ngày vào làm | Ngày nghỉ việc | Lương hợp đồng |
    | NV001 | Đủ         |              |                | 12000000       |
    | NV002 | Thiếu công |              |                | 12000000       |
    | NV003 | Ký hiệu lạ |              |                | 12000000       |
    | NV004 | Đã nghỉ    |              | 2026-09-30     | 12000000       |
    | NV005 | Chưa vào   | 2026-11-02   |                | 12000000       |
    | NV006 | Dòng lỗi   |              |                | sai            |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2  | TC đêm |
    | NV001 | X | X  |        |
    | NV003 | X | ?? |        |
    | NV007 | X | X  | sai    |
    [Chấm công 11/2026]
    | Mã NV | 2 | 3 | TC đêm |
    | NV001 | X | X | sai    |
    """
    run = pay_run(books, context, OCTOBER)

    assert [(person.row, person.payslip is not None) for person in run.people] == [(0, True), (1, False), (2, False)]
    assert (run.coverage.used, run.coverage.left_out) == (5 + 4, 1 + 1)
    assert not run.provisional


MATRIX_WITH_NIGHTS = "[Chấm công 10/2026]\n| Mã NV | 1 | 2 | 5 | Giờ làm đêm |\n| NV001 | X | X | X | 12 |\n"
DAYS_WITH_NIGHTS = """[Chấm công]
| Ngày       | Mã NV | Ký hiệu | Night hours |
| 2026-10-01 | NV001 | X       | 4           |
| 2026-10-02 | NV001 | X       | 8           |
| 2026-10-05 | NV001 | X       |             |
"""


@pytest.mark.parametrize("sheet", [MATRIX_WITH_NIGHTS, DAYS_WITH_NIGHTS], ids=["month matrix", "a row a day"])
def test_normal_hours_at_night_are_paid_the_premium_which_is_exempt_and_counts_as_no_overtime(sheet):
    slip = slip_of(sheet, OCTOBER, salary=17_600_000)

    hourly = 17_600_000 // 22 // 8
    assert slip.earned("night_premium") == hourly * 12 * Decimal("0.3")
    assert slip.earned("overtime") == 0
    assert slip.exempt.amount == slip.earned("night_premium")
    assert slip.total_income.amount == slip.earned("earned") + slip.earned("night_premium")


def test_the_register_and_the_payslip_show_the_night_premium():
    staff = STAFF.format(titles="Bộ phận", salary=17_600_000, values="Bảo vệ")
    books = read_text(staff + MATRIX_WITH_NIGHTS, [DEPARTMENT]).books
    context = Context(date(2026, 11, 20), voice=Voice("en", "VND", "en_GB"))

    register = payroll_register(books, context).blocks[-1]
    column = [one.titles.en for one in register.columns].index("Night premium")
    assert [row.values[column] for row in register.rows] == [360_000, 360_000]

    explained = explain_payslip(books, context, ("payroll", "NV001", "2026-10"))
    names = {line.name for top in explained.lines for line in walk(top)}
    assert {"night_premium", "exempt:night_premium"} <= names <= set(explained.titles)
