"""What a scan tells of a workbook that a reader does not."""

import hashlib
import re
import zipfile

import pytest

from sync.backends.excel.package import (
    Limits,
    PackageError,
    archive,
    column_letters,
    column_number,
    parse_range,
    scan_workbook,
)
from sync.backends.excel.package.rowpattern import letters_after, letters_up_to
from tests.excel_package.packages import HEAD, MAIN, RELATIONS, STYLES, Package, one_tab, sheet, zipped


def scan_rows(tmp_path, rows, **around):
    return scan_workbook(one_tab(tmp_path / "book.xlsx", rows, **around)).tabs[0]


def test_the_size_of_a_tab_is_that_of_its_content(tmp_path):
    rows = (
        '<row r="3"><c r="B3"><v>1</v></c><c r="D3" s="1"/></row><row r="7"><c r="C7"><v>2</v></c></row>'
        '<row r="9" ht="20"/>'
    )
    tab = scan_rows(tmp_path, rows)
    assert (tab.first_row, tab.last_row, tab.last_column, tab.row_count) == (3, 7, 3, 5)


def test_a_column_formatted_down_to_the_last_row_does_not_count(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="B{row}" s="1"/></row>' for row in (500_000, 1_048_576)
    )
    tab = scan_rows(tmp_path, rows)
    assert (tab.last_row, tab.last_column) == (1, 1)


