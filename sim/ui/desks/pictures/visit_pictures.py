"""One visit in pictures: where its charges went, by its ledger, and what happened on which day. Both come from a
journey's plain dictionary (sim/billing/visit/journey_view.py).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.ui.desks.pictures.claim_days import Event, claim_days
from sim.ui.desks.pictures.waterfall import waterfall

View = dict[str, Any]  # JSON: what a page is sent
Journey = Mapping[str, Any]  # JSON: the way of a claim
CONTRACT = "contractual write-off"


def money_pictures(journey: Journey) -> list[View]:
    """The blocks; a visit without a claim has none."""
    steps, charged = where_it_went(journey["ledger"])
    if not charged:
        return []
    blocks = [waterfall("Where the charges of this visit went", charged, steps).as_block()]
    events = what_happened(journey)
    if len(events) > 1:
        blocks.append(claim_days("From the visit to the money", events).as_block())
    return blocks


def where_it_went(ledger: list[View]) -> tuple[list[tuple[str, int]], int]:
    """The steps from the charges to what is still open with payers, and the charges, in cents. Rows: both sides of each
    entry, as a journey has them. What a patient has paid belongs to the patients' share, as what is owed still does.

    >>> sides = [("charge", "payer", 10000), ("charge", "revenue", -10000), ("payer payment", "cash", 6000),
    ...          ("payer payment", "payer", -6000), ("contractual write-off", "write-off", 4000),
    ...          ("contractual write-off", "payer", -4000)]
    >>> where_it_went([{"entry_kind": kind, "account": account, "amount": cents} for kind, account, cents in sides])
    ([('contract', 4000), ('payer', 6000)], 10000)
    """
    sums = dict.fromkeys(("contract", "written-off", "payer", "patient", "denied"), 0)
    charged = 0
    for row in ledger:
        series = _series(row["account"], row["entry_kind"])
        if series == "charge":
            charged -= row["amount"]
        elif series in sums:
            sums[series] += row["amount"]
    return [(series, amount) for series, amount in sums.items() if amount], charged


def _series(account: str, kind: str) -> str:
    """Where a side of an entry belongs; "open" is what the payers have not answered."""
    if account == "cash":
        return "patient" if "patient" in kind else "payer"
    if account == "write-off":
        return "contract" if kind == CONTRACT else "written-off"
    return {
        "revenue": "charge",
        "patient": "patient",
        "unapplied credit": "patient",
        "denied": "denied",
        "interest": "payer",
        "owed to payers": "payer",
    }.get(account, "open")


def what_happened(journey: Journey) -> list[Event]:
    """The visit, and each claim: sent, answered by the front end, adjudicated, each on its day."""
    found = [Event(date.fromisoformat(journey["service_date"]), "Visit")]
    sent = [row for row in journey["history"] if row["submitted_date"]]
    for number, row in enumerate(sent, 1):
        claim = f"Claim {number}" if len(sent) > 1 else "Claim"
        found += [Event(date.fromisoformat(day), f"{claim} {words}", tone) for day, words, tone in _answers(row) if day]
    return found


def _answers(row: View) -> list[tuple[str | None, str, str]]:
    """(day, words, tone) of what happened to a claim."""
    denied, lines = row["denied_line_count"], row["line_count"]
    said = f"{denied} of {lines} lines denied" if denied else "no line denied"
    front = ("accepted by the front end", "good") if row["is_accepted"] else ("rejected by the front end", "bad")
    return [
        (row["submitted_date"], "sent", ""),
        (row["acknowledgement_date"], *front),
        (row["remittance_date"], f"adjudicated, {said}", "bad" if denied else "good"),
    ]
