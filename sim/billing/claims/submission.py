"""Sending a claim: when it goes out, when the payer has it, and the numbers that people write on it.

A claim leaves the clinic some days after the visit and reaches the payer some days later (data/params: days_to_send,
days_on_the_wire). Printed numbers are rendered from keys and are never stored.
"""

from typing import Any

import numpy as np

from sim.ground.coded import Coded
from sim.ground.draw import whole
from sim.ground.errors import CleanClaimError
from sim.ground.keys import claim_key_of, payer_claim_number  # noqa: F401  (printed numbers are asked for here)
from sim.ground.params import param
from sim.ground.table import Table


def submitted_date(encounter_key: np.ndarray, service_date: np.ndarray) -> np.ndarray:
    """Day on which the first claim of each visit leaves the clinic."""
    return service_date + (whole(0, "claim lag", encounter_key, _days("days_to_send", service_date)) + 1)


def received_date(submitted: np.ndarray) -> np.ndarray:
    """Day on which the payer has a claim that was sent on `submitted`; NaT stays NaT."""
    return submitted + _days("days_on_the_wire", submitted).astype("timedelta64[D]")


def worked_on(answered: Any) -> Any:
    """Day on which the clinic sends what follows an answer of that day (one date, or a column of them).

    >>> worked_on(np.datetime64("2026-05-01"))
    np.datetime64('2026-05-04')
    """
    dates = np.atleast_1d(np.asarray(answered, "datetime64[D]"))
    sent = dates + _days("days_to_work", dates).astype("timedelta64[D]")
    return sent if np.ndim(answered) else sent[0]


def _days(name: str, dates: np.ndarray) -> np.ndarray:
    return param(name, Table(payer_code=Coded.constant("*", len(dates)), day=dates), "day", missing=0)


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
        raise CleanClaimError(
            "this visit has sixteen claims already",
            f"visit {encounter_key}",
            "at most sixteen claims for a visit",
            "look at what was answered before sending again",
        )
    return (encounter_key << 4) + following
