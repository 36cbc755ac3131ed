"""A schedule that would never run is refused, with the nearest form of what was meant."""

import pytest

from rules.core.message import Voice

VI, EN = Voice("vi"), Voice("en")


def test_a_schedule_is_taken_over(load):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [schedule]
    jobs = ["every 15 minutes from 07:30 to 18:00 on weekdays", "ngày làm việc cuối tháng lúc 16:00: payroll, finance"]
    deadline_minutes = 20
    working_week = "thứ hai đến thứ bảy"
    [heartbeat]
    url = "https://hc.example.com/ping/${TOKEN}"
    """
    office = load({"TOKEN": "abc-123"})
    assert len(office.jobs) == 2
    assert office.deadline == 20
    assert office.working_week == frozenset(range(6))
    assert office.heartbeat == "https://hc.example.com/ping/abc-123"
    assert "abc-123" not in repr(office)


def test_what_is_not_set_has_its_usual_value(load):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    """
    office = load()
    assert (office.jobs, office.deadline, office.working_week, office.heartbeat) == ((), 60, frozenset(range(5)), None)


def test_a_job_that_is_not_understood_is_told_the_nearest_form(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [schedule]
    jobs = ["daily at 07:30", "daly at 7:30", "hằng ngay luc 7"]
    """
    first, second = problems()
    assert (first.code, first.line) == ("CFG116", 6)
    assert first.text(EN) == "line 6: “daly at 7:30” in “schedule.jobs” is not understood."
    assert first.fix(EN) == "The nearest form is: “daily at 07:30”."
    assert second.fix(VI) == "Dạng gần nhất: “hằng ngày lúc 07:30”."


def test_a_job_for_a_workbook_or_department_that_is_not_there_is_refused(problems):
    """
    [office]
    name = "A"
    [workbooks.kho]
    location = "a.xlsx"
    [schedule]
    jobs = ["daily at 07:30: kho, payroll", "daily at 07:30: lương"]
    """
    (problem,) = problems()
    assert problem.code == "CFG108"
    assert "lương" in problem.text(VI)
    assert "kho" in problem.fix(VI)
    assert "payroll" in problem.fix(VI)


def test_holidays_of_a_country_that_has_none_known_cannot_be_passed_over(problems):
    """
    [office]
    name = "A"
    country = "zz"
    [workbooks.kho]
    location = "a.xlsx"
    [schedule]
    jobs = ["daily at 07:30 except holidays"]
    """
    (problem,) = problems()
    assert problem.code == "CFG117"


def test_a_working_week_that_is_not_understood_is_refused(problems):
    """
    [office]
    name = "A"
    [workbooks.kho]
    location = "a.xlsx"
    [schedule]
    working_week = "most days"
    """
    (problem,) = problems()
    assert (problem.code, problem.path) == ("CFG105", ("schedule", "working_week"))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/b", "hc.example.com", "https://user:secret@a.example/"]
)
def test_a_heartbeat_that_is_no_web_address_is_refused_and_not_repeated(write, url):
    from sync.config import ConfigurationError, load_office

    folder = write(f'[office]\nname = "A"\n[workbooks.kho]\nlocation = "a.xlsx"\n[heartbeat]\nurl = "{url}"')
    with pytest.raises(ConfigurationError) as caught:
        load_office(folder, {})
    (problem,) = caught.value.problems
    assert problem.code == "CFG105"
    assert url not in problem.text(EN)
