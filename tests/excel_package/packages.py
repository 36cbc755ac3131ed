"""Small workbooks made by hand, byte by byte where a test needs it."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/>'
    '<numFmt numFmtId="165" formatCode="&quot;NV&quot;000"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def sheet(rows: str, *, before: str = "", after: str = "", prefix: str = "") -> str:
    """A worksheet part around the XML of its rows."""
    p = f"{prefix}:" if prefix else ""
    bound = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'{HEAD}<{p}worksheet {bound}="{MAIN}" xmlns:r="{RELATIONS}">{before}'
        f"<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>"
    )


@dataclass
class Package:
    """The parts of a workbook; `parts` may be changed before it is written."""

    sheets: dict[str, str]
    extra: dict[str, str | bytes] = field(default_factory=dict)
    workbook_inner: str = ""
    workbook_properties: str = ""
    relations: list[tuple[str, str]] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    styles: str | None = STYLES
    sheet_relations: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def parts(self) -> dict[str, bytes]:
        numbered = list(enumerate(self.sheets.items(), start=1))
        tabs = "".join(f'<sheet name="{title}" sheetId="{n}" r:id="rId{n}"/>' for n, (title, _) in numbered)
        links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered]
        if self.styles is not None:
            links.append(("rIdStyles", "styles", "styles.xml"))
        links += [(f"rIdX{n}", kind, target) for n, (kind, target) in enumerate(self.relations)]
        base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        overrides = {"/xl/workbook.xml": f"{base}.sheet.main+xml", **self.types}
        overrides |= {f"/xl/worksheets/sheet{n}.xml": f"{base}.worksheet+xml" for n, _ in numbered}
        if self.styles is not None:
            overrides["/xl/styles.xml"] = f"{base}.styles+xml"
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
            + "</Types>",
            "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{self.workbook_properties}'
            f"<sheets>{tabs}</sheets>{self.workbook_inner}</workbook>",
            "xl/_rels/workbook.xml.rels": relations(links),
        }
        for n, (_, xml) in numbered:
            parts[f"xl/worksheets/sheet{n}.xml"] = xml
            if n in self.sheet_relations:
                listed = [(f"rId{i}", kind, to) for i, (kind, to) in enumerate(self.sheet_relations[n], start=1)]
                parts[f"xl/worksheets/_rels/sheet{n}.xml.rels"] = relations(listed)
        if self.styles is not None:
            parts["xl/styles.xml"] = self.styles
        parts |= self.extra
        return {name: data.encode() if isinstance(data, str) else data for name, data in parts.items()}

    def bytes(self) -> bytes:
        return zipped(self.parts())

    def write(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path


def relations(links: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for identifier, kind, target in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 8, 0, 0)), data, compression)
    return buffer.getvalue()


def one_tab(path: Path, rows: str, **around: str) -> Path:
    """A workbook with the single tab "Ledger"."""
    return Package({"Ledger": sheet(rows, **around)}).write(path)


def part_of(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def cells_of(path: Path, name: str = "xl/worksheets/sheet1.xml") -> dict[tuple[int, int], tuple]:
    """Every cell of a worksheet as (type, style, text, formula), its place worked out as a spreadsheet program does."""
    from sync.backends.excel.package import column_number

    cells, row_number = {}, 0
    root = etree.fromstring(part_of(path, name))
    for row in root.iter(f"{{{MAIN}}}row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iter(f"{{{MAIN}}}c"):
            reference = cell.get("r")
            column = column_number(reference.rstrip("0123456789")) if reference else column + 1
            formula = cell.find(f"{{{MAIN}}}f")
            text = "".join(each.text or "" for each in cell.iter(f"{{{MAIN}}}v", f"{{{MAIN}}}t"))
            assert (row_number, column) not in cells, "a cell stands there twice"
            cells[row_number, column] = (
                cell.get("t", "n"),
                cell.get("s"),
                text,
                None if formula is None else formula.text or "",
            )
    return cells
