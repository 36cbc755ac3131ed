"""How cells get into worksheets of every legal form, and what is refused."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from lxml import etree

from sync.backends.excel.package import (
    CellEdit,
    ColumnEdits,
    Limits,
    ListChoice,
    NewColumn,
    NewTab,
    PackageEdits,
    PackageError,
    Style,
    TabEdits,
    archive,
    rewrite,
    scan_workbook,
    styles,
)
from tests.excel_package.comparator import Allowed, differences
from tests.excel_package.packages import HEAD, MAIN, RELATIONS, STYLES, Package, cells_of, one_tab, part_of, sheet

SHEET = "xl/worksheets/sheet1.xml"


def write(tmp_path, rows, edits, *, new_columns=(), source=None, **around):
    """The rows of the tab Ledger after the edits, as bytes."""
    path = source or one_tab(tmp_path / "before.xlsx", rows, **around)
    after = tmp_path / "after.xlsx"
    rewrite(path, after, PackageEdits([TabEdits("Ledger", edits, new_columns)]))
    xml = part_of(after, SHEET).decode()
    etree.fromstring(xml.encode())
    return xml.partition("sheetData>")[2].rpartition("</")[0].rpartition("</")[0]


def text(reference, value, style=""):
    return f'<c r="{reference}"{style} t="inlineStr"><is><t>{value}</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "edit", "expected"),
    [
        # beside, between, before, instead
        ('<row r="1"><c r="A1"><v>1</v></c></row>', (1, 3), '<row r="1"><c r="A1"><v>1</v></c>{C1}</row>'),
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="D1"/></row>',
            (1, 3),
            '<row r="1"><c r="A1"><v>1</v></c>{C1}<c r="D1"/></row>',
        ),
        ('<row r="1"><c r="D1"/></row>', (1, 3), '<row r="1">{C1}<c r="D1"/></row>'),
        ('<row r="1"><c r="C1" t="s"><v>9</v></c></row>', (1, 3), '<row r="1">{C1}</row>'),
        ('<row r="1"><c r="C1"><f>A1*2</f><v>2</v></c></row>', (1, 3), '<row r="1">{C1}</row>'),
        ('<row r="1"><c r="C1" cm="1" vm="2"><v>2</v></c></row>', (1, 3), '<row r="1">{C1}</row>'),
        # rows that close themselves, are missing, or have no content
        ('<row r="1"/>', (1, 3), '<row r="1">{C1}</row>'),
        ('<row r="1" ht="20" customHeight="1" />', (1, 3), '<row r="1" ht="20" customHeight="1" >{C1}</row>'),
        ('<row r="1"></row>', (1, 3), '<row r="1">{C1}</row>'),
        ("", (1, 3), '<row r="1">{C1}</row>'),
        ('<row r="2"/>', (1, 3), '<row r="1">{C1}</row><row r="2"/>'),
        ('<row r="2"/><row r="5"/>', (3, 3), '<row r="2"/><row r="3">{C3}</row><row r="5"/>'),
        ('<row r="2"/>', (3, 3), '<row r="2"/><row r="3">{C3}</row>'),
        # without references
        ("<row><c><v>1</v></c></row>", (1, 3), "<row><c><v>1</v></c>{C1}</row>"),
        ("<row><c/><c/><c><v>1</v></c><c/></row>", (1, 3), "<row><c/><c/>{C1}<c/></row>"),
        ("<row/><row/>", (2, 3), "<row/><row>{C2}</row>"),
        ('<row r="4"/><row/>', (5, 3), '<row r="4"/><row>{C5}</row>'),
        # quotes, white space, order of attributes
        ("<row r='1'><c r='A1'/></row>", (1, 3), "<row r='1'><c r='A1'/>{C1}</row>"),
        ("<row r='1'><c s='1' r='C1'/></row>", (1, 3), "<row r='1'>{C1}</row>"),
        (
            '\r\n<row r="1">\r\n <c r="A1"/>\r\n</row>\r\n',
            (1, 3),
            '\r\n<row r="1">\r\n <c r="A1"/>\r\n{C1}</row>\r\n',
        ),
        (
            '\n<row r="1"><c r="A1"/></row>\n<row r="2"/>\n',
            (2, 3),
            '\n<row r="1"><c r="A1"/></row>\n<row r="2">{C2}</row>\n',
        ),
        ('<row  r="1"\tht="3" ><c r="A1" /></row >', (1, 3), '<row  r="1"\tht="3" ><c r="A1" />{C1}</row >'),
        # spans
        ('<row r="1" spans="1:2"><c r="A1"/></row>', (1, 3), '<row r="1" spans="1:3"><c r="A1"/>{C1}</row>'),
        ('<row r="1" spans="1:9"><c r="A1"/></row>', (1, 3), '<row r="1" spans="1:9"><c r="A1"/>{C1}</row>'),
        ("<row r='1' spans='1:1 2:2'/>", (1, 3), "<row r='1' spans='1:1 2:3'>{C1}</row>"),
        ('<row r="1" spans="odd"/>', (1, 3), '<row r="1" spans="odd">{C1}</row>'),
        # extensions inside a row and a cell
        (
            '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="u"><v>3</v></ext></extLst></c><extLst/></row>',
            (1, 3),
            # An extension list must stay the last thing in its row.
            '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="u"><v>3</v></ext></extLst></c>{C1}<extLst/></row>',
        ),
        # a row with another row's edits before and after
        (
            '<row r="1"><c r="C1"><is><t>x</t></is></c></row><row r="3"><c r="C3"/></row>',
            (3, 3),
            '<row r="1"><c r="C1"><is><t>x</t></is></c></row><row r="3">{C3}</row>',
        ),
    ],
)
def test_a_cell_is_put_where_it_belongs(tmp_path, rows, edit, expected):
    reference = f"C{edit[0]}"
    written = write(tmp_path, rows, [CellEdit(*edit, "mới")])
    style = ' s="1"' if "s='1'" in rows else ""
    assert written == expected.replace(f"{{{reference}}}", text(reference, "mới", style))


def test_prefixes_are_kept(tmp_path):
    rows = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="B2"/></x:row>'
    edits = [CellEdit(1, 2, "a"), CellEdit(2, 2, 5), CellEdit(3, 1, True)]
    assert write(tmp_path, rows, edits, prefix="x") == (
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3" t="b"><x:v>1</x:v></x:c></x:row>'
    )


def test_a_byte_order_mark_is_kept(tmp_path):
    package = Package({"Ledger": "\ufeff" + sheet('<row r="1"/>')})
    write(tmp_path, "", [CellEdit(1, 1, 1)], source=package.write(tmp_path / "a.xlsx"))
    assert part_of(tmp_path / "after.xlsx", SHEET).startswith(b"\xef\xbb\xbf<?xml")


@pytest.mark.parametrize("data", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>"])
def test_rows_are_written_into_an_empty_tab(tmp_path, data):
    xml = f'{HEAD}<worksheet xmlns="{MAIN}">{data}<pageMargins left="1" right="1" top="1" bottom="1"/></worksheet>'
    path = Package({"Ledger": xml}).write(tmp_path / "a.xlsx")
    after = tmp_path / "after.xlsx"
    rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(2, 2, 7)])]))
    assert part_of(after, SHEET).decode() == xml.replace(
        data,
        data.replace("/>", ">").replace("</sheetData>", "") + '<row r="2"><c r="B2"><v>7</v></c></row></sheetData>',
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, "<v>7</v>"),
        (-7.5, "<v>-7.5</v>"),
        (0.1, "<v>0.1</v>"),
        (Decimal("12345678901234567.89"), "<v>12345678901234567.89</v>"),
        (Decimal("1E+6"), "<v>1000000</v>"),
        (Decimal("1E-30"), "<v>1E-30</v>"),
        (Decimal("-0.00"), "<v>-0.00</v>"),
        (dt.date(2026, 11, 21), "<v>46347</v>"),
        (dt.datetime(2026, 11, 21, 12), "<v>46347.5</v>"),
        (dt.datetime(2026, 11, 21, 8, 0, 1), "<v>46347.33334490741</v>"),
        (dt.datetime(2026, 11, 21, 0, 0, tzinfo=dt.UTC), "<v>46347</v>"),
    ],
)
def test_numbers_and_dates_are_plain_values(tmp_path, value, expected):
    assert write(tmp_path, "", [CellEdit(1, 1, value)]) == f'<row r="1"><c r="A1">{expected}</c></row>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, '<c r="A1" t="b"><v>1</v></c>'),
        (False, '<c r="A1" t="b"><v>0</v></c>'),
        ("=1+1", text("A1", "=1+1")),
        ("@SUM(A1)", text("A1", "@SUM(A1)")),
        ("a & <b>", text("A1", "a &amp; &lt;b&gt;")),
        ("", text("A1", "")),
        ("_x000D_", text("A1", "_x005F_x000D_")),
        ("a\x00b\x1fc\r.", text("A1", "a_x0000_b_x001F_c_x000D_.")),
        ("\ud800\uffff", text("A1", "_xD800__xFFFF_")),
        ("⚙ 😀", text("A1", "⚙ 😀")),
        (" x", text("A1", " x").replace("<t>", '<t xml:space="preserve">')),
        ("x\ny", text("A1", "x\ny").replace("<t>", '<t xml:space="preserve">')),
    ],
)
def test_texts_stay_texts(tmp_path, value, expected):
    assert write(tmp_path, "", [CellEdit(1, 1, value)]) == f'<row r="1">{expected}</row>'


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+400"), dt.date(1900, 2, 28), dt.time(8), b"x", object()],
)
def test_values_that_a_cell_cannot_hold_are_refused(tmp_path, value):
    with pytest.raises(PackageError) as caught:
        write(tmp_path, "", [CellEdit(1, 1, value)])
    assert caught.value.code == "bad_value"


def test_a_date_before_1904_is_refused_in_that_date_system(tmp_path):
    package = Package({"Ledger": sheet("")}, workbook_properties='<workbookPr date1904="true"/>')
    with pytest.raises(PackageError, match="before the first"):
        write(tmp_path, "", [CellEdit(1, 1, dt.date(1903, 12, 31))], source=package.write(tmp_path / "a.xlsx"))
    assert "<v>0</v>" in write(tmp_path, "", [CellEdit(1, 1, dt.date(1904, 1, 1))], source=tmp_path / "a.xlsx")


def test_the_longest_text_fits_and_a_longer_one_is_refused(tmp_path):
    write(tmp_path, "", [CellEdit(1, 1, "x" * 32_767)])
    for longer in ("x" * 32_768, "😀" * 16_384):
        with pytest.raises(PackageError) as caught:
            write(tmp_path, "", [CellEdit(1, 1, longer)])
        assert caught.value.code == "text_too_long"


def test_equal_values_of_different_types_are_not_mixed_up(tmp_path):
    column = ColumnEdits(1, [1, 2, 3, 4, 5], [True, 1, 1.0, False, Decimal(0)])
    rows = write(tmp_path, "", [column])
    assert [rows.count(each) for each in ('t="b"><v>1</v>', "><v>1</v>", "><v>1.0</v>", "><v>0</v>")] == [1, 2, 1, 2]


class TestKeepingTheFormat:
    def test_a_value_without_style_keeps_the_format_of_the_cell(self, tmp_path):
        rows = '<row r="1"><c r="A1" s="2"><v>1</v></c></row>'
        assert write(tmp_path, rows, [CellEdit(1, 1, 5)]) == '<row r="1"><c r="A1" s="2"><v>5</v></c></row>'

    def test_clearing_a_cell_keeps_its_format(self, tmp_path):
        rows = '<row r="1"><c r="A1" s="2"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        assert write(tmp_path, rows, [CellEdit(1, 1, None), CellEdit(1, 2, None)]) == (
            '<row r="1"><c r="A1" s="2"/><c r="B1"/></row>'
        )

    def test_clearing_a_cell_that_is_not_there_writes_nothing(self, tmp_path):
        assert write(tmp_path, '<row r="2"/>', [CellEdit(1, 1, None), CellEdit(2, 1, None)]) == '<row r="2"></row>'

    def test_a_new_cell_takes_the_format_of_its_row_or_column(self, tmp_path):
        rows = '<row r="1" s="2" customFormat="1"/><row r="2" s="2"/><row r=\'4\' s=\'1\' customFormat=\'1\'/>'
        before = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
        edits = [CellEdit(1, 2, 5), CellEdit(2, 2, 5), CellEdit(3, 3, 5), CellEdit(3, 4, 5), CellEdit(4, 9, 5)]
        written = write(tmp_path, rows, edits, before=before)
        assert 'r="B1" s="2"' in written
        assert 'r="B2" s="1"' in written
        assert 'r="C3" s="1"' in written
        assert 'r="D3"><v>' in written
        assert 'r="I4" s="1"' in written

    def test_a_style_replaces_the_format(self, tmp_path):
        rows = '<row r="1"><c r="A1" s="2"><v>1</v></c></row>'
        assert write(tmp_path, rows, [CellEdit(1, 1, None, "status_ok")]) == '<row r="1"><c r="A1" s="3"/></row>'


class TestFormulas:
    SHARED = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    ARRAY = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">D1:E2</f><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
    )

    @pytest.mark.parametrize("quote", ['"', "'"])
    def test_the_master_of_a_shared_formula_is_refused(self, tmp_path, quote):
        with pytest.raises(PackageError) as caught:
            write(tmp_path, self.SHARED.replace('"', quote), [CellEdit(1, 1, 5)])
        assert caught.value.code == "shared_formula_master"

    def test_a_child_of_a_shared_formula_may_be_overwritten(self, tmp_path):
        assert write(tmp_path, self.SHARED, [CellEdit(2, 1, 5)]).endswith('<row r="2"><c r="A2"><v>5</v></c></row>')

    @pytest.mark.parametrize("place", [(1, 1), (1, 2), (2, 2)])
    @pytest.mark.parametrize("kind", ["array", "dataTable"])
    def test_every_cell_of_an_array_formula_is_refused(self, tmp_path, place, kind):
        for edits in ([CellEdit(*place, 5)], [ColumnEdits(place[1], [place[0], 90], [5, 5])]):
            with pytest.raises(PackageError) as caught:
                write(tmp_path, self.ARRAY.replace("array", kind), edits)
            assert caught.value.code == "array_formula"

    def test_cells_beside_an_array_formula_may_be_written(self, tmp_path):
        assert '<c r="C1"><v>5</v></c>' in write(tmp_path, self.ARRAY, [CellEdit(1, 3, 5), CellEdit(3, 1, 5)])

    def book(self, tmp_path, formulas, *, names="", calculation="", other=""):
        rows = "".join(f'<row r="{n}"><c r="E{n}"><f>{f}</f><v>1</v></c></row>' for n, f in enumerate(formulas, 1))
        inner = (f"<definedNames>{names}</definedNames>" if names else "") + calculation
        package = Package({"Ledger": sheet(rows), "Tổng 2": sheet(other)}, workbook_inner=inner)
        return package.write(tmp_path / "before.xlsx")

    @pytest.mark.parametrize("scanned", [False, True])
    @pytest.mark.parametrize(
        ("formula", "refers"),
        [
            ("A1+B1", False),
            ("C1*2", True),
            ("SUM($C$2:$C$9)", True),
            ("SUM(A1:D1)", True),
            ("SUM(A:B)", False),
            ("SUM(C:C)", True),
            ("SUM($5:$9)", True),
            ("COUNTIF(A1:A9,&quot;C1&quot;)", False),
            ("LOG10(A1)", False),
            ("'Tổng 2'!C1", False),
            ("Ledger!C1", True),
            ("SUM(Ledger:'Tổng 2'!A1)", False),
            ("AC1+CA1", False),
            ("Thue_C", False),
        ],
    )
    def test_excel_is_asked_to_calculate_when_a_formula_refers_to_changed_cells(
        self, tmp_path, formula, refers, scanned
    ):
        path = self.book(tmp_path, [formula])
        after = tmp_path / "after.xlsx"
        scan = scan_workbook(path) if scanned else None
        report = rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 3, 5)])]), scan=scan)
        assert report.recalculates is refers
        assert (b'<calcPr fullCalcOnLoad="1"/></workbook>' in part_of(after, "xl/workbook.xml")) is refers
        assert differences(path, after, Allowed(cells={"Ledger": {(1, 3)}})) == []

    @pytest.mark.parametrize("scanned", [False, True])
    def test_formulas_of_other_tabs_and_names_count(self, tmp_path, scanned):
        def recalculates(**book):
            path = self.book(tmp_path, ["A1"], **book)
            scan = scan_workbook(path) if scanned else None
            edits = PackageEdits([TabEdits("Ledger", [CellEdit(1, 3, 5)])])
            return rewrite(path, io.BytesIO(), edits, scan=scan).recalculates

        assert not recalculates()
        assert recalculates(other='<row r="1"><c r="A1"><f>SUM(ledger!B1:D9)</f></c></row>')
        assert not recalculates(other='<row r="1"><c r="A1"><f>C1+Ledger!D1</f></c></row>')
        assert recalculates(names='<definedName name="T">Ledger!$C$1:$C$9</definedName>')
        assert not recalculates(names='<definedName name="_xlnm.Print_Area" localSheetId="0">Ledger!$C$1</definedName>')

    def test_settings_of_calculation_are_kept(self, tmp_path):
        path = self.book(tmp_path, ["C1"], calculation='<calcPr calcId="191029" iterate="1"/><oleSize ref="A1"/>')
        after = tmp_path / "after.xlsx"
        rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 3, 5)])]))
        settings = '<calcPr calcId="191029" iterate="1" fullCalcOnLoad="1"/><oleSize ref="A1"/>'
        assert settings in part_of(after, "xl/workbook.xml").decode()
        assert not rewrite(after, io.BytesIO(), PackageEdits([TabEdits("Ledger", [CellEdit(1, 3, 6)])])).recalculates

    def chained(self, tmp_path, entries):
        rows = '<row r="1"><c r="A1"><f>1</f><v>1</v></c><c r="B1"><f>2</f><v>2</v></c><c r="C1"><f>3</f></c></row>'
        package = Package(
            {"Ledger": sheet(rows)},
            relations=[("calcChain", "calcChain.xml")],
            types={"/xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"},
            extra={"xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}">{entries}</calcChain>'},
        )
        return package.write(tmp_path / "before.xlsx")

    def test_a_formula_that_gives_way_leaves_the_calculation_chain(self, tmp_path):
        path = self.chained(tmp_path, '<c r="A1" i="1" l="1"/><c r="B1"/><c r="C1" s="1"/><c r="A1" i="2"/>')
        after = tmp_path / "after.xlsx"
        edits = [CellEdit(1, 1, 5), CellEdit(1, 2, 5)]
        rewrite(path, after, PackageEdits([TabEdits("Ledger", edits)]))
        chain = part_of(after, "xl/calcChain.xml").decode()
        assert chain.endswith('"><c i="1" r="C1" s="1"/><c r="A1" i="2"/></calcChain>')
        assert differences(path, after, Allowed(cells={"Ledger": {(1, 1), (1, 2)}})) == []

    def test_an_empty_calculation_chain_goes_altogether(self, tmp_path):
        path, after = self.chained(tmp_path, '<c r="A1" i="1"/>'), tmp_path / "after.xlsx"
        rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 5)])]))
        assert differences(path, after, Allowed(cells={"Ledger": {(1, 1)}})) == []
        for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            assert b"calcChain" not in part_of(after, part)


class TestHeads:
    def after(self, tmp_path, before, columns=(), cells=()):
        path, after = one_tab(tmp_path / "a.xlsx", '<row r="1"/>', before=before), tmp_path / "after.xlsx"
        new = tuple(NewColumn(column, f"⚙ {column}", 1, 12.5) for column in columns)
        rewrite(path, after, PackageEdits([TabEdits("Ledger", cells, new)]))
        return (
            part_of(after, SHEET)
            .decode()
            .partition('officeDocument/2006/relationships">')[2]
            .partition("<sheetData")[0]
        )

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("A1:B2", "A1:D9"),
            ("B5", "B5:D9"),
            ("A1:Z99", "A1:Z99"),
            ("A1:D9", "A1:D9"),
            ("nonsense", "nonsense"),
        ],
    )
    def test_the_dimension_grows(self, tmp_path, before, after):
        head = self.after(tmp_path, f'<dimension ref="{before}"/>', cells=[CellEdit(9, 4, 1)])
        assert head == f'<dimension ref="{after}"/>'

    WIDE = '<col min="{0}" max="{0}" width="12.5" customWidth="1"/>'

    @pytest.mark.parametrize(
        ("before", "columns", "after"),
        [
            ("", (4,), "<cols>{4}</cols>"),
            ("<cols/>", (4,), "<cols>{4}</cols>"),
            (
                '<cols><col min="1" max="3" width="9"/></cols>',
                (4, 5),
                '<cols><col min="1" max="3" width="9"/>{4}{5}</cols>',
            ),
            ('<cols><col min="7" max="8"/></cols>', (4, 9), '<cols>{4}<col min="7" max="8"/>{9}</cols>'),
            (
                "<cols><col min='3' max='16384' hidden='1'/></cols>",
                (4, 6),
                """<cols><col min="3" max="3" hidden='1'/>{4}<col min="5" max="5" hidden='1'/>{6}TAIL</cols>""",
            ),
            ('<cols><col min="4" max="5" style="1"/></cols>', (4, 5), "<cols>{4}{5}</cols>"),
        ],
    )
    def test_new_columns_get_their_width_and_others_keep_theirs(self, tmp_path, before, columns, after):
        expected = after.replace("TAIL", """<col min="7" max="16384" hidden='1'/>""")
        for column in columns:
            expected = expected.replace(f"{{{column}}}", self.WIDE.format(column))
        assert self.after(tmp_path, before, columns) == expected


class TestTables:
    def book(self, tmp_path, table, *, filter_="", names=""):
        after = f'{filter_}<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
        rows = '<row r="2"><c r="A2" t="str"><v>Mã</v></c><c r="B2" t="str"><v>Tên</v></c></row><row r="3"/>'
        return Package(
            {"Ledger": sheet(rows, after=after)},
            workbook_inner=f"<definedNames>{names}</definedNames>" if names else "",
            extra={"xl/tables/table1.xml": table},
            types={"/xl/tables/table1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"},
            sheet_relations={1: [("table", "../tables/table1.xml")]},
        ).write(tmp_path / "before.xlsx")

    def table(self, attributes="", ref="A2:B9"):
        return (
            f'{HEAD}<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="{ref}"{attributes}>'
            f'<autoFilter ref="{ref}"/><tableColumns count="2"><tableColumn id="1" name="Mã"/>'
            '<tableColumn id="7" name="Tên"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>'
            "</tableColumns></table>"
        )

    def widen(self, tmp_path, table, *, title="⚙ Status", column=3, cells=()):
        path, after = self.book(tmp_path, table), tmp_path / "after.xlsx"
        report = rewrite(path, after, PackageEdits([TabEdits("Ledger", cells, (NewColumn(column, title, 2),))]))
        return report, part_of(after, "xl/tables/table1.xml").decode()

    def test_a_new_column_joins_the_table(self, tmp_path):
        report, xml = self.widen(tmp_path, self.table())
        assert report.widened == ("T",)
        assert xml.count('ref="A2:C9"') == 2
        assert '<tableColumns count="3">' in xml
        assert xml.endswith('<tableColumn id="8" name="⚙ Status"/></tableColumns></table>')

    def test_line_breaks_in_its_title_are_written_as_tables_write_them(self, tmp_path):
        _, xml = self.widen(tmp_path, self.table(), title='Một\n"hai" _x0041_')
        assert 'name="Một_x000a_&quot;hai&quot; _x005f_x0041_"' in xml

    def test_the_header_cell_that_the_caller_writes_names_the_column(self, tmp_path):
        _, xml = self.widen(tmp_path, self.table(), cells=[CellEdit(2, 3, "⚙ Khác", "header")])
        assert 'name="⚙ Khác"' in xml
        assert "Status" not in xml

    @pytest.mark.parametrize(
        ("attributes", "ref", "column"),
        [
            (' headerRowCount="0"', "A2:B9", 3),
            (' tableType="queryTable"', "A2:B9", 3),
            ("", "A3:B9", 3),
            ("", "A2:B9", 4),
        ],
    )
    def test_other_tables_stay_as_they_are(self, tmp_path, attributes, ref, column):
        table = self.table(attributes, ref)
        report, xml = self.widen(tmp_path, table, column=column)
        assert (report.widened, xml) == ((), table)

    def test_a_title_that_the_table_has_already_is_refused(self, tmp_path):
        with pytest.raises(PackageError) as caught:
            self.widen(tmp_path, self.table(), title="TÊN")
        assert caught.value.code == "table_column_exists"

    def test_writing_a_header_cell_renames_the_column(self, tmp_path):
        path, after = self.book(tmp_path, self.table()), tmp_path / "after.xlsx"
        rewrite(path, after, PackageEdits([TabEdits("Ledger", [ColumnEdits(2, [2, 3], ["Name", "x"])])]))
        assert b'<tableColumn id="7" name="Name">' in part_of(after, "xl/tables/table1.xml")

    @pytest.mark.parametrize(
        ("value", "code"), [(None, "table_header"), (5, "table_header"), ("mã", "table_column_exists")]
    )
    def test_a_header_cell_takes_only_a_text_of_its_own(self, tmp_path, value, code):
        path = self.book(tmp_path, self.table())
        with pytest.raises(PackageError) as caught:
            rewrite(path, io.BytesIO(), PackageEdits([TabEdits("Ledger", [CellEdit(2, 2, value)])]))
        assert caught.value.code == code

    def test_formulas_over_a_changed_column_of_the_table_are_calculated_again(self, tmp_path):
        def recalculates(formula):
            path = self.book(tmp_path, self.table(), names=f'<definedName name="N">{formula}</definedName>')
            return rewrite(path, io.BytesIO(), PackageEdits([TabEdits("Ledger", [CellEdit(3, 2, 1)])])).recalculates

        assert recalculates("SUM(T[Tên])")
        assert recalculates("SUM(T[])")
        assert not recalculates("SUM(T[Mã])")


class TestNewTabs:
    def add(self, tmp_path, tab, package=None):
        path, after = (package or Package({"Ledger": sheet("")})).write(tmp_path / "a.xlsx"), tmp_path / "after.xlsx"
        rewrite(path, after, PackageEdits((), [tab]))
        assert differences(path, after, Allowed(new_tabs=(tab.title,))) == []
        return after

    def test_a_tab_is_added_at_the_end_with_all_that_it_shows(self, tmp_path):
        tab = NewTab(
            "⚙ A & <B>",
            [CellEdit(3, 2, "x", "wrap"), ColumnEdits(1, [1, 2], ["a", "b"], "header"), CellEdit(2, 2, 5, None)],
            column_widths={2: 30, 1: 12.5},
            freeze=(1, 2),
            tab_color="33475b",
            merged=("A1:B1",),
            choices=(ListChoice("B2:B9", ("Có", 'K"hông')),),
            row_heights={1: 30},
            show_grid=False,
        )
        after = self.add(tmp_path, tab)
        scan = scan_workbook(after)
        assert [(each.title, each.state) for each in scan.tabs] == [("Ledger", "visible"), ("⚙ A & <B>", "visible")]
        xml = part_of(after, "xl/worksheets/sheet2.xml").decode()
        etree.fromstring(xml.encode())
        for expected in (
            '<tabColor rgb="FF33475B"/>',
            '<dimension ref="A1:B3"/>',
            'showGridLines="0"',
            '<pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/>',
            '<col min="1" max="1" width="12.5" customWidth="1"/><col min="2" max="2" width="30" customWidth="1"/>',
            '<row r="1" ht="30" customHeight="1">',
            '<mergeCell ref="A1:B1"/>',
            '<formula1>"Có,K""hông"</formula1>',
        ):
            assert expected in xml
        assert cells_of(after, "xl/worksheets/sheet2.xml")[2, 2] == ("n", None, "5", None)

    @pytest.mark.parametrize(
        ("freeze", "pane"), [((1, 0), "bottomLeft"), ((0, 1), "topRight"), ((0, 0), None), (None, None)]
    )
    def test_panes_are_frozen(self, tmp_path, freeze, pane):
        xml = part_of(self.add(tmp_path, NewTab("B", freeze=freeze)), "xl/worksheets/sheet2.xml").decode()
        assert (f'activePane="{pane}"' in xml) if pane else ("<pane" not in xml)

    def test_a_hidden_tab_is_hidden(self, tmp_path):
        assert scan_workbook(self.add(tmp_path, NewTab("B", hidden=True))).tabs[1].state == "hidden"

    def test_names_and_numbers_that_are_taken_are_not_used(self, tmp_path):
        package = Package({"Ledger": sheet("")}, extra={"xl/worksheets/SHEET2.XML": "<x/>"}, relations=[("a", "b.bin")])
        package.extra["xl/b.bin"] = b"1"
        after = self.add(tmp_path, NewTab("B"), package)
        assert scan_workbook(after).tabs[1].part == "xl/worksheets/sheet3.xml"

    def test_the_prefix_of_relationships_is_declared_where_the_workbook_has_another(self, tmp_path):
        package = Package({"Ledger": sheet("")})
        parts = package.parts()
        package.extra["xl/workbook.xml"] = (
            parts["xl/workbook.xml"].replace(b"xmlns:r=", b"xmlns:q=").replace(b"r:id", b"q:id")
        )
        assert [tab.title for tab in scan_workbook(self.add(tmp_path, NewTab("B"), package)).tabs] == ["Ledger", "B"]

    @pytest.mark.parametrize("title", ["", "x" * 32, "a/b", "a[b", "'a", "a'", "History", "a\nb", "😀" * 16])
    def test_names_that_excel_refuses_are_refused(self, tmp_path, title):
        with pytest.raises(PackageError) as caught:
            self.add(tmp_path, NewTab(title))
        assert caught.value.code == "bad_title"

    def test_a_name_in_use_is_refused(self, tmp_path):
        with pytest.raises(PackageError) as caught:
            self.add(tmp_path, NewTab("LEDGER"))
        assert caught.value.code == "tab_exists"

    @pytest.mark.parametrize(
        "tab",
        [
            NewTab("B", tab_color="red"),
            NewTab("B", merged=("A:B",)),
            NewTab("B", choices=(ListChoice("A1", ("a,b",)),)),
            NewTab("B", choices=(ListChoice("A1", ("x" * 256,)),)),
        ],
    )
    def test_looks_that_cannot_be_are_refused(self, tmp_path, tab):
        with pytest.raises(PackageError) as caught:
            self.add(tmp_path, tab)
        assert caught.value.code == "bad_edit"


class TestRefusals:
    @pytest.mark.parametrize(
        ("edits", "code"),
        [
            ([TabEdits("Không", [CellEdit(1, 1, 1)])], "missing_tab"),
            ([TabEdits("Ledger"), TabEdits("ledger")], "bad_edit"),
            ([TabEdits("Ledger", [CellEdit(0, 1, 1)])], "bad_edit"),
            ([TabEdits("Ledger", [CellEdit(1, 16_385, 1)])], "bad_edit"),
            ([TabEdits("Ledger", [CellEdit(1, 1, 1), CellEdit(1, 1, 2)])], "bad_edit"),
            ([TabEdits("Ledger", [CellEdit(1, 1, 1), ColumnEdits(1, [1], [2])])], "bad_edit"),
            ([TabEdits("Ledger", [ColumnEdits(1, [1], [2]), ColumnEdits(1, [1], [3])])], "bad_edit"),
            ([TabEdits("Ledger", [ColumnEdits(1, [2, 1], [1, 2])])], "bad_edit"),
            ([TabEdits("Ledger", [ColumnEdits(1, [1, 2], [1])])], "bad_edit"),
            ([TabEdits("Ledger", [ColumnEdits(1, [1, 2], [1, 2], ["text"])])], "bad_edit"),
            ([TabEdits("Ledger", [ColumnEdits(1, [1, 1_048_577], [1, 2])])], "bad_edit"),
            ([TabEdits("Ledger", [CellEdit(1, 1, 1, "pretty")])], "unknown_style"),
        ],
    )
    def test_edits_that_make_no_sense(self, tmp_path, edits, code):
        with pytest.raises(PackageError) as caught:
            rewrite(one_tab(tmp_path / "a.xlsx", ""), io.BytesIO(), PackageEdits(edits))
        assert caught.value.code == code

    @pytest.mark.parametrize(
        "rows",
        [
            '<row r="5"/><row r="4"/>',
            '<row r="5"/><row r="5"/>',
            "<row r='5'/><row r='4'/>",
            '<row r="4"><c r="B4"/><c r="A4"/></row>',
            '<row r="4"><c r="A4"/><c r="A4"/></row>',
            '<row r="4"><c r="A5"/></row>',
        ],
    )
    def test_rows_and_cells_out_of_order(self, tmp_path, rows):
        with pytest.raises(PackageError) as caught:
            write(tmp_path, rows, [CellEdit(4, 1, 1), CellEdit(9, 1, 1)])
        assert caught.value.code == "malformed"

    def test_signed_workbooks(self, tmp_path):
        path = Package({"A": sheet("")}, extra={"_xmlsignatures/origin.sigs": b""}).write(tmp_path / "a.xlsx")
        with pytest.raises(PackageError) as caught:
            rewrite(path, io.BytesIO(), PackageEdits())
        assert caught.value.code == "signed"

    def test_tabs_without_cells(self, tmp_path):
        package = Package({"A": sheet("")})
        parts = package.parts()
        package.extra["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            b'/worksheet"', b'/chartsheet"'
        )
        with pytest.raises(PackageError) as caught:
            rewrite(
                package.write(tmp_path / "a.xlsx"), io.BytesIO(), PackageEdits([TabEdits("A", [CellEdit(1, 1, 1)])])
            )
        assert caught.value.code == "not_a_worksheet"

    def test_limits_hold_for_writing_too(self, tmp_path):
        path = one_tab(tmp_path / "a.xlsx", "")
        with pytest.raises(PackageError) as caught:
            rewrite(path, io.BytesIO(), PackageEdits(), limits=Limits(max_file_bytes=10))
        assert caught.value.code == "too_large"

    def test_a_failure_while_writing_leaves_no_file(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive.Archive, "write", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            rewrite(one_tab(tmp_path / "a.xlsx", ""), tmp_path / "after.xlsx", PackageEdits())
        assert not (tmp_path / "after.xlsx").exists()


class TestStyles:
    def test_a_workbook_without_styles_gets_some(self, tmp_path):
        path = Package({"Ledger": sheet("")}, styles=None).write(tmp_path / "a.xlsx")
        after = tmp_path / "after.xlsx"
        rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1, "money")])]))
        assert b"<cellXfs" in part_of(after, "xl/styles1.xml")
        assert cells_of(after)[1, 1][1] == "1"

    def test_every_style_can_be_written_into_the_barest_styles_part(self, tmp_path):
        from sync.backends.excel.package import STYLES as NAMES

        bare = f'{HEAD}<x:styleSheet xmlns:x="{MAIN}"><x:dxfs count="0"/></x:styleSheet>'
        path = Package({"Ledger": sheet("")}, styles=bare).write(tmp_path / "a.xlsx")
        after, again = tmp_path / "after.xlsx", tmp_path / "again.xlsx"
        edits = [CellEdit(row, 1, row, name) for row, name in enumerate(NAMES, start=1)]
        rewrite(path, after, PackageEdits([TabEdits("Ledger", edits)]))
        root = etree.fromstring(part_of(after, "xl/styles.xml"))
        assert [etree.QName(each).localname for each in root] == [
            "numFmts",
            "fonts",
            "fills",
            "borders",
            "cellXfs",
            "dxfs",
        ]
        for each in root:
            assert each.get("count") == str(len(each))
        rewrite(after, again, PackageEdits([TabEdits("Ledger", edits)]))
        assert part_of(after, "xl/styles.xml") == part_of(again, "xl/styles.xml")

    @pytest.fixture(autouse=True)
    def _plain_looks(self, monkeypatch):
        """How the product's styles look is a matter of taste; these tests need looks that do not change."""
        plain = {"integer": Style(number_format="#,##0"), "title": Style(bold=True, bigger=5, color="33475B")}
        monkeypatch.setattr(styles, "STYLES", {**styles.STYLES, **plain})

    def test_formats_that_excel_wrote_in_its_own_words_are_found_again(self, tmp_path):
        """After a save in Excel the same look has other bytes: a built-in number, a theme's scheme, flags in full."""
        before = STYLES.replace(
            "</cellXfs>",
            '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1">'
            '<alignment horizontal="general" wrapText="0"/></xf></cellXfs>',
        ).replace('cellXfs count="3"', 'cellXfs count="4"')
        path = Package({"Ledger": sheet("")}, styles=before).write(tmp_path / "a.xlsx")
        after = tmp_path / "after.xlsx"
        report = rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1, "integer")])]))
        assert report.parts_changed == (SHEET,)
        assert cells_of(after)[1, 1][1] == "3"

    def test_formats_with_more_than_ours_are_not_taken_for_ours(self, tmp_path):
        odd = '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0"{}>{}</xf>'
        for attributes, inner in ((' quotePrefix="1"', ""), ("", '<protection locked="0"/>')):
            odd_styles = STYLES.replace("</cellXfs>", odd.format(attributes, inner) + "</cellXfs>")
            path = Package({"Ledger": sheet("")}, styles=odd_styles).write(tmp_path / "a.xlsx")
            after = tmp_path / "after.xlsx"
            rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1, "integer")])]))
            assert cells_of(after)[1, 1][1] == "4"

    def test_the_font_of_the_workbook_is_used(self, tmp_path):
        other = STYLES.replace("Calibri", "Times New Roman").replace('val="11"', 'val="13"')
        path = Package({"Ledger": sheet("")}, styles=other).write(tmp_path / "a.xlsx")
        rewrite(path, tmp_path / "b.xlsx", PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1, "title")])]))
        assert b'<b/><sz val="18"/><color rgb="FF33475B"/><name val="Times New Roman"/>' in part_of(
            tmp_path / "b.xlsx", "xl/styles.xml"
        )

    def test_a_workbook_full_of_formats_is_refused(self, tmp_path):
        full = STYLES.replace("</cellXfs>", '<xf numFmtId="1" xfId="0"/>' * 65_000 + "</cellXfs>")
        path = Package({"Ledger": sheet("")}, styles=full).write(tmp_path / "a.xlsx")
        with pytest.raises(PackageError) as caught:
            rewrite(path, io.BytesIO(), PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1, "link")])]))
        assert caught.value.code == "too_many_styles"


