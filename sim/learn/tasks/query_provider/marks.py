"""Marking a query: whether to ask is one item; where something is open, the gap, the clinical indicators, the wording
and the answers offered are one each. What makes a query one that must not be sent is decided in
sim/coding/compliant_query.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.clinic.visits.chart import Document, Spot
from sim.coding.compliant_query import CITE, Fault, gaps
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marked_phrases import Fit, Phrase, best_fit, fit, marked_in, section_text
from sim.learn.grading.marks import Consequence, Evidence, Mark, Marks
from sim.learn.grading.record_words import CARRIED, LISTS
from sim.learn.grading.wording import sentences
from sim.learn.tasks.query_provider.answer import NO, YES, Answer
from sim.learn.tasks.query_provider.open_question import OpenQuestion, open_question

NOT_ASKED, NOT_NEEDED, WRONG_GAP = "query-not-asked", "query-not-needed", "query-wrong-gap"
TOO_FEW, NOT_INDICATOR, OLD, LEFT_OPEN = (
    "query-indicators-missing",
    "query-indicator-beside-the-point",
    "query-indicator-from-list",
    "query-part-missing",
)
HALF = 0.5
FEWEST = 2  # indicators cited
RED_LINES = ("query-leading", "query-mentions-payment", "query-yes-no")


def grade(answer: Answer, case: Case, consequence: Consequence | None = None) -> Marks | list[Problem]:
    """Marks of an answer; problems where a phrase stands nowhere in this record. `consequence`: what the claim does
    that goes out without asking."""
    chart, asked = case.documents_when(False), open_question(case)
    phrases = marked_in(chart, answer.indicators)
    if None in phrases:
        return [Problem("indicators", "a phrase that is not in this record", "words of the record")]
    if answer.is_blank:
        return Marks((), 0, 5 if asked.is_open else 1, case.exercise.points)
    marks = [_ask(answer, asked, consequence)]
    if asked.is_open and answer.ask != NO:
        marked = [one for one in phrases if one is not None]
        marks += [_gap(answer, asked), _indicators(marked, asked, chart), *_words(answer, asked)]
    entered = sum(mark.verdict != "missing" for mark in marks)
    return Marks(tuple(marks), entered, 5 if asked.is_open else 1, case.exercise.points)


def _right(where: str, message: str, key: str, evidence: tuple[Evidence, ...] = (), cite: str = CITE) -> Mark:
    return Mark(where, "right", message, earned=1.0, skill="query", cite=cite, evidence=evidence, key=key)


def _wrong(
    where: str, error: str, why: str, told: str, key: str, earned: float = 0.0, is_missing: bool = False
) -> Mark:
    return Mark(
        where,
        "missing" if is_missing else "partly" if earned else "wrong",
        f"{why} {told}".strip(),
        1.0,
        earned,
        error_kinds.skill(error),
        error,
        error_kinds.words(error),
        error_kinds.hint(error),
        key,
        CITE,
        red_line=error in RED_LINES,
        reason=why,
    )


def _ask(answer: Answer, asked: OpenQuestion, consequence: Consequence | None) -> Mark:
    question = asked.question
    cite = question.cite or CITE
    if asked.is_open:
        if answer.ask == YES:
            return _right("ask", sentences(question.why), "yes", cite=cite)
        why = sentences(question.why) if answer.ask == NO else "It was not said whether to ask."
        told = f"Ask: {question.missing}." if question.missing else ""
        made = _wrong("ask", NOT_ASKED, why, told, "yes", is_missing=answer.ask != NO)
        return replace(made, consequence=consequence, cite=cite)
    if answer.ask == NO:
        return _right("ask", question.settled, "no", cite=cite)
    if not answer.ask:
        return _wrong("ask", LEFT_OPEN, "It was not said whether to ask.", question.settled, "no", is_missing=True)
    return replace(_wrong("ask", NOT_NEEDED, question.settled, "", "no"), cite=cite)


def _gap(answer: Answer, asked: OpenQuestion) -> Mark:
    right = gaps()[asked.question.gap].words
    if answer.gap == asked.question.gap:
        return _right("gap", f"{right}: {asked.question.missing}.", right)
    told = f"Open is {asked.question.missing}."
    if not answer.gap:
        return _wrong("gap", LEFT_OPEN, "It was not said what is open.", told, right, is_missing=True)
    why = f"The record does not leave this open: {gaps()[answer.gap].words[:1].lower()}{gaps()[answer.gap].words[1:]}."
    return _wrong("gap", WRONG_GAP, why, told, right)


def _indicators(marked: Sequence[Phrase], asked: OpenQuestion, chart: Sequence[Document]) -> Mark:
    """At least two true indicators, and nothing that is none."""
    key = " and ".join(f"“{said_at(spot, chart)}”" for spot in apart(asked.spots)[:FEWEST])
    told = f"The query may cite {key}."
    if not marked:
        return _wrong("indicators", TOO_FEW, "The query cites nothing of the record.", told, key, is_missing=True)
    astray = next((one for one in marked if best_fit(one, asked.spots, chart) is Fit.ELSEWHERE), None)
    cited = cited_count(marked, asked.spots, chart)
    earned = HALF if cited >= FEWEST else 0.0
    if astray is not None and is_listed(astray, chart):
        why = f"“{astray.text}” stands in a list that was carried forward. A query cites what belongs to this visit."
        return _wrong("indicators", OLD, why, told, key, earned)
    if astray is not None:
        why = f"“{astray.text}” says nothing about what is open. Only indicators of the question are cited."
        return _wrong("indicators", NOT_INDICATOR, why, told, key, earned)
    if cited < min(FEWEST, len(apart(asked.spots))):
        why = (
            f"{cited} clinical indicator{'s' * (cited != 1)} cited. The provider has to see why the question is asked."
        )
        return _wrong("indicators", TOO_FEW, why, told, key, HALF if cited else 0.0)
    evidence = tuple(
        Evidence(one.document, one.section, said_at(one, chart), one.start, one.end) for one in asked.spots
    )
    return _right(
        "indicators",
        "What is cited belongs to this visit and to the question, and nothing else is cited.",
        key,
        evidence[:1],
    )


def apart(spots: Sequence[Spot]) -> list[Spot]:
    """The indicators that do not overlap with an earlier one."""
    out: list[Spot] = []
    for spot in spots:
        if not any(_overlap(spot, other) for other in out):
            out.append(spot)
    return out


def _overlap(one: Spot, other: Spot) -> bool:
    same = (one.document, one.section) == (other.document, other.section)
    return same and one.start < other.end and other.start < one.end


def cited_count(marked: Sequence[Phrase], spots: Sequence[Spot], chart: Sequence[Document]) -> int:
    """How many different indicators these phrases cite; a phrase that goes on beyond the sentence cites too."""
    held = (spot for spot in spots if any(fit(one, spot, chart) >= Fit.TOO_MUCH for one in marked))
    return len(apart(list(held)))


def is_listed(phrase: Phrase, chart: Sequence[Document]) -> bool:
    """Does it stand in a list that was carried forward?"""
    return phrase.section in LISTS or bool(CARRIED.search(section_text(chart, phrase.document, phrase.section)))


def said_at(spot: Spot, chart: Sequence[Document]) -> str:
    """The words at a place of the record."""
    return section_text(chart, spot.document, spot.section)[spot.start : spot.end]


def _words(answer: Answer, asked: OpenQuestion) -> Iterator[Mark]:
    """The wording, and the answers offered beside it."""
    question, words = asked.question, asked.wording_of(answer.wording)
    told = f"For example: {question.question}"
    choices = ", ".join([*asked.reasonable, *[one for one in question.choices if one not in asked.reasonable]])
    offers = f"Leave the question open, or offer: {choices}."
    if not words:
        yield _wrong("wording", LEFT_OPEN, "No question was chosen.", told, question.question, is_missing=True)
        yield _wrong("options", LEFT_OPEN, "They belong to a question.", offers, choices, is_missing=True)
        return
    found = asked.wording_fault(words)
    if found is None:
        yield _right("wording", "It names what the record says, and leaves the answer to the provider.", words)
    else:
        yield _of(found, "wording", told, question.question)
    wrong = asked.options_fault(answer.options, words)
    if wrong is None:
        said = (
            "The answers are those that the record supports, with both ways out." if answer.options else "It is open."
        )
        yield _right("options", said, choices)
    else:
        yield _of(wrong, "options", offers, choices, HALF if wrong.kind == "query-options-one-sided" else 0.0)


def _of(found: Fault, where: str, told: str, key: str, earned: float = 0.0) -> Mark:
    return _wrong(where, found.kind, found.why, told, key, earned)
