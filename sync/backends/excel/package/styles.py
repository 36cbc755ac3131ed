"""The formats of owned cells: a fixed handful, appended to the workbook's formats once and found again later."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.splice import Document, escape_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.backends.excel.package.splice import Element

_MOST_FORMATS = 65_000
_FIRST_OWN_NUMBER_FORMAT = 164
_BUILT_IN_FORMATS = {"": 0, "#,##0": 3, "#,##0.00": 4}
"""Numbers of the formats that every workbook has (ECMA-376 part 1, 18.8.30); Excel uses them when it saves a file."""
EMPTY_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. The font's name and size are those of the workbook's own first font.

    Attributes:
        number_format: a format code, "" for the general one.
        bold, italic, underline: the font.
        color: of the text, "RRGGBB", "" for automatic.
        bigger: points added to the workbook's font size.
        fill: the background, "RRGGBB", "" for none.
        top, bottom: border style ("thin", "medium", ""), drawn in `line`.
        line: the colour of the borders.
        horizontal, vertical: alignment, "" for the default.
        wrap: whether long text goes on in a second line.
    """

    number_format: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = ""
    bigger: int = 0
    fill: str = ""
    top: str = ""
    bottom: str = ""
    line: str = "8497A6"
    horizontal: str = ""
    vertical: str = ""
    wrap: bool = False


_DATE = "dd/mm/yyyy"
_INTEGER = "#,##0"
_MONEY = "#,##0;[Red]-#,##0"
_SLATE, _INPUT = "33475B", "FFF9DB"

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "status_ok": Style(fill="E6F4EA", color="1E6B34", vertical="center"),
        "status_notice": Style(fill="E3EEFA", color="1F4E79", vertical="center"),
        "status_warning": Style(fill="FFF1CC", color="7A4B00", vertical="center"),
        "status_error": Style(fill="FBE0DD", color="9B1C10", bold=True, vertical="center"),
        "text": Style(vertical="center"),
        "wrap": Style(bigger=-1, vertical="top", wrap=True),
        "header": Style(bold=True, color="FFFFFF", fill=_SLATE, vertical="center", wrap=True),
        "title": Style(bold=True, bigger=5, color=_SLATE),
        "subtitle": Style(color="5F6B76"),
        "note": Style(italic=True, color="5F6B76"),
        "date": Style(number_format=_DATE, horizontal="center", vertical="center"),
        "integer": Style(number_format=_INTEGER, vertical="center"),
        "money": Style(number_format=_MONEY, vertical="center"),
        "money_bold": Style(number_format=_MONEY, bold=True, vertical="center"),
        "money_total": Style(number_format=_MONEY, bold=True, top="thin", vertical="center"),
        "quantity": Style(number_format="#,##0.###", vertical="center"),
        "decimal2": Style(number_format="#,##0.00", vertical="center"),
        "percent": Style(number_format="0.0%", vertical="center"),
        "label_bold": Style(bold=True, vertical="center"),
        "total": Style(bold=True, top="thin", vertical="center"),
        "section": Style(bold=True, fill="E9EDF1", color=_SLATE, vertical="center"),
        "link": Style(color="0B5CAD", underline=True),
        "table_header": Style(bold=True, fill="DCE3EA", color=_SLATE, bottom="thin", vertical="center", wrap=True),
        "input": Style(fill=_INPUT, bottom="hair", top="hair", line="D6C68A"),
        "input_date": Style(number_format=_DATE, fill=_INPUT, bottom="hair", top="hair", line="D6C68A"),
    }
)

_Canonical = tuple[object, ...]


def add_styles(data: bytes, part: str, names: Iterable[str], limits: Limits) -> tuple[dict[str, int], bytes | None]:
    """Find or append the formats of these names.

    Returns:
        The format index for each name, and the changed part (None when all of them were there).

    Raises:
        PackageError: unknown_style, too_many_styles, and those of `Document`.
    """
    book = _StyleBook(Document(data, part, limits))
    indices = {}
    for name in sorted(names):
        style = STYLES.get(name)
        if style is None:
            raise PackageError("unknown_style", f"there is no style {name!r}")
        indices[name] = book.index_of(style)
    return indices, book.finish()


class _Section:
    """One list of the styles part: fonts, fills, borders, number formats or cell formats."""

    def __init__(self, document: Document, name: str, before: tuple[str, ...]) -> None:
        self.document, self.name, self._before = document, name, before
        self.element = document.root.child(name)
        self.items: list[Element] = self.element.children if self.element is not None else []
        self.count = len(self.items)
        self.prefix = document.root.prefix
        self._added: list[bytes] = []

    def add(self, content: bytes) -> int:
        """Append an item; return its index."""
        self._added.append(content)
        self.count += 1
        return self.count - 1

    def finish(self) -> None:
        """Put the added items into the document."""
        if not self._added:
            return
        content = b"".join(self._added)
        if self.element is not None:
            self.document.append_child(self.element, content)
            self.document.set_attribute(self.element, "count", str(self.count))
            return
        name = self.prefix + self.name.encode()
        whole = b'<%b count="%d">%b</%b>' % (name, self.count, content, name)
        root = self.document.root
        place = next((each.start for each in root.children if each.name not in self._before), root.close_start)
        self.document.insert(place, whole)