def test_foreign_markup_around_the_rows_is_kept(tmp_path):
    before = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><dimension ref="Z9"/></mc:Choice></mc:AlternateContent><dimension ref="A1"/>'
    )
    after = '<extLst><ext uri="{05C60535}" xmlns:x14="urn:x14"><x14:autoFilter ref="A1:B2"/></ext></extLst>'
    write(tmp_path, '<row r="1"/>', [], before=before, after=after, new_columns=(NewColumn(3, "⚙", 1),))
    xml = part_of(tmp_path / "after.xlsx", SHEET).decode()
    assert before.replace('ref="A1"', 'ref="A1:C1"') in xml
    assert after in xml


def test_parts_that_nothing_touches_are_the_same_bytes(tmp_path):
    """A pivot table with its cache, a slicer, threaded comments, custom XML, printer settings."""
    extra = {
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="P" cacheId="1"/>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" recordCount="0"/>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{MAIN}" count="0"/>',
        "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>',
        "xl/threadedComments/threadedComment1.xml": "<ThreadedComments xmlns='urn:x'/>",
        "xl/persons/person.xml": "<personList xmlns='urn:x'/>",
        "customXml/item1.xml": "<dữ-liệu/>",
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/ctrlProps/ctrlProp1.xml": "<formControlPr objectType='Button'/>",
    }
    package = Package(
        {"Ledger": sheet('<row r="1"/>', after='<legacyDrawing r:id="rId9"/>')},
        extra=extra,
        relations=[("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")],
        workbook_inner='<pivotCaches><pivotCache cacheId="1" r:id="rIdX0"/></pivotCaches>',
        sheet_relations={
            1: [("pivotTable", "../pivotTables/pivotTable1.xml"), ("printerSettings", "../printerSettings/p")]
        },
    )
    path, after = package.write(tmp_path / "a.xlsx"), tmp_path / "after.xlsx"
    rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, "x", "note")])], [NewTab("⚙ B")]))
    assert differences(path, after, Allowed(cells={"Ledger": {(1, 1)}}, new_tabs=("⚙ B",))) == []
    for name, data in extra.items():
        assert part_of(after, name) == (data if isinstance(data, bytes) else data.encode())


