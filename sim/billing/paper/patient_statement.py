"""The patient's statement on paper: what was charged, what insurance paid and took off, what is asked for and why, and
a part to send back. The amounts are those of sim.billing.books.statement.
"""

from datetime import date
from typing import NamedTuple

from sim.billing.books.statement import Statement
from sim.billing.paper.blocks import (
    Amount,
    Block,
    Envelope,
    Grid,
    Heading,
    Pairs,
    Person,
    Practice,
    Sheet,
    TearOff,
    Words,
)
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.reference.codes import procedure_rows, procedures

HEAD = ("Service", "Charge", "Insurance paid", "Adjusted", "Your share")
WIDTHS = (3.2, 1.1, 1.3, 1.1, 1.2)


class Account(NamedTuple):
    """Whose statement it is, of which visit, printed on which day."""

    patient: Person
    number: str
    printed_on: date


def statement_sheet(sender: Practice, account: Account, one: Statement) -> Sheet:
    """The statement of one visit."""
    return Sheet(
        "Patient statement",
        f"Account {account.number}, date of service {us_date(one.service_date)}",
        sender,
        (
            Envelope((account.patient.name, account.patient.street, account.patient.city)),
            Pairs(
                (
                    ("Account number", account.number),
                    ("Statement date", us_date(account.printed_on)),
                    ("Date of service", us_date(one.service_date)),
                )
            ),
            Amount("Amount due now", dollars(one.due_amount), one.words),
            Heading("Your visit"),
            Grid(HEAD, _rows(one), (1, 2, 3, 4), WIDTHS, has_total=True),
            Words("Adjusted: what your plan's contract takes off the charge. You do not pay it.", "soft"),
            Heading("What you owe and why"),
            *_why(one),
            *_asked(sender, account, one),
        ),
    )


def _rows(one: Statement) -> tuple[tuple[str, ...], ...]:
    lines = tuple(
        (
            service_words(line["code"]),
            *(dollars(line[name]) for name in ("charge", "insurance", "adjusted", "share")),
        )
        for line in one.lines
    )
    amounts = (one.charge_amount, one.insurance_amount, one.adjusted_amount, one.share_amount)
    return (*lines, ("Total", *(dollars(amount) for amount in amounts)))


def service_words(code: str) -> str:
    """A service by its code and its name.

    >>> service_words("G0008"), service_words("X9999")
    ('G0008 Give influenza vaccine (Medicare)', 'X9999')
    """
    known, place = procedures(), int(procedure_rows([code])[0])
    return f"{code} {known.label[place] if place >= 0 else ''}".strip()


def _why(one: Statement) -> tuple[Block, ...]:
    sums = [("Your share", dollars(one.share_amount)), ("You have paid", dollars(one.patient_paid_amount))]
    if one.credit_amount:
        sums.append(("Credit in your favor", dollars(one.credit_amount)))
    return (
        Pairs(tuple((line["code"], line["why"]) for line in one.lines)),
        Pairs(tuple(sums)),
    )


def _asked(sender: Practice, account: Account, one: Statement) -> tuple[Block, ...]:
    """How to ask and how to pay; nothing to send back where nothing is due."""
    words = (
        f"Questions about this statement, or trouble paying it? Call {sender.telephone}; payment plans are available."
    )
    if not one.due_amount:
        return (Words(words),)
    return (
        Words(words),
        TearOff("Please detach and return this part with your payment."),
        Pairs(
            (
                ("Patient", account.patient.name),
                ("Account number", account.number),
                ("Amount due", dollars(one.due_amount)),
                ("Amount enclosed", ""),
            )
        ),
        Words(f"Make checks payable to {sender.name}, {sender.address}.", "soft"),
    )
