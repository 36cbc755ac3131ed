"""Record classes: one row of a table, from which columns, titles, choices, templates and validation are derived.

A record class is a pydantic model whose fields are made with :func:`column`::

    class Item(Record):
        table = TableInfo("items", Text(vi="Danh mục hàng", en="Items"), key=("code",))

        code: Code = column(vi="Mã hàng", en="Item code", aliases=("SKU",))
        lead_time: Integer | None = column(None, vi="Thời gian giao hàng (ngày)", en="Lead time (days)", ge=0)

pydantic is the single definition of what is valid. Constraints stand on the fields; what concerns several fields
is a rule, not a validator, so that a whole column can be validated at once.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticUndefined

from rules.core.period import Month
from rules.core.text import Text

Kind = Literal[
    "text", "code", "money", "quantity", "number", "percent", "integer", "date", "month", "time", "boolean", "choice"
]

Code = Annotated[str, "code"]
"""An identifier: text that keeps its leading zeros."""
Money = Annotated[Decimal, "money"]
"""An amount in the office's currency."""
Quantity = Annotated[Decimal, "quantity"]
"""A quantity in the item's unit."""
Number = Annotated[Decimal, "number"]
"""Any other number."""
Percent = Annotated[Decimal, "percent"]
"""A fraction: 12 % is 0.12."""
Integer = Annotated[int, "integer"]
"""A whole number."""

_KINDS_BY_TYPE: dict[object, Kind] = {
    str: "text",
    Decimal: "number",
    int: "integer",
    date: "date",
    Month: "month",
    time: "time",
    bool: "boolean",
}


class Choice(StrEnum):
    """A drop-down list. Each member is ``NAME = "value", "tên tiếng Việt", "English name", *aliases``."""

    titles: Text
    aliases: tuple[str, ...]

    def __new__(cls, value: str, vi: str = "", en: str = "", *aliases: str) -> Self:
        """Make a member that is its stable ``value`` and knows its titles."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.titles = Text(vi=vi or value, en=en or value)
        member.aliases = aliases
        return member


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What a table is called and how its rows are told apart.

    Attributes:
        name: stable English name (``"items"``).
        titles: title of the tab in the templates.
        key: names of the fields that identify a record. A key field whose column is absent in a tab (such as the
            line number) is replaced by a digest of the row.
        aliases: further tab titles; ``*`` stands for anything.
        required: whether an office that uses the department must have this table.
        monthly: whether a tab's title, file name or heading says which month its rows belong to.
    """

    name: str
    titles: Text
    key: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    required: bool = True
    monthly: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, derived from a field of its record class.

    Attributes:
        name: name of the field.
        kind: how cells are read and shown.
        titles: header titles.
        aliases: further header titles.
        required: whether each row must have a value.
        header_required: whether the tab must have the column.
        default: the value of an empty cell.
        choices: the drop-down list, for kind ``"choice"``.
        example: an example value.
        note: what to enter, shown beside the header of a template.
        width: width in characters in a template.
        annotation: the field's type with its constraints, for validation.
    """

    name: str
    kind: Kind
    titles: Text
    aliases: tuple[str, ...]
    required: bool
    header_required: bool
    default: object
    choices: type[Choice] | None
    example: object
    note: Text | None
    width: int
    annotation: Any


@dataclass(frozen=True, slots=True)
class ColumnTitles:
    """What :func:`column` keeps beside a field until :func:`columns_of` derives the column."""

    titles: Text
    aliases: tuple[str, ...]
    header_required: bool | None
    example: object
    note: Text | None
    width: int


def column(
    default: Any = ...,
    *,
    vi: str,
    en: str,
    aliases: tuple[str, ...] = (),
    header_required: bool | None = None,
    example: object = None,
    note: Text | None = None,
    width: int = 14,
    **constraints: Any,
) -> Any:
    """Describe one field of a record class.

    Args:
        default: value of an empty cell; none means that each row must have a value.
        vi: Vietnamese header title.
        en: English header title.
        aliases: further header titles that staff use.
        header_required: whether a tab must have the column; by default, where there is no ``default``.
        example: an example value for templates and the documentation.
        note: what to enter.
        width: width in characters.
        constraints: constraints of ``pydantic.Field``, as ``gt=0`` or ``max_length=20``.
    """
    titles = ColumnTitles(Text(vi=vi, en=en), aliases, header_required, example, note, width)
    # pydantic treats an unknown object in the metadata as a mere note, which is just what is meant.
    info = Field(default, **constraints)
    info.metadata.append(titles)
    return info


class Record(BaseModel):
    """One row of a table. Treat as immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True, defer_build=True)

    table: ClassVar[TableInfo]
    further_examples: ClassVar[tuple[Mapping[str, object], ...]] = ()
    """Example rows after the one that the columns' examples make, each with the fields in which it differs from it; for
    tables in which a single row would be no sound books."""

    if TYPE_CHECKING:

        @property
        def row(self) -> int:
            """Return the position of the record in its :class:`~rules.core.table.Table`."""


