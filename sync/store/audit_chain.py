"""The audit chain: entries that each seal the one before, and the search for the first that is not right. Pure.

An entry is kept as a line of canonical JSON with the hash of that line. The line holds the entry's number and the hash
of the entry before it, so that no entry can be changed, taken out, put in or moved without a trace in what follows.
What follows the last entry is the head that was mailed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

ORIGIN: Final = "0" * 64
"""What stands for the hash of the entry before the first."""

SHORT: Final = 16
"""Signs of a hash that are shown to people: 64 bits, more than anybody can hit by trying."""

_HASH: Final = re.compile(r"[0-9a-f]{8,64}")
# Fewer signs than eight would prove nothing.

EntryKind = Literal["run", "mail", "approval", "settings", "restore"]
FaultKind = Literal["changed", "removed", "inserted", "moved", "rewritten", "restored", "records"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain.

    Attributes:
        number: its place, counted from 1.
        at: the moment at which it was made, with its zone.
        kind: what it tells of: a run's part in one workbook, a mail sent, an approval, a change of settings, the
            backup that the state was restored from.
        subject: the workbook, Message-ID, department or file that it is about; of a backup its digest.
        facts: digests, counts and names of runs; no content of any cell, and no person.
        previous: hash of the entry before.
    """

    number: int
    at: str
    kind: str
    subject: str
    facts: Mapping[str, Any]
    previous: str


class Row(NamedTuple):
    """An entry as it is kept: where, under what it is looked for, its line and the hash of the line."""

    number: int
    kind: str
    subject: str
    line: str
    hash: str


