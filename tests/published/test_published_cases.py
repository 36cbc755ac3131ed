"""The product agrees with every published case of the topics that it covers."""

from __future__ import annotations

import pytest

from tests.published.cases import CaseFormatError, cases_folder, read_cases
from tests.published.running import COVERED, failure_of
from tests.published.topics import check_names

try:
    CASES, UNREADABLE = read_cases(cases_folder()), ""
except CaseFormatError as error:
    CASES, UNREADABLE = (), str(error)


def test_the_cases_can_be_read():
    assert not UNREADABLE


@pytest.mark.parametrize("case", [case for case in CASES if case.topic in COVERED], ids=lambda case: case.id)
def test_published_case(case):
    failure = failure_of(case)
    assert failure is None, f"{case.id} ({case.topic}, {case.regime}, {case.period}) {case.inputs}\n{failure}"


def test_every_case_uses_documented_names():
    problems = []
    for case in CASES:
        try:
            check_names(case)
        except CaseFormatError as problem:
            problems.append(str(problem))
    assert not problems, "\n".join(problems)
