"""A pipeline that answers from memory."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.message import Message, Severity
from rules.core.rule import Explanation
from rules.core.text import Text
from rules.core.trace import Traced
from sync.alerts.base import OutgoingMail, PendingMail
from sync.auditing import AuditResult
from sync.backends.base import ColumnCells, Edits, TabEdits
from sync.config import load_office
from sync.history import RunList, RunStory, WrittenCells
from sync.planning.plan import Block, WorkbookPlan
from sync.results import RunResult, StatusResult, UndoResult, WorkbookResult
from sync.store.base import Run, RunMail

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

OFFICE = """
[office]
name = "Công ty Minh Phát"
as_of = 2026-11-20
{more}
[workbooks.inventory]
location = "kho.xlsx"
departments = ["inventory"]
[workbooks.payroll]
location = "luong.xlsx"
confidential = true
"""


def message(code, severity=Severity.ERROR, **more):
    return Message(code, severity, Text("Tên", "Title"), Text("Sai {x}", "Wrong {x}"), Text("Sửa", "Mend"), **more)


def finding(code="INV101", severity=Severity.ERROR, table="items", **more):
    said = message(code, severity, **more)
    return Finding(said, Place("inventory", "Hàng hóa", 17, 4, "Mã hàng"), table, ("SP01",), {"x": "A4"})


def workbook(**more):
    return WorkbookResult("inventory", "kho.xlsx", **{"status": "changed", "rows": 300, "cells": 1234, **more})


def result(**more):
    usual = {
        "run": "20261120-0001",
        "status": "ok",
        "as_of": date(2026, 11, 20),
        "seconds": 4.25,
        "workbooks": [workbook()],
        "findings": [finding()],
        "mails": [("kho@example.com", "[Kho] 1 việc mới")],
    }
    return RunResult(**{**usual, **more})


def one_run(**more):
    return Run("20261120-0001", "sync", date(2026, 11, 20), datetime(2026, 11, 20, 8, 30), **{"status": "ok", **more})


def status(**more):
    usual = {"runs": [one_run()], "open_alerts": {Severity.WARNING: 3}, "held": {}}
    return StatusResult(**{**usual, **more})


def undone(**more):
    return UndoResult("20261120-0001", 1234, **{"conflicts": [], "held": ["inventory"], **more})


def run_list(*runs):
    return RunList(list(runs))


def story(**more):
    """Return a run that wrote two cells, one of them an amount, found two things and mailed twice."""
    block = plan_of("inventory", ["Thiếu", Decimal(18550000)]).blocks[0]
    usual = {
        "run": one_run(finished_at=datetime(2026, 11, 20, 8, 30, 4)),
        "workbooks": [workbook(requests=4)],
        "written": [WrittenCells("inventory", [block])],
        "findings": [finding(), finding("INV301", Severity.WARNING)],
        "counts": [("INV101", Severity.ERROR, 1), ("INV301", Severity.WARNING, 41)],
        "mails": [
            RunMail("kho@example.com", "[Kho] 1 việc mới", "sent", datetime(2026, 11, 20, 8, 30)),
            RunMail("chu@example.com", "[Kho] 1 việc mới", "pending"),
        ],
        "durations": {"read": 1.25, "apply": 0.5},
        "seconds": 4.25,
        "paused": [Text("Tiền lương", "Payroll")],
    }
    return RunStory(**{**usual, **more})


def waiting(number=1, **more):
    mail = OutgoingMail(f"<{number}@example.com>", "kho@example.com", "[Kho] 1 việc mới", NOW, b"")
    return PendingMail(mail, "20261120-0001", number, **more)


def audited(**more):
    return AuditResult(**{"entries": 128, "head": "128:9f86d081884c7d65", **more})


class FakeStore:
    """Remembers one run, which looked at a spreadsheet and at one of several files of a pattern."""

    def runs(self, limit):
        return [one_run()]

    def details(self, run_id):
        places = {"stock": "Kho hàng 2026", "times": "Chấm công", "times/2026-11.xlsx": "/office/cong/2026-11.xlsx"}
        return {"workbooks": [{"name": name, "location": "x", "called": called} for name, called in places.items()]}


@dataclass
class FakeSession:
    office: Any
    store: Any = field(default_factory=FakeStore)

    def departments(self):
        return ()


@dataclass
class FakeEngine:
    """Answers what a test put into it; a callable or an exception in its place is called or raised."""

    result: RunResult = field(default_factory=result)
    error: BaseException | None = None
    lines: list = field(default_factory=list)
    explanations: list = field(default_factory=list)
    status_result: Any = None
    undo_result: Any = None
    run_list: Any = None
    story: Any = None
    audit_result: Any = None
    mailbox_result: Any = None
    mail_outcome: Any = None
    trial: Any = None
    released: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    @contextmanager
    def open_office(self, folder, *, as_of, progress):
        self.asked.append(("open", folder, as_of))
        progress.step("read", 0, 3)
        progress.step("read", 3, 3)
        yield FakeSession(load_office(folder, {}))

    def _answer(self, answer, *asked):
        self.asked.append(asked)
        if self.error is not None:
            raise self.error
        return answer

    def plan(self, session):
        return self._answer(self.result, "plan")

    def sync(self, session):
        return self._answer(self.result, "sync")

    def undo(self, session, run_id):
        return self._answer(self.undo_result, "undo", run_id)

    def resume(self, session, workbooks):
        return self._answer(self.released, "resume", workbooks)

    def status(self, session):
        return self._answer(self.status_result, "status")

    def list_runs(self, session, limit, status=None, workbook=""):
        return self._answer(self.run_list, "runs", limit, status, workbook)

    def show_run(self, session, run_id):
        return self._answer(self.story, "run show", run_id)

    def audit(self, session, mailed=None):
        return self._answer(self.audit_result, "audit", mailed)

    def mailbox(self, session):
        return self._answer(self.mailbox_result, "mail list")

    def send_mail(self, session):
        return self._answer(self.mail_outcome, "mail send")

    def retry_mail(self, session, numbers):
        return self._answer(self.mail_outcome, "mail retry", numbers)

    def discard_mail(self, session, numbers):
        return self._answer(self.mail_outcome, "mail discard", numbers)

    def send_trial(self, session, address):
        return self._answer(self.trial, "send test", address)

    def explain(self, session, words):
        return self._answer(self.explanations, "explain", words)

    def check(self, session):
        return self._answer(self.lines, "check")


def plan_of(workbook, values):
    rows = list(range(5, 5 + len(values)))
    block = Block(
        "Hàng hóa",
        12,
        "⚙ Lý do",
        rows,
        [f"SP{row}" for row in rows],
        [None] * len(rows),
        values,
        ["INV101"] * len(rows),
    )
    edits = Edits((TabEdits("Hàng hóa", (ColumnCells(12, rows, values),)),))
    return WorkbookPlan(workbook, f"{workbook}.xlsx", "f", (block,), edits)


def payslip():
    tax = Traced(
        "pit",
        Decimal(450000),
        inputs=(("taxable", Decimal(9000000)),),
        formula_vi="thu nhập tính thuế × 5 %",
        formula_en="taxable income × 5 %",
        rate=Decimal("0.05"),
        law="Law 109/2025",
        effective_from=date(2026, 1, 1),
    )
    net = Traced("net", Decimal(18550000), children=(tax,))
    return Explanation(Text("Phiếu lương NV001", "Payslip NV001"), (net,), {"net": Text("Thực lĩnh", "Net pay")})
