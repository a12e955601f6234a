"""The claims of a remittance (835) as plain dictionaries (see plain_values)."""

from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain, adjustments, amount, day_of, full_name, modifiers, units


def claim_835(frame: Frame) -> Plain:
    """A claim of a remittance (CLP)."""
    values = frame.values
    return {
        "claim_id": values.get("claims.patient_control_number", ""),
        "status": values.get("claims.claim_status_code", ""),
        "charge_amount": amount(frame, "claims.charge_amount"),
        "paid_amount": amount(frame, "claims.paid_amount"),
        "patient_responsibility_amount": amount(frame, "claims.patient_responsibility_amount"),
        "payer_claim_number": values.get("claims.payer_claim_number", ""),
        "patient": full_name(frame, "patient"),
        "member_id": values.get("patient.member_id", "") or values.get("subscriber.member_id", ""),
        "remarks": [values[name] for place in "12345" if (name := f"claims.remark_{place}") in values],
        "interest_amount": amount(frame, "claims.interest_amount"),
        "adjustments": adjustments(frame),
        "lines": [_line_835(line) for line in frame.inner if line.kind == "line"],
    }


def _line_835(line: Frame) -> Plain:
    values = line.values
    quantity = values.get("remittance_lines.service_unit_quantity")
    when = values.get("remittance_lines.service_date") or values.get("remittance_lines.first_date", "")
    return {
        "code": values.get("remittance_lines.procedure_code", ""),
        "modifiers": modifiers(values, "remittance_lines"),
        "charge_amount": amount(line, "remittance_lines.charge_amount"),
        "paid_amount": amount(line, "remittance_lines.paid_amount"),
        "units": units(quantity) if quantity else 1,
        "adjustments": adjustments(line),
        "allowed_amount": amount(line, "remittance_lines.allowed_amount"),
        "service_date": day_of(when),
        "remarks": [elements[2] for elements in line.lists.get("lq", ()) if len(elements) > 2],
        "line_control_number": values.get("remittance_lines.line_control_number", ""),
    }
