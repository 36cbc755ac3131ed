"""Runs one published case against the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.published import accounting_adapter, inventory_adapter, payroll_adapter
from tests.published.cases import Case
from tests.published.comparing import differences
from tests.published.topics import TOPICS, check_names

COVERED = payroll_adapter.COVERED | inventory_adapter.COVERED | accounting_adapter.COVERED


def failure_of(case: Case) -> str | None:
    """Return what is wrong with a covered case, or None where the product agrees with it as it should.

    Figures that are published but wrong must differ from the product's in at least one output.
    """
    check_names(case)
    computed = COVERED[case.topic](case)
    found = differences(TOPICS[case.topic].outputs, computed, case.expected, case.tolerance)
    if case.use_as_oracle:
        return "\n".join(found) or None
    return None if found else "all figures agree with a publication that is known to be wrong"


def not_covered(cases: Iterable[Case]) -> Counter[str]:
    """Return the documented topics that no adapter covers yet, each with its number of cases."""
    return Counter(case.topic for case in cases if case.topic in TOPICS and case.topic not in COVERED)
