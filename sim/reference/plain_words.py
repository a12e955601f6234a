"""Any code the project knows, in plain words: what it means, what the biller does with it, whose job that is.

    CO-97, PR-1             group and reason of an adjustment        N382, MA130            remark
    A7:255, A3:33           claim status                             25, LT                 modifier
    M17.11                  diagnosis                                99213, J3301           procedure, test, visit, drug
    R_CORR                  remedy                                   POS 11                 place of service
"""
import re
from collections.abc import Mapping

from sim.ground.errors import CleanClaimError
from sim.reference import codes, icd10cm
from sim.reference.tables import by_code, rows


def explain(code: str) -> dict:
    """{code, kind, label, and what belongs to the kind: what_to_do, owner, note, replaced_by, when, never, pays ...}; only filled items.

    >>> explain("CO-97")["label"]
    'Part of another service already paid'
    >>> explain("CO-125")["replaced_by"], explain("25")["kind"], explain("A7:255")["owner"]
    ('16', 'modifier', 'coder')
    >>> explain("M17.11")["label"], explain("99213")["kind"]
    ('Unilateral primary osteoarthritis, right knee', 'procedure')
    """
    typed = " ".join(str(code).upper().split())[:40]
    for read in (_adjustment, _status, _remedy, _place, _modifier, _procedure, _remark, _diagnosis):
        found = read(typed)
        if found:
            return {"code": typed, **{key: value for key, value in found.items() if value}}
    raise CleanClaimError(f"nothing known about {str(code)[:30]!r}", "explain", "an adjustment as CO-97, a remark, a status as A7:255, a modifier, a code",
                          "check the typing")


def reason(carc: str) -> Mapping:
    """The row of a reason code (data/codes/carc.csv); empty for one that is not on our list."""
    return by_code("data/codes/carc.csv").get(carc, {})


def remark(rarc: str) -> Mapping:
    """The row of a remark code (data/codes/rarc.csv); empty for one that is not on our list."""
    return by_code("data/codes/rarc.csv").get(rarc, {})


def _picked(kind: str, row: Mapping, *names: str) -> dict:
    return {"kind": kind, **{name: row[name] for name in names}} if row else {}


def _adjustment(typed):
    match = re.fullmatch(r"(CO|PR|OA|PI|CR)[- ]?([A-Z]?\d{1,3})?", typed)
    if not match:
        return {}
    group = by_code("data/codes/group_codes.csv")[match[1]]
    if not match[2]:
        return _picked("group", group, "label", "who_owes", "bill_patient", "note")
    row = reason(match[2])
    more = {"who_owes": group["who_owes"], "bill_patient": group["bill_patient"]}
    return row and {**_picked("adjustment", row, "label", "what_to_do", "owner", "remedy", "replaced_by"), **more}


def _status(typed):
    parts = typed.split(":")
    if not re.fullmatch(r"[AFPR]\d", parts[0]):
        return {}
    found = [row for row in rows("data/codes/claim_status.csv") if [row["category"], row["status"], row["entity"]][:len(parts)] == parts]
    return _picked("claim status", found[0], "label", "fix", "owner") if found else {}


def _remedy(typed):
    return _picked("remedy", by_code("data/codes/remedies.csv").get(typed), "label", "what_to_do", "mechanics")


def _place(typed):
    return _picked("place of service", by_code("data/codes/place_of_service.csv").get(typed[4:]), "label", "setting") if typed.startswith("POS ") else {}


def _modifier(typed):
    return _picked("modifier", by_code("data/codes/modifiers.csv", "modifier").get(typed), "label", "when", "never", "pays", "cite")


def _procedure(typed):
    words = codes.label(typed)
    return {"kind": "procedure", "label": words} if words else {}


def _remark(typed):
    return _picked("remark", remark(typed), "label", "what_to_do")


def _diagnosis(typed):
    one = icd10cm.entry(typed)
    return {"kind": "diagnosis", "label": one.title, "replaced_by": one.replaced_by,
            "note": "" if one.is_billable else "not billable: needs more characters"} if one else {}
