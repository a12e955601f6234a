"""A letter to the payer about a claim: which claim, what was decided, why it should be paid, what is enclosed. What
nobody has entered is left as lines to write on.
"""

from datetime import date
from typing import NamedTuple

from sim.billing.paper.blocks import (
    Block,
    Envelope,
    Heading,
    Pairs,
    Practice,
    Ruled,
    Sheet,
    Signature,
    Tick,
    Ticks,
    Words,
)
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.payer.asked.appeals import evidences, grounds


class Claim(NamedTuple):
    """The claim in dispute; amounts in cents. answer: the reason codes as the remittance has them."""

    payer: str
    patient: str
    birth_date: date
    member_id: str
    account_number: str
    claim_number: str
    service_date: date
    answered_on: date | None
    services: tuple[str, ...]
    charge_amount: int
    answer: str


class Letter(NamedTuple):
    """What is written. ground: of data/codes/appeal_grounds.csv; evidence: of appeal_evidence.csv; words: the writer's
    own; level: 0 where it is not decided."""

    level: int = 0
    ground: str = ""
    evidence: tuple[str, ...] = ()
    words: str = ""


def letter_sheet(sender: Practice, claim: Claim, letter: Letter, on: date | None = None) -> Sheet:
    """The letter. on: its date; none: a line to write it on."""
    return Sheet(
        "Appeal letter" if letter.level else "Letter to the payer",
        f"Claim {claim.claim_number}, date of service {us_date(claim.service_date)}",
        sender,
        (
            Words(us_date(on) if on else "Date: ____________________"),
            Envelope((claim.payer, "Appeals and disputes")),
            Words("Subject: request to review a claim decision", "strong"),
            Pairs(tuple(_facts(claim, letter))),
            Words("To the reviewer:"),
            Words(
                "We ask you to review your decision on the claim named above and to pay it under the terms of the plan."
                f" Your answer was {claim.answer or 'as stated on your remittance'}."
            ),
            *_argument(letter),
            *_enclosures(letter),
            Words(
                "If the decision stays, please tell us the rule or the plan term it rests on, and the next level of"
                f" review. For questions call {sender.telephone}."
            ),
            Signature(("Signature", "Name and title", "Date")),
        ),
    )


def _facts(claim: Claim, letter: Letter) -> list[tuple[str, str]]:
    return [
        ("Patient", f"{claim.patient}, born {us_date(claim.birth_date)}"),
        ("Member ID", claim.member_id),
        ("Payer claim number", claim.claim_number),
        ("Our account number", claim.account_number),
        ("Date of service", us_date(claim.service_date)),
        ("Services", ", ".join(claim.services)),
        ("Charge", dollars(claim.charge_amount)),
        ("Date of your answer", us_date(claim.answered_on) if claim.answered_on else "not answered yet"),
        ("Level of review", str(letter.level) if letter.level else ""),
    ]


def _argument(letter: Letter) -> tuple[Block, ...]:
    """Why it should be paid; lines to write on where nothing was entered."""
    ground = f"{grounds()[letter.ground]['label']}." if letter.ground in grounds() else ""
    said = tuple(Words(text) for text in (ground, letter.words) if text)
    return Heading("Why this should be paid"), *(said or (Ruled(5),))


def _enclosures(letter: Letter) -> tuple[Block, ...]:
    """What is enclosed; every kind there is, to tick, where nothing was entered."""
    known = evidences()
    named = [one for one in letter.evidence if one in known]
    if named:
        return Heading("Enclosed"), Ticks(tuple(Tick(known[one]["label"], True) for one in named))
    if letter.ground:
        return ()
    return Heading("Enclosed (tick what you attach)"), Ruled(3)