def test_an_empty_tab_has_no_size(tmp_path):
    path = Package({"Trống": f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'}).write(tmp_path / "a.xlsx")
    tab = scan_workbook(path).tabs[0]
    assert (tab.first_row, tab.last_row, tab.last_column, tab.row_count) == (0, 0, 0, 0)


def test_rows_and_cells_without_references_are_counted_by_position(tmp_path):
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c s='1'/><c><f>A1</f></c><c t='e'><v>#N/A</v></c></row>"
    )
    tab = scan_rows(tmp_path, rows)
    assert (tab.last_row, tab.last_column) == (3, 3)
    assert dict(tab.formulas_without_value) == {(3, 2): "A1"}
    assert tab.error_cells == {(3, 3): "#N/A"}


@pytest.mark.parametrize(
    ("rows", "form"),
    [
        ('<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>', "usual"),
        ('<row r="2"><c r="A2" s="0" t="e"><f>B9</f><v>#REF!</v></c></row>', "with formula"),
        ("<row r='2'><c t='e' r='A2'><v>#REF!</v></c></row>", "single quotes"),
        ('<row r="2">\n  <c r="A2" t="e">\n    <v>#REF!</v>\n  </c>\n</row>\n', "indented"),
        (
            '<row spans="1:1" r="2"><c r="A2" t="e"><v>#REF!</v><extLst><ext uri="x"><a/></ext></extLst></c></row>',
            "ext",
        ),
    ],
)
def test_error_cells_are_found_in_every_form(tmp_path, rows, form):
    assert scan_rows(tmp_path, rows).error_cells == {(2, 1): "#REF!"}


def test_prefixed_worksheets_are_read(tmp_path):
    rows = '<x:row r="2" hidden="1"><x:c r="A2" t="e"><x:v>#REF!</x:v></x:c><x:c r="B2"><x:f>A1</x:f></x:c></x:row>'
    tab = scan_rows(tmp_path, rows, prefix="x")
    assert tab.error_cells == {(2, 1): "#REF!"}
    assert dict(tab.formulas) == {(2, 2): "A1"}
    assert tab.hidden_rows == {2}


def test_formulas_without_a_value_are_told_from_those_that_gave_an_empty_text(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f>B1&amp;"x"</f></c><c r="B1"><f>1</f><v></v></c><c r="C1"><f>2</f><v/></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>3</f><v>3</v></c></row>'
    )
    tab = scan_rows(tmp_path, rows)
    assert dict(tab.formulas_without_value) == {(1, 1): 'B1&"x"', (1, 2): "1", (1, 3): "2"}
    assert dict(tab.formulas) == {(1, 1): 'B1&"x"', (1, 2): "1", (1, 3): "2", (1, 4): '""', (1, 5): "3"}


def test_children_of_shared_formulas_have_no_text(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    tab = scan_rows(tmp_path, rows)
    assert dict(tab.formulas) == {(1, 1): "B1*2", (2, 1): "", (3, 1): ""}
    assert tab.formulas.shared == {(2, 1), (3, 1)}
    assert dict(tab.formulas_without_value) == {(3, 1): ""}


def test_formulas_of_one_kind_have_one_shape(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="C{n}"><f>A{n}+B{n}</f><v>{n}</v></c></row>' for n in range(1, 50))
    assert scan_rows(tmp_path, rows).formula_shapes == {b"A+B"}


def test_codes_are_told_as_their_format_shows_them(tmp_path):
    rows = (
        '<row r="1"><c r="A1" s="1"><v>42</v></c><c r="B1" s="2" t="n"><v>7</v></c><c r="C1" s="1" t="s"><v>0</v></c>'
        '<c r="D1" s="1"><v>1.5</v></c><c r="E1" s="1"><v>1234567</v></c><c r="F1"><v>42</v></c></row>'
        "<row r='2'><c s='2' r='A2'><v>12</v></c></row>"
    )
    assert scan_rows(tmp_path, rows).padded_codes == {
        (1, 1): "00042",
        (1, 2): "NV007",
        (1, 5): "1234567",
        (2, 1): "NV012",
    }


@pytest.mark.parametrize("code", ["0", "#,##0", "0.00", '0" kg"', "dd/mm/yyyy", "[>9]000", "General", "0000-00-00T"])
def test_other_number_formats_are_no_codes(tmp_path, code):
    styles = STYLES.replace("00000", code.replace('"', "&quot;").replace(">", "&gt;"))
    package = Package({"A": sheet('<row r="1"><c r="A1" s="1"><v>4</v></c></row>')}, styles=styles)
    assert scan_workbook(package.write(tmp_path / "a.xlsx")).tabs[0].padded_codes == {}


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("000-000", "12345", "012-345"),
        ("[$-42A]0000;@", "7", "0007"),
        ("\\K000", "5", "K005"),
        ('"A"00"B"0', "1234", "A123B4"),
    ],
)
def test_codes_with_text_between_the_digits(tmp_path, code, number, shown):
    styles = STYLES.replace("00000", code.replace('"', "&quot;"))
    package = Package({"A": sheet(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>')}, styles=styles)
    assert scan_workbook(package.write(tmp_path / "a.xlsx")).tabs[0].padded_codes == {(1, 1): shown}


def test_what_stands_after_the_rows_is_read(tmp_path):
    after = (
        '<sheetProtection sheet="1" objects="1"/><autoFilter ref="A1:C9"/>'
        '<mergeCells count="3"><mergeCell ref="A1:B2"/><mergeCell ref="C3"/><mergeCell ref="bad"/></mergeCells>'
    )
    tab = scan_rows(tmp_path, '<row r="1"/>', after=after)
    assert tab.protected
    assert tab.auto_filter == "A1:C9"
    assert tab.merged == ((1, 1, 2, 2), (3, 3, 3, 3))


def test_the_workbook_part_is_read(tmp_path):
    package = Package(
        {"Một": sheet(""), "Hai &amp; Ba": sheet("")},
        workbook_properties='<workbookPr date1904="1"/>',
        workbook_inner='<definedNames><definedName name="T" hidden="1">\'Một\'!$A$1</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="1">A1</definedName></definedNames>',
        relations=[("externalLink", "externalLinks/externalLink1.xml"), ("vbaProject", "vbaProject.bin")],
        extra={"xl/externalLinks/externalLink1.xml": "<x/>", "xl/vbaProject.bin": b"\1\2"},
    )
    path = package.write(tmp_path / "a.xlsx")
    scan = scan_workbook(path)
    assert [tab.title for tab in scan.tabs] == ["Một", "Hai & Ba"]
    assert scan.date1904
    assert scan.has_macros
    assert scan.has_external_links
    assert not scan.signed
    assert [(name.name, name.tab, name.hidden) for name in scan.defined_names] == [
        ("T", None, True),
        ("_xlnm.Print_Area", 1, False),
    ]
    assert scan.fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()
    assert scan.tab("Hai & Ba") is scan.tabs[1]
    assert scan.tab("Không") is None


def test_tabs_that_hold_no_cells_are_listed(tmp_path):
    package = Package({"A": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')})
    parts = package.parts()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="B" sheetId="9" state="veryHidden" r:id="rIdChart"/></sheets>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdChart" Type="{RELATIONS}/chartsheet" Target="/xl/chart.xml"/></Relationships>'.encode(),
    )
    parts["xl/chart.xml"] = b"<chartsheet/>"
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(parts))
    tab = scan_workbook(path).tabs[1]
    assert (tab.title, tab.kind, tab.state, tab.part, tab.last_row) == (
        "B",
        "chartsheet",
        "veryHidden",
        "xl/chart.xml",
        0,
    )


def test_a_signature_is_noticed(tmp_path):
    package = Package({"A": sheet("")}, extra={"_xmlsignatures/origin.sigs": b""})
    assert scan_workbook(package.write(tmp_path / "a.xlsx")).signed


def test_large_tabs_are_read_in_chunks(tmp_path, monkeypatch):
    """One odd row stands in the middle; each chunk is read in its own way."""
    monkeypatch.setattr(archive, "_CHUNK", 20_000)
    pieces = []
    for row in range(1, 6_001):
        quote = "'" if row == 3_500 else '"'
        hidden = f" hidden={quote}1{quote}" if row % 500 == 0 else ""
        error = f"<c r={quote}B{row}{quote} t={quote}e{quote}><v>#N/A</v></c>" if row % 700 == 50 else ""
        pieces.append(
            f"<row r={quote}{row}{quote}{hidden}><c r={quote}A{row}{quote}><v>{row}</v></c>{error}"
            f"<c r={quote}AB{row}{quote}><f>A{row}*2</f><v>{row * 2}</v></c></row>"
        )
    tab = scan_rows(tmp_path, "".join(pieces))
    assert (tab.first_row, tab.last_row, tab.last_column) == (1, 6_000, 28)
    assert tab.hidden_rows == set(range(500, 6_001, 500))
    assert set(tab.error_cells) == {(row, 2) for row in range(1, 6_001) if row % 700 == 50}
    assert len(tab.formulas) == 6_000
    assert tab.formulas[5_999, 28] == "A5999*2"
    assert tab.formula_shapes == {b"A*"}


def test_the_last_column_is_found_wherever_it_is(tmp_path):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c>'
        + (f'<c r="AMJ{row}"><v>1</v></c>' if row == 5000 else f'<c r="XFD{row}" s="1"/>')
        + "</row>"
        for row in range(1, 20_000)
    )
    assert scan_rows(tmp_path, rows).last_column == 1024


def test_limits_can_be_set(tmp_path):
    path = one_tab(tmp_path / "a.xlsx", '<row r="11"><c r="C11"><v>1</v></c></row>')
    assert scan_workbook(path, Limits(max_rows=11, max_columns=3, max_cells=33)).tabs[0].last_row == 11
    for limits in (Limits(max_rows=10), Limits(max_columns=2), Limits(max_cells=32)):
        with pytest.raises(PackageError) as caught:
            scan_workbook(path, limits)
        assert caught.value.code == "far_cell"
        assert caught.value.part == "xl/worksheets/sheet1.xml"
    for limits in (Limits(max_file_bytes=100), Limits(max_parts=3), Limits(max_unzipped_bytes=1000)):
        with pytest.raises(PackageError) as caught:
            scan_workbook(path, limits)
        assert caught.value.code == "too_large"


def test_shared_strings_are_counted(tmp_path):
    texts = "".join(f"<si><t>{n}</t></si>" for n in range(20))
    package = Package(
        {"A": sheet("")},
        relations=[("sharedStrings", "sharedStrings.xml")],
        extra={"xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{texts}</sst>'},
    )
    path = package.write(tmp_path / "a.xlsx")
    assert scan_workbook(path, Limits(max_shared_strings=20)).tabs
    with pytest.raises(PackageError, match="texts"):
        scan_workbook(path, Limits(max_shared_strings=19))


def test_members_may_be_named_in_another_case(tmp_path):
    parts = Package({"A": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}).parts()
    parts["xl/Worksheets/Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(parts, zipfile.ZIP_STORED))
    assert scan_workbook(path).tabs[0].last_row == 1


@pytest.mark.parametrize(
    ("limits", "around", "rows"),
    [
        ({"max_small_part_bytes": 2000}, {"before": f"<sheetPr>{'<x/>' * 600}</sheetPr>"}, ""),
        ({"max_small_part_bytes": 2000}, {"after": f"<extLst>{'<x/>' * 600}</extLst>"}, ""),
        ({"max_elements": 50}, {"after": f"<extLst>{'<x/>' * 60}</extLst>"}, ""),
        ({"max_row_bytes": 500}, {}, '<row r="1">' + '<c r="A1"/>' * 60 + "</row>"),
        ({"unusual_bytes": 10, "unusual_ratio": 0}, {}, "<row><c><v>1</v></c></row>"),
    ],
)
def test_parts_of_a_tab_that_are_too_large_are_refused(tmp_path, monkeypatch, limits, around, rows):
    monkeypatch.setattr(archive, "_CHUNK", 400)
    path = one_tab(tmp_path / "a.xlsx", rows, **around)
    assert scan_workbook(path).tabs
    with pytest.raises(PackageError) as caught:
        scan_workbook(path, Limits(**limits))
    assert caught.value.code == "too_large"


def test_a_small_part_that_is_too_large_is_refused(tmp_path):
    path = Package({"A": sheet("")}, styles=STYLES + "<!--" + "x" * 9000 + "-->").write(tmp_path / "a.xlsx")
    with pytest.raises(PackageError, match="larger than such a part"):
        scan_workbook(path, Limits(max_small_part_bytes=9000))


def test_a_part_that_is_no_worksheet_is_refused(tmp_path):
    path = Package({"A": f'{HEAD}<macrosheet xmlns="{MAIN}"><sheetData/></macrosheet>'}).write(tmp_path / "a.xlsx")
    with pytest.raises(PackageError, match="no worksheet"):
        scan_workbook(path)


def test_references_and_letters_agree():
    for column, letters in ((1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")):
        assert column_letters(column) == letters
        assert column_number(letters) == column_number(letters.lower().encode()) == column
    assert parse_range("$B$2:D9") == (2, 2, 9, 4)
    for text in ("A:A", "1:1", "D9:B2", "A0", "XFE1", "A1048577", "Ledger!A1", ""):
        assert parse_range(text) is None


@pytest.mark.parametrize("column", [1, 2, 25, 26, 27, 52, 53, 701, 702, 703, 1024, 16384])
def test_the_expressions_for_columns_admit_exactly_those(column):
    before, after = (re.compile(make(column)) for make in (letters_up_to, letters_after))
    for other in {1, 26, 27, 51, 52, 53, 78, 702, 703, 1024, 2000, 16384, column - 1, column, column + 1} - {0, 16385}:
        letters = column_letters(other).encode()
        assert (before.fullmatch(letters) is not None) == (other <= column)
        assert (after.fullmatch(letters) is not None) == (other > column)
