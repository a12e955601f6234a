"""One module per task. Each offers `parse(answer)`, which reads what a desk sent; `grade(answer, case)`, which marks
it; and `key_answer(case)`, the answer that earns everything. Nothing a learner sent is ever executed."""


def task_of(name: str):
    """The module of a task."""
    from importlib import import_module

    from sim.learn.exercises.exercise import TASKS

    if name not in TASKS:
        raise ValueError(f"no task {name!r}")
    return import_module(f"sim.learn.tasks.{name}.task")
