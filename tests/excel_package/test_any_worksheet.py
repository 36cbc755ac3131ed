"""Generated worksheets in every legal form, edited at random, against a model made with an XML tree."""

import contextlib
import io

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from sync.backends.excel.package import (
    CellEdit,
    ColumnEdits,
    PackageEdits,
    PackageError,
    TabEdits,
    column_letters,
    rewrite,
    scan_workbook,
)
from tests.excel_package.packages import MAIN, Package, cells_of, part_of, sheet

CASES = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
LAST_ROW, LAST_COLUMN = 14, 9

space = st.sampled_from(["", "", "", " ", "\n", "\r\n\t"])
content = st.sampled_from(
    [
        ("", "", True),
        ("", "", False),
        ("", "<{p}v>12</{p}v>", False),
        (" t={q}s{q}", "<{p}v>0</{p}v>", False),
        (" t={q}b{q}", "<{p}v>1</{p}v>", False),
        (" t={q}e{q}", "<{p}v>#REF!</{p}v>", False),
        ("", "<{p}f>A1+B2</{p}f><{p}v>3</{p}v>", False),
        ("", "<{p}f>A1&amp;&#34;x&#34;</{p}f>", False),
        ("", "<{p}f ca={q}1{q}>NOW()</{p}f><{p}v>1.5</{p}v>", False),
        (" t={q}str{q}", "<{p}f>1</{p}f><{p}v> a &gt; b </{p}v>", False),
        (" t={q}inlineStr{q}", "<{p}is><{p}t xml:space={q}preserve{q}> x&#10;y </{p}t></{p}is>", False),
        (" t={q}inlineStr{q}", "<{p}is><{p}r><{p}t>a</{p}t></{p}r><{p}r><{p}t>b</{p}t></{p}r></{p}is>", False),
        (" cm={q}1{q}", "<{p}v>5</{p}v><{p}extLst><{p}ext uri={q}u{q}/></{p}extLst>", False),
        (" xx:foo={q}bar{q} xmlns:xx={q}urn:x{q}", "<{p}v/>", False),
    ]
)


@st.composite
def worksheets(draw):
    """The XML of rows, and the prefix it is written in."""
    prefix = draw(st.sampled_from(["", "", "x"]))
    p = f"{prefix}:" if prefix else ""
    pieces, previous = [draw(space)], 0
    for number in sorted(draw(st.sets(st.integers(1, LAST_ROW), max_size=8))):
        q = draw(st.sampled_from(['"', '"', "'"]))
        named = number != previous + 1 or draw(st.booleans())
        previous = number
        attributes = [f"r={q}{number}{q}"] if named else []
        attributes += draw(st.lists(st.sampled_from([f"spans={q}1:3{q}", f"ht={q}20{q}", f"s={q}1{q}"]), unique=True))
        if draw(st.booleans()):
            attributes.reverse()
        tag = f"<{p}row" + "".join(f" {each}" for each in attributes)
        if draw(st.integers(0, 6)) == 0:
            pieces.append(f"{tag}{draw(space)}/>{draw(space)}")
            continue
        pieces.append(f"{tag}>{draw(space)}")
        column_before = 0
        for column in sorted(draw(st.sets(st.integers(1, LAST_COLUMN), max_size=6))):
            kind, inner, closes = draw(content)
            reference = f" r={q}{column_letters(column)}{number}{q}"
            if column == column_before + 1 and draw(st.integers(0, 3)) == 0:
                reference = ""
            column_before = column
            style = draw(st.sampled_from(["", f" s={q}2{q}"]))
            order = [reference, style, kind.format(q=q)]
            if draw(st.integers(0, 3)) == 0:
                order.reverse()
            start = f"<{p}c{''.join(order)}"
            pieces.append(f"{start}/>" if closes else f"{start}>{inner.format(p=p, q=q)}</{p}c>")
            pieces.append(draw(space))
        pieces.append(f"</{p}row>{draw(space)}")
    return "".join(pieces), prefix


values = st.one_of(st.none(), st.integers(-99, 99), st.booleans(), st.text("aĐ<&'\"\n _x0041_", max_size=8))
styles = st.sampled_from([None, "wrap", "status_ok"])
places = st.tuples(st.integers(1, LAST_ROW + 3), st.integers(1, LAST_COLUMN + 3))


@st.composite
def edits(draw):
    """Single cells and whole columns, no cell twice; also as a dictionary."""
    cells = {place: (draw(values), draw(styles)) for place in draw(st.sets(places, max_size=12))}
    column = draw(st.integers(1, LAST_COLUMN + 3))
    block = sorted(row for row, at in cells if at == column)
    asked = [CellEdit(*place, *cells[place]) for place in cells if place[1] != column]
    if block:
        asked.append(
            ColumnEdits(
                column, block, [cells[row, column][0] for row in block], [cells[row, column][1] for row in block]
            )
        )
    return asked, cells


