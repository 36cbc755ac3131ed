"""The sample company's seeded mistakes: every one is found, and nothing else is reported."""

from __future__ import annotations

from collections import Counter

import pytest

from rules.core.finding import Finding
from sync import run
from templates.sample import write_company
from templates.sample.generator import Answer
from tests.promise.small_office import opened

SEEDS = (2026, *(pytest.param(seed, marks=pytest.mark.long) for seed in (7, 1954)))


def answer(finding: Finding) -> Answer:
    """Return a finding in the form of the key, where the digest of a row without a key is written ``#``."""
    key = tuple("#" if part.startswith("#") else part for part in finding.key)
    return Answer(finding.code, finding.place.workbook, finding.place.tab, key, finding.column)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seeded_mistake_is_found_and_nothing_else(tmp_path, seed):
    expected = write_company(tmp_path, seed=seed)

    with opened(tmp_path) as session:
        result = run.sync(session)

    assert result.status == "ok"
    assert Counter(map(answer, result.findings)) == Counter(expected)
    assert len({one.code for one in expected}) >= 30, "mistakes of some thirty kinds"