def test_the_report_says_what_was_done(tmp_path):
    path, target = one_tab(tmp_path / "a.xlsx", '<row r="1"/>'), io.BytesIO()
    edits = TabEdits("Ledger", [CellEdit(2, 1, "x"), ColumnEdits(2, [2, 3], [1, 2]), ColumnEdits(9, [], [])])
    report = rewrite(path, target, PackageEdits([edits], [NewTab("B", [CellEdit(1, 1, 1)])]))
    assert report.cells_written == 4
    assert report.parts_changed == (
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        SHEET,
        "xl/worksheets/sheet2.xml",
    )
    assert report.bytes_written == len(target.getvalue())


def test_relationships_and_types_may_close_themselves_or_use_prefixes(tmp_path):
    """Parts as other programs write them: every element with a prefix."""
    package = Package({"Ledger": sheet("")})
    parts = package.parts()
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        root = etree.fromstring(parts[name])
        spaces = {"r": RELATIONS, "p": etree.QName(root).namespace}
        copied = etree.Element(root.tag, root.attrib, nsmap=spaces)
        copied.extend(list(root))
        etree.cleanup_namespaces(copied, keep_ns_prefixes=["r", "p"])
        package.extra[name] = etree.tostring(copied, xml_declaration=True, encoding="UTF-8", standalone=True)
    assert b"<p:sheets" in package.extra["xl/workbook.xml"]
    path, after = package.write(tmp_path / "a.xlsx"), tmp_path / "after.xlsx"
    rewrite(path, after, PackageEdits([TabEdits("Ledger", [CellEdit(1, 1, 1)])], [NewTab("B")]))
    assert differences(path, after, Allowed(cells={"Ledger": {(1, 1)}}, new_tabs=("B",))) == []
    assert [tab.title for tab in scan_workbook(after).tabs] == ["Ledger", "B"]
    assert b'<p:sheet name="B"' in part_of(after, "xl/workbook.xml")


