"""Which claim of a visit is looked at, what its front end said, and to whom it went."""

from typing import Any

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import effective, owners, standing
from sim.ground.dates import day_of
from sim.payer.engine.engine import Adjudication
from sim.payer.rulebook.payers import payers

NOBODY = -1  # the claim key where nothing was billed


def standing_claim(claims: Claims, decided: Adjudication) -> int:
    """The key of the claim that bears the visit's charges now; -1 if there is none."""
    heads = effective(claims.claims, decided.acknowledgements)
    rows = np.flatnonzero(standing(heads) & owners(heads))
    return int(claims.claims.claim_key[rows[-1]]) if len(rows) else NOBODY


def shown_claim(claims: Claims, decided: Adjudication) -> int:
    """The claim to be looked at: the one that stands, or a later follow-up that was rejected."""
    own = claims.claims.claim_key[claims.claims.follows_claim_key < 0]
    last = acknowledged(decided, int(own[-1])) if len(own) else None
    is_rejected = last is not None and not last["is_accepted"]
    return int(own[-1]) if is_rejected else standing_claim(claims, decided)


def acknowledged(decided: Adjudication, claim_key: int) -> dict[str, Any] | None:
    """The row of table acknowledgements for a claim."""
    rows = decided.acknowledgements.take(decided.acknowledgements.claim_key == claim_key).rows()
    return rows[0] if rows else None


def payer_of(claims: Claims, claim_key: int) -> tuple[str, str]:
    """(code, label) of the payer to whom a claim went.

    >>> from sim.ground.table import empty
    >>> payer_of(Claims(empty("claims"), empty("claim_lines")), 16)
    ('', 'nobody')
    """
    mine = claims.claims.payer_code[claims.claims.claim_key == claim_key].texts().tolist()
    code = mine[0] if mine else ""
    return code, payer_label(code) if code in payers() else "nobody"


def payer_label(code: str) -> str:
    """The name of a payer; the code itself where no such payer is known."""
    return payers()[code].label if code in payers() else code


def day_answered(decided: Adjudication, claim_key: int, default: np.datetime64) -> np.datetime64:
    """The day of the payer's answer to a claim, else of its acknowledgement, else the day given."""
    answers = decided.remittance_lines.remittance_date[decided.remittance_lines.claim_key == claim_key]
    if len(answers):
        return answers.max()
    first = acknowledged(decided, claim_key)
    return day_of(first["acknowledgement_date"]) if first and first["acknowledgement_date"] else default
