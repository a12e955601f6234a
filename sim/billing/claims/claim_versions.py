"""How the claims of a visit hang together: which bears the visit's charges, which took another's place, which sends
denied lines again.

    replaces_claim_key     a replacement, void or reopening: the former claim no longer holds
    continues_claim_key    a new claim for what a front end rejected or a payer denied: the former claim holds for its
                           other lines
    follows_claim_key      the answer of that claim goes on to the next payer (sim.billing.answers.secondary_claims);
                           both hold
    none of them           a first claim; or, beside one, a duplicate, which bears no charges

A follow-up that a front end rejected was never received: it changes nothing. Ask with `effective` heads wherever
answers are known.
"""

import numpy as np

from sim.ground.joins import find_in, find_rows
from sim.ground.keys import claim_key as first_claim_key
from sim.ground.table import Table


def effective(heads: Table, acknowledgements: Table) -> Table:
    """The claims with links only where the later claim was received."""
    linked = (heads.replaces_claim_key >= 0) | (heads.continues_claim_key >= 0)
    if not linked.any():
        return heads
    place = find_in(acknowledgements.claim_key, heads.claim_key)
    received = np.append(acknowledgements.is_accepted, False)[place] & (place >= 0)
    return heads.with_columns(
        replaces_claim_key=np.where(received, heads.replaces_claim_key, -1),
        continues_claim_key=np.where(received, heads.continues_claim_key, -1),
    )


def owners(heads: Table) -> np.ndarray:
    """Does this claim bear charges of the visit? First claims and what follows them do; a duplicate sent beside the
    first does not, nor a claim that takes the answer on to the next payer."""
    is_first = heads.claim_key == first_claim_key(heads.encounter_key, 0)
    return (heads.follows_claim_key < 0) & (
        is_first | (heads.replaces_claim_key >= 0) | (heads.continues_claim_key >= 0)
    )


def has_the_last_word(heads: Table) -> np.ndarray:
    """Does no later payer get to decide what this claim left? (Its patient responsibility is then what the patient
    owes.)
    """
    return ~np.isin(heads.claim_key, heads.follows_claim_key)


def successors(heads: Table) -> np.ndarray:
    """The row of the claim that took each claim's place, -1 while none has."""
    return _followed(heads, heads.replaces_claim_key)


def continued(heads: Table) -> np.ndarray:
    """The row of the new claim that sends each claim's denied lines again, -1 where none does."""
    return _followed(heads, heads.continues_claim_key)


def _followed(heads: Table, links: np.ndarray) -> np.ndarray:
    out = np.full(len(heads), -1, np.int64)
    later = np.flatnonzero(links >= 0)
    target = find_rows(heads.claim_key, links[later])
    out[target[target >= 0]] = later[target >= 0]
    return out


def standing(heads: Table) -> np.ndarray:
    """Does this claim still hold: has no other claim taken its place?"""
    return successors(heads) < 0
