"""Files that are no workbooks, or made to harm, with the code of the one finding that each must lead to."""

from __future__ import annotations

import os
import random
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.promise.looking import parts

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
ENTITIES = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (n + 1, (b"&lol%d;" % n if n else b"&lol;") * 10) for n in range(9))
    + b"]>"
)
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def replaced(path: Path, **changes: bytes) -> bytes:
    """Return the workbook with parts replaced or added."""
    return zipped({**parts(path), **changes})


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a package of these members."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def put(make: Callable[[Path], bytes]) -> Callable[[Path], None]:
    """Return what replaces a workbook's bytes by those that ``make`` returns."""

    def replace(path: Path) -> None:
        content = make(path)
        path.write_bytes(content)

    return replace


def with_rows(row: bytes, count: int = 1) -> Callable[[Path], bytes]:
    """Return what makes a workbook whose first worksheet holds a row so many times."""
    return lambda path: replaced(path, **{SHEET: EMPTY_SHEET % (row * count)})


def with_declaration(declaration: bytes, row: bytes = b"") -> Callable[[Path], bytes]:
    """Return what makes a workbook whose first worksheet begins with a declaration."""
    return lambda path: replaced(path, **{SHEET: declaration + EMPTY_SHEET % row})


def renamed_member(name: bytes) -> Callable[[Path], bytes]:
    """Return what makes a workbook with a member of that name, which no zip library would write."""
    return lambda path: replaced(path, **{"x" * len(name): b"<a/>"}).replace(b"x" * len(name), name)


def directory(path: Path) -> None:
    """Put a folder in the workbook's place."""
    path.unlink()
    path.mkdir()


def link_out(path: Path) -> None:
    """Put a link to a good workbook in another folder in the workbook's place."""
    elsewhere = path.parent.parent / "elsewhere"
    elsewhere.mkdir()
    path.rename(elsewhere / path.name)
    path.symlink_to(elsewhere / path.name)


def link_in_circle(path: Path) -> None:
    """Put a link to itself in the workbook's place."""
    path.unlink()
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    """Put a pipe in the workbook's place, at which a reader waits for ever."""
    path.unlink()
    os.mkfifo(path)


def vast(path: Path) -> None:
    """Make the workbook a file of 40 GB that takes no room."""
    with path.open("wb") as file:
        file.truncate(40_000_000_000)


HOSTILE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "random bytes": ("WBK102", put(lambda _: random.Random(1).randbytes(200_000))),
    "a truncated zip": ("WBK102", put(lambda path: path.read_bytes()[: path.stat().st_size * 2 // 3])),
    "a zip cut inside its directory": ("WBK102", put(lambda path: path.read_bytes()[:-30])),
    "a zip bomb": ("WBK104", put(with_rows(b" ", 200_000_000))),
    "a bomb of rows": ("WBK104", put(with_rows(b'<row><c t="b"><v>1</v></c></row>', 2_000_000))),
    "a far cell": ("WBK104", put(with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    "an entity bomb": (
        "WBK102",
        put(with_declaration(ENTITIES, b'<row r="1"><c r="A1" t="str"><v>&lol9;</v></c></row>')),
    ),
    "an entity bomb among the texts": (
        "WBK102",
        put(lambda path: replaced(path, **{"xl/sharedStrings.xml": ENTITIES + STRINGS % b"<si><t>&lol9;</t></si>"})),
    ),
    "a file of another machine as an entity": (
        "WBK102",
        put(with_declaration(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ),
    "a bomb of texts": (
        "WBK104",
        put(lambda path: replaced(path, **{"xl/sharedStrings.xml": STRINGS % (b"<si><t>a</t></si>" * 8_000_000)})),
    ),
    "a password": (
        "WBK103",
        put(lambda _: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(4_000)),
    ),
    "an .xls renamed": ("WBK105", put(lambda _: OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(4_000))),
    "an .xls of the nineties": ("WBK105", put(lambda _: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(2_000))),
    "a path that leads out": ("WBK102", put(renamed_member(b"../../../../etc/cron.d/evil"))),
    "an absolute path": ("WBK102", put(renamed_member(b"/etc/cron.d/evil"))),
    "a name twice": ("WBK102", put(renamed_member(SHEET.encode()))),
    "an empty file": ("WBK102", put(lambda _: b"")),
    "a web page": ("WBK102", put(lambda _: b"<html><table><tr><td>1</td></tr></table></html>")),
    "another zip file": ("WBK102", put(lambda _: zipped({"readme.txt": b"hello"}))),
    "compressed garbage": ("WBK102", put(lambda path: _garbled(path.read_bytes()))),
    "a folder": ("WBK102", directory),
    "a pipe": ("WBK102", pipe),
    "a link in a circle": ("WBK102", link_in_circle),
    "a link that leads out": ("WBK112", link_out),
    "a missing file": ("WBK101", Path.unlink),
    "a vast file": ("WBK104", vast),
}


def _garbled(workbook: bytes) -> bytes:
    """Return a workbook in which one byte of packed data is another."""
    start = workbook.index(b"xl/worksheets/sheet1.xml") + 200
    assert zlib.crc32(workbook)
    return workbook[:start] + bytes([workbook[start] ^ 0xFF]) + workbook[start + 1 :]
