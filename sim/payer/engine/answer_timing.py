"""When the payer answers: dated parameters in days, nothing drawn."""

import numpy as np

from sim.payer.engine.document_requests import answered_on
from sim.payer.engine.line_terms import payer_of_claim, values_by_day
from sim.payer.engine.payer_errors import late_days


def dated(batch, payers: tuple[str, ...], name: str) -> np.ndarray:
    """Received date plus the dated parameter NAME in days, per claim."""
    received, payer = batch.claims.received_date, payer_of_claim(batch, payers)
    out = received.copy()
    for place, code in enumerate(payers):
        mask = payer == place
        out[mask] += values_by_day(name, code, received[mask], 0).astype("timedelta64[D]")
    return out


def remittance_date(batch, payers: tuple[str, ...]) -> np.ndarray:
    """Day on which each claim is answered: the payer's normal days; a claim that waited for documents, so many days
    after they came, or after the last day on which they could have come; and the days by which a payer is declared to
    be late.
    """
    return answered_on(batch, payers, dated(batch, payers, "days_to_pay")) + late_days(batch)


def answer_date(batch, payers: tuple[str, ...], target: np.ndarray) -> np.ndarray:
    """As remittance_date; what takes an earlier answer back is never answered before that answer was given."""
    days, asks = remittance_date(batch, payers), np.flatnonzero(target >= 0)
    while len(asks):
        asks = asks[days[target[asks]] > days[asks]]
        days[asks] = days[target[asks]]
    return days


def original_remittance_date(batch, payers: tuple[str, ...], target: np.ndarray) -> np.ndarray:
    """Day on which each claim's original was answered; NaT where it has none."""
    out = np.full(len(target), np.datetime64("NaT", "D"))
    asks = target >= 0
    if asks.any():
        out[asks] = remittance_date(batch, payers)[target[asks]]
    return out


def first_received_date(batch, target: np.ndarray) -> np.ndarray:
    """Day on which the payer had the first claim of each chain of corrections; NaT for a claim that replaces none."""
    out = np.full(len(target), np.datetime64("NaT", "D"))
    for row in np.flatnonzero(target >= 0):  # originals come before what replaces them
        before = target[row]
        out[row] = batch.claims.received_date[before] if np.isnat(out[before]) else out[before]
    return out
