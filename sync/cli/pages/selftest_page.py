"""The page of ``check --selftest``: one line for each thing that is relied on, and what came where it fails."""

from __future__ import annotations

import json

from rich.text import Text as Line

from rules.core.text import Text
from sync.backends.google.selftest import Report, Result
from sync.cli.terminal import Terminal

EXPECTED = Text(vi="mong đợi", en="expected")
CAME = Text(vi="nhận được", en="came")
ALL_PASSED = Text(
    vi="Cả {count} điều đều đúng ({requests} yêu cầu, {seconds} giây). Bảng tính đã trống trở lại.",
    en="All {count} hold ({requests} requests, {seconds} seconds). The spreadsheet is blank again.",
)
SOME_FAILED = Text(
    vi="{failed} trong {count} điều không đúng ({requests} yêu cầu, {seconds} giây). Gửi kết quả này cho người phụ "
    "trách kỹ thuật và chưa dùng Google Sheets cho sổ thật.",
    en="{failed} of {count} do not hold ({requests} requests, {seconds} seconds). Send this to your technical person, "
    "and do not use Google Sheets for real books yet.",
)
NOT_TIDIED = Text(
    vi="Không dọn được hết các trang “selftest …”; chạy lại lệnh này, hoặc xóa các trang đó.",
    en="Not all tabs “selftest …” could be taken away; run this command again, or delete them.",
)
_LONGEST = 600
"""Characters that are shown of what was expected or came; the JSON has all of it."""


def show_result(terminal: Terminal, result: Result) -> None:
    """Show one result as it comes."""
    mark, style = ("✓ PASS", "green") if result.passed else ("✗ FAIL", "bold red")
    line = Line.assemble((mark, style), "  ", (result.check.name, "bold"), f"  {terminal.text(result.check.about)}")
    terminal.console.print(line, soft_wrap=True)
    if result.passed:
        return
    for title, value in ((EXPECTED, result.expected), (CAME, result.came)):
        shown = json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST]
        terminal.console.print(Line(f"        {terminal.text(title)}: {shown}", "dim"), soft_wrap=True)


def show_report(terminal: Terminal, report: Report) -> None:
    """Show the sum of it, after the results."""
    failed = sum(1 for result in report.results if not result.passed)
    said = SOME_FAILED if failed else ALL_PASSED
    terminal.console.print()
    if report.left_blank or failed:
        fields = {
            "failed": failed,
            "count": len(report.results),
            "requests": report.requests,
            "seconds": round(report.seconds),
        }
        terminal.console.print(terminal.text(said).format(**fields), style="bold red" if failed else "green")
    if not report.left_blank:
        terminal.console.print(terminal.text(NOT_TIDIED), style="bold red")
