"""One result for each learner and item: attempts, late policy, overrides, dropped items."""

from datetime import UTC, datetime

import pytest

from sim.classroom.assignments.assigned import assign
from sim.classroom.assignments.assignment import from_content
from sim.classroom.marking.results import results, totals
from sim.classroom.records.classes import class_of, new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member

NOW = datetime(2026, 12, 20, tzinfo=UTC)
CONTENT = {
    "title": "Week 3",
    "mode": "homework",
    "due": datetime(2000, 1, 1),  # long over: what is handed in by a test is late by the most
    "late": {"percent_per_day": 10, "most_percent": 40},
    "attempts": 2,
    "item": [{"exercise": "coder_04_knee"}, {"exercise": "coder_01_throat", "weight": 2}],
}


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, "billing_101")
    return made


def hand_in(records, one, item, attempt, share):
    """An attempt with its marks, as a grading process leaves them."""
    place = {"class_name": "billing_101", "assignment": "week_3", "learner": one.learner, "exercise": f"week_3.{item}"}
    row = records.store.append([("attempts", {**place, "desk": "coder", "variant": attempt, "answer": {}})])[0]
    if share is not None:
        marked = {"attempt_id": row["id"], "learner": one.learner, "exercise": f"week_3.{item}"}
        records.store.append([("marks", {**marked, "points": 1.0, "earned": share, "marks": {}})])
    return row["id"]


def shown(found):
    return {(one.learner, one.item): one for one in found}


def test_the_best_attempt_counts_after_the_late_policy(records):
    given = assign(records, "billing_101", from_content(CONTENT, "week_3", "week_3"))
    one, other = (add_member(records, "billing_101", name) for name in ("Ann-Synth", "Bo-Synth"))
    hand_in(records, one, 1, 1, 0.5)
    hand_in(records, one, 1, 2, 1.0)
    hand_in(records, other, 2, 1, None)
    found = shown(results(records, class_of(records, "billing_101"), given, NOW))
    best = found[one.learner, 1]
    assert (best.counted.number, best.counted.late_percent, best.is_late) == (2, 40, True)
    assert best.earned == pytest.approx(given.items[0].points * 0.6)
    assert (found[one.learner, 2].state, found[other.learner, 2].state) == ("not opened", "saved")
    assert totals(found.values())[one.learner] == (
        pytest.approx(best.earned),
        given.items[0].points + given.items[1].points,
    )


def test_an_override_stands_as_it_was_said_and_a_dropped_item_counts_for_nobody(records):
    given = assign(records, "billing_101", from_content(CONTENT, "week_3", "week_3"))
    one = add_member(records, "billing_101", "Ann-Synth")
    attempt = hand_in(records, one, 1, 1, 0.2)
    records.store.override(attempt, "instructor", "her reading is defensible", 6.0)
    made = class_of(records, "billing_101")
    found = shown(results(records, made, given, NOW))[one.learner, 1]
    assert (found.earned, found.counted.override, found.counted.why) == (6.0, 6.0, "her reading is defensible")
    ruling = {"item": "week_3.1", "what": "drop", "who": "instructor", "why": "ambiguous"}
    records.add("rulings", class_name="billing_101", assignment="week_3", **ruling)
    dropped = shown(results(records, made, given, NOW))[one.learner, 1]
    assert (dropped.most, dropped.earned, dropped.is_dropped) == (0.0, 0.0, True)
