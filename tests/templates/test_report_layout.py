"""Where the cells of a report stand."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import ClassVar

import pytest

from rules.core.message import Voice
from rules.core.period import Month
from rules.core.record import Choice, Record, TableInfo
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow
from rules.core.report_layout import CHART_ROWS, FIRST_BLOCK_ROW, cell_style, layout, plain_value
from rules.core.table import Coverage
from rules.core.text import Text

VOICE = Voice()
NAME, AMOUNT, PIECES = (
    ReportColumn(Text("Tên", "Name"), "text", 20),
    ReportColumn(Text("Số tiền", "Amount"), "money", 16),
    ReportColumn(Text("Số lượng", "Pieces"), "quantity", 12),
)


class Thing(Record):
    table: ClassVar[TableInfo] = TableInfo("things", Text("Vật", "Things"), key=())


class Colour(Choice):
    RED = "red", "Đỏ", "Red"


def block(*rows: ReportRow, size: int | None = None, chart: bool = False, note: Text | None = None) -> Block:
    made = Chart("column", Text("Biểu đồ", "Chart"), 0, (1,)) if chart else None
    return Block(Text("Khối", "Block"), (NAME, AMOUNT), rows, size, made, note)


def report(*blocks: Block) -> Report:
    subtitle = Text("Đến hôm nay", "To date")
    return Report("test", Text("Báo cáo", "Report"), Thing, (Thing,), subtitle, blocks, Coverage(2_134, 5))


def cells_of(made: Report, voice: Voice = VOICE) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.value for cell in layout(made, voice).cells}


def test_title_subtitle_and_coverage_stand_at_the_top():
    cells = cells_of(report())

    assert cells[1, 1] == "Báo cáo"
    assert cells[2, 1] == "Đến hôm nay"
    assert cells[3, 1] == "Dữ liệu dùng: 2.134 dòng; bỏ qua vì lỗi: 5"


def test_a_block_is_a_heading_a_header_and_its_rows():
    cells = cells_of(report(block(ReportRow(("A", Decimal(5))))))

    assert cells[FIRST_BLOCK_ROW, 1] == "Khối"
    assert (cells[FIRST_BLOCK_ROW + 1, 1], cells[FIRST_BLOCK_ROW + 1, 2]) == ("Tên", "Số tiền")
    assert (cells[FIRST_BLOCK_ROW + 2, 1], cells[FIRST_BLOCK_ROW + 2, 2]) == ("A", 5)


def test_a_note_pushes_the_header_down_by_one_row():
    placed = layout(report(block(note=Text("Ghi chú", "Note"))), VOICE).blocks[0]

    assert placed.header_row == placed.heading_row + 2


def test_one_blank_row_stands_between_two_blocks():
    first, second = layout(report(block(ReportRow(("A", None))), block()), VOICE).blocks

    assert second.heading_row == first.last_row + 2


def test_a_block_of_fixed_size_takes_its_rows_whether_they_are_filled_or_not():
    empty, filled = (
        layout(report(block(*rows, size=4), block()), VOICE).blocks for rows in ((), (ReportRow(("A", None)),) * 4)
    )

    assert empty[1].heading_row == filled[1].heading_row


def test_rows_are_kept_free_beside_a_chart():
    first, second = layout(report(block(size=3, chart=True), block()), VOICE).blocks

    assert second.heading_row == first.heading_row + CHART_ROWS + 1
    assert first.chart_column == 4


def test_a_block_longer_than_its_chart_is_followed_directly():
    first, second = layout(report(block(size=30, chart=True), block()), VOICE).blocks

    assert second.heading_row == first.last_row + 2


def test_more_rows_than_the_fixed_size_are_refused():
    with pytest.raises(ValueError, match="a block of 1 rows was given 2"):
        layout(report(block(ReportRow(("A", None)), ReportRow(("B", None)), size=1)), VOICE)


def test_blank_values_take_no_cell():
    assert (FIRST_BLOCK_ROW + 2, 2) not in cells_of(report(block(ReportRow(("A", None)))))


def test_a_column_is_wide_enough_for_all_blocks_and_for_its_title():
    long_title = ReportColumn(Text("Một tiêu đề khá dài", "A rather long title"), "text", 5)
    wide = Block(Text("Khối", "Block"), (long_title,), ())

    assert layout(report(block(), wide), VOICE).widths == {1: 21, 2: 16}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Text("Có", "Yes"), "Có"),
        (Colour.RED, "Đỏ"),
        (True, "có"),
        (False, "không"),
        (Month(2026, 11), "11/2026"),
        (time(22, 5), "22:05"),
        (Decimal("1.5"), Decimal("1.5")),
        (date(2026, 11, 2), date(2026, 11, 2)),
    ],
)
def test_values_are_made_fit_for_a_cell(value, shown):
    assert plain_value(value, VOICE) == shown


@pytest.mark.parametrize(
    ("kind", "row_style", "style"),
    [
        ("money", "plain", "money"),
        ("money", "bold", "money_bold"),
        ("money", "total", "money_total"),
        ("money", "error", "money"),
        ("text", "plain", "text"),
        ("text", "bold", "label_bold"),
        ("text", "total", "total"),
        ("text", "section", "section"),
        ("percent", "section", "percent"),
        ("percent", "bold", "percent"),
        ("quantity", "total", "quantity"),
        ("code", "warning", "status_warning"),
        ("date", "plain", "date"),
    ],
)
def test_the_style_follows_from_kind_and_row(kind, row_style, style):
    assert cell_style(kind, row_style) == style


@pytest.mark.parametrize(("value", "style"), [(Decimal(12), "integer"), (Decimal("12.5"), "quantity"), (3, "integer")])
def test_a_whole_quantity_is_shown_without_a_decimal_point(value, style):
    made = report(Block(Text("Khối", "Block"), (PIECES,), (ReportRow((value,)),)))

    assert layout(made, VOICE).cells[-1].style == style
