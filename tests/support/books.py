"""Books from small tables in text, read by the product's own reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from inspect import getdoc

from rules.core.rule import Context, Department
from sync.backends.base import Snapshot, Tab
from sync.reading import OfficeReading, read_office


def tabs_from(text: str) -> list[Tab]:
    """Return the tabs that a text shows: a line ``[Title]`` begins one, cells stand between ``|``."""
    tabs: list[tuple[str, list[list[object]]]] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            tabs.append((line[1:-1], []))
        elif line and tabs:
            tabs[-1][1].append([_cell(cell.strip()) for cell in line.strip("|").split("|")])
    return [Tab(title, rows) for title, rows in tabs]


def _cell(text: str) -> object:
    """Return a cell: a number where the text is a plain one, a date where it is written year first, else the text."""
    if not text:
        return None
    try:
        return date.fromisoformat(text) if text.count("-") == 2 else float(text)
    except ValueError:
        return text


def read_text(
    text: str, departments: Sequence[Department], *, locale: str = "vi_VN", workbook: str = "book"
) -> OfficeReading:
    """Return the office that a text shows as the product reads it."""
    return read_office([Snapshot(workbook, f"{workbook}.xlsx", "1", tabs_from(text), locale)], departments)


def with_books(department: Department, as_of: date = date(2026, 11, 20)) -> Callable:
    """Give a test the books and the context that its docstring shows, as its first two arguments."""

    def decorate(test: Callable) -> Callable:
        reading = read_text(getdoc(test) or "", [department])
        context = Context(as_of=as_of, settings_by_class=reading.settings)

        @wraps(test)
        def run(*args: object, **kwargs: object) -> None:
            test(reading.books, context, *args, **kwargs)

        del run.__wrapped__
        return run

    return decorate
