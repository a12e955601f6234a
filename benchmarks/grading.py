"""What grading costs: one submission at each desk, the denial desk's first view, and a class's answers as one table.

    python benchmarks/grading.py [ANSWERS]        500 unless told

Prints milliseconds of one processor. A submission is the answer of an exercise's sample, its case drawn and shown
before as a desk does, graded for the first time in a warm process, up to the rows that are kept. The first view is
the denial desk's in a fresh process, with all that it imports and reads but numpy; the first one ever on a computer
beside it, which also compiles the program and makes the diagnosis library and the worklist.
The class's answers are those of the coder's exercises, of as many patients as are needed.
"""

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

LIMITS = {"submission": 60, "first view": 300, "class": 1_500}  # milliseconds
TASKS = {"code_visit": "coder", "build_claim": "biller", "work_denial": "denial"}
VIEW = """
import time
from sim.ui.desks.session import Session
began = time.process_time()
Session("denial").first_view()
print((time.process_time() - began) * 1e3, time.process_time() * 1e3)
"""


def answers(variant: int, task: str) -> list:
    """(case, answer as a desk sends it) of every sample of a task's exercises."""
    from sim.learn.exercises.exercise import exercises

    return [
        (case, answer)
        for one in exercises().values()
        if one.task == task
        for case, answer in samples(one, variant)
        if answer is not None
    ]


def samples(one, variant: int):
    """The truth, and each sample of an exercise."""
    from sim.learn.exercises.case import draw_from
    from sim.learn.lint.exercise_proofs import answer_of, case_of
    from sim.learn.tasks.contract import task_of

    case = draw_from(one, variant)
    yield case, task_of(one.task).key(case)
    for sample in one.samples:
        mine = case_of(one, sample, case)
        yield mine, answer_of(sample, mine)


def spent(work) -> float:
    """Processor milliseconds of a piece of work."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def submissions(task: str, desk: str) -> list[float]:
    """Milliseconds of every submission, the process warmed by another variant's."""
    from sim.learn.desk.desk_state import DeskState
    from sim.learn.desk.marking import submitted
    from sim.learn.tasks.shown_before_grading import public

    found = []
    for variant in (1, 2):
        found = []
        for case, answer in answers(variant, task):
            public(case)
            now = DeskState(desk, case.exercise.name, case.variant)
            found.append(spent(partial(submitted, case, "L-1", now, answer)))
    return found


def first_view(home: str) -> tuple[float, float]:
    """Milliseconds of the denial desk's first view in a fresh process, with what it imports and reads, and of the whole
    process. Compiled files are kept, as an installed package has them.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"CLEANCLAIM_HOME": home, "PYTHONPATH": sys.path[0], "PYTHONPYCACHEPREFIX": str(Path(home) / "compiled")}
    done = subprocess.run([sys.executable, "-c", VIEW], env=env, capture_output=True, text=True, check=True)
    view, process = done.stdout.split()[-2:]
    return float(view), float(process)


def unzipped(pairs: list) -> tuple[list, list]:
    """(answers, cases) of (case, answer) pairs."""
    return [answer for _, answer in pairs], [case for case, _ in pairs]


def of_a_class(count: int, variant: int = 2) -> list:
    """(case, answer) of as many patients as are needed, drawn and shown before."""
    from sim.learn.tasks.code_visit.task import parse

    found = []
    while len(found) < count:
        variant += 1
        for case, answer in answers(variant, "code_visit"):
            found.append((case, parse(answer)))
    return found[:count]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    from sim.learn.tasks.code_visit.task import grade, grade_many

    print(f"{'':34}mean       most      (limit)")
    everything = []
    for task, desk in TASKS.items():
        found = submissions(task, desk)
        everything += found
        line(f"submission at the {desk} desk", sum(found) / len(found), max(found))
    mean = sum(everything) / len(everything)
    line("one submission", mean, max(everything), LIMITS["submission"])
    with tempfile.TemporaryDirectory() as home:
        ever = first_view(home)
        views, processes = zip(*(first_view(home) for _ in range(5)), strict=True)
    line("denial desk, first view ever", ever[0], ever[0])
    line("denial desk, first view", sum(views) / len(views), max(views), LIMITS["first view"])
    line("the same from the start of Python", sum(processes) / len(processes), max(processes))
    class_ = of_a_class(count)
    grade_many(*unzipped(of_a_class(20, 40)))
    together = spent(lambda: grade_many(*unzipped(class_)))
    line(f"{count} answers as one table", together, together, LIMITS["class"])
    some = of_a_class(25, 60)
    alone = spent(lambda: [grade(answer, case) for case, answer in some])
    print(f"one by one to one table           {alone / len(some) * count / together:.1f} to 1, an answer")


def line(name: str, mean: float, most: float, limit: float | None = None) -> None:
    """One row of figures."""
    print(f"{name:34}{mean:6.0f} ms  {most:6.0f} ms" + (f"  ({limit:,} ms)" if limit else ""))


if __name__ == "__main__":
    main()
