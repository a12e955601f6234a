"""Waves: a claim that replaces another begins a new wave of its household, so that inside a wave nothing is reversed.

A corrected claim (frequency 7), a void (8) or a reopening names the claim it replaces. At its turn the earlier decision
is reversed, and with it what it had used up of deductible and maxima; then the wave is decided.
"""

import numpy as np

from sim.ground.joins import find_in
from sim.payer.engine.batch import Batch


def replacing(claims) -> np.ndarray:
    """Claims that ask to take another one back."""
    return claims.is_reopening | claims.claim_frequency_code.isin(("7", "8"))


def originals(batch: Batch) -> np.ndarray:
    """Row of the claim that each claim replaces: an earlier one of the same household and payer; -1 for none."""
    claims = batch.claims
    rows = np.full(len(claims), -1)
    asks = np.flatnonzero(replacing(claims) & (claims.replaces_claim_key >= 0))
    if len(asks):
        target = find_in(claims.claim_key, claims.replaces_claim_key[asks])
        same = (claims.household_key[target] == claims.household_key[asks]) & (
            claims.payer_code[target] == claims.payer_code[asks]
        )
        rows[asks] = np.where((target >= 0) & (target < asks) & same, target, -1)
    return rows


def standing_originals(target: np.ndarray, rejected: np.ndarray) -> np.ndarray:
    """Claims whose original was accepted and has not been replaced by another accepted claim before."""
    asks = np.flatnonzero(target >= 0)
    stands = np.zeros(len(target), bool)
    stands[asks] = ~rejected[target[asks]]
    accepted = asks[stands[asks] & ~rejected[asks]]
    _, first = np.unique(target[accepted], return_index=True)
    owner = np.full(len(target), len(target))
    owner[target[accepted[first]]] = accepted[first]
    stands[asks] &= asks <= owner[target[asks]]
    return stands


def wave_of_claim(household: np.ndarray, target: np.ndarray, rejected: np.ndarray) -> np.ndarray:
    """0, 1, 2 ... per claim: the number of accepted replacing claims up to and including it in its household."""
    return count_in_household(household, (target >= 0) & ~rejected, inclusive=True)


def count_in_household(household: np.ndarray, mask: np.ndarray, inclusive: bool) -> np.ndarray:
    """How many claims of the household so far have the mask; claims are sorted by household.

    >>> count_in_household(np.array([1, 1, 2]), np.array([True, True, True]), inclusive=False).tolist()
    [0, 1, 0]
    """
    if not mask.any():
        return np.zeros(len(mask), np.int64)
    running = np.cumsum(mask)
    exclusive = running - mask
    head = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    base = np.repeat(exclusive[head], np.diff(np.append(head, len(household))))
    return (running if inclusive else exclusive) - base
