"""The workbook of the ledger: chart of accounts, journal, budget."""

from __future__ import annotations

from datetime import date

from templates.content import TabContent
from templates.sample.generator.budget import TAB as BUDGET_TAB
from templates.sample.generator.budget import make_budget
from templates.sample.generator.chart_of_accounts import ACCOUNTS, INACTIVE, OPENING_CREDITS, OPENING_DEBITS
from templates.sample.generator.ledger import YEAR, Ledger
from templates.sample.generator.ledger_mistakes import TAB as JOURNAL_TAB
from templates.sample.generator.ledger_mistakes import Seeder
from templates.sample.generator.model import Answer, Row, SampleWorkbook, seeded
from templates.sample.generator.vouchers import make_rows, number_vouchers


def make_books(seed: int) -> tuple[SampleWorkbook, list[Answer]]:
    """Return the ledger's workbook and the findings that its mistakes must lead to."""
    vouchers = Ledger(seeded("ledger", seed)).make()
    budget, answers = make_budget(vouchers)
    seeder = Seeder(vouchers, seeded("ledger mistakes", seed))
    seeder.seed_vouchers()
    number_vouchers(vouchers)
    make_rows(vouchers)
    journal = seeder.seed_rows()
    tabs = (
        TabContent("accounts", accounts(), title="Tài khoản", heading="Hệ thống tài khoản"),
        TabContent("journal", journal, title=JOURNAL_TAB, heading=f"Sổ nhật ký chung năm {YEAR}"),
        TabContent("budget_year", budget, title=BUDGET_TAB, heading=f"Ngân sách chi phí năm {YEAR}"),
    )
    settings = {"closed_through": date(YEAR, 6, 30)}
    return SampleWorkbook("finance", "so-ke-toan.xlsx", tabs, settings), [*answers, *seeder.answers]


def accounts() -> list[Row]:
    """Return the chart of accounts with opening balances."""
    return [
        {
            "code": code,
            "name": name,
            "opening_debit": OPENING_DEBITS.get(code),
            "opening_credit": OPENING_CREDITS.get(code),
            "active": "không" if code in INACTIVE else "có",
        }
        for code, name in ACCOUNTS
    ]
