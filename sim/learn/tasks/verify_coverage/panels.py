"""What lies on the front desk before the visit: the registration, the card, the planned services with the contract
prices, and each payer's response in plain words and as it was received.
"""

from typing import Any

from sim.billing.claims.form import plan_label
from sim.billing.wire.inquiries import Household, coverage_files, questions
from sim.clinic.practice.clinics import clinic
from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.exercises.coverage_answers import eligibility
from sim.learn.exercises.open_record import patient
from sim.learn.tasks.verify_coverage.asked_coverage import is_priced, planned_codes, verified
from sim.payer.rulebook.payers import payers
from sim.reference.codes import procedure_rows, procedures

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
PROMISE = "A response says what the payer knew when it was asked. It isn't a promise to pay."


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    return [_registration(case), _card(case), _planned(case), *_responses(case), *_raw(case)]


def _registration(case: Case) -> Panel:
    one = patient(case)
    return {
        "heading": "Registration",
        "blocks": [
            {
                "pairs": [
                    ["Patient", f"{one['name']}, {one['age']} {one['sex']}"],
                    ["Born", us_date(one["birth_date"])],
                    ["Planned visit", us_date(case.row["service_date"])],
                    ["Reason", case.scenario.label],
                ]
            }
        ],
    }


def _card(case: Case) -> Panel:
    card = verified(case).registered
    return {
        "heading": "Insurance card on file",
        "blocks": [
            {
                "pairs": [
                    ["Payer", payer_label(card["payer_code"])],
                    ["Plan", plan_label(card)],
                    ["Member ID", {"code": card["member_id"]}],
                    ["Group", card["group_number"] or "none"],
                    ["Relationship to subscriber", card["relationship_code"]],
                ]
            }
        ],
    }


def _planned(case: Case) -> Panel:
    known, priced = procedures(), verified(case).priced
    prices = {line["line"]: line for line in priced.lines} if is_priced(priced) else {}
    rows = [
        [
            f"{line.code} {known.label[place] if (place := int(procedure_rows([line.code])[0])) >= 0 else ''}".strip(),
            str(line.units),
            dollars(prices[number]["allowed"]) if number in prices else "not known yet",
        ]
        for number, line in enumerate(case.truth_visit.services, 1)
    ]
    return {
        "heading": "Planned services",
        "blocks": [
            {
                "table": {
                    "label": "Planned services",
                    "head": ["Service", "Units", "Contract price"],
                    "rows": rows,
                    "right": [1, 2],
                }
            },
            {"p": "The contract price is what the primary payer allows for the line, all units together."},
        ],
    }


def _responses(case: Case) -> list[Panel]:
    """What each payer on file says, in plain words."""
    day = us_date(case.row["service_date"])
    return [
        {
            "heading": f"Response of {one['payer']} for {day}",
            "blocks": [
                {
                    "pairs": [
                        ["Status", "active coverage" if one["is_active"] else "inactive"],
                        ["Coverage dates", f"{us_date(one['start_date'])} to {us_date(one['end_date']) or 'open'}"],
                        ["Plan", one["plan"]],
                        ["Member ID", {"code": one["member_id"]}],
                        ["Group", one["group_number"] or "none"],
                        *[[row["label"], row["value"]] for row in one["benefits"]],
                    ]
                },
                {"p": PROMISE},
            ],
        }
        for one in eligibility(case)
    ]


def _raw(case: Case) -> list[Panel]:
    """The same responses as X12 files."""
    return [
        {
            "heading": f"271 of {payer_label(code)}, as received",
            "folded": True,
            "blocks": [{"raw": text, "label": f"271 of {payer_label(code)}"}],
        }
        for code, text in responses(case).items()
    ]


@remembered_up_to(64)
def responses(case: Case) -> dict[str, str]:
    """The 271 of each payer that has this patient on file."""
    mine = case.people.coverages.take(case.people.coverages.patient_key == case.row["patient_key"])
    npi, codes = clinic(case.row["clinic_code"]).npi, tuple(planned_codes(case))
    found = {}
    for code in dict.fromkeys(mine.payer_code.texts().tolist()):
        if code in payers():
            asked = questions(mine, code, case.row["service_date"], npi, codes)
            household = Household(case.people.patients, mine)
            sent = coverage_files(asked, household, (), codes, case.people.records())
            found[code] = sent["271.x12"].replace("~", "~\n").replace("\n\n", "\n")
    return found
