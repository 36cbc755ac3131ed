"""What the inventory tests look at: findings in short, and books made of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.core.finding import Finding
from rules.core.message import Voice
from rules.core.record import Record, columns_of
from rules.core.rule import Context
from rules.core.table import Books, Part, Table
from rules.inventory import DEPARTMENT


def findings(books: Books, context: Context) -> list[Finding]:
    """Return everything that any rule of the department finds."""
    return [finding for rule in DEPARTMENT.rules for finding in rule(books, context)]


def seen(books: Books, context: Context) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return code, place, column and key of each finding, in the order of codes and places."""
    return sorted((one.code, str(one.place), one.column, one.key) for one in findings(books, context))


def codes(books: Books, context: Context) -> list[str]:
    """Return the codes of all findings, sorted."""
    return sorted(one.code for one in findings(books, context))


def text(books: Books, context: Context, code: str, language: str = "vi") -> str:
    """Return what the only finding of a code says, and what to do about it."""
    (finding,) = (one for one in findings(books, context) if one.code == code)
    voice = Voice(language=language, locale="vi_VN" if language == "vi" else "en_GB")
    return f"{finding.text(voice)} | {finding.fix(voice)}"


def table(record: type[Record], rows: Sequence[Mapping[str, object]]) -> Table:
    """Return a table of rows given as field name -> value; what is absent has its default."""
    columns = {one.name: [row.get(one.name, one.default) for row in rows] for one in columns_of(record)}
    keys = [tuple(str(columns[name][row]) for name in record.table.key) for row in range(len(rows))]
    return Table(record, columns, range(2, len(rows) + 2), keys, (Part("kho", record.table.titles.vi, 0, {}, {}),))
