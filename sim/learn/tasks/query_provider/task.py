"""The coder's task: decide whether a record leaves something open that only the provider can say, and compose a query
that may be sent. The answer is described in sim/learn/tasks/query_provider/answer.py.

Not modeled: a query in the coder's own words (the coder's desk takes one when a visit is coded), and a second query.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import open_record, opened
from sim.learn.grading.consequence import with_money
from sim.learn.grading.marked_phrases import places, sentences_of
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import outcome, travel
from sim.learn.grading.record_words import LISTS
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.query_provider import marks as query_marks
from sim.learn.tasks.query_provider.answer import NO, YES, Answer, form_of, parse
from sim.learn.tasks.query_provider.open_question import (
    WAYS_OUT,
    OpenQuestion,
    before_answer,
    open_question,
    with_answer,
)
from sim.learn.tasks.query_provider.what_changed import what_changed

__all__ = ["Answer", "after", "faults", "form", "grade", "judge", "key", "mistaken", "opens", "parse", "worked"]

role, desk, title = "coder", "coder", "Query the provider"
mistakes = (
    query_marks.NOT_ASKED,
    query_marks.NOT_NEEDED,
    query_marks.WRONG_GAP,
    query_marks.TOO_FEW,
    query_marks.NOT_INDICATOR,
    query_marks.OLD,
    "query-leading",
    "query-mentions-payment",
    "query-yes-no",
    "query-no-way-out",
    "query-option-unsupported",
    "query-options-one-sided",
)
WHOLE = "The whole record"


def opens(case: Case) -> dict[str, Any]:
    """The record as it stands, without any answer."""
    return open_record(case)


def after(case: Case) -> dict[str, Any]:
    """What arrives when the case is done: the provider's answer in the record, and what it changes."""
    if not open_question(case).is_open:
        return {"panels": [what_changed(case)]}
    return {"documents": opened(with_answer(case)), "panels": [what_changed(case)]}


def form(case: Case) -> Form:
    """The same for a record that leaves something open and for one that does not."""
    asked = open_question(case)
    return form_of(asked.wordings, asked.options)


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks alone."""
    return query_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer, with the claim that follows: as the record stands where nobody asks, with the answer where a
    query was sent that may be. A visit that waits for a needless answer sends none."""
    is_open = open_question(case).is_open
    if is_open and answer.ask == NO:
        made = travel(case, before_answer(case))
        marks = query_marks.grade(answer, case, outcome(made).consequence())
        return with_money(marks, made) if isinstance(marks, Marks) else marks
    found = judge(answer, case)
    is_sent = isinstance(found, Marks) and not any(mark.red_line for mark in found.marks)
    if not isinstance(found, Marks) or not is_sent or answer.ask != (YES if is_open else NO):
        return found
    return with_money(found, travel(case, case.truth_visit))


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return _right(case).as_dict()


def _right(case: Case) -> Answer:
    asked = open_question(case)
    if not asked.is_open:
        return Answer(NO)
    chart = case.documents_when(False)
    spots = query_marks.apart(asked.spots)[: query_marks.FEWEST]
    return Answer(
        YES,
        asked.question.gap,
        tuple(place for spot in spots for place in places(chart, spot)),
        _field("w", asked.wordings, asked.question.question),
        tuple(_field("o", asked.options, one) for one in asked.question.choices),
    )


def _field(letter: str, texts: tuple[str, ...], words: str) -> str:
    return f"{letter}{texts.index(words) + 1}"


def faults(case: Case) -> list[Finding]:
    """A query that does not say enough for this task."""
    asked = open_question(case)
    question, found = asked.question, []
    if not question.gap:
        found.append(Finding("scenario, query", "no gap", "gap = one of data/codes/query_gaps.csv"))
    if asked.is_open and len(query_marks.apart(asked.spots)) < query_marks.FEWEST:
        found.append(Finding("scenario, query", "fewer than two clinical indicators", "evidence = [...] of the query"))
    if len(question.leading) < 2 or not question.unsupported:
        found.append(
            Finding("scenario, query", "too few wrong parts", "two [[query.leading]], and unsupported = [...]")
        )
    if not asked.is_open and not question.settled:
        found.append(Finding("scenario, query", "no reason why nothing is open", 'settled = "..."'))
    return found


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    for answer in _slips(case):
        found = judge(answer, case)
        if isinstance(found, Marks) and [mark.error for mark in found.marks if mark.error] == [error]:
            return answer.as_dict()
    return None


def _slips(case: Case) -> Iterator[Answer]:
    asked, right = open_question(case), _right(case)
    if not asked.is_open:
        yield Answer(YES)
        return
    yield Answer(NO)
    for gap in ("side", "specificity"):
        yield replace(right, gap=gap)
    for place in range(1, len(asked.wordings) + 1):
        yield replace(right, wording=f"w{place}")
    yield from (replace(right, options=options) for options in _offers(asked))
    yield replace(right, indicators=right.indicators[:1])
    for spot in _sentences(case):
        yield replace(right, indicators=(*right.indicators, spot))


def _offers(asked: OpenQuestion) -> Iterator[tuple[str, ...]]:
    """Answers that people offer in place of the right ones."""
    ways = tuple(_field("o", asked.options, one) for one in WAYS_OUT)
    reasonable = tuple(_field("o", asked.options, one) for one in asked.reasonable)
    yield reasonable
    yield (reasonable[0], *ways)
    yield (*reasonable, *ways, _field("o", asked.options, asked.question.unsupported[0]))
    yield (_field("o", asked.options, "Yes"), _field("o", asked.options, "No"), *ways)


def _sentences(case: Case) -> Iterator[dict[str, int]]:
    """Each sentence of the record, old lists first."""
    found = []
    for number, document in enumerate(case.documents_when(False)):
        for place, (name, lines) in enumerate(document.sections.items()):
            for line, text in enumerate(lines):
                for start, end in sentences_of(text):
                    spot = {"document": number, "section": place, "line": line, "start": start, "end": end}
                    found.append((name not in LISTS, spot))
    yield from (spot for _, spot in sorted(found, key=lambda one: one[0]))


def worked(case: Case) -> list[Step]:
    """What one looks at, what is open, and how one asks."""
    asked, chart = open_question(case), case.documents_when(False)
    question = asked.question
    cite = question.cite or query_marks.CITE
    if not asked.is_open:
        return [
            Step(WHOLE, question.settled, "No query is sent. The visit can be coded from the record.", cite, ("ask",))
        ]
    steps = [Step(WHOLE, question.why, f"A query is needed: {question.missing}.", cite, ("ask", "gap"))]
    for spot in query_marks.apart(asked.spots)[: query_marks.FEWEST]:
        place = f"{chart[spot.document].title}, {spot.section}"
        steps.append(
            Step(place, query_marks.said_at(spot, chart), "The query cites it as an indicator.", cite, ("indicators",))
        )
    offered = ", ".join(question.choices)
    return [
        *steps,
        Step(
            "The question",
            "It says what the record shows, and suggests no answer.",
            question.question,
            cite,
            ("wording",),
        ),
        Step(
            "The answers",
            "Only what the indicators support, and both ways out.",
            f"Offered: {offered}.",
            cite,
            ("options",),
        ),
    ]
