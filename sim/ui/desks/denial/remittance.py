"""What came back, as the denial desk shows it: the remittance as a waterfall and as lines, and the panels beside it
(the claim, eligibility, deadlines, payment and status, the contract, what a code means).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.ground.dates import us_date
from sim.learn.tasks.work_denial.claim_places import HEAD as PLACES
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks.claim_path import meaning, said, table
from sim.ui.desks.clinic_card import HEADING, clinic_card
from sim.ui.desks.common import View
from sim.ui.desks.denial.contract_prices import contract
from sim.ui.desks.eligibility import eligibility
from sim.ui.desks.words import money

Opened = Mapping[str, Any]  # JSON: what a task opens
HEAD = ("member_id", "prior_authorization_number", "referral_number", "clia_number")  # said in the claim as sent


def answer_of_payer(claim: Opened) -> View:
    """The remittance with its waterfall; for a rejected claim, the rejection."""
    if not claim["remittance"]:
        front = claim["acknowledgement"] or {}
        status = ":".join(filter(None, (front.get("status_category_code"), front.get("status_code"))))
        return {
            "heading": f"Rejected on {us_date(front.get('acknowledgement_date'))}" if front else "No answer yet",
            "water": None,
            "lines": None,
            "note": [
                "The claim was rejected at the front end (",
                {"code": status},
                "). It was never adjudicated, and the timely filing limit still runs."
                f" Charged: {money(claim['charge_amount'])}.",
            ],
        }
    lines = claim["remittance"]
    rows = [
        [
            [f"{row['claim_line_number']} ", {"code": row["procedure_code"]}],
            money(row["charge_amount"], ""),
            money(row["allowed_amount"], ""),
            {"b": money(row["paid_amount"], ""), "tone": "bad"} if row["reason"] else money(row["paid_amount"], ""),
            said(row["adjustments"], amounts=False),
        ]
        for row in lines
    ]
    return {
        "heading": f"Remittance of {us_date(claim['remittance_date'])}",
        "water": waterfall(lines),
        "lines": {
            "label": "Lines of the remittance",
            "head": ["line", "charge", "allowed", "paid", "said"],
            "rows": rows,
            "right": [1, 2, 3],
        },
        "note": None,
    }


def waterfall(lines: list[Opened]) -> list[View]:
    """From the charge down to what was paid, by group and reason; the steps add up to the cent.

    >>> adjusted = {"group": "CO", "carc": "45", "amount": 200, "is_denial": False}
    >>> rows = waterfall([{"charge_amount": 300, "paid_amount": 100, "adjustments": [adjusted]}])
    >>> [(row["amount"], row.get("tone")) for row in rows]
    [(300, None), (200, 'less'), (100, 'good')]
    """
    steps: dict[tuple[bool, str, str], int] = {}
    for line in lines:
        for one in line["adjustments"]:
            name = (not one["is_denial"], one["group"], one["carc"])
            steps[name] = steps.get(name, 0) + one["amount"]
    charge, paid = (sum(line[name] for line in lines) for name in ("charge_amount", "paid_amount"))
    middle = [
        {
            "words": [KINDS.get(group, "other") if not denied else "denied", " ", {"code": f"{group}-{carc}"}],
            "amount": amount,
            "text": money(-amount),
            "tone": "bad" if denied else "less",
        }
        for (fine, group, carc), amount in sorted(steps.items())
        for denied in [not fine]
        if amount
    ]
    return [
        {"words": "charged", "amount": charge, "text": money(charge), "total": True},
        *middle,
        {"words": {"b": "paid"}, "amount": paid, "text": money(paid), "total": True, "tone": "good"},
    ]


KINDS = {"CO": "contract", "PR": "patient", "OA": "other", "PI": "payer"}


def panels(claim: Opened, open_: Opened, today: str) -> list[View]:
    """What can be opened beside the remittance; `today`: the day on which the item stands."""
    codes = list(
        dict.fromkeys(
            code for row in claim["remittance"] for one in row["adjustments"] for code in (one["carc"], *one["rarcs"])
        )
    )
    found = [
        {"id": f"what-{code}", "words": f"what is {code}?", "title": code, "blocks": meaning(code)}
        for code in codes
        if meaning(code)
    ]
    return [
        {"id": "record", "words": "the record"},
        {"id": "claim", "words": "the claim", "title": "The claim as sent", "blocks": as_sent(claim)},
        {
            "id": "eligibility",
            "words": "eligibility",
            "title": eligibility(open_)["heading"],
            "blocks": eligibility(open_)["blocks"],
        },
        {"id": "clinic", "words": "the clinic card", "title": HEADING, "blocks": clinic_card(open_)["blocks"]},
        {"id": "log", "words": "credentialing", "title": "Credentialing log", "blocks": log(open_["credentialing"])},
        {"id": "clocks", "words": "deadlines", "title": "Deadlines", "blocks": clocks(claim, today)},
        {
            "id": "money",
            "words": "payment and status",
            "title": "Payment and claim status",
            "blocks": paid_and_asked(claim),
        },
        *(
            [
                {
                    "id": "contract",
                    "words": "the contract",
                    "title": "What the contract says",
                    "blocks": contract(claim, open_["service_date"]),
                }
            ]
            if claim["remittance"]
            else []
        ),
        *found,
    ]


def log(found: Opened) -> list[View]:
    """What was filed with the payer about the provider, and the payer's rule."""
    rule = [{"p": found["rule"]}] if found["rule"] else []
    return [{"pairs": found["pairs"]}, *rule]


