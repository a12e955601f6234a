"""The explanation of benefits: what a plan tells its member of a claim. It is not a bill. Every amount is that of the
remittance; the reasons are ours, never those of the code list's owner.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sim.billing.paper.blocks import Block, Envelope, Grid, Heading, Pairs, Person, Practice, Sheet, Words
from sim.billing.paper.patient_statement import service_words
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.reference.plain_words import reason, remark

HEAD = ("Service", "Charge", "Not allowed", "Plan paid", "Deductible", "Copay", "Coinsur.", "You may owe")
WIDTHS = (2.3, 1.05, 1.15, 1.05, 1.3, 0.95, 0.95, 1.15)
PATIENT = "PR"  # the group of the patient's share
GROUPS = {
    "CO": "The provider takes it off; you do not pay it",
    "PR": "This is your share",
    "OA": "Settled elsewhere; not a bill to you",
    "PI": "Taken off by the plan; you do not pay it",
}


class Reason(NamedTuple):
    """An adjustment of a line; cents."""

    group: str
    code: str
    remarks: tuple[str, ...]
    amount: int


class Line(NamedTuple):
    """A line as the plan answered it; cents."""

    code: str
    charge: int
    paid: int
    deductible: int
    copay: int
    coinsurance: int
    reasons: tuple[Reason, ...]

    @property
    def share(self) -> int:
        """What the plan leaves to the patient."""
        return sum(one.amount for one in self.reasons if one.group == PATIENT)

    @property
    def not_allowed(self) -> int:
        """What nobody pays to the provider."""
        return self.charge - self.paid - self.share


class Answered(NamedTuple):
    """A claim as the plan answered it."""

    plan: str
    member_id: str
    claim_number: str
    service_date: date
    answered_on: date
    lines: tuple[Line, ...]


def benefits_sheet(sender: Practice, patient: Person, one: Answered) -> Sheet:
    """What the plan tells the member. sender: the plan's letterhead."""
    return Sheet(
        "Explanation of benefits",
        f"Claim {one.claim_number}, date of service {us_date(one.service_date)}",
        sender,
        (
            Envelope((patient.name, patient.street, patient.city)),
            Words("This is not a bill. Your provider may bill you for what is shown as your share.", "strong"),
            Pairs(
                (
                    ("Patient", patient.name),
                    ("Member ID", one.member_id),
                    ("Claim number", one.claim_number),
                    ("Date of service", us_date(one.service_date)),
                    ("Processed on", us_date(one.answered_on)),
                )
            ),
            Heading("How we processed this claim"),
            Grid(HEAD, (*(_row(line) for line in one.lines), _total(one.lines)), tuple(range(1, 8)), WIDTHS, True),
            *_reasons(one.lines),
            Heading("If you do not agree"),
            Words(
                "You may ask the plan to look at its decision again. The limit for it and the address are in your plan"
                " documents; your provider can tell you what was sent."
            ),
        ),
        "A practice document about synthetic people, in a drawing of our own; no plan's form. Made by CleanClaim.",
    )


def _row(line: Line) -> tuple[str, ...]:
    amounts = (line.charge, line.not_allowed, line.paid, line.deductible, line.copay, line.coinsurance, line.share)
    return (service_words(line.code), *(dollars(amount) for amount in amounts))


def _total(lines: Sequence[Line]) -> tuple[str, ...]:
    columns = ("charge", "not_allowed", "paid", "deductible", "copay", "coinsurance", "share")
    return ("Total", *(dollars(sum(getattr(line, name) for line in lines)) for name in columns))


def _reasons(lines: Sequence[Line]) -> tuple[Block, ...]:
    rows = tuple(
        (line.code, f"{one.group}-{one.code}" if one.group else one.code, dollars(one.amount), _words(one))
        for line in lines
        for one in line.reasons
        if one.code
    )
    if not rows:
        return ()
    return Heading("Why"), Grid(("Service", "Reason", "Amount", "What it means"), rows, (2,), (1, 1, 1.1, 5.4))


def _words(one: Reason) -> str:
    """What a reason means, and who bears it."""
    said = [reason(one.code).get("label", "not on our list")]
    said += [label for code in one.remarks if (label := remark(code).get("label"))]
    return ". ".join([*said, GROUPS.get(one.group, "")]).strip(" .") + "."


def plan_letterhead(label: str) -> Practice:
    """A plan as the sender: a synthetic one has no street.

    >>> plan_letterhead("Acme PPO").name
    'Acme PPO'
    """
    return Practice(label, "Member services (a synthetic plan without a street address)", "on your member card", "", "")
