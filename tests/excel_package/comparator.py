"""What differs between two workbooks besides what a rewrite may change. It shares no code with the product.

Members that were not to be touched must be equal byte for byte, as they stand in the zip file. In a touched part both
sides are parsed, the permitted additions are taken out, and the rest must have the same canonical XML.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Allowed:
    """What may differ.

    Attributes:
        cells: for each tab the cells (row, column) that may differ.
        columns: for each tab whole columns that may differ.
        new_tabs: titles that may appear.
        widened: for each tab the columns over which its tables and filters may be widened.
    """

    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    columns: dict[str, set[int]] = field(default_factory=dict)
    new_tabs: tuple[str, ...] = ()
    widened: dict[str, set[int]] = field(default_factory=dict)


def differences(before: Path, after: Path, allowed: Allowed) -> list[str]:
    """Everything that differs and should not, one line each."""
    return _Comparison(before, after, allowed).run()


class _Comparison:
    def __init__(self, before: Path, after: Path, allowed: Allowed):
        self.allowed = allowed
        self.before, self.after = zipfile.ZipFile(before), zipfile.ZipFile(after)
        self.raw_before, self.raw_after = before.read_bytes(), after.read_bytes()
        self.found: list[str] = []

    def run(self):
        with self.before, self.after:
            if self.after.testzip() is not None:
                return ["a member is damaged"]
            self.compare_members()
            return self.found

    def compare_members(self):
        titles = _tabs(self.before)
        names = [info.filename for info in self.before.infolist()]
        kept = [info.filename for info in self.after.infolist() if info.filename in set(names)]
        added = {info.filename for info in self.after.infolist()} - set(names)
        new_parts = {part for title, part in _tabs(self.after).items() if title in self.allowed.new_tabs}
        if not added <= new_parts:
            self.found.append(f"parts appeared: {sorted(added - new_parts)}")
        if self.before.comment != self.after.comment:
            self.found.append("the comment of the zip file changed")
        gone = [name for name in names if name not in kept]
        if gone and gone != ["xl/calcChain.xml"]:
            self.found.append(f"parts are gone: {gone}")
        if [name for name in names if name in kept] != kept:
            self.found.append("the order of the parts changed")
        touched = {*self.allowed.cells, *self.allowed.columns}
        by_part = {part: title for title, part in titles.items()}
        tables = {part: title for title in touched for part in _tables(self.before, titles[title])}
        for name in kept:
            if _raw(self.before, self.raw_before, name) == _raw(self.after, self.raw_after, name):
                continue
            self.compare_part(name, by_part, touched, tables, titles, shrinks=bool(gone))

    def compare_part(self, name, by_part, touched, tables, titles, *, shrinks):
        old, new = _parse(self.before.read(name)), _parse(self.after.read(name))
        if name in by_part and by_part[name] in touched:
            self.compare_sheet(by_part[name], old, new)
        elif name in tables:
            self.compare_table(name, tables[name], old, new)
        elif name.endswith("styles.xml"):
            self.compare_styles(name, old, new)
        elif name.endswith("workbook.xml"):
            self.compare_workbook(name, old, new, list(titles))
        elif name.endswith(("workbook.xml.rels", "[Content_Types].xml")):
            self.compare_list(name, old, new, shrinks=shrinks)
        elif name.endswith("calcChain.xml"):
            self.compare_chain(name, old, new)
        else:
            self.found.append(f"{name}: changed, though nothing in it was meant")

    def equal(self, name, old, new):
        if _canonical(old) != _canonical(new):
            self.found.append(f"{name}: more changed than was meant")

    def compare_sheet(self, title, old, new):
        cells, columns = self.allowed.cells.get(title, set()), self.allowed.columns.get(title, set())
        sides = []
        for root in (old, new):
            seen, row_number = {}, 0
            data = root.find(f"{{{MAIN}}}sheetData")
            for row in data:
                row_number = int(row.get("r", row_number + 1))
                self.split_row(title, row, row_number, seen, cells, columns)
            data.clear()
            sides.append(seen)
        for key in sorted(set(sides[0]) | set(sides[1]), key=str):
            if sides[0].get(key) != sides[1].get(key):
                self.found.append(f"{title}: {key} was {sides[0].get(key)}, is {sides[1].get(key)}")
        widened = self.allowed.widened.get(title, set())
        for root in (old, new):
            for each in root.findall(f"{{{MAIN}}}dimension"):
                each.set("ref", "A1")
        self.same_column_entries(title, old, new, widened)
        self.narrow(old.find(f"{{{MAIN}}}autoFilter"), new.find(f"{{{MAIN}}}autoFilter"), widened)
        self.equal(title, old, new)

    def split_row(self, title, row, number, seen, cells, columns):
        """Note a row's attributes and each of its cells that must not differ, in order."""
        if number in seen:
            self.found.append(f"{title}: row {number} stands there twice")
        attributes = {name: value for name, value in row.attrib.items() if name != "spans"}
        attributes.pop("r", None)
        column, kept = 0, 0
        for cell in row:
            reference = cell.get("r")
            previous, column = column, _column(reference) if reference else column + 1
            if column <= previous or (reference and not reference.endswith(str(number))):
                self.found.append(f"{title}: {reference} stands in the wrong place")
            if (number, column) in cells or column in columns:
                continue
            kept += 1
            seen[number, column] = _canonical(cell)
        if kept or attributes:
            seen[number] = sorted(attributes.items())

    def same_column_entries(self, title, old, new, widened):
        sides = []
        for root in (old, new):
            entries = {}
            for cols in root.findall(f"{{{MAIN}}}cols"):
                for each in cols:
                    rest = {name: value for name, value in each.attrib.items() if name not in ("min", "max")}
                    for column in range(int(each.get("min")), int(each.get("max")) + 1):
                        if column not in widened:
                            entries[column] = rest
                root.remove(cols)
            sides.append(entries)
        if sides[0] != sides[1]:
            self.found.append(f"{title}: the widths of columns changed")

    def narrow(self, old, new, widened):
        """Put back the range of an element that was only widened to the right over permitted columns."""
        if old is None or new is None or old.get("ref") == new.get("ref"):
            return
        first, last = re.fullmatch(r"(.*:\$?)([A-Z]+)(\$?\d+)", old.get("ref")), new.get("ref")
        match = re.fullmatch(re.escape(first[1]) + r"([A-Z]+)" + re.escape(first[3]), last)
        if match and set(range(_column(first[2]) + 1, _column(match[1]) + 1)) <= widened:
            new.set("ref", old.get("ref"))

    def compare_table(self, name, title, old, new):
        widened = self.allowed.widened.get(title, set())
        old_columns, new_columns = (root.find(f"{{{MAIN}}}tableColumns") for root in (old, new))
        last = _column(new.get("ref").split(":")[1].rstrip("0123456789"))
        first = _column(new.get("ref").split(":")[0].rstrip("0123456789"))
        if len(new_columns) != last - first + 1 or new_columns.get("count") != str(len(new_columns)):
            self.found.append(f"{name}: the table has another number of columns than its range")
        if len({each.get("id") for each in new_columns}) != len(new_columns):
            self.found.append(f"{name}: two columns of the table have one number")
        for each in list(new_columns)[len(old_columns) :]:
            new_columns.remove(each)
        new_columns.set("count", old_columns.get("count"))
        for path in (".", f"{{{MAIN}}}autoFilter"):
            self.narrow(old.find(path), new.find(path), widened)
        self.equal(name, old, new)

    def compare_styles(self, name, old, new):
        for group in ("numFmts", "fonts", "fills", "borders", "cellXfs"):
            before, after = old.find(f"{{{MAIN}}}{group}"), new.find(f"{{{MAIN}}}{group}")
            if after is None:
                continue
            if after.get("count") not in (None, str(len(after))):
                self.found.append(f"{name}: the count of {group} is wrong")
            if before is None:
                new.remove(after)
                continue
            for each in list(after)[len(before) :]:
                after.remove(each)
            if before.get("count") is not None:
                after.set("count", before.get("count"))
        self.equal(name, old, new)

    def compare_workbook(self, name, old, new, titles):
        tabs = new.find(f"{{{MAIN}}}sheets")
        for each in list(tabs)[len(old.find(f"{{{MAIN}}}sheets")) :]:
            if each.get("name") not in self.allowed.new_tabs:
                self.found.append(f"{name}: the tab {each.get('name')} appeared")
            tabs.remove(each)
        for before, after in zip(old.iter(f"{{{MAIN}}}definedName"), new.iter(f"{{{MAIN}}}definedName"), strict=True):
            if before.get("name") == "_xlnm._FilterDatabase" and before.text != after.text:
                index = int(before.get("localSheetId"))
                ranges = [etree.Element("x", ref=each.text) for each in (before, after)]
                self.narrow(*ranges, self.allowed.widened.get(titles[index], set()))
                after.text = ranges[1].get("ref")
        settings, former = (root.find(f"{{{MAIN}}}calcPr") for root in (new, old))
        if settings is not None and (former is None or former.get("fullCalcOnLoad") is None):
            settings.attrib.pop("fullCalcOnLoad", None)
            if former is None and not settings.attrib:
                new.remove(settings)
        self.equal(name, old, new)

    def compare_list(self, name, old, new, *, shrinks):
        entries = [[_canonical(each) for each in root] for root in (old, new)]
        if shrinks:
            entries[0] = [each for each in entries[0] if b"calcChain" not in each]
        if entries[1][: len(entries[0])] != entries[0]:
            self.found.append(f"{name}: an entry changed")

    def compare_chain(self, name, old, new):
        chains = []
        for root in (old, new):
            sheet, chain = "", []
            for each in root:
                sheet = each.get("i", sheet)
                chain.append((sheet, each.get("r"), each.get("l"), each.get("s")))
            chains.append(chain)
        rest = iter(chains[0])
        if not all(each in rest for each in chains[1]):
            self.found.append(f"{name}: an entry appeared or moved")


