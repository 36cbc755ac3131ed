"""The documented topics with their input and output names; outputs with the kind of their values.

Kinds: vnd, money, real, count, text; ``[kind]`` a list, ``{kind}`` a set, ``<name=kind ...>`` a map with these keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.published.cases import Case, CaseFormatError

_CONSTANTS = "<A2=real D3=real D4=real d2=real>"
_SLA = "start minutes days open close holidays"
_RQ = "holding_cost stockout_cost fixed_cost demand_mean demand_sd lead_time"

DOCUMENTED = f"""
pit_on_taxable: taxable_income -> pit=vnd
employee_insurance: insurance_base region unpaid_working_days
    -> base_si=vnd base_ui=vnd si=vnd hi=vnd ui=vnd total=vnd
ui_cap: region -> ui_cap=vnd
union_dues_employee: insurance_base -> union_dues=vnd
min_wage: region -> monthly=vnd hourly=vnd
meal_exemption: meal_allowance_cash -> exempt=vnd
gross_to_net: gross insurance_base region dependents union_member exempt_income taxable_allowance_not_insured
    exempt_overtime insurance_total_given rates personal dependent brackets
    -> gross=vnd si=vnd hi=vnd ui=vnd insurance=vnd assessable=vnd taxable=vnd pit=vnd union_dues=vnd net=vnd
    employer_si=vnd employer_accident=vnd employer_hi=vnd employer_ui=vnd employer_total_cost=vnd
net_to_gross: net dependents region -> gross=vnd
annual_finalisation: annual_income annual_insurance dependents -> taxable=vnd pit=vnd
withholding_flat: payment contract_months resident commitment -> pit=vnd net=vnd
prorate: monthly standard_days paid_days -> amount=vnd
hourly_rate: monthly standard_days hours_per_day -> daily=vnd hourly=vnd
standard_working_days: year month week holidays -> days=count
overtime_pay: hourly hours kind night -> amount=vnd
overtime_night_multiplier: kind worked_day_overtime_before -> multiplier=real
night_premium: hourly hours -> extra=vnd
overtime_exempt_part: normal_hourly paid_hourly kind -> exempt_per_hour=vnd taxable_per_hour=vnd
full_payslip: contract_salary insured_allowance uninsured_taxable_support standard_days paid_days dependents region
    adjustment segments ot_kind ot_hours unused_leave_days previous_month_standard_days
    base_salary worked_days paid_leave_days responsibility ot_weekday_hours ot_night_hours_within sunday_days
    attendance_bonus seniority phone_taxable quarter_bonus transport_exempt meal insurance_base union_member
    advance first_instalment late_penalty uniform_deduction
    -> earned=vnd overtime=vnd leave_pay=vnd total_income=vnd exempt=vnd insurance_base=vnd si=vnd hi=vnd ui=vnd
    taxable=vnd pit=vnd net=vnd employer_si=vnd employer_hi=vnd employer_ui=vnd employer_union=vnd employer_cost=vnd
    daily_rate=vnd hourly_rate=vnd wage_by_days=vnd ot=vnd night_extra=vnd taxable_income=vnd insurance=vnd
    deductions=vnd union_dues=vnd total_deductions=vnd net_second_instalment=vnd

eoq: fixed_cost holding_cost demand_rate -> Q=real cost=money orders_per_year=real days_between_orders_250=real
eoq_cost_at_q: fixed_cost holding_cost demand_rate Q -> cost=money
eoq_all_units_discount: fixed_cost holding_cost_rate demand_rate breakpoints unit_costs
    -> Q=real region=count cost=money
eoq_incremental_discount: fixed_cost holding_cost_rate demand_rate breakpoints unit_costs
    -> Q=real region=count cost=money
eoq_backorders: fixed_cost holding_cost stockout_cost demand_rate -> Q=real stockout_fraction=real cost=money
safety_stock: z service_level sd_lead_time_demand demand_sd lead_time mean_lead_time_demand
    -> safety_stock=real reorder_point=real
reorder_point: z service_level mean_lead_time_demand sd_lead_time_demand demand_mean demand_sd lead_time lead_time_sd
    unit -> safety_stock=real reorder_point=real reorder_point_rounded=count
