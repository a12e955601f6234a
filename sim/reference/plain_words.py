"""Any code the project knows, in plain words: what it means, what the biller does with it, who fixes it.

CO-97, PR-1             group and reason of an adjustment        N382, MA130            remark
A7:255, A3:21:85        claim status                             25, LT                 modifier
PLB WO, PLB L6          provider-level adjustment
M17.11                  diagnosis                                99213, J3301           procedure, test, visit, drug
R_CORR                  remedy                                   POS 11                 place of service
"""

import re
from collections.abc import Mapping

from sim.ground.errors import CleanClaimError
from sim.reference import codes, icd10cm
from sim.reference.imports import lists
from sim.reference.tables import BEGINNING, END, by_code, rows


def explain(code: str) -> dict:
    """{code, kind, label, and what belongs to the kind: what_to_do, owner, note, replaced_by, dates, when, never, pays
    ...}; only filled items.

    >>> explain("CO-97")["label"]
    'Included in another service already paid'
    >>> explain("CO-125")["replaced_by"], explain("25")["kind"], explain("A7:255")["owner"]
    ('16', 'modifier', 'coder')
    >>> explain("M17.11")["label"], explain("99213")["kind"]
    ('Unilateral primary osteoarthritis, right knee', 'procedure')
    >>> explain("A7:128")["label"], explain("PLB WO")["label"]
    ('Rejected: information is invalid (Taxpayer number)', 'Overpayment recouped')
    """
    typed = " ".join(str(code).upper().split())[:40]
    for read in (
        _adjustment,
        _provider_adjustment,
        _status,
        _remedy,
        _place,
        _modifier,
        _procedure,
        _remark,
        _diagnosis,
        _listed,
    ):
        found = read(typed)
        if found:
            return {"code": typed, **{key: value for key, value in found.items() if value}}
    raise CleanClaimError(
        f"nothing known about {str(code)[:30]!r}",
        "explain",
        f"an adjustment as CO-97, a remark, a status as A7:255, a modifier, a code that is on our lists ({_extent()})",
        "check the typing, or look up a newer number in the publisher's list",
    )


def reason(carc: str) -> Mapping:
    """The row of a reason code (data/codes/carc.csv); empty for one that is not on our list."""
    return by_code("data/codes/carc.csv").get(carc, {})


def checked_reason(carc: str) -> Mapping:
    """The row of a reason code that may be sent today (of one that only an imported list knows: that list's words).
    Raises CleanClaimError for a deactivated one, with what replaced it, and for an unknown one.

    >>> checked_reason("97")["owner"]
    'coder'
    >>> checked_reason("125")
    Traceback (most recent call last):
    ...
    sim.ground.errors.CleanClaimError: ...16...
    """
    row = reason(carc)
    if not row:
        if lists.is_listed("carc", carc):
            return lists.words(carc)
        raise CleanClaimError(
            f"no reason code {str(carc)[:10]!r} on our list",
            "data/codes/carc.csv",
            "an active reason code",
            "check the number",
        )
    if row["is_active"] == "no":
        raise CleanClaimError(
            f"reason code {carc} is deactivated",
            "data/codes/carc.csv",
            row["replaced_by"] or "another reason code",
            row["what_to_do"],
        )
    return row


def remark(rarc: str) -> Mapping:
    """The row of a remark code (data/codes/rarc.csv); empty for one that is not on our list."""
    return by_code("data/codes/rarc.csv").get(rarc, {})


def _picked(kind: str, row: Mapping[str, str] | None, *names: str) -> dict:
    return {"kind": kind, **{name: row[name] for name in names}} if row else {}


def _adjustment(typed):
    match = re.fullmatch(r"(CO|PR|OA|PI|CR)[- ]?([A-Z]?\d{1,3})?", typed)
    if not match:
        return {}
    group = by_code("data/codes/group_codes.csv")[match[1]]
    if not match[2]:
        return _picked("group", group, "label", "who_owes", "bill_patient", "what_to_do", "note")
    row = reason(match[2])
    more = {"who_owes": group["who_owes"], "bill_patient": group["bill_patient"]}
    return row and {
        **_picked("adjustment", row, "label", "what_to_do", "owner", "remedy", "replaced_by", "start_date", "end_date"),
        **more,
    }


def _status(typed):
    parts = typed.split(":")
    if not re.fullmatch(r"[ADEFPRX]\d{1,2}|F3[FN]|RQ", parts[0]) or len(parts) > 3:
        return {}
    found = status_words(*parts) if len(parts) > 1 else status_words(parts[0], "")
    also = _modifier(typed)
    if also and typed[0] == "E":  # the four eyelids are typed more often than the errors of a status request
        return {**also, "also": f"claim status: {found['label']}"}
    return found and {
        **_picked("claim status", found, "label", "fix", "owner", "start_date"),
        "also": f"modifier: {also['label']}" if also else "",
    }


def _extent() -> str:
    """How much our lists know, so that "not on our list" says of what."""
    active = sum(row["is_active"] == "yes" for row in rows("data/codes/carc.csv"))
    return (
        f"{active} active reason codes, {len(rows('data/codes/rarc.csv'))} remark codes,"
        f" {len(rows('data/codes/claim_status_topics.csv'))} claim status numbers"
    )


