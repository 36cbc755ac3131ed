"""Small XML parts: read with exact byte positions, changed by replacing bytes.

A part that is parsed into a tree and written out again comes back with other quotes, prefixes, white space and often
without what the tree did not know. Here the parser only tells where an element stands; a change is a replacement of
those bytes, and everything else stays as it was.
"""

from __future__ import annotations

import re

# The entity attacks that this import is warned about need a DOCTYPE, which is refused where it starts.
from xml.parsers import expat

from sync.backends.excel.package.problems import Limits, PackageError

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT = "http://purl.oclc.org/ooxml/"

_START_TAG = re.compile(rb"<[^\s/>]++(?:\s++[^\s=/>]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))*+\s*+/?>")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SPACE = re.compile(rb"\s")


class Element:
    """An element and the positions of its bytes.

    Attributes:
        name: its local name, "" when it belongs to another namespace than spreadsheets, packages and relationships do.
        attributes: values by local name; an attribute with a namespace is named "{namespace}name".
        start, open_end: where its start tag begins and ends.
        close_start, end: where its end tag begins and ends (both `open_end` when it closes itself).
        closes_itself: written as `<name/>`.
        prefix: the namespace prefix with its colon as bytes, b"" when there is none.
        text: the characters directly inside it.
    """

    __slots__ = (
        "attributes",
        "children",
        "close_start",
        "closes_itself",
        "end",
        "name",
        "open_end",
        "prefix",
        "start",
        "text",
    )

    def __init__(self, name: str, attributes: dict[str, str], start: int, open_end: int, prefix: bytes) -> None:
        self.name = name
        self.attributes = attributes
        self.start = start
        self.open_end = self.close_start = self.end = open_end
        self.closes_itself = False
        self.prefix = prefix
        self.children: list[Element] = []
        self.text = ""

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Element]:
        """Every child of this name."""
        return [child for child in self.children if child.name == name]

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)


