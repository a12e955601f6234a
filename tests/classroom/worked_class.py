"""A class whose learners hand in real work: cases of their own, answers graded by the program."""

from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assign, assignment_of
from sim.classroom.assignments.assignment import from_content
from sim.classroom.assignments.seats import seat_of
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import enter_roster, members
from sim.learn.desk.marking import graded, told
from sim.learn.desk.submission import chart
from sim.learn.exercises.case import draw_from
from sim.learn.tasks.contract import task_of

CLASS, WORK = "billing_101", "week_3"
ITEMS = [{"exercise": "coder_04_knee"}, {"exercise": "drill_03_modifiers"}]
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def worked_class(folder, size=4, items=ITEMS):
    """Records of a class with so many learners and an assignment."""
    records = Records.at(folder)
    new_class(records, CLASS)
    file = folder / "roster.csv"
    people = "".join(f"Learner {number:02} Ames-Synth,l{number}@example.edu,S-{number}\n" for number in range(size))
    file.write_text("name,email,id\n" + people, encoding="utf-8")
    enter_roster(records, CLASS, file)
    records.change("classes", {"name": CLASS}, secret=bytes(range(32)))  # the same cases each time
    for number in range(size):
        records.change("roster", {"school_id": f"S-{number}"}, learner=f"L-{number}")
    assign(records, CLASS, from_content({"title": "Week 3", "mode": "homework", "item": items}, WORK, WORK))
    return records


def learners_of(records):
    """The learners by name."""
    return [one for one in members(records, CLASS) if not one.is_instructor]


def hand_in(records, one, number=1, change=None):
    """An answer of a learner to an item: the key, with a change; graded and stored. Gives the attempt's id."""
    name = assignment_of(records, CLASS, WORK).item_name(number)
    item = seat_of(records, one, WORK, NOW).exercises[name]
    case = draw_from(item, 1)
    answer = task_of(item.task).key(case)
    if change:
        change(answer)
    found, marks = graded(case, answer)
    base = {"learner": one.learner, "class_name": CLASS, "assignment": WORK, "desk": "coder", "exercise": name}
    made = {
        **base,
        "task": item.task,
        "mode": item.mode,
        "variant": 1,
        "scenario": case.row["scenario"],
        "scenario_hash": case.row["scenario_hash"],
        "draws": {"choices": case.row["choices"]},
        "chart": chart(case, False),
        "grader_version": "2",
        "answer": found.as_dict(),
    }
    attempt = records.store.append([("attempts", made)])[0]["id"]
    whole = marks.as_dict("key")
    row = {"attempt_id": attempt, "learner": one.learner, "exercise": name, "points": marks.points}
    shown = {"attempt_id": attempt, "answer": found.as_dict(), **told(marks, "hint")}
    records.store.append(
        [
            ("marks", {**row, "earned": whole["earned"], "marks": whole}),
            ("events", {**base, "kind": "marked", "data": shown}),
        ]
    )
    return attempt


def with_59(answer):
    """Modifier 59 on the first line."""
    answer["services"][0]["modifiers"] = ["59"]
