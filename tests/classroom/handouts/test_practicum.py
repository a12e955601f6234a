"""The practicum pack: hours by their stated formula, work as it was marked, a letter that claims nothing."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.learn.course.record.hours import LONGEST_GAP, Step, hours, hours_of
from sim.classroom.handouts.practicum import pack
from sim.classroom.records.classes import class_of
from sim.classroom.records.roster import add_member
from sim.classroom.records.trail import trail
from sim.cli import main
from tests.classroom.worked_class import CLASS, NOW, hand_in, learners_of, with_59, worked_class

NINE = datetime(2026, 10, 5, 9, tzinfo=UTC)


def at(seconds, desk="coder"):
    return Step(NINE + timedelta(seconds=seconds), desk)


def test_a_gap_of_five_minutes_counts_and_one_more_second_does_not():
    assert [line.seconds for line in hours([at(0), at(300)], UTC)] == [300]
    assert [line.seconds for line in hours([at(0), at(301)], UTC)] == [0]


def test_a_gap_belongs_to_the_desk_it_begins_with():
    found = hours([at(0), at(60, "front"), at(180, "coder")], UTC)
    assert [(line.desk, line.seconds, line.steps) for line in found] == [("coder", 60, 2), ("front", 120, 1)]


def test_days_are_those_of_the_class():
    late = [Step(datetime(2026, 10, 6, 3, minute, tzinfo=UTC), "coder") for minute in (58, 59)]
    assert [line.day.isoformat() for line in hours(late, ZoneInfo("America/New_York"))] == ["2026-10-05"]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 100_000), max_size=40))
def test_never_more_than_from_first_to_last(seconds):
    found = sum(line.seconds for line in hours(map(at, seconds), UTC))
    most = max(seconds) - min(seconds) if seconds else 0
    assert 0 <= found <= min(most, max(len(seconds) - 1, 0) * LONGEST_GAP.total_seconds())


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    records = worked_class(folder, 2)
    one = next(one for one in learners_of(records) if one.learner == "L-0")
    hand_in(records, one, 1, with_59)
    hand_in(records, one, 2)
    place = {"learner": "L-0", "class_name": CLASS, "desk": "coder", "kind": "draft", "data": {}}
    for minute in (0, 4, 30, 31):
        records.store.add({**place, "at": f"2026-11-02T14:{minute:02}:00+00:00"})
    records.store.add({**place, "class_name": "other", "at": "2026-11-02T14:02:00+00:00"})
    records.store.add({**place, "kind": "marked", "at": "2026-11-02T14:32:00+00:00"})
    records.change("roster", {"learner": "L-0"}, name="<b onclick=x>Ames</b>")
    return folder, records, next(one for one in learners_of(records) if one.learner == "L-0")


def test_hours_are_of_this_class_and_not_of_the_grader(house):
    folder, records, one = house
    found = hours_of(records.store, one.learner, class_of(records, CLASS).zone, CLASS)
    assert [(line.seconds, line.steps) for line in found] == [(5 * 60, 4)]


def test_products_are_the_marked_answers(house):
    folder, records, one = house
    made = pack(records, class_of(records, CLASS), one, NOW)
    assert [(each.work, each.item[:2]) for each in made.products] == [("Week 3", "1."), ("Week 3", "2.")]
    assert 0 < made.products[0].score < 1 == made.products[1].score
    assert made.products[0].answer["services"][0]["modifiers"] == ["59"]
    assert made.worked_on and max(made.worked_on.values()) <= len(made.products)


def test_the_page_from_the_command_line(house, tmp_path, monkeypatch, capsys):
    folder, records, one = house
    monkeypatch.setattr("sim.ground.database.work_folder", lambda: folder)  # the codes stay where they are
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    assert main(["class", "practicum", CLASS, "S-0", "--out", str(tmp_path / "pack"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["seconds"] == 300 and document["products"] == 2 and "at most 5 minutes" in document["formula"]
    page = next((tmp_path / "pack").iterdir()).read_text(encoding="utf-8")
    for words in ("Verify with your program", "synthetic", "no protected health information", document["formula"]):
        assert words in page
    assert "<b onclick" not in page and "&lt;b onclick" in page and "src=" not in page and "<script" not in page
    assert trail(records, CLASS, what="practicum pack written")[-1].about == "L-0"


def test_an_instructor_has_no_pack_and_a_newcomer_an_empty_one(house, tmp_path, monkeypatch, capsys):
    folder, records, one = house
    monkeypatch.setattr("sim.ground.database.work_folder", lambda: folder)  # the codes stay where they are
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    add_member(records, CLASS, "Ida Instructor", role="instructor", who="me")
    assert main(["class", "practicum", CLASS, "Ida Instructor", "--out", str(tmp_path)]) == 2
    assert "is an instructor" in capsys.readouterr().err
    assert main(["class", "practicum", CLASS, "S-1", "--out", str(tmp_path)]) == 0
    page = next(tmp_path.iterdir()).read_text(encoding="utf-8")
    assert "No steps were saved" in page and "Nothing was marked yet." in page
