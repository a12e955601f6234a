"""Sets that are read and not written: hospital claims (837I) and requests for approval with their answers (278), as
plain dictionaries.
"""

from sim.edi.grammar.element_forms import dotted
from sim.edi.reader.frame import Frame
from sim.edi.reader.inquiries import day_of
from sim.edi.reader.plain_claims import amount, claim_837, units

DIAGNOSES = {"ABK", "BK", "ABF", "BF"}
MODIFIERS = tuple(f"hcpcs_modifier_{place}" for place in range(1, 5))
DECISIONS = {
    "A1": "approved",
    "A2": "approved in part",
    "A3": "denied",
    "A4": "pended",
    "A6": "changed",
    "C": "cancelled",
    "CT": "ask the payer",
    "NA": "not needed",
}


def coded(frame: Frame) -> list[tuple[str, str]]:
    """(kind, code) of every HI of a frame."""
    part = frame.get("set.part", ":")
    return [
        tuple((element.split(part) + [""])[:2])
        for elements in frame.lists.get("hi", ())
        for element in elements[1:]
        if element
    ]


def claim_837i(frame: Frame) -> dict:
    """A hospital's claim, in the shape of an 837P claim, with what only hospitals say beside it."""
    values, codes = frame.values, coded(frame)
    told = claim_837(frame)
    for line, row in zip(told["lines"], (one for one in frame.inner if one.kind == "line"), strict=True):
        line["revenue_code"] = row.values.get("claim_lines.revenue_code", "")
    return {
        **told,
        "diagnoses": [dotted(code) for kind, code in codes if kind in DIAGNOSES],
        "bill_type": values.get("claims.place_of_service_code", "") + values.get("claims.claim_frequency_code", ""),
        "drg": next((code for kind, code in codes if kind == "DR"), ""),
        "procedures": [code for kind, code in codes if kind in ("BBR", "BR", "BBQ", "BQ")],
        "attending_npi": values.get("attending.npi", ""),
        "admission_date": day_of(values.get("claims.admission_date")),
        "discharge_status": values.get("claims.patient_status", ""),
    }


def request_278(frame: Frame) -> dict:
    """What is asked to be approved, or what was decided; `status` is the decision in words, null in a request."""
    values, dependent = frame.values, frame.around("patient")
    holder, role = (dependent, "patient") if dependent is not None else (frame, "subscriber")
    decision = values.get("claims.decision_code", "")
    return {
        "claim_id": values.get("claims.trace", ""),
        "status": DECISIONS.get(decision, decision) or None,
        "charge_amount": 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        "authorization_number": values.get("claims.authorization_number", ""),
        "patient": " ".join(filter(None, (holder.get(f"{role}.first_name"), holder.get(f"{role}.family_name")))),
        "member_id": frame.get("subscriber.member_id"),
        "payer": frame.get("payer.payer_id"),
        "requester_npi": frame.get("provider.npi"),
        "diagnoses": [dotted(code) for _, code in coded(frame)],
        "service_date": day_of(values.get("claims.service_date")),
        "refusals": [elements[3] for elements in frame.lists.get("aaa", ()) if len(elements) > 3],
        "lines": [_service(one) for one in frame.of("line")],
    }


def _service(line: Frame) -> dict:
    values = line.values
    decision = values.get("line.decision_code", "")
    return {
        "code": values.get("line.procedure_code", "") or values.get("line.facility_procedure_code", ""),
        "modifiers": [values[name] for place in MODIFIERS if (name := f"line.{place}") in values],
        "charge_amount": amount(line, "line.charge_amount"),
        "paid_amount": 0,
        "units": units(values.get("line.service_unit_quantity", "") or values.get("line.facility_quantity", "")),
        "adjustments": [],
        "status": DECISIONS.get(decision, decision) or None,
        "service_date": day_of(values.get("line.service_date")),
    }


SHAPES = {"837I": claim_837i, "278": request_278}