class _StyleBook:
    """The styles part while formats are looked up and appended."""

    def __init__(self, document: Document) -> None:
        if document.root.closes_itself or document.root.name != "styleSheet":
            raise PackageError("malformed", "the part holds no styles", document.part)
        self._document = document
        order = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
        self._sections = {name: _Section(document, name, order[:place]) for place, name in enumerate(order)}
        own = ((each.get("formatCode"), each.get("numFmtId")) for each in self._sections["numFmts"].items)
        self._formats = {code: int(number) for code, number in own if number.isdecimal()} | _BUILT_IN_FORMATS
        self._codes = {number: code for code, number in self._formats.items()}
        self._known: dict[str, dict[_Canonical, int]] = {}
        for name, canonical in (("fonts", _font), ("fills", _fill), ("borders", _border)):
            known = self._known.setdefault(name, {})
            for index, element in enumerate(self._sections[name].items):
                known.setdefault(canonical(element), index)
        if not self._sections["fills"].items:
            p = document.root.prefix
            self._sections["fills"].add(b'<%bfill><%bpatternFill patternType="none"/></%bfill>' % (p, p, p))
            self._sections["fills"].add(b'<%bfill><%bpatternFill patternType="gray125"/></%bfill>' % (p, p, p))
        fonts = self._sections["fonts"].items
        self._base_font = {each.name: each for each in fonts[0].children} if fonts else {}
        self._cells = self._known_cells()

    def _known_cells(self) -> dict[_Canonical, int]:
        known: dict[_Canonical, int] = {}
        for index, each in enumerate(self._sections["cellXfs"].items):
            known.setdefault(self._cell(each), index)
        return known

    def _cell(self, element: Element) -> _Canonical:
        """What a cell format comes to; formats with anything that ours never have are told apart by their place."""
        number = element.get("numFmtId", "0")
        others = {each.name for each in element.children} - {"alignment"}
        foreign: object = None
        if others or element.get("quotePrefix") in ("1", "true") or element.get("xfId", "0") != "0":
            foreign = element.start
        alignment = element.child("alignment")
        return (
            self._codes.get(int(number), int(number)) if number.isdecimal() else number,
            element.get("fontId", "0"),
            element.get("fillId", "0"),
            element.get("borderId", "0"),
            _alignment(alignment.attributes if alignment is not None else {}),
            foreign,
        )

    def index_of(self, style: Style) -> int:
        """The index of the cell format, appended when it is not there."""
        font = self._item("fonts", _wanted_font(style, self._base_font), self._font_bytes(style))
        fill = self._item("fills", ("solid", style.fill), self._fill_bytes(style)) if style.fill else 0
        border = 0
        if style.top or style.bottom:
            border = self._item("borders", _wanted_border(style), self._border_bytes(style))
        alignment = {"horizontal": style.horizontal, "vertical": style.vertical, "wrapText": "1" if style.wrap else ""}
        alignment = {name: value for name, value in alignment.items() if value}
        wanted = (style.number_format, str(font), str(fill), str(border), _alignment(alignment), None)
        if wanted in self._cells:
            return self._cells[wanted]
        section = self._sections["cellXfs"]
        if section.count >= _MOST_FORMATS:
            raise PackageError("too_many_styles", "the workbook has no room for more cell formats", self._document.part)
        if not section.count:
            p = self._document.root.prefix
            section.add(b'<%bxf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' % p)
        number = self._number_format(style.number_format)
        index = section.add(self._cell_bytes(number, font, fill, border, alignment))
        self._cells[wanted] = index
        return index

    def _item(self, section: str, wanted: _Canonical, content: bytes) -> int:
        known = self._known[section]
        if wanted not in known:
            known[wanted] = self._sections[section].add(content)
        return known[wanted]

    def _number_format(self, code: str) -> int:
        if code not in self._formats:
            number = max((_FIRST_OWN_NUMBER_FORMAT - 1, *self._formats.values())) + 1
            self._formats[code], self._codes[number] = number, code
            p = self._document.root.prefix
            content = b'<%bnumFmt numFmtId="%d" formatCode="%b"/>' % (p, number, escape_attribute(code))
            self._sections["numFmts"].add(content)
        return self._formats[code]

    def _cell_bytes(self, number: int, font: int, fill: int, border: int, alignment: Mapping[str, str]) -> bytes:
        p = self._document.root.prefix.decode()
        parent = ' xfId="0"' if self._sections["cellStyleXfs"].items else ""
        applied = {"NumberFormat": number, "Font": font, "Fill": fill, "Border": border, "Alignment": len(alignment)}
        flags = "".join(f' apply{name}="1"' for name, used in applied.items() if used)
        start = f'<{p}xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}"{parent}{flags}'
        if not alignment:
            return f"{start}/>".encode()
        inner = "".join(f' {name}="{value}"' for name, value in alignment.items())
        return f"{start}><{p}alignment{inner}/></{p}xf>".encode()

    def _font_bytes(self, style: Style) -> bytes:
        p = self._document.root.prefix.decode()
        raw = self._document.data
        pieces = [f"<{p}{tag}/>" for tag, on in (("b", style.bold), ("i", style.italic), ("u", style.underline)) if on]
        pieces.append(f'<{p}sz val="{_size(style, self._base_font)}"/>')
        if style.color:
            pieces.append(f'<{p}color rgb="FF{style.color}"/>')
        elif (color := self._base_font.get("color")) is not None:
            pieces.append(raw[color.start : color.end].decode())
        kept = [self._base_font[name] for name in ("name", "family", "charset", "scheme") if name in self._base_font]
        pieces += [raw[element.start : element.end].decode() for element in kept]
        return f"<{p}font>{''.join(pieces)}</{p}font>".encode()

    def _fill_bytes(self, style: Style) -> bytes:
        p = self._document.root.prefix.decode()
        pattern = f'<{p}fgColor rgb="FF{style.fill}"/><{p}bgColor indexed="64"/>'
        return f'<{p}fill><{p}patternFill patternType="solid">{pattern}</{p}patternFill></{p}fill>'.encode()

    def _border_bytes(self, style: Style) -> bytes:
        p = self._document.root.prefix.decode()

        def side(name: str, kind: str) -> str:
            color = f'<{p}color rgb="FF{style.line}"/>'
            return f'<{p}{name} style="{kind}">{color}</{p}{name}>' if kind else f"<{p}{name}/>"

        sides = side("left", "") + side("right", "") + side("top", style.top) + side("bottom", style.bottom)
        return f"<{p}border>{sides}{side('diagonal', '')}</{p}border>".encode()

    def finish(self) -> bytes | None:
        """The part with everything appended; None when nothing was."""
        grown = [section for section in self._sections.values() if section.count > len(section.items)]
        # Fills that were only prepared, for a part that has none, are no reason to write it.
        if not any(section.name == "cellXfs" for section in grown):
            return None
        for section in grown:
            section.finish()
        return self._document.result()


