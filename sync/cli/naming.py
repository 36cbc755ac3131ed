"""Workbooks and departments as people name them on the command line."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import ADDRESS_ALONE, NOT_A_RECIPIENT, UNKNOWN_WORKBOOK

if TYPE_CHECKING:
    from sync.config import Office
    from sync.session import Session


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
    check_names([name for name in names if name not in departments], session.office)
    return limited(session, names)


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
    if not wanted:
        raise CommandError(ADDRESS_ALONE, ExitCode.USAGE, address=address)
    from sync.delivery import recipients_of  # noqa: PLC0415  (only where an address is named)

    known = recipients_of(office)
    for recipient in known:
        if recipient.casefold() == address.strip().casefold():
            return recipient
    raise CommandError(NOT_A_RECIPIENT, ExitCode.USAGE, address=address, known=list(known))


def check_names(names: Collection[str], office: Office) -> None:
    """See that the settings have a workbook of each name.

    Raises:
        CommandError: where they have not.
    """
    for name in names:
        if office.workbook(name) is None:
            known = [workbook.name for workbook in office.workbooks]
            raise CommandError(UNKNOWN_WORKBOOK, ExitCode.USAGE, workbook=name, known=known)
