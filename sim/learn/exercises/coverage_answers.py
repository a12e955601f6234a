"""What the payers answer when somebody asks about a patient for a day: the content of a 271, in plain rows.

    eligibility(case)       each coverage that a payer knows of: payer, plan, member id, from, to, in force or not,
                            policy holder, benefits

An answer does not promise payment, and coverage does not mean authorization. What is left of the year's amounts is as
of the day of the visit. The patient's estimate is not shown beside a claim that is still to be checked: it would tell
how the claim ends.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.billing.claims.form import plan_label
from sim.clinic.people.people import People
from sim.learn.exercises.case import Case, Row, payer_label
from sim.payer.asked.eligibility import eligibility as asked
from sim.payer.rulebook.payers import payers

Answered = dict[str, Any]  # JSON: what a payer says of one coverage


def eligibility(case: Case) -> list[Answered]:
    """Each coverage of the patient, the latest first."""
    coverages, day = case.people.coverages, case.row["service_date"]
    rows = coverages.take(coverages.patient_key == case.row["patient_key"]).rows()
    codes = [one.code for one in case.sent_visit.services]
    return [
        _coverage(case, row, day, codes)
        for row in sorted(rows, key=lambda row: row["coverage_start_date"], reverse=True)
    ]


def _coverage(case: Case, row: Row, day: date, codes: list[str]) -> Answered:
    people = case.people.patients
    holder = people.take(people.patient_key == row["subscriber_patient_key"]).rows()
    begun, ended = (
        row["coverage_start_date"] <= day,
        row["coverage_end_date"] is not None and row["coverage_end_date"] < day,
    )
    named = f"{holder[0]['family_name']}, {holder[0]['first_name']}".upper() if holder else ""
    return {
        "payer_code": row["payer_code"],
        "payer": payer_label(row["payer_code"]),
        "plan": plan_label(row),
        "member_id": row["member_id"],
        "group_number": row["group_number"],
        "relationship": row["relationship_code"],
        "subscriber": named,
        "subscriber_birth_date": str(holder[0]["birth_date"]) if holder else "",
        "start_date": str(row["coverage_start_date"]),
        "end_date": str(row["coverage_end_date"]) if row["coverage_end_date"] else "",
        "is_active": begun and not ended,
        "benefits": benefits(case.people, row, day, codes) if begun and not ended else [],
    }


def benefits(people: People, row: Row, day: date, codes: Iterable[str] = ()) -> list[Answered]:
    """What the payer says of this coverage beside membership: {label, value} for deductible and maximum with what is
    left, coinsurance, copays, prior authorization for the services named, other payers."""
    if row["payer_code"] not in payers():
        return []
    rows = asked(
        people.coverages, row["patient_key"], row["payer_code"], day, codes=sorted(set(codes)), records=people.records()
    )
    return [{"label": one["item"], "value": one["value"]} for one in rows if one["item"] not in SHOWN_BEFORE]


SHOWN_BEFORE = ("Status", "Coverage", "Member id", "Relationship to subscriber", "Group number", "Plan")
