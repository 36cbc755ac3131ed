"""What the amounts and inputs of a payslip are called, by the names that they have in its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules.core.text import Text

TERMS: Final[Mapping[str, Text]] = {
    # Lines of the payslip.
    "earned": Text("Lương theo công", "Pay for days"),
    "overtime": Text("Tiền tăng ca", "Overtime pay"),
    "meal": Text("Tiền ăn ca", "Meal allowance"),
    "total_income": Text("Tổng thu nhập", "Total income"),
    "exempt": Text("Phần không chịu thuế", "Exempt part"),
    "exempt:overtime": Text("Tăng ca không chịu thuế", "Exempt overtime"),
    "exempt:meal": Text("Ăn ca không chịu thuế", "Exempt meals"),
    "taxable_income": Text("Thu nhập chịu thuế", "Income subject to tax"),
    "insurance": Text("Bảo hiểm người lao động đóng", "Employee's insurance"),
    "social_insurance": Text("Bảo hiểm xã hội", "Social insurance"),
    "health_insurance": Text("Bảo hiểm y tế", "Health insurance"),
    "unemployment_insurance": Text("Bảo hiểm thất nghiệp", "Unemployment insurance"),
    "social_base": Text("Mức đóng BHXH, BHYT", "Base of social and health insurance"),
    "unemployment_base": Text("Mức đóng BHTN", "Base of unemployment insurance"),
    "deductions": Text("Giảm trừ gia cảnh", "Family deductions"),
    "personal_deduction": Text("Giảm trừ bản thân", "Personal deduction"),
    "dependant_deduction": Text("Giảm trừ người phụ thuộc", "Deduction for dependants"),
    "taxable": Text("Thu nhập tính thuế", "Taxable income"),
    "income_tax": Text("Thuế thu nhập cá nhân", "Personal income tax"),
    "income_tax_bracket": Text("Thuế của một bậc", "Tax of one bracket"),
    "union_dues": Text("Đoàn phí công đoàn", "Union dues"),
    "advance": Text("Tạm ứng", "Advance"),
    "total_deductions": Text("Tổng các khoản trừ", "Total deductions"),
    "net": Text("Thực lĩnh", "Net pay"),
    "employer_cost": Text("Chi phí công ty", "Employer's cost"),
    "employer_social_and_accident": Text("BHXH, TNLĐ công ty đóng", "Employer's social and accident insurance"),
    "employer_health": Text("BHYT công ty đóng", "Employer's health insurance"),
    "employer_unemployment": Text("BHTN công ty đóng", "Employer's unemployment insurance"),
    "employer_union_fee": Text("Kinh phí công đoàn", "Trade union fee"),
    # What they are computed from.
    "standard_days": Text("công chuẩn", "standard days"),
    "paid_days": Text("ngày hưởng lương", "paid days"),
    "monthly_wage": Text("mức tháng", "monthly amount"),
    "hourly_wage": Text("tiền lương giờ", "hourly wage"),
    "overtime_kind": Text("loại giờ", "kind of hours"),
    "hours": Text("số giờ", "hours"),
    "multiplier": Text("hệ số", "multiplier"),
    "insurance_base": Text("lương và phụ cấp đóng bảo hiểm", "insured wage and allowances"),
    "unpaid_days": Text("ngày làm việc không hưởng lương", "unpaid working days"),
    "cap": Text("mức tối đa", "cap"),
    "region": Text("vùng", "region"),
    "dependants": Text("số người phụ thuộc", "dependants"),
    "each": Text("mức một người", "for each"),
    "months": Text("số tháng", "months"),
    "limit": Text("mức không chịu thuế", "exempt limit"),
    "income_in_bracket": Text("thu nhập trong bậc", "income within the bracket"),
    "above": Text("phần trên mức", "part above"),
}
