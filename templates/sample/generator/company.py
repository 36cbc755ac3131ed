"""The sample company as a whole."""

from __future__ import annotations

from templates.sample.generator.books import make_books
from templates.sample.generator.model import AS_OF, SampleCompany
from templates.sample.generator.names import COMPANY
from templates.sample.generator.staff import make_staff
from templates.sample.generator.warehouse import make_warehouse


def generate_company(seed: int = 2026) -> SampleCompany:
    """Return the sample company; equal seeds give equal companies.

    Args:
        seed: any number; it decides names, amounts, dates and where the mistakes stand.
    """
    made = [make(seed) for make in (make_books, make_staff, make_warehouse)]
    workbooks = tuple(workbook for workbook, _ in made)
    answers = tuple(sorted(answer for _, found in made for answer in found))
    return SampleCompany(COMPANY, AS_OF, workbooks, answers)
