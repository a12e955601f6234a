"""What the payers say of a patient, as the biller's and the denial desk show it."""

from collections.abc import Mapping
from typing import Any

from sim.ground.dates import us_date

Opened = Mapping[str, Any]  # JSON: what a task opens


def eligibility(open_: Opened) -> dict[str, Any]:
    """Each coverage that a payer knows of, as its answer says it."""
    found: list[dict[str, Any]] = []
    for one in open_["eligibility"]:
        status = standing(one, open_["service_date"])
        found += [
            {"heading": f"{one['payer']}: {status}"},
            {
                "pairs": [
                    ["Member ID", {"code": one["member_id"]}],
                    ["Group", one["group_number"] or "none"],
                    ["Plan", one["plan"]],
                    ["Subscriber", holder(one)],
                    ["Coverage dates", f"{us_date(one['start_date'])} to {us_date(one['end_date']) or 'open'}"],
                    *[[name, value] for name, value in benefits(one)],
                ]
            },
        ]
    return {
        "heading": f"Eligibility on {us_date(open_['service_date'])}",
        "blocks": found or [{"p": "No payer has coverage on file for this patient on the date of service."}],
    }


def standing(one: Opened, served: str) -> str:
    """Whether a coverage was in force on the day of the visit."""
    if one["is_active"]:
        return "active on the date of service"
    return (
        f"ended {us_date(one['end_date'])}"
        if one["end_date"] and one["end_date"] < served
        else f"begins {us_date(one['start_date'])}"
    )


def holder(one: Opened) -> str:
    """Who holds the policy, and what the patient is to that person.

    >>> holder({"relationship": "self", "subscriber": "FROST-SYNTH, JEAN", "subscriber_birth_date": "1949-02-01"})
    'the patient'
    """
    if one["relationship"] == "self":
        return "the patient"
    return (
        f"{one['subscriber']}, born {us_date(one['subscriber_birth_date'])}; the patient is the {one['relationship']}"
    )


def benefits(one: Opened) -> list[tuple[str, str]]:
    """What the plan says of its benefits, where the answer holds any."""
    return [(str(row.get("label", "")), str(row.get("value", ""))) for row in one.get("benefits") or ()]
