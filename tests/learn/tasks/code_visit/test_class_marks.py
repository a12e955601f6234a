"""The answers of a class, marked together, have the marks that each has alone."""

from sim.learn.exercises.case import draw
from sim.learn.exercises.coded_answer import Answer, answer_of, parse
from sim.learn.exercises.exercise import exercises
from sim.learn.grading import outcome_table
from sim.learn.grading.anticipated_errors import wrong_work
from sim.learn.tasks.code_visit.class_marks import grade_many
from sim.learn.tasks.code_visit.task import grade

CODER = [one for one in exercises().values() if one.task == "code_visit"][:12]


def answers_of(case):
    """The truth with the query it needs, the work of every trap, the samples that are written out, a blank answer, a
    visit held."""
    question = case.question.question if case.question else ""
    given = [answer_of(case.truth_visit, question), Answer(), Answer(hold=True, query="Which side?")]
    given += [answer_of(one.visit) for one in wrong_work(case.scenario, case.row)]
    given += [parse(one.answer) for one in case.exercise.samples if isinstance(one.answer, dict)]
    return given


def test_together_equals_one_by_one():
    both = [(answer, case) for one in CODER for case in [draw(one.name, 1)] for answer in answers_of(case)]
    outcome_table._kept.clear()
    together = grade_many(*zip(*both, strict=True))
    for (answer, case), marks in zip(both, together, strict=True):
        outcome_table._kept.clear()
        alone = grade(answer, case)
        assert marks.as_dict() == alone.as_dict(), (case.exercise.name, answer)
    assert len(both) > 60 and any(mark.consequence for marks in together for mark in marks.marks)


def test_learners_with_the_same_answer_have_the_same_marks_and_nobody_sees_anothers():
    one, other = draw(CODER[0].name, 1), draw(CODER[0].name, 2)
    right, wrong = answer_of(one.truth_visit), Answer(("Z00.00",))
    marks = grade_many([right, wrong, right, answer_of(other.truth_visit)], [one, one, one, other])
    assert marks[0] == marks[2] and marks[0].score == marks[3].score == 1 > marks[1].score
    assert grade_many([], []) == []
