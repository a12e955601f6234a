"""Choosing the level of a visit: typical wrong answers get a reason of their own that is true of the case, one error
costs once, and where two levels are defensible both earn everything."""

import json

import pytest
from a_share import share
from hypothesis import given
from hypothesis import strategies as st

from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.em_level.answer import Answer, parse
from sim.learn.tasks.em_level.right_level import answer_of, rights
from sim.learn.tasks.em_level.visit_family import is_asked
from sim.learn.tasks.em_level.words import LEVELS, WAYS
from sim.learn.tasks.shown_before_grading import public

from dataclasses import replace

MINE = [name for name, one in exercises().items() if one.task == "em_level"]


def case_of(name: str, **choices) -> Case:
    """The first variant with these choices."""
    return draw_from(replace(exercise(name), choices={**exercise(name).choices, **choices}), 1)


def marked(case: Case, **changes):
    """The marks of the right answer with some of its fields changed."""
    task = task_of("em_level")
    return task.judge(parse({**task.key(case), **changes}), case)


def wrong(marks) -> list[tuple[str, str]]:
    """Where something costs, and what was found."""
    return [(mark.where, mark.error) for mark in marks.marks if mark.verdict != "right" and mark.earned < 1]


def problems(*kinds: str) -> list[dict]:
    return [{"kind": kind, "what": what} for kind, _, what in (one.partition(": ") for one in kinds)]


@pytest.mark.parametrize("name", share(MINE, 3))
def test_every_defensible_level_earns_everything(name):
    case = case_of(name)
    answers = [answer_of(right, is_asked(case)).as_dict() for right in rights(case)]
    scores = [task_of("em_level").judge(parse(answer), case).score for answer in answers]
    assert scores and set(scores) == {1.0}


def test_there_is_an_exercise_with_two_defensible_levels():
    assert len(rights(case_of("level_07_ear_and_stomach"))) == 2


WRONG = [
    (
        "level_02_throat",
        {"result": "positive"},
        {"code": "99214"},
        [("code", "highest-element-taken")],
        "single highest element",
    ),
    (
        "level_02_throat",
        {"result": "negative"},
        {"data": [{"kind": "test", "what": "rapid strep"}, {"kind": "test", "what": "Rapid  Strep"}]},
        [("data.1.kind", "data-counted-twice")],
        "one item",
    ),
    (
        "level_03_runny_nose",
        {"others": "listed"},
        {"problems": problems("acute uncomplicated: rhinitis", "stable chronic: hypertension")},
        [("problems.1.kind", "problem-not-addressed")],
        "only listed or mentioned",
    ),
    (
        "level_03_runny_nose",
        {"others": "listed"},
        {"minutes": "30"},
        [("minutes", "minutes-not-documented")],
        "states no total time",
    ),
    (
        "level_03_runny_nose",
        {"others": "listed"},
        {"decides": "time"},
        [("decides", "time-does-not-decide")],
        "time cannot decide",
    ),
    (
        "level_04_tired",
        {"cause": "unknown", "minutes": 34},
        {"decides": "data and risk"},
        [("decides", "wrong-deciding-elements")],
        "Risk does not reach",
    ),
    (
        "level_05_new_here",
        {"pressure": "renewed"},
        {"code": "99214"},
        [("code", "established-for-new")],
        "not seen here within the last three years",
    ),
    (
        "level_06_pressure_and_kidney",
        {},
        {"problems": problems("stable chronic: hypertension", "stable chronic: kidney disease")},
        [("problems.0.kind", "problem-underrated")],
        "not more",
    ),
    (
        "level_06_pressure_and_kidney",
        {},
        {"risk": "OTC drug"},
        [("risk", "risk-underrated")],
        "more risk",
    ),
    (
        "level_06_pressure_and_kidney",
        {},
        {"level": {"problems": "moderate", "data": "moderate", "risk": "moderate"}},
        [("level.data", "element-too-high")],
        "three items of the list",
    ),
    ("level_01_baby_rash", {}, {"data": []}, [("data", "data-missed")], "Not every data item"),
    (
        "level_01_baby_rash",
        {},
        {"data": [{"kind": "note", "what": "birth record"}]},
        [("data.0.kind", "data-wrong-kind")],
        "from outside the group",
    ),
]


@pytest.mark.parametrize("name, choices, changes, found, reason", WRONG)
def test_a_wrong_answer_has_its_own_reason_and_costs_once(name, choices, changes, found, reason):
    marks = marked(case_of(name, **choices), **changes)
    assert wrong(marks) == found
    assert any(reason in mark.reason for mark in marks.marks)
    assert marks.score < 1


