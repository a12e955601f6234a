"""An estimate for the patient: the planned lines decided as the payer would decide them today, with what is left today
of the year's amounts.

The payer's own engine is asked; nothing is computed beside it. An estimate is not a promise: the payer decides on the
claim, after whatever it decides before. A patient without insurance, or who will not use it, is owed a written
good-faith estimate (45 CFR 149.610: within one business day when the visit is booked three to nine business days ahead,
within three when it is booked ten or more ahead), and may dispute a bill of 400 dollars or more above it (45 CFR
149.620).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.table import Table, conform
from sim.payer.asked.explain import explain_acknowledgement, explain_row
from sim.payer.engine.engine import adjudicate

WORDS = (
    "An estimate, not a bill and no promise: the payer decides when it has the claim, and what it decides before then"
    " changes what is left of the deductible. A patient who pays without insurance is owed a good-faith estimate in"
    " writing (45 CFR 149.610)."
)


class Estimate(NamedTuple):
    """`lines`: a row per planned line (line, code, charge, allowed, deductible, coinsurance, copay, patient, plan_pays
    in cents, denied, steps); `patient_amount`, `charge_amount` in cents; `is_accepted`: False where the claim would be
    rejected, with `steps` saying why.
    """

    lines: list[dict[str, Any]]
    charge_amount: int
    patient_amount: int
    is_accepted: bool
    steps: list[str]
    words: str = WORDS


def estimate(
    planned: Table,
    planned_lines: Table,
    coverages: Table,
    on,
    decided: Sequence[Any] = (),
    prior_services: Table | None = None,
    records: Mapping[str, Table] | None = None,
) -> Estimate:
    """What a planned visit would cost the patient. planned: one row of claims; planned_lines: its claim_lines, with
    charges and the planned day.

    on: today, a date; decided: (claims, claim_lines, adjudication) of the household so far: what was answered by then
    counts. Raises CleanClaimError.

    >>> same = {"patient_key": 16, "payer_code": "acme_ppo", "coverage_key": 128, "member_id": "A1"}
    >>> head = Table.from_rows("claims", [{**same, "claim_key": 16 << 10, "household_key": 1,
    ...     "billing_npi": "2066719842", "specialty_code": "family medicine", "diagnosis_code_1": "M17.11",
    ...     "patient_birth_date": "1980-05-05", "patient_sex_code": "F", "claim_frequency_code": "1",
    ...     "clinic_code": "prairie", "total_charge_amount": 21000}])
    >>> line = Table.from_rows("claim_lines", [{"claim_key": 16 << 10, "claim_line_number": 1,
    ...     "service_date": "2026-06-10", "procedure_code": "20610", "hcpcs_modifier_1": "RT",
    ...     "diagnosis_pointer_1": 1, "service_unit_quantity": 1, "charge_amount": 21000,
    ...     "rendering_npi": "2400315778", "place_of_service_code": "11"}])
    >>> span = Table.from_rows("coverages", [{**same, "plan_code": "ppo_500", "relationship_code": "self",
    ...     "subscriber_patient_key": 16, "coverage_start_date": "2026-01-01", "met_amount": 45000}])
    >>> found = estimate(head, line, span, "2026-06-01")
    >>> found.patient_amount, found.lines[0]["deductible"], found.lines[0]["coinsurance"]
    (5824, 5000, 824)
    """
    if len(planned) != 1 or not len(planned_lines):
        raise CleanClaimError(
            "nothing is planned", "estimate", "one claim with at least one line", "give the planned services"
        )
    claims, lines = _with_plan(planned, planned_lines, np.datetime64(on, "D"), decided)
    key = int(planned.claim_key[0])
    told = adjudicate(claims, lines, coverages, prior_services, records)
    return _told(told, key, planned_lines, planned.payer_code[0])


def _with_plan(
    planned: Table, planned_lines: Table, today: np.datetime64, decided: Sequence[Any]
) -> tuple[Table, Table]:
    """The household's claims that were answered by today, and the planned one behind them all."""

    day = max(today, planned_lines.service_date.max())
    last = 0
    before, lines = [], []
    if decided:
        claims, claim_lines, adjudication = decided
        answers = adjudication.remittance_lines
        keep = np.isin(claims.claim_key, answers.claim_key[answers.remittance_date <= today]) & (
            claims.claim_key != planned.claim_key[0]
        )
        before, lines = (
            [conform("claims", claims.take(keep))],
            [conform("claim_lines", claim_lines.take(np.isin(claim_lines.claim_key, claims.claim_key[keep])))],
        )
        last = int(claims.adjudication_round[keep].max(initial=0))
    head = conform(
        "claims",
        planned.with_columns(
            received_date=np.array([day]), submitted_date=np.array([day]), adjudication_round=np.array([last])
        ),
    )
    return Table.concat([*before, head]), Table.concat([*lines, conform("claim_lines", planned_lines)])


def _told(told, key: int, planned_lines: Table, payer: str) -> Estimate:
    charge = int(planned_lines.charge_amount.sum())
    answer = told.acknowledgements.take(told.acknowledgements.claim_key == key).rows()[0]
    if not answer["is_accepted"]:
        return Estimate([], charge, 0, False, [explain_acknowledgement(payer, answer)["plain"]])
    codes = dict(zip(planned_lines.claim_line_number.tolist(), planned_lines.procedure_code.texts()))
    reasons: dict[int, list[dict[str, Any]]] = {}
    for row in told.adjustments.take((told.adjustments.claim_key == key) & ~told.adjustments.is_reversal).rows():
        reasons.setdefault(row["claim_line_number"], []).append(row)
    answers = told.remittance_lines.take(
        (told.remittance_lines.claim_key == key) & ~told.remittance_lines.is_reversal
    ).rows()
    lines = [
        _line(row, codes[row["claim_line_number"]], reasons.get(row["claim_line_number"], []), payer) for row in answers
    ]
    patient = sum(row["patient"] for row in lines)
    return Estimate(
        lines,
        charge,
        patient,
        True,
        [*(step for row in lines for step in row["steps"]), f"Total for the patient: {dollars(patient)}"],
    )


def _line(row: Mapping[str, Any], code: str, reasons: list[dict[str, Any]], payer: str) -> dict[str, Any]:
    denied = next((explain_row(payer, one)["plain"] for one in reasons if one["is_denial"]), "")
    steps = [f"{code}: charge {dollars(row['charge_amount'])}"]
    steps += [f"{code}: {_step(one, payer)}" for one in reasons if one["amount"]]
    steps.append(
        f"{code}: the plan would pay {dollars(row['paid_amount'])}, the patient"
        f" {dollars(row['patient_responsibility_amount'])}"
    )
    return {
        "line": row["claim_line_number"],
        "code": code,
        "charge": row["charge_amount"],
        "allowed": row["allowed_amount"],
        "deductible": row["deductible_amount"],
        "coinsurance": row["coinsurance_amount"],
        "copay": row["copayment_amount"],
        "patient": row["patient_responsibility_amount"],
        "plan_pays": row["paid_amount"],
        "denied": denied,
        "steps": steps,
    }


def _step(row: Mapping[str, Any], payer: str) -> str:
    said = explain_row(payer, row)
    return f"{row['group']}-{row['carc']} {dollars(row['amount'])}, {said['plain']}"
