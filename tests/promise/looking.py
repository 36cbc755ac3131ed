"""Looks at workbooks from outside the product: what belongs to staff, and whether it is as it was."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

MARK = "⚙"
CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
ROW = re.compile(rb"<row ([^>]*?)/?>")
OWN_ELEMENTS = re.compile(rb"<cols>.*?</cols>|<dimension[^>]*/>|<autoFilter[^>]*?(?:/>|>.*?</autoFilter>)", re.DOTALL)
"""What a new owned column changes outside the rows."""
SHARED = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")


def values(path: Path) -> dict[str, dict[str, Any]]:
    """Return tab -> address -> content of every cell that is not empty, formulas as such."""
    return _values(path.read_bytes())


@lru_cache(maxsize=64)
def _values(workbook: bytes) -> dict[str, dict[str, Any]]:
    with warnings.catch_warnings():
        # What openpyxl would lose on saving does not matter to one who only reads.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.value != ""
        }
        for sheet in book.worksheets
    }


def owned_values(path: Path) -> dict[str, dict[str, Any]]:
    """Return the cells in owned tabs, and those below the titles of owned columns."""
    found: dict[str, dict[str, Any]] = {}
    for title, cells in values(path).items():
        columns = owned_columns(cells)
        found[title] = {
            address: value
            for address, value in cells.items()
            if title.startswith(MARK) or (letters(address) in columns and not str(value).startswith(MARK))
        }
    return found


def owned_columns(cells: dict[str, Any]) -> set[str]:
    """Return the letters of the columns whose header begins with the mark."""
    return {letters(address) for address, value in cells.items() if str(value).startswith(MARK)}


def letters(address: str) -> str:
    """Return the column of an address."""
    return address.rstrip("0123456789")


def parts(path: Path) -> dict[str, bytes]:
    """Return every member of a package, unpacked."""
    return _parts(path.read_bytes())


@lru_cache(maxsize=64)
def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield title and part of every tab."""
    book = parts(path)
    relations = re.findall("<Relationship [^>]*>", _text(book["xl/_rels/workbook.xml.rels"]))
    targets = {_attribute(each, "Id"): _attribute(each, "Target") for each in relations}
    for title, relation in re.findall(
        r'<sheet [^>]*?name="([^"]+)"[^>]*?r:id="([^"]+)"', _text(book["xl/workbook.xml"])
    ):
        yield title.replace("&amp;", "&"), "xl/" + targets[relation].removeprefix("/xl/")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    assert found is not None, tag
    return found[1]


def _text(part: bytes) -> str:
    return part.decode("utf-8")


def assert_staff_kept(before: Path, after: Path) -> None:
    """Check that everything that is not ours is byte for byte in ``after`` as it is in ``before``."""
    old, new = parts(before), parts(after)
    contents = values(after)
    owned_before = {part for title, part in sheet_parts(before) if title.startswith(MARK)}
    titles = {part: title for title, part in sheet_parts(before)}
    assert [title for title, _ in sheet_parts(after)][: len(titles)] == list(titles.values())
    for name, content in old.items():
        assert name in new, f"{name} vanished"
        if new[name] == content or name in owned_before:
            continue
        if name in titles:
            columns = owned_columns(contents[titles[name]])
            assert staff_cells(content, columns) == staff_cells(new[name], columns), f"{name}: a cell of staff differs"
            assert frame(content) == frame(new[name]), f"{name} differs outside its cells"
        elif name == "xl/styles.xml":
            assert formats(new[name])[: len(formats(content))] == formats(content), "a cell format differs"
        elif name == "xl/sharedStrings.xml":
            assert new[name].split(b"<si>")[1:][: content.count(b"<si>") - 1] == content.split(b"<si>")[1:-1]
        else:
            assert name in SHARED, f"{name} differs"


def staff_cells(sheet: bytes, owned: set[str]) -> dict[str, bytes]:
    """Return address -> the bytes of each cell with content that stands in no owned column."""
    return {
        (found[1] + found[2]).decode(): found[0]
        for found in CELL.finditer(sheet)
        if found[1].decode() not in owned and (b"<v" in found[0] or b"<is" in found[0] or b"<f" in found[0])
    }


def frame(sheet: bytes) -> bytes:
    """Return a worksheet without its rows and without what a new owned column changes."""
    head, _, rest = sheet.partition(b"<sheetData")
    _, _, tail = rest.partition(b"</sheetData>")
    return OWN_ELEMENTS.sub(b"", head + tail)


def formats(styles: bytes) -> list[bytes]:
    """Return the cell formats in their order, which cells refer to by number."""
    _, _, rest = styles.partition(b"<cellXfs")
    inner = rest.partition(b"</cellXfs>")[0]
    return re.findall(rb"<xf [^>]*?/>|<xf .*?</xf>", inner, re.DOTALL)


def formulas_we_wrote(path: Path) -> list[str]:
    """Return the addresses of cells of ours that are a formula, which none may ever be."""
    contents = values(path)
    found = []
    for title, part in sheet_parts(path):
        if title not in contents:
            continue
        columns = owned_columns(contents[title])
        ours = title.startswith(MARK)
        found += [
            f"{title}!{(cell[1] + cell[2]).decode()}"
            for cell in CELL.finditer(parts(path)[part])
            if (ours or cell[1].decode() in columns) and b"<f" in cell[0]
        ]
    return found
