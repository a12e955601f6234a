"""A ruling is seen at the learner's desk with its reason, and reaches work that is marked after it was made."""

from sim.classroom.assignments.seats import seat_of
from sim.classroom.disputes.disputes import dispute, rule
from sim.classroom.disputes.entries import case_of as case_words
from sim.classroom.disputes.entries import entry_of, is_wrong
from sim.classroom.marking.queue import Queue, mark_pending
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ground.database import Database
from sim.learn.desk.learner_desk import current
from sim.learn.desk.marking import graded
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw_from
from sim.learn.tasks.contract import task_of
from tests.classroom.marking.test_queue import BEFORE, at_desk, in_class


def wrong_answer(records, one):
    """(case, the key with modifier 59 on its first line, its marks) at the first item."""
    item = seat_of(records, one, "week_1", BEFORE).exercises["week_1.1"]
    case = draw_from(item, 1)
    answer = task_of(item.task).key(case)
    answer["services"][0]["modifiers"] = ["59"]
    return case, answer, graded(case, answer)[1].as_dict("key")["marks"]


def at(records, one):
    with seated(seat_of(records, one, "week_1", BEFORE)):
        return current(records.store, one.learner, "coder")


def test_the_desk_shows_the_new_mark_and_work_that_comes_later_is_reached(tmp_path):
    records = in_class(Records(Database(tmp_path)))
    first, second = (add_member(records, "spring", name) for name in ("Ann Synth", "Ben Synth"))
    _, answer, marks = wrong_answer(records, first)
    place = next(place for place, mark in enumerate(marks) if is_wrong(mark))
    at_desk(records, first, "submit", answer)
    mark_pending(Queue(records, "g"), BEFORE)
    before = at(records, first).submitted[-1]
    one = dispute(records, "spring", first.learner, before["attempt_id"], place, "59 is on the claim form.")
    rule(records, "spring", one.number, "accept", "Rosa", "Either is accepted.")
    after = at(records, first).submitted[-1]
    assert before["result"]["score"] < after["result"]["score"] == 1.0
    assert after["result"]["marks"][place]["message"] == "Accepted by the instructor: Either is accepted."

    case, answer, marks = wrong_answer(records, second)
    place = next(place for place, mark in enumerate(marks) if is_wrong(mark))
    entry = entry_of(marks[place], answer)
    where = {"item": "week_1.1", "place": entry.place, "value": entry.value, "key_value": entry.key}
    words = case_words({"scenario": case.row["scenario"], "draws": {"choices": case.row["choices"]}})
    ruling = {"what": "accept", "who": "Rosa", "why": "As before.", "case_name": words}
    records.add("rulings", class_name="spring", assignment="week_1", **where, **ruling)
    at_desk(records, second, "submit", answer)
    mark_pending(Queue(records, "g"), BEFORE)
    assert at(records, second).submitted[-1]["result"]["score"] == 1.0
    attempt = at(records, second).submitted[-1]["attempt_id"]
    assert [row["earned"] < row["points"] for row in records.store.rows("marks", attempt_id=attempt)] == [True, False]