def status_words(category: str, status: str, entity: str = "") -> Mapping:
    """The row of a claim status (data/codes/claim_status.csv): label, fix, owner. Of a pair that no payer of ours
    sends, the category's row with the topic of the number; empty for what is on neither list.

    >>> status_words("A7", "255")["label"]
    'A diagnosis is invalid'
    >>> status_words("A7", "218")["label"]
    'Rejected: information is invalid (Drug number (NDC))'
    >>> status_words("A7", "562", "82")["label"], status_words("A7", "562", "FA")["label"]
    ("Rendering provider's NPI is invalid", 'Rejected: information is invalid (NPI)')
    >>> status_words("A7", "999")
    {}
    """
    listed = [row for row in rows("data/codes/claim_status.csv") if row["category"] == category]
    found = [row for row in listed if row["status"] == status and (not entity or row["entity"] in (entity, ""))]
    if found:
        return max(found, key=lambda row: row["entity"] == entity)
    general = next((row for row in listed if not row["status"]), None)
    topic = by_code("data/codes/claim_status_topics.csv", "status").get(status)
    if not general or not topic:
        return {}
    return {**general, "status": status, "label": f"{general['label']} ({topic['label']})"}


def _provider_adjustment(typed):
    match = re.fullmatch(r"PLB[- ]?([A-Z0-9]{2})", typed)
    return (
        _picked(
            "provider-level adjustment",
            by_code("data/codes/provider_adjustments.csv").get(match[1]),
            "label",
            "what_to_do",
        )
        if match
        else {}
    )


def _remedy(typed):
    return _picked("remedy", by_code("data/codes/remedies.csv").get(typed), "label", "what_to_do", "mechanics")


def _place(typed):
    return (
        _picked("place of service", by_code("data/codes/place_of_service.csv").get(typed[4:]), "label", "setting")
        if typed.startswith("POS ")
        else {}
    )


def _modifier(typed):
    row = by_code("data/codes/modifiers.csv", "modifier").get(typed)
    if not row:
        place = int(codes.modifier_rows([typed])[0])
        return (
            {
                "kind": "modifier",
                "label": codes.modifiers().label[place],
                "start_date": str(codes.modifiers().start_date[place]),
                "source": "an imported HCPCS file",
            }
            if place >= 0
            else {}
        )
    wrong = row["wrong_use_carc"]
    return {
        **_picked("modifier", row, "label", "when", "never", "pays", "start_date", "cite"),
        "wrong_use": f"CO-{wrong}: {reason(wrong)['label']}" if wrong else "",
    }


def _procedure(typed):
    words = codes.label(typed)
    if not words:
        return {}
    row = {
        **by_code("data/codes/procedures.csv" if typed[0].isdigit() else "data/codes/hcpcs.csv").get(typed, {})
    } or _imported(typed)
    unit = (
        " ".join(
            filter(None, ("up to" * (row.get("is_up_to") == "yes"), row.get("unit_quantity"), row.get("unit_measure")))
        )
        if row.get("unit_quantity")
        else ""
    )
    return {
        "kind": "procedure",
        "label": words,
        "unit": unit,
        "global_days": GLOBAL.get(row.get("global_days", ""), ""),
        "status": STATUS.get(row.get("status_code", ""), ""),
        **{name: row.get(name, "") for name in ("start_date", "end_date", "replaced_by", "source")},
    }


def _imported(typed) -> dict:
    """What imported files tell of a code that is not ours."""
    table, row = codes.procedures(), int(codes.procedure_rows([typed])[0])
    size = table.unit_quantity[row]
    first, last = (
        str(day) if day not in (BEGINNING, END) else "" for day in (table.start_date[row], table.end_date[row])
    )
    return {
        "unit_quantity": f"{size / 1000:g}" if size else "",
        "unit_measure": table.unit_measure[row],
        "is_up_to": "yes" if table.is_up_to[row] else "",
        "global_days": table.global_days[row],
        "status_code": table.status_code[row],
        "start_date": first,
        "end_date": last,
        "source": "an imported file",
    }


GLOBAL = {
    "000": "the day itself",
    "010": "the day and 10 days after",
    "090": "the day before, the day and 90 days after",
    "ZZZ": "within that of its main service",
}
STATUS = {
    "B": "part of other services, never paid apart",
    "E": "outside Medicare's fee schedule",
    "I": "not used by Medicare",
    "N": "not covered by Medicare",
    "T": "paid by Medicare only when nothing else is paid that day",
    "X": "not on Medicare's physician fee schedule (laboratory, vaccine)",
}


def _remark(typed):
    return _picked("remark", remark(typed), "label", "what_to_do", "owner", "start_date")


def _diagnosis(typed):
    one = icd10cm.entry(typed)
    if not one:
        return {}
    dates = {
        name: day.isoformat() if day not in (icd10cm.OPEN, icd10cm.CLOSED) else ""
        for name, day in (("start_date", one.valid_from), ("end_date", one.valid_to))
    }
    return {
        "kind": "diagnosis",
        "label": one.title,
        "replaced_by": one.replaced_by,
        **dates,
        "note": "" if one.is_billable else "not billable: needs more characters",
    }


def _listed(typed):
    """On a list that the user imported: the code itself, or the reason of an adjustment."""
    return lists.words(re.sub(r"^(CO|PR|OA|PI|CR)[- ]", "", typed))
