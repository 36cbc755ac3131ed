"""Readers: the desks of an office, the addresses that read of them, and what each of them may read (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.core.text import Text
from sync.addresses import same_reader
from sync.alerts.alert import Change


@dataclass(frozen=True, slots=True)
class Desk:
    """A department as the mail knows it.

    Attributes:
        name: the department's stable name; ``""`` for what belongs to no department.
        titles: its title.
        recipients: addresses from the configuration.
        confidential: whether only its own recipients may read of it.
        second: addresses that are told of what the recipients did not settle in time.
    """

    name: str
    titles: Text
    recipients: tuple[str, ...] = ()
    confidential: bool = False
    second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A change with the desk it belongs to and whether only that desk's own recipients may read it."""

    change: Change
    desk: Desk
    closed: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What a reader may read.

    Attributes:
        desks: the desks that list the address.
        owner: whether it is the owner's.
        second: the desks of which it reads what was not settled in time.
    """

    desks: frozenset[str]
    owner: bool
    second: frozenset[str] = frozenset()

    def may_read(self, entry: Entry) -> bool:
        """Return whether the reader is told of a change."""
        if entry.desk.name in self.desks or (self.owner and not entry.closed):
            return True
        return entry.desk.name in self.second and entry.change.alert.escalated_on is not None

    def listed(self, desk: Desk) -> bool:
        """Return whether a desk is one of which the reader reads regularly."""
        return desk.name in self.desks or (self.owner and not desk.confidential)

    def only_second(self, desk: Desk) -> bool:
        """Return whether a desk is one of which the reader reads only what was not settled in time."""
        return desk.name in self.second and not self.listed(desk)


def readers_of(desks: Sequence[Desk], owner: Sequence[str]) -> dict[str, Rights]:
    """Return every reader with its rights, however often and with whatever name beside it the settings list it.

    Two mails of one run to one reader would be the same mail to the outbox.

    Raises:
        InvalidAddressError: where one of them is not exactly one mail address.
    """
    spelled: dict[str, str] = {}
    own: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    for desk in desks:
        for addresses, found in ((desk.recipients, own), (desk.second, second)):
            for address in addresses:
                reader = same_reader(address)
                spelled.setdefault(reader, address)
                found.setdefault(reader, set()).add(desk.name)
    owners = {same_reader(address): address for address in owner}
    for reader, address in owners.items():
        spelled.setdefault(reader, address)
    return {
        spelled[reader]: Rights(frozenset(own.get(reader, ())), reader in owners, frozenset(second.get(reader, ())))
        for reader in sorted(spelled)
    }
