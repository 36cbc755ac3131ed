"""A department of one table, one rule, one computed column and one report: enough to see a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from rules.core.finding import Finding
from rules.core.message import Message, Severity
from rules.core.record import Code, Money, Quantity, Record, TableInfo, column
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow
from rules.core.rule import Closing, ComputedColumn, Context, Department
from rules.core.setting import Settings, setting
from rules.core.table import Books
from rules.core.text import Text

ZERO = Decimal(0)


class Good(Record):
    table = TableInfo("goods", Text(vi="Hàng", en="Goods"), key=("code",), required=False)

    code: Code = column(vi="Mã", en="Code")
    sold: date | None = column(None, vi="Ngày bán", en="Sold on")
    stock: Quantity = column(vi="Số lượng", en="Quantity")
    price: Money = column(ZERO, vi="Đơn giá", en="Price", ge=0)


class ShopSettings(Settings):
    department = "shop"

    least: Quantity = setting(ZERO, vi="Ít nhất", en="Least", note=Text("Số nhỏ nhất", "Smallest quantity"))
    closed_through: date | None = setting(None, vi="Khóa sổ đến", en="Closed through", note=Text("Ngày", "Day"))


def message(code: str, severity: Severity, text: str, **more: object) -> Message:
    return Message(code, severity, Text(text, text), Text(text, text), Text("Sửa", "Mend it"), **more)


TOO_LOW = message("SHP101", Severity.ERROR, "{stock:quantity} < {least:quantity}")
CHANGED = message("SHP201", Severity.ERROR, "{column}: {before} -> {after}")
ADDED = message("SHP202", Severity.ERROR, "added")
REMOVED = message("SHP203", Severity.ERROR, "removed {before}")


def too_low(books: Books, context: Context) -> Iterable[Finding]:
    table = books.table(Good)
    least = context.settings(ShopSettings).least
    for good in table:
        if good.stock < least:
            yield table.finding(TOO_LOW, good.row, "stock", stock=good.stock, least=least, level=least - good.stock)


def worth(books: Books, _context: Context) -> Mapping[int, object]:
    return {good.row: good.stock * good.price for good in books.table(Good) if good.price}


def stock_report(books: Books, _context: Context) -> Report | None:
    goods = books.table(Good)
    columns = (ReportColumn(Text("Mã", "Code"), width=12), ReportColumn(Text("Tồn", "Stock"), "quantity"))
    rows = [ReportRow((good.code, good.stock)) for good in goods][:3]
    chart = Chart("column", Text("Tồn", "Stock"), 0, (1,))
    top = Block(Text("Đầu bảng", "Top"), columns, rows, size=3, chart=chart)
    all_rows = [ReportRow((good.code, good.stock)) for good in goods]
    total = ReportRow((Text("Cộng", "Total"), sum((good.stock for good in goods), ZERO)), "total")
    every = Block(Text("Tất cả", "All"), columns, [*all_rows, total])
    return Report("stock", Text("Tồn kho", "Stock"), Good, (Good,), Text("Kho", "Store"), (top, every), goods.coverage)


SHOP = Department(
    name="shop",
    titles=Text("Cửa hàng", "Shop"),
    records=(Good,),
    rules=(too_low,),
    messages=(TOO_LOW, CHANGED, ADDED, REMOVED),
    computed=(ComputedColumn("worth", Good, Text("Giá trị", "Worth"), "money", worth),),
    reports=(stock_report,),
    settings=ShopSettings,
    closing=Closing(
        Good, "sold", lambda context: context.settings(ShopSettings).closed_through, CHANGED, ADDED, REMOVED
    ),
)
