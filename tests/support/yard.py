"""A department of two tables that need each other: half of its books would lead to wrong findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.core.finding import Finding
from rules.core.message import Severity
from rules.core.period import Month
from rules.core.record import Code, Layout, Quantity, Record, TableInfo, Unfolded, column
from rules.core.report import Block, Report, ReportColumn, ReportRow
from rules.core.rule import ComputedColumn, Context, Department
from rules.core.table import Books
from rules.core.text import Text
from tests.support.shop import message


class Item(Record):
    table = TableInfo("items", Text(vi="Vật tư", en="Items"), key=("code",))

    code: Code = column(vi="Mã vật tư", en="Item")
    name: str = column("", vi="Tên", en="Name")


class Load(Record):
    table = TableInfo("loads", Text(vi="Chuyến", en="Loads"), key=("number",))

    number: Code = column(vi="Số chuyến", en="Load")
    item: Code = column(vi="Mã vật tư", en="Item")
    weight: Quantity = column(vi="Khối lượng", en="Weight")


class MonthlyLoad(Layout):
    table = TableInfo("monthly_loads", Text(vi="Chuyến tháng", en="Monthly loads"), key=("item",), monthly=True)
    layout_of = Load

    item: Code = column(vi="Mã vật tư", en="Item")
    total: Quantity = column(vi="Cả tháng", en="Whole month")

    @classmethod
    def unfold(cls, row, month: Month | None) -> Iterable[Unfolded]:
        yield Unfolded({"number": f"{month}-{row.item}", "item": row.item, "weight": row.total})


UNKNOWN = message("YRD101", Severity.ERROR, "{item}")


def unknown_item(books: Books, _context: Context) -> Iterable[Finding]:
    known = {item.code for item in books.table(Item)}
    loads = books.table(Load)
    for load in loads:
        if load.item not in known:
            yield loads.finding(UNKNOWN, load.row, "item", item=load.item)


def double_weight(books: Books, _context: Context) -> Mapping[int, object]:
    return {load.row: load.weight * 2 for load in books.table(Load)}


def load_report(books: Books, _context: Context) -> Report:
    loads = books.table(Load)
    rows = [ReportRow((load.number, load.weight)) for load in loads]
    columns = (ReportColumn(Text("Chuyến", "Load")), ReportColumn(Text("Khối lượng", "Weight"), "quantity"))
    block = Block(Text("Tất cả", "All"), columns, rows)
    return Report("loads", Text("Các chuyến", "All loads"), Load, (Load, Item), Text("", ""), (block,), loads.coverage)


YARD = Department(
    name="yard",
    titles=Text("Bãi", "Yard"),
    records=(Item, Load),
    layouts=(MonthlyLoad,),
    rules=(unknown_item,),
    messages=(UNKNOWN,),
    computed=(ComputedColumn("double", Load, Text("Gấp đôi", "Double"), "quantity", double_weight),),
    reports=(load_report,),
)
