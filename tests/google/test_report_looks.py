"""A report's looks hold true while its values alone are written, whatever shape it takes from one run to the next."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.message import Voice
from rules.core.record import Record, TableInfo
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow
from rules.core.report_layout import FIRST_BLOCK_ROW, layout
from rules.core.table import Coverage
from rules.core.text import Text
from sync.backends.base import Snapshot
from sync.backends.google.charts import chart_id
from sync.backends.google.report_looks import Known, known_after
from sync.planning.draft import Draft
from sync.planning.report_tab import draft_report
from templates.looks import BAND, STATUS_FILLS
from tests.emulator import Emulator
from tests.support.sheets import Workbook, shade

VOICE = Voice()
TAB = "⚙ Tồn kho"
FIRST_ROW = FIRST_BLOCK_ROW + 2
"""Row of the first value of a report's first block, if it has no note."""

NAME = ReportColumn(Text("Tên", "Name"), width=20)
STATE = ReportColumn(Text("Tình trạng", "State"), width=18)
AMOUNT = ReportColumn(Text("Số tiền", "Amount"), "money", 16)
PIECES = ReportColumn(Text("Số lượng", "Pieces"), "quantity", 12)

OUT = Text("Hết hàng", "Run out")
LOW = Text('Sắp "hết"', "Running low")
GOOD = Text("Đủ", "Enough")
TOTAL = Text("Cộng", "Total")
STYLES = {OUT: "error", LOW: "warning", GOOD: "plain"}


class Thing(Record):
    table: ClassVar[TableInfo] = TableInfo("things", Text("Vật", "Things"), key=())


def item(name, state, pieces=Decimal("2.5")):
    return ReportRow((name, state, Decimal(1000), pieces), STYLES[state])


def total():
    return ReportRow((TOTAL, None, Decimal(9000), None), "total")


def listing(*rows, size=None, chart=None):
    return Block(Text("Danh sách", "List"), (NAME, STATE, AMOUNT, PIECES), rows, size, chart)


def report(*blocks):
    return Report("stock", Text("Tồn kho", "Stock"), Thing, (Thing,), Text("Nay", "Now"), blocks, Coverage(3, 0))


class Shown(Workbook):
    """A spreadsheet in which reports are written one after the other, as runs would."""

    def edits(self, wanted):
        draft = Draft(self.look())
        draft_report(draft, wanted, VOICE)
        return draft.plan().edits

    def run(self, wanted):
        """Write a report; return how many requests its structure took (0 or 1) and check that all is shown truly."""
        edits = self.edits(wanted)
        made = self.make(edits)
        self.put(edits)
        return bool(made)

    def looks(self, row, column):
        shown = self.coloured(TAB, row, column)
        return shade(shown.get("backgroundColorStyle")), shown.get("textFormat", {}).get("bold", False)


@pytest.fixture
def workbook():
    with Emulator(http=False) as emulator:
        yield Shown(emulator)


def striped(row):
    return BAND if row % 2 == 0 else ""


def test_rows_that_stand_out_do_so_by_what_they_say(workbook):
    workbook.run(report(listing(item("A", OUT), item("B", GOOD), item("C", LOW), total())))
    assert workbook.looks(FIRST_ROW, 1) == (STATUS_FILLS["error"], True)
    assert workbook.looks(FIRST_ROW, 3) == (striped(FIRST_ROW), False), "an amount keeps its own look"
    assert workbook.looks(FIRST_ROW + 1, 1) == (striped(FIRST_ROW + 1), False)
    assert workbook.looks(FIRST_ROW + 2, 2) == (STATUS_FILLS["warning"], True)
    assert workbook.looks(FIRST_ROW + 3, 3)[1] is True


