"""The right answer about a claim, and what people mark who make one of the typical mistakes."""

from collections.abc import Callable, Iterator
from typing import Any

from sim.clinic.visits.chart import Document, Spot
from sim.learn.exercises.case import Case
from sim.learn.grading.marked_phrases import places, section_text, sentences_of
from sim.learn.grading.marks import Marks
from sim.learn.grading.record_words import LISTS
from sim.learn.tasks.mark_evidence import marks as evidence_marks
from sim.learn.tasks.mark_evidence.answer import Answer, Entry
from sim.learn.tasks.mark_evidence.claim_items import Item, items_of


def right_answer(case: Case) -> Answer:
    """The answer that earns everything: for each code the first phrase that the author named, or that there is none."""
    return Answer({item.name: _right(item, case) for item in items_of(case)})


def _right(item: Item, case: Case) -> Entry:
    return _at(case.documents_when(True), item.spots[:1]) if item.is_supported else Entry(absent=True)


def _at(chart: tuple[Document, ...], spots: tuple[Spot, ...]) -> Entry:
    return Entry(tuple(place for spot in spots for place in places(chart, spot)))


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    right = right_answer(case)
    for item in items_of(case):
        for entry in WRONG[error](item, case) if error in WRONG and not item.is_line_open else ():
            answer = Answer({**right.entries, item.name: entry})
            found = evidence_marks.grade(answer, case)
            if isinstance(found, Marks) and error in {mark.error for mark in found.marks}:
                return answer.as_dict()
    return None


def _anything(item: Item, case: Case) -> Iterator[Entry]:
    """Some phrase for something that the record does not support."""
    if not item.is_supported:
        yield from _of_others(item, case)


def _of_others(item: Item, case: Case) -> Iterator[Entry]:
    for other in items_of(case):
        if other.spots and other.name != item.name:
            yield _at(case.documents_when(True), other.spots[:1])


def _absent(item: Item, case: Case) -> Iterator[Entry]:
    if item.is_supported:
        yield Entry(absent=True)


def _blank(item: Item, case: Case) -> Iterator[Entry]:
    yield Entry()


def _paragraph(item: Item, case: Case) -> Iterator[Entry]:
    """The whole line that holds the support."""
    chart = case.documents_when(True)
    for spot in item.spots:
        for place in places(chart, spot):
            line = list(chart[spot.document].sections.values())[place["section"]][place["line"]]
            yield Entry(({**place, "start": 0, "end": len(line)},))


def _one_word(item: Item, case: Case) -> Iterator[Entry]:
    """The first word of the support."""
    chart = case.documents_when(True)
    for spot in item.spots:
        first = section_text(chart, spot.document, spot.section)[spot.start : spot.end].split()[0]
        yield _at(chart, (spot._replace(end=spot.start + len(first)),))


def _sentences(wanted: Callable[[str], bool]) -> Callable[[Item, Case], Iterator[Entry]]:
    """Each sentence of the sections of this kind."""

    def entries(item: Item, case: Case) -> Iterator[Entry]:
        for number, document in enumerate(case.documents_when(True)):
            for place, (name, lines) in enumerate(document.sections.items()):
                for line, text in enumerate(lines if wanted(name) else ()):
                    for start, end in sentences_of(text):
                        spot = {"document": number, "section": place, "line": line, "start": start, "end": end}
                        yield Entry((spot,))

    return entries


WRONG: dict[str, Callable[[Item, Case], Iterator[Entry]]] = {
    evidence_marks.ACCEPTED: _anything,
    evidence_marks.OVERLOOKED: _absent,
    evidence_marks.OPEN: _blank,
    evidence_marks.TOO_WIDE: _paragraph,
    evidence_marks.TOO_NARROW: _one_word,
    evidence_marks.FROM_LIST: _sentences(lambda name: name in LISTS),
    evidence_marks.OTHER_CODE: _of_others,
    evidence_marks.BESIDE: _sentences(lambda name: name not in LISTS),
}
