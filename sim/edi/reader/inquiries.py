"""Questions and answers about coverage (270, 271) and claims (276, 277) read: as tables of the dictionary, and as plain
dictionaries for people.

Keys count from 1 in the order of the file; what only our own payers know (a coverage's key, what to mend) is not on the
wire.
"""

from sim.edi.grammar.element_forms import cents, day, number
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_claims import amount, units
from sim.ground.table import Table

ON_BENEFIT = (
    "benefit_code",
    "level_code",
    "service_type_code",
    "period_code",
    "authorization_code",
    "network_code",
    "procedure_code",
    "plan_code",
    "reference",
)
ACTIVE = {"1", "2", "3", "4", "5"}
CLOSED = {"6", "7", "8"}
MODIFIERS = tuple(f"hcpcs_modifier_{place}" for place in range(1, 5))


def is_asked_about(frame: Frame) -> bool:
    """Is this person asked about, or only named as the subscriber of a dependent?"""
    return bool(frame.inner or frame.lists.get("aaa") or frame.values.get("inquiry.trace"))


def person(frame: Frame) -> dict:
    """The person of a question: name, member id, birth and relation; the dependent's, where there is one."""
    role = "patient" if frame.loop == "2000D" else "subscriber"
    values = frame.values
    name = " ".join(filter(None, (values.get(f"{role}.first_name", ""), values.get(f"{role}.family_name", ""))))
    return {
        "patient": name,
        "member_id": values.get(f"{role}.member_id") or frame.get("subscriber.member_id"),
        "birth_date": day_of(values.get(f"{role}.birth_date")),
        "relationship": values.get("patient.relationship", "") if role == "patient" else "18",
        "asked_date": day_of(values.get(f"{role}.asked_date")),
        "group_number": values.get(f"{role}.group_number") or frame.get("subscriber.group_number"),
    }


def day_of(text: str | None) -> str | None:
    """A day of the wire as ISO text, None for what is missing or no day."""
    return day(text) if text else None


def benefit(frame: Frame) -> dict:
    """One EB: its codes, amount in cents, percent, days and words."""
    values = frame.values
    share = number(values.get("benefits.share", "") or "0") or 0
    said = [elements[1] for elements in frame.lists.get("msg", ()) if len(elements) > 1]
    item, _, value = said[0].partition(" = ") if said else ("", "", "")
    other = next((one.values for one in frame.of("entity")), {})
    row = {name: values.get(f"benefits.{name}", "") for name in ON_BENEFIT}
    return {
        **row,
        "reference": row["reference"] or other.get("entity.id", ""),
        "amount": amount(frame, "benefits.amount"),
        "percent": round(min(share, 100) * 100),
        "start_date": day_of(values.get("benefits.start_date")),
        "end_date": day_of(values.get("benefits.end_date")),
        "item": item,
        "value": value,
        "message": " ".join(said),
        "other": other.get("entity.family_name", ""),
    }


def benefits(frames: list[Frame]) -> Table:
    """Table[eligibility_benefits] of the answers of a 271, patient_key counted from 1; what stands at the name comes as
    rows of the same kind.
    """
    rows = []
    for key, frame in enumerate((one for one in frames if is_asked_about(one)), 1):
        who = person(frame)
        same = {
            "patient_key": key,
            "coverage_key": key,
            "payer_code": frame.get("payer.payer_id"),
            "asked_date": who["asked_date"],
            "member_id": who["member_id"],
        }
        if frame.lists.get("aaa"):
            rows.append({**same, "coverage_key": -1, "benefit_code": "6", "item": "Status", "value": "not known"})
        found = [benefit(one) for one in frame.of("benefit")]
        plan = next((one["plan_code"] for one in found if one["plan_code"]), "")
        rows += [
            {
                **{name: value for name, value in one.items() if name not in ("message", "other")},
                **same,
                "plan_code": plan,
            }
            for one in found
        ]
    return Table.from_rows("eligibility_benefits", rows)


