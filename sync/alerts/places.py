"""Where something stands, as people see it: the file's name, tab, cell and header, with a link where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self
from urllib.parse import quote

from rules.core.finding import Place
from sync.alerts import wording
from sync.backends.base import Snapshot

_LINK_SCHEMES: Final = ("https://", "file://")


class Shown(NamedTuple):
    """A place in words, and the address that leads to it; empty where there is none."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Home:
    """What a tab's workbook is called, and how a link into the tab is made."""

    name: str
    link: str = ""
    tab_id: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """Shows places as people see them.

    Attributes:
        homes: (workbook, tab) -> what is known of it; (workbook, "") for the workbook itself.
    """

    homes: Mapping[tuple[str, str], _Home] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> Self:
        """Return the locator of workbooks as they were read.

        Where two files of one workbook have tabs of the same title, no link is better than one to the wrong file. Where
        two workbooks are called the same, as spreadsheets on Google may be, their names in the settings are told too.
        """
        homes: dict[tuple[str, str], _Home] = {}
        every = list(snapshots)
        called = {name: {one.workbook for one in every if _name(one) == name} for name in map(_name, every)}
        for snapshot in every:
            name = _name(snapshot)
            if len(called[name]) > 1:
                name = f"{name} ({snapshot.workbook})"
            own = [((snapshot.workbook, tab.title), _Home(name, snapshot.link, tab.tab_id)) for tab in snapshot.tabs]
            for place, home in [((snapshot.workbook, ""), _Home(name)), *own]:
                homes[place] = _Home(snapshot.workbook) if place in homes else home
        return cls(homes)

    def show(self, place: Place, language: str) -> Shown:
        """Return a place as ``so-ke-toan.xlsx › Nhật ký chung!D17 (cột “Số tiền”)``, with its link."""
        home = self.homes.get((place.workbook, place.tab)) or self.homes.get((place.workbook, ""))
        name = place.workbook if home is None or "://" in home.name else home.name
        text = f"{name} › {place}" if place.tab else name
        if place.header:
            text = wording.HEADER.in_language(language).replace("{place}", text).replace("{header}", place.header)
        return Shown(text, _link(home, place) if home is not None else "")


def _name(snapshot: Snapshot) -> str:
    """Return what people call a workbook: the name of its file, or its title."""
    location = snapshot.location
    return location if "://" in location else location.replace("\\", "/").split("/")[-1]


def _link(home: _Home, place: Place) -> str:
    """Return the address of a place, or nothing where it could lead anywhere but into a spreadsheet."""
    if not home.link.startswith(_LINK_SCHEMES):
        return ""
    parts = {"{tab_id}": home.tab_id, "{tab}": quote(place.tab), "{address}": quote(place.address, safe=":")}
    link = home.link
    for name, value in parts.items():
        link = link.replace(name, value)
    # Quoting leaves no space or line break in what came from the workbook; an address with one is none of ours.
    return link if link.isprintable() and " " not in link else ""
