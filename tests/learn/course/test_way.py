"""The way of a learner from an empty home: lesson, worked example, exercises, check, and the review of the next day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sim.clinic.visits.case import trap_for
from sim.ground.errors import CleanClaimError
from sim.learn.course.choice import deeds
from sim.learn.course.choice.checks import begin, checks, items_for
from sim.learn.course.choice.drills import begin as begin_drill
from sim.learn.course.choice.drills import drills, wanted
from sim.learn.course.choice.way import way
from sim.learn.course.plan.shelf import shelf
from sim.learn.course.record.answer_marks import Judged
from sim.learn.course.record.answers import Chosen
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import task_of
from tests.learn.course.course_answers import NINE, answer, past

LEARNER = "L-17"
SHELF = shelf()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def now(days=0):
    return datetime.now().astimezone() + timedelta(days=days)


def at(store, days=0):
    return way(store, LEARNER, now(days))


def work(store, step):
    """Open a step's case as its link does, and answer it rightly."""
    name, variant = step.item
    desk = exercise(name).desk
    act(store, LEARNER, "open_item", {"exercise": name, "variant": variant}, desk)
    if step.kind == "example":
        return act(store, LEARNER, "example", {}, desk)
    case = draw(name, variant)
    return act(store, LEARNER, "submit", {"answer": task_of(case.exercise.task).key(case)}, desk)


def test_a_first_hour_and_the_next_day(store):
    begun = at(store)
    assert begun.past.is_new and (begun.next.kind, begun.next.unit) == ("lesson", "01_coder_desk")
    kinds = []
    deeds.do(store, LEARNER, "read_lesson", "01_coder_desk", now())
    while (step := at(store).next).kind != "check":
        kinds.append(step.kind)
        work(store, step)
    assert kinds == ["example", *["exercise"] * 4]
    check = deeds.do(store, LEARNER, "begin_check", "01_coder_desk", now()).next
    assert (check.kind, check.number, check.of) == ("check", 1, 8)
    seen = [check.item]
    while not at(store).checks[-1].is_over:
        work(store, at(store).next)
        seen.append(at(store).next.item)
    assert at(store).unit.name == "14_proof_in_the_record" and at(store).checks[-1].share == 1.0
    assert at(store).review.items == ()
    tomorrow = at(store, 1)
    assert tomorrow.next.kind == "review" and tomorrow.review.skills
    answered = {one.case[:2] for one in tomorrow.past.answers}
    assert not answered & set(tomorrow.review.items)


def checked(scores, alone=True):
    """A check of the first unit whose items were answered so."""
    unit = SHELF.units["01_coder_desk"]
    begun = Chosen("begin_check", NINE.isoformat(timespec="microseconds"), begin(unit, past(), SHELF))
    rows = zip(begun.data["items"], scores, strict=False)
    made = [answer(name, variant, score, is_alone=alone) for (name, variant), score in rows]
    return checks(past(*made, chosen=(begun,)), SHELF)[-1]


def test_a_check_with_help_mistakes_or_gaps_is_not_passed():
    assert checked([1.0] * 8).is_passed and checked([0.85] * 8).is_passed
    assert not checked([0.84] * 8).is_passed
    assert not checked([1.0] * 7).is_over and not checked([1.0] * 7).is_passed
    assert not checked([1.0] * 8, alone=False).is_passed


def test_the_next_check_has_other_items_and_none_that_was_seen():
    unit = SHELF.units["16_visit_beside_a_procedure"]
    first = items_for(unit, past(), SHELF)
    seen = past(*(answer(name, variant) for name, variant in first))
    second = items_for(unit, seen, SHELF)
    assert len(first) == len(set(first)) == len(second) == unit.gate.items and not set(first) & set(second)
    quick = [item for item in first if SHELF.exercises[item.exercise].task == "quick_check"]
    assert len(quick) <= len(first) / 3


def mistaken(name, variant, error, **more):
    return answer(name, variant, 0.5, marks=(Judged("wrong", "units", error, 1, 0, 900, 0),), **more)


def test_a_mistake_made_twice_calls_for_its_drill():
    once = [mistaken("coder_04_knee", 1, "wrong-units")]
    assert wanted(past(*once), SHELF) is None
    twice = past(*once, mistaken("coder_09_lesions", 2, "wrong-units"))
    assert wanted(twice, SHELF).error == "wrong-units"
    assert wanted(replace(twice, over=frozenset()), SHELF) is None  # an open case: naming it would answer it
    begun = Chosen(
        "begin_drill", (NINE + timedelta(minutes=9)).isoformat(timespec="microseconds"), drill("wrong-units")
    )
    later = replace(twice, chosen=(begun,))
    assert len(drills(later, SHELF)[-1].left) == 5 and wanted(later, SHELF) is None
    again = [mistaken("coder_04_knee", n, "wrong-units") for n in range(20, 30)]
    assert wanted(past(*twice.answers, *again, chosen=(begun,)), SHELF).error == "wrong-units"


def drill(error):
    return begin_drill(error, past(), SHELF)


def test_a_drill_shows_the_mistake_in_each_of_its_five_cases():
    items = drill("missing-modifier-25")["items"]
    assert len({tuple(item) for item in items}) == 5
    for name, variant in items:
        case = draw(name, variant)
        assert trap_for(case.scenario, case.row, "missing-modifier-25") is not None
    scenarios = [draw(*item).scenario.name for item in items]
    assert all(one != other for one, other in zip(scenarios, scenarios[1:], strict=False))


def test_a_track_is_chosen_and_what_is_not_there_is_refused(store):
    chosen = deeds.do(store, LEARNER, "choose_track", "biller", now())
    assert chosen.track.role == "biller" and chosen.unit.name == "06_front_desk"
    for kind, name in (("choose_track", "nurse"), ("begin_check", "99"), ("begin_drill", "sloth"), ("fly", "x")):
        with pytest.raises(CleanClaimError):
            deeds.do(store, LEARNER, kind, name, now())
    assert at(store).track.role == "biller" and len(at(store).past.chosen) == 1


def test_every_exercise_stands_in_one_unit_at_most_and_every_track_can_be_walked():
    books = SHELF
    named = [name for one in books.units.values() if not one.baseline for name in one.exercises]
    assert len(named) == len(set(named)) and set(named) <= set(books.exercises)
    for name in ("coder", "biller", "both_roles"):
        track = books.tracks[name]
        assert len(track.unit_names) == 16 and len(books.of_track(track)) == 16
        assert sum(one.minutes for one in books.of_track(track)) == 60 * track.hours == 4800
