"""Marking the evidence: one item for each code, modifier and number of units on the claim. A phrase is compared with
the phrases of the record that are enough (sim/learn/grading/marked_phrases.py).

A modifier or units of a line that the record does not support at all counts neither way: the line was judged already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.clinic.visits.chart import Document, Spot
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marked_phrases import Fit, Phrase, best_fit, marked_in, section_text
from sim.learn.grading.marks import Consequence, Evidence, Mark, Marks
from sim.learn.grading.record_words import CARRIED, LISTS
from sim.learn.tasks.mark_evidence.answer import ABSENT, Answer, Entry
from sim.learn.tasks.mark_evidence.claim_items import Item, items_of

HALF = 0.5
ACCEPTED, OVERLOOKED, OPEN = "unsupported-code-accepted", "support-overlooked", "evidence-left-open"
TOO_WIDE, TOO_NARROW = "evidence-too-wide", "evidence-too-narrow"
FROM_LIST, OTHER_CODE, BESIDE = "evidence-from-list", "evidence-of-another-code", "evidence-beside-the-point"
KINDS = (ACCEPTED, OVERLOOKED, OPEN, TOO_WIDE, TOO_NARROW, FROM_LIST, OTHER_CODE, BESIDE)
UNDECIDED = "It belongs to a line that the record does not support, so it counts neither way."


@dataclass(frozen=True)
class Verdict:
    """What is wrong with the answer about one item: the kind, why, and what it still earns."""

    error: str
    why: str
    earned: float = 0.0


def grade(answer: Answer, case: Case, consequences: Mapping[str, Consequence] | None = None) -> Marks | list[Problem]:
    """Marks of an answer; problems where a phrase stands nowhere in this record. `consequences`: by the item's name."""
    chart, items = case.documents_when(True), items_of(case)
    phrases = {item.name: marked_in(chart, answer.of(item.name).marked) for item in items}
    lost = [name for name, found in phrases.items() if None in found]
    if lost:
        return [
            Problem(f"{name}.marked", "a phrase that is not in this record", "words of the record") for name in lost
        ]
    marks = []
    for item in items:
        marked = [one for one in phrases[item.name] if one is not None]
        marks.append(_mark(item, answer.of(item.name), marked, items, chart, (consequences or {}).get(item.name)))
    counted = [item for item in items if not item.is_line_open]
    entered = sum(not answer.of(item.name).is_blank for item in counted)
    return Marks(tuple(marks) if not answer.is_blank else (), entered, len(counted), case.exercise.points)


def _mark(
    item: Item,
    entry: Entry,
    marked: Sequence[Phrase],
    items: Sequence[Item],
    chart: Sequence[Document],
    consequence: Consequence | None,
) -> Mark:
    where, key = f"{item.name}.marked", right_words(item, chart)
    if item.is_line_open:
        return Mark(where, "free", UNDECIDED, 0.0, cite=item.cite, counts=False)
    found = verdict(item, entry, marked, items, chart)
    evidence = tuple(evidence_at(spot, chart) for spot in item.spots[:1])
    if found is None:
        return Mark(
            where,
            "right",
            _right(item, marked, chart),
            earned=1.0,
            skill=error_kinds.skill(OPEN),
            cite=item.cite,
            evidence=evidence,
            key=key,
        )
    return Mark(
        where,
        "missing" if found.error == OPEN else "partly" if found.earned else "wrong",
        f"{found.why} {told(item, chart)}",
        1.0,
        found.earned,
        error_kinds.skill(found.error),
        found.error,
        error_kinds.words(found.error),
        error_kinds.hint(found.error),
        key,
        item.cite,
        evidence,
        consequence,
        reason=found.why,
        is_proof_secret=True,
    )


def verdict(
    item: Item, entry: Entry, marked: Sequence[Phrase], items: Sequence[Item], chart: Sequence[Document]
) -> Verdict | None:
    """What is wrong with the answer about an item; None for nothing."""
    if entry.is_blank:
        return Verdict(OPEN, f"Nothing was marked for {item.tag}, and “{ABSENT}” was not chosen.")
    if not item.is_supported:
        quoted = " and ".join(f"“{one.text}”" for one in marked)
        return None if entry.absent else Verdict(ACCEPTED, f"{quoted} does not support {item.tag}. {item.why}".strip())
    if entry.absent:
        return Verdict(OVERLOOKED, f"The record does say what supports {item.tag}.")
    fits = {one: best_fit(one, item.spots, chart) for one in marked}
    best = max(fits.values())
    worst = min(fits, key=lambda one: fits[one])
    if best is Fit.PROVES:
        astray = [one for one in marked if fits[one] in (Fit.ELSEWHERE, Fit.TOO_MUCH)]
        return _astray(item, astray[0], fits[astray[0]], items, chart, HALF) if astray else None
    if best is Fit.ELSEWHERE:
        return _astray(item, worst, best, items, chart)
    phrase = next(one for one in marked if fits[one] is best)
    return _astray(item, phrase, best, items, chart)


def _astray(
    item: Item, phrase: Phrase, found: Fit, items: Sequence[Item], chart: Sequence[Document], earned: float = 0.0
) -> Verdict:
    """A phrase that is too much, too little, or at another place."""
    said = f"“{phrase.text}”"
    if found is Fit.TOO_MUCH:
        return Verdict(TOO_WIDE, "The support is among the words marked, but they reach beyond its sentence.", earned)
    if found is Fit.TOO_LITTLE:
        return Verdict(TOO_NARROW, f"The place is right, but {said} does not say enough.", HALF)
    if is_listed(phrase, chart):
        why = f"{said} stands in a list that was carried forward, not in what was found or decided today."
        return Verdict(FROM_LIST, why, earned)
    other = next(
        (one for one in items if one.name != item.name and best_fit(phrase, one.spots, chart) is Fit.PROVES), None
    )
    if other is not None:
        return Verdict(OTHER_CODE, f"{said} supports {other.tag}, not {item.tag}.", earned)
    return Verdict(BESIDE, f"{said} is not what supports {item.tag}.", earned)


def is_listed(phrase: Phrase, chart: Sequence[Document]) -> bool:
    """Does it stand in a list that was carried forward?"""
    return phrase.section in LISTS or bool(CARRIED.search(section_text(chart, phrase.document, phrase.section)))


def evidence_at(spot: Spot, chart: Sequence[Document]) -> Evidence:
    """A proof as a mark carries it."""
    return Evidence(spot.document, spot.section, said_at(spot, chart), spot.start, spot.end)


def said_at(spot: Spot, chart: Sequence[Document]) -> str:
    """The words at a place of the record."""
    return section_text(chart, spot.document, spot.section)[spot.start : spot.end]


def right_words(item: Item, chart: Sequence[Document]) -> str:
    """The right answer in words."""
    return f"“{said_at(item.spots[0], chart)}”" if item.is_supported and item.spots else ABSENT


def told(item: Item, chart: Sequence[Document]) -> str:
    """What the record supports, and why; why it does not support something stands in the reason."""
    if item.is_supported:
        return f"The record says {right_words(item, chart)}. {item.why}".strip()
    return f"{ABSENT}."


def _right(item: Item, marked: Sequence[Phrase], chart: Sequence[Document]) -> str:
    if not item.is_supported:
        return f"{ABSENT}. {item.why}".strip()
    shown = next((one.text for one in marked if best_fit(one, item.spots, chart) is Fit.PROVES), "")
    return f"“{shown}” supports it. {item.why}".strip()