def _status(elements: list[str], part: str) -> dict:
    """One STC."""
    elements = elements + [""] * 13
    category, code, entity = (elements[1].split(part) + ["", "", ""])[:3]
    return {
        "status_category_code": category,
        "status_code": code,
        "entity_code": entity,
        "status_date": day_of(elements[2]),
        "charge_amount": cents(elements[4]) or 0,
        "paid_amount": cents(elements[5]) or 0,
        "remittance_date": day_of(elements[6]),
        "trace_number": elements[9],
    }


def statuses(frames: list[Frame]) -> Table:
    """Table[claim_statuses] of the claims of a 277 (line 0) and their lines, with `patient_control_number` beside; the
    first STC of each counts.
    """
    rows, own = [], []
    for key, frame in enumerate(frames, 1):
        for place, one in enumerate([frame, *frame.of("line")]):
            told = one.lists.get("stc")
            if told:
                rows.append(
                    {
                        "claim_key": key,
                        "claim_line_number": place,
                        "payer_code": frame.get("payer.payer_id"),
                        "asked_date": day_of(frame.get("set.date")),
                        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
                        **_status(told[0], frame.get("set.part", ":")),
                    }
                )
                own.append(frame.values.get("claims.patient_control_number", ""))
    from sim.ground.coded import Coded

    return Table.from_rows("claim_statuses", rows).with_columns(patient_control_number=Coded.of(own))


def coverage(frame: Frame) -> dict | None:
    """A question or an answer about coverage; None for a subscriber who is only named above a dependent. `status`:
    active, not active, not known, or null.
    """
    if not is_asked_about(frame):
        return None
    told, refused = (
        [benefit(one) for one in frame.of("benefit")],
        [elements[3] for elements in frame.lists.get("aaa", ()) if len(elements) > 3],
    )
    said = {row["benefit_code"] for row in told}
    status = "not known" if refused else "active" if said & ACTIVE else "not active" if said & CLOSED else None
    return {
        "claim_id": frame.values.get("inquiry.trace", ""),
        "status": status,
        "charge_amount": 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        **person(frame),
        "payer": frame.get("payer.payer_id"),
        "refusals": refused,
        "benefits": told,
        "lines": [],
    }


def claim_status(frame: Frame) -> dict:
    """A question about a claim or its answer; `status` is category:status[:entity] of its first STC, null in a
    question.
    """
    part, dependent = frame.get("set.part", ":"), frame.around("patient")
    told = [_status(elements, part) for elements in frame.lists.get("stc", ()) if len(elements) > 1]
    first = told[0] if told else {"charge_amount": amount(frame, "claims.charge_amount"), "paid_amount": 0}
    holder, role = (dependent, "patient") if dependent is not None else (frame, "subscriber")
    return {
        "claim_id": frame.values.get("claims.patient_control_number", "") or frame.values.get("claims.trace", ""),
        "status": _code(told),
        "charge_amount": first["charge_amount"],
        "paid_amount": first["paid_amount"],
        "patient_responsibility_amount": 0,
        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
        "patient": " ".join(filter(None, (holder.get(f"{role}.first_name"), holder.get(f"{role}.family_name")))),
        "member_id": frame.get("subscriber.member_id"),
        "service_date": day_of(frame.values.get("claims.service_date")),
        "statuses": told,
        "lines": [_line(one, part) for one in frame.of("line")],
    }


def _code(told: list[dict]) -> str | None:
    return (
        ":".join(filter(None, (told[0][f"{name}_code"] for name in ("status_category", "status", "entity"))))
        if told
        else None
    )


def _line(frame: Frame, part: str) -> dict:
    told = [_status(elements, part) for elements in frame.lists.get("stc", ()) if len(elements) > 1]
    values = frame.values
    return {
        "code": values.get("line.procedure_code", ""),
        "modifiers": [values[name] for place in MODIFIERS if (name := f"line.{place}") in values],
        "charge_amount": amount(frame, "line.charge_amount"),
        "paid_amount": amount(frame, "line.paid_amount"),
        "units": units(values.get("line.service_unit_quantity", "")),
        "adjustments": [],
        "status": _code(told),
        "service_date": day_of(values.get("line.service_date")),
    }


SHAPES = {"270": coverage, "271": coverage, "276": claim_status, "277": claim_status}
