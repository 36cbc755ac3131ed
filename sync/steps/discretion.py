"""Discretion: what was seen in a cell of a confidential workbook is said beside the cell, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

from rules.core.finding import Finding
from rules.core.message import Message

SEEN = "seen"
"""Field of a message that holds what stands in a cell, whatever somebody typed there."""


def discreet(findings: Iterable[Finding], confidential: Collection[str]) -> list[Finding]:
    """Return findings, those that quote a cell of a confidential workbook as personal.

    A wage typed as text, or a number of a person in the wrong column, is no number or date; what says so must not
    carry it into mails, logs and machine output. In the workbook itself, the flag quotes it all the same.

    Args:
        findings: what was found in reading.
        confidential: names of the workbooks that may hold wages and personal data.
    """
    return [
        replace(one, message=_personal(one.message))
        if SEEN in one.fields and one.place.workbook in confidential
        else one
        for one in findings
    ]


@cache
def _personal(message: Message) -> Message:
    return replace(message, personal=True)