def _parse(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _canonical(element):
    buffer = io.BytesIO()
    etree.ElementTree(_copy(element)).write_c14n(buffer)
    return buffer.getvalue()


def _copy(element):
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _column(letters):
    number = 0
    for letter in letters.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def _raw(archive, data, name):
    """A member as it stands in the file: local header, data, data descriptor; and its directory entry's attributes."""
    info = archive.getinfo(name)
    starts = sorted([*(each.header_offset for each in archive.infolist()), archive.start_dir])
    end = starts[starts.index(info.header_offset) + 1]
    # A 64-bit record (number 1) holds the member's place, which may change.
    extra = b"" if info.extra[:2] == b"\1\0" else info.extra
    entry = info.date_time, info.compress_type, info.comment, extra, info.flag_bits, info.external_attr, info.CRC
    return data[info.header_offset : end], entry


def _tabs(archive):
    links = {each.get("Id"): each.get("Target") for each in _parse(archive.read("xl/_rels/workbook.xml.rels"))}
    root = _parse(archive.read("xl/workbook.xml"))
    tabs = {}
    for each in root.find(f"{{{MAIN}}}sheets"):
        target = links[each.get(f"{{{RELATIONS}}}id")]
        tabs[each.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return tabs


def _tables(archive, part):
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return []
    targets = [each.get("Target") for each in _parse(archive.read(relations)) if each.get("Type").endswith("/table")]
    return [each.replace("../", "xl/") if each.startswith("..") else each.lstrip("/") for each in targets]
