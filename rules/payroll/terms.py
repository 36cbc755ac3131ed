"""What the amounts and inputs of an office's payslips are called: the common titles, and the lines named here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules.core.text import Text
from rules.payroll.line_titles import EXEMPT_PREFIX, LINE_TITLES, line_title

_OWN: Final[Mapping[str, Text]] = {
    "earned": Text("Lương theo công", "Pay for days"),
    "overtime": Text("Tiền tăng ca", "Overtime pay"),
    "contract_salary": Text("Lương hợp đồng", "Contract salary"),
    "insured_allowance": Text("Phụ cấp đóng BH", "Insured allowance"),
    "other_allowance": Text("Phụ cấp khác", "Other allowance"),
    "advance": Text("Tạm ứng", "Advance"),
}
_NAMED: Final[Mapping[str, Text]] = {**LINE_TITLES, **_OWN}

TERMS: Final[Mapping[str, Text]] = {
    **_NAMED,
    **{
        name: line_title(name, _NAMED)
        for name in (f"{EXEMPT_PREFIX}{line}" for line in ("overtime", "night_premium", "meal"))
    },
}
"""Name of an amount or input -> title."""
