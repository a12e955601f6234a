"""Questions and answers about coverage (270, 271) and claims (276, 277) as plain dictionaries (see plain_values)."""

from sim.edi.grammar.element_forms import cents, number
from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_values import Plain, amount, day_of, full_name, modifiers, units, whose

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


def is_asked_about(frame: Frame) -> bool:
    """Is this person asked about, or only named as the subscriber of a dependent?"""
    return bool(frame.inner or frame.lists.get("aaa") or frame.values.get("inquiry.trace"))


def person(frame: Frame) -> Plain:
    """The person of a question: name, member id, birth and relation; the dependent's, where there is one."""
    role = "patient" if frame.loop == "2000D" else "subscriber"
    values = frame.values
    return {
        "patient": full_name(frame, role),
        "member_id": values.get(f"{role}.member_id") or frame.get("subscriber.member_id"),
        "birth_date": day_of(values.get(f"{role}.birth_date")),
        "relationship": values.get("patient.relationship", "") if role == "patient" else "18",
        "asked_date": day_of(values.get(f"{role}.asked_date")),
        "group_number": values.get(f"{role}.group_number") or frame.get("subscriber.group_number"),
    }


def benefit(frame: Frame) -> Plain:
    """One EB: its codes, amount in cents, percent, days and words."""
    values = frame.values
    share = number(values.get("benefits.share", "") or "0") or 0
    messages = [elements[1] for elements in frame.lists.get("msg", ()) if len(elements) > 1]
    item, _, value = messages[0].partition(" = ") if messages else ("", "", "")
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
        "message": " ".join(messages),
        "other": other.get("entity.family_name", ""),
    }


def coverage(frame: Frame) -> Plain | None:
    """A question or an answer about coverage; None for a subscriber who is only named above a dependent. `status`:
    active, not active, not known, or null.
    """
    if not is_asked_about(frame):
        return None
    benefits = [benefit(one) for one in frame.of("benefit")]
    rejections = [elements[3] for elements in frame.lists.get("aaa", ()) if len(elements) > 3]
    codes = {row["benefit_code"] for row in benefits}
    status = "not known" if rejections else "active" if codes & ACTIVE else "not active" if codes & CLOSED else None
    return {
        "claim_id": frame.values.get("inquiry.trace", ""),
        "status": status,
        "charge_amount": 0,
        "paid_amount": 0,
        "patient_responsibility_amount": 0,
        **person(frame),
        "payer": frame.get("payer.payer_id"),
        "rejections": rejections,
        "benefits": benefits,
        "lines": [],
    }


def _status(elements: list[str], part: str) -> Plain:
    """One STC: category, status, entity, dates and amounts in cents."""
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


def statuses_of(frame: Frame) -> list[Plain]:
    """The STC segments of a claim or a line, in order."""
    part = frame.get("set.part", ":")
    return [_status(elements, part) for elements in frame.lists.get("stc", ()) if len(elements) > 1]


def claim_status(frame: Frame) -> Plain:
    """A question about a claim or its answer; `status` is category:status[:entity] of its first STC, null in a
    question.
    """
    statuses = statuses_of(frame)
    first = statuses[0] if statuses else {"charge_amount": amount(frame, "claims.charge_amount"), "paid_amount": 0}
    return {
        "claim_id": frame.values.get("claims.patient_control_number", "") or frame.values.get("claims.trace", ""),
        "status": _code(statuses),
        "charge_amount": first["charge_amount"],
        "paid_amount": first["paid_amount"],
        "patient_responsibility_amount": 0,
        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
        "patient": full_name(*whose(frame)),
        "member_id": frame.get("subscriber.member_id"),
        "service_date": day_of(frame.values.get("claims.service_date")),
        "statuses": statuses,
        "lines": [_line(one) for one in frame.of("line")],
    }


def _code(statuses: list[Plain]) -> str | None:
    """The first status in one word: category, status and entity."""
    names = ("status_category_code", "status_code", "entity_code")
    return ":".join(filter(None, (statuses[0][name] for name in names))) if statuses else None


def _line(frame: Frame) -> Plain:
    values = frame.values
    return {
        "code": values.get("line.procedure_code", ""),
        "modifiers": modifiers(values, "line"),
        "charge_amount": amount(frame, "line.charge_amount"),
        "paid_amount": amount(frame, "line.paid_amount"),
        "units": units(values.get("line.service_unit_quantity", "")),
        "adjustments": [],
        "status": _code(statuses_of(frame)),
        "service_date": day_of(values.get("line.service_date")),
    }
