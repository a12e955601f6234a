"""Remittances (835) read into our tables: the decisions on claims and lines, their adjustments, and the payments with
their PLB.

Keys count from 1 in the order of the file. Adjustments of a whole claim have line number 0. A remark of a line is put
on its first adjustment.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from sim.edi.reader.adjustments import adjustments_of
from sim.edi.grammar import element_forms
from sim.edi.grammar.element_forms import cents
from sim.edi.reader.frame import Frame, Set
from sim.edi.reader.frame_tables import Columns, NumberedLine, numbered_lines
from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of, typed
from sim.ground.table import Table, conform

KIND = "835"
ON_CLAIM = {
    "patient_control_number": "claims.patient_control_number",
    "claim_status_code": "claims.claim_status_code",
    "charge_amount": "claims.charge_amount",
    "paid_amount": "claims.paid_amount",
    "patient_responsibility_amount": "claims.patient_responsibility_amount",
    "filing_code": "payer.filing_code",
    "payer_claim_number": "claims.payer_claim_number",
    "place_of_service_code": "claims.place_of_service_code",
    "claim_frequency_code": "claims.claim_frequency_code",
    "patient_family_name": "patient.family_name",
    "patient_first_name": "patient.first_name",
    "member_id": "patient.member_id",
    "rendering_npi": "rendering.npi",
    "crossover_payer": "crossover.payer_id",
    "interest_amount": "claims.interest_amount",
    "received_date": "claims.received_date",
}
ON_PAYMENT = {
    "payment_date": "payments.payment_date",
    "trace_number": "payments.trace_number",
    "payment_method_code": "payments.payment_method_code",
    "paid_amount": "payments.paid_amount",
    "handling_code": "payments.handling_code",
    "payer_name": "payer.name",
    "payer_id": "payments.payer_id",
    "billing_npi": "billing.npi",
    "billing_name": "billing.family_name",
    "billing_tax_id": "billing.tax_id",
}


class Remitted(NamedTuple):
    """One row a CLP (`claims`), a SVC (`lines`), a reason of a CAS (`adjustments`). `lines` has the columns of
    remittance_lines and the service; `adjustments` those of the dictionary. `remarks`: claim_key, claim_line_number,
    rarc, every one."""

    claims: Table
    lines: Table
    adjustments: Table
    remarks: Table


def tables(frames: list[Frame], first_key: int = 1) -> Remitted:
    """The tables of these CLP frames."""
    keys = np.arange(first_key, first_key + len(frames), dtype=np.int64)
    found = Columns(KIND, frames)
    claims = Table({"claim_key": keys, **{name: found[source] for name, source in ON_CLAIM.items()}})
    claims = claims.with_columns(is_reversal=claims.claim_status_code == "22")
    lines = numbered_lines(keys, frames)
    remarks = _remarks(keys.tolist(), frames, lines)
    return Remitted(
        claims,
        _lines(lines, claims, first_key),
        _adjustments(keys.tolist(), frames, lines, remarks),
        _remark_table(remarks),
    )


def _lines(lines: list[NumberedLine], claims: Table, first_key: int) -> Table:
    found = Columns(KIND, [one.line for one in lines])
    own = np.array([one.claim_key - first_key for one in lines], np.int64)
    names = (
        "charge_amount",
        "paid_amount",
        "allowed_amount",
        "procedure_code",
        *(f"hcpcs_modifier_{n}" for n in range(1, 5)),
        "line_control_number",
        "submitted_code",
        "revenue_code",
    )
    made = {name: found[f"remittance_lines.{name}"] for name in names}
    units = [text or "1" for text in found.texts("remittance_lines.service_unit_quantity")]
    share = {code: np.zeros(len(lines), np.int64) for code in ("1", "2", "3", "")}
    for row, one in enumerate(lines):
        for group, carc, amount in adjustments_of(one.line.lists.get("cas", [])):
            if group == "PR":
                share[""][row] += amount
                if carc in share:
                    share[carc][row] += amount
    days, first = (found.days(f"remittance_lines.{name}") for name in ("service_date", "first_date"))
    return Table(
        made,
        claim_key=np.array([one.claim_key for one in lines], np.int64),
        claim_line_number=np.array([one.number for one in lines], np.int64),
        is_reversal=claims.is_reversal[own],
        claim_status_code=claims.claim_status_code[own],
        remittance_date=_paid_on(lines),
        service_unit_quantity=np.array([_units(text) for text in units], np.int64),
        part_unit_quantity=element_forms.part_units(units),
        service_date=np.where(np.isnat(days), first, days),
        service_end_date=found["remittance_lines.service_end_date"],
        deductible_amount=share["1"],
        coinsurance_amount=share["2"],
        copayment_amount=share["3"],
        patient_responsibility_amount=share[""],
    )


def _units(text: str) -> int:
    return int(value) if (value := element_forms.number(text)) is not None and abs(value) < 2**40 else 0


def _paid_on(lines: list[NumberedLine]) -> np.ndarray:
    return Columns(KIND, [one.claim for one in lines]).days("payments.payment_date")


class Remark(NamedTuple):
    """A remark code at a claim line, at 0 for the claim as a whole."""

    claim_key: int
    claim_line_number: int
    rarc: str


def _remarks(keys: list[int], frames: list[Frame], lines: list[NumberedLine]) -> list[Remark]:
    """Those of a line (LQ), and those of a claim (MOA) that no line of it repeats."""
    out = [
        Remark(one.claim_key, one.number, elements[2])
        for one in lines
        for elements in one.line.lists.get("lq", [])
        if len(elements) > 2 and elements[2]
    ]
    at_lines = {(key, text) for key, _, text in out}
    for key, frame in zip(keys, frames, strict=True):
        for place in range(1, 6):
            text = frame.values.get(f"claims.remark_{place}", "")
            if text and (key, text) not in at_lines:
                out.append(Remark(key, 0, text))
    return out


def _remark_table(remarks: list[Remark]) -> Table:
    return Table(
        claim_key=np.array([one.claim_key for one in remarks], np.int64),
        claim_line_number=np.array([one.claim_line_number for one in remarks], np.int64),
        rarc=Coded.of([one.rarc for one in remarks]),
    )


def _adjustments(keys: list[int], frames: list[Frame], lines: list[NumberedLine], remarks: list[Remark]) -> Table:
    rows = []
    remarks_at: dict[tuple[int, int], list[str]] = {}
    for key, number, text in remarks:
        remarks_at.setdefault((key, number), []).append(text)
    places = [NumberedLine(key, 0, frame, frame) for key, frame in zip(keys, frames, strict=True)] + lines
    for key, number, claim, row in places:
        is_reversal = claim.values.get("claims.claim_status_code") == "22"
        for order, (group, carc, amount) in enumerate(adjustments_of(row.lists.get("cas", [])), 1):
            texts = (remarks_at.get((key, number), []) + ["", ""])[:2] if order == 1 else ("", "")
            rows.append((key, number, is_reversal, order, group, carc, *texts, amount))
    rows.sort(key=lambda row: row[:2])
    names = list(columns_of("adjustments"))[:9]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    kinds = columns_of("adjustments")
    return conform(
        "adjustments",
        Table({name: typed(kinds[name], list(column)) for name, column in zip(names, columns, strict=True)}),
    )


class ProviderAdjustment(NamedTuple):
    """One adjustment of a PLB: reason code, reference, cents."""

    code: str
    reference: str
    amount: int


class Payment(NamedTuple):
    """One payment (a set that is complete). paid_amount in cents; payment_date None where it cannot be read."""

    payment_date: date | None
    trace_number: str
    payment_method_code: str
    paid_amount: int
    handling_code: str
    payer_name: str
    payer_id: str
    billing_npi: str
    billing_name: str
    billing_tax_id: str
    provider_adjustments: list[ProviderAdjustment]


def payment(read: Set) -> Payment:
    """The payment of a set."""
    found = Columns(KIND, [read.frame])
    row = Table({name: found[source] for name, source in ON_PAYMENT.items()}).rows()[0]
    return Payment(**row, provider_adjustments=provider_adjustments(read.frame))


def provider_adjustments(frame: Frame) -> list[ProviderAdjustment]:
    """The adjustments of the PLB segments of a set."""
    out = []
    for elements in frame.lists.get("plb", []):
        for place in range(3, len(elements) - 1, 2):
            code, _, reference = elements[place].partition(frame.values.get("set.part", ":"))
            amount = cents(elements[place + 1])
            if code and amount is not None:
                out.append(ProviderAdjustment(code, reference, amount))
    return out
