"""Who takes part: Sheetkeeper's whole process, and two scripts, each on a copy of its own of the same workbook."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledger import AS_OF, HEADER_ROW
from benchmarks.measure import Measure, run

HERE = Path(__file__).parent

OFFICE = f"""[office]
name = "Công ty Đo Tốc Độ"
country = "vn"
currency = "VND"
language = "vi"
timezone = "Asia/Ho_Chi_Minh"
as_of = {AS_OF.isoformat()}

[workbooks.finance]
location = "books/ledger.xlsx"

[mail.recipients]
finance = ["ketoan@example.com"]
"""
SYNC = "import sys; from sync.cli import main; sys.argv[1:] = ['sync', '--json']; main()"


@dataclass(frozen=True, slots=True)
class Contestant:
    """One who does the job.

    Attributes:
        name: what it is called in the results.
        command: the process that does it, started in the folder that holds its copy of the workbook.
        summary: the tab of sums that it writes.
        columns: the columns of account, debit and credit in that tab, counted from 0.
        passed: what its status column says of a row with nothing wrong.
    """

    name: str
    command: tuple[str, ...]
    summary: str
    columns: tuple[int, int, int]
    passed: str


OURS = Contestant("sheetkeeper sync", (sys.executable, "-c", SYNC), "⚙ Bảng cân đối phát sinh", (0, 4, 5), "Hợp lệ")


def _script(name: str, file: str, *arguments: str) -> Contestant:
    command = (sys.executable, str(HERE / file), "books/ledger.xlsx", *arguments)
    return Contestant(name, command, "Summary", (0, 1, 2), "OK")


OPENPYXL = _script("openpyxl + pydantic", "rival_openpyxl.py")
PANDAS = _script("pandas + pandera + openpyxl", "rival_pandas.py")
PANDAS_CALAMINE = _script("pandas (calamine) + pandera + openpyxl", "rival_pandas.py", "calamine")


def fresh_office(folder: Path, workbook: Path) -> Path:
    """Make an office that never ran, around a copy of the workbook; return the copy.

    The copy has just been written, so everyone reads it from the page cache.
    """
    shutil.rmtree(folder, ignore_errors=True)
    copy = folder / "books" / "ledger.xlsx"
    copy.parent.mkdir(parents=True)
    shutil.copyfile(workbook, copy)
    (folder / "office.toml").write_text(OFFICE, "utf-8")
    return copy


def compete(contestant: Contestant, folder: Path) -> Measure:
    """Let a contestant do the job in an office."""
    return run(contestant.command, folder)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contestant found: the sums of each account, and the rows that it flagged."""

    sums: dict[str, tuple[int, int]]
    flagged: frozenset[int]


def answer_of(contestant: Contestant, workbook: Path) -> Answer:
    """Read what a contestant wrote into the workbook."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(workbook)) as book:
        journal = book.get_sheet_by_name("Nhật ký chung").to_python(skip_empty_area=False)
        summary = book.get_sheet_by_name(contestant.summary).to_python(skip_empty_area=False)
    status = next(
        place for place, title in enumerate(journal[HEADER_ROW - 1]) if str(title) in ("⚙ Trạng thái", "Status")
    )
    rows = enumerate(journal[HEADER_ROW:], HEADER_ROW + 1)
    flagged = frozenset(number for number, row in rows if row[status] != contestant.passed)
    account, debit, credit = contestant.columns
    sums = {
        str(row[account]): (_amount(row[debit]), _amount(row[credit])) for row in summary if str(row[account]).isdigit()
    }
    return Answer(sums, flagged)


def _amount(value: object) -> int:
    return round(float(str(value))) if value not in (None, "") else 0


def check_equal(answers: Sequence[tuple[Contestant, Answer]]) -> None:
    """Make sure that all found the same.

    Raises:
        RuntimeError: where they differ; then there is nothing to compare.
    """
    first, expected = answers[0]
    for other, answer in answers[1:]:
        if answer.sums != expected.sums:
            differing = {code for code, _ in expected.sums.items() ^ answer.sums.items()}
            raise RuntimeError(f"{first.name} and {other.name} differ in the sums of {sorted(differing)}")
        if answer.flagged != expected.flagged:
            rows = sorted(answer.flagged ^ expected.flagged)[:20]
            raise RuntimeError(f"{first.name} and {other.name} flag different rows: {rows}")
