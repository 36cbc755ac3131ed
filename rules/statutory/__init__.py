"""Law as data: effective-dated tables with unit and source of every figure, one folder a country.

``law_tables(country)`` gives the tables, ``payroll_law(day, country)`` those that payroll needs, for one day. A day for
which no figure is known refuses with `UnknownPeriodError`, which rules turn into a finding.
"""

from rules.statutory.holidays import public_holidays
from rules.statutory.loading import UnknownCountryError, law_digest, law_tables
from rules.statutory.payroll import OvertimeLaw, OvertimeTax, PayrollLaw, TaxScaleOption, overtime_law, payroll_law
from rules.statutory.tables import Bracket, Figure, LawTables, Table, UnknownPeriodError

__all__ = [
    "Bracket",
    "Figure",
    "LawTables",
    "OvertimeLaw",
    "OvertimeTax",
    "PayrollLaw",
    "Table",
    "TaxScaleOption",
    "UnknownCountryError",
    "UnknownPeriodError",
    "law_digest",
    "law_tables",
    "overtime_law",
    "payroll_law",
    "public_holidays",
]
