"""Typed access to the inputs of a case; a value of the wrong kind is an error of the case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.published.cases import Case, CaseFormatError

_NO_DEFAULT = object()


class Inputs:
    def __init__(self, case: Case):
        self.case = case

    def has(self, name: str) -> bool:
        return name in self.case.inputs

    def number(self, name: str, default=_NO_DEFAULT) -> Decimal | None:
        value = self._get(name, default)
        return value if value is None else self._expect(name, value, Decimal)

    def count(self, name: str, default=_NO_DEFAULT) -> int:
        value = self.number(name, default if default is _NO_DEFAULT else Decimal(default))
        if value != value.to_integral_value():
            raise CaseFormatError(f"{self.case.id}: {name} is a count, not {value}")
        return int(value)

    def text(self, name: str, default=_NO_DEFAULT) -> str | None:
        value = self._get(name, default)
        return value if value is None else self._expect(name, value, str)

    def flag(self, name: str, default=_NO_DEFAULT) -> bool:
        return self._expect(name, self._get(name, default), bool)

    def days(self, name: str) -> tuple[date, ...]:
        return tuple(date.fromisoformat(text) for text in self._expect(name, self._get(name, []), list))

    def pairs(self, name: str) -> tuple[tuple[Decimal, Decimal], ...]:
        return tuple((first, second) for first, second in self._expect(name, self._get(name, []), list))

    def fractions(self, name: str) -> dict[str, Decimal]:
        return self._expect(name, self._get(name, _NO_DEFAULT), dict)

    def only(self, allowed: set[str], form: str) -> None:
        """Refuse inputs that belong to another form of the same topic."""
        foreign = sorted(set(self.case.inputs) - allowed)
        if foreign:
            raise CaseFormatError(f"{self.case.id}: {form} does not take {', '.join(foreign)}")

    def _get(self, name, default):
        value = self.case.inputs.get(name, default)
        if value is _NO_DEFAULT:
            raise CaseFormatError(f"{self.case.id}: {self.case.topic} needs {name}")
        return value

    def _expect(self, name, value, kind):
        if not isinstance(value, kind):
            raise CaseFormatError(f"{self.case.id}: {name} is no {kind.__name__}: {value!r}")
        return value
