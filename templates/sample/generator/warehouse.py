"""The store's workbook: items, warehouses, opening stock, movements."""

from __future__ import annotations

from templates.content import TabContent
from templates.sample.generator.goods import WAREHOUSES, make_goods
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Answer, Row, SampleWorkbook, seeded
from templates.sample.generator.stock import Store, number_slips
from templates.sample.generator.stock_mistakes import ITEMS_TAB, MOVEMENTS_TAB, OPENING_TAB, Seeder


def make_warehouse(seed: int) -> tuple[SampleWorkbook, list[Answer]]:
    """Return the store's workbook and the findings that its mistakes must lead to."""
    goods = make_goods(seeded("goods", seed))
    store = Store(goods, seeded("stock", seed))
    store.make()
    store.check()
    seeder = Seeder(store, seeded("stock mistakes", seed))
    seeder.seed_slips()
    number_slips(store.slips)
    movements = seeder.seed_rows()
    opening: list[Row] = [
        {"item": good.code, "warehouse": good.home, "quantity": good.opening} for good in goods if good.opening
    ]
    seeder.seed_opening(opening)
    tabs = (
        TabContent("items", [good.row for good in goods], ITEMS_TAB, "Danh mục hàng hóa"),
        TabContent("warehouses", WAREHOUSES, "Kho", "Danh mục kho"),
        TabContent("opening_stock", opening, OPENING_TAB, f"Tồn kho đầu năm {YEAR}"),
        TabContent("movements", movements, MOVEMENTS_TAB, f"Nhập xuất kho năm {YEAR}"),
    )
    return SampleWorkbook("inventory", "kho.xlsx", tabs, seeder.seed_settings()), seeder.answers
