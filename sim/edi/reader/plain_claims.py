"""Claims of clinics (837P) and hospitals (837I) as plain dictionaries (see plain_values)."""

from typing import NamedTuple

from sim.edi.grammar.element_forms import dotted
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain, adjustments, amount, day_of, full_name, modifiers, units, whose

LETTERS = range(1, 13)
DIAGNOSES = {"ABK", "BK", "ABF", "BF"}
PROCEDURES = {"BBR", "BR", "BBQ", "BQ"}


def claim_837p(frame: Frame) -> Plain:
    """A claim (CLM); what earlier payers paid and took off stands in paid_amount and adjustments."""
    values, others = frame.values, [other for other in frame.inner if other.kind == "other"]
    lines = [_line_837(line, frame) for line in frame.inner if line.kind == "line"]
    whole = sum(amount(other, "other.paid_amount") for other in others)
    return {
        "claim_id": values.get("claims.patient_control_number", ""),
        "status": None,
        "charge_amount": amount(frame, "claims.total_charge_amount"),
        "paid_amount": whole,
        "patient_responsibility_amount": amount(frame, "claims.patient_paid_amount"),
        "frequency": values.get("claims.claim_frequency_code", ""),
        "patient": full_name(*whose(frame)),
        "member_id": frame.get("subscriber.member_id"),
        "payer": frame.get("payer.payer_id"),
        "billing_npi": frame.get("billing.npi"),
        "diagnoses": [
            dotted(values[name]) for place in LETTERS if (name := f"claims.diagnosis_code_{place}") in values
        ],
        "adjustments": [one for other in others for one in adjustments(other)],
        "lines": lines,
    }


def _line_837(line: Frame, claim: Frame) -> Plain:
    values, others = line.values, [other for other in line.inner if other.kind == "line_other"]
    pointers = [
        int(values[name])
        for place in "1234"
        if (name := f"claim_lines.diagnosis_pointer_{place}") in values
        and values[name].isdigit()
        and len(values[name]) < 3
    ]
    when = values.get("claim_lines.service_date", "")
    return {
        "code": values.get("claim_lines.procedure_code", ""),
        "modifiers": modifiers(values, "claim_lines"),
        "charge_amount": amount(line, "claim_lines.charge_amount"),
        "paid_amount": sum(amount(other, "line_other.paid_amount") for other in others),
        "units": units(values.get("claim_lines.service_unit_quantity", "")),
        "adjustments": [one for other in others for one in adjustments(other)],
        "diagnosis_pointers": pointers,
        "service_date": day_of(when),
        "place_of_service": values.get("claim_lines.place_of_service_code")
        or claim.values.get("claims.place_of_service_code", ""),
    }


class HealthCode(NamedTuple):
    """A code of an HI segment and what kind it is (ABK principal diagnosis, DR DRG ...)."""

    kind: str
    code: str


def health_codes(frame: Frame) -> list[HealthCode]:
    """Every code of the HI segments of a frame."""
    part = frame.get("set.part", ":")
    found = (element.split(part) for elements in frame.lists.get("hi", ()) for element in elements[1:] if element)
    return [HealthCode(parts[0], parts[1] if len(parts) > 1 else "") for parts in found]


def claim_837i(frame: Frame) -> Plain:
    """A hospital's claim, in the shape of an 837P claim, with what only hospitals say beside it."""
    values, codes = frame.values, health_codes(frame)
    claim = claim_837p(frame)
    for line, row in zip(claim["lines"], (one for one in frame.inner if one.kind == "line"), strict=True):
        line["revenue_code"] = row.values.get("claim_lines.revenue_code", "")
    return {
        **claim,
        "diagnoses": [dotted(code) for kind, code in codes if kind in DIAGNOSES],
        "bill_type": values.get("claims.place_of_service_code", "") + values.get("claims.claim_frequency_code", ""),
        "drg": next((code for kind, code in codes if kind == "DR"), ""),
        "procedures": [code for kind, code in codes if kind in PROCEDURES],
        "attending_npi": values.get("attending.npi", ""),
        "admission_date": day_of(values.get("claims.admission_date")),
        "discharge_status": values.get("claims.patient_status", ""),
    }