def test_what_follows_from_an_earlier_error_costs_nothing_again():
    case = case_of("level_03_runny_nose", others="treated")
    marks = marked(
        case,
        problems=problems("acute uncomplicated: rhinitis"),
        level={"problems": "low", "data": "minimal", "risk": "moderate"},
        code="99213",
    )
    assert wrong(marks) == [("problems", "problem-missed")] * 2
    assert [mark.where for mark in marks.marks if mark.verdict == "partly"] == ["level.problems", "code"]


def test_the_code_is_followed_to_the_payer():
    case = case_of("level_02_throat", result="positive")
    task = task_of("em_level")
    code = task.grade(parse({**task.key(case), "code": "99214"}), case).marks[-1]
    assert code.where == "code" and code.consequence.paid_not_supported_amount > 0
    assert task.grade(parse(task.key(case)), case).paid_not_supported_amount == 0


@pytest.mark.parametrize("name", share(MINE, 3))
@pytest.mark.parametrize("level", ["hint", "question", "reason"])
def test_before_the_key_is_asked_for_no_mark_names_it(name, level):
    case = case_of(name)
    blank = task_of("em_level").judge(Answer(), case).as_dict(level)
    for right in rights(case):
        assert right.visit.code not in json.dumps(blank)


@pytest.mark.parametrize("name", share(MINE, 3))
def test_the_page_shows_nothing_of_the_truth_before_grading(name):
    case = case_of(name)
    shown = json.dumps(public(case))
    assert set(public(case)) == set(public(case_of("level_01_baby_rash")))
    assert not [right for right in rights(case) if right.visit.code in shown or right.visit.why in shown]


def test_a_record_without_a_visit_is_told_to_its_author():
    one = replace(exercise("level_01_baby_rash"), scenarios=("knee_injection",), choices={"pressure": "mentioned"})
    case, task = draw_from(one, 1), task_of("em_level")
    assert [fault.field for fault in task.faults(case)] == ["choices"]
    assert task.key(case) == {} and task.worked(case) == []


@pytest.mark.parametrize(
    "given_, where",
    [
        ({"problems": [{"kind": "", "what": "cough"}]}, "problems.0.kind"),
        ({"problems": [{}, {"kind": "severe"}]}, "problems.1.kind"),
        ({"minutes": "0"}, "minutes"),
        ({"code": "9921"}, "code"),
        ({"level": {"data": "extreme"}}, "level.data"),
        ({"level": []}, "answer"),
        ([], "answer"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(given_, where):
    found = parse(given_)
    assert isinstance(found, list) and where in [problem.where for problem in found]


SOME = st.fixed_dictionaries(
    {},
    optional={
        "problems": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(["stable chronic", "self-limited", "acute uncomplicated"])}),
            max_size=4,
        ),
        "data": st.lists(st.fixed_dictionaries({"kind": st.sampled_from(["test", "note"])}), max_size=4),
        "risk": st.sampled_from(["minimal", "OTC drug", "decision regarding hospitalization"]),
        "minutes": st.integers(1, 90).map(str),
        "level": st.dictionaries(st.sampled_from(["problems", "data", "risk"]), st.sampled_from(list(LEVELS))),
        "decides": st.sampled_from(list(WAYS)),
        "code": st.sampled_from(["99202", "99213", "99215", "20610", "ZZZZZ"]),
    },
)


@given(SOME, st.sampled_from(MINE))
def test_whatever_is_answered_is_marked_with_a_reason(answer, name):
    marks = task_of("em_level").judge(parse(answer), case_of(name))
    assert 0 <= marks.score <= 1
    assert all(mark.message and mark.skill for mark in marks.marks)
    assert all(mark.reason and mark.error and mark.hint for mark in marks.marks if mark.verdict != "right")


def test_the_kind_of_visit_is_asked_outside_the_office_only():
    named = {name: "family" in [one.name for one in task_of("em_level").form(case_of(name)).controls] for name in MINE}
    assert named["level_63_rounds_at_the_home"] and not named["level_02_throat"]


@pytest.mark.parametrize(
    ("name", "choices", "changes", "found"),
    [
        (
            "level_62_opinion_advantage",  # the payer takes no consultations
            {"asked": "opinion", "trouble": "sugar"},
            {"family": "consultation hospital", "code": "99254"},
            [("family", "wrong-visit-family")],  # the code follows from the kind of visit, and costs nothing again
        ),
        (
            "level_61_opinion_commercial",
            {"asked": "opinion", "trouble": "sugar"},
            {"family": "hospital initial", "code": "99222"},
            [("family", "wrong-visit-family")],
        ),
        ("level_63_rounds_at_the_home", {"today": "worse"}, {"family": ""}, [("family", "level-left-open")]),
    ],
)
def test_the_kind_of_visit_by_payer(name, choices, changes, found):
    assert wrong(marked(case_of(name, **choices), **changes)) == found
