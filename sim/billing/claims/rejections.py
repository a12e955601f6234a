"""What follows a front end's answer (277CA): a rejected claim was never received, so it is sent as a new original
claim, the filing limit runs on from the date of service, and the report that rejects it proves nothing.

Not modeled: a rejection by the clearinghouse's own edits; payers that take a replacement of a rejected claim.
"""

from collections.abc import Mapping
from typing import Any

from sim.billing.claims.corrections import Way

NEVER_RECEIVED = (
    "ASC X12 277CA and 999: a rejected claim was never received; CMS Claims Processing Manual ch. 1 sec. 70"
)
PROOF_OF_FILING = (
    "payers' proof of timely filing: a 277CA that accepts the claim (category A2), not one that rejects it"
)

Acknowledgement = Mapping[str, Any]  # a row of acknowledgements


def way_after(answer: Acknowledgement | None) -> Way | None:
    """How the claim goes on after the front end's answer: a new original (frequency code 1) after a rejection, or where
    the whole file came back and there is none; nothing where it was accepted.

    >>> way_after({"is_accepted": False}), way_after(None), way_after({"is_accepted": True})
    ('new', 'new', None)
    """
    return None if answer is not None and answer["is_accepted"] else "new"


def proves_filing(answer: Acknowledgement | None) -> bool:
    """Does the answer show that the payer took the claim in on its day?

    >>> proves_filing({"is_accepted": True}), proves_filing({"is_accepted": False}), proves_filing(None)
    (True, False, False)
    """
    return answer is not None and bool(answer["is_accepted"])
