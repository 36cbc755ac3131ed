"""What the operating system has against reading or writing a file, in the words of people who keep spreadsheets."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from rules.core.text import Text

IS_FOLDER: Final = Text(vi="đây là một thư mục", en="this is a folder")
HELD: Final = Text(vi="tệp đang bị chương trình khác giữ", en="another program holds the file")
"""Reasons that are also found without an error."""

_HELD_ON_WINDOWS: Final = frozenset({32, 33})
# Windows calls a file that is open elsewhere, or locked in part, a lack of permission, and has numbers of its own.

_REASONS: Final[Mapping[int, Text]] = {
    errno.EACCES: Text(vi="không có quyền truy cập", en="access is denied"),
    errno.EPERM: Text(vi="không có quyền truy cập", en="access is denied"),
    errno.EROFS: Text(vi="ổ đĩa chỉ cho đọc", en="the disk is read-only"),
    errno.ENOSPC: Text(vi="ổ đĩa đã đầy", en="the disk is full"),
    errno.EDQUOT: Text(vi="đã hết hạn mức dung lượng", en="the disk quota is used up"),
    errno.EBUSY: HELD,
    errno.ENOENT: Text(vi="tệp hoặc thư mục không còn ở đó", en="the file or its folder is no longer there"),
    errno.ENOTDIR: Text(vi="thư mục không còn ở đó", en="its folder is no longer there"),
    errno.EISDIR: IS_FOLDER,
    errno.ESTALE: Text(vi="mất kết nối tới ổ mạng", en="the connection to the share was lost"),
    errno.EIO: Text(vi="ổ đĩa hoặc ổ mạng báo lỗi", en="the disk or share reports an error"),
    errno.ETIMEDOUT: Text(vi="ổ mạng không trả lời", en="the share does not answer"),
    errno.EHOSTDOWN: Text(vi="ổ mạng không trả lời", en="the share does not answer"),
    errno.ELOOP: Text(vi="lối tắt chạy vòng tròn", en="its link goes round in a circle"),
}


def system_problem(error: OSError) -> Text:
    """Return what the operating system has against reading or writing a file; its own words where it is rare."""
    if getattr(error, "winerror", None) in _HELD_ON_WINDOWS:
        return HELD
    known = _REASONS.get(error.errno or 0)
    name = error.strerror or type(error).__name__
    return known or Text(vi=name, en=name)


def system_name(error: OSError) -> str:
    """Return the name of an error that a technician looks for, as ``"ENOSPC"``; empty where it has none."""
    return errno.errorcode.get(error.errno or 0, "")
