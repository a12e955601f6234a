"""Marks beside the work: for each row its verdict in a word and a sign, then the reasons. What a mark may say was
settled by the grader.
"""

from typing import Any

from sim.learn.grading.wording import alone_words
from sim.ui.desks.record import Proofs
from sim.ui.desks.words import money

View = dict[str, Any]  # JSON: what a page is sent

TONES = {"right": "good", "free": "later", "partly": "warn", "wrong": "bad", "missing": "bad", "saved": "later"}
WORDS = {
    "right": "right",
    "free": "counts neither way",
    "wrong": "wrong",
    "missing": "missing",
    "saved": "saved",
    "partly": "in part",
}
ORDER = ("bad", "warn", "good", "later")
FIELDS = {"modifiers": "modifier", "units": "units", "pointers": "pointer", "code": "code", "sequence": "order"}


def reason(mark: View, proofs: Proofs, tag: str = "") -> View:
    """One reason under a row: title, words, citation, cost, and the ids of its proofs. Empty where the mark says
    nothing.
    """
    cost = consequence(mark.get("consequence"))
    title = mark.get("title", "")
    absent = [
        proof["text"] + "."
        for proof in mark.get("evidence") or ()
        if proof.get("document", -1) < 0 and proof.get("text")
    ]
    return {
        "title": title if not title or title.endswith(".") else title + ".",
        "why": " ".join([mark.get("message", ""), *absent]).strip(),
        "cite": mark.get("cite", ""),
        "cost": cost,
        "evidence": proofs.add(mark.get("evidence"), tag),
    }


def consequence(found: View | None) -> str:
    """What a mistake cost, in dollars and days; two numbers, never one.

    >>> consequence({"owed_not_paid_amount": 11142, "paid_not_supported_amount": 0, "days_late": 17})
    'Cost: $111.42 owed and not paid, 17 days late if repaired.'
    """
    if not found:
        return ""
    owed, unsupported, days, patient = (
        found.get(name) or 0
        for name in ("owed_not_paid_amount", "paid_not_supported_amount", "days_late", "patient_amount")
    )
    parts = [
        f"{money(owed)} owed and not paid" if owed else "",
        f"{money(unsupported)} paid and not supported" if unsupported else "",
        f"{days} days late if repaired" if days and owed else "",
        f"the patient is asked for {money(abs(patient))} too {'much' if patient > 0 else 'little'}" if patient else "",
    ]
    text = ", ".join(part for part in parts if part)
    alone = alone_words(found.get("alone_owed_amount") or 0, found.get("alone_unsupported_amount") or 0)
    return " ".join(filter(None, (f"Cost: {text}." if text else "", alone)))


def row_mark(row: View, marks: list[View], proofs: Proofs, tag: str) -> View:
    """The marks of one row as one: the gravest tone, a word for each field, all reasons."""
    tones = [TONES.get(mark["verdict"], "later") for mark in marks]
    return {
        "row": row,
        "tone": min(tones, key=ORDER.index),
        "says": ", ".join(dict.fromkeys(_says(mark) for mark in marks)),
        "reasons": [found for mark in marks if (found := reason(mark, proofs, tag))["why"] or found["title"]],
    }


def _says(mark: View) -> str:
    field, verdict = mark["where"].split(".")[2:3], str(mark["verdict"])
    is_wrong = field and verdict not in ("right", "free", "saved")
    return FIELDS.get(field[0], field[0]) if is_wrong else WORDS.get(verdict, verdict)


def whole_mark(mark: View, label: str, proofs: Proofs) -> View:
    """A mark on the answer as a whole."""
    return {
        "label": label,
        "tone": TONES.get(mark["verdict"], "later"),
        "says": WORDS.get(mark["verdict"], ""),
        "reasons": [reason(mark, proofs)],
    }


def missing_mark(mark: View, kind: str, label: str, proofs: Proofs) -> View:
    """Something that should have been there; its code only if the mode lets the key out."""
    return {
        "kind": kind,
        "code": mark.get("key", ""),
        "label": label,
        "tone": "bad",
        "says": "missing",
        "reasons": [reason(mark, proofs, "+")],
    }
