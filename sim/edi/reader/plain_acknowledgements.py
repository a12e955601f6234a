"""Acknowledgements as plain dictionaries (see plain_values): of claims (277CA) and of transaction sets (999)."""

from sim.edi.grammar.element_forms import cents
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain, full_name, units


def claim_277ca(frame: Frame) -> Plain:
    """The front end's answer to a claim; `status` is category:status[:entity] of its first STC."""
    statuses = [elements for elements in frame.lists.get("stc", ()) if len(elements) > 1]
    rejected = any(len(elements) > 3 and elements[3] == "U" for elements in statuses)
    return {
        "claim_id": frame.values.get("claims.patient_control_number", ""),
        "status": statuses[0][1] if statuses else "",
        "is_accepted": bool(statuses) and not rejected,
        "statuses": [elements[1] for elements in statuses],
        "charge_amount": cents(statuses[0][4]) or 0 if statuses and len(statuses[0]) > 4 else 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
        "patient": full_name(frame, "patient"),
        "lines": [],
    }


def answer_999(frame: Frame) -> Plain:
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
