"""The contract of a task: the only things anybody may ask of one. A task is a module task.py in a folder of its own;
the folder's name is the task's name, which an exercise gives as `task = "..."`.

    role, desk, title        who does it (coder, biller or both), at which desk, in the trade's words
    opens(case)              what the page may show before grading, built up from what is open
    form(case)               what is to be filled in (form.py)
    parse(given)             the answer, or what could not be read: a wrong format is not graded and costs nothing
    grade(answer, case)      marks; or, where the case shows that the answer cannot be read, problems
    key(case)                the answer that earns everything, as a desk sends it
    worked(case)             the case worked aloud, step by step

A task that does not say what it opens shows nothing: neither the record nor the form. Any other part that is missing is
an error that names file and part. A task may say more, and is asked for it by the functions at the end of this file.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Protocol, cast

from sim.ground.errors import CleanClaimError
from sim.ground.files import believed
from sim.learn.exercises import task_folders
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.form import Form

Opened = dict[str, Any]  # JSON: what a page may show; see shown_before_grading.py for the fields that every page knows


class Answer(Protocol):
    """What a task's parse gives back."""

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""


@dataclass(frozen=True)
class Step:
    """One step of a case worked aloud: where one looks, what it says there, what follows for the answer, by which
    rule. `fields`: the names of the fields of the form that it decides, so that an exercise may begin with it done
    (sim/learn/tasks/steps_given.py)."""

    place: str
    says: str
    follows: str
    cite: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What does not hold of an exercise: in which field, what was found, what to write."""

    field: str
    found: str
    write: str


@dataclass(frozen=True)
class Stage:
    """One part of a task that is worked in stages: its field in the answer, and what is done in it. `may_return`: it
    can be opened again while the next stage has not been sent."""

    name: str
    words: str
    may_return: bool = False


class Task(Protocol):
    """What a task offers."""

    role: str
    desk: str
    title: str

    def opens(self, case: Case) -> Opened:
        """What the page may show before grading."""

    def form(self, case: Case) -> Form:
        """What is to be filled in."""

    def parse(self, given: object) -> Any:
        """The answer (see Answer), or a list of Problem."""

    def grade(self, answer: Any, case: Case) -> Marks | list[Problem]:
        """Marks of an answer that parse has read."""

    def key(self, case: Case) -> dict[str, Any]:
        """The answer that earns everything."""

    def worked(self, case: Case) -> list[Step]:
        """The case worked aloud."""


TEXTS = ("role", "desk", "title")
FUNCTIONS = {"form": ("case",), "parse": ("given",), "grade": ("answer", "case"), "key": ("case",), "worked": ("case",)}
ROLES = ("coder", "biller", "both")


class Closed:
    """A task that does not say what it opens: it shows nothing, and asks nothing."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def opens(self, case: Case) -> Opened:
        """Nothing."""
        return {}

    def form(self, case: Case) -> Form:
        """Nothing: options and boxes of a form come from the case too."""
        return Form()

    def __getattr__(self, part: str) -> Any:
        return getattr(self._module, part)


def task_of(name: str) -> Task:
    """A task by its name. Raises CleanClaimError for a task that there is none of, or one that lacks a part.

    >>> task_of("work_denial").role
    'biller'
    """
    return _looked_at(task_folders.module(name))


@cache
def _looked_at(module: ModuleType) -> Task:
    """A task's file, looked at once: every page asks for its task a hundred times."""
    for part in TEXTS:
        if not isinstance(getattr(module, part, None), str):
            raise _lacks(module, part, f'{part} = "..."')
    if module.role not in ROLES:
        raise _lacks(module, "role", " or ".join(ROLES))
    for part, takes in FUNCTIONS.items():
        if not _takes(getattr(module, part, None), len(takes)):
            raise _lacks(module, part, f"def {part}({', '.join(takes)})")
    return cast(Task, module if _takes(getattr(module, "opens", None), 1) else Closed(module))


def _takes(function: object, count: int) -> bool:
    """Can this be called with so many arguments?"""
    if not callable(function):
        return False
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    return True


def _lacks(module: ModuleType, part: str, expected: str) -> CleanClaimError:
    return CleanClaimError(f"the task has no {part}", str(module.__file__), expected, "add it to this file")


