"""A person's sheet: a new employee after the baseline, with evidence, costs, named errors and what comes next."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from sim.learn.course.choice.checks import begin
from sim.learn.course.choice.way import Way
from sim.learn.course.plan.shelf import shelf
from sim.learn.course.record.answer_marks import Judged
from sim.learn.course.record.answers import Chosen
from sim.manager.readiness.person import readiness_of
from sim.manager.readiness.rating import DEVELOPING, NOT_READY, NOT_SHOWN, READY
from sim.manager.readiness.thresholds import SPECIALIST, thresholds
from sim.manager.readiness.written import as_csv, recheck_words, text_lines
from tests.learn.course.course_answers import NINE, answer, past

SHELF, LIMITS = shelf(), thresholds()
BASELINE = SHELF.units["41_baseline"]
SIDE = Judged("wrong", "laterality", "wrong-side", 1, 0, 4100, 900)


def moment(day=0, minutes=0):
    return (NINE + timedelta(days=day, minutes=minutes)).isoformat(timespec="microseconds")


def way(*answers, today=1, track="clinic", answered=12):
    """Somebody's course: this many cases of the baseline answered at 60 %, then these answers."""
    items = begin(BASELINE, past(), SHELF)
    mine = [
        answer(name, variant, 0.6, skills=dict.fromkeys(SHELF.exercises[name].skills, 0.6), right=6, items=10)
        for name, variant in items["items"][:answered]
    ]
    chosen = (Chosen("begin_check", moment(), items),) if answered else ()
    made = past(*mine, *answers, chosen=chosen)
    return Way(SHELF, made, SHELF.tracks[track], NINE + timedelta(days=today))


def person(*answers, standard="", **more):
    return readiness_of(way(*answers, **more), "L-1", "Rosa Delgado-Synth", LIMITS, standard)


def competence(found, name):
    return next(one for one in found.competences if one.competence == name)


def right(name, day, **more):
    """Three right cases of a posting exercise."""
    return [answer(name, 50 + n, 1.0, day, skills={"posting": 1.0}, right=10, items=10, **more) for n in range(3)]


def test_after_the_baseline_every_competence_was_shown_once_and_what_comes_next_is_told():
    found = person()
    assert found.counts == {NOT_SHOWN: 0, NOT_READY: 0, DEVELOPING: 15, READY: 0}
    assert (found.right, found.items, found.accuracy) == (72, 120, 60.0)
    assert found.baseline.is_over and [one.state for one in found.baseline.again] == ["coming", "coming"]
    posting = competence(found, "B4")
    assert [one.percent for one in posting.cases] == [60.0] and posting.fresh == 1
    assert posting.why == "0 of 3 fresh cases at 95 % without help. Only 1 so far."
    assert [(one.kind, one.name) for one in posting.actions][0] == ("unit", "08_payments")
    fresh = posting.actions[-1]
    assert fresh.kind == "exercise" and fresh.name in SHELF.units["08_payments"].exercises and fresh.variant >= 1


def test_every_competence_that_is_asked_has_a_unit_and_a_case_that_counts_as_evidence():
    for track in ("clinic", "coder", "biller"):
        for one in person(track=track, answered=0).asked:
            unit, fresh = one.actions
            assert (unit.kind, fresh.kind) == ("unit", "exercise") and one.competence in SHELF.units[unit.name].can
            known = SHELF.exercises[fresh.name]
            assert known.task != "quick_check" and not known.steps_at(fresh.variant)


def test_three_right_cases_are_ready_and_ask_for_nothing_more():
    posting = competence(person(*right("posting_03_a_denied_line", 1), today=2), "B4")
    assert posting.rating == READY and posting.actions == () and posting.accuracy == 100.0
    assert [one.variant for one in posting.cases] == [50, 51, 52]


def test_a_named_error_has_its_cost_its_drill_and_its_day():
    wrong = [
        answer(
            "coder_04_knee",
            60 + n,
            0.5,
            1,
            skills={"laterality": 0.0},
            marks=(SIDE,),
            owed_not_paid_amount=4100,
            paid_not_supported_amount=900,
        )
        for n in range(2)
    ]
    found = person(*wrong, today=2)
    codes = competence(found, "C2")
    assert (codes.owed_not_paid_amount, codes.paid_not_supported_amount) == (8200, 1800)
    assert (found.owed_not_paid_amount, found.paid_not_supported_amount) == (8200, 1800)
    assert [(one.error, one.times, one.is_corrected) for one in codes.mistakes] == [("wrong-side", 2, False)]
    assert ("drill", "wrong-side") in [(one.kind, one.name) for one in codes.actions]
    assert competence(found, "C3").mistakes == ()


def test_the_track_says_what_is_asked_and_to_what_somebody_is_held():
    coder = person(track="coder")
    assert [one.competence for one in coder.asked] == [f"C{n}" for n in range(1, 9)]
    assert competence(coder, "B4").actions == () and competence(coder, "B4").fresh == 1
    assert (person().bar, person(track="advanced").bar, person(standard=SPECIALIST).bar) == (95, 97, 97)


@pytest.mark.parametrize("track", ["clinic", "coder", "biller"])
def test_a_competence_that_no_unit_of_the_track_trains_is_told_so(track):
    """Else somebody could end the track and wonder why it is not shown yet."""
    found = person(track=track, answered=0)
    units = SHELF.of_track(SHELF.track(track))
    trained = {name for unit in units if not unit.baseline for name in unit.can}
    told = {one.competence for one in found.competences if "no unit of this track trains it" in one.why}
    assert told == {one.competence for one in found.asked} - trained
    assert bool(told) == (track == "clinic")


@pytest.mark.parametrize(
    ("answered", "said"), [(0, "not begun"), (5, "5 of 12 cases answered"), (12, "Oct 5, 2026: 60 % of 12 cases")]
)
def test_the_baseline_is_told(answered, said):
    assert any(said in line for line in text_lines(person(answered=answered)))


def test_re_checks_are_told_with_their_days():
    again = person(today=35).baseline.again
    assert [recheck_words(one) for one in again] == ["Day 30: due since Nov 4, 2026", "Day 90: due Jan 3, 2027"]


def test_as_plain_data_and_as_a_file_that_no_spreadsheet_runs():
    found = replace(person(), name="=HYPERLINK(1)")
    data = found.as_dict()
    assert data["competences"][0]["cases"][0]["exercise"] and data["counts"]["developing"] == 15
    rows = list(csv.DictReader(io.StringIO(as_csv([found]).decode("utf-8-sig"))))
    assert len(rows) == 15 and {row["Name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert rows[0]["Rating"] == "developing" and rows[0]["Re-checks"].startswith("Day 30: due Nov 4, 2026")
