"""What was read, as plain dictionaries for people and JSON: one a claim, amounts in cents; and whether it adds up.

    claim   claim_id, status, charge_amount, paid_amount, patient_responsibility_amount, lines, adjustments, and what
            its transaction adds
    line    code, modifiers, charge_amount, paid_amount, units, adjustments, ...

In a claim file `status` is null and paid_amount what earlier payers paid; in a remittance `status` is how the payer
processed it (1, 2, 3, 22 ...).
"""

from sim.edi.reader.adjustments import adjustments_of
from sim.edi.grammar.finding import Finding
from sim.edi.grammar.element_forms import cents, day, dotted, money, number
from sim.edi.reader.frame import Frame

LETTERS = range(1, 13)


def amount(frame: Frame, source: str) -> int:
    """A frame's own amount in cents; 0 where there is none or it cannot be read."""
    text = frame.values.get(source)
    return cents(text) or 0 if text else 0


def units(text: str) -> int | float:
    """A quantity, whole where it is."""
    found = number(text) if text else 0
    return 0 if found is None else int(found) if found == int(found) and abs(found) < 2**53 else found


def adjustments(frame: Frame) -> list[dict]:
    """The reasons of a frame's CAS segments."""
    segments = frame.lists.get("cas")
    return (
        [{"group": group, "carc": carc, "amount": value} for group, carc, value in adjustments_of(segments)]
        if segments
        else []
    )


def _modifiers(values: dict, role: str) -> list[str]:
    return [values[name] for place in "1234" if (name := f"{role}.hcpcs_modifier_{place}") in values]


def claim_835(frame: Frame) -> dict:
    """A decision on a claim (CLP)."""
    values = frame.values
    return {
        "claim_id": values.get("claims.patient_control_number", ""),
        "status": values.get("claims.claim_status_code", ""),
        "charge_amount": amount(frame, "claims.charge_amount"),
        "paid_amount": amount(frame, "claims.paid_amount"),
        "patient_responsibility_amount": amount(frame, "claims.patient_responsibility_amount"),
        "payer_claim_number": values.get("claims.payer_claim_number", ""),
        "patient": _name(values, "patient"),
        "member_id": values.get("patient.member_id", "") or values.get("subscriber.member_id", ""),
        "remarks": [values[name] for place in "12345" if (name := f"claims.remark_{place}") in values],
        "interest_amount": amount(frame, "claims.interest_amount"),
        "adjustments": adjustments(frame),
        "lines": [_line_835(line) for line in frame.inner if line.kind == "line"],
    }


def _line_835(line: Frame) -> dict:
    values = line.values
    quantity = values.get("remittance_lines.service_unit_quantity")
    when = values.get("remittance_lines.service_date") or values.get("remittance_lines.first_date", "")
    return {
        "code": values.get("remittance_lines.procedure_code", ""),
        "modifiers": _modifiers(values, "remittance_lines"),
        "charge_amount": amount(line, "remittance_lines.charge_amount"),
        "paid_amount": amount(line, "remittance_lines.paid_amount"),
        "units": units(quantity) if quantity else 1,
        "adjustments": adjustments(line),
        "allowed_amount": amount(line, "remittance_lines.allowed_amount"),
        "service_date": day(when) if when else None,
        "remarks": [elements[2] for elements in line.lists.get("lq", ()) if len(elements) > 2],
        "line_control_number": values.get("remittance_lines.line_control_number", ""),
    }


def claim_837(frame: Frame) -> dict:
    """A claim (CLM); what earlier payers paid and took off stands in paid_amount and adjustments."""
    values, others = frame.values, [other for other in frame.inner if other.kind == "other"]
    lines = [_line_837(line, frame) for line in frame.inner if line.kind == "line"]
    dependent = frame.around("patient")
    person, role = (
        (dependent, "patient") if dependent is not None else (frame.around("subscriber") or frame, "subscriber")
    )
    whole = sum(amount(other, "other.paid_amount") for other in others)
    return {
        "claim_id": values.get("claims.patient_control_number", ""),
        "status": None,
        "charge_amount": amount(frame, "claims.total_charge_amount"),
        "paid_amount": whole,
        "patient_responsibility_amount": amount(frame, "claims.patient_paid_amount"),
        "frequency": values.get("claims.claim_frequency_code", ""),
        "patient": _name(person.values, role),
        "member_id": frame.get("subscriber.member_id"),
        "payer": frame.get("payer.payer_id"),
        "billing_npi": frame.get("billing.npi"),
        "diagnoses": [
            dotted(values[name]) for place in LETTERS if (name := f"claims.diagnosis_code_{place}") in values
        ],
        "adjustments": [one for other in others for one in adjustments(other)],
        "lines": lines,
    }


