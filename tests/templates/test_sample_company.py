"""The sample company: as large as promised, the same for the same seed, and its answer key exact."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rules.departments import all_departments
from templates.content import FormulaCell
from templates.sample.generator import AS_OF, SampleCompany, generate_company
from templates.sample.generator.model import Answer
from tests.templates.office_in_memory import as_answers, findings_of

SEED = 2026
GENERATOR = Path(__file__).parents[2] / "templates" / "sample" / "generator"

UNTRIGGERED = {
    "FIN102": "the journal is kept in lines, where this cannot happen",
    "FIN302": "needs a closed period that an earlier run has seen",
    "FIN303": "needs a closed period that an earlier run has seen",
    "FIN304": "needs a closed period that an earlier run has seen",
    "PAY105": "no year's overtime fits into two months within the law of a month",
    "PAY108": "the figures of 2026 are known",
}
"""Codes of the departments that the sample company does not show, and why."""


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    return generate_company(SEED)


def rows_of(company: SampleCompany, workbook: str, table: str) -> list[dict[str, object]]:
    return [dict(row) for tab in company.workbook(workbook).tabs if tab.table == table for row in tab.rows]


def test_equal_seeds_give_equal_companies(company):
    assert generate_company(SEED) == company


def test_another_seed_gives_another_company_with_as_many_mistakes(company):
    other = generate_company(SEED + 1)

    assert other.workbook("finance") != company.workbook("finance")
    assert Counter(answer.code for answer in other.answers) == Counter(answer.code for answer in company.answers)


def test_the_journal_has_two_thousand_lines_over_eleven_months(company):
    journal = rows_of(company, "finance", "journal")

    assert len(journal) >= 2_000
    assert {row["date"].month for row in journal if hasattr(row["date"], "month")} >= set(range(1, 12))


def test_there_are_forty_employees_with_timesheets_and_a_roster(company):
    assert len(rows_of(company, "payroll", "employees")) == 40
    assert len(rows_of(company, "payroll", "timesheet_month")) > 70
    assert len(rows_of(company, "payroll", "roster")) > 300


def test_there_are_three_hundred_items_with_five_thousand_movements_in_two_warehouses(company):
    movements = rows_of(company, "inventory", "movements")

    assert len(rows_of(company, "inventory", "items")) == 300
    assert len(movements) >= 5_000
    assert len(rows_of(company, "inventory", "warehouses")) == 2
    assert Counter(row["warehouse"] for row in movements).keys() == {"KHO1", "KHO2", "KHO3"}  # one of them a mistake


def test_opening_balances_come_out_even(company):
    accounts = rows_of(company, "finance", "accounts")

    debits = sum(row["opening_debit"] or 0 for row in accounts)
    credits_ = sum(row["opening_credit"] or 0 for row in accounts)

    assert debits == credits_ > 0


def test_the_answer_key_has_more_than_thirty_kinds_of_mistake(company):
    assert len({answer.code for answer in company.answers}) > 30


def test_every_code_of_the_departments_is_shown_or_its_absence_explained(company):
    shown = {answer.code for answer in company.answers}
    known = {message.code for department in all_departments() for message in department.messages}

    assert known - shown == set(UNTRIGGERED)


@pytest.mark.parametrize("seed", [1, 7, SEED])
def test_all_mistakes_are_found_and_nothing_else_is_reported(seed):
    company = generate_company(seed)

    assert as_answers(findings_of(company)) == Counter(company.answers)


def test_a_mistake_left_out_of_the_key_would_be_noticed(company):
    found = as_answers(findings_of(company))

    assert found != Counter(company.answers[1:])
    assert found != Counter([*company.answers, Answer("FIN101", "finance", "Nhật ký chung", ("BC0001",), "debit")])


def test_unreadable_cells_are_among_the_mistakes(company):
    values = [value for row in rows_of(company, "finance", "journal") for value in row.values()]

    assert any(isinstance(value, FormulaCell) for value in values)


def test_the_company_is_looked_at_on_a_fixed_day(company):
    assert company.as_of == AS_OF


def test_the_generator_imports_no_rule():
    imported = {
        name
        for path in GENERATOR.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }

    assert not [name for name in imported if name.split(".")[0] in {"rules", "sync"}]


def test_no_rule_is_loaded_when_a_company_is_generated():
    code = (
        "import sys, templates.sample.generator as g; g.generate_company(1);"
        "print([name for name in sys.modules if name.split('.')[0] in ('rules', 'sync')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
