"""What lies beside the ledger: the deposit, the remittance claim by claim in plain words, its provider adjustments, and
the file as it was received.
"""

from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.tasks.post_remittance.due import Due, due
from sim.learn.tasks.post_remittance.reasons import meaning
from sim.learn.tasks.remittance_panels import Panel, claim_panel, deposit_panel, file_panel
from sim.learn.tasks.remittance_panels import claim_words as words_of_claim


@remembered_up_to(64)
def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    true = due(case)
    claims = [claim_panel(true.batch, number, true.reported(number)) for number in true.claims]
    return [deposit_panel(true.batch), *claims, *_beside(true), file_panel(true.batch)]


def claim_words(true: Due, number: int) -> str:
    """What a claim is called on the page."""
    return words_of_claim(true.batch, number, true.reported(number))


def _beside(true: Due) -> list[Panel]:
    if not true.provider:
        return []
    rows = [
        [
            str(number),
            {"code": f"PLB {one.code}"},
            meaning(true, number)[0],
            _about(true, number),
            dollars(one.amount),
        ]
        for number, one in true.provider.items()
    ]
    head = ["line", "code", "meaning", "refers to", "amount"]
    pair = [{"p": PAIR}] if any(one.code == "72" for one in true.provider.values()) else []
    table = {"label": "Provider adjustments", "head": head, "rows": rows, "right": [4], "wide": True}
    return [
        {
            "heading": "Provider adjustments (PLB)",
            "blocks": [
                {"table": table},
                *pair,
                {"p": "A positive amount lowers the payment, a negative one raises it."},
            ],
        }
    ]


PAIR = (
    "PLB 72 and the positive WO beside it are a pair: together they move no money. Some payers show fewer of the rows."
)


def _about(true: Due, number: int) -> str:
    one = true.provider[number]
    if one.claim_key < 0:
        return f"Remittance {one.reference}" if one.reference else "another remittance"
    table = true.batch.books.decided.remittance_lines
    back = table.remittance_date[(table.claim_key == one.claim_key) & table.is_reversal]
    reversed_on = f", reversed {us_date(back[0])}" if len(back) else ""
    return f"{one.reference}, {true.batch.patient(one.claim_key)}{reversed_on}"
