"""A question too many costs once, when it is first marked, and not for good."""

from sim.learn.exercises.case import draw
from sim.learn.tasks.code_visit import task

ASKED = "Which side was it: right, left, both, or can it not be determined?"


def test_a_question_too_many_costs_once():
    case = draw("coder_01_throat", 1)
    first = task.continued(task.key(case), ASKED, [])
    marks = task.judge(task.parse(first), case)
    assert marks.score < 1 and [one.verdict for one in marks.marks if one.where == "query"] == ["wrong"]
    again = task.judge(task.parse(task.continued(task.key(case), ASKED, [first])), case)
    assert again.score == 1 and [one.verdict for one in again.marks if one.where == "query"] == ["free"]


def test_a_question_that_was_due_counts_every_time():
    case = draw("coder_08_ear", 1)
    first = task.continued(task.key(case), task.key(case)["query"], [])
    again = task.judge(task.parse(task.continued(task.key(case), first["query"], [first])), case)
    assert again.score == 1 and [one.verdict for one in again.marks if one.where == "query"] == ["right"]


def test_the_side_is_not_told_before_it_was_asked():
    case = draw("coder_08_ear", 1)
    right = task.key(case)["diagnoses"][0]
    open_ = {**task.key(case), "diagnoses": ["H66.90"], "query": ""}
    told = task.judge(task.parse(open_), case)
    assert not [one for one in told.marks if right in one.message or right in one.key or right in one.title]