class Layout(Record):
    """Another form in which staff keep a table; each of its rows unfolds into rows of :attr:`layout_of`."""

    layout_of: ClassVar[type[Record]]
    origins: ClassVar[Mapping[str, str]] = {}
    """Canonical field name -> the layout's field whose cell it came from, where the names differ."""

    @classmethod
    def unfold(cls, row: Any, month: Month | None) -> Iterable[Unfolded]:
        """Return the canonical records that one row stands for.

        Args:
            row: the validated row, a typed record of this layout.
            month: the month that the tab's title, heading or file name states, for monthly tables.
        """
        raise NotImplementedError(cls.__name__)  # pragma: no cover - each layout defines its own


@dataclass(frozen=True, slots=True)
class Unfolded:
    """One canonical record made from a row of another layout.

    Attributes:
        values: canonical field name -> typed value; absent fields take their default.
        origins: canonical field name -> layout field name, for this record only (beyond ``Layout.origins``).
    """

    values: Mapping[str, object]
    origins: Mapping[str, str] = field(default_factory=dict)


@cache
def columns_of(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a record class, in the order of its fields."""
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(derive_column(name, hints[name], info) for name, info in record.model_fields.items())


def derive_column(name: str, hint: Any, info: Any) -> Column:
    """Return the column that one pydantic field describes."""
    titles = next(note for note in info.metadata if isinstance(note, ColumnTitles))
    kind, choices = _kind_of(hint)
    constraints = tuple(note for note in info.metadata if not isinstance(note, (ColumnTitles, str)))
    required = info.default is PydanticUndefined
    return Column(
        name=name,
        kind=kind,
        titles=titles.titles,
        aliases=titles.aliases,
        required=required,
        header_required=required if titles.header_required is None else titles.header_required,
        default=None if required else info.default,
        choices=choices,
        example=titles.example,
        note=titles.note,
        width=titles.width,
        annotation=Annotated[(info.annotation, *constraints)] if constraints else info.annotation,
    )


def _kind_of(hint: Any) -> tuple[Kind, type[Choice] | None]:
    """Return the kind that a field's type hint means, and its drop-down list."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _kind_of(next(part for part in typing.get_args(hint) if part is not type(None)))
    if typing.get_origin(hint) is Annotated:
        base, *notes = typing.get_args(hint)
        named = next((note for note in notes if isinstance(note, str)), None)
        return (typing.cast("Kind", named), None) if named else _kind_of(base)
    if isinstance(hint, type) and issubclass(hint, Choice):
        return "choice", hint
    return _KINDS_BY_TYPE[hint], None


@cache
def view_of(record: type[Record]) -> type[Any]:
    """Return the light class in which a table's rows are handed out: a named tuple of the fields and ``row``.

    A rule sees the attributes of the record class; a pydantic object per row would cost two kilobytes each.
    """
    from collections import namedtuple  # noqa: PLC0415  (the one dynamic class of the core)

    return namedtuple(record.__name__, [*record.model_fields, "row"])  # noqa: PYI024  (the fields are known only now)