def test_a_total_that_moves_needs_no_new_looks(workbook):
    workbook.run(report(listing(item("A", OUT), item("B", LOW), total())))
    again = report(listing(item("C", GOOD), item("A", LOW), item("B", OUT), item("D", OUT), total()))
    assert workbook.run(again) is False
    assert workbook.looks(FIRST_ROW + 2, 1) == (STATUS_FILLS["error"], True)
    assert workbook.looks(FIRST_ROW + 4, 1)[1] is True
    assert workbook.looks(FIRST_ROW, 1) == (striped(FIRST_ROW), False)


def test_a_list_that_shrinks_leaves_no_look_behind(workbook):
    workbook.run(report(listing(item("A", OUT), item("B", OUT), item("C", OUT), total())))
    workbook.run(report(listing(total())))
    assert workbook.looks(FIRST_ROW, 3)[1] is True
    assert workbook.looks(FIRST_ROW + 1, 1) == ("", False)
    assert workbook.looks(FIRST_ROW + 3, 1) == ("", False)


def test_a_word_that_was_never_said_before_is_learnt_and_the_others_are_not_forgotten(workbook):
    workbook.run(report(listing(item("A", OUT), total())))
    assert workbook.run(report(listing(item("A", LOW), total()))) is True
    assert workbook.looks(FIRST_ROW, 1) == (STATUS_FILLS["warning"], True)
    assert workbook.run(report(listing(item("A", OUT), total()))) is False
    assert workbook.looks(FIRST_ROW, 1) == (STATUS_FILLS["error"], True)


def test_no_status_is_told_by_what_staff_wrote(workbook):
    known = known_after(layout(report(listing(item("A", OUT))), VOICE), (100, 9), Known())
    assert {(word.column, word.word) for word in known.words} == {(2, "Hết hàng")}


def test_a_word_that_says_two_things_is_given_up(workbook):
    workbook.run(report(listing(ReportRow((NAME.titles, OUT, None, None), "error"))))
    again = report(listing(ReportRow((NAME.titles, OUT, None, None), "warning"), ReportRow((None, OUT, None, None))))
    workbook.run(again)
    assert workbook.looks(FIRST_ROW, 1)[0] != STATUS_FILLS["error"]
    assert workbook.looks(FIRST_ROW + 1, 2)[0] == striped(FIRST_ROW + 1)


def test_a_section_is_told_by_its_name(workbook):
    rows = (ReportRow(("Kế toán", None, None, None), "section"), item("A", GOOD))
    workbook.run(report(listing(*rows)))
    assert workbook.looks(FIRST_ROW, 1)[1] is True
    assert workbook.looks(FIRST_ROW + 1, 1)[1] is False


def test_a_number_format_is_that_of_its_column_however_long_the_list_grows(workbook):
    workbook.run(report(listing(total())))
    for row in (FIRST_ROW, FIRST_ROW + 90):
        assert workbook.format(TAB, row, 3)["numberFormat"]["pattern"] == "#,##0;[Red]-#,##0"
        assert "numberFormat" not in workbook.format(TAB, row, 4)
        assert "numberFormat" not in workbook.format(TAB, row, 1)


def test_blocks_of_fixed_size_keep_to_their_rows(workbook):
    first = listing(item("A", OUT), size=3)
    workbook.run(report(first, listing(item("B", LOW), total())))
    heading = FIRST_ROW + 4
    assert workbook.format(TAB, heading, 1)["textFormat"]["bold"] is True
    assert "numberFormat" not in workbook.format(TAB, heading + 1, 3)
    assert workbook.format(TAB, heading + 2, 3)["numberFormat"]["type"] == "NUMBER"
    assert workbook.looks(heading + 2, 2) == (STATUS_FILLS["warning"], True)


def test_a_report_that_is_laid_out_anew_loses_its_former_looks(workbook):
    workbook.run(report(listing(item("A", OUT), size=3), listing(total())))
    rules = len(workbook.sheet(TAB).conditional)
    assert workbook.run(report(listing(item("A", OUT), size=8), listing(total()))) is True
    assert "numberFormat" not in workbook.format(TAB, FIRST_ROW + 9, 1)
    assert workbook.format(TAB, FIRST_ROW + 4, 1).get("textFormat", {}).get("bold", False) is False
    assert workbook.format(TAB, FIRST_ROW + 9, 1)["textFormat"]["bold"] is True
    assert len(workbook.sheet(TAB).conditional) == rules


