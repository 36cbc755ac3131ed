"""What the lines of a payslip and their inputs are called, for payslips and explanations."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rules.core.text import Text

LINE_TITLES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        # Income
        "leave_pay": Text("Tiền phép chưa nghỉ", "Unused leave"),
        "night_premium": Text("Phụ cấp làm đêm", "Night premium"),
        "gross_taxed": Text("Lương chịu thuế", "Taxed pay"),
        "gross_exempt": Text("Lương không chịu thuế", "Exempt pay"),
        "taxable_allowance": Text("Phụ cấp chịu thuế", "Taxable allowance"),
        "exempt_overtime": Text("Làm thêm không chịu thuế", "Exempt overtime"),
        "total_income": Text("Tổng thu nhập", "Total income"),
        # Insurance and union
        "insurance_base": Text("Lương đóng bảo hiểm", "Insurance base"),
        "social_base": Text("Mức đóng BHXH, BHYT", "Base of social and health insurance"),
        "unemployment_base": Text("Mức đóng BHTN", "Base of unemployment insurance"),
        "social_insurance": Text("BHXH", "Social insurance"),
        "health_insurance": Text("BHYT", "Health insurance"),
        "unemployment_insurance": Text("BHTN", "Unemployment insurance"),
        "insurance": Text("Bảo hiểm người lao động đóng", "Employee's insurance"),
        "union_dues": Text("Đoàn phí công đoàn", "Union dues"),
        "employer_social": Text("BHXH công ty đóng", "Employer's social insurance"),
        "employer_accident": Text("BH tai nạn lao động công ty đóng", "Employer's accident insurance"),
        "employer_social_and_accident": Text("BHXH và TNLĐ công ty đóng", "Employer's social and accident insurance"),
        "employer_health": Text("BHYT công ty đóng", "Employer's health insurance"),
        "employer_unemployment": Text("BHTN công ty đóng", "Employer's unemployment insurance"),
        "employer_union_fee": Text("Kinh phí công đoàn", "Union fee"),
        "employer_cost": Text("Tổng chi phí công ty", "Employer's cost"),
        # Tax
        "exempt": Text("Thu nhập không chịu thuế", "Exempt income"),
        "exempt_meal": Text("Tiền ăn không chịu thuế", "Exempt meal allowance"),
        "taxable_income": Text("Thu nhập chịu thuế", "Taxable income"),
        "personal_deduction": Text("Giảm trừ bản thân", "Personal deduction"),
        "dependant_deduction": Text("Giảm trừ người phụ thuộc", "Deduction for dependants"),
        "deductions": Text("Giảm trừ gia cảnh", "Family deductions"),
        "taxable": Text("Thu nhập tính thuế", "Income that is taxed"),
        "income_tax_bracket": Text("Thuế của một bậc", "Tax of a bracket"),
        "income_tax": Text("Thuế TNCN", "Income tax"),
        "flat_tax": Text("Thuế khấu trừ tại nguồn", "Tax withheld at a flat rate"),
        # Result
        "total_deductions": Text("Tổng các khoản trừ", "Total deductions"),
        "net": Text("Thực lĩnh", "Net pay"),
        # Inputs
        "standard_days": Text("Ngày công chuẩn", "Standard days"),
        "monthly_wage": Text("Lương tháng", "Monthly wage"),
        "paid_days": Text("Ngày hưởng lương", "Paid days"),
        "leave_days": Text("Ngày phép chưa nghỉ", "Unused leave days"),
        "unpaid_days": Text("Ngày nghỉ không lương", "Unpaid days"),
        "hourly_wage": Text("Lương giờ", "Hourly wage"),
        "hours_weekday_day": Text("Giờ tăng ca ngày thường", "Hours on weekdays"),
        "hours_weekday_night": Text("Giờ tăng ca ngày thường, ban đêm", "Hours on weekdays, at night"),
        "hours_rest_day_day": Text("Giờ tăng ca ngày nghỉ", "Hours on rest days"),
        "hours_rest_day_night": Text("Giờ tăng ca ngày nghỉ, ban đêm", "Hours on rest days, at night"),
        "hours_holiday_day": Text("Giờ tăng ca ngày lễ", "Hours on holidays"),
        "hours_holiday_night": Text("Giờ tăng ca ngày lễ, ban đêm", "Hours on holidays, at night"),
        "hours": Text("Số giờ", "Hours"),
        "multiplier": Text("Hệ số", "Multiplier"),
        "contract_base": Text("Lương đóng BH theo hợp đồng", "Contract insurance base"),
        "region": Text("Vùng", "Region"),
        "cap": Text("Mức trần", "Cap"),
        "limit": Text("Mức tối đa", "Limit"),
        "meal": Text("Tiền ăn ca", "Meal allowance"),
        "dependants": Text("Số người phụ thuộc", "Dependants"),
        "months": Text("Số tháng", "Months"),
        "each": Text("Mức mỗi người mỗi tháng", "Each, a month"),
        "income_in_bracket": Text("Thu nhập trong bậc", "Income within the bracket"),
        "above": Text("Phần thu nhập trên", "Income above"),
        "payment": Text("Khoản chi trả", "Payment"),
        "contract_months": Text("Thời hạn hợp đồng (tháng)", "Contract, months"),
        "resident": Text("Cá nhân cư trú", "Resident"),
        "commitment": Text("Có cam kết thu nhập", "Commitment form"),
        "threshold": Text("Mức bắt đầu khấu trừ", "Threshold"),
    }
)
"""Name of a line or input -> title. Lines whose names a sheet gives (wages, allowances) are titled by their column."""

EXEMPT_PREFIX: Final = "exempt:"


def line_title(name: str, given: Mapping[str, Text] = LINE_TITLES) -> Text:
    """Return the title of a line or an input.

    Args:
        name: Its name; ``exempt:`` before a line's name means the part of it that is not taxed.
        given: Titles by name. A name that is not among them stands for itself.
    """
    if name.startswith(EXEMPT_PREFIX):
        whole = line_title(name.removeprefix(EXEMPT_PREFIX), given)
        return Text(f"Không chịu thuế: {whole.vi}", f"Exempt: {whole.en}")
    return given.get(name, Text(name, name))