def _size(style: Style, base: Mapping[str, Element]) -> str:
    element = base.get("sz")
    try:
        size = float(element.get("val")) if element is not None else 11.0
    except ValueError:
        size = 11.0
    return f"{size + style.bigger:g}"


def _flag(elements: Mapping[str, Element], name: str) -> bool:
    element = elements.get(name)
    return element is not None and element.get("val", "1") not in ("0", "false", "none")


def _color(element: Element | None) -> str:
    if element is None:
        return ""
    if rgb := element.get("rgb"):
        return rgb[-6:].upper()
    return repr(sorted(element.attributes.items()))


def _value(element: Element | None) -> str:
    return element.get("val") if element is not None else ""


def _font(element: Element) -> _Canonical:
    kids = {each.name: each for each in element.children}
    plain = not any(_flag(kids, name) for name in ("strike", "outline", "shadow", "condense", "extend", "vertAlign"))
    size = _value(kids.get("sz"))
    size = f"{float(size):g}" if size.replace(".", "", 1).isdecimal() else size
    look = _flag(kids, "b"), _flag(kids, "i"), _flag(kids, "u")
    return (*look, size, _color(kids.get("color")), _value(kids.get("name")), plain)


def _wanted_font(style: Style, base: Mapping[str, Element]) -> _Canonical:
    color = style.color or _color(base.get("color"))
    look = style.bold, style.italic, style.underline
    return (*look, _size(style, base), color, _value(base.get("name")), True)


def _fill(element: Element) -> _Canonical:
    pattern = element.child("patternFill")
    if pattern is None:
        return ("other", element.start)
    return (pattern.get("patternType", "none"), _color(pattern.child("fgColor")))


def _border(element: Element) -> _Canonical:
    drawn = (each for each in element.children if each.get("style", "none") != "none")
    sides = sorted((each.name, each.get("style"), _color(each.child("color"))) for each in drawn)
    return (*sides, element.get("diagonalUp"), element.get("diagonalDown"))


def _wanted_border(style: Style) -> _Canonical:
    sides = [(name, kind, style.line) for name, kind in (("top", style.top), ("bottom", style.bottom)) if kind]
    return (*sorted(sides), "", "")


def _alignment(attributes: Mapping[str, str]) -> _Canonical:
    defaults = {("horizontal", "general"), ("vertical", "bottom"), ("wrapText", "0"), ("wrapText", "false")}
    named = {(name, "1" if value == "true" else value) for name, value in attributes.items() if value not in ("", "0")}
    return tuple(sorted(named - defaults))