CHART = Chart("column", Text("Tiền", "Money"), 0, (2, 3))


def test_charts_are_drawn_over_their_blocks(workbook):
    workbook.run(report(listing(item("A", OUT), size=12, chart=CHART), listing(total())))
    (chart,) = workbook.sheet(TAB).charts
    spec = chart["spec"]["basicChart"]
    assert chart["spec"]["title"] == "Tiền"
    assert [one["series"]["sourceRange"]["sources"][0]["startColumnIndex"] for one in spec["series"]] == [2, 3]
    source = spec["domains"][0]["domain"]["sourceRange"]["sources"][0]
    assert (source["startRowIndex"], source["endRowIndex"]) == (FIRST_ROW - 2, FIRST_ROW - 1 + 12)
    assert chart["position"]["overlayPosition"]["anchorCell"]["columnIndex"] == 5
    assert workbook.look().memo.sheet(TAB).column_count >= 5 + 7


@pytest.mark.parametrize(("kind", "type_"), [("column", "COLUMN"), ("bar", "BAR"), ("line", "LINE")])
def test_each_kind_of_chart_is_accepted(workbook, kind, type_):
    chart = Chart(kind, Text("Tiền", "Money"), 0, (2,))
    workbook.run(report(listing(item("A", OUT), size=4, chart=chart)))
    assert workbook.sheet(TAB).charts[0]["spec"]["basicChart"]["chartType"] == type_


def test_a_pie_is_accepted(workbook):
    workbook.run(report(listing(item("A", OUT), size=4, chart=Chart("pie", Text("Tiền", "Money"), 0, (2,)))))
    assert "pieChart" in workbook.sheet(TAB).charts[0]["spec"]


def test_charts_follow_a_new_layout_and_are_not_doubled(workbook):
    workbook.run(report(listing(item("A", OUT), size=4, chart=CHART), listing(total())))
    workbook.run(report(listing(item("A", OUT), size=6, chart=CHART), listing(total())))
    (chart,) = workbook.sheet(TAB).charts
    assert chart["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"][0]["endRowIndex"] == (
        FIRST_ROW - 1 + 6
    )


def test_a_chart_that_staff_removed_or_added_stops_nothing(workbook):
    workbook.run(report(listing(item("A", OUT), size=4, chart=CHART), listing(total())))
    sheet = workbook.sheet(TAB)
    spec = sheet.charts[0]["spec"]
    own = chart_id(sheet.properties["sheetId"], 0)
    position = {"overlayPosition": {"anchorCell": {"sheetId": sheet.properties["sheetId"]}}}
    workbook.person.batch(
        {"deleteEmbeddedObject": {"objectId": own}}, {"addChart": {"chart": {"spec": spec, "position": position}}}
    )
    workbook.run(report(listing(item("A", OUT), size=6, chart=CHART), listing(total())))
    assert sorted(chart["chartId"] == own for chart in workbook.sheet(TAB).charts) == [False, True]


def test_a_list_longer_than_the_grid_brings_rows_that_look_like_the_others(workbook):
    workbook.run(report(listing(total())))
    many = report(listing(*(item(f"A{number}", LOW) for number in range(400)), total()))
    edits = workbook.edits(many)
    workbook.make(edits)
    assert workbook.missing(edits) == []
    last = FIRST_ROW + 400
    assert workbook.look().memo.sheet(TAB).row_count > last
    assert workbook.format(TAB, last, 3)["numberFormat"]["type"] == "NUMBER"
    workbook.person.put(f"'{TAB}'!B{last - 1}", [['Sắp "hết"']])
    assert workbook.looks(last - 1, 2) == (STATUS_FILLS["warning"], True)


