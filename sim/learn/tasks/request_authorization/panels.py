"""What lies beside the chart: the coverage with what is on file, the payer's lists with their written criteria, and its
days."""

from collections.abc import Iterator
from typing import Any

from sim.billing.claims.form import plan_label
from sim.ground.dates import day_of, us_date
from sim.ground.params import param_value
from sim.learn.exercises.case import Case
from sim.learn.tasks.request_authorization.asked_payer import LIMITS, OWN_ASSESSMENT, Asked, asked
from sim.learn.tasks.request_authorization.field_facts import EMERGENCY, deadline_cite, label_of
from sim.learn.tasks.request_authorization.payer_reply import units_words
from sim.payer.asked.prior_authorization import needs, notice_days
from sim.payer.rulebook.payers import SectionRow

HOURS_72 = 3  # days
Panel = dict[str, Any]  # JSON: a heading and the blocks below it


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    true = asked(case)
    return [_coverage(case, true), _list(true), _referrals(true), _days(true)]


def _coverage(case: Case, true: Asked) -> Panel:
    rows = [row for row in true.people.coverages.rows() if row["coverage_key"] == case.row["coverage_key"]]
    return {
        "heading": "Coverage, verified today",
        "blocks": [
            {
                "pairs": [
                    ["Payer", true.payer.label],
                    ["Plan", plan_label(rows[0])],
                    ["Member ID", {"code": rows[0]["member_id"]}],
                    ["Active", "yes, on the planned date"],
                    ["Authorizations on file", "none"],
                    ["Referrals on file", "none"],
                ]
            }
        ],
    }


def _list(true: Asked) -> Panel:
    entries = true.payer.sections["authorization"]
    blocks = [block for row in entries for block in _entry(row)] or [
        {"p": f"{true.payer.label} has no prior authorization list for services of this clinic."}
    ]
    return {"heading": f"{true.payer.label}: prior authorization list and criteria", "blocks": blocks}


def _entry(row: SectionRow) -> Iterator[Panel]:
    """One entry of the list: its services, its criteria one by one, its limits."""
    yield {"heading": "; ".join(f"{code} {label_of(code)}" for code in row.get("codes", ()))}
    criteria = [_diagnosis_words(row)] if row.get("diagnoses") else []
    criteria += [f"{needs()[need]['label']}. Shown by: {needs()[need]['proof']}." for need in row.get("needs", ())]
    for place, words in enumerate(criteria, 1):
        yield {"p": f"{place}. {words}"}
    limits = [f"at most {units_words(row['units'])}"] if "units" in row else []
    limits += [f"valid for {row['valid_days']} days from the planned date"] if "valid_days" in row else []
    yield {"p": f"{'; '.join(limits).capitalize()}. Source: {row['cite']}.".removeprefix(". "), "tone": "soft"}


def _diagnosis_words(row: SectionRow) -> str:
    return f"Diagnosis code that begins with {', '.join(row['diagnoses'])}. Shown by: {OWN_ASSESSMENT}."


def _referrals(true: Asked) -> Panel:
    rows = [row for row in true.payer.sections["rule"] if row["policy"] == "referral_missing"]
    is_on = "referral_missing" in true.payer.policies
    words = ["; ".join((*row.get("kinds", ()), *row.get("codes", ()))) for row in rows] if is_on else []
    told: list[Panel] = (
        [{"pairs": [["Services on referral", "; ".join(words)], ["Source", rows[0]["cite"]]]}] if words else []
    )
    return {
        "heading": f"{true.payer.label}: referrals",
        "blocks": told or [{"p": "No service of this clinic needs a referral."}],
    }


def _days(true: Asked) -> Panel:
    """The payer's days to decide, and what it says of emergencies."""
    heading = f"{true.payer.label}: how fast it decides"
    if not true.payer.sections["authorization"]:
        words = "No prior authorization is required for any service of this clinic, so no days run for a decision."
        return {"heading": heading, "blocks": [{"p": words}]}
    blocks: list[Panel] = []
    for priority, name in LIMITS.items():
        days = param_value(name, true.payer.code, day_of(true.today))
        hours = " (72 hours)" if priority == "expedited" and days == HOURS_72 else ""
        blocks.append({"p": f"{priority.capitalize()} request: decided within {days} days{hours}."})
        blocks.append({"p": f"Source: {deadline_cite(true, priority)}.", "tone": "soft"})
    told = notice_days(true.payer.code, true.today)
    emergency = (
        f"no authorization; notify the plan within {int(told.astype(int))} days. {EMERGENCY}."
        if told is not None
        else "not stated in this payer's file."
    )
    return {
        "heading": heading,
        "blocks": [
            {"pairs": [["Today", us_date(true.today)]]},
            *blocks,
            {"p": "Expedited: when the provider documents that waiting could seriously harm the patient."},
            {"p": f"Emergency: {emergency}"},
        ],
    }
