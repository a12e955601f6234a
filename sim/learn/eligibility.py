"""What the payers answer when somebody asks about a patient for a day: the content of a 271, in plain rows.

    eligibility(case)       each coverage that a payer knows of: payer, plan, member id, from, to, in force or not, policy holder, benefits

An answer is no promise to pay, and being covered is not being authorized. Not modelled: what is left of a deductible on the day.
"""
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.params import param_value


def eligibility(case) -> list[dict]:
    """Each coverage of the patient, the latest first."""
    coverages, day = case.people.coverages, case.row["service_date"]
    rows = coverages.take(coverages.patient_key == case.row["patient_key"]).rows()
    codes = [one.code for one in case.sent_visit.services]
    return [_coverage(case, row, day, codes) for row in sorted(rows, key=lambda row: row["coverage_start_date"], reverse=True)]


def _coverage(case, row: dict, day, codes) -> dict:
    from sim.learn.case import payer_label
    people = case.people.patients
    holder = people.take(people.patient_key == row["subscriber_patient_key"]).rows()
    begun, ended = row["coverage_start_date"] <= day, row["coverage_end_date"] is not None and row["coverage_end_date"] < day
    named = f"{holder[0]['family_name']}, {holder[0]['first_name']}".upper() if holder else ""
    return {"payer_code": row["payer_code"], "payer": payer_label(row["payer_code"]), "plan": row["plan_code"], "member_id": row["member_id"],
            "group_number": row["group_number"], "relationship": row["relationship_code"], "subscriber": named,
            "subscriber_birth_date": str(holder[0]["birth_date"]) if holder else "", "start_date": str(row["coverage_start_date"]),
            "end_date": str(row["coverage_end_date"]) if row["coverage_end_date"] else "", "is_active": begun and not ended,
            "benefits": benefits(row["payer_code"], row["plan_code"], day, codes) if begun and not ended else []}


def benefits(payer_code: str, plan_code: str, day, codes=()) -> list[dict]:
    """What a plan says: {label, value}. Copays by kind of service; approval for the services named; the rest of the plan.

    >>> from datetime import date
    >>> benefits("acme_ppo", "ppo_500", date(2026, 6, 1))[0]
    {'label': 'Deductible', 'value': '$500.00'}
    """
    from sim.payer.payers import payers
    payer = payers().get(payer_code)
    plan = next((one for one in payer.plans if one["code"] == plan_code), None) if payer else None
    if plan is None:
        return []
    rows = [{"label": label, "value": _amount(plan.get(name), payer_code, day)} for name, label in PLAN if plan.get(name)]
    rows += [{"label": "Coinsurance", "value": f"{plan['coinsurance_percent']} %"}] if plan.get("coinsurance_percent") else []
    rows += [{"label": f"Copay, {', '.join(one.get('kinds') or one.get('codes') or ('every service',))}", "value": _amount(one["amount"], payer_code, day)}
             for one in payer.sections["copay"] if plan_code in one.get("plans", (plan_code,))]
    asked = sorted({code for one in payer.sections["authorization"] for code in one.get("codes", ()) if code in codes})
    return rows + ([{"label": "Approval beforehand", "value": ", ".join(asked)}] if asked else [])


PLAN = (("deductible", "Deductible"), ("family_deductible", "Family deductible"), ("out_of_pocket_maximum", "Out-of-pocket maximum"))


def _amount(value, payer_code: str, day) -> str:
    """Cents, or the name of a dated parameter."""
    if isinstance(value, str):
        try:
            value = param_value(value, payer_code, day)
        except CleanClaimError:
            return "see the plan"
    return dollars(value) if value else "none"
