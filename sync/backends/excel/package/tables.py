"""Tables (ListObjects): widened over new columns, and their column names kept equal to the header cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import parse_range, widen_reference
from sync.backends.excel.package.sheetwriter import reach
from sync.backends.excel.package.splice import Document, escape_attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.backends.excel.package.archive import Archive
    from sync.backends.excel.package.edits import NewColumn
    from sync.backends.excel.package.rowedits import EditSet
    from sync.backends.excel.package.splice import Element

_ESCAPED = re.compile("[\x00-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def edit_tables(
    archive: Archive, parts: Sequence[str], edits: EditSet, new_columns: Sequence[NewColumn], limits: Limits
) -> tuple[dict[str, bytes], list[str], dict[str, tuple[str, ...]]]:
    """The tables of a tab after its edits.

    Returns:
        The changed parts, the names of the widened tables, and for each table the columns in which cells are written.

    Raises:
        PackageError: table_column_exists, table_header, and those of `Document`.
    """
    changed: dict[str, bytes] = {}
    widened: list[str] = []
    written: dict[str, tuple[str, ...]] = {}
    for part in parts:
        document = Document(archive.read(part), part, limits)
        name = document.root.get("displayName") or document.root.get("name")
        written[name] = _written_columns(document.root, edits)
        _rename_columns(document, edits)
        if _widen(document, edits, new_columns):
            widened.append(name)
        if document.changed:
            changed[part] = document.result()
    return changed, widened, written


def _written_columns(root: Element, edits: EditSet) -> tuple[str, ...]:
    area, columns = parse_range(root.get("ref")), root.child("tableColumns")
    if area is None or columns is None:
        return ()
    numbered = enumerate(columns.all("tableColumn"), start=area[1])
    return tuple(_decoded(each.get("name")) for column, each in numbered if column in edits.columns)


def _has_header(root: Element) -> bool:
    return root.get("headerRowCount", "1") != "0"


def _rename_columns(document: Document, edits: EditSet) -> None:
    """Where a header cell of the table is written, its column takes the same name: Excel repairs the file otherwise."""
    area, columns = parse_range(document.root.get("ref")), document.root.child("tableColumns")
    if area is None or columns is None or not _has_header(document.root):
        return
    for offset, element in enumerate(columns.all("tableColumn")):
        written, value = edits.value_at(area[0], area[1] + offset)
        if not written or value == _decoded(element.get("name")):
            continue
        if not isinstance(value, str) or not value:
            raise PackageError("table_header", "a header cell of a table must hold a text", document.part)
        others = {_decoded(each.get("name")).casefold() for each in columns.children if each is not element}
        if value.casefold() in others:
            raise PackageError("table_column_exists", f"the table has a column {value!r} already", document.part)
        document.set_attribute(element, "name", _encoded(value))


def _widen(document: Document, edits: EditSet, new_columns: Sequence[NewColumn]) -> bool:
    root, target = document.root, reach(new_columns)
    area, columns = parse_range(root.get("ref")), root.child("tableColumns")
    if target is None or area is None or columns is None or not _has_header(root):
        return False
    first, last, header_row = target
    # A table filled by a query or an XML map has its columns described elsewhere too.
    if area[3] != first - 1 or area[0] != header_row or root.get("tableType", "worksheet") != "worksheet":
        return False
    present = columns.all("tableColumn")
    names = {_decoded(each.get("name")).casefold() for each in present}
    number = max((int(each.get("id", "0")) for each in present), default=0)
    content = b""
    for each in sorted(new_columns, key=lambda new: new.column):
        if not first <= each.column <= last:
            continue
        written, value = edits.value_at(header_row, each.column)
        title = value if written and isinstance(value, str) else each.title
        if title.casefold() in names:
            raise PackageError("table_column_exists", f"the table has a column {title!r} already", document.part)
        names.add(title.casefold())
        number += 1
        content += b'<%btableColumn id="%d" name="%b"/>' % (columns.prefix, number, escape_attribute(_encoded(title)))
    document.append_child(columns, content)
    document.set_attribute(columns, "count", str(len(present) + last - first + 1))
    document.set_attribute(root, "ref", widen_reference(root.get("ref"), last))
    auto_filter = root.child("autoFilter")
    covered = parse_range(auto_filter.get("ref")) if auto_filter is not None else None
    if auto_filter is not None and covered is not None and covered[3] == area[3]:
        document.set_attribute(auto_filter, "ref", widen_reference(auto_filter.get("ref"), last))
    return True


def _encoded(title: str) -> str:
    """A column name as tables keep it: line breaks and the like as _x000a_."""
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04x}_", title)


def _decoded(name: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name)
