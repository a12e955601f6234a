"""A request for prior authorization on paper: who asks whom for what, the payer's written criteria with what the record
shows, what is attached, and how urgent it is. What nobody has entered is left open.
"""

from datetime import date
from typing import NamedTuple

from sim.billing.paper.blocks import (
    Block,
    Envelope,
    Grid,
    Heading,
    Pairs,
    Practice,
    Ruled,
    Sheet,
    Signature,
    Tick,
    Ticks,
)
from sim.ground.dates import us_date

PRIORITIES = {
    "standard": "Standard",
    "expedited": "Expedited: the provider documents that waiting could seriously harm the patient",
}
HEAD = ("Criterion of the payer's list", "Met", "Where the record shows it")


class Criterion(NamedTuple):
    """One written criterion. is_met: None where nobody has answered; shown: the phrase of the record."""

    label: str
    is_met: bool | None = None
    shown: str = ""


class Asked(NamedTuple):
    """The request. documents: title, and whether it is attached; empty texts are left open."""

    payer: str
    patient: str
    birth_date: date
    member_id: str
    ordered_by: str
    planned_on: date
    service: str
    units: str
    diagnosis: str
    priority: str
    criteria: tuple[Criterion, ...]
    documents: tuple[Tick, ...]
    requested_on: date | None = None


def authorization_sheet(sender: Practice, one: Asked) -> Sheet:
    """The request."""
    return Sheet(
        "Prior authorization request",
        f"{one.patient}, planned for {us_date(one.planned_on)}",
        sender,
        (
            Envelope((one.payer, "Utilization management")),
            Pairs(
                (
                    ("Patient", f"{one.patient}, born {us_date(one.birth_date)}"),
                    ("Member ID", one.member_id),
                    ("Requesting provider", f"{sender.name}, NPI {sender.npi}, tax ID {sender.tax_id}"),
                    ("Ordered by", one.ordered_by),
                    ("Planned date", us_date(one.planned_on)),
                    ("Service", one.service),
                    ("Units", one.units),
                    ("Diagnosis", one.diagnosis),
                )
            ),
            Ticks(tuple(Tick(words, one.priority == word) for word, words in PRIORITIES.items())),
            *_criteria(one.criteria),
            Heading("Attached (only what the criteria ask for)"),
            Ticks(one.documents) if one.documents else Ruled(2),
            Signature(
                ("Requested by", "Telephone", f"Date {us_date(one.requested_on) if one.requested_on else ''}".strip())
            ),
        ),
    )


def _criteria(every: tuple[Criterion, ...]) -> tuple[Block, ...]:
    if not every:
        return ()
    words = {True: "yes", False: "no", None: "yes / no"}
    rows = tuple((one.label[:1].upper() + one.label[1:], words[one.is_met], one.shown) for one in every)
    return Heading("Medical criteria"), Grid(HEAD, rows, (), (2.6, 0.8, 3))