@pytest.mark.parametrize(
    "edit",
    [
        lambda person: person.insert_rows(TAB, 0),
        lambda person: person.delete_rows(TAB, 1),
        lambda person: person.insert_columns(TAB, 1),
        lambda person: person.delete_columns(TAB, 2),
    ],
    ids=["row inserted", "row deleted", "column inserted", "column deleted"],
)
def test_looks_that_somebody_moved_are_put_right(workbook, edit):
    wanted = report(listing(item("A", OUT), size=4, chart=CHART), listing(item("B", LOW), total()))
    workbook.run(wanted)
    edit(workbook.person)
    workbook.run(wanted)
    assert_looks(workbook, wanted)
    assert workbook.format(TAB, FIRST_BLOCK_ROW + 1, 1)["textFormat"]["bold"] is True
    assert "numberFormat" not in workbook.format(TAB, FIRST_ROW, 1)
    assert workbook.run(wanted) is False


def test_metadata_that_cannot_be_read_brings_all_looks_anew(workbook):
    workbook.run(report(listing(item("A", OUT))))
    memo = workbook.look().memo.sheet(TAB)
    entry = {"metadataValue": "?"}
    filters = [{"developerMetadataLookup": {"metadataId": memo.look_id}}]
    update = {"dataFilters": filters, "developerMetadata": entry, "fields": "metadataValue"}
    workbook.person.batch({"updateDeveloperMetadata": update})
    assert workbook.run(report(listing(item("A", OUT), item("B", GOOD)))) is True
    assert Known.of(workbook.look().memo.sheet(TAB).look).words
    assert len(workbook.sheet(TAB).metadata) == 1


def test_a_list_of_words_that_has_no_end_is_not_learnt():
    rows = [ReportRow((f"{number}", None, None, None), "bold") for number in range(50)]
    assert known_after(layout(report(listing(*rows)), VOICE), (100, 9), Known()).words == frozenset()


def test_formulas_of_rules_need_no_separator_between_arguments(workbook):
    """Separators differ from locale to locale, and a rule is read in the spreadsheet's own."""
    workbook.run(report(listing(item("A", OUT), item("B", LOW), total())))
    formulas = [
        value["userEnteredValue"]
        for rule in workbook.sheet(TAB).conditional
        for value in rule["booleanRule"]["condition"]["values"]
    ]
    assert formulas
    assert not [one for one in formulas if "," in one or ";" in one]


rows = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from([OUT, LOW, GOOD])), max_size=6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(rows, st.integers(3, 5)), min_size=1, max_size=5))
def test_whatever_the_history_every_row_looks_as_its_report_says(history):
    with Emulator(http=False, validate=False) as emulator:
        workbook = Shown(emulator)
        for items, size in history:
            top = [item(name, state) for name, state in items[:size]]
            below = [item(name, state) for name, state in items]
            wanted = report(listing(*top, size=size, chart=CHART), listing(*below, total()))
            workbook.run(wanted)
            assert_looks(workbook, wanted)


def assert_looks(workbook, wanted):
    for placed in layout(wanted, VOICE).blocks:
        for row, line in enumerate(placed.block.rows, placed.first_row):
            fill, bold = workbook.looks(row, 1)
            if line.style in STATUS_FILLS:
                assert (fill, bold) == (STATUS_FILLS[line.style], True)
            else:
                assert bold is (line.style == "total")
                assert fill not in STATUS_FILLS.values()
            assert workbook.format(TAB, row, 3)["numberFormat"]["type"] == "NUMBER"
        below = placed.first_row + len(placed.block.rows)
        assert workbook.looks(below, 2)[1] is False


def test_a_snapshot_without_the_tab_is_no_obstacle():
    draft = Draft(Snapshot("a", "a", "", []))
    draft_report(draft, report(listing(total())), VOICE)
    assert draft.plan().edits.new_tabs[0].layout is not None
