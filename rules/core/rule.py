"""What a department is: records, rules, computed columns, reports, settings and messages in one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from rules.core.finding import Finding
from rules.core.message import Message, Voice
from rules.core.record import Kind, Layout, Record
from rules.core.report import Report
from rules.core.setting import Settings
from rules.core.table import Books
from rules.core.text import Text

if TYPE_CHECKING:
    from rules.core.trace import Traced

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules may know besides the books. There is no clock: ``as_of`` is the day of the run.

    Attributes:
        as_of: the day for which the rules are evaluated.
        country: ISO 3166 code in lower case, which picks the statutory tables.
        voice: the office's language, currency and locale.
        settings_by_class: settings as staff set them; a class that is absent has its defaults.
    """

    as_of: date
    country: str = "vn"
    voice: Voice = field(default_factory=Voice)
    settings_by_class: Mapping[type[Settings], Settings] = field(default_factory=dict)

    def settings(self, settings: type[S]) -> S:
        """Return the settings of a department, with the defaults where staff have set none."""
        found = self.settings_by_class.get(settings)
        return found if isinstance(found, settings) else settings()


RuleFunction = Callable[[Books, Context], Iterable[Finding]]
"""One rule: a pure function from the books to findings."""

ReportFunction = Callable[[Books, Context], Report | None]
"""One report; None where its tables are absent."""


@dataclass(frozen=True, slots=True)
class ComputedColumn:
    """A column that Sheetkeeper computes beside staff's own.

    Attributes:
        name: stable English name.
        record: the record class beside whose rows it stands.
        titles: header titles, without the mark of owned columns.
        kind: kind of its values.
        compute: the books -> position of the record -> value; rows that are absent stay empty.
        width: width in characters.
    """

    name: str
    record: type[Record]
    titles: Text
    kind: Kind
    compute: Callable[[Books, Context], Mapping[int, object]]
    width: int = 14


@dataclass(frozen=True, slots=True)
class Closing:
    """Which records a closed period freezes.

    Attributes:
        record: the record class.
        date_column: name of the field that tells the period.
        through: settings -> last closed day, or None.
        changed: message for a record that was edited after the close; fields ``column``, ``before``, ``after``.
        added: message for a record that was entered after the close.
        removed: message for a record that vanished after the close; fields ``key``, ``before``.
    """

    record: type[Record]
    date_column: str
    through: Callable[[Context], date | None]
    changed: Message
    added: Message
    removed: Message


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where one number comes from: a heading and a tree of amounts with inputs, formula and source.

    Attributes:
        title: what is explained.
        lines: the amounts, each with what it was made of.
        titles: what the amounts and inputs are called, by their names in the lines.
    """

    title: Text
    lines: tuple[Traced, ...]
    titles: Mapping[str, Text] = field(default_factory=dict)


ExplainFunction = Callable[[Books, Context, tuple[str, ...]], Explanation | None]
"""Words after ``explain`` -> an explanation; None where this department knows nothing by those words."""


@dataclass(frozen=True, slots=True)
class Department:
    """One vertical slice. A department's package holds it as ``DEPARTMENT``.

    Attributes:
        name: stable English name, which is the folder's name.
        titles: title of the department.
        records: record classes, in the order of the template's tabs.
        layouts: further forms in which staff keep these tables.
        rules: the rules; adding one is one line here.
        computed: computed columns.
        reports: reports.
        messages: every message that the rules use.
        settings: the department's settings class.
        closing: what a closed period freezes, if anything.
        explain: answers ``explain`` for this department.
        confidential: whether its workbook holds wages or personal data by default.
    """

    name: str
    titles: Text
    records: tuple[type[Record], ...]
    rules: tuple[RuleFunction, ...]
    messages: tuple[Message, ...]
    layouts: tuple[type[Layout], ...] = ()
    computed: tuple[ComputedColumn, ...] = ()
    reports: tuple[ReportFunction, ...] = ()
    settings: type[Settings] | None = None
    closing: Closing | None = None
    explain: ExplainFunction | None = None
    confidential: bool = False

    def all_layouts(self) -> tuple[type[Record], ...]:
        """Return every form in which a tab of this department may be kept."""
        return (*self.records, *self.layouts)
