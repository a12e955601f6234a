"""Readiness of a class: its instructor sees everybody's evidence from practice, and each look is written down. That the
pages are closed to learners, test_class_roster.py tries for every page.
"""

import csv
import io

import pytest
from class_stand import Stand

from sim.classroom.privacy.views import views
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.learn.course.choice import deeds
from sim.learn.course.choice.way import way
from sim.learn.desk.learner_desk import act
from sim.learn.desk.seat import Seat, seated
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import task_of
from sim.ui.desks.moments import here_and_now

CLASS = "new_hires"


@pytest.fixture
def stand(tmp_path):
    records = Records.at(tmp_path)
    for name in (CLASS, "other"):
        new_class(records, name, "New <hires>")
    made = Stand(records)
    yield made
    made.close()


def started(records, learner, count):
    """The clinic's track, and so many cases of the baseline answered rightly."""
    store, now = records.store, here_and_now(records.store)
    with seated(Seat(learner, CLASS)):
        deeds.do(store, learner, "choose_track", "clinic", now)
        made = deeds.do(store, learner, "begin_check", "41_baseline", now)
        for name, variant in made.checks[-1].items[:count]:
            desk = exercise(name).desk
            act(store, learner, "open_item", {"exercise": name, "variant": variant}, desk)
            case = draw(name, variant)
            act(store, learner, "submit", {"answer": task_of(case.exercise.task).key(case)}, desk)
    return way(store, learner, now)


def test_the_table_the_sheet_and_the_file_say_the_same_and_looks_are_kept(stand):
    records = stand.records
    teacher = add_member(records, CLASS, "Dana Whitfield-Synth", role="instructor")
    rosa, ben = (add_member(records, CLASS, name) for name in ("Rosa <b>Delgado-Synth", "=Ben Okafor-Synth"))
    stranger = add_member(records, "other", "Kim Lee-Synth")
    first = started(records, rosa.learner, 1).checks[-1].items[0]
    page = stand.visitor(teacher)
    table = page.get("/class/readiness").text
    assert "Rosa &lt;b&gt;Delgado-Synth" in table and "<b>Delgado" not in table and "Not shown yet" in table
    assert "1 of 12 cases" in table and "Developing" in table and "not begun" in table
    sheet = page.get(f"/class/readiness/{rosa.learner}?standard=specialist").text
    assert "at 97 % without help" in sheet and exercise(first.exercise).title in sheet and "100 %" in sheet
    assert "assumption" in sheet and 'role="img"' in sheet
    file = page.get("/class/readiness.csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert len(rows) == 30 and {row["Name"] for row in rows} == {"Rosa <b>Delgado-Synth", "'=Ben Okafor-Synth"}
    assert {row["Rating"] for row in rows if "Rosa" in row["Name"]} == {"developing", "not shown yet"}
    seen = [(view.who, view.what, view.learner) for view in views(records, CLASS)]
    assert sorted(seen) == sorted(
        [
            (teacher.learner, "readiness", rosa.learner),
            (teacher.learner, "readiness", ben.learner),
            (teacher.learner, "readiness sheet", rosa.learner),
        ]
    )
    assert page.get(f"/class/readiness/{stranger.learner}").status == 404


def test_a_class_of_nobody_has_an_empty_table(stand):
    page = stand.visitor(add_member(stand.records, CLASS, "Dana Whitfield-Synth", role="instructor"))
    assert "0 people by competence" in page.get("/class/readiness").text
