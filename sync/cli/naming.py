"""Workbooks and departments as people name them on the command line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rules.core.text import fold
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import ADDRESS_ALONE, NOT_A_RECIPIENT, TOO_MANY_WORDS, UNKNOWN_WORKBOOK

if TYPE_CHECKING:
    from sync.config import Office
    from sync.session import Session

_SPREADSHEET: Final = re.compile(r"/d/([\w-]+)")


def limited_to(session: Session, names: Collection[str]) -> Session:
    """Return the session for a run that looks at the workbooks or departments that are named; at all without a name.

    Raises:
        CommandError: where the settings know no such name.
    """
    if not names:
        return session
    from sync.config import department_names  # noqa: PLC0415  (only where something is named)
    from sync.scope import limited  # noqa: PLC0415  (the same)

    departments = department_names()
    meant = {name if name in departments else _in_settings(workbook_named(name, session), session) for name in names}
    return limited(session, meant)


def _in_settings(name: str, session: Session) -> str:
    """Return the workbook of the settings that a file belongs to; a pattern that fits several is one."""
    whole = name.rpartition("/")[0]
    return whole if session.office.workbook(name) is None and session.office.workbook(whole) is not None else name


def recipient_for_trial(address: str | None, office: Office, *, wanted: bool) -> str | None:
    """Return the recipient of the settings to whom a test mail goes; None where none is named.

    Args:
        address: what was typed.
        office: the settings.
        wanted: whether a test mail was asked for.

    Raises:
        CommandError: where the settings know no such recipient, or nobody asked for a mail.
    """
    if address is None:
        return None
    if not wanted and "@" not in address:
        command = "sheetkeeper check"
        raise CommandError(TOO_MANY_WORDS, ExitCode.USAGE, command=command, words=address, usage=command)
    if not wanted:
        raise CommandError(ADDRESS_ALONE, ExitCode.USAGE, address=address)
    from sync.delivery import recipients_of  # noqa: PLC0415  (only where an address is named)

    known = recipients_of(office)
    for recipient in known:
        if recipient.casefold() == address.strip().casefold():
            return recipient
    raise CommandError(NOT_A_RECIPIENT, ExitCode.USAGE, address=address, known=list(known))


def workbooks_named(names: Collection[str], session: Session) -> tuple[str, ...]:
    """Return the workbooks that are meant, by their names in the settings.

    Raises:
        CommandError: where one is not known.
    """
    return tuple(workbook_named(name, session) for name in names)


def workbook_named(said: str, session: Session, *, formerly: bool = False) -> str:
    """Return the name of the workbook that somebody means: by its name, its file, its path, its address or its title.

    Several files of one pattern have names of their own, as ``timesheets/2026-11.xlsx``.

    Args:
        said: what was typed.
        session: the opened office.
        formerly: whether it may be one that the settings had once; then what was typed is taken for its name.

    Raises:
        CommandError: where it is not known, or may be several.
    """
    office = session.office
    if office.workbook(said) is not None:
        return said
    meant = _fitting(said, ((one.name, (one.name, one.location, one.written)) for one in office.workbooks))
    if not meant:
        from sync.history import locations_of_runs  # noqa: PLC0415  (heavy: only where the settings do not say it)

        places = locations_of_runs(session)
        meant = _fitting(said, ((name, (name, location)) for name, location in places.items()))
    if len(meant) == 1:
        return meant[0]
    if formerly and not meant:
        return said
    known = meant or [workbook.name for workbook in office.workbooks]
    raise CommandError(UNKNOWN_WORKBOOK, ExitCode.USAGE, workbook=said, known=known)


def _fitting(said: str, known: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return the names of the workbooks of which something goes by what was typed."""
    path, title = str(Path(said).absolute()), said.replace("/", "-")  # a title with a slash is known without it
    typed = {_comparable(said), _comparable(path), _comparable(title), _spreadsheet(said)} - {""}
    return [name for name, texts in known if any(typed & _words(text) for text in texts)]


def _words(text: str) -> set[str]:
    """Return all by which people may call what has a name, a path or an address."""
    if "://" in text:
        return {_comparable(text), _spreadsheet(text)}
    file = _comparable(text).rsplit("/", 1)[-1]
    return {_comparable(text), file, file.removesuffix(".xlsx")}


def _comparable(text: str) -> str:
    return fold(text.replace("\\", "/"))


def _spreadsheet(text: str) -> str:
    """Return the id in the address of a spreadsheet, which is the same whatever stands behind it; else nothing."""
    found = _SPREADSHEET.search(text)
    return "" if found is None else fold(found[1])
