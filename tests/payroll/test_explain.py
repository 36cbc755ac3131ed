from datetime import date

import pytest

from rules.core.rule import Context
from rules.core.trace import walk
from rules.payroll import DEPARTMENT
from tests.support.books import read_text

OFFICE = """
[Nhân viên]
| Mã NV | Họ và tên | Lương hợp đồng | Phụ cấp khác | Tiền ăn ca | Người phụ thuộc | Công đoàn viên | Tạm ứng |
| NV001 | Hoa       | 90000000       | 1000000      | 730000     | 1               | x              | 500000  |
| NV002 | Nam       | 9000000        |              |            |                 |                |         |
[Chấm công 10/2026]
| Mã NV | 1 | 2 | 5 | 6 | 7 | 8 | 9 | 12 | 13 | TC ngày thường | TC ngày nghỉ | TC đêm |
| NV001 | X | X | X | X | X | X | X | X  | X  | 10             | 4            | 3      |
[Chấm công 11/2026]
| Mã NV | 2 | 3 | TC ngày thường |
| NV001 | X | X | 1              |
[Chấm công 1/2027]
| Mã NV | 4 | 5 |
| NV001 | X | X |
"""
BOOKS = read_text(OFFICE, [DEPARTMENT]).books


def explain(*words: str, as_of: date = date(2026, 11, 20)):
    return DEPARTMENT.explain(BOOKS, Context(as_of), words)


def test_a_payslip_is_explained_down_to_what_people_typed():
    explanation = explain("payroll", "nv001", "2026-10")
    lines = {line.name: line for line in explanation.lines}

    assert explanation.title.vi == "Phiếu lương NV001 · Hoa · tháng 10/2026"
    assert lines["net"].amount == lines["total_income"].amount - sum(
        lines[name].amount for name in ("insurance", "income_tax", "union_dues", "advance")
    )
    (earned,) = (line for line in lines["total_income"].children if line.name == "earned")
    assert dict(earned.inputs)["paid_days"] == 9
    assert all(child.law and child.effective_from for child in lines["insurance"].children)


def test_every_amount_and_input_of_a_payslip_has_a_title_and_every_derived_one_its_formula():
    explanation = explain("payroll", "NV001", "2026-10")
    amounts = [amount for line in explanation.lines for amount in walk(line)]
    names = {amount.name for amount in amounts} | {name for amount in amounts for name, _ in amount.inputs}

    assert names <= set(explanation.titles)
    typed = {"meal", "advance", "exempt:meal", "exempt:overtime"}
    assert {amount.name for amount in amounts if not amount.formula_vi} <= typed
    assert {amount.name for amount in amounts if not amount.formula_en} <= typed


def test_without_a_month_the_register_is_explained():
    assert explain("Bảng lương", "NV001").title.vi == "Phiếu lương NV001 · Hoa · tháng 10/2026"


def test_a_month_under_way_is_explained_as_provisional():
    title = explain("payroll", "NV001", "2026-11").title
    assert title.vi == "Phiếu lương NV001 · Hoa · tháng 11/2026 (tạm tính đến 20/11/2026)"


def test_a_payslip_that_cannot_be_computed_says_why():
    assert explain("payroll", "NV002", "10/2026").title.vi == (
        "NV002 · Nam: chưa tính được lương tháng 10/2026 vì thiếu chấm công hoặc chấm công còn lỗi"
    )
    refused = explain("payroll", "NV001", "2027-01", as_of=date(2027, 1, 31))
    assert refused.title.vi.startswith("Chưa tính được lương tháng 01/2027")
    assert refused.lines == ()


@pytest.mark.parametrize(
    "words",
    [(), ("payroll",), ("stock", "NV001"), ("payroll", "NV099"), ("payroll", "NV001", "soon"), ("payroll", *"abc")],
)
def test_other_words_are_not_for_the_payroll(words):
    assert explain(*words) is None
