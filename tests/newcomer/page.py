"""What a page tells its reader to do, step by step, and carrying it out: the page is the only script there is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "daemon.md"


@dataclass(frozen=True)
class Block:
    """One block of a page.

    Attributes:
        section: title of the section in which it stands.
        language: ``"sh"``, ``"toml"``, ``"ini"`` or ``"text"``.
        text: what stands in it.
    """

    section: str
    language: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Return its commands, one a line."""
        return self.text.replace("\\\n", " ").splitlines()


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in their order."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE):
        title = section.splitlines()[0]
        for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE):
            yield Block(title, language, text)


def with_sections(settings: str, block: str) -> str:
    """Return settings in which the sections of a block stand in place of those of the same name, or at the end.

    A section ends at a blank line, as those do that `sheetkeeper init` writes.
    """
    for section, name in re.findall(r"^(\[([\w.]+)\]\n(?:.+\n)*)", block, re.MULTILINE):
        old = rf"^\[{re.escape(name)}\]\n(?:.+\n)*"
        settings, replaced = re.subn(old, lambda _, text=section: text, settings, flags=re.MULTILINE)
        if not replaced:
            settings = f"{settings}\n{section}"
    return settings
