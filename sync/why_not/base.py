"""What ``why-not`` answers: a reason, and the facts that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from rules.core.finding import Finding
from rules.core.message import Message, Voice, format_value, render
from rules.core.text import LANGUAGES, Text


class Evidence(NamedTuple):
    """One fact: what it is called, its value, and the form in which people write it."""

    name: Text
    value: object
    form: str = "text"

    def shown(self, voice: Voice) -> str:
        """Return the value as people of this office write it."""
        return format_value(self.value, self.form, voice)


def text_of(finding: Finding, voice: Voice) -> Text:
    """Return what a finding says, in every language; of what may be personal its title."""
    if finding.message.personal:
        return finding.message.title
    return Text(*(finding.text(replace(voice, language=language)) for language in LANGUAGES))


def fix_of(finding: Finding, voice: Voice) -> Text:
    """Return what to do about a finding, in every language."""
    return Text(*(finding.fix(replace(voice, language=language)) for language in LANGUAGES))


def title_of(finding: Finding) -> Text:
    """Return the code and title of a finding, in every language."""
    return Text(*(f"{finding.code} {title}" for title in finding.message.title.all()))


@dataclass(frozen=True, slots=True)
class Answer:
    """One reason why no alert came, or came no more.

    Attributes:
        message: what is to be said; its code tells the reason.
        item: what it is about, as people know it.
        fields: values of the message's fields.
        evidence: the facts that show it.
        setting: internal name of the setting that it is about, for programs; people are told its title.
    """

    message: Message
    item: str
    fields: Mapping[str, object] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()
    setting: str = ""

    @property
    def code(self) -> str:
        """Return the code of the reason."""
        return self.message.code

    def text(self, voice: Voice) -> str:
        """Return the reason as one sentence in the voice's language."""
        return render(self.message.text, self.fields, voice)

    def fix(self, voice: Voice) -> str:
        """Return what can be done about it."""
        return render(self.message.fix, self.fields, voice)

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the answer as JSON data."""
        return {
            "code": self.code,
            "reason": self.message.title.in_language(voice.language),
            "item": self.item,
            "setting": self.setting or None,
            "text": self.text(voice),
            "fix": self.fix(voice),
            "evidence": [
                {"name": fact.name.in_language(voice.language), "value": fact.shown(voice)} for fact in self.evidence
            ],
        }
