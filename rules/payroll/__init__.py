"""Payroll: timesheets and rosters, from gross to net by the law of the month."""

from rules.core.rule import Department
from rules.core.text import Text
from rules.payroll.computed import COMPUTED
from rules.payroll.explain import explain_payslip
from rules.payroll.messages import MESSAGES
from rules.payroll.overtime_report import overtime_summary
from rules.payroll.overtime_rules import check_long_days, check_month_overtime, check_year_overtime
from rules.payroll.pay_rules import check_minimum_wages, check_net_pay, check_paid_days, check_statutory_figures
from rules.payroll.records import Employee, RosterEntry, Shift, TimesheetDay
from rules.payroll.register_report import payroll_register
from rules.payroll.roster_rules import (
    check_cover,
    check_double_bookings,
    check_rest,
    check_roster_employees,
    check_roster_shifts,
)
from rules.payroll.settings import PayrollSettings
from rules.payroll.timesheet_month import TimesheetMonth
from rules.payroll.timesheet_rules import (
    check_days_of_employment,
    check_days_of_month,
    check_marks,
    check_missing_timesheets,
    check_night_overtime,
    check_unknown_employees,
)

DEPARTMENT = Department(
    name="payroll",
    titles=Text(vi="Nhân sự – Tiền lương", en="Payroll"),
    records=(Employee, TimesheetDay, Shift, RosterEntry),
    layouts=(TimesheetMonth,),
    rules=(
        check_minimum_wages,
        check_missing_timesheets,
        check_unknown_employees,
        check_days_of_employment,
        check_marks,
        check_days_of_month,
        check_night_overtime,
        check_paid_days,
        check_month_overtime,
        check_year_overtime,
        check_long_days,
        check_net_pay,
        check_statutory_figures,
        check_double_bookings,
        check_cover,
        check_rest,
        check_roster_employees,
        check_roster_shifts,
    ),
    messages=MESSAGES,
    computed=COMPUTED,
    reports=(payroll_register, overtime_summary),
    settings=PayrollSettings,
    explain=explain_payslip,
    confidential=True,
)

__all__ = ["DEPARTMENT"]