class Document:
    """A small XML part with pending replacements.

    Args:
        data: the bytes of the part, in UTF-8.
        part: its name, for messages.
        limits: how many elements it may have.
        depth: how deep the tree is kept (the root is 1); what lies deeper is checked but not remembered.

    Raises:
        PackageError: malformed, entity, utf16, encoding, strict, too_large.
    """

    def __init__(self, data: bytes, part: str, limits: Limits, depth: int = 100) -> None:
        check_encoding(data, part)
        self.data = data
        self.part = part
        self._replacements: list[tuple[int, int, bytes]] = []
        self.root = _parse(data, part, limits, depth)

    @property
    def changed(self) -> bool:
        """Whether any replacement is pending."""
        return bool(self._replacements)

    def replace(self, start: int, end: int, content: bytes) -> None:
        """Replace the bytes from start up to end."""
        self._replacements.append((start, end, content))

    def insert(self, position: int, content: bytes) -> None:
        """Insert bytes; several insertions at one place keep their order."""
        self._replacements.append((position, position, content))

    def append_child(self, element: Element, content: bytes) -> None:
        """Insert bytes as the last child of the element. An element that closes itself takes one such call only."""
        if element.closes_itself:
            tag = self.data[element.start : element.open_end]
            name = re.match(rb"<([^\s/>]+)", tag)
            assert name is not None  # noqa: S101 - the parser found a tag there
            self.replace(element.open_end - 2, element.open_end, b">" + content + b"</" + name[1] + b">")
        else:
            self.insert(element.close_start, content)

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Set an attribute without namespace, in place where it exists, else as the last one."""
        tag = self.data[element.start : element.open_end]
        quoted = escape_attribute(value)
        present = re.search(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", _masked(tag, name.encode()))
        if present is not None:
            self.replace(element.start + present.start(1), element.start + present.end(1), b'"' + quoted + b'"')
            return
        end = element.open_end - (2 if element.closes_itself else 1)
        end -= len(tag[: end - element.start]) - len(tag[: end - element.start].rstrip())
        self.insert(end, b" " + name.encode() + b'="' + quoted + b'"')

    def result(self) -> bytes:
        """The part with all replacements made."""
        pieces, position = [], 0
        for start, end, content in sorted(self._replacements, key=lambda each: each[0]):
            pieces += [self.data[position:start], content]
            position = end
        pieces.append(self.data[position:])
        return b"".join(pieces)


def check_encoding(data: bytes, part: str) -> None:
    """Refuse what is not UTF-8.

    Raises:
        PackageError: utf16 or encoding.
    """
    head = data[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise PackageError("utf16", "the part is written in UTF-16", part)
    declared = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise PackageError("encoding", f"the part is written in {declared[1].decode()}", part)


def escape_attribute(value: str) -> bytes:
    """A text as it stands between double quotes in an attribute."""
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;").encode()


def _masked(tag: bytes, name: bytes) -> bytes:
    """The tag with the values of all other attributes blanked, so that a search cannot find the name inside one."""

    def blank(match: re.Match[bytes]) -> bytes:
        return match[0] if match[1] == name else match[1] + match[2] + b'"' + b"x" * (len(match[3]) - 2) + b'"'

    return re.sub(rb"([^\s=/>\"'<]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')", blank, tag)


def _local(name: str) -> str:
    """The local name of an element of ours, "" for a foreign one; expat gives "namespace}name}prefix"."""
    namespace, _, rest = name.partition("}")
    if not rest or namespace in (SPREADSHEET, RELATIONSHIPS, CONTENT_TYPES):
        return (rest or namespace).partition("}")[0]
    return ""


def _attribute(name: str) -> str:
    namespace, _, rest = name.partition("}")
    return "{" + namespace + "}" + rest.partition("}")[0] if rest else namespace


def _parse(data: bytes, part: str, limits: Limits, depth: int) -> Element:
    builder = _Builder(data, part, limits, depth)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise PackageError("malformed", f"the part is not well-formed XML ({error})", part) from error
    return builder.roots[0]


class _Builder:
    """Makes elements from what the parser tells."""

    def __init__(self, data: bytes, part: str, limits: Limits, depth: int) -> None:
        self._data, self._part, self._limits, self._depth = data, part, limits, depth
        self._stack: list[Element | None] = []
        self._count = 0
        self.roots: list[Element] = []
        self.parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def _refuse_doctype(self, *_: object) -> None:
        raise PackageError("entity", "the part declares entities, which workbooks never do", self._part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= self._depth:
            self._stack.append(None)
            return
        self._count += 1
        if self._count > self._limits.max_elements:
            raise PackageError("too_large", f"the part has more than {self._limits.max_elements} elements", self._part)
        if not self._stack and name.startswith(_STRICT):
            raise PackageError("strict", "the workbook is saved as Strict Open XML", self._part)
        element = self._element(name, attributes)
        if self._stack:
            parent = self._stack[-1]
            assert parent is not None  # noqa: S101 - the depth was checked above
            parent.children.append(element)
        else:
            self.roots.append(element)
        self._stack.append(element)

    def _element(self, name: str, attributes: dict[str, str]) -> Element:
        position = self.parser.CurrentByteIndex
        tag = _START_TAG.match(self._data, position)
        if tag is None:
            raise PackageError("malformed", "the part cannot be parsed", self._part)
        prefix, colon, _ = _SPACE.split(tag[0][1:].rstrip(b"/>"), maxsplit=1)[0].partition(b":")
        named = {_attribute(key): value for key, value in attributes.items()}
        element = Element(_local(name), named, position, tag.end(), prefix + colon if colon else b"")
        element.closes_itself = tag[0].endswith(b"/>")
        return element

    def _end(self, _: str) -> None:
        element = self._stack.pop()
        if element is not None and not element.closes_itself:
            element.close_start = self.parser.CurrentByteIndex
            element.end = self._data.index(b">", element.close_start) + 1

    def _characters(self, text: str) -> None:
        if self._stack and (element := self._stack[-1]) is not None:
            element.text += text
