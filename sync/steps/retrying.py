"""Trying again after staff edited in between: what need not be read again, and what stood there at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.backends.base import Snapshot
from sync.planning.plan import Block, WorkbookPlan
from sync.planning.whereabouts import value_at, whereabouts
from sync.reading.office import OfficeReading, Reading
from sync.steps.base import Gathered, Receipts


def untouched(gathered: Gathered, receipts: Receipts) -> dict[str, Snapshot]:
    """Return workbook name -> what was read of it, of those that no try has written or found changed."""
    return {name: snapshot for name, snapshot in gathered.snapshots.items() if name not in receipts.touched}


def as_first_seen(plans: Sequence[WorkbookPlan], first: OfficeReading, now: OfficeReading) -> list[WorkbookPlan]:
    """Return the plans of a later try with what stood beside each key before the run's first try.

    What an earlier try wrote may stand beside other rows by now, where a plan finds it as what was there before. An
    undo must not bring that back.

    Args:
        plans: the plans of this try.
        first: the office as the first try read it.
        now: the office as this try read it.
    """
    readings: Mapping[str, Reading] = {one.snapshot.workbook: one for one in first.workbooks}
    snapshots = {one.snapshot.workbook: one.snapshot for one in now.workbooks}
    return [_plan_as_first_seen(plan, readings.get(plan.workbook), snapshots[plan.workbook]) for plan in plans]


def _plan_as_first_seen(plan: WorkbookPlan, first: Reading | None, now: Snapshot) -> WorkbookPlan:
    if first is None or first.snapshot.fingerprint == plan.fingerprint:
        return plan
    return replace(plan, blocks=[_block_as_first_seen(block, first, now) for block in plan.blocks])


def _block_as_first_seen(block: Block, first: Reading, now: Snapshot) -> Block:
    title = _first_title(block.tab, first.snapshot, now)
    tab = first.snapshot.tab(title)
    reading = next((one for one in first.tabs if one.tab.title == title), None)
    places = whereabouts(replace(block, tab=title), first.snapshot, reading)
    return replace(block, before=[None if place is None else value_at(tab, *place) for place in places])


def _first_title(title: str, first: Snapshot, now: Snapshot) -> str:
    """Return what a tab was called at first: staff may have renamed it since."""
    here = now.tab(title)
    if first.tab(title) is not None or here is None:
        return title
    gone = (tab.title for tab in first.tabs if tab.tab_id == here.tab_id and now.tab(tab.title) is None)
    return next(gone, title)
