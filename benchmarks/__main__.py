"""Measures Sheetkeeper beside two scripts that do the same work: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.changes import change_ten_rows
from benchmarks.contestants import (
    OPENPYXL,
    OURS,
    PANDAS,
    PANDAS_CALAMINE,
    Answer,
    Contestant,
    answer_of,
    check_equal,
    compete,
    fresh_office,
)
from benchmarks.ledger import write_ledger
from benchmarks.measure import Measure, median
from benchmarks.report import Results, document

RIVALS = (OPENPYXL, PANDAS, PANDAS_CALAMINE)
RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    """Measure, print and store the results."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="sheetkeeper-bench-") as name:
        folder = Path(name)
        workbooks = options.workbooks or folder
        others = [rows for rows in options.sizes if rows != options.rows]
        sizes = {rows: first_run(folder, ledger(workbooks, rows), rows) for rows in others}
        results = contest(folder, ledger(workbooks, options.rows), options)
        sizes[options.rows] = results.ours
        results.sizes = {rows: sizes[rows] for rows in sorted(options.sizes)}
    text = document(results)
    print(text)
    if options.results is not None:
        options.results.write_text(text, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="journal lines of the comparison")
    parser.add_argument("--rounds", type=int, default=3, help="how often Sheetkeeper runs")
    parser.add_argument("--rival-rounds", type=int, default=2, help="how often each of the others runs")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="sizes for growth")
    parser.add_argument("--workbooks", type=Path, help="folder where workbooks are kept for the next time")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file that is written")
    return parser.parse_args()


def ledger(folder: Path, rows: int) -> Path:
    """Return a ledger of this many lines, written where there is none yet."""
    path = folder / f"ledger_{rows}.xlsx"
    if not path.exists():
        apart(write_ledger, path, rows)
    return path


def contest(folder: Path, workbook: Path, options: argparse.Namespace) -> Results:
    """Let everyone do the job in turns, make sure that they found the same, and measure the runs that follow."""
    rounds, rival_rounds = options.rounds, options.rival_rounds
    measures: dict[Contestant, list[Measure]] = {}
    answers: dict[Contestant, Answer] = {}
    for turn in range(max(rounds, rival_rounds)):
        for contestant in (OURS, *RIVALS):
            if turn < (rounds if contestant is OURS else rival_rounds):
                office = folder / contestant.name
                copy = fresh_office(office, workbook)
                measures.setdefault(contestant, []).append(_told(contestant.name, compete(contestant, office)))
                if contestant not in answers:
                    answers[contestant] = apart(answer_of, contestant, copy)
        check_equal(list(answers.items()))
    changed, unchanged = following_runs(folder / OURS.name, rounds)
    ours = answers[OURS]
    return Results(
        rows=options.rows,
        ours=median(measures[OURS]),
        rivals={rival.name: median(measures[rival]) for rival in RIVALS},
        rounds=(rounds, rival_rounds),
        flagged=len(ours.flagged),
        accounts=len(ours.sums),
        changed=changed,
        unchanged=unchanged,
    )


def following_runs(office: Path, rounds: int) -> tuple[Measure, Measure]:
    """Return the medians of runs after ten rows changed, and of runs with nothing changed."""
    changed, unchanged = [], []
    for turn in range(rounds):
        apart(change_ten_rows, office / "books" / "ledger.xlsx", turn)
        changed.append(_told("ten rows changed", compete(OURS, office)))
        unchanged.append(_told("nothing changed", compete(OURS, office)))
    return median(changed), median(unchanged)


def first_run(folder: Path, workbook: Path, rows: int) -> Measure:
    """Return what a first run takes on a ledger of this many lines."""
    office = folder / "size"
    fresh_office(office, workbook)
    return _told(f"{rows:,} rows", compete(OURS, office))


def _told(name: str, measure: Measure) -> Measure:
    print(f"{name}: {measure.wall:.2f} s, processor {measure.processor:.2f} s, {measure.memory:.0f} MB", flush=True)
    return measure


if __name__ == "__main__":
    main()
