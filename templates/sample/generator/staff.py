"""The confidential workbook of employees, timesheets, shifts and roster."""

from __future__ import annotations

from templates.content import TabContent
from templates.sample.generator import names
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Answer, SampleWorkbook, seeded
from templates.sample.generator.people import MONTHS, NOVEMBER, OCTOBER, make_people, make_timesheet
from templates.sample.generator.people_mistakes import EMPLOYEES_TAB, MONTH_TABS, ROSTER_TAB, Seeder
from templates.sample.generator.roster import SHIFTS, duty_days, make_roster


def make_staff(seed: int) -> tuple[SampleWorkbook, list[Answer]]:
    """Return the payroll workbook and the findings that its mistakes must lead to."""
    people = make_people(seeded("people", seed))
    guards = [person.code for person in people if person.department == names.GUARD]
    roster = make_roster(guards)
    duty = duty_days(roster)
    random = seeded("timesheets", seed)
    timesheets = {month: make_timesheet(random, people, month, duty) for month in MONTHS}
    seeder = Seeder(people, seeded("people mistakes", seed))
    seeder.seed_employees()
    seeder.seed_october(timesheets[OCTOBER])
    seeder.seed_november(timesheets[NOVEMBER])
    seeder.seed_roster(roster, guards)
    tabs = (
        TabContent("employees", [person.row for person in people], EMPLOYEES_TAB, "Danh sách nhân viên"),
        *(
            TabContent("timesheet_month", rows, MONTH_TABS[month], f"Bảng chấm công tháng {month:02d}/{YEAR}")
            for month, rows in timesheets.items()
        ),
        TabContent("shifts", SHIFTS, "Ca làm việc", "Danh mục ca làm việc"),
        TabContent("roster", roster, ROSTER_TAB, "Lịch trực bảo vệ"),
    )
    settings = {"working_week": "Thứ 2 – Thứ 7"}
    return SampleWorkbook("payroll", "nhan-su-tien-luong.xlsx", tabs, settings, confidential=True), seeder.answers
