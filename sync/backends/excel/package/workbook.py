"""The workbook part: which tabs there are, in which parts, and what else concerns all of them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.splice import OFFICE_RELATIONSHIPS, Document

if TYPE_CHECKING:
    from sync.backends.excel.package.archive import Archive

CONTENT_TYPES_PART = "[Content_Types].xml"
_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part: identifier, last word of its type, and the target part or address."""

    identifier: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name that staff or Excel gave to a range or formula; `tab` is the index of its tab, None for all."""

    name: str
    text: str
    tab: int | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab as the workbook part lists it.

    Attributes:
        kind: "worksheet", "chartsheet", "dialogsheet" or "xlMacrosheet".
    """

    title: str
    sheet_id: int
    state: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook part and its relationships say."""

    part: str
    document: Document
    relationships: tuple[Relationship, ...]
    relationships_document: Document
    tabs: tuple[TabEntry, ...]
    defined_names: tuple[DefinedName, ...]
    date1904: bool
    has_macros: bool
    has_external_links: bool
    signed: bool

    def related(self, kind: str) -> str | None:
        """The part of the first relationship of this kind."""
        found = (each.target for each in self.relationships if each.kind == kind and not each.external)
        return next(found, None)

    @property
    def recalculates_on_load(self) -> bool:
        """Whether the workbook already asks Excel to calculate everything when it opens."""
        settings = self.document.root.child("calcPr")
        return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")


def relationships_part(part: str) -> str:
    """The name of the part that holds a part's relationships ("" for those of the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relationships(archive: Archive, part: str, limits: Limits) -> tuple[tuple[Relationship, ...], Document | None]:
    """The relationships of a part and the document that holds them, None when the part has none.

    Raises:
        PackageError: see `Document`; path_traversal when a target leads out of the package.
    """
    name = relationships_part(part)
    if name not in archive:
        return (), None
    document = Document(archive.read(name), name, limits)
    found = []
    for element in document.root.all("Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        kind = element.get("Type").rsplit("/", 1)[-1]
        found.append(Relationship(element.get("Id"), kind, target, external))
    return tuple(found), document


def read_workbook(archive: Archive, limits: Limits) -> Workbook:
    """Find and read the workbook part.

    Raises:
        PackageError: not_a_workbook, missing_part, and those of `Document`.
    """
    if CONTENT_TYPES_PART not in archive:
        raise PackageError("not_a_workbook", "this is a zip file, but no workbook")
    types = Document(archive.read(CONTENT_TYPES_PART), CONTENT_TYPES_PART, limits)
    package, _ = read_relationships(archive, "", limits)
    part = next((each.target for each in package if each.kind == "officeDocument" and not each.external), None)
    if part is None:
        raise PackageError("not_a_workbook", "this is an Office file without a document in it")
    overrides = {each.get("PartName").lstrip("/").casefold(): each.get("ContentType") for each in types.root.children}
    content_type = overrides.get(part.casefold())
    if content_type is not None and content_type.lower() not in _MAIN_TYPES:
        raise PackageError("not_a_workbook", f"the document is of another kind ({content_type})", part)
    document = Document(archive.read(part), part, limits)
    relationships, relationships_document = read_relationships(archive, part, limits)
    if document.root.name != "workbook" or relationships_document is None:
        raise PackageError("not_a_workbook", "the main part of the file is no workbook", part)
    tabs = _read_tabs(document, {each.identifier: each for each in relationships})
    properties = document.root.child("workbookPr")
    signed = any(each.kind == "origin" for each in package) or any(
        member.name.casefold().startswith("_xmlsignatures/") for member in archive.members
    )
    return Workbook(
        part=part,
        document=document,
        relationships=relationships,
        relationships_document=relationships_document,
        tabs=tabs,
        defined_names=_read_defined_names(document),
        date1904=properties is not None and properties.get("date1904") in ("1", "true"),
        has_macros=any(each.kind == "vbaProject" for each in relationships),
        has_external_links=any(each.kind == "externalLink" for each in relationships),
        signed=signed,
    )


def _read_tabs(document: Document, by_identifier: dict[str, Relationship]) -> tuple[TabEntry, ...]:
    sheets = document.root.child("sheets")
    tabs = []
    for element in sheets.children if sheets is not None else ():
        relationship = by_identifier.get(element.get("{" + OFFICE_RELATIONSHIPS + "}id"))
        if relationship is None:
            raise PackageError("malformed", f"the tab {element.get('name')!r} has no part", document.part)
        number = element.get("sheetId")
        if not number.isdecimal():
            raise PackageError("malformed", f"the tab {element.get('name')!r} has no number", document.part)
        state = element.get("state", "visible")
        tabs.append(TabEntry(element.get("name"), int(number), state, relationship.target, relationship.kind))
    return tuple(tabs)


def _read_defined_names(document: Document) -> tuple[DefinedName, ...]:
    parent = document.root.child("definedNames")
    names = []
    for element in parent.children if parent is not None else ():
        index = element.get("localSheetId")
        tab = int(index) if index.isdecimal() else None
        names.append(DefinedName(element.get("name"), element.text, tab, element.get("hidden") in ("1", "true")))
    return tuple(names)
