"""The baseline: twelve cases of both roles, over with any share, asked for again after 30 and 90 days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sim.ground.errors import CleanClaimError
from sim.learn.course.choice.checks import begin
from sim.learn.course.choice.rechecks import COMING, DONE, DUE, MISSED, rechecks
from sim.learn.course.choice.way import Way
from sim.learn.course.plan import unit as units
from sim.learn.course.plan.shelf import shelf
from sim.learn.course.record.answers import Chosen
from sim.learn.exercises.competences import competence_of, competences
from tests.learn.course.course_answers import NINE, answer, past

SHELF = shelf()
BASELINE = SHELF.units["41_baseline"]
TRACK = SHELF.tracks["clinic"]


def way(days, today, score=0.6):
    """The course of somebody who worked a baseline on each of these days, counted from the first."""
    answers, chosen = [], [Chosen("choose_track", NINE.isoformat(timespec="microseconds"), {"track": "clinic"})]
    for day in days:
        at = (NINE + timedelta(days=day)).isoformat(timespec="microseconds")
        items = begin(BASELINE, past(*answers), SHELF)
        chosen.append(Chosen("begin_check", at, items))
        answers += [answer(name, variant, score, day) for name, variant in items["items"]]
    return Way(SHELF, past(*answers, chosen=tuple(chosen)), TRACK, NINE + timedelta(days=today))


def states(days, today):
    made = way(days, today)
    return [one.state for one in rechecks(BASELINE, made.checks, made.now)]


def test_twelve_cases_show_every_competence_of_both_roles():
    assert BASELINE.baseline and BASELINE.gate.items == len(BASELINE.exercises) == 12
    shown = {competence_of(skill) for name in BASELINE.exercises for skill in SHELF.exercises[name].skills}
    assert shown == set(competences())
    assert not [name for name in BASELINE.exercises if SHELF.exercises[name].task == "quick_check"]


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        ([], 5, []),
        ([0], 0, [COMING, COMING]),
        ([0], 29, [COMING, COMING]),
        ([0], 30, [DUE, COMING]),
        ([0, 31], 40, [DONE, COMING]),
        ([0, 12], 40, [DUE, COMING]),  # one between is practice: it is no re-check
        ([0], 90, [MISSED, DUE]),
        ([0, 95], 100, [MISSED, DONE]),
        ([0, 30, 90], 200, [DONE, DONE]),
    ],
)
def test_states_by_hand(days, today, expected):
    assert states(days, today) == expected


def test_days_and_shares_are_told():
    made = way([0, 30], 31)
    first = rechecks(BASELINE, made.checks, made.now)[0]
    assert (first.days, first.due, first.on, first.share) == (30, date(2026, 11, 4), date(2026, 11, 4), 0.6)


def test_it_comes_first_is_over_with_any_share_and_comes_again():
    new = way([], 0)
    assert (new.next.kind, new.next.unit, new.next.of) == ("check", BASELINE.name, 12)
    assert [one.kind for one in new.steps(BASELINE)] == ["check"]
    done = way([0], 1, score=0.0)
    assert BASELINE.name in done.passed and done.unit.name == "06_front_desk"
    assert done.next.kind == "lesson" and done.review.items == ()  # what was never taught does not come back
    again = way([0], 30)
    assert (again.next.kind, again.next.unit, again.next.is_done) == ("check", BASELINE.name, False)
    assert way([0, 30], 31).next.kind != "check"


def test_the_second_baseline_has_fresh_variants():
    made = way([0, 30], 31)
    first, second = (set(one.items) for one in made.checks)
    assert len(first) == len(second) == 12 and not first & second


def test_a_skill_that_was_met_before_is_kept_by_a_baseline():
    met = answer("coder_04_knee", 1, 1.0, -3, skills={"laterality": 1.0})
    made = way([0], 1, score=0.2)
    both = replace(made, past=past(met, *made.past.answers, chosen=made.past.chosen))
    assert "laterality" not in made.skills and both.skills["laterality"].last > met.moment


def test_days_out_of_order_are_told(tmp_path):
    file = tmp_path / "unit.toml"
    text = (SHELF.units["41_baseline"].path, "[30, 90]", "[90, 30]")
    with open(text[0], encoding="utf-8") as source:
        file.write_text(source.read().replace(text[1], text[2]), encoding="utf-8")
    with pytest.raises(CleanClaimError, match="each day later than the one before"):
        units.parse(file)
