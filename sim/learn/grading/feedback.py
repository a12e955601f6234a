"""From a difference to words: what is wrong in a few words, why in at most three sentences, which phrase of the record
proves it, which rule.

No praise, no blame, no exclamation marks. What an author foresaw (a trap) is explained in the author's words.
"""

import re

from sim.ground.money import dollars
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Evidence, Mark

SENTENCES = 3
FIRST_LISTED = "The diagnosis that is chiefly responsible for today's services is listed first."
RULES = {
    "dx+": "ICD-10-CM Guidelines IV.J: conditions that were dealt with at the visit",
    "service+": "CMS: a service that is not documented was not done",
}
END = re.compile(r"(?<=[.;?])\s+(?=[A-Z0-9(])")


def sentences(text: str, most: int = SENTENCES) -> str:
    """The first sentences of a text, on one line.

    >>> sentences("One. Two. Three. Four.")
    'One. Two. Three.'
    """
    return " ".join(END.split(" ".join(str(text).replace("!", ".").split()))[:most]).strip()


def proofs(item, documents) -> tuple[Evidence, ...]:
    """Where an item of the key is proven in the record. What is absent is said in words and has no place."""
    from sim.clinic.visits.chart import locate

    found = []
    for proof in getattr(item, "evidence", ()):
        spot = locate(documents, proof)
        if spot:
            found.append(Evidence(spot.document, spot.section, proof.text, spot.start, spot.end))
        elif proof.absent:
            found.append(Evidence(-1, proof.section, f"Not in the record: {proof.absent}"))
    return tuple(one for one in dict.fromkeys(found) if not any(_inside(one, other) for other in found))


def _inside(one: Evidence, other: Evidence) -> bool:
    return (
        one != other
        and one.document == other.document >= 0
        and one.section == other.section
        and other.start <= one.start
        and one.end <= other.end
    )


def right(where: str, item, documents) -> Mark:
    """A mark for a right item; it has a reason too."""
    message = sentences(
        f"{level(item)} {item.why}" if level(item) else " ".join(getattr(item, "reasons", ())) or item.why, 2
    )
    return Mark(
        where,
        "right",
        message or "As the record says.",
        1.0,
        1.0,
        trains(item),
        cite=item.cite,
        evidence=proofs(item, documents),
        key=item.code,
    )


def trains(item) -> str:
    """What getting this item right shows: a skill of the closed list of errors."""
    if not hasattr(item, "must_pointers"):
        return "diagnosis-choice"
    return {"em": "em-level", "drug": "units"}.get(item.calculator, "procedure-choice")


def level(item) -> str:
    """How the level of a visit comes about, in one sentence; empty for anything else.

    >>> from types import SimpleNamespace as Item
    >>> level(Item(calculator="em", reasons=("Problems: moderate. Addressed: a.", "Data: minimal. 0.", "Risk: low. Decided: b.", "Code 99213.")))
    'Problems moderate, data minimal, risk low: two of the three decide.'
    """
    if getattr(item, "calculator", "") != "em":
        return ""
    heads = [
        reason.partition(".")[0].replace(":", "").lower()
        for reason in item.reasons
        if reason.startswith(("Problems:", "Data:", "Risk:"))
    ]
    time = (
        " The time counts where it gives a higher level." if any("minutes" in reason for reason in item.reasons) else ""
    )
    return (
        f"{', '.join(heads).capitalize()}: two of the three decide.{time}"
        if len(heads) == 3
        else sentences(" ".join(item.reasons), 1)
    )


def free(where: str, item, documents) -> Mark:
    """A mark for an item that may be there and moves no point."""
    return Mark(
        where,
        "free",
        sentences(f"This may stand on the claim and counts neither way. {item.why}"),
        0.0,
        0.0,
        cite=item.cite,
        evidence=proofs(item, documents),
        key=item.code,
        counts=False,
    )