class Head(NamedTuple):
    """The end of the chain: how many entries it has, and the hash of the last, whole or its first signs."""

    number: int
    hash: str

    def __str__(self) -> str:
        """Return it as mails and commands have it, as ``128:9f86d081884c7d65``."""
        return f"{self.number}:{self.hash[:SHORT]}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Return the head that a text names.

        Raises:
            ValueError: for a text that names none.
        """
        number, _, signs = text.strip().partition(":")
        signs = signs.lower()
        if not (number.isascii() and number.isdecimal() and int(number) and _HASH.fullmatch(signs)):
            raise ValueError(text)
        return cls(int(number), signs)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not as it was made.

    Attributes:
        kind: what became of it. ``"rewritten"``: the chain was made anew up to there; ``"restored"``: the entry
            is right, and tells of a backup without what a mail told; ``"records"``: it is right, and what it seals was
            changed.
        number: its number; of what was put in, the place where it stands.
        entry: the entry, where it can be read.
    """

    kind: FaultKind
    number: int
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the chain found.

    Attributes:
        entries: entries that are right, from the first on.
        head: the end of the chain; None where it is empty or not right.
        fault: the first entry that is not right.
    """

    entries: int
    head: Head | None = None
    fault: Fault | None = None


def canonical(document: Any) -> str:
    """Return a document as the one line of JSON that stands for it: equal documents give equal lines."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(line: str) -> str:
    """Return the SHA-256 hash of a line, in 64 signs."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def seal(entry: Entry) -> Row:
    """Return an entry as it is kept."""
    line = canonical(
        {
            "number": entry.number,
            "at": entry.at,
            "kind": entry.kind,
            "subject": entry.subject,
            "facts": dict(entry.facts),
            "previous": entry.previous,
        }
    )
    return Row(entry.number, entry.kind, entry.subject, line, hash_of(line))


def unseal(row: Row) -> Entry | None:
    """Return the entry that is kept in a row; None where the row is not as it was sealed."""
    if hash_of(row.line) != row.hash:
        return None
    try:
        entry = Entry(**json.loads(row.line))
    except (ValueError, TypeError):
        return None
    whole = type(entry.number) is int and isinstance(entry.at, str) and isinstance(entry.facts, dict)
    return entry if whole and (entry.kind, entry.subject) == (row.kind, row.subject) else None


def verify(rows: Iterable[Row], head: Head | None) -> Verdict:
    """Return how many entries are right, and the first that is not.

    Args:
        rows: the chain in the order of its numbers.
        head: its end as it is remembered beside it.
    """
    sealed = [ORIGIN]
    ahead = iter(rows)
    for row in ahead:
        entry = unseal(row)
        if entry is None or not row.number == entry.number == len(sealed) or entry.previous != sealed[-1]:
            return Verdict(len(sealed) - 1, fault=_first_fault(sealed, [row, *ahead], head))
        sealed.append(row.hash)
    entries = len(sealed) - 1
    if head is None:
        return Verdict(entries) if not entries else Verdict(entries, fault=Fault("removed", entries + 1))
    return _end(sealed, head)


def _end(sealed: Sequence[str], head: Head) -> Verdict:
    """Return what a chain whose entries fit together says of its own end.

    Args:
        sealed: hashes of the entries by number.
        head: the end of the chain as it is remembered beside it.
    """
    entries = len(sealed) - 1
    if entries < head.number:
        return Verdict(entries, fault=Fault("removed", entries + 1))
    if entries > head.number:
        return Verdict(head.number, fault=Fault("inserted", head.number + 1))
    if sealed[-1] != head.hash:
        return Verdict(entries - 1, fault=Fault("changed", entries))
    return Verdict(entries, Head(entries, sealed[-1]) if entries else None)


def _first_fault(sealed: Sequence[str], rest: Sequence[Row], head: Head | None) -> Fault:
    """Return what became of the first entry that does not continue the chain.

    An entry that is as it was sealed says where it belongs: which number it was, and what came before. So what was
    taken out, put in or moved is told from what was changed, also where the rows were numbered anew afterwards.

    Args:
        sealed: hashes of the entries that are right, by number.
        rest: the rows from the first that does not continue them.
        head: the end of the chain as it is remembered.
    """
    number, first = len(sealed), rest[0]
    entries = [unseal(row) for row in rest]
    here = entries[0]
    place = (number, sealed[-1])
    own = next((at for at, one in enumerate(entries) if one and (one.number, one.previous) == place), None)
    if own is not None:
        moved = own == 0 or (here is not None and here.number > number)
        return Fault("moved", number, entries[own]) if moved else Fault("inserted", number, here)
    if here is not None and here.number < number:
        return Fault("inserted", _forked(sealed, here, first), here)
    if head is not None and number > head.number:
        return Fault("inserted", number, here)
    if first.number > number or (here is not None and here.number > number):
        return Fault("removed", number)
    return Fault("changed", number) if here is None else _changed(number, first, entries[1:], head, here)


def _changed(number: int, row: Row, following: Sequence[Entry | None], head: Head | None, entry: Entry) -> Fault:
    """Return which of two neighbours was changed and sealed anew: the one that no other entry confirms."""
    confirmed = any(one is not None and one.previous == row.hash for one in following[:1])
    confirmed = confirmed or (head is not None and head == (number, row.hash))
    return Fault("changed", number - 1) if confirmed and number > 1 else Fault("changed", number, entry)


def _forked(sealed: Sequence[str], entry: Entry, row: Row) -> int:
    """Return the number of the first entry that was put in before an entry that belongs further up.

    Where it is a copy of an entry that is in its place, the copy itself was put in.
    """
    follows = entry.number > 0 and sealed[entry.number - 1] == entry.previous
    return entry.number if follows and sealed[entry.number] != row.hash else len(sealed)


def compare_with_mailed(rows: Iterable[Row], mailed: Head) -> Fault | None:
    """Return what is wrong with a chain that fits together, given a head that was mailed; None where it continues it.

    A state that was restored from a backup goes on from the backup's end: what was mailed between the two is not in it.

    Args:
        rows: the chain in the order of its numbers.
        mailed: a head as a mail told it, with the first signs of the hash.
    """
    count, restored = 0, None
    for count, row in enumerate(rows, start=1):  # noqa: B007  (how many there are is asked afterwards)
        restored = row if row.kind == "restore" else restored
        if row.number == mailed.number:
            if row.hash.startswith(mailed.hash):
                return None
            return _cut_by(restored) or Fault("rewritten", row.number, unseal(row))
    return _cut_by(restored) or Fault("removed", count + 1) if mailed.number > count else None


def _cut_by(restored: Row | None) -> Fault | None:
    """Return that a restore cut the chain off, where there was one."""
    return None if restored is None else Fault("restored", restored.number, unseal(restored))
