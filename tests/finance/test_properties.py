"""Promises that hold for any journal: sides agree, amounts count once, gaps are exactly what is missing."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.core.period import Month
from rules.core.record import columns_of
from rules.core.rule import Context
from rules.core.table import Books, Part, Table
from rules.finance.balances import balances_of
from rules.finance.budget_use import EXPENSES, INCOME, budget_use
from rules.finance.closing_entries import carried_over
from rules.finance.profit_and_loss import ACCOUNT_LINES, STATEMENT, statement_of, turnover_of
from rules.finance.records import Account, BudgetLine, JournalLine
from rules.finance.trial_balance import trial_balance
from rules.finance.voucher_rules import vouchers_balance
from rules.finance.voucher_series import find_gaps

CONTEXT = Context(date(2026, 11, 20))
CODES = (
    "1111",
    "1121",
    "131",
    "331",
    "3331",
    "4111",
    "4212",
    "5111",
    "5211",
    "515",
    "632",
    "6421",
    "6427",
    "811",
    "154",
)

amounts = st.decimals(min_value=1, max_value=10**12, places=2)
days = st.dates(date(2025, 6, 1), date(2026, 12, 31))
departments = st.sampled_from(["", "Kho", "Kinh doanh", "kho"])


def table_of(record, rows: list[dict]) -> Table:
    """Return a table of rows that lack what has a default."""
    columns = {column.name: [row.get(column.name, column.default) for row in rows] for column in columns_of(record)}
    keys = [tuple(str(row.get(name, number)) for name in record.table.key) for number, row in enumerate(rows)]
    part = Part("book", record.table.name, 0, dict.fromkeys(columns, 1), {})
    return Table(record, columns, range(2, len(rows) + 2), keys, (part,))


@st.composite
def journals(draw) -> list[dict]:
    """Draw balanced vouchers of two to four lines."""
    lines = []
    for number in range(draw(st.integers(0, 12))):
        parts = draw(st.lists(amounts, min_size=1, max_size=3))
        shared = {"date": draw(days), "voucher": f"PT{number:03d}", "department": draw(departments)}
        lines.append({**shared, "line": 1, "account": draw(st.sampled_from(CODES)), "debit": sum(parts)})
        lines.extend(
            {**shared, "line": line, "account": draw(st.sampled_from(CODES)), "credit": part}
            for line, part in enumerate(parts, start=2)
        )
    return lines


@st.composite
def charts(draw) -> list[dict]:
    """Draw a chart of accounts whose opening balances agree."""
    codes = draw(st.lists(st.sampled_from((*CODES, "111", "642", "64")), unique=True))
    pairs = [
        ({"code": debit, "name": debit}, {"code": credit, "name": credit})
        for debit, credit in zip(codes[::2], codes[1::2], strict=False)
        if not (debit.startswith(("111", "64")) or credit.startswith(("111", "64")))
    ]
    rows = []
    for debit, credit in pairs:
        amount = draw(amounts)
        rows += [{**debit, "opening_debit": amount}, {**credit, "opening_credit": amount}]
    return rows


@given(journals(), charts())
def test_the_sides_of_the_trial_balance_agree_when_all_vouchers_balance(lines, chart):
    books = Books({JournalLine: table_of(JournalLine, lines), Account: table_of(Account, chart)})
    assert list(vouchers_balance(books, CONTEXT)) == []
    report = trial_balance(books, CONTEXT)
    assert [row.style for row in report.blocks[0].rows] == ["ok", "ok", "ok"]
    single = balances_of(books, CONTEXT)
    top = [balance for account, balance in single.with_children().items() if len(account) == 1]
    assert sum((one.closing for one in top), Decimal(0)) == single.total().closing == 0
    for balance in single.by_account.values():
        opening = balance.opening_debit - balance.opening_credit
        assert balance.closing == opening + balance.debit - balance.credit
        assert min(balance.closing_debit, balance.closing_credit) == 0


@given(journals(), st.lists(st.tuples(departments, st.sampled_from(("6", "64", "642", "6427", "811", "511")))))
def test_every_cost_of_a_journal_counts_exactly_once_against_the_budget(lines, wanted):
    months = [Month(2026, 10), Month(2026, 11)]
    budget = [
        {"department": department, "account": account, "month": month, "amount": Decimal(100)}
        for department, account in dict.fromkeys(wanted)
        for month in months
    ]
    books = Books({JournalLine: table_of(JournalLine, lines), BudgetLine: table_of(BudgetLine, budget)})
    use = budget_use(books, CONTEXT)
    counted = [
        row for one in (*use.by_line, *use.without_line.values(), *use.without_department.values()) for row in one.rows
    ]
    assert len(counted) == len(set(counted))
    carried = carried_over(books)
    costs = [
        row
        for row, line in enumerate(lines)
        if line["account"].startswith(EXPENSES) and line["date"] <= CONTEXT.as_of and row not in carried
    ]
    assert set(costs) <= set(counted)
    spent = sum((lines[row].get("debit", 0) - lines[row].get("credit", 0) for row in costs), Decimal(0))
    by_line = zip(budget, use.by_line, strict=True)
    shown = sum((one.used for line, one in by_line if not line["account"].startswith(INCOME)), Decimal(0))
    apart = (*use.without_line.values(), *use.without_department.values())
    assert shown + sum((one.used for one in apart), Decimal(0)) == spent


@given(journals())
def test_closing_the_year_does_not_change_the_statement(lines):
    before = turnover_of(Books({JournalLine: table_of(JournalLine, lines)}), CONTEXT)
    closing = []
    for number, line in enumerate(line for line in lines if line["account"][:3] in ACCOUNT_LINES):
        sides = {"debit": line.get("credit", Decimal(0)), "credit": line.get("debit", Decimal(0))}
        shared = {"date": line["date"], "voucher": f"KC{number:03d}"}
        closing.append({**shared, "line": 1, "account": line["account"], **sides})
        closing.append({**shared, "line": 2, "account": "911", "debit": sides["credit"], "credit": sides["debit"]})
    after = turnover_of(Books({JournalLine: table_of(JournalLine, [*lines, *closing])}), CONTEXT)
    months = {*before.by_month, *after.by_month}
    assert statement_of(before.over(months)) == statement_of(after.over(months))


@given(st.dictionaries(st.sampled_from([line.code for line in STATEMENT if not line.adds]), amounts))
def test_profit_after_tax_is_all_income_less_all_costs(turnover):
    income = sum((turnover.get(code, Decimal(0)) for code in ("01", "21", "31")), Decimal(0))
    costs = sum((amount for code, amount in turnover.items() if code not in {"01", "21", "31"}), Decimal(0))
    assert statement_of(turnover)["60"] == income - costs


@given(st.sets(st.integers(1, 60), min_size=2))
def test_the_gaps_of_a_series_are_exactly_the_numbers_missing_between_its_ends(numbers):
    # A date on which no voucher number of the series could be taken for a day or month.
    start = date(1999, 12, 31)
    known = {f"HD{number + 200:04d}": start for number in numbers}
    missing: set[int] = set()
    for gap in find_gaps(known, 100):
        assert gap.count == int(gap.last) - int(gap.first) + 1
        missing |= set(range(int(gap.first) - 200, int(gap.last) - 199))
    assert missing == set(range(min(numbers), max(numbers))) - numbers