order_up_to: demand_mean_week demand_sd_week review_plus_lead_weeks z -> order_up_to=real
z_value: service_level -> z=real
standard_normal_loss: z -> loss=real
newsvendor_normal: holding_cost stockout_cost demand_mean demand_sd lead_time -> base_stock=real cost=money
newsvendor_normal_cost: holding_cost stockout_cost demand_mean demand_sd lead_time base_stock -> cost=money
newsvendor_poisson: holding_cost stockout_cost demand_mean lead_time -> base_stock=count cost=money
rq_eil: {_RQ} -> r=real Q=real cost=money
rq_eoqb: {_RQ} -> r=real Q=real
rq_eoqss: {_RQ} -> r=real Q=real
rq_cost: {_RQ} r Q -> cost=money
sS_exact_poisson: holding_cost stockout_cost fixed_cost demand_mean -> s=count S=count cost=money
sS_power_approx: holding_cost stockout_cost fixed_cost demand_mean demand_sd -> s=real S=real
wagner_whitin: num_periods holding_cost fixed_cost demand -> orders=[count] cost=money
reorder_erpnext: projected_qty reorder_level reorder_qty -> order_qty=count
reorder_minmax_multiple: forecast minimum maximum multiple mode -> order_qty=count
valuation_fifo: operations -> queue=[[real]] qty=real value=money ending=money cogs=money available=money
valuation_lifo: operations -> consumed=[[real]] consumed_last=[[real]] qty=real queue=[[real]]
valuation_periodic_average: units_available cost_available units_sold -> unit_cost=money ending=money cogs=money
abc: items rule -> A={{text}} B={{text}} C={{text}} total=money
    A_share_pct=count B_share_pct=count C_share_pct=count

sla_due: {_SLA} -> due=text
sla_due_with_pause: {_SLA} pauses -> due=text
sla_due_24h_weekdays: {_SLA} -> due=text
business_duration: start end open close days holidays breaks -> hours=real business_days=count extra_hours=real
evm: PV EV AC BAC -> SV=money CV=money SPI=real CPI=real EAC=money ETC=money VAC=money
evm_time_forecast: months SPI -> months_forecast=real
capability: mean rbar n lsl usl -> sigma=real Cp=real Cpk=real
capability_sbar: n subgroups sum_s lsl usl -> sigma=real Cp=real
control_chart_constants: -> 4={_CONSTANTS} 5={_CONSTANTS}
aql_sample_size_level_II: lot_min lot_max -> code=text sample=count

asset_cost: price transport install -> cost=vnd
depreciation_straight_line: cost life_years -> annual=vnd
depreciation_monthly: annual -> monthly=[vnd]
depreciation_first_month: cost life_years in_use -> days=count month=vnd
depreciation_after_upgrade: cost life_years years_done upgrade new_life_left
    -> cost=vnd accumulated=vnd book_value=vnd annual=vnd
depreciation_coefficient: life_years -> coefficient=[real]
depreciation_declining_adjusted: cost life_years coefficient -> annual=[vnd] accumulated=[vnd]
depreciation_units: cost capacity_units units -> per_unit=real monthly=[vnd] annual=vnd
trial_balance_allowed_side: -> 111=text 112=text 121=text 128=text 131=text 133=text 138=text 141=text 15x=text
    211=text 213=text 214=text 229=text 242=text 331=text 333=text 334=text 338=text 3388=text 341=text 411=text
    5xx-9xx=text
"""


@dataclass(frozen=True)
class Topic:
    inputs: frozenset[str]
    outputs: dict[str, str]


def _parse(text: str) -> dict[str, Topic]:
    topics = {}
    for entry in re.split(r"\n+(?=\S)", text.strip()):
        name, _, rest = entry.partition(":")
        inputs, _, outputs = rest.partition("->")
        kinds = re.findall(r"(\S+?)=(<[^>]*>|\S+)", outputs)
        topics[name] = Topic(frozenset(inputs.split()), dict(kinds))
    return topics


TOPICS = _parse(DOCUMENTED)


def check_names(case: Case) -> None:
    """Refuse a case that uses a topic, an input or an output that is not documented."""
    topic = TOPICS.get(case.topic)
    if topic is None:
        raise CaseFormatError(f"{case.id}: unknown topic {case.topic}")
    for what, names, known in (
        ("input", set(case.inputs), topic.inputs),
        ("output", set(case.expected), set(topic.outputs)),
    ):
        unknown = sorted(names - known)
        if unknown:
            raise CaseFormatError(f"{case.id}: {case.topic} has no {what} {', '.join(unknown)}")
    if not case.expected:
        raise CaseFormatError(f"{case.id}: nothing is expected")
