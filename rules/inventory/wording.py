"""Texts of reports and explanations with their dates and numbers filled in, in every language."""

from __future__ import annotations

from dataclasses import replace

from rules.core.message import Voice, render
from rules.core.text import Text


def filled(template: Text, voice: Voice, **fields: object) -> Text:
    """Return the template with its fields filled in, each language with its own words.

    Args:
        template: text with fields as in messages.
        voice: the office's currency and locale.
        fields: values of the fields.
    """
    vi = render(template, fields, replace(voice, language="vi"))
    return Text(vi=vi, en=render(template, fields, replace(voice, language="en")))
