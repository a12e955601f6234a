"""A practice sheet of the notice that a patient with original Medicare signs before a service that Medicare is expected
to deny: the ten sections A to J of CMS-R-131 as facts, in words of our own.

Facts: ten blanks A to J; three options of which the patient chooses one; a good faith estimate of the cost; the
patient's signature and date; no Medicare number or Social Security number in C; one page; a copy for the patient
(Medicare Claims Processing Manual ch. 30, section 50; 42 CFR 411.404, 411.408; SSA 1879). With a real patient only the
current CMS form is valid, and the sheet says so.
"""

from typing import NamedTuple

from sim.billing.paper.blocks import Block, Grid, Heading, Pairs, Practice, Ruled, Sheet, Signature, Tick, Ticks, Words
from sim.ground.money import dollars

TITLE = "Advance notice (practice)"
OPTIONS = (
    "Option 1. I want the service. Bill Medicare so that I get its decision. I may be asked to pay now. If Medicare"
    " denies it, I pay and may appeal; if Medicare pays, I get back what I paid beyond my share.",
    "Option 2. I want the service, and Medicare is not to be billed. I pay. There is no decision, so there is nothing"
    " to appeal.",
    "Option 3. I do not want the service. I pay nothing for it, and there is nothing to appeal.",
)


class Expected(NamedTuple):
    """The service, and why Medicare is expected not to pay. estimate: cents; reason: empty for lines to write on."""

    service: str
    reason: str
    estimate: int


def notice_sheet(sender: Practice, patient: str, account_number: str, one: Expected) -> Sheet:
    """The notice of one service."""
    return Sheet(
        TITLE,
        "The ten sections of CMS-R-131 in words of our own",
        sender,
        (
            Pairs(
                (
                    ("A: Who gives this notice", f"{sender.name}, {sender.address}, {sender.telephone}"),
                    ("B: Patient", patient),
                    ("C: Our account number", account_number),
                )
            ),
            Words(
                "Medicare does not pay for every service, also where you and your provider have good reason for it. We"
                " expect that it will not pay for the service in D. If it does not, you may have to.",
            ),
            *_table(one),
            Heading("What to do now"),
            Words(
                "Read this notice. Ask whatever you want to know. Then choose one option in G about the service in D."
            ),
            Heading("G: Your choice: tick one box. We cannot choose for you."),
            Ticks(tuple(Tick(words) for words in OPTIONS)),
            Heading("H: More information"),
            Words(
                "This notice says what we expect; the decision is Medicare's. You receive a copy. For other questions"
                " about Medicare call 1-800-MEDICARE.",
            ),
            Signature(("I: Signature: I have received and understood this notice", "J: Date")),
        ),
        "For practice only, about synthetic people. With a real patient only the current form CMS-R-131 is valid. Made"
        " by CleanClaim.",
    )


def _table(one: Expected) -> tuple[Block, ...]:
    head = ("D: The service", "E: Why Medicare may not pay", "F: Estimated cost")
    if one.reason:
        return (Grid(head, ((one.service, one.reason, dollars(one.estimate)),), (2,), (2.2, 3, 1.2)),)
    return (
        Grid((head[0], head[2]), ((one.service, dollars(one.estimate)),), (1,), (3, 1)),
        Words(f"{head[1]}"),
        Ruled(2),
    )
