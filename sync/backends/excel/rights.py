"""Who may open a workbook after it was replaced: the same people as before."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_ACCESS_LIST: Final = "system.posix_acl_access"


def keep_rights(source: Path, target: Path) -> bool:
    """Give the new version of a workbook the old one's owner, group, access list and rights, as far as we may.

    Returns:
        Whether all who could open and save the old version can do so with the new one. Nothing but its owner has
        any right to a version for which that does not hold.
    """
    before = source.stat()
    if hasattr(os, "chown"):
        _give(target, before.st_uid, before.st_gid)
    after = target.stat()
    mode = rights_of_new(
        before.st_mode, owner_kept=after.st_uid == before.st_uid, group_kept=after.st_gid == before.st_gid
    )
    if mode is None:
        return False
    _copy_access_list(source, target)
    with suppress(OSError):
        target.chmod(mode)
    return True


def rights_of_new(mode: int, *, owner_kept: bool, group_kept: bool) -> int | None:
    """Return the rights of a new version, or None where somebody would be shut out whatever they are.

    Only the superuser can make a file somebody else's. Where the owner does not stay, she is one of the group from now
    on, which therefore gets what she had. Where the group does not stay, the new one gets no more than anybody has.

    Args:
        mode: the rights of the old version.
        owner_kept: whether the new version belongs to the same person.
        group_kept: whether it belongs to the same group.
    """
    owner, group, others = mode >> 6 & 0o7, mode >> 3 & 0o7, mode & 0o7
    relied_on = group if owner_kept else group | owner
    if group_kept:
        return owner << 6 | relied_on << 3 | others
    if relied_on & ~others:
        return None
    return owner << 6 | others << 3 | others


def group_name(path: Path) -> str:
    """Return the name of a file's group, or its number where it has none."""
    try:
        return path.group()
    except (KeyError, NotImplementedError):
        return str(path.stat().st_gid)


def _give(target: Path, owner: int, group: int) -> None:
    """Make a file somebody else's; where only the superuser may, at least its group's, if that is one of ours."""
    try:
        os.chown(target, owner, group)
    except OSError:
        with suppress(OSError):
            os.chown(target, -1, group)


def _copy_access_list(source: Path, target: Path) -> None:
    """Give the new version the old one's access list; one that it has from its folder goes where the old had none."""
    if sys.platform != "linux":
        return
    try:
        entries = os.getxattr(source, _ACCESS_LIST)
    except OSError:
        with suppress(OSError):
            os.removexattr(target, _ACCESS_LIST)
    else:
        with suppress(OSError):
            os.setxattr(target, _ACCESS_LIST, entries)
