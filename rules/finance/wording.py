"""Sentences of reports, filled in for every language."""

from __future__ import annotations

from dataclasses import replace

from rules.core.message import Voice, render
from rules.core.period import Month
from rules.core.text import Text


def told(template: Text, voice: Voice, **fields: object) -> Text:
    """Return a template with its fields filled in, in every language, numbers and dates as the office writes them."""
    return Text(
        vi=render(template, fields, replace(voice, language="vi")),
        en=render(template, fields, replace(voice, language="en")),
    )


def month_name(month: Month) -> Text:
    """Return a month as a row's heading."""
    return Text(vi=f"{month.month:02d}/{month.year}", en=str(month))
