"""Marks of a coded visit: for an item that is right, free, or different from the record, with the phrase of the record
that proves it.

What an author foresaw (a trap) is explained in the author's words.
"""

from collections.abc import Sequence

from sim.clinic.scenarios.parts import Trap
from sim.clinic.visits.chart import Document, locate
from sim.clinic.visits.proof import Proven
from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Truth
from sim.learn.grading import error_kinds
from sim.learn.grading.checked_reasons import checked
from sim.learn.grading.difference import Difference, Item
from sim.learn.grading.difference_words import fact, key_words, reason
from sim.learn.grading.marks import Consequence, Evidence, Mark
from sim.learn.grading.wording import level_words, sentences


def proofs(item: Proven, documents: Sequence[Document]) -> tuple[Evidence, ...]:
    """Where an item of the key is proven in the record. What is absent is told in words and has no place."""
    found = []
    for proof in item.evidence:
        spot = locate(documents, proof)
        if spot:
            found.append(Evidence(spot.document, spot.section, proof.text, spot.start, spot.end))
        elif proof.absent:
            found.append(Evidence(-1, proof.section, f"Not in the record: {proof.absent}"))
    return tuple(one for one in dict.fromkeys(found) if not any(_is_inside(one, other) for other in found))


def _is_inside(one: Evidence, other: Evidence) -> bool:
    return (
        one != other
        and one.document == other.document >= 0
        and one.section == other.section
        and other.start <= one.start
        and one.end <= other.end
    )


def right(where: str, item: Item, documents: Sequence[Document]) -> Mark:
    """A mark for a right item; it has a reason too."""
    level, reasons = level_words(item), " ".join(item.reasons) if isinstance(item, Service) else ""
    message = sentences(f"{level} {item.why}" if level else reasons or item.why, 2)
    return Mark(
        where,
        "right",
        message or "As documented.",
        1.0,
        1.0,
        skill_of(item),
        cite=item.cite,
        evidence=proofs(item, documents),
        key=item.code,
    )


def skill_of(item: Item) -> str:
    """What getting this item right shows: a skill of the closed list of errors."""
    if not isinstance(item, Service):
        return "diagnosis-choice"
    return {"em": "em-level", "drug": "units"}.get(item.calculator, "procedure-choice")


def free(where: str, item: Item, documents: Sequence[Document]) -> Mark:
    """A mark for an item that may be there and moves no point."""
    return Mark(
        where,
        "free",
        sentences(f"Optional: no point either way. {item.why}"),
        0.0,
        0.0,
        cite=item.cite,
        evidence=proofs(item, documents),
        key=item.code,
        counts=False,
    )


def wrong(
    difference: Difference,
    truth: Truth,
    documents: Sequence[Document],
    trap: Trap | None = None,
    consequence: Consequence | None = None,
) -> Mark:
    """A mark for a difference; trap: the author's, if it was foreseen."""
    found = checked(difference, truth, documents)
    kind = trap.error if trap else found.kind
    said = reason(difference, found, trap)
    verdict = (
        "missing" if difference.is_missing else "wrong" if difference.is_extra or difference.cost >= 1 else "partly"
    )
    item = difference.item
    return Mark(
        difference.where,
        verdict,
        sentences(f"{fact(difference)} {said.why}"),
        0.0 if difference.is_extra else 1.0,
        0.0,
        error_kinds.skill(kind),
        kind,
        error_kinds.words(kind),
        error_kinds.hint(kind),
        key_words(difference),
        said.cite,
        found.evidence or (proofs(item, documents) if item is not None else ()),
        consequence,
        reason=sentences(said.why),
    )
