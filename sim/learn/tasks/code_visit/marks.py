"""Marking the coder's answer: each diagnosis and each service is one item; asking the provider is one where the record
leaves something open.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Truth
from sim.coding.compliant_query import CITE as QUERY_CITE
from sim.coding.compliant_query import fault
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.difference import Compared, Difference, Met, by_row
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.optional_codes import truth_for

NOT_JUDGED = "Its pointers were not judged: the diagnosis that justifies this line is not on the list."
Follow = Callable[[Case, Answer, Sequence[Difference]], Iterator[Consequence | None]]


class Item(NamedTuple):
    """A mark for something that is asked beside the codes, and what it adds to the two counts of the score."""

    mark: Mark
    entered: int
    key: int


def grade(answer: Answer, case: Case, consequences: Follow | None = None) -> Marks:
    """Marks of an Answer. case: see sim/learn/exercises/case.py. `consequences`: what each error alone would
    have done (sim/learn/grading/consequence.py).
    """
    asked = bool(answer.query or answer.hold)
    truth = truth_for(answer, case)
    found = compare(answer, truth, anticipated_in(case).exchanges)
    marks = [_right(one, case, asked, found, answer) for one in found.right]
    marks += [feedback.free(one.where, one.item, case.documents_when(asked)) for one in found.free]
    follow = iter(consequences(case, answer, found.differences) if consequences else ())
    marks += _wrong(found.differences, case, truth, asked, follow)
    entered, key = found.entered, found.key
    for more in (_query(answer, case), _nothing(answer, found)):
        if more:
            marks.append(more.mark)
            entered, key = entered + more.entered, key + more.key
    return Marks(tuple(sorted(marks, key=_place)), entered, key, case.exercise.points)


def _right(one: Met, case: Case, asked: bool, found: Compared, answer: Answer) -> Mark:
    """A right item. A line whose own diagnosis is not on the list is right but for its pointers, and says so: beside
    that diagnosis the same pointers may be wrong.
    """
    mark = feedback.right(one.where, one.item, case.documents_when(asked))
    mark = replace(mark, message=f"{mark.message}{_optional_modifier(one, answer)}")
    must = one.item.must_pointers if isinstance(one.item, Service) else ()
    return (
        mark
        if not must or set(must) & set(found.pointer_map.values())
        else replace(mark, message=f"{mark.message} {NOT_JUDGED}")
    )


def _optional_modifier(one: Met, answer: Answer) -> str:
    """What is said of a modifier that the line may have and need not."""
    if not isinstance(one.item, Service):
        return ""
    sent = answer.services[int(one.where.partition(".")[2])].modifiers
    added = one.item.with_optional_modifier(sent).modifiers - one.item.modifiers
    return "".join(f" Modifier {code} is optional: no point either way." for code in added)


def _place(mark: Mark) -> tuple[int, int]:
    """Diagnoses before services before the rest, by row; what is missing after the rows."""
    head, _, rest = mark.where.partition(".")
    number = rest.partition(".")[0]
    return ({"diagnoses": 0, "services": 1}.get(head, 2), int(number) if number.isdigit() else 99)


def _wrong(
    differences: Sequence[Difference],
    case: Case,
    truth: Truth,
    asked: bool,
    consequences: Iterator[Consequence | None],
) -> Iterator[Mark]:
    """One mark for each difference; the first of a row carries what the row still earns, so that a row never earns less
    than nothing.
    """
    for found in by_row(differences):
        for place, one in enumerate(found):
            mark = feedback.wrong(
                one,
                truth,
                case.documents_when(asked),
                anticipated_in(case).traps.get(one.error),
                next(consequences, None),
            )
            left = max(0.0, 1 - sum(each.cost for each in found)) if not one.is_extra and not place else 0.0
            yield replace(mark, earned=left, points=mark.points if not place else 0.0)


def _query(answer: Answer, case: Case) -> Item | None:
    """The item of the query: (mark, entered, key), or nothing where neither the record nor the coder asks."""
    question, asked = case.question, bool(answer.query or answer.hold)
    if question is None and not asked:
        return None
    if question is None and answer.query_marked:
        told = "Nothing was open. The question was counted when you first submitted, and does not count again."
        return Item(Mark("query", "free", told, 0.0, cite=QUERY_CITE, counts=False), 0, 0)
    if question is None:
        return Item(
            Mark(
                "query",
                "wrong",
                "The record gives everything the codes need. A query is for what only the provider can answer.",
                0.0,
                title="Nothing was open",
                hint="Does the record leave anything unclear?",
                cite=QUERY_CITE,
            ),
            1,
            0,
        )
    if not asked:
        kind = "query-not-asked"
        return Item(
            Mark(
                "query",
                "missing",
                feedback.sentences(f"{question.why} Ask: {question.question}"),
                1.0,
                0.0,
                error_kinds.skill(kind),
                kind,
                error_kinds.words(kind),
                error_kinds.hint(kind),
                question.question,
                question.cite or QUERY_CITE,
                reason=feedback.sentences(question.why),
            ),
            0,
            1,
        )
    wrong = fault(answer.query, question.leading)
    if wrong:
        return Item(
            Mark(
                "query",
                "partly",
                feedback.sentences(wrong),
                1.0,
                0.5,
                "query",
                "",
                "Not a compliant query",
                "Does it suggest an answer or mention payment?",
                question.question,
                question.cite or QUERY_CITE,
                red_line=True,
                reason=feedback.sentences(wrong),
            ),
            1,
            1,
        )
    return Item(
        Mark(
            "query", "right", feedback.sentences(question.why, 2), 1.0, 1.0, "query", cite=question.cite or QUERY_CITE
        ),
        1,
        1,
    )


def _nothing(answer: Answer, found: Compared) -> Item | None:
    """Where nothing may be billed, saying so is the one item; where something is, saying that nothing is answers
    nothing.
    """
    if found.key:
        return None
    said = answer.nothing_more and not found.entered
    return Item(
        Mark("nothing_more", "right" if said else "missing", "Nothing in this record is billed.", 1.0, float(said)),
        int(answer.nothing_more),
        1,
    )
