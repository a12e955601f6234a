"""What a mistake did: the outcome of the whole answer, and what each single error alone would have done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.billing.visit.journey import Journey
from sim.billing.visit.journey_view import view
from sim.billing.visit.journeys_together import answer_truths
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer, answer_of, visit_of
from sim.learn.grading.difference import Difference, by_row
from sim.learn.grading.marks import Consequence, Marks
from sim.learn.grading.outcome import Outcome, outcome
from sim.learn.grading.outcome_table import CodedWork, outcomes
from sim.learn.grading.single_error import with_error
from sim.learn.grading.wording import alone_words, money_words

MOST = 10  # errors of one answer that are followed to the payer


def single_errors(case: Case, sent: Answer, differences: Sequence[Difference]) -> list[CodedWork | None]:
    """The right answer with each of the first errors of an answer alone, in the order of `by_row`; None where an error
    cannot be made on the right answer.
    """
    right = answer_of(case.supported_visit(visit_of(sent)))
    followed = [one for row in by_row(differences) for one in row][:MOST]
    answers = [with_error(right, one) for one in followed]
    return [CodedWork(case, visit_of(one)) if one is not None else None for one in answers]


def consequences(case: Case, sent: Answer, differences: Sequence[Difference]) -> Iterator[Consequence | None]:
    """What each of the first errors of an answer alone would have done, in the order of `by_row`."""
    made = single_errors(case, sent, differences)
    found = iter(outcomes([one for one in made if one is not None]))
    return iter([next(found).consequence() if one is not None else None for one in made])


def with_money(marks: Marks, made: Journey, replies: Sequence[Mapping[str, Any]] | None = None) -> Marks:
    """Marks with the outcome of the whole claim and its way; `replies`: what came back to each thing that was done."""
    way = view(made) | ({} if replies is None else {"replies": list(replies)})
    return replace(with_outcome(marks, outcome(made)), journey=way)


def with_outcomes(marks: Sequence[Marks], made: Sequence[Journey | None]) -> list[Marks]:
    """Marks of many answers with the outcomes of their claims, without their ways; None: no claim came of an answer.
    What the payers say to the true claims is asked as one table."""
    answer_truths([one.visit for one in made if one is not None])
    both = zip(marks, made, strict=True)
    return [found if one is None else with_outcome(found, outcome(one)) for found, one in both]


def with_outcome(marks: Marks, found: Outcome) -> Marks:
    """Marks with figures that are known. An error whose amount the whole claim did not lose (another error denied the
    line first, or kept an edit from being met) says what it would have done alone.
    """
    return replace(
        marks,
        marks=tuple(
            replace(mark, consequence=_beside(mark.consequence, found)) if mark.consequence else mark
            for mark in marks.marks
        ),
        paid_first_time=found.paid_first_time,
        owed_not_paid_amount=found.owed,
        paid_not_supported_amount=found.unsupported,
        days_late=found.days,
        patient_amount=found.patient,
    )


def _beside(alone: Consequence, whole: Outcome) -> Consequence:
    """What an error did beside the others: never more than the whole claim lost."""
    owed, unsupported = alone.owed_not_paid_amount, alone.paid_not_supported_amount
    kept_owed, kept_unsupported = (
        (owed if owed <= whole.owed else 0),
        (unsupported if unsupported <= whole.unsupported else 0),
    )
    if (kept_owed, kept_unsupported) == (owed, unsupported):
        return alone
    days, patient = alone.days_late if kept_owed else 0, alone.patient_amount if kept_owed else 0
    words = money_words(kept_owed, kept_unsupported, days, patient)
    lost = alone_words(owed - kept_owed, unsupported - kept_unsupported)
    return Consequence(
        kept_owed,
        kept_unsupported,
        days,
        patient,
        f"{words} {lost}".strip(),
        owed - kept_owed,
        unsupported - kept_unsupported,
    )
