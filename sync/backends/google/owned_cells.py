"""Which cells of a tab are ours, as it was read. Pure.

In the staff's tabs these are the columns whose header bears the mark; in the alerts tab the columns that it is made
of, but for the two that staff fill; any other tab whose title bears the mark is ours as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rules.core.owned import ALERT_COLUMNS, ALERTS, is_owned
from rules.core.text import fold_header
from sync.backends.base import Tab

HEADER_ROWS: Final = 60
"""As far down as a header may stand."""

_ALERTS: Final = frozenset(fold_header(title) for title in ALERTS.all())
_ALERT_TITLES: Final = frozenset(
    fold_header(title) for column in ALERT_COLUMNS if not column.staff for title in column.titles.all()
)


_ALERT_HEADERS: Final = frozenset(fold_header(title) for column in ALERT_COLUMNS for title in column.titles.all())


def is_alerts(title: str) -> bool:
    """Return whether a tab of this title is the list of alerts, in which staff have columns too."""
    return is_owned(title) and fold_header(title) in _ALERTS


def is_all_owned(title: str) -> bool:
    """Return whether a tab of this title is ours as a whole."""
    return is_owned(title) and not is_alerts(title)


def owned_columns(tab: Tab) -> frozenset[int]:
    """Return the numbers of the columns that are ours in a tab that is not ours as a whole."""
    alerts = is_alerts(tab.title)
    return frozenset(
        number
        for row in tab.rows[:HEADER_ROWS]
        for number, value in enumerate(row, 1)
        if isinstance(value, str) and (fold_header(value) in _ALERT_TITLES if alerts else is_owned(value))
    )


def carries(tab: Tab, column: int, title: str) -> bool:
    """Return whether a column's header is some title, without regard to case and accents."""
    wanted, mark = fold_header(title), is_owned(title)
    return any(
        isinstance(value := row[column - 1], str) and is_owned(value) is mark and fold_header(value) == wanted
        for row in tab.rows[:HEADER_ROWS]
        if column <= len(row)
    )


def is_empty(tab: Tab, column: int) -> bool:
    """Return whether nothing stands in a column, not even the result of a formula."""
    return all(column > len(row) or row[column - 1] in (None, "") for row in tab.rows) and not any(
        place == column for _, place in (*tab.formulas, *tab.errors, *tab.without_value)
    )


def value_at(tab: Tab, row: int, column: int) -> Any:
    """Return the value of a cell, None where nothing stands."""
    line = tab.rows[row - 1] if row <= len(tab.rows) else ()
    return line[column - 1] if column <= len(line) else None


def owned_title(tab: Tab, column: int) -> str:
    """Return the title that an owned column bears; ``""`` for a column that is not ours."""
    alerts = is_alerts(tab.title)
    for row in tab.rows[:HEADER_ROWS]:
        value = row[column - 1] if column <= len(row) else None
        if isinstance(value, str) and (fold_header(value) in _ALERT_TITLES if alerts else is_owned(value)):
            return value
    return ""


def alert_header(values: Iterable[Any]) -> str:
    """Return the first text that is a header of the alerts tab, those of the staff's columns among them."""
    texts = (value for value in values if isinstance(value, str))
    return next((text for text in texts if fold_header(text) in _ALERT_HEADERS), "")
