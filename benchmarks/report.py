"""The results as tables, on the screen and in ``results.md``."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from benchmarks.measure import Measure

LIBRARIES = ("python-calamine", "openpyxl", "pydantic", "SQLAlchemy", "pandas", "pandera", "XlsxWriter")


@dataclass(slots=True)
class Results:
    """Everything that was measured.

    Attributes:
        rows: journal lines of the comparison.
        ours: Sheetkeeper, first run.
        rivals: name -> the others, each the median of its rounds.
        rounds: how often Sheetkeeper and each of the others ran.
        flagged: rows that everyone flagged.
        accounts: accounts whose sums were compared.
        changed: Sheetkeeper after ten rows changed.
        unchanged: Sheetkeeper with nothing changed.
        sizes: journal lines -> Sheetkeeper, first run.
    """

    rows: int
    ours: Measure
    rivals: dict[str, Measure]
    rounds: tuple[int, int]
    flagged: int
    accounts: int
    changed: Measure
    unchanged: Measure
    sizes: dict[int, Measure] = field(default_factory=dict)


def document(results: Results) -> str:
    """Return the results as Markdown."""
    ours = results.ours
    contest = [["", "wall s", "processor s", "peak MB", "wall ×", "processor ×", "memory ×"]]
    contest.append(["sheetkeeper sync", *_figures(ours), "1", "1", "1"])
    contest += [[name, *_figures(rival), *_ratios(rival, ours)] for name, rival in results.rivals.items()]
    after = [["", "wall s", "processor s", "peak MB", *(f"× {name}" for name in results.rivals)]]
    for name, measure in (("ten rows changed", results.changed), ("nothing changed", results.unchanged)):
        after.append([name, *_figures(measure), *(_both_ratios(rival, measure) for rival in results.rivals.values())])
    sizes = [["rows", "wall s", "processor s", "peak MB", "rows a second", "processor µs a row", "KB a row"]]
    sizes += [_size(rows, measure) for rows, measure in results.sizes.items()]
    first, others = results.rounds
    return f"""# Benchmark results

Written by `make bench` on {dt.date.today().isoformat()}. {_machine()}

The job: a ledger workbook of {results.rows:,} journal lines with a dashboard tab of charts and formulas is read, every
row is checked, the sums of each account are formed, and a status column and a summary tab are written into the same
workbook. Sheetkeeper's figure is the whole process `sheetkeeper sync` in an office that never ran before, with the
safety scan, the journal for undo, alerts and mail. The others are `rival_openpyxl.py` and `rival_pandas.py`; they lose
the workbook's charts' finer formats when they save it, which is not counted against them.

Before anything is compared, all must find the same: equal sums of {results.accounts} accounts, and the same
{results.flagged:,} rows flagged. Each works on a fresh copy, in a process of its own, in turns; medians of {first}
(ours) and {others} (others) rounds. The × columns say how many times as much the others took. Processor seconds are
user and system time together, and vary less than wall time on a machine that has other things to do.

## Side by side

{_table(contest)}

## The runs that follow

Against the others' run on the whole workbook, which is all they can do: wall time / processor time.

{_table(after)}

## Growth

{_table(sizes)}
"""


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    about = f"{os.cpu_count()} cores, {memory:.0f} GiB of memory; Python {platform.python_version()}, {libraries}."
    # One measured process at a time makes a load of about 1; more than that are other programs, which cost time.
    return f"{about} Load average over the last five minutes: {os.getloadavg()[1]:.1f}."


def _figures(measure: Measure) -> list[str]:
    return [f"{measure.wall:.2f}", f"{measure.processor:.2f}", f"{measure.memory:.0f}"]


def _ratios(rival: Measure, ours: Measure) -> list[str]:
    pairs = ((rival.wall, ours.wall), (rival.processor, ours.processor), (rival.memory, ours.memory))
    return [f"{theirs / own:.1f}" for theirs, own in pairs]


def _both_ratios(rival: Measure, ours: Measure) -> str:
    """Return how much faster ours was than a rival's first run: by wall time, by processor time."""
    return f"{rival.wall / ours.wall:.1f} / {rival.processor / ours.processor:.1f}"


def _size(rows: int, measure: Measure) -> list[str]:
    speed = [
        f"{rows / measure.wall:,.0f}",
        f"{measure.processor / rows * 1e6:.0f}",
        f"{measure.memory / rows * 1e3:.1f}",
    ]
    return [f"{rows:,}", *_figures(measure), *speed]


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(map(_padded, row, widths, range(len(row)))) + " |" for row in rows]
    rules = ["-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)]
    return "\n".join([lines[0], "|" + "|".join(rules) + "|", *lines[1:]])


def _padded(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)