def _line_837(line: Frame, claim: Frame) -> dict:
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
        "modifiers": _modifiers(values, "claim_lines"),
        "charge_amount": amount(line, "claim_lines.charge_amount"),
        "paid_amount": sum(amount(other, "line_other.paid_amount") for other in others),
        "units": units(values.get("claim_lines.service_unit_quantity", "")),
        "adjustments": [one for other in others for one in adjustments(other)],
        "diagnosis_pointers": pointers,
        "service_date": day(when) if when else None,
        "place_of_service": values.get("claim_lines.place_of_service_code")
        or claim.values.get("claims.place_of_service_code", ""),
    }


def claim_277(frame: Frame) -> dict:
    """The front door's answer to a claim; `status` is category:status[:entity] of its first STC."""
    told = [elements for elements in frame.lists.get("stc", ()) if len(elements) > 1]
    refused = any(len(elements) > 3 and elements[3] == "U" for elements in told)
    return {
        "claim_id": frame.values.get("claims.patient_control_number", ""),
        "status": told[0][1] if told else "",
        "is_accepted": bool(told) and not refused,
        "statuses": [elements[1] for elements in told],
        "charge_amount": cents(told[0][4]) or 0 if told and len(told[0]) > 4 else 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
        "patient": _name(frame.values, "patient"),
        "lines": [],
    }


def answer_999(frame: Frame) -> dict:
    """What became of one set."""
    return {
        "transaction": frame.values.get("answers.transaction", ""),
        "control_number": frame.values.get("answers.control_number", ""),
        "verdict": frame.values.get("answers.verdict", ""),
        "reasons": [frame.values[name] for place in "12" if (name := f"answers.reason_{place}") in frame.values],
        "errors": [
            {
                "segment": one.values.get("errors.segment", ""),
                "position": units(one.values.get("errors.position", "")),
                "loop": one.values.get("errors.loop", ""),
                "segment_error": one.values.get("errors.segment_error", ""),
                "elements": [
                    {
                        "element": element.values.get("elements.element", ""),
                        "error": element.values.get("elements.element_error", ""),
                        "value": element.values.get("elements.value", ""),
                    }
                    for element in one.inner
                ],
            }
            for one in frame.inner
        ],
    }


def _name(values: dict, role: str) -> str:
    return " ".join(filter(None, (values.get(f"{role}.first_name", ""), values.get(f"{role}.family_name", ""))))


SHAPES = {"837P": claim_837, "835": claim_835, "277CA": claim_277, "999": answer_999}


def out_of_balance(transaction: str, claim: dict, frame: Frame) -> list[Finding]:
    """What does not add up in one claim: a remittance by its equations, a claim by its lines' charges."""
    if transaction == "835":
        return _remittance(claim, frame)
    charged = sum(line["charge_amount"] for line in claim["lines"])
    if claim["lines"] and charged != claim["charge_amount"]:
        return [
            _found(
                "lines-do-not-add-up",
                "CLM",
                "02",
                frame,
                claim,
                "The lines' charges are not the claim's charge",
                claim["charge_amount"],
                charged,
                "28",
            )
        ]
    return []


def _remittance(claim: dict, frame: Frame) -> list[Finding]:
    out, taken = [], sum(one["amount"] for one in claim["adjustments"])
    for place, line in enumerate(claim["lines"], 1):
        off = sum(one["amount"] for one in line["adjustments"])
        taken += off
        if line["charge_amount"] - off != line["paid_amount"]:
            out.append(
                _found(
                    "line-out-of-balance",
                    "SVC",
                    "03",
                    frame,
                    claim,
                    f"Line {place}: charge less adjustments is not what is paid",
                    line["paid_amount"],
                    line["charge_amount"] - off,
                )
            )
    if claim["charge_amount"] - taken != claim["paid_amount"]:
        out.append(
            _found(
                "claim-out-of-balance",
                "CLP",
                "04",
                frame,
                claim,
                "Charge less all adjustments is not what is paid",
                claim["paid_amount"],
                claim["charge_amount"] - taken,
            )
        )
    charged = sum(line["charge_amount"] for line in claim["lines"])
    if claim["lines"] and charged != claim["charge_amount"]:
        out.append(
            _found(
                "lines-do-not-add-up",
                "CLP",
                "03",
                frame,
                claim,
                "The lines' charges are not the claim's charge",
                claim["charge_amount"],
                charged,
            )
        )
    return out


def _found(
    finding: str,
    segment: str,
    element: str,
    frame: Frame,
    claim: dict,
    message: str,
    found: int,
    expected: int,
    box: str = "",
) -> Finding:
    return Finding(
        finding,
        "error",
        segment,
        frame.position,
        message,
        element,
        money(found),
        money(expected),
        box,
        frame.loop,
        claim=claim["claim_id"],
    )
