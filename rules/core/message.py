"""Messages: a stable code, a severity, and templates with named fields in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from rules.core.text import Text

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")

FORMATS = ("text", "money", "exact", "quantity", "number", "percent", "integer", "date", "month", "list")
"""What may stand after the colon of a field, as in ``{debit:money}``; ``exact`` is money that is not rounded."""


class Severity(IntEnum):
    """How grave a finding is. A row with an error is left out of the reports where the finding says so."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """Return the severity as it stands in machine output: ``"notice"``, ``"warning"`` or ``"error"``."""
        return self.name.lower()


SEVERITY_TITLES = {
    Severity.NOTICE: Text(vi="Lưu ý", en="Notice"),
    Severity.WARNING: Text(vi="Cảnh báo", en="Warning"),
    Severity.ERROR: Text(vi="Lỗi", en="Error"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that can be said to people.

    Attributes:
        code: stable code, three letters and three digits (``"FIN101"``).
        severity: how grave it is.
        title: a few words, for the status cell and the list of codes.
        text: what is wrong, the value seen and what was expected; fields as ``{name}`` or ``{name:format}``
            with a format of :data:`FORMATS`.
        fix: what to do about it; may hold fields too.
        alert: whether someone must act on it, so that it is listed in the alerts tab and mailed.
        urgent: whether it is mailed at once instead of in the digest.
        personal: whether the fields may hold wages or personal data, which then stay out of mails, logs and
            machine output.
        wait_runs: how many runs in a row must see it before it becomes an alert.
    """

    code: str
    severity: Severity
    title: Text
    text: Text
    fix: Text
    alert: bool = True
    urgent: bool = False
    personal: bool = False
    wait_runs: int = 1

    def fields(self) -> frozenset[str]:
        """Return the names of all fields that the templates use."""
        templates = self.text.all() + self.fix.all()
        return frozenset(match[1] for template in templates for match in _FIELD.finditer(template))


@dataclass(frozen=True, slots=True)
class Voice:
    """How an office is spoken to.

    Attributes:
        language: ``"vi"`` or ``"en"``.
        currency: ISO 4217 code of the amounts.
        locale: Babel locale of numbers and dates, as ``"vi_VN"``.
    """

    language: str = "vi"
    currency: str = "VND"
    locale: str = "vi_VN"


def render(template: Text, fields: Mapping[str, object], voice: Voice) -> str:
    """Return the template in the voice's language with its fields filled in.

    Raises:
        KeyError: when a field of the template was not given.
    """
    return _FIELD.sub(
        lambda match: format_value(fields[match[1]], match[2] or "text", voice), template.in_language(voice.language)
    )


def format_value(value: object, form: str, voice: Voice) -> str:
    """Return one value as people of this office write it.

    Args:
        value: the value; a :class:`Text` is taken in the voice's language, ``None`` becomes a dash.
        form: one of :data:`FORMATS`.
        voice: the office's language, currency and locale.
    """
    if value is None:
        return "–"
    if isinstance(value, Text):
        return value.in_language(voice.language)
    if form == "list" and isinstance(value, (list, tuple)):
        return ", ".join(format_value(item, "text", voice) for item in value)
    if isinstance(value, date):
        return _format_month(value, voice) if form == "month" else _format_date(value, voice.locale)
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return _format_number(Decimal(value), form, voice)
    return str(value)


def _format_month(value: date, voice: Voice) -> str:
    return f"{value.month:02d}/{value.year}" if voice.language == "vi" else f"{value.year}-{value.month:02d}"


@lru_cache(maxsize=4_096)
def _format_date(value: date, locale: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  (heavy: loaded when the first date is written)

    pattern = "dd/MM/yyyy" if locale.startswith("vi") else "d MMM yyyy"
    return format_date(value, pattern, locale=locale)


def _format_number(value: Decimal, form: str, voice: Voice) -> str:
    from babel.numbers import format_currency, format_decimal  # noqa: PLC0415  (heavy: loaded with the first number)

    if form == "money":
        return format_currency(value, voice.currency, locale=voice.locale)
    if form == "exact":
        return format_currency(value, voice.currency, locale=voice.locale, decimal_quantization=False)
    if form == "percent":
        return f"{format_decimal(value * 100, '#,##0.#', locale=voice.locale)}%"
    if form == "integer":
        return format_decimal(value, "#,##0", locale=voice.locale)
    return format_decimal(value, "#,##0.######", locale=voice.locale)
