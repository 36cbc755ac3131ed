"""The sample office: made in a folder of its own, run once, and shown."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text as Line

from rules.core.message import Voice
from rules.core.owned import ALERTS, owned
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import NOT_A_DEMO
from sync.cli.pages.layout import heading
from sync.cli.pages.run_page import show_run
from sync.cli.program import near, program, quoted
from sync.cli.terminal import Terminal
from sync.config.office import Office
from sync.results import RunResult

MARKER = ".sheetkeeper-demo"
"""File that tells a demo office from any other folder; it lists what was made there."""

OFFICE_VOICE = Voice("vi", "VND", "vi_VN")
"""How the sample office is spoken to, as its settings file will say once it is there."""

WHERE_TO_LOOK = Text(vi="Xem ở đâu", en="Where to look")
OPEN = Text(
    vi="Mở {path}, trang “{tab}” và các cột ⚙ ở bên phải", en="Open {path}: tab “{tab}” and the ⚙ columns at the right"
)
READ_MAILS = Text(vi="Đọc thư trong {path} (tệp .eml)", en="Read the mails in {path} (.eml files)")
NEXT = Text(vi="Thử tiếp", en="Try next")
NEXT_COMMANDS = (
    (
        "{program} sync --office {office}",
        Text(vi="chạy lại: không ghi và không gửi gì thêm", en="run again: nothing is written or mailed twice"),
    ),
    (
        "{program} explain payroll NV001 2026-10 --office {office}",
        Text(vi="một phiếu lương từ đâu ra", en="where a payslip comes from"),
    ),
    ("{program} undo {run} --office {office}", Text(vi="trả các sổ về như trước", en="put the workbooks back")),
)
"""Commands that a newcomer may try after the demo, each with what it does."""
OTHER_LANGUAGE = Text(
    vi="In English: {program} demo {office} --lang en", en="Bằng tiếng Việt: {program} demo {office} --lang vi"
)


def make_demo(terminal: Terminal, folder: Path, *, seed: int, force: bool) -> None:
    """Write the sample office, unless it is there already.

    Args:
        terminal: where progress is shown.
        folder: where to write it.
        seed: number that the company is generated from.
        force: whether a demo office that is there is made anew.

    Raises:
        CommandError: the folder holds something else.
    """
    marker = folder / MARKER
    if folder.exists() and not marker.is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(NOT_A_DEMO, ExitCode.USAGE, folder=str(folder))
    if marker.is_file() and not force:
        return
    _remove_demo(folder)
    from templates.sample import write_company  # noqa: PLC0415  (heavy: only where a company is made)

    terminal.speak(OFFICE_VOICE)
    with terminal.progress() as progress:
        progress.step("make", 0, 1)
        folder.mkdir(parents=True, exist_ok=True)
        # The marker comes first: a demo that was interrupted can be made again.
        marker.write_text("", encoding="utf-8")
        write_company(folder, seed=seed)
        made = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        marker.write_text("\n".join(made) + "\n", encoding="utf-8")
        progress.step("make", 1, 1)


def _remove_demo(folder: Path) -> None:
    """Remove what a former demo made, and nothing that somebody put beside it."""
    marker = folder / MARKER
    if not marker.is_file():
        return
    for name in marker.read_text(encoding="utf-8").splitlines():
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    shutil.rmtree(folder / "state", ignore_errors=True)


def show_demo(terminal: Terminal, office: Office, result: RunResult, departments: Sequence[Department]) -> None:
    """Show what the first run found, where to look at it, and what to try next."""
    if terminal.json:
        terminal.document(result.to_json(terminal.voice))
        return
    if terminal.quiet:
        return
    show_run(terminal, office, result, departments)
    _show_where(terminal, office)
    _show_next(terminal, office, result.run)


def _show_where(terminal: Terminal, office: Office) -> None:
    heading(terminal, WHERE_TO_LOOK)
    tab = owned(ALERTS, office.voice.language)
    for workbook in office.workbooks:
        said = terminal.text(OPEN).format(path=near(Path(workbook.location)), tab=tab)
        terminal.console.print(f"  {said}", soft_wrap=True)
    said = terminal.text(READ_MAILS).format(path=near(office.state / "outbox"))
    terminal.console.print(f"  {said}", soft_wrap=True)


def _show_next(terminal: Terminal, office: Office, run: str) -> None:
    heading(terminal, NEXT)
    names = {"program": program(), "office": quoted(office.folder), "run": run}
    commands = [(command.format(**names), terminal.text(what)) for command, what in NEXT_COMMANDS]
    width = max(len(command) for command, _ in commands)
    for command, what in commands:
        line = Line.assemble("  ", (command.ljust(width), "bold"), ("   " + what, "dim"))
        terminal.console.print(line, soft_wrap=True)
    terminal.console.print()
    terminal.console.print(terminal.text(OTHER_LANGUAGE).format(**names), style="dim", soft_wrap=True)