PLB = {"WO": "overpayment recovery", "FB": "balance forward", "L6": "interest", "72": "refund acknowledged"}


def paid_and_asked(claim: Opened) -> list[View]:
    """The payment with its provider adjustments, and the answer to a status question (277)."""
    found: list[View] = []
    for row in claim["payments"]:
        adjusted = [
            [f"PLB {one['code']}, {PLB.get(one['code'], 'adjustment')}", money(-one["amount"])]
            for one in row["provider_adjustments"]
        ]
        found.append(
            {
                "pairs": [
                    ["Payer", row["payer"]],
                    ["Day", us_date(row["date"])],
                    ["Check or transfer", {"code": row["trace_number"]}],
                    ["Paid", money(row["paid_amount"]) if row["method"] != "NON" else "nothing: notice only"],
                    *adjusted,
                ]
            }
        )
    rows: list[list[Any]] = [
        ["claim" if not row["line"] else f"line {row['line']}", {"code": row["status"]}, row["message"], row["fix"]]
        for row in claim["claim_status"]
    ]
    return (found or [{"p": "No payment came for this claim."}]) + (
        [table("Claim status", ["", "status", "says", "do"], rows)] if rows else []
    )


def as_sent(claim: Opened) -> list[View]:
    """The claim that came back, in words."""
    facts = [
        ["Account", claim["account_number"]],
        ["Payer", claim["payer"]],
        ["Payer claim control number", claim["payer_claim_number"]],
        ["Sent", us_date(claim["submitted_date"])],
        ["Charged", money(claim["total_charge_amount"])],
        *[[PLACES[name].words, claim.get(name) or "none"] for name in HEAD],
        ["Diagnoses", ", ".join(f"{LETTERS[n]} {code}" for n, code in enumerate(claim["diagnoses"]))],
    ]
    rows = [
        [
            str(row["claim_line_number"]),
            {"code": row["procedure_code"]},
            " ".join(row["modifiers"]),
            "".join(row["pointers"]),
            str(row["service_unit_quantity"]),
            money(row["charge_amount"]),
        ]
        for row in claim["lines"]
    ]
    history = (
        [[row["account_number"], us_date(row["submitted_date"]), row["claim_state"]] for row in claim["history"]]
        if len(claim["history"]) > 1
        else []
    )
    return [
        {"pairs": facts},
        table("Lines", ["line", "code", "modifiers", "for", "units", "charge"], rows, right=[4, 5]),
        *(
            [{"heading": "Claims of this visit"}, table("Claims of this visit", ["account", "sent", "state"], history)]
            if history
            else []
        ),
    ]


def clocks(claim: Opened, today: str) -> list[View]:
    """Every deadline that runs, to what, and how long from the day on which the item stands."""
    here = date.fromisoformat(today)
    rows = [
        [one["for"], us_date(one["date"]), str((date.fromisoformat(one["date"]) - here).days)]
        for one in claim["deadlines"]
    ]
    return (
        [table("Deadlines", ["for", "last day", "days left"], rows, right=[2])]
        if rows
        else [{"p": "No deadline runs."}]
    )
