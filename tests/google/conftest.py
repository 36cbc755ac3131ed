"""At the end it is told what the generated histories were made of, over all processes."""

from tests.google.histories.report import added, told

PROPERTY = "histories"


def pytest_terminal_summary(terminalreporter):
    reports = (one for found in terminalreporter.stats.values() for one in found if hasattr(one, "user_properties"))
    tallies = [
        value
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if tallies:
        terminalreporter.section("what staff did while runs were under way")
        terminalreporter.write_line(told(added(tallies)))
