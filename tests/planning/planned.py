"""What would be written in a workbook of the shop: read, decided and planned, without a run."""

from collections.abc import Iterable
from datetime import date

from rules.core.message import Voice
from rules.core.rule import Context
from sync.alerts.lifecycle import decide as decide_alerts
from sync.alerts.lifecycle import state_after
from sync.backends.base import Snapshot, Tab
from sync.backends.memory import MemoryBackend
from sync.deciding import decide
from sync.planning.plan import WorkbookPlan
from sync.planning.planner import plan_office
from sync.reading import read_office
from tests.support.shop import SHOP, Good

AS_OF = date(2026, 11, 20)


def snapshot_of(tabs, locale="vi_VN"):
    """Return a workbook of grids: tab title -> rows."""
    return Snapshot("shop", "shop", "1", [Tab(title, grid) for title, grid in tabs.items()], locale)


def plan_tabs(tabs, *, voice=None, paused: Iterable = (), known=None, as_of=AS_OF) -> WorkbookPlan:
    """Return the plan of a workbook whose tabs are grids."""
    voice = voice or Voice()
    reading = read_office([snapshot_of(tabs)], [SHOP])
    context = Context(as_of, voice=voice, settings_by_class=reading.settings)
    decision = decide(reading.books, [SHOP], context)
    findings = [*reading.findings, *decision.findings]
    alerts = state_after(known or {}, decide_alerts(known or {}, findings, as_of=as_of))
    reports = {"shop": decision.reports} if reading.books.table(Good).present and Good not in paused else {}
    plans = plan_office(reading, findings, decision.computed, reports, list(alerts.values()), as_of, voice, paused)
    return plans[0]


def write(tabs, plan):
    """Write a plan into the grids it was made from."""
    backend = MemoryBackend({"shop": tabs})
    snapshot = backend.read("shop", "shop")
    backend.complete("shop", backend.prepare(snapshot, "shop", plan.edits))
    tabs.clear()
    tabs.update(backend.workbooks["shop"])


def column(tabs, title, tab="Hàng"):
    """Return the cells below a header, by the text in the first column."""
    grid = tabs[tab]
    header = next(row for row in grid if title in row)
    index = header.index(title)
    below = grid[grid.index(header) + 1 :]
    return {row[0]: row[index] if index < len(row) else None for row in below if row and row[0]}
