"""What a desk costs, task by task: a case drawn, the first view of it, from the click to the feedback, the marks alone;
and whether what was posted balances. Tasks are found by scanning, so a new one stands in the table by itself.

    python benchmarks/desks.py [TASK ...]        every task unless told

For every exercise of a task a case that nobody has seen, in a warm process: another one of the task went before. All
figures are milliseconds of the processor, the mean of draw and marks, the longest of view and feedback; beside a limit
stands how much of it that is. "Clock" is the longest by the clock, which on a machine with other work is longer.
Feedback is the whole way of a message: read, graded, stored, drawn again. Marks are of the key and every sample.
"""

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

LIMITS = {"view": 1_500, "feedback": 300, "marks": 60}  # milliseconds: the longest, the longest, the mean
WARM, SHOWN = 8, 9  # variants


class Took(NamedTuple):
    """Milliseconds of a piece of work."""

    processor: float
    clock: float


@dataclass
class Spent:
    """Milliseconds of a task's exercises, view and feedback by the processor and by the clock; balanced: cases whose
    lines, books and journeys balance; uneven: those that do not, by name.
    """

    draw: list[float] = field(default_factory=list)
    view: list[Took] = field(default_factory=list)
    feedback: list[Took] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    balanced: int = 0
    uneven: list[str] = field(default_factory=list)


def took(work: Callable[[], Any]) -> tuple[Took, Any]:
    """How long a piece of work takes, and what it gave. What was left behind before is collected before."""
    gc.collect()
    spent, began = time.process_time(), time.perf_counter()
    found = work()
    return Took((time.process_time() - spent) * 1e3, (time.perf_counter() - began) * 1e3), found


def answers(one, case) -> Iterator[Any]:
    """The key, and the answer of each sample that can be given in this case."""
    from sim.learn.lint.exercise_proofs import answer_of
    from sim.learn.tasks.contract import task_of

    yield task_of(one.task).key(case)
    for sample in one.samples:
        answer = None if sample.choices else answer_of(sample, case)
        if answer:
            yield answer


def drawn(one, variant: int):
    """A case with its key: what the engine has to be asked for before anything can be shown."""
    from sim.learn.exercises.case import draw_from
    from sim.learn.tasks.contract import task_of

    case = draw_from(one, variant)
    task_of(one.task).key(case)
    return case


def one_exercise(one, variant: int, store, spent: Spent) -> None:
    """Everything of one exercise: its first view through the door, its case, its feedback, its marks."""
    from sim.learn.desk.learner_desk import act
    from sim.learn.tasks.contract import judge, task_of

    session = session_at(one, store)
    act(store, session.learner, "open_item", {"exercise": one.name, "variant": variant}, session.role)
    milliseconds, shown = took(lambda: session.view(session.here()))
    spent.view.append(milliseconds)
    spent.bytes.append(len(json.dumps(shown)))
    spent.draw.append(took(partial(drawn, one, variant + 1000))[0].processor)
    case = drawn(one, variant)
    given = list(answers(one, case))
    spent.feedback.append(took(partial(session.act, *message(shown, one, case, given[-1])))[0])
    task = task_of(one.task)
    read = [task.parse(answer) for answer in given]
    mine = [took(partial(judge, task, answer, case))[0].processor for answer in read if not is_unread(answer)]
    spent.marks.append(sum(mine) / len(mine))
    if is_even(case, task.grade(read[0], case)):
        spent.balanced += 1
    else:
        spent.uneven.append(f"{one.name} {variant}")


def session_at(one, store):
    """A session of somebody who has not been at this desk before."""
    from sim.ui.desks.session import Session

    session = Session(one.desk, store=store)
    session.learner = os.urandom(6).hex()
    return session


def message(shown, one, case, answer) -> tuple[str, dict[str, Any]]:
    """An answer as the page sends it."""
    from sim.ui.desks.desk_folders import page_of
    from sim.ui.desks.messages import read

    about = {"case": shown["case"], "seq": 1, "page": "benchmark", "base": shown["version"]}
    return read({"kind": "submit", "data": {**about, "answer": page_of(one.task).to_draft(answer, case)}})


def is_unread(answer: object) -> bool:
    """Could the answer not be read?"""
    return isinstance(answer, list)


def is_even(case, marks) -> bool:
    """Every line of the case's visit is paid plus adjustments, its accounts add up to zero, and the way of its claim,
    where the task follows one, balances.
    """
    from sim.billing.books.ledger_entries import balances
    from sim.billing.books.revenue_cycle import CodedVisits, revenue_cycle
    from sim.billing.bulk.pipeline import unbalanced
    from sim.learn.exercises.case import work_tables

    sent, true = work_tables(case, case.sent_visit), work_tables(case, case.truth_visit, "truth")
    answered, books = revenue_cycle(CodedVisits(case.people, case.encounters, sent, true))
    decided = answered.decided
    journey = getattr(marks, "journey", None) or {}
    return (
        unbalanced(decided.remittance_lines, decided.adjustments) == 0
        and sum(balances(books.ledger).values()) == 0
        and journey.get("balance_ok", True)
    )


def of_task(name: str, store) -> Spent:
    """The figures of a task: its first exercise once to warm the process, then all of them."""
    from sim.learn.exercises.exercise import exercises

    mine = [one for one in exercises().values() if one.task == name]
    one_exercise(mine[0], WARM, store, Spent())
    spent = Spent()
    for one in mine:
        one_exercise(one, SHOWN, store, spent)
    return spent


def row(name: str, spent: Spent) -> str:
    """A line of the table."""
    view, feedback = (max(one.processor for one in them) for them in (spent.view, spent.feedback))
    clocks = [max(one.clock for one in them) for them in (spent.view, spent.feedback)]
    total = len(spent.view)
    draw, marks, size = (sum(found) / total for found in (spent.draw, spent.marks, spent.bytes))
    return (
        f"{name:22}{total:5}{draw:8.0f}{of('view', view)}{clocks[0]:8,.0f}{of('feedback', feedback)}{clocks[1]:8,.0f}"
        f"{of('marks', marks)}{size / 1000:6.0f}   {spent.balanced} of {total}"
    )


def of(limit: str, milliseconds: float) -> str:
    """A figure, and how much of its limit it is."""
    return f"{milliseconds:9,.1f} {milliseconds / LIMITS[limit]:5.0%}"


def main() -> None:
    from sim.learn.desk.attempt_store import Store
    from sim.learn.exercises.exercise import exercises
    from sim.ui.desks.session import warm

    worked = sorted({one.task for one in exercises().values()})
    wanted = [name for name in worked if name in sys.argv[1:]] or worked
    heads = "".join(f"{name:>15}{'clock':>8}" for name in ("view", "feedback"))
    print(f"{'task':22}{'cases':>5}{'draw':>8}{heads}{'marks':>15}{'kB':>6}   balanced")
    print(f"{'limit':35}{LIMITS['view']:9,} {'':13}{LIMITS['feedback']:9,} {'':13}{LIMITS['marks']:9,}")
    warm()
    uneven = []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for name in wanted:
            spent = of_task(name, store)
            print(row(name, spent), flush=True)
            uneven += spent.uneven
    for name in uneven:
        print(f"does not balance: {name}")
    load = getattr(os, "getloadavg", lambda: (0.0,))()[0]
    print(f"{os.cpu_count()} processors; {load:.1f} programs wanted one in the last minute")


if __name__ == "__main__":
    main()
