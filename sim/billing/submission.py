"""Sending a claim: when it goes out, when the payer has it, and the numbers that people write on it.

A claim leaves the clinic one to four days after the visit and reaches the payer the next day (modelling assumption: a claim lag of at most
five days is the target that practices set themselves). Printed numbers are rendered from keys and are never stored.
"""
import numpy as np

from sim.ground.draw import whole
from sim.ground.errors import CleanClaimError

DAYS_TO_SEND, DAYS_ON_THE_WIRE = 4, 1


def submitted_date(encounter_key: np.ndarray, service_date: np.ndarray) -> np.ndarray:
    """Day on which the first claim of each visit leaves the clinic."""
    return service_date + (whole(0, "claim lag", encounter_key, DAYS_TO_SEND) + 1)


def received_date(submitted: np.ndarray) -> np.ndarray:
    """Day on which the payer has a claim that was sent on `submitted`; NaT stays NaT."""
    return submitted + np.timedelta64(DAYS_ON_THE_WIRE, "D")


def payer_claim_number(claim_key: int) -> str:
    """The payer's own number of a claim, as printed on its remittance and asked for in box 22.

    >>> payer_claim_number(18433), claim_key_of(payer_claim_number(18433))
    ('P0000018433-3', 18433)
    """
    return f"P{int(claim_key):010d}-{int(claim_key) % 97 % 10}"


def claim_key_of(number: str) -> int:
    """The claim that a payer's number names; -1 for a text that is no such number."""
    digits = str(number).strip().removeprefix("P").partition("-")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return -1
    return int(digits) if payer_claim_number(int(digits)) == str(number).strip() else -1


def account_number(claim_key: int) -> str:
    """The clinic's account number of box 26: the visit and the version of its claim.

    >>> account_number(18433)
    'V1152-1'
    """
    return f"V{int(claim_key) >> 4}-{int(claim_key) & 15}"


def next_version(claim_keys: np.ndarray, encounter_key: int) -> int:
    """The key of the visit's next claim. Raises CleanClaimError after the sixteenth."""
    versions = claim_keys[claim_keys >> 4 == encounter_key] & 15
    following = int(versions.max()) + 1 if len(versions) else 0
    if following > 15:
        raise CleanClaimError("this visit has sixteen claims already", f"visit {encounter_key}", "at most sixteen claims for a visit",
                              "look at what was answered before sending again")
    return (encounter_key << 4) + following
