"""Statistics, disputes, overrides and regrading over real, graded work, from the command line."""

import json
from dataclasses import replace

import pytest

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.seats import seat_of
from sim.classroom.disputes.disputes import dispute, regrade_ruled, rule
from sim.classroom.disputes.overrides import override
from sim.classroom.disputes.regrade import regrade
from sim.classroom.marking.results import results
from sim.classroom.privacy.views import views
from sim.classroom.records.classes import class_of
from sim.classroom.records.trail import trail
from sim.classroom.statistics.class_answers import chance_of, statistics_of
from sim.cli import main
from sim.ground.errors import CleanClaimError
from tests.classroom.worked_class import CLASS, NOW, WORK, hand_in, learners_of, with_59, worked_class


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Four learners: two put 59 on the first line, one is right, one did nothing."""
    folder = tmp_path_factory.mktemp("class")
    records = worked_class(folder)
    people = learners_of(records)
    attempts = [hand_in(records, people[0], 1, with_59), hand_in(records, people[1], 1, with_59)]
    attempts.append(hand_in(records, people[2], 1))
    hand_in(records, people[2], 2)
    return folder, records, people, attempts


@pytest.fixture
def told(house, monkeypatch, capsys):
    monkeypatch.setattr("sim.ground.database.work_folder", lambda: house[0])  # the codes stay where they are
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)

    def run(*arguments, code=0, is_json=True):
        assert main(["class", *arguments, *["--json"] * is_json]) == code
        out, error = capsys.readouterr()
        return error if code else json.loads(out) if is_json else out

    return run


def of(house):
    records = house[1]
    made, given = class_of(records, CLASS), assignment_of(records, CLASS, WORK)
    return {(one.learner, one.item): one for one in results(records, made, given, NOW)}


def test_statistics_of_real_work(house, told):
    folder, records, people, attempts = house
    found = statistics_of(records, class_of(records, CLASS), assignment_of(records, CLASS, WORK), NOW)
    assert [(one.number, one.learners) for one in found.items] == [(1, 3), (2, 1)]
    assert found.items[0].figures["facility"].value < 100 == found.items[1].figures["facility"].value
    who = {learner for one in found.misconceptions for learner in one.learners}
    assert who == {people[0].learner, people[1].learner}
    assert all(one.of == 3 and one.entered == "59" and one.competence for one in found.misconceptions)
    document = told("statistics", CLASS, WORK)
    assert document["learners"] == 3 and "100 cov" in document["formulas"]["discrimination_index"]["formula"]
    text = told("statistics", CLASS, WORK, is_json=False)
    for words in (
        "Facility: ",
        "= mean(x) / points of the item",
        "of 3 had 59: ",
        "Learner 00 Ames-Synth",
        "owed and not paid",
    ):
        assert words in text, text


def test_what_guessing_earns():
    assert 0.1 < chance_of("drill_03_modifiers") < 0.5
    assert chance_of("coder_04_knee") is None and chance_of("no_such_exercise") is None


def test_grading_again_changes_nothing_until_the_program_does(house, told, monkeypatch):
    folder, records, people, attempts = house
    assert told("regrade", CLASS, WORK, "--dry-run") | {"class": ""} == {
        "class": "",
        "assignment": WORK,
        "dry_run": True,
        "looked_at": 4,
        "changes": [],
    }

    def items_of(learner):
        one = next(one for one in people if one.learner == learner)
        return {
            name: replace(item, patient="another") for name, item in seat_of(records, one, WORK, NOW).exercises.items()
        }

    moved = regrade(records, CLASS, WORK, items_of)
    assert {one.why_not for one in moved.changes} == {"the case is no longer drawn as the learner saw it"}
    monkeypatch.setattr("sim.learn.grading.service_differences.MODIFIER_SHARE", 0.25)
    changed = told("regrade", CLASS, WORK, "--dry-run")["changes"]
    assert {one["attempt_id"] for one in changed} == set(attempts[:2]) and all(
        one["new"] > one["old"] for one in changed
    )
    assert len(records.store.rows("marks", attempt_id=attempts[0])) == 1
    assert "2 would change" in told("regrade", CLASS, WORK, "--dry-run", is_json=False)


def test_a_dispute_is_listed_ruled_and_seen_in_the_results(house, told, monkeypatch):
    folder, records, people, attempts = house
    marks = records.store.rows("marks", attempt_id=attempts[0])[-1]["marks"]["marks"]
    place = next(n for n, mark in enumerate(marks) if mark["where"].endswith("modifiers"))
    before = of(house)[people[0].learner, 1]
    one = dispute(records, CLASS, people[0].learner, attempts[0], place, "59 tells that it is separate.")
    listed = told("dispute", "list", CLASS)["disputes"][0]
    assert (listed["number"], listed["answer"]) == (one.number, "59")
    assert listed["disputes"][0]["name"] == "Learner 00 Ames-Synth" and listed["message"]
    assert told("dispute", "list", CLASS)["disputes"]  # seen again
    seen = [view.what for view in views(records, CLASS, people[0].learner)]
    assert seen.count(f"disputed mark {one.number}") == 1
    dry = told("dispute", "rule", CLASS, str(one.number), "accept")
    assert not dry["is_ruled"] and "applies to" in dry["applies_to"]
    done = told("dispute", "rule", CLASS, str(one.number), "accept", "--why", "Either is accepted.")
    assert done["is_ruled"] and done["regraded"][0]["new"] == 1.0
    after = of(house)[people[0].learner, 1]
    assert before.earned < after.earned == after.most
    assert told("dispute", "list", CLASS)["disputes"] == []
    assert "Either is accepted." in told("dispute", "list", CLASS, "--all", is_json=False)
    assert told("regrade", CLASS, WORK, "--dry-run")["changes"] == [], "a ruling stays in force"
    monkeypatch.setattr("sim.learn.grading.service_differences.MODIFIER_SHARE", 0.25)
    done = told("regrade", CLASS, WORK)
    assert not done["dry_run"] and attempts[0] not in {one["attempt_id"] for one in done["changes"] if one["new"] < 1}
    assert told("regrade", CLASS, WORK)["changes"] == []
    assert regrade_ruled(records, CLASS, WORK, f"{WORK}.1") == ()


def test_an_override_counts_and_is_noted(house, told):
    folder, records, people, attempts = house
    done = told("override", CLASS, WORK, "1", "--for", "S-2", "--points", "3", "--why", "was told another rule")
    assert done["points"] == 3 and of(house)[people[2].learner, 1].earned == 3
    assert trail(records, CLASS, what="marks overridden")[0].details["why"] == "was told another rule"
    for points in ("-1", "99", "nan"):
        assert "the points of the item" in told(
            "override", CLASS, WORK, "1", "--for", "S-2", f"--points={points}", "--why", "x", code=2
        )
    assert "nothing of Learner 03" in told(
        "override", CLASS, WORK, "1", "--for", "S-3", "--points", "3", "--why", "x", code=2
    )
    with pytest.raises(CleanClaimError):
        override(records, CLASS, attempts[2], 3, "Rosa", " ")


def test_a_dropped_item_counts_for_nobody(house, told):
    folder, records, people, attempts = house
    marks = records.store.rows("marks", attempt_id=attempts[1])[0]["marks"]["marks"]
    place = next(n for n, mark in enumerate(marks) if mark["where"].endswith("modifiers"))
    found = records.rows("disputes", class_name=CLASS)
    number = found[0]["number"] if found else dispute(records, CLASS, people[1].learner, attempts[1], place, "x").number
    rule(records, CLASS, number, "drop", "Rosa", "Two keys are right.")
    assert all(one.most == 0 and one.is_dropped for (_, item), one in of(house).items() if item == 1)
    assert [item["number"] for item in told("statistics", CLASS, WORK)["items"]] == [2]


def test_what_is_not_there_is_said_in_one_line(told):
    assert "no dispute 99" in told("dispute", "rule", CLASS, "99", "keep", code=2)
    assert "no assignment 'week_9'" in told("statistics", CLASS, "week_9", code=2)
