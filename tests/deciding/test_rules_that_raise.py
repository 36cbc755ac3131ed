"""A rule that raises is a finding against that rule; everything else goes on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.core.message import Voice
from rules.core.rule import ComputedColumn, Context
from rules.core.table import Books
from rules.core.text import Text
from sync.deciding import decide
from tests.support.books import read_text
from tests.support.shop import SHOP, Good, stock_report, too_low, worth

CONTEXT = Context(date(2026, 11, 20))
BOOKS = read_text(
    """
    [Hàng]
    | Mã | Số lượng | Đơn giá |
    | A1 | 5        | 1000    |
    | B2 | -2       | 0       |
    """,
    [SHOP],
).books


def divides_by_the_price(books, _context):
    table = books.table(Good)
    for good in table:
        assert good.stock / good.price
        yield from ()


def asks_for_a_table_that_holds_a_wage(_books, _context):
    raise ValueError("NV001 earns 37,770,000")


def decided(**changes):
    return decide(BOOKS, [replace(SHOP, **changes)], CONTEXT)


def test_the_finding_names_the_rule_and_the_record_it_was_looking_at():
    decision = decided(rules=(divides_by_the_price, too_low))
    failed, low = decision.findings
    assert (failed.code, failed.place.tab, failed.place.row) == ("RUL101", "Hàng", 3)
    said = failed.text(Voice())
    assert "divides_by_the_price" in said
    assert "Hàng!3:3" in said
    assert low.code == "SHP101", "the other rules are evaluated"
    assert decision.unevaluated == {"shop"}


def test_what_an_exception_says_stays_out_of_the_finding():
    (failed,) = decided(rules=(asks_for_a_table_that_holds_a_wage,)).findings
    assert failed.place.row is None
    assert failed.place.workbook == "book"
    assert all("37,770,000" not in failed.text(voice) for voice in (Voice(), Voice("en", "USD", "en_US")))
    assert "ValueError" in failed.text(Voice())


def test_a_computed_column_that_raises_leaves_the_others():
    bad = ComputedColumn(
        "bad", Good, Text("Hỏng", "Bad"), "money", lambda books, _: {0: Decimal(1) / len(books.tables) / 0}
    )
    good = ComputedColumn("worth", Good, Text("Giá trị", "Worth"), "money", worth)
    decision = decided(computed=(bad, good))
    assert [column.name for column, _ in decision.computed] == ["worth"]
    assert [finding.key for finding in decision.findings if finding.code == "RUL101"] == [("shop", "bad")]


def test_a_report_that_raises_leaves_the_others():
    def broken_report(_books, _context):
        raise KeyError("911")

    decision = decided(reports=(broken_report, stock_report))
    assert [report.name for report in decision.reports] == ["stock"]
    assert decision.unevaluated == {"shop"}


def test_a_report_that_has_nothing_to_show_is_left_out():
    assert decided(reports=(lambda _books, _context: None,)).reports == []


@pytest.mark.parametrize("paused", [(), ("shop",)])
def test_a_paused_department_is_not_evaluated_and_counts_as_unevaluated(paused):
    decision = decide(BOOKS, [SHOP], CONTEXT, paused=paused)
    assert bool(decision.findings) is not bool(paused)
    assert bool(decision.computed) is not bool(paused)
    assert decision.unevaluated == set(paused)


def test_a_department_that_the_office_does_not_keep_is_passed_over():
    decision = decide(Books(), [SHOP], CONTEXT)
    assert (decision.findings, decision.computed, decision.reports, decision.unevaluated) == ([], [], [], set())


def test_a_computed_column_beside_a_table_that_is_not_kept_is_passed_over():
    from tests.support.yard import YARD, Load, double_weight

    both = replace(SHOP, records=(Good, Load), computed=(YARD.computed[0],))
    assert YARD.computed[0].compute is double_weight
    assert decide(BOOKS, [both], CONTEXT).computed == []


# Numbers that are none

NO_NUMBERS = [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"), float("nan"), float("inf")]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=str)
def test_a_computed_column_with_a_number_that_is_none_is_a_finding_against_it_at_that_row(value):
    bad = ComputedColumn("bad", Good, Text("Hỏng", "Bad"), "money", lambda _books, _context: {0: Decimal(1), 1: value})
    good = ComputedColumn("worth", Good, Text("Giá trị", "Worth"), "money", worth)
    decision = decided(rules=(), computed=(bad, good))
    (failed,) = decision.findings
    assert (failed.code, failed.key, failed.place.row) == ("RUL101", ("shop", "bad"), 3)
    assert [column.name for column, _ in decision.computed] == ["worth"]


@pytest.mark.parametrize("value", [*NO_NUMBERS, ["A", Decimal("NaN")]], ids=str)
@pytest.mark.parametrize("part", ["fields", "level"])
def test_a_rule_that_finds_a_number_that_is_none_is_a_finding_against_it(value, part):
    def finds_nothing_proper(books, context):
        for finding in too_low(books, context):
            yield replace(finding, **{part: {**finding.fields, "stock": value} if part == "fields" else value})

    decision = decided(rules=(finds_nothing_proper, too_low))
    failed, low = decision.findings
    assert (failed.code, failed.key, failed.place.row) == ("RUL101", ("shop", "finds_nothing_proper"), 3)
    assert low.code == "SHP101"
    assert decision.unevaluated == {"shop"}


@pytest.mark.parametrize("value", NO_NUMBERS, ids=str)
def test_a_report_with_a_number_that_is_none_is_a_finding_against_it(value):
    def report_of_nothing(books, context):
        made = stock_report(books, context)
        first, *rest = made.blocks
        row = replace(first.rows[0], values=[value] * len(first.columns))
        return replace(made, blocks=(replace(first, rows=[row, *first.rows[1:]]), *rest))

    decision = decided(rules=(), reports=(report_of_nothing, stock_report))
    assert [finding.key for finding in decision.findings] == [("shop", "report_of_nothing")]
    assert [report.name for report in decision.reports] == ["stock"]