def test_a_column_in_pieces_with_rows_of_its_own_is_written_in_order(tmp_path):
    """Columns with different rows, single cells between them, several in one row."""
    edits = [
        ColumnEdits(3, [1, 4, 7], ["a", "b", "c"]),
        ColumnEdits(2, [2, 4], [1, 2]),
        CellEdit(4, 1, True),
        CellEdit(9, 5, "z"),
        ColumnEdits(5, [4, 5], [Decimal(1), None]),
    ]
    path, after = one_tab(tmp_path / "a.xlsx", '<row r="4"><c r="B4"/></row>'), tmp_path / "after.xlsx"
    rewrite(path, after, PackageEdits([TabEdits("Ledger", edits)]))
    assert list(cells_of(after)) == [(1, 3), (2, 2), (4, 1), (4, 2), (4, 3), (4, 5), (7, 3), (9, 5)]
    assert cells_of(after)[4, 2][2] == "2"


def test_a_large_tab_is_edited_in_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_CHUNK", 20_000)
    rows = "".join(
        f'<row r="{row}" spans="1:2"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="s"><v>0</v></c></row>'
        for row in range(1, 3_001)
        if row % 100
    )
    path, once, twice = (tmp_path / f"{name}.xlsx" for name in ("before", "once", "twice"))
    one_tab(path, rows)
    at = range(1, 3_001)
    column = ColumnEdits(3, at, [f"số {row}" for row in at], "wrap")
    rewrite(path, once, PackageEdits([TabEdits("Ledger", [column])]))
    assert differences(path, once, Allowed(columns={"Ledger": {3}})) == []
    cells = cells_of(once)
    assert [cells[row, 3][2] for row in at] == [f"số {row}" for row in at]
    few = [CellEdit(row, 3, "khác") for row in (7, 1_500, 2_999)]
    rewrite(once, twice, PackageEdits([TabEdits("Ledger", few)]))
    assert differences(once, twice, Allowed(cells={"Ledger": {(edit.row, 3) for edit in few}})) == []
    assert cells_of(twice)[1_500, 3][2] == "khác"
