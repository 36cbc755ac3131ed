"""Everything else in a workbook survives: the corpus, written in every way that the product writes."""

import datetime as dt
import re
import zipfile
from decimal import Decimal

import pytest

from sync.backends.excel.package import (
    CellEdit,
    ColumnEdits,
    NewColumn,
    NewTab,
    PackageEdits,
    TabEdits,
    rewrite,
    scan_workbook,
)
from tests.excel_package.comparator import Allowed, differences
from tests.excel_package.corpus import CORPUS, HEADER_ROWS, ROWS
from tests.excel_package.packages import cells_of, part_of, zipped

TITLES = ("⚙ Status", "⚙ Why", "⚙ Since")


@pytest.fixture(params=sorted(CORPUS))
def kind(request):
    return request.param


@pytest.fixture
def source(kind, tmp_path):
    return CORPUS[kind](tmp_path / "before.xlsx")


def _first_column(kind):
    """The first free column at the right."""
    return 11 if kind == "rules" else 7


def _owned(kind, text="Đạt", *, new=True, summary=True):
    header = HEADER_ROWS.get(kind, 1)
    first = _first_column(kind)
    rows = range(header + 1, header + 1 + ROWS)
    columns = [
        ColumnEdits(first, rows, [text] * ROWS, ["status_ok", "status_error"] * (ROWS // 2)),
        ColumnEdits(first + 1, rows, [f"{text} vì <{row}> & số" for row in rows], "wrap"),
        ColumnEdits(first + 2, rows, [dt.date(2026, 11, 1)] * ROWS, "date"),
    ]
    added = tuple(NewColumn(first + n, title, header, 20) for n, title in enumerate(TITLES)) if new else ()
    tabs = [NewTab("⚙ Summary", [CellEdit(1, 1, "Tổng", "title"), CellEdit(2, 1, Decimal("12.50"), "money")])]
    return PackageEdits([TabEdits("Ledger", columns, added)], tabs if summary else [])


def _allowed(kind, *, summary=True):
    columns = set(range(_first_column(kind), _first_column(kind) + 3))
    return Allowed(columns={"Ledger": columns}, new_tabs=("⚙ Summary",) if summary else (), widened={"Ledger": columns})


def test_adding_columns_and_a_tab_changes_nothing_else(kind, source, tmp_path):
    after = tmp_path / "after.xlsx"
    rewrite(source, after, _owned(kind))
    assert differences(source, after, _allowed(kind)) == []


def test_writing_again_over_our_own_cells_changes_nothing_else(kind, source, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    rewrite(source, once, _owned(kind))
    report = rewrite(once, twice, _owned(kind, "Sai", new=False, summary=False))
    assert differences(once, twice, _allowed(kind, summary=False)) == []
    assert len(report.parts_changed) == 1
    assert report.widened == ()


def test_writing_the_same_again_gives_the_same_bytes(kind, source, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    rewrite(source, once, _owned(kind))
    rewrite(once, twice, _owned(kind, new=False, summary=False))
    assert once.read_bytes() == twice.read_bytes()


def test_the_summary_tab_is_replaced_and_nothing_else(kind, source, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    rewrite(source, once, _owned(kind))
    edits = [CellEdit(1, 1, "Mới", "title"), CellEdit(2, 1, None), CellEdit(5, 3, 7, "integer")]
    rewrite(once, twice, PackageEdits([TabEdits("⚙ Summary", edits)]))
    allowed = Allowed(cells={"⚙ Summary": {(1, 1), (2, 1), (5, 3)}})
    assert differences(once, twice, allowed) == []


def test_single_cells_inside_staff_rows_change_alone(kind, source, tmp_path):
    after = tmp_path / "after.xlsx"
    places = [(4, 1), (4, 3), (6, 2), (ROWS, 9), (ROWS + 40, 2)]
    rewrite(source, after, PackageEdits([TabEdits("Ledger", [CellEdit(*place, "x") for place in places])]))
    assert differences(source, after, Allowed(cells={"Ledger": set(places)})) == []


def test_columns_that_staff_inserted_inside_ours_are_kept(kind, source, tmp_path):
    once, moved, after = (tmp_path / f"{name}.xlsx" for name in ("once", "moved", "after"))
    first, header = _first_column(kind), HEADER_ROWS.get(kind, 1)
    rewrite(source, once, _owned(kind))
    rows = range(header + 1, header + 1 + ROWS)
    # The staff's own column now stands where our second one was; ours stand at its left and right.
    staff = [ColumnEdits(first + 1, rows, [f"riêng {row}" for row in rows], None)]
    rewrite(once, moved, PackageEdits([TabEdits("Ledger", staff)]))
    ours = [
        ColumnEdits(first, rows, ["Sai"] * ROWS, "status_error"),
        ColumnEdits(first + 2, rows, ["mới"] * ROWS, "wrap"),
    ]
    rewrite(moved, after, PackageEdits([TabEdits("Ledger", ours)]))
    assert differences(moved, after, Allowed(columns={"Ledger": {first, first + 2}})) == []
    part = next(tab.part for tab in scan_workbook(after).tabs if tab.title == "Ledger")
    written = cells_of(after, part)
    assert written[header + 1, first + 1][2] == f"riêng {header + 1}"
    assert written[header + 1, first + 2][2] == "mới"


def test_a_rewrite_without_edits_copies_every_member(kind, source, tmp_path):
    after = tmp_path / "after.xlsx"
    report = rewrite(source, after, PackageEdits())
    assert differences(source, after, Allowed()) == []
    assert (report.cells_written, report.parts_changed) == (0, ())
    assert report.bytes_written == after.stat().st_size


def test_the_table_reaches_over_the_new_columns_and_keeps_their_names(tmp_path):
    source, after = CORPUS["table"](tmp_path / "before.xlsx"), tmp_path / "after.xlsx"
    report = rewrite(source, after, _owned("table"))
    assert report.widened == ("NhatKy",)
    xml = part_of(after, "xl/tables/table1.xml").decode()
    assert re.findall(r'ref="([^"]*)"', xml) == ["A3:I33", "A3:I33"]
    assert re.findall(r'tableColumn id="(\d+)" name="([^"]*)"', xml)[-3:] == [
        ("7", "⚙ Status"),
        ("8", "⚙ Why"),
        ("9", "⚙ Since"),
    ]
    assert scan_workbook(after).tab("Ledger").tables[0].ref == "A3:I33"


def test_the_filter_of_a_tab_and_its_hidden_name_reach_over_the_new_columns(tmp_path):
    source, after = CORPUS["filtered"](tmp_path / "before.xlsx"), tmp_path / "after.xlsx"
    report = rewrite(source, after, _owned("filtered"))
    assert report.widened == ("Ledger!autoFilter",)
    scan = scan_workbook(after)
    assert scan.tab("Ledger").auto_filter == "A1:I31"
    assert [name.text for name in scan.defined_names] == ["Ledger!$A$1:$I$31"]


def test_a_filter_that_does_not_end_beside_the_new_columns_stays(tmp_path):
    source, after = CORPUS["filtered"](tmp_path / "before.xlsx"), tmp_path / "after.xlsx"
    edits = TabEdits("Ledger", (), (NewColumn(9, "⚙ Status", 1),))
    assert rewrite(source, after, PackageEdits([edits])).widened == ()
    assert scan_workbook(after).tab("Ledger").auto_filter == "A1:F31"


def test_dates_follow_the_date_system_of_the_workbook(tmp_path):
    serials = {}
    for kind in ("filtered", "dates_from_1904"):
        source, after = CORPUS[kind](tmp_path / f"{kind}.xlsx"), tmp_path / f"{kind}-after.xlsx"
        rewrite(source, after, _owned(kind))
        serials[kind] = cells_of(after, "xl/worksheets/sheet2.xml")[2, 9][2]
    assert serials == {"filtered": "46327", "dates_from_1904": "44865"}


def test_formats_are_appended_once_however_often_we_write(kind, source, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    rewrite(source, once, _owned(kind))
    edits = TabEdits("Ledger", [CellEdit(4, 1, 1, "money"), CellEdit(5, 1, 1, "header")])
    rewrite(once, twice, PackageEdits([edits]))
    assert part_of(once, "xl/styles.xml") == part_of(twice, "xl/styles.xml")


def test_members_keep_their_unusual_features(tmp_path):
    """Stored members, data descriptors, a zip comment, extra fields, a directory entry."""
    source, after = CORPUS["drawings"](tmp_path / "made.xlsx"), tmp_path / "after.xlsx"
    odd = tmp_path / "odd.xlsx"

    class Unseekable:
        def __init__(self, file):
            self.file = file

        def write(self, data):
            return self.file.write(data)

        def flush(self):
            self.file.flush()

    with zipfile.ZipFile(source) as made, odd.open("wb") as raw, zipfile.ZipFile(Unseekable(raw), "w") as archive:
        archive.comment = "Sổ cái".encode()
        for number, name in enumerate(made.namelist()):
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 58, 0))
            info.extra = b"\x20\xa2\x04\x00abcd"
            info.comment = b"member"
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            archive.writestr(info, made.read(name))
        archive.writestr("xl/media/", b"")
    rewrite(odd, after, _owned("drawings"))
    assert differences(odd, after, _allowed("drawings")) == []
    with zipfile.ZipFile(after) as archive:
        assert archive.comment.decode() == "Sổ cái"
        assert archive.getinfo("xl/worksheets/sheet1.xml").date_time == (1999, 12, 31, 23, 58, 0)


def test_a_zip64_package_is_copied(tmp_path):
    source, odd, after = CORPUS["filtered"](tmp_path / "a.xlsx"), tmp_path / "odd.xlsx", tmp_path / "after.xlsx"
    with zipfile.ZipFile(source) as made, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(made.read(name))
    rewrite(odd, after, _owned("filtered"))
    assert differences(odd, after, _allowed("filtered")) == []


@pytest.mark.parametrize("limit", [0, 400])
def test_a_zip_file_with_64_bit_records_is_copied(tmp_path, monkeypatch, limit):
    """As some programs write them for every file, however small."""
    source, odd, after = CORPUS["filtered"](tmp_path / "a.xlsx"), tmp_path / "odd.xlsx", tmp_path / "after.xlsx"
    with zipfile.ZipFile(source) as made, monkeypatch.context() as patched:
        patched.setattr(zipfile, "ZIP64_LIMIT", limit)
        with zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in made.namelist():
                archive.writestr(name, made.read(name))
    assert b"PK\6\6" in odd.read_bytes()
    rewrite(odd, after, _owned("filtered"))
    assert differences(odd, after, _allowed("filtered")) == []
    assert scan_workbook(after).tab("Ledger").last_column == 9


class TestTheComparator:
    """It would be worth nothing if it passed everything."""

    @pytest.fixture
    def pair(self, tmp_path):
        source, after = CORPUS["table"](tmp_path / "before.xlsx"), tmp_path / "after.xlsx"
        rewrite(source, after, _owned("table"))
        return source, after

    @pytest.mark.parametrize(
        ("part", "old", "new"),
        [
            ("xl/worksheets/sheet1.xml", b"<v>1000.5</v>", b"<v>1000.6</v>"),
            ("xl/worksheets/sheet1.xml", b"<f>D4-E4</f>", b""),
            ("xl/worksheets/sheet1.xml", b"<pageMargins", b"<pageMargins x='1'"),
            ("xl/worksheets/sheet1.xml", b'<row r="5"', b'<row r="5" hidden="1"'),
            ("xl/worksheets/sheet1.xml", b'r="C5"', b'r="D5"'),
            ("xl/tables/table1.xml", b'totalsRowShown="0"', b""),
            ("xl/tables/table1.xml", b"Di\xe1\xbb\x85n", b"Dien"),
            ("xl/styles.xml", b'val="11"', b'val="12"'),
            ("xl/workbook.xml", b'name="Ledger"', b'name="Ledgers"'),
            ("xl/sharedStrings.xml", b"Mua", b"Mia"),
            ("docProps/app.xml", b"Excel", b"Excal"),
        ],
    )
    def test_damage_is_seen(self, pair, part, old, new):
        source, after = pair
        with zipfile.ZipFile(after) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        # Every member is packed anew here, so only what parses differently counts.
        after.write_bytes(zipped(parts))
        with zipfile.ZipFile(source) as archive:
            source.write_bytes(zipped({name: archive.read(name) for name in archive.namelist()}))
        assert len(differences(source, after, _allowed("table"))) >= 1

    def test_a_lost_part_is_seen(self, pair):
        source, after = pair
        with zipfile.ZipFile(after) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/tables/table1.xml"}
        after.write_bytes(zipped(parts))
        assert any("gone" in line for line in differences(source, after, _allowed("table")))
