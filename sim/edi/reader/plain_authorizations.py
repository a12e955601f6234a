"""Requests for prior authorization and their answers (278) as plain dictionaries (see plain_values)."""

from sim.edi.grammar.element_forms import dotted
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_claims import health_codes
from sim.edi.reader.plain_values import Plain, amount, day_of, full_name, modifiers, units, whose

DECISIONS = {
    "A1": "approved",
    "A2": "partially approved",
    "A3": "denied",
    "A4": "pended",
    "A6": "modified",
    "C": "canceled",
    "CT": "contact the payer",
    "NA": "not required",
}


def request_278(frame: Frame) -> Plain:
    """A request for prior authorization, or the decision on it; `status`: the decision in words; null in a request."""
    values = frame.values
    decision = values.get("claims.decision_code", "")
    return {
        "claim_id": values.get("claims.trace", ""),
        "status": DECISIONS.get(decision, decision) or None,
        "charge_amount": 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        "authorization_number": values.get("claims.authorization_number", ""),
        "patient": full_name(*whose(frame)),
        "member_id": frame.get("subscriber.member_id"),
        "payer": frame.get("payer.payer_id"),
        "requester_npi": frame.get("provider.npi"),
        "diagnoses": [dotted(code) for _, code in health_codes(frame)],
        "service_date": day_of(values.get("claims.service_date")),
        "rejections": [elements[3] for elements in frame.lists.get("aaa", ()) if len(elements) > 3],
        "lines": [_service(one) for one in frame.of("line")],
    }


def _service(line: Frame) -> Plain:
    values = line.values
    decision = values.get("line.decision_code", "")
    return {
        "code": values.get("line.procedure_code", "") or values.get("line.facility_procedure_code", ""),
        "modifiers": modifiers(values, "line"),
        "charge_amount": amount(line, "line.charge_amount"),
        "paid_amount": 0,
        "units": units(values.get("line.service_unit_quantity", "") or values.get("line.facility_quantity", "")),
        "adjustments": [],
        "status": DECISIONS.get(decision, decision) or None,
        "service_date": day_of(values.get("line.service_date")),
    }