def expected_cell(before, value, style):
    """A cell as (type, style, text, formula) after an edit; None when it need not exist."""
    if before is None and value is None and style is None:
        return None
    kept = before[1] if before is not None else None
    shown = {None: kept}.get(style, style)
    if value is None:
        return "n", shown, "", None
    if isinstance(value, bool):
        return "b", shown, str(int(value)), None
    if isinstance(value, int):
        return "n", shown, str(value), None
    return "inlineStr", shown, value.replace("_x0041_", "_x005F_x0041_"), None


@CASES
@given(worksheets(), edits())
@example(("<row r='1'><c r='A1'/></row>", ""), ([CellEdit(1, 1, 5)], {(1, 1): (5, None)}))
def test_exactly_the_edited_cells_change(tmp_path_factory, worksheet, edited):
    rows, prefix = worksheet
    asked, cells = edited
    folder = tmp_path_factory.mktemp("any")
    path, after = folder / "before.xlsx", folder / "after.xlsx"
    Package({"A": sheet(rows, prefix=prefix)}).write(path)
    rewrite(path, after, PackageEdits([TabEdits("A", asked)]))
    before, now = cells_of(path), cells_of(after)
    names = {str(index): name for name, index in _style_indices(after).items()}
    wanted = dict(before)
    for place, (value, style) in cells.items():
        cell = expected_cell(before.get(place), value, style)
        if cell is not None:
            wanted[place] = cell
    for place in cells:
        if place in now:
            kind, index, *rest = now[place]
            now[place] = kind, names.get(index, index), *rest
    assert now == wanted
    assert _rest(path, set(cells)) == _rest(after, set(cells))
    assert list(now) == sorted(now)


@CASES
@given(worksheets())
def test_the_scan_sees_what_a_tree_sees(tmp_path_factory, worksheet):
    rows, prefix = worksheet
    path = Package({"A": sheet(rows, prefix=prefix)}).write(tmp_path_factory.mktemp("any") / "a.xlsx")
    cells = cells_of(path)
    tab = scan_workbook(path).tabs[0]
    filled = {place for place, cell in cells.items() if cell[2] or cell[3] is not None}
    assert tab.last_row == max((row for row, _ in filled), default=0)
    assert tab.last_column == max((column for _, column in filled), default=0)
    assert tab.first_row == min((row for row, _ in filled), default=0)
    assert dict(tab.formulas) == {place: cell[3] for place, cell in cells.items() if cell[3] is not None}
    assert tab.error_cells == {place: cell[2] for place, cell in cells.items() if cell[0] == "e"}
    valueless = {place: cell[3] for place, cell in cells.items() if cell[3] is not None and not cell[2]}
    assert tab.formulas_without_value == valueless


@CASES
@given(st.binary(max_size=200), st.integers(0, 3))
def test_rubbish_among_the_rows_is_refused_or_read_but_never_worse(tmp_path_factory, rubbish, kind):
    pieces = [b'<row r="1">', b'<c r="A1"><v>1</v></c>', b"</row>"]
    pieces.insert(kind, rubbish)
    package = Package({"A": sheet("@")})
    package.extra["xl/worksheets/sheet1.xml"] = sheet("@").encode().replace(b"@", b"".join(pieces))
    path = package.write(tmp_path_factory.mktemp("any") / "a.xlsx")
    edits = PackageEdits([TabEdits("A", [CellEdit(1, 2, 1)])])
    # Any other exception fails the test.
    with contextlib.suppress(PackageError):
        scan_workbook(path)
    with contextlib.suppress(PackageError):
        rewrite(path, io.BytesIO(), edits)


def _style_indices(path):
    """The formats that were appended, by the look that tells them apart here."""
    root = etree.fromstring(part_of(path, "xl/styles.xml"))
    found = {}
    for index, each in enumerate(root.find(f"{{{MAIN}}}cellXfs")):
        if index > 2:
            found["wrap" if each.find(f"{{{MAIN}}}alignment[@wrapText]") is not None else "status_ok"] = index
    return found


def _rest(path, edited):
    """Everything of the worksheet but the edited cells: rows with their attributes, other cells to the last byte."""
    root = etree.fromstring(part_of(path, "xl/worksheets/sheet1.xml"))
    found, number = {}, 0
    for row in root.iter(f"{{{MAIN}}}row"):
        number = int(row.get("r", number + 1))
        attributes = {name: value for name, value in row.attrib.items() if name not in ("r", "spans")}
        if attributes:
            found[number] = attributes
        column = 0
        for cell in row.iter(f"{{{MAIN}}}c"):
            reference = cell.get("r")
            column = (
                (ord(reference[0]) - 64 if len(reference.rstrip("0123456789")) == 1 else 99)
                if reference
                else column + 1
            )
            if (number, column) not in edited:
                found[number, column] = etree.tostring(cell, method="c14n", with_tail=False)
    return found
