"""A class of learners at one assignment: each has a case of her own, kept apart from practice, within its times."""

from datetime import UTC, datetime, timedelta

import pytest

from sim.classroom.assignments.assigned import assign
from sim.classroom.assignments.assignment import from_content
from sim.classroom.assignments.seats import practice_seat, seat_of
from sim.classroom.assignments.times import extend, opened
from sim.classroom.records.classes import class_of, new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise, exercises
from sim.ui.desks.session import Session

NOW = datetime(2026, 12, 5, 15, tzinfo=UTC)
CONTENT = {
    "title": "Week 3",
    "mode": "homework",
    "opens": datetime(2026, 12, 1, 8),
    "due": datetime(2026, 12, 8, 23, 59),
    "item": [{"exercise": "coder_04_knee"}, {"exercise": "coder_01_throat"}],
}


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, "billing_101", time_zone="America/Chicago")
    assign(made, "billing_101", from_content(CONTENT, "week_3", "week_3.toml"))
    return made


@pytest.fixture
def two(records):
    return [add_member(records, "billing_101", f"Learner {name}-Synth") for name in "AB"]


def charts(seat):
    with seated(seat):
        return [
            (case.patient["patient_key"], case.row["choices"], str(case.documents_when(False)))
            for case in map(draw, exercises())
        ]


def test_each_learner_has_cases_of_her_own_and_the_same_ones_again(records, two):
    first, second = (charts(seat_of(records, one, "week_3", NOW)) for one in two)
    assert first != second
    assert first == charts(seat_of(records, two[0], "week_3", NOW))


def test_within_an_assignment_there_are_its_items_only(records, two):
    with seated(seat_of(records, two[0], "week_3", NOW)):
        assert list(exercises()) == ["week_3.1", "week_3.2"]
        with pytest.raises(CleanClaimError, match="no item"):
            exercise("coder_04_knee")
    assert exercise("coder_04_knee").name == "coder_04_knee"


def test_nothing_of_it_is_seen_before_it_opens(records, two):
    early = seat_of(records, two[0], "week_3", datetime(2026, 12, 1, 13, 59, tzinfo=UTC))
    assert not early.exercises
    assert early.why_not == "Opens Dec 1, 2026, 8:00 AM."
    assert seat_of(records, two[0], "week_3", datetime(2026, 12, 1, 14, tzinfo=UTC)).exercises


def test_after_it_closes_nothing_is_accepted_unless_extended(records, two):
    late = datetime(2026, 12, 9, 6, 0, tzinfo=UTC)
    assert seat_of(records, two[0], "week_3", late).why_not.startswith("Closed Dec 8, 2026, 11:59 PM")
    made, given = class_of(records, "billing_101"), from_content(CONTENT, "week_3", "week_3.toml")
    extend(records, made, given, two[0], "instructor", "was ill", due=datetime(2026, 12, 12, 12))
    assert not seat_of(records, two[0], "week_3", late).why_not
    assert seat_of(records, two[1], "week_3", late).why_not


def test_minutes_run_from_the_first_look(records, two):
    given = assign(records, "billing_101", from_content({**CONTENT, "minutes": 30}, "quiz", "quiz.toml"))
    assert not seat_of(records, two[0], "quiz", NOW).why_not
    opened(records, given, two[0], "quiz.1", 1, NOW)
    opened(records, given, two[0], "quiz.1", 1, NOW + timedelta(minutes=10))
    assert len(records.rows("openings")) == 1
    assert not seat_of(records, two[0], "quiz", NOW + timedelta(minutes=30)).why_not
    over = seat_of(records, two[0], "quiz", NOW + timedelta(minutes=31)).why_not
    assert over == "The 30 minutes are over. Nothing more can be handed in."
    assert not seat_of(records, two[1], "quiz", NOW + timedelta(minutes=31)).why_not


def test_assigned_work_and_practice_do_not_mix(records, two):
    store = records.store
    with seated(seat_of(records, two[0], "week_3", NOW)):
        view = Session("coder", store=store).act("hello", {"learner": "somebody", "exercise": "week_3.1", "case": ""})
        assert view["case"].startswith("week_3.1/")
    with seated(practice_seat(two[0])):
        view = Session("coder", store=store).act("hello", {"learner": "", "exercise": "", "case": ""})
        assert view["case"].startswith("coder_01")
    assert {row["learner"] for row in store.events()} == {two[0].learner}
    assert {row["assignment"] for row in store.events()} == {"week_3", None}


def test_nothing_entered_is_not_handed_in_and_next_leads_through_the_assignment(records, two):
    store = records.store
    with seated(seat_of(records, two[0], "week_3", NOW)):
        session = Session("coder", store=store)
        view = session.act("hello", {"learner": "", "exercise": "week_3.1", "case": ""})
        assert view["onward"] == {}
        about = {"case": view["case"], "seq": 1, "page": "p", "base": None}
        with pytest.raises(CleanClaimError, match="Nothing was entered"):
            session.act("submit", {**about, "answer": {"diagnoses": [], "services": []}})
        assert not store.rows("attempts")
        line = {"code": "99213", "modifiers": "", "units": "1", "pointers": "A"}
        given = {"diagnoses": [{"code": "I10"}], "services": [line], "flags": []}
        view = session.act("submit", {**about, "answer": given})
        assert view["onward"] == {"role": "coder", "exercise": "week_3.2", "assignment": "week_3"}
        session = Session("coder", store=store)
        view = session.act("hello", {"learner": "", "exercise": "week_3.2", "case": ""})
        view = session.act("submit", {**about, "case": view["case"], "answer": given})
        assert view["onward"] == {"results": "week_3"}
