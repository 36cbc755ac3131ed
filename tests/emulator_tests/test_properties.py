"""What holds whatever people do: anchors and formulas follow, batches are whole, text forms can be read back."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulator import Emulator, token_session
from tests.emulator.grid.a1 import box_name, parse_a1
from tests.emulator.grid.area import Area, Box
from tests.emulator.grid.cell import Cell
from tests.emulator.grid.sheet import Sheet
from tests.emulator.pretty import pretty
from tests.emulator.requests.following import Delete, Insert, Move
from tests.emulator.values.appending import tables
from tests.emulator.values.locales import LOCALES
from tests.emulator.values.number_text import automatic
from tests.emulator.values.serial import EPOCH
from tests.emulator.values.typing import typed

FEW = settings(max_examples=40, deadline=None)
ROWS = 6
INDEX = st.integers(0, ROWS - 1)

EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("insert_rows"), INDEX, st.integers(1, 2)),
        st.tuples(st.just("delete_rows"), INDEX, st.just(1)),
        st.tuples(st.just("move_rows"), INDEX, st.integers(0, ROWS)),
        st.tuples(st.just("insert_columns"), st.integers(0, 2), st.just(1)),
        st.tuples(st.just("sort"), st.booleans(), st.just(0)),
    ),
    max_size=8,
)


def edit(person, kind, first, second):
    if kind == "sort":
        place = person.sheet("Sheet1").whole()
        person.sort(box_name(place), key_column(person), descending=first)
    elif kind == "move_rows":
        if not first <= second <= first + 1:
            person.move_rows("Sheet1", first, 1, second)
    else:
        getattr(person, kind)("Sheet1", first, second)


def key_column(person):
    return next(
        (column for _, column, cell in cells(person) if isinstance(cell.value, str) and cell.value.startswith("key")), 0
    )


def cells(person):
    sheet = person.sheet("Sheet1")
    return sheet.cells_in(sheet.whole())


@FEW
@given(EDITS)
def test_an_anchor_stays_beside_its_row_whatever_people_do(edits):
    with Emulator(http=False) as emulator:
        person = emulator.create_book("Office")
        person.put("A1", [[f"key {row}"] for row in range(ROWS)])
        for row in range(ROWS):
            place = {"dimensionRange": {"dimension": "ROWS", "startIndex": row, "endIndex": row + 1}}
            entry = {"metadataKey": f"key {row}", "location": place, "visibility": "DOCUMENT"}
            person.batch({"createDeveloperMetadata": {"developerMetadata": entry}})
        for kind, first, second in edits:
            edit(person, kind, first, second)
        keys = {row: cell.value for row, _, cell in cells(person)}
        anchored = {
            index: person.book.entries[number].key
            for number, _, dimension, index in person.book.anchored()
            if dimension == "ROWS"
        }
        assert anchored == keys


@FEW
@given(EDITS.map(lambda edits: [found for found in edits if found[0] != "sort"]))
def test_a_reference_goes_on_meaning_the_same_cell(edits):
    with Emulator(http=False) as emulator:
        person = emulator.create_book("Office")
        person.put("A1", [[f"key {row}"] for row in range(ROWS)])
        person.add_sheet("Two", 20, 2)
        person.type("Two!A1", [[f"=Sheet1!A{row + 1}"] for row in range(ROWS)])
        for kind, first, second in edits:
            edit(person, kind, first, second)
        left = {cell.value for _, _, cell in cells(person)}
        wanted = [[f"key {row}" if f"key {row}" in left else "#REF!"] for row in range(ROWS)]
        assert person.values(f"Two!A1:A{ROWS}") == wanted


@FEW
@given(EDITS)
def test_a_refused_batch_leaves_no_trace(edits):
    with Emulator(http=False) as emulator:
        person = emulator.create_book("Office")
        person.put("A1", [[f"key {row}", row, "x"] for row in range(ROWS)])
        session = token_session(emulator)
        url = f"https://sheets.googleapis.com/v4/spreadsheets/{person.book.book_id}"
        before = session.get(url, params={"includeGridData": "true"}).json()
        requests = [
            {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": first, "endIndex": first + 1}}}
            for _, first, _ in edits
        ]
        refused = session.post(f"{url}:batchUpdate", json={"requests": [*requests, {"deleteSheet": {"sheetId": 9}}]})
        assert refused.status_code == 400
        assert session.get(url, params={"includeGridData": "true"}).json() == before


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
LENGTH = 24


@given(SPANS, st.integers(0, LENGTH), st.integers(1, 3))
def test_a_stretch_holds_the_same_lines_after_an_insertion(span, at, count):
    marked = list(range(LENGTH))
    moved = marked[:at] + [None] * count + marked[at:]
    start, end = Insert(at, count).span(*span)
    assert [line for line in moved[start:end] if line is not None] == marked[slice(*span)]


@given(SPANS, SPANS)
def test_a_stretch_holds_what_is_left_of_its_lines_after_a_deletion(span, gone):
    kept = [line for line in range(LENGTH) if not gone[0] <= line < gone[1]]
    found = Delete(*gone).span(*span)
    left = [line for line in range(*span) if line in kept]
    assert (kept[slice(*found)] if found else []) == left


@given(st.integers(0, LENGTH - 1), SPANS, st.integers(0, LENGTH))
def test_a_single_line_is_found_where_a_move_put_it(line, source, destination):
    start, end = source
    if start <= destination <= end:
        return
    lines = list(range(LENGTH))
    block, rest = lines[start:end], lines[:start] + lines[end:]
    landed = destination if destination <= start else destination - len(block)
    rest[landed:landed] = block
    place, _ = Move(start, end, destination).span(line, line + 1)
    assert rest[place] == line


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.text()
)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_the_pretty_printer_prints_what_json_reads_back(data):
    assert json.loads(pretty(data)) == data


@given(st.integers(0, 2000), st.integers(0, 700), st.integers(1, 50), st.integers(1, 50))
def test_the_name_of_a_rectangle_can_be_read_back(top, left, height, width):
    box = Box(top, top + height, left, left + width)
    assert parse_a1(box_name(box)) == Area(*box)


@given(st.sampled_from(sorted(LOCALES)), st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_a_number_as_shown_is_read_back_when_typed(locale, number):
    text = automatic(float(number), LOCALES[locale])
    found = typed(text, LOCALES[locale], EPOCH.date()) if text else None
    if text.count(".") and locale != "en_US":
        return
    assert automatic(float(found.value), LOCALES[locale]) == text


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_every_filled_cell_is_in_exactly_one_table(places):
    sheet = Sheet(0, "S", 10, 10)
    for row, column in places:
        sheet.put(row, column, Cell("x"))
    found = tables(sheet)
    for row, column in places:
        one = Box(row, row + 1, column, column + 1)
        assert sum(table.holds(one) for table in found) == 1
    apart = [(one, other) for one in found for other in found if one is not other]
    assert not any(one.meets(other) for one, other in apart)