def wrong(difference, documents, trap=None, consequence: dict | None = None) -> Mark:
    """A mark for a difference."""
    item, kind = difference.key, trap.error if trap else difference.kind
    why, cite = _reason(difference, item, trap)
    cost = 1.0 if difference.is_extra else difference.cost
    verdict = "missing" if difference.sent is None else "wrong" if cost >= 1 else "partly"
    return Mark(
        difference.where,
        verdict,
        sentences(f"{_fact(difference)} {why}"),
        0.0 if difference.is_extra else 1.0,
        0.0,
        error_kinds.skill(kind),
        kind,
        error_kinds.words(kind),
        error_kinds.hint(kind),
        _key(difference),
        cite,
        proofs(item, documents) if item is not None else (),
        consequence,
    )


def _reason(difference, item, trap) -> tuple[str, str]:
    """Why, and where it is written: the author's words about this mistake, else about the item, else the rule."""
    if trap:
        return trap.why, trap.cite or getattr(item, "cite", "")
    if difference.sign[0] == "twice":
        return "A diagnosis is reported once for a visit.", "ICD-10-CM Guidelines I.B.12"
    if difference.sign[0] == "sequence":
        rules = error_kinds.orders(difference.sent[0]) or error_kinds.orders(item.code)
        return (rules[0]["why"], rules[0]["cite"]) if rules else (FIRST_LISTED, "ICD-10-CM Guidelines IV.A, IV.G")
    if difference.kind.startswith("level-"):
        return f"{level(item)} {item.why}", item.cite
    return getattr(item, "why", "") or error_kinds.words(difference.kind) + ".", getattr(item, "cite", "") or RULES.get(
        difference.sign[0], ""
    )


def _key(difference) -> str:
    item, what = difference.key, difference.sign[0]
    if item is None or difference.is_extra:
        return ""
    if what == "modifiers":
        return " ".join(item.order) or "no modifier"
    if what == "units":
        return str(item.units)
    if what == "pointers":
        return ", ".join(item.must_pointers)
    return item.code if what != "sequence" else f"{item.code}"


def _fact(difference) -> str:
    """The difference itself, in one sentence."""
    what, item, sent = difference.sign[0], difference.key, difference.sent
    if what == "dx":
        return f"{item.code} is supported here, not {sent}."
    if what == "service":
        return f"{item.code} is supported here, not {sent.code}."
    if what in ("dx-", "service-"):
        return f"{item.code} is missing."
    if what == "twice":
        return f"{difference.sign[1]} is listed twice."
    if what == "service+" and difference.is_extra and difference.key is not None:
        return f"{difference.sign[1]} is on the claim more often than it was done."
    if what in ("dx+", "service+"):
        return f"{difference.sign[1]} is not supported by this record."
    if what == "modifiers":
        return _modifiers(frozenset(sent.modifiers), item)
    if what == "units":
        return f"{item.units} {'unit' if item.units == 1 else 'units'}, not {sent.units}. {' '.join(item.reasons)}"
    if what == "pointers":
        return f"This line is justified by {', '.join(item.must_pointers)}."
    return f"{item.code} stands in the wrong place." if what == "sequence" else ""


def _modifiers(said: frozenset, item) -> str:
    missing, extra = [one for one in item.order if one not in said], sorted(said - item.modifiers)
    parts = [
        f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing." if missing else "",
        f"{', '.join(extra)} {'is' if len(extra) == 1 else 'are'} not supported." if extra else "",
    ]
    return " ".join(part for part in parts if part)


def money(owed: int, unsupported: int, days: int = 0, patient: int = 0) -> str:
    """What a mistake does, in dollars and days: two numbers, never one.

    >>> money(11142, 0, 17), money(0, 5000), money(0, 0)
    ('$111.42 is owed and not paid; if somebody notices, it comes 17 days late.', '$50.00 is paid and not supported: an audit takes it back.', '')
    """
    parts = []
    if owed:
        late = f"; if somebody notices, it comes {days} days late" if days else ""
        parts.append(f"{dollars(owed)} is owed and not paid{late}.")
    if unsupported:
        parts.append(f"{dollars(unsupported)} is paid and not supported: an audit takes it back.")
    if patient:
        parts.append(f"The patient is asked for {dollars(abs(patient))} too {'much' if patient > 0 else 'little'}.")
    return " ".join(parts)
