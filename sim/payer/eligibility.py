"""Eligibility: what a payer answers when the front desk asks whether a patient is covered on a day (the content of a 271).

An answer is not a promise to pay: covered on the day does not mean that a service is covered, approved, or the deductible met.
"""
import numpy as np

from sim.ground.money import dollars
from sim.ground.table import Table
from sim.payer.payers import Payer, payers


def eligibility(coverages: Table, patient_key: int, payer_code: str, on) -> list[dict]:
    """Rows of plain items about one patient at one payer on one day: item, value, and `good` (False: something to mend; None: neither).

    coverages: table `coverages`. An unknown patient gets one row that says so. Source: ASC X12 270/271, CAQH CORE data content rule.

    >>> from sim.ground.table import Table
    >>> spans = Table.from_rows("coverages", [dict(coverage_key=128, patient_key=16, payer_code="acme_ppo", plan_code="ppo_500", member_id="A1",
    ...     relationship_code="self", subscriber_patient_key=16, coverage_start_date="2026-01-01", coverage_end_date="2026-05-31")])
    >>> [(row["item"], row["value"]) for row in eligibility(spans, 16, "acme_ppo", "2026-06-01")][:2]
    [('Status', 'not active on 2026-06-01'), ('Coverage', '2026-01-01 to 2026-05-31')]
    """
    day = np.datetime64(on, "D")
    payer = payers()[payer_code]
    mine = coverages.take((coverages.patient_key == patient_key) & (coverages.payer_code == payer_code))
    active = mine.take((mine.coverage_start_date <= day) & ~(mine.coverage_end_date < day))
    if not len(mine):
        return [_row("Status", f"{payer.label} does not know this patient", False)]
    if not len(active):
        spans = [_row("Coverage", _span(row), None) for row in mine.sort_by("coverage_start_date").rows()]
        return [_row("Status", f"not active on {day}", False), *spans]
    return [_row("Status", f"active on {day}", True), *_membership(active.rows()[0]), *_benefits(payer, active.rows()[0]["plan_code"], str(day))]


def _row(item: str, value: str, good: bool | None = None) -> dict:
    return {"item": item, "value": value, "good": good}


def _span(row: dict) -> str:
    return f"{row['coverage_start_date']} to {row['coverage_end_date'] or 'today'}" if row["coverage_end_date"] else f"since {row['coverage_start_date']}"


def _membership(row: dict) -> list[dict]:
    rows = [_row("Coverage", _span(row)), _row("Member id", row["member_id"]), _row("Relation to subscriber", row["relationship_code"])]
    return rows + ([_row("Group number", row["group_number"])] if row["group_number"] else [])


def _benefits(payer: Payer, plan_code: str, on: str) -> list[dict]:
    plan = next((plan for plan in payer.plans if plan["code"] == plan_code), None)
    if plan is None:
        return [_row("Plan", f"{plan_code}: not on file", False)]
    amounts = [(label, _amount(plan.get(field), payer, on)) for field, label in (
        ("deductible", "Deductible a year"), ("family_deductible", "Deductible of the family"), ("out_of_pocket_maximum", "Most the patient pays a year"),
        ("family_out_of_pocket_maximum", "Most the family pays a year"))]
    copays = [_row("Copay, " + " and ".join(row.get("kinds", row.get("codes", ()))), dollars(row["amount"]))
              for row in payer.sections["copay"] if plan_code in row.get("plans", [plan_code])]
    percent = plan.get("coinsurance_percent", 0)
    return [_row("Plan", plan.get("label", plan_code)), *(_row(label, text) for label, text in amounts if text),
            _row("Coinsurance", f"{percent} percent" if percent else "none"), *copays]


def _amount(value, payer: Payer, on: str) -> str:
    if isinstance(value, str):
        from sim.ground.params import param_value
        value = param_value(value, payer.code, on)
    return dollars(value) if value is not None else ""