@believed
def tasks() -> dict[str, Task]:
    """Every task by its name.

    >>> tasks()["build_claim"].desk
    'biller'
    """
    return {name: task_of(name) for name in task_folders.names()}


# -- what a task may say beyond the contract


def judge(task: Task, answer: Any, case: Case) -> Marks | list[Problem]:
    """The marks alone (`judge(answer, case)`), without following the claim to the payer, which proofs need not; for a
    task that does not offer it its `grade`."""
    return getattr(task, "judge", task.grade)(answer, case)


def unreadable(task: Task, answer: Any, case: Case) -> list[Problem]:
    """What cannot be read of an answer once one knows the case (`unreadable(answer, case)`), for a task that finds it
    without marking: it is told before anything is saved, and costs nothing."""
    return list(getattr(task, "unreadable", lambda answer, case: [])(answer, case))


def grade_many(task: Task, answers: Sequence[Any], cases: Sequence[Case]) -> list[Marks | list[Problem]]:
    """Marks of many answers, each on its case (`grade_many(answers, cases)`), for a task that marks them as one table;
    for another one by one."""
    together = getattr(task, "grade_many", None)
    if together is not None:
        return list(together(answers, cases))
    return [task.grade(answer, case) for answer, case in zip(answers, cases, strict=True)]


def faults(task: Task, case: Case) -> list[Finding]:
    """What makes an exercise of this task pointless (`faults(case)`), such as a form with nothing to correct."""
    return list(getattr(task, "faults", lambda case: [])(case))


def mistaken(task: Task, case: Case, error: str) -> dict[str, Any] | None:
    """The answer of somebody who makes this mistake (`mistaken(case, error)`); None where it cannot be made."""
    return getattr(task, "mistaken", lambda case, error: None)(case, error)


def after(task: Task, case: Case) -> Opened:
    """What is shown beside what was open, once a case is done with in practice (`after(case)`): documents that arrived
    (those that were there before keep their places), panels."""
    return dict(getattr(task, "after", lambda case: {})(case))


def own_mistakes(task: Task) -> frozenset[str]:
    """The kinds of mistake that `mistaken` makes where the scenario has no trap for them (`mistakes`)."""
    return frozenset(getattr(task, "mistakes", ()))


def continued(task: Task, answer: Mapping[str, Any], question: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer together with what was asked of the provider and what was submitted of this item before
    (`continued(answer, question, before)`)."""
    return getattr(task, "continued", lambda answer, question, before: dict(answer))(answer, question, before)


def follows(task: Task) -> tuple[str, ...]:
    """Names of the tasks whose submitted work goes on at this one (`follows`): a coded visit becomes a claim."""
    return tuple(getattr(task, "follows", ()))


def as_own(task: Task, one: Exercise) -> Exercise:
    """The exercise under which a learner's own work of an earlier task goes on here (`as_own(exercise)`)."""
    return getattr(task, "as_own", lambda one: one)(one)


# -- a task of several stages: what comes later depends on what was sent before, so its case is drawn anew at each stage


def stages(task: Task) -> tuple[Stage, ...]:
    """The stages in which a task is worked (`stages`); none for a task that is worked at once."""
    return tuple(getattr(task, "stages", ()))


def staged(task: Task, case: Case, sent: Sequence[dict[str, Any]]) -> Case:
    """The case as it lies on the desk after these stages were sent (`staged(case, sent)`), with the task that its page
    and its form are of; the case itself for a task without stages."""
    return getattr(task, "staged", lambda case, sent: case)(case, sent)


def part(task: Task, case: Case, sent: Sequence[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a stage's answer (`part(case, sent, answer)`)."""
    return getattr(task, "part", lambda case, sent, answer: answer)(case, sent, answer)


def lacking(task: Task, stage: int, answer: Any) -> list[Problem]:
    """Why a stage cannot be sent as it is (`lacking(stage, answer)`): it costs nothing."""
    return list(getattr(task, "lacking", lambda stage, answer: [])(stage, answer))


def joined(task: Task, case: Case, sent: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer of all stages (`joined(case, sent)`)."""
    return getattr(task, "joined", lambda case, sent: {})(case, sent)
