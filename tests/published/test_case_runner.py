"""The runner takes every documented input, and refuses what is not documented. Figures worked out by hand."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.published.cases import CaseFormatError, build_case, read_cases
from tests.published.comparing import agree
from tests.published.regimes import days_of
from tests.published.running import failure_of, not_covered

FORM_B = {
    "base_salary": 10_400_000, "standard_days": 26, "worked_days": 22, "paid_leave_days": 2,
    "responsibility": 1_300_000, "ot_weekday_hours": 10, "ot_night_hours_within": 4, "sunday_days": 1,
    "attendance_bonus": 500_000, "seniority": 300_000, "phone_taxable": 200_000, "quarter_bonus": 1_000_000,
    "transport_exempt": 400_000, "meal": 1_500_000, "insurance_base": 11_700_000, "dependents": 1, "region": 2,
    "union_member": True, "advance": 1_000_000, "first_instalment": 2_000_000, "late_penalty": 50_000,
    "uniform_deduction": 150_000,
}  # fmt: skip
FORM_B_PAYS = {
    "daily_rate": 400_000, "hourly_rate": 50_000, "wage_by_days": 10_700_000, "ot": 1_150_000, "night_extra": 100_000,
    "total_income": 15_850_000, "exempt": 2_850_000, "taxable_income": 13_000_000, "si": 936_000, "hi": 175_500,
    "ui": 117_000, "insurance": 1_228_500, "deductions": 21_700_000, "taxable": 0, "pit": 0, "union_dues": 58_500,
    "total_deductions": 4_487_000, "net": 11_363_000, "net_second_instalment": 11_363_000,
}  # fmt: skip
OVERTIME_OVER_THE_LIMIT = {
    "contract_salary": 17_600_000, "uninsured_taxable_support": 1_000_000, "standard_days": 22, "paid_days": 22,
    "adjustment": -500_000, "ot_kind": "weekend/night", "ot_hours": 50,
}  # fmt: skip
LEAVER = {
    "contract_salary": 21_000_000, "standard_days": 22, "paid_days": 8, "unused_leave_days": 3,
    "previous_month_standard_days": 21,
}  # fmt: skip
PARAMETRIC = {
    "gross": 100_000_000, "dependents": 2, "rates": {"si": 0.08, "hi": 0.015, "ui": 0.01}, "personal": 9_000_000,
    "dependent": 3_600_000,
}  # fmt: skip
EVERY_ADDITION = {
    "gross": 30_000_000, "insurance_base": 20_000_000, "dependents": 1, "union_member": True,
    "exempt_income": 2_000_000, "taxable_allowance_not_insured": 3_000_000, "exempt_overtime": 1_500_000,
}  # fmt: skip

WORKED_OUT = [
    # topic, regime or period, inputs, outputs
    ("pit_on_taxable", "2026_BRIDGE", {"taxable_income": 20_300_000}, {"pit": 2_410_000}),
    ("pit_on_taxable", "2026H2", {"taxable_income": 120_000_000}, {"pit": 27_500_000}),
    ("pit_on_taxable", "2024H2_2025", {"taxable_income": 30}, {"pit": 2}),
    (
        "employee_insurance",
        "2024H2_2025",
        {"insurance_base": 100_000_000, "region": 2},
        {"base_si": 46_800_000, "base_ui": 88_200_000, "si": 3_744_000, "ui": 882_000, "total": 5_328_000},
    ),
    (
        "employee_insurance",
        "2026H2",
        {"insurance_base": 20_000_000, "unpaid_working_days": 14},
        {"base_si": 0, "base_ui": 0, "si": 0, "hi": 0, "ui": 0, "total": 0},
    ),
    ("ui_cap", "2024H2_2025", {"region": 4}, {"ui_cap": 69_000_000}),
    ("ui_cap", "2026_BRIDGE", {"region": None}, {"ui_cap": 106_200_000}),
    ("union_dues_employee", "2026H2", {"insurance_base": 60_000_000}, {"union_dues": 253_000}),
    ("union_dues_employee", "2026H1", {"insurance_base": 60_000_000}, {"union_dues": 234_000}),
    ("min_wage", "..2025-12-31", {"region": 2}, {"monthly": 4_410_000, "hourly": 21_200}),
    ("min_wage", "2024", {"region": 4}, {"monthly": 3_450_000, "hourly": 16_600}),
    ("min_wage", "2026-01..2026-12", {}, {"monthly": 5_310_000, "hourly": 25_500}),
    ("meal_exemption", "2026H1", {"meal_allowance_cash": 1_000_000}, {"exempt": 730_000}),
    ("meal_exemption", "2026H2", {"meal_allowance_cash": 1_000_000}, {"exempt": 1_000_000}),
    ("gross_to_net", "2026_BRIDGE", {"gross": 40_000_000}, {"taxable": 20_300_000, "net": 33_390_000}),
    ("gross_to_net", "2026H1", {"gross": 40_000_000}, {"pit": 1_530_000, "net": 34_270_000}),
    (
        "gross_to_net",
        "2026H2",
        EVERY_ADDITION,
        {
            "gross": 30_000_000, "insurance": 2_100_000, "assessable": 31_000_000, "taxable": 7_200_000,
            "pit": 360_000, "union_dues": 100_000, "net": 31_940_000, "employer_si": 3_400_000,
            "employer_accident": 100_000, "employer_hi": 600_000, "employer_ui": 200_000,
            "employer_total_cost": 38_800_000,
        },
    ),
    (
        "gross_to_net",
        "2026H1",
        {"gross": 50_000_000, "insurance_total_given": 1_000_000},
        {"insurance": 1_000_000, "taxable": 33_500_000, "net": 45_800_000},
    ),
    (
        "gross_to_net",
        "PARAMETRIC",
        PARAMETRIC | {"brackets": "VN7"},
        {"si": 8_000_000, "insurance": 10_500_000, "taxable": 73_300_000, "pit": 16_140_000, "net": 73_360_000},
    ),
    ("gross_to_net", "PARAMETRIC", PARAMETRIC | {"brackets": "VN5"}, {"pit": 12_490_000, "net": 77_010_000}),
    ("net_to_gross", "2026_BRIDGE", {"net": 33_390_000}, {"gross": 40_000_000}),
    ("net_to_gross", "2026H2", {"net": 66_162_400, "region": 4, "dependents": 0}, {"gross": 80_000_000}),
    (
        "annual_finalisation",
        "2024H2_2025",
        {"annual_income": 400_000_000, "annual_insurance": 30_000_000, "dependents": 1},
        {"taxable": 185_200_000, "pit": 18_780_000},
    ),
    ("withholding_flat", "2026H2", {"payment": 5_000_000, "contract_months": 0}, {"pit": 500_000, "net": 4_500_000}),
    ("withholding_flat", "2026H2", {"payment": 4_999_999, "contract_months": 0}, {"pit": 0, "net": 4_999_999}),
    ("withholding_flat", "2024H2_2025", {"payment": 2_000_000, "contract_months": 2}, {"pit": 200_000}),
    ("withholding_flat", "2024H2_2025", {"payment": 2_000_000, "contract_months": 3}, {"pit": 0}),
    ("withholding_flat", "2026H2", {"payment": 9_000_000, "contract_months": 1, "commitment": True}, {"pit": 0}),
    ("withholding_flat", "2026H2", {"payment": 1_000_000, "resident": False}, {"pit": 200_000, "net": 800_000}),
    ("prorate", "-", {"monthly": 5_000_001, "standard_days": 4, "paid_days": 2}, {"amount": 2_500_001}),
    (
        "hourly_rate",
        "-",
        {"monthly": 10_000_000, "standard_days": 26, "hours_per_day": 8},
        {"daily": 384_615, "hourly": 48_077},
    ),
    (
        "standard_working_days",
        "-",
        {"year": 2026, "month": 6, "week": "Mon-Sat", "holidays": ["2026-06-07", "2026-06-10"]},
        {"days": 25},
    ),
    ("overtime_pay", "all", {"hourly": 33_333, "hours": 2, "kind": "weekday", "night": True}, {"amount": 133_332}),
    ("overtime_pay", "all", {"hourly": 100, "hours": 1.5, "kind": "holiday"}, {"amount": 450}),
    ("overtime_night_multiplier", "all", {"kind": "weekday", "worked_day_overtime_before": True}, {"multiplier": 2.1}),
    ("overtime_night_multiplier", "2027..", {"kind": "rest_day"}, {"multiplier": 2.7}),
    ("overtime_night_multiplier", "2026H1", {"kind": "holiday"}, {"multiplier": 3.9}),
    ("night_premium", "2025-03", {"hourly": 101, "hours": 5}, {"extra": 152}),
    (
        "overtime_exempt_part",
        "2026_BRIDGE",
        {"normal_hourly": 40_000, "paid_hourly": 80_000, "kind": "rest_or_holiday"},
        {"exempt_per_hour": 80_000, "taxable_per_hour": 0},
    ),
    (
        "full_payslip",
        "2026H1",
        OVERTIME_OVER_THE_LIMIT,
        {
            "earned": 18_600_000, "overtime": 13_500_000, "total_income": 31_600_000, "exempt": 10_800_000,
            "taxable": 3_452_000, "pit": 172_600, "net": 29_579_400, "employer_si": 3_080_000, "employer_hi": 528_000,
            "employer_ui": 176_000, "employer_union": 352_000, "employer_cost": 35_736_000,
        },
    ),
    (
        "full_payslip",
        "2026H1",
        LEAVER,
        {
            "earned": 7_636_364, "leave_pay": 3_000_000, "total_income": 10_636_364, "exempt": 3_000_000,
            "insurance_base": 0, "si": 0, "hi": 0, "ui": 0, "net": 10_636_364, "employer_union": 0,
            "employer_cost": 10_636_364,
        },
    ),
    (
        "full_payslip",
        "2026H2",
        {
            "contract_salary": 26_000_000, "insured_allowance": 0, "standard_days": 26, "paid_days": 26,
            "segments": [[20_000_000, 7], [26_000_000, 19]],
        },
        {"earned": 24_384_615, "insurance_base": 26_000_000},
    ),
    (
        "full_payslip",
        "2024H2_2025",
        {"contract_salary": 17_600_000, "standard_days": 22, "paid_days": 22, "ot_kind": "weekday/day", "ot_hours": 10},
        {"overtime": 1_500_000, "exempt": 500_000},
    ),
    ("full_payslip", "2026H2", FORM_B, FORM_B_PAYS),
    ("full_payslip", "2026H1", FORM_B, {"exempt": 2_380_000}),
    (
        "full_payslip",
        "2026H2",
        {"base_salary": 13_000_000, "standard_days": 26, "paid_days": 13, "responsibility": 1_300_000},
        {"wage_by_days": 7_150_000, "insurance": 0, "ot": 0, "exempt": 0, "net": 7_150_000},
    ),
    ("safety_stock", "-", {"service_level": 0.95, "sd_lead_time_demand": 8}, {"safety_stock": 13.158829}),
    (
        "safety_stock",
        "-",
        {"z": 1.65, "demand_sd": 4, "lead_time": 4, "mean_lead_time_demand": 70},
        {"safety_stock": 13.2, "reorder_point": 83.2},
    ),
    (
        "reorder_point",
        "-",
        {"z": 1.645, "demand_mean": 10, "demand_sd": 2, "lead_time": 4, "lead_time_sd": 0.5, "unit": "kg"},
        {"safety_stock": 10.533139, "reorder_point": 50.533139, "reorder_point_rounded": 51},
    ),
    ("reorder_point", "-", {"z": 2, "demand_mean": 7, "lead_time": 3}, {"reorder_point_rounded": 21}),
    (
        "reorder_point",
        "-",
        {"service_level": 0.5, "mean_lead_time_demand": 9.5, "demand_sd": 3, "lead_time": 2},
        {"safety_stock": 0, "reorder_point_rounded": 10},
    ),
    (
        "reorder_point",
        "-",
        {"z": 2, "mean_lead_time_demand": 9, "sd_lead_time_demand": 3},
        {"safety_stock": 6, "reorder_point": 15},
    ),
    (
        "order_up_to",
        "-",
        {"demand_mean_week": 20, "demand_sd_week": 3, "review_plus_lead_weeks": 4, "z": 2},
        {"order_up_to": 92},
    ),
    ("z_value", "-", {"service_level": 0.975}, {"z": 1.959964}),
    ("reorder_erpnext", "-", {"projected_qty": 5, "reorder_level": 10, "reorder_qty": 20}, {"order_qty": 20}),
    ("reorder_erpnext", "-", {"projected_qty": -15, "reorder_level": 10, "reorder_qty": 20}, {"order_qty": 25}),
    ("reorder_erpnext", "-", {"projected_qty": 11, "reorder_level": 10, "reorder_qty": 20}, {"order_qty": 0}),
    ("reorder_erpnext", "-", {"projected_qty": 0, "reorder_level": 0, "reorder_qty": 5}, {"order_qty": 5}),
    ("reorder_erpnext", "-", {"projected_qty": -3, "reorder_level": 0, "reorder_qty": 0}, {"order_qty": 0}),
    ("reorder_minmax_multiple", "-", {"forecast": 0, "minimum": 1, "maximum": 20, "multiple": 3}, {"order_qty": 21}),
    ("reorder_minmax_multiple", "-", {"forecast": 1, "minimum": 1, "maximum": 20, "multiple": 3}, {"order_qty": 0}),
    (
        "reorder_minmax_multiple",
        "-",
        {"forecast": -4, "minimum": 9, "maximum": 2, "multiple": 5, "mode": "not_above_max"},
        {"order_qty": 10},
    ),
    ("trial_balance_allowed_side", "-", {}, {"15x": "debit", "5xx-9xx": "zero at year end", "3388": "either"}),
]  # fmt: skip


def made(topic, inputs, expected, regime="-", period="all", **more):
    """A case as a file would hold it: through JSON, so that its numbers are read as they are there."""
    raw = {"id": "made", "topic": topic, "regime": regime, "period": period, "inputs": inputs, "expected": expected}
    return build_case(json.loads(json.dumps(raw | more), parse_float=Decimal, parse_int=Decimal))


def at(when):
    return {"regime": when} if when[0] == "-" or "H" in when or when[-1].isupper() or "_" in when else {"period": when}


@pytest.mark.parametrize(("topic", "when", "inputs", "expected"), WORKED_OUT)
def test_figures_worked_out_by_hand(topic, when, inputs, expected):
    assert failure_of(made(topic, inputs, expected, **at(when))) is None


@pytest.mark.parametrize(("topic", "when", "inputs", "expected"), WORKED_OUT)
def test_a_wrong_figure_is_seen_and_passes_only_as_a_negative_example(topic, when, inputs, expected):
    wrong = {
        name: f"{value}?" if isinstance(value, str) else Decimal(str(value)) + 1 for name, value in expected.items()
    }
    wrong = {name: value if isinstance(value, str) else float(value) for name, value in wrong.items()}
    assert failure_of(made(topic, inputs, wrong, **at(when)))
    assert failure_of(made(topic, inputs, wrong, use_as_oracle=False, **at(when))) is None
    assert failure_of(made(topic, inputs, expected, use_as_oracle=False, **at(when)))


@pytest.mark.parametrize(
    ("topic", "inputs", "expected", "when"),
    [
        ("pit_on_taxabel", {}, {"pit": 0}, "2026H1"),
        ("pit_on_taxable", {"taxable_incom": 1}, {"pit": 0}, "2026H1"),
        ("pit_on_taxable", {"taxable_income": 1}, {"tax": 0}, "2026H1"),
        ("pit_on_taxable", {"taxable_income": 1}, {}, "2026H1"),
        ("pit_on_taxable", {}, {"pit": 0}, "2026H1"),
        ("pit_on_taxable", {"taxable_income": "1"}, {"pit": 0}, "2026H1"),
        ("pit_on_taxable", {"taxable_income": 1}, {"pit": 0}, "2026H3"),
        ("min_wage", {"region": 1.5}, {"monthly": 0}, "2026-01"),
        ("min_wage", {}, {"monthly": 0}, "spring 2026"),
        ("min_wage", {}, {"monthly": 0}, "a..b..c"),
        ("gross_to_net", {"gross": 1, "brackets": "VN7"}, {"net": 0}, "2026H1"),
        ("gross_to_net", PARAMETRIC | {"brackets": "VN6"}, {"net": 0}, "PARAMETRIC"),
        ("gross_to_net", PARAMETRIC | {"rates": {"bhxh": 0.1}, "brackets": "VN7"}, {"net": 0}, "PARAMETRIC"),
        ("overtime_pay", {"hourly": 1, "hours": 1, "kind": "sunday"}, {"amount": 2}, "all"),
        ("overtime_exempt_part", {"normal_hourly": 1, "paid_hourly": 2, "kind": "x"}, {"exempt_per_hour": 1}, "2026H1"),
        ("full_payslip", {"standard_days": 22, "paid_days": 22}, {"net": 0}, "2026H1"),
        ("full_payslip", LEAVER | {"base_salary": 1}, {"net": 0}, "2026H1"),
        ("full_payslip", LEAVER | {"meal": 1}, {"net": 0}, "2026H1"),
        ("full_payslip", FORM_B | {"adjustment": 1}, {"net": 0}, "2026H1"),
        ("full_payslip", LEAVER | {"ot_hours": 1}, {"net": 0}, "2026H1"),
        ("full_payslip", LEAVER | {"ot_hours": 1, "ot_kind": "sunday"}, {"net": 0}, "2026H1"),
        ("reorder_minmax_multiple", {"forecast": 0, "minimum": 1, "maximum": 2, "mode": "x"}, {"order_qty": 0}, "-"),
        ("safety_stock", {"z": 1}, {"safety_stock": 0}, "-"),
    ],
)
def test_what_is_not_documented_is_an_error(topic, inputs, expected, when):
    with pytest.raises(CaseFormatError):
        failure_of(made(topic, inputs, expected, **at(when)))


def test_an_output_that_cannot_be_computed_is_an_error():
    without_mean = made("safety_stock", {"z": 1, "sd_lead_time_demand": 2}, {"reorder_point": 5})
    with pytest.raises(KeyError):
        failure_of(without_mean)
    with pytest.raises(KeyError):
        failure_of(made("net_to_gross", {"net": -1}, {"gross": 0}, regime="2026H1", use_as_oracle=False))


def test_a_period_without_a_known_figure_is_an_error():
    with pytest.raises(Exception, match="base_salary: no figure is known for 2027-01-01"):
        failure_of(made("min_wage", {}, {"monthly": 1}, period="2027-01.."))


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2026-02", ["2026-02-01", "2026-02-28"]),
        ("2025-12-11", ["2025-12-11", "2025-12-11"]),
        ("2025-06..2026-06", ["2025-06-01", "2026-06-30"]),
        ("..2025-12", ["2025-12-31"]),
        ("2026-07..", ["2026-07-01"]),
        ("2026-08 (as published)", ["2026-08-01", "2026-08-31"]),
        ("2026", ["2026-01-01", "2026-12-31"]),
    ],
)
def test_periods_are_read_as_days_and_months_and_ranges(period, days):
    assert [day.isoformat() for day in days_of(period)] == days


@pytest.mark.parametrize(
    ("kind", "computed", "expected", "tolerance", "verdict"),
    [
        ("vnd", "100", "101", None, False),
        ("vnd", "100", "101", "1", True),
        ("real", "1.0000009", "1", None, True),
        ("real", "1.0000011", "1", None, False),
        ("money", "0.0000000009", "0", None, True),
        ("money", "0.0000000011", "0", None, False),
        ("real", "-1.5", "-1", "0.5", True),
        ("count", "3", "4", "1", False),
    ],
)
def test_amounts_are_compared_by_their_kind(kind, computed, expected, tolerance, verdict):
    bound = None if tolerance is None else Decimal(tolerance)
    assert agree(kind, Decimal(computed), Decimal(expected), bound) is verdict


def test_lists_sets_and_maps_are_compared_element_by_element():
    assert agree("[[real]]", [[1, 2]], [[1, 2]], None)
    assert not agree("[vnd]", [1], [1, 2], None)
    assert agree("{text}", ["a", "b"], ["b", "a"], None)
    assert not agree("{text}", ["a"], ["b", "a"], None)
    assert agree("<A2=real d2=real>", {"A2": 1, "d2": 2}, {"d2": 2, "A2": 1}, None)
    assert not agree("<A2=real d2=real>", {"A2": 1}, {"d2": 2, "A2": 1}, None)


def test_an_amount_in_dong_that_is_not_whole_is_an_error():
    with pytest.raises(ValueError, match="whole"):
        agree("vnd", Decimal("1.5"), Decimal(1), Decimal(1))


def test_a_folder_without_cases_is_an_error(tmp_path):
    with pytest.raises(CaseFormatError, match="no "):
        read_cases(tmp_path)


@pytest.mark.parametrize("content", ["[]", '{"cases": {}}', '{"cases": [{"id": "X", "topic": "z_value"}]}'])
def test_a_file_of_another_form_is_an_error(tmp_path, content):
    (tmp_path / "odd_cases.json").write_text(content)
    with pytest.raises(CaseFormatError):
        read_cases(tmp_path)


def test_every_file_of_the_folder_is_read_and_topics_not_covered_are_counted(tmp_path):
    for name, topic in (("one", "z_value"), ("two", "wagner_whitin")):
        case = {"id": name, "topic": topic, "inputs": {}, "expected": {"cost": 1}, "tolerance": 0.5}
        (tmp_path / f"{name}_cases.json").write_text(json.dumps({"cases": [case]}))
    cases = read_cases(tmp_path)
    assert [case.id for case in cases] == ["one", "two"]
    assert cases[0].tolerance == Decimal("0.5")
    assert not_covered(cases) == {"wagner_whitin": 1}
