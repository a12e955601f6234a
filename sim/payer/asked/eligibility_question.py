"""One question about eligibility: a patient, a payer, a day; and what the year's amounts have come to by then."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.rulebook.payers import Payer, payers


class Decided(NamedTuple):
    """What a household has sent so far, and what the payer answered."""

    claims: Table
    claim_lines: Table
    adjudication: Adjudication


class Question(NamedTuple):
    """One question. `records`: the payer's further tables."""

    coverages: Table
    patient_key: int
    payer_code: str
    on: np.datetime64
    decided: Decided | None = None
    codes: tuple[str, ...] = ()
    records: Mapping[str, Table] = {}

    @property
    def payer(self) -> Payer:
        """Who is asked."""
        return payers()[self.payer_code]


def known_payer(payer_code: str) -> Payer:
    """The payer of this code. Raises CleanClaimError."""
    if payer_code not in payers():
        raise CleanClaimError(
            f"unknown payer {str(payer_code)[:30]!r}", "eligibility", ", ".join(payers()), "choose one of these"
        )
    return payers()[payer_code]


def amount_of(value, payer_code: str, on: str) -> int | None:
    """Cents of a plan's amount, or of the dated parameter that it names; None where the plan says none."""
    return param_value(value, payer_code, on) if isinstance(value, str) else value


def used_so_far(asked: Question, row: dict) -> dict[tuple[str, str], int]:
    """Cents that decided claims took from deductible ("PR-1") and from the maximum ("all") of the year, of the person
    (IND) and the family (FAM).
    """
    used = {(level, counts): 0 for level in ("IND", "FAM") for counts in ("PR-1", "all")}
    if asked.decided is None or not len(asked.decided.claims):
        return used
    claims, services, adjudication = asked.decided
    answers = adjudication.remittance_lines
    answers = answers.take(answers.remittance_date <= asked.on)
    patient = _patients(asked, row, claims)[find_in(claims.claim_key, answers.claim_key)]
    line, served_line = ((table.claim_key << 8) + table.claim_line_number for table in (answers, services))
    served = services.service_date[find_in(served_line, line)]
    counted = (patient >= 0) & (served.astype("datetime64[Y]") == asked.on.astype("datetime64[Y]"))
    shares = answers.deductible_amount + answers.coinsurance_amount + answers.copayment_amount
    for level, mine in (("FAM", counted), ("IND", counted & (patient == asked.patient_key))):
        used[level, "PR-1"], used[level, "all"] = int(answers.deductible_amount[mine].sum()), int(shares[mine].sum())
    return used


def _patients(asked: Question, row: dict, claims: Table) -> np.ndarray:
    """The patient of each claim under the same policy and plan; -1 for claims of other coverages."""
    spans = asked.coverages
    same = (
        (spans.payer_code == asked.payer_code)
        & (spans.plan_code == row["plan_code"])
        & (spans.subscriber_patient_key == row["subscriber_patient_key"])
    )
    place = find_in(spans.coverage_key, claims.coverage_key)
    return np.where(np.append(same, False)[place], np.append(spans.patient_key, -1)[place], -1)
