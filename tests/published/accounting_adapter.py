"""Calls the product's accounting functions with the inputs of a published case."""

from __future__ import annotations

from rules.finance.closing_sides import allowed_closing_side
from tests.published.cases import Case
from tests.published.topics import TOPICS

# A prefix that stands for many accounts is answered by every one of them.
MANY = {
    "15x": tuple(str(number) for number in range(150, 160)),
    "5xx-9xx": tuple(str(number) for number in range(500, 1000)),
}


def trial_balance_allowed_side(case: Case) -> dict:
    return {prefix: _side(prefix) for prefix in TOPICS[case.topic].outputs}


def _side(prefix: str) -> str:
    sides = {str(allowed_closing_side(account)) for account in MANY.get(prefix, (prefix,))}
    return " or ".join(sorted(sides))


COVERED = {"trial_balance_allowed_side": trial_balance_allowed_side}
