"""A class with real work in it: synthetic learners of known ability, whose answers are the key or one of the mistakes
that a task knows. For tests, and for pictures:

    python tests/ui/serve/class_of_learners.py FOLDER 30 PORT     makes the class in FOLDER and serves it
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import numpy as np

from sim.classroom.assignments.assigned import assign
from sim.classroom.assignments.assignment import Assignment, from_content
from sim.classroom.assignments.seats import seat_of
from sim.classroom.assignments.times import opened
from sim.classroom.marking.queue import Queue, mark_pending
from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import begin_visit
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, add_member
from sim.learn.desk.learner_desk import act
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.tasks.contract import mistaken, task_of

CLASS = "billing_101"
ITEMS = ("coder_04_knee", "biller_01_first_claim", "denial_01_knee", "level_02_throat", "posting_02_deductibles")
FIRST = ("Rosa", "Ada", "Ngozi", "Wei", "Luis", "Fatima", "Jonas", "Priya", "Mercy", "Tom", "Hana", "Omar", "Ines")
LAST = ("Delgado", "Byron", "Okafor", "Chen", "Marin", "Haddad", "Berg", "Rao", "Abara", "Lynch", "Sato", "Nasser")


def people(records: Records, count: int) -> list[Member]:
    """So many synthetic learners."""
    return [
        add_member(
            records,
            CLASS,
            f"{FIRST[n % len(FIRST)]} {LAST[(n // len(FIRST) + n) % len(LAST)]}-Synth",
            f"learner{n:03}@example.edu",
            f"S-{1000 + n}",
        )
        for n in range(count)
    ]


def names_of_items() -> list[str]:
    """The exercises of the assignment that are there."""
    known = exercises()
    return [name for name in ITEMS if name in known] or list(known)[:4]


def assignment(records: Records, name: str, title: str, days: float, mode: str = "homework") -> Assignment:
    """An assignment that is due in so many days."""
    due = (datetime.now() + timedelta(days=days)).replace(microsecond=0)
    content = {
        "title": title,
        "mode": mode,
        "opens": due - timedelta(days=7),
        "due": due,
        "late": {"percent_per_day": 10, "most_percent": 50},
        "attempts": 2,
        "key_after_close": True,
        "item": [{"exercise": one} for one in names_of_items()],
    }
    return assign(records, CLASS, from_content(content, name, f"{name}.toml"))


def answered(case, rng: np.random.Generator, ability: float) -> dict:
    """What a learner of this ability enters: the key, or one of the mistakes of the task."""
    task = task_of(case.exercise.task)
    if rng.random() < ability:
        return task.key(case)
    errors = [one.answer[8:] for one in case.exercise.samples if str(one.answer).startswith("mistake ")]
    rng.shuffle(errors)
    wrong = (mistaken(task, case, error) for error in errors)
    return next((one for one in wrong if one), None) or partly(task.key(case), rng)


def partly(key: dict, rng: np.random.Generator) -> dict:
    """The key with one of its parts left out."""
    name = rng.choice([one for one, value in key.items() if value] or [""])
    return {one: type(value)() if one == name else value for one, value in key.items()}


def work(records: Records, given: Assignment, everybody: list[Member], seed: int = 7) -> None:
    """Most hand in most items; some are in the middle of one, some have not come yet."""
    rng, now = np.random.default_rng(seed), datetime.now(UTC)
    for one in everybody:
        ability, share = rng.uniform(0.3, 0.95), rng.choice([1.0, 1.0, 0.6, 0.0], p=[0.5, 0.2, 0.2, 0.1])
        with seated(seat_of(records, one, given.name, now)):
            for name in list(exercises())[: round(share * len(given.items))]:
                hand_in(records, given, one, name, rng, ability, now)
    queue = Queue(records, "class of learners")
    while mark_pending(queue):
        pass


def hand_in(records, given, one, name, rng, ability, now) -> None:
    """One item: opened, and handed in or left as a draft."""
    item, store = exercise(name), records.store
    desk = item.desk
    opened(records, given, one, name, 1, now)
    act(store, one.learner, "open_item", {"exercise": name}, desk)
    answer = answered(draw(name), rng, ability)
    kind = "draft" if rng.random() < 0.1 else "submit"
    act(store, one.learner, kind, {"answer": answer, "page": "p"}, desk)


def seeded(folder, count: int = 30) -> tuple[Records, Member, list[Member]]:
    """A class with an instructor, learners, a homework with answers and a later exam without."""
    records = Records.at(folder)
    new_class(records, CLASS, "Billing and coding 101", "America/Chicago")
    teacher = add_member(records, CLASS, "Dana Whitfield-Synth", "dana@example.edu", role="instructor")
    everybody = people(records, count)
    given = assignment(records, "week_3", "Week 3: visits and claims", 2)
    assignment(records, "midterm", "Midterm", 20, "exam")
    work(records, given, everybody)
    for one in everybody[::2]:
        begin_visit(records, one.learner)
    return records, teacher, everybody


async def serve(records: Records, port: int) -> None:
    """Answer until stopped."""
    from tornado.httpserver import HTTPServer

    from sim.ui.serve.application import Server
    from sim.ui.serve.service import Service
    from sim.ui.serve.settings import Settings

    server = HTTPServer(Server(Service(Settings(), records=records)))
    server.listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    made = Records.at(sys.argv[1])
    if not made.rows("classes"):
        made, *_ = seeded(sys.argv[1], int(sys.argv[2]))
    row = made.first("roster", role="instructor")
    learner = made.first("roster", role="learner")
    for each in (row, learner):
        print(each["role"], begin_visit(made, each["learner"]), flush=True)
    asyncio.run(serve(made, int(sys.argv[3])))
