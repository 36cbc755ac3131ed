"""What ``[alerts.NAME]`` says is understood, and what is wrong with it is told with its line."""

from rules.core.message import Voice
from sync.config import AlertPolicy
from sync.schedule import Span

VI, EN = Voice("vi"), Voice("en")


def test_what_a_department_asks_for_is_taken_over(load):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [mail.recipients]
    finance = ["lan@example.com"]
    owner = ["sep@example.com", "pho@example.com"]
    [alerts.finance]
    remind = "every 7 days"
    escalate_after = "3 working days"
    escalate_to = ["owner", "kiemsoat@example.com", "SEP@example.com"]
    wait_runs = { FIN301 = 2, DAT205 = 3 }
    [alerts.inventory]
    remind = "mỗi 3 ngày làm việc"
    """
    policies = load().alerts
    assert policies["finance"].remind == Span(7)
    assert policies["finance"].escalate_after == Span(3, working=True)
    assert [one.casefold() for one in policies["finance"].escalate_to] == [
        "sep@example.com",
        "pho@example.com",
        "kiemsoat@example.com",
    ]
    assert policies["finance"].wait_runs == {"FIN301": 2, "DAT205": 3}
    assert policies["inventory"] == AlertPolicy(remind=Span(3, working=True))


def test_without_a_section_nobody_is_reminded(load):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    """
    assert load().alerts == {}


def test_words_that_mean_no_time_are_told_the_nearest_form(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [alerts.finance]
    remind = "evry 7 days"
    escalate_after = "3 ngay lam"
    escalate_to = ["sep@example.com"]
    """
    first, second = problems()
    assert (first.code, first.line, second.line) == ("CFG118", 6, 7)
    assert first.text(EN) == "line 6: “evry 7 days” in “alerts.finance.remind” is not understood."
    assert first.fix(EN) == "The nearest form is: “every 7 days”."
    assert second.text(VI) == "dòng 7: Không hiểu “3 ngay lam” ở “alerts.finance.escalate_after”."
    assert second.fix(VI) == "Dạng gần nhất: “3 ngày làm việc”."


def test_half_an_escalation_is_told_what_is_missing(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [alerts.finance]
    escalate_after = "3 working days"
    [alerts.inventory]
    escalate_to = ["sep@example.com"]
    """
    first, second = problems()
    assert (first.code, first.fields["key"]) == ("CFG104", "alerts.finance.escalate_to")
    assert (second.code, second.fields["key"]) == ("CFG104", "alerts.inventory.escalate_after")


def test_an_escalation_reaches_nobody_but_addresses_and_names_of_the_settings(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [mail.recipients]
    owner = ["chu@example.com"]
    [alerts.finance]
    escalate_after = "3 working days"
    escalate_to = ["boss", "a@example.com, b@example.com"]
    """
    first, second = sorted(problems(), key=lambda problem: problem.code)
    assert (first.code, first.line) == ("CFG107", 9)
    assert second.code == "CFG108"
    assert second.text(EN) == (
        "line 9: “boss” in “alerts.finance.escalate_to” is no e-mail address or name under [mail.recipients]."
    )
    assert "owner" in second.fix(VI)


def test_a_department_and_a_key_that_do_not_exist_are_told_the_nearest(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [alerts.finanse]
    remind = "daily"
    [alerts.inventory]
    remaind = "daily"
    """
    first, second = problems()
    assert (first.code, first.fix(EN)) == ("CFG103", "Did you mean “finance”?")
    assert (second.code, second.fix(EN)) == ("CFG103", "Did you mean “remind”?")


def test_a_rule_of_another_department_cannot_be_made_to_wait(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [alerts.finance]
    wait_runs = { INV201 = 2, FIN301 = 0 }
    [alerts.inventory]
    wait_runs = { FIN301 = 2 }
    """
    first, second = problems()
    assert (first.code, first.path) == ("CFG105", ("alerts", "finance", "wait_runs", "FIN301"))
    assert (second.code, second.path) == ("CFG108", ("alerts", "inventory", "wait_runs", "FIN301"))
    assert "INV201" in second.fix(EN)


def test_settings_that_stand_right_under_alerts_are_told_where_they_belong(problems):
    """
    alerts = "daily"
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    """
    (problem,) = problems()
    assert problem.code == "CFG105"
    assert "[alerts.finance]" in problem.text(EN)


def test_a_key_right_under_alerts_is_no_department(problems):
    """
    [office]
    name = "A"
    [workbooks.finance]
    location = "a.xlsx"
    [alerts]
    remind = "daily"
    """
    (problem,) = problems()
    assert problem.code == "CFG103"
