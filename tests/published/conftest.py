"""Lists at the end of a run which documented topics are not covered yet."""

from __future__ import annotations

from tests.published.cases import CaseFormatError, cases_folder, read_cases
from tests.published.running import not_covered


def pytest_terminal_summary(terminalreporter):
    try:
        topics = not_covered(read_cases(cases_folder()))
    except CaseFormatError:
        return  # the tests have said so
    if topics:
        terminalreporter.section("published cases: topics not covered")
        for topic, count in sorted(topics.items()):
            terminalreporter.write_line(f"not covered: {topic} ({count} case{'s' if count > 1 else ''})")
