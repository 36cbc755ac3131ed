"""Settings: the thresholds and switches of a department that staff may change in their own settings tab."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from rules.core.record import Column, column, derive_column
from rules.core.text import Text


def setting(default: Any, *, vi: str, en: str, note: Text, **constraints: Any) -> Any:
    """Describe one setting.

    Args:
        default: the value where staff have entered none.
        vi: Vietnamese name.
        en: English name.
        note: what it does, with its unit.
        constraints: constraints of ``pydantic.Field``.
    """
    return column(default, vi=vi, en=en, note=note, **constraints)


class Settings(BaseModel):
    """The settings of one department. Fields are made with :func:`setting`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    department: ClassVar[str]


@cache
def settings_of(settings: type[Settings]) -> tuple[Column, ...]:
    """Return the settings of a department as columns, each with titles, kind, default and note."""
    import typing  # noqa: PLC0415  (only here)

    hints = typing.get_type_hints(settings, include_extras=True)
    return tuple(derive_column(name, hints[name], info) for name, info in settings.model_fields.items())
