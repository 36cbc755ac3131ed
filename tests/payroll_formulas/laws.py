"""The law of a few months, for the tests of the formulas."""

from __future__ import annotations

from datetime import date

from rules.statutory import payroll_law

LAW_2025 = payroll_law(date(2025, 6, 1))
LAW_2026_H1 = payroll_law(date(2026, 3, 1))
LAW_2026_H2 = payroll_law(date(2026, 8, 1))
