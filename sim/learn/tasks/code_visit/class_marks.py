"""The answers of a class, marked together: what every learner sent, and each single error in it, go through the payers
as one table.

    grade_many(answers, cases)          one Marks for each answer, the same as grade(answer, case) gives
"""

from collections.abc import Sequence

from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer, visit_of
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.consequence import consequences, single_errors, with_outcome
from sim.learn.grading.marks import Marks
from sim.learn.grading.optional_codes import truth_for
from sim.learn.grading.outcome_table import CodedWork, outcomes
from sim.learn.tasks.code_visit import marks as code_marks


def grade_many(answers: Sequence[Answer], cases: Sequence[Case]) -> list[Marks]:
    """Marks of every answer on its case, in order.

    >>> from sim.learn.exercises.case import draw
    >>> case = draw("coder_02_cough", 1)
    >>> [marks.score for marks in grade_many([Answer(), Answer(("I10",))], [case, case])]
    [0.0, 0.0]
    """
    both = list(zip(answers, cases, strict=True))
    sent = [CodedWork(case, visit_of(answer)) if is_followed(answer) else None for answer, case in both]
    pieces = [piece for piece in sent if piece is not None]
    for (answer, case), piece in zip(both, sent, strict=True):
        if piece is not None:
            differences = compare(answer, truth_for(answer, case), anticipated_in(case).exchanges).differences
            pieces += [one for one in single_errors(case, answer, differences) if one is not None]
    found = dict(zip(pieces, outcomes(pieces), strict=True))
    return [
        with_outcome(code_marks.grade(answer, case, consequences), found[piece])
        if piece is not None
        else code_marks.grade(answer, case)
        for (answer, case), piece in zip(both, sent, strict=True)
    ]


def is_followed(answer: Answer) -> bool:
    """Does a claim come of this answer? Not of a blank one, nor of a visit that waits for the provider."""
    return not (answer.is_blank or (answer.hold and not answer.services))
