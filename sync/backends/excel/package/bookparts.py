"""Changes in the parts that concern the whole workbook: its list of tabs, its relationships, the content types."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sync.backends.excel.package.references import parse_range, widen_reference
from sync.backends.excel.package.sheetwriter import reach
from sync.backends.excel.package.splice import OFFICE_RELATIONSHIPS, Document, escape_attribute
from sync.backends.excel.package.workbook import CONTENT_TYPES_PART, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.backends.excel.package.archive import Archive
    from sync.backends.excel.package.edits import NewColumn
    from sync.backends.excel.package.problems import Limits
    from sync.backends.excel.package.references import Range

_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_BEFORE_CALCULATION = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)
"""What stands before calcPr in a workbook part (ECMA-376 part 1, 18.2.27)."""


class BookParts:
    """Collects the changes; each part is read when something in it changes, and written only then."""

    def __init__(self, archive: Archive, workbook: Workbook, limits: Limits) -> None:
        self._archive, self._workbook = archive, workbook
        self._document = workbook.document
        self._relationships = workbook.relationships_document
        self._types = Document(archive.read(CONTENT_TYPES_PART), CONTENT_TYPES_PART, limits)
        self._taken_parts = {member.name.casefold() for member in archive.members}
        self._taken_ids = {each.identifier for each in workbook.relationships}
        self._highest_tab = max((tab.sheet_id for tab in workbook.tabs), default=0)
        self._appended: dict[str, list[bytes]] = {"sheets": [], "relationships": [], "types": []}

    def add_tab(self, title: str, *, hidden: bool) -> str:
        """List a new worksheet at the end; return the name of its part."""
        folder = posixpath.join(posixpath.dirname(self._workbook.part), "worksheets")
        part = self._free_part(posixpath.join(folder, "sheet{}.xml"))
        identifier = self._add_part(part, "worksheet", _WORKSHEET_TYPE)
        self._highest_tab += 1
        sheets = self._document.root.child("sheets")
        prefix = sheets.prefix if sheets is not None else b""
        state = b' state="hidden"' if hidden else b""
        # The prefix is declared here because the workbook part may use another one for this namespace.
        link = b'xmlns:r="%b" r:id="%b"' % (OFFICE_RELATIONSHIPS.encode(), identifier.encode())
        if b'xmlns:r="' + OFFICE_RELATIONSHIPS.encode() + b'"' in self._root_tag():
            link = b'r:id="%b"' % identifier.encode()
        name = escape_attribute(title)
        entry = b'<%bsheet name="%b" sheetId="%d"%b %b/>' % (prefix, name, self._highest_tab, state, link)
        self._appended["sheets"].append(entry)
        return part

    def add_styles(self) -> str:
        """List a new styles part; return its name."""
        part = self._free_part(posixpath.join(posixpath.dirname(self._workbook.part), "styles{}.xml"))
        self._add_part(part, "styles", _STYLES_TYPE)
        return part

    def drop_part(self, part: str) -> None:
        """Take a part of the workbook out of the relationships and content types."""
        for each in self._workbook.relationships:
            if each.target == part:
                for element in self._relationships.root.all("Relationship"):
                    if element.get("Id") == each.identifier:
                        self._relationships.replace(element.start, element.end, b"")
        for element in self._types.root.all("Override"):
            if element.get("PartName").lstrip("/").casefold() == part.casefold():
                self._types.replace(element.start, element.end, b"")

    def recalculate_on_load(self) -> None:
        """Ask Excel to calculate every formula when it opens the file."""
        root = self._document.root
        settings = root.child("calcPr")
        if settings is not None:
            self._document.set_attribute(settings, "fullCalcOnLoad", "1")
            return
        place = max((each.end for each in root.children if each.name in _BEFORE_CALCULATION), default=root.open_end)
        self._document.insert(place, b'<%bcalcPr fullCalcOnLoad="1"/>' % root.prefix)

    def widen_filter_name(self, tab: int, area: Range, new_columns: Sequence[NewColumn]) -> None:
        """Let Excel's hidden name for a tab's filter cover what the filter now covers."""
        target, parent = reach(new_columns), self._document.root.child("definedNames")
        if target is None or parent is None:
            return
        for element in parent.children:
            if element.get("name") != "_xlnm._FilterDatabase" or element.get("localSheetId") != str(tab):
                continue
            raw = self._document.data[element.open_end : element.close_start].decode()
            if parse_range(raw.rpartition("!")[2]) == area:
                content = widen_reference(raw.strip(), target[1]).encode()
                self._document.replace(element.open_end, element.close_start, content)

    def changed(self) -> dict[str, bytes]:
        """The changed parts by their member's name."""
        sheets = self._document.root.child("sheets")
        if self._appended["sheets"] and sheets is not None:
            self._document.append_child(sheets, b"".join(self._appended["sheets"]))
        if self._appended["relationships"]:
            self._relationships.append_child(self._relationships.root, b"".join(self._appended["relationships"]))
        if self._appended["types"]:
            self._types.append_child(self._types.root, b"".join(self._appended["types"]))
        documents = (self._document, self._relationships, self._types)
        return {self._archive.member(each.part).name: each.result() for each in documents if each.changed}

    def _root_tag(self) -> bytes:
        root = self._document.root
        return self._document.data[root.start : root.open_end]

    def _free_part(self, pattern: str) -> str:
        number = 1
        while pattern.format(number).casefold() in self._taken_parts:
            number += 1
        part = pattern.format(number)
        self._taken_parts.add(part.casefold())
        return part

    def _add_part(self, part: str, kind: str, content_type: str) -> str:
        number = len(self._taken_ids) + 1
        while f"rId{number}" in self._taken_ids:
            number += 1
        identifier = f"rId{number}"
        self._taken_ids.add(identifier)
        target = posixpath.relpath(part, posixpath.dirname(self._workbook.part) or ".")
        prefix = self._relationships.root.prefix
        self._appended["relationships"].append(
            b'<%bRelationship Id="%b" Type="%b/%b" Target="%b"/>'
            % (prefix, identifier.encode(), OFFICE_RELATIONSHIPS.encode(), kind.encode(), escape_attribute(target))
        )
        self._appended["types"].append(
            b'<%bOverride PartName="/%b" ContentType="%b"/>'
            % (self._types.root.prefix, escape_attribute(part), content_type.encode())
        )
        return identifier
