"""The first page: what to do next, then the two roles with their desks: what is done, and every exercise by its task.
Figures are those of first tries.
"""

from typing import NamedTuple

from sim.ground.dates import us_date
from sim.learn.course.mistake_journal import Entry, journal
from sim.learn.course.progress import Progress, progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, series
from sim.learn.desk.learner_desk import current
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.contract import task_of
from sim.ui.desks import common, desk_folders
from sim.ui.desks.common import View
from sim.ui.desks.words import count, money

TASK = ""  # no task is worked at this page
ROLES = {"coder": "Coder", "biller": "Biller"}


class Worked(NamedTuple):
    """One desk as far as the learner came: its exercises, and what is known of them (nothing without a store).
    `used`: when it was last used, empty for never."""

    desk: str
    exercises: list[Exercise]
    made: Progress | None
    used: str

    @property
    def role(self) -> str:
        """Whose desk it is; what both roles do together is done at the coder's."""
        return "biller" if task_of(self.exercises[0].task).role == "biller" else "coder"

    @property
    def next_exercise(self) -> str:
        """The first that is not done; empty when all are."""
        return self.made.next_exercise if self.made else self.exercises[0].name


def view(store: Store | None, learner: str, now: DeskState | None = None) -> View:
    """The first page as a JSON object; without a store as for somebody who has done nothing."""
    worked = [_worked(store, learner, desk) for desk in desk_folders.worked_desks()]
    first = begin(worked)
    return {
        "drawing": "start",
        "case": "start",
        "bar": {
            "role": "Start",
            "title": "Where you stand",
            "chips": [learner] if learner and learner != "local" else [],
            "scores": [],
        },
        "begin": first,
        "roles": [
            {
                "role": role,
                "name": words,
                "desks": [desk(one, (first or {}).get("id", "")) for one in worked if one.role == role],
            }
            for role, words in ROLES.items()
        ],
        "journal": mistakes(store, learner),
        "foot": common.FOOT,
    }


def _worked(store: Store | None, learner: str, desk: str) -> Worked:
    if store is None:
        return Worked(desk, series(desk), None, "")
    return Worked(desk, series(desk), progress(store, learner, desk), current(store, learner, desk).saved_at)


# -- what to do next


def begin(worked: list[Worked]) -> View | None:
    """The one obvious thing to do: the next exercise of the desk that was used last, for somebody new of the first
    desk; beside it that of the other role. None when everything is done.
    """
    open_ = [one for one in worked if one.next_exercise]
    if not open_:
        return None
    first = max(open_, key=lambda one: one.used)  # of equals the first
    other = next((one for one in sorted(open_, key=lambda one: one.used, reverse=True) if one.role != first.role), None)
    is_new = not any(one.used for one in worked)
    return {
        **_next(first),
        "heading": "New here? Begin with this one" if is_new else "Next",
        "go": "Start" if is_new else "Continue",
        "words": NEW if is_new else [],
        "other": other and {**_next(other), "as": f"Or work as a {other.role}"},
    }


def _next(one: Worked) -> View:
    """The next exercise of a desk, with where it is."""
    found = next(each for each in one.exercises if each.name == one.next_exercise)
    place = {"role": one.desk, "desk": desk_folders.label(one.desk), "book": desk_folders.book(one.desk)}
    return {**_item(found, one.made), **place, "task": task_of(found.task).title}


NEW = [
    "Click the button. Read the record on the left, then answer on the right and submit. Nothing can break, and you can"
    " try again.",
    "If you do not know how, open Worked example above the record: another patient's visit, step by step. A dotted word"
    " shows what it means when you click it.",
    "What you code at the coder's desk goes on to the biller's desk, and what comes back to the denials and A/R desk.",
]


# -- the desks


def desk(one: Worked, opened: str) -> View:
    """One desk: what is done there, the figures, the next exercise, and all of them by task. The task of the exercise
    that is to be done next (`opened`) stands open."""
    done = one.made.done if one.made else ()
    left = sum(each.minutes for each in one.exercises if each.name not in done)
    return {
        "role": one.desk,
        "name": desk_folders.label(one.desk),
        "about": desk_folders.about(one.desk),
        "book": desk_folders.book(one.desk),
        "words": f"{len(done)} of {len(one.exercises)} done" + (f", about {common.minutes(left)} left" if left else ""),
        "done": len(done),
        "of": len(one.exercises),
        "next": _next(one) if one.next_exercise else None,
        "figures": figures(one.made),
        "groups": [_group(title, found, one, opened) for title, found in _by_task(one.exercises).items()],
        "weak": weak(one.made),
    }


def _by_task(found: list[Exercise]) -> dict[str, list[Exercise]]:
    """The exercises of a desk under the titles of their tasks."""
    groups: dict[str, list[Exercise]] = {}
    for one in found:
        groups.setdefault(task_of(one.task).title, []).append(one)
    return groups


def _group(title: str, found: list[Exercise], one: Worked, opened: str) -> View:
    """The exercises of one task."""
    items = [_item(each, one.made) for each in found]
    done = sum(item["state"] == "done" for item in items)
    both = ", both roles" if task_of(found[0].task).role == "both" else ""
    return {
        "id": found[0].name,
        "title": title,
        "words": f"{done} of {len(found)} done{both}",
        "is_done": done == len(found),
        "is_open": any(each.name == opened for each in found),
        "items": [{**item, "next": item["id"] == one.next_exercise} for item in items],
    }


def _item(one: Exercise, made: Progress | None) -> View:
    """One exercise of a list."""
    done, corrected = (made.done, made.settled) if made else ((), ())
    return {
        "id": one.name,
        "label": one.title,
        "goal": one.goal,
        "minutes": common.minutes(one.minutes),
        "state": "done" if one.name in done else "corrected" if one.name in corrected else "",
    }


def figures(made: Progress | None) -> list[list[str]]:
    """The figures over the first try of every case; those of claims where claims were sent."""
    if not made or not made.items:
        return []
    claims = [
        ["paid first time", f"{made.paid_first_time} of {made.claims}"],
        ["owed, not paid", money(made.owed_not_paid_amount)],
        ["paid, not supported", money(made.paid_not_supported_amount)],
    ]
    return [["items right", f"{min(made.right, made.items)} of {made.items}"], *(claims if made.claims else [])]


def mistakes(store: Store | None, learner: str) -> View | None:
    """The journal of mistakes, the most frequent first; None while there is nothing in it."""
    found = journal(store, learner, desk_folders.worked_desks()) if store is not None else []
    more = len(found) - MOST_MISTAKES
    return (
        {
            "heading": "Your mistakes so far",
            "words": "A mistake stays here after you correct it. It is listed once the case is solved or shown."
            + (f" {count(more, 'more kind')} not shown." if more > 0 else ""),
            "rows": [_mistake(one) for one in found[:MOST_MISTAKES]],
        }
        if found
        else None
    )


def _mistake(one: Entry) -> View:
    """One kind of mistake, with what it cost as two numbers."""
    costs = [
        f"{money(amount)} {what}"
        for amount, what in (
            (one.owed_not_paid_amount, "owed and not paid"),
            (one.paid_not_supported_amount, "paid and not supported"),
        )
        if amount
    ]
    last = f"{count(one.times, 'case')}, last on {us_date(one.last[:10])}"
    return {
        "words": one.words,
        "about": "; ".join([last, *costs]) + ".",
        "tone": "good" if one.is_corrected else "warn",
        "says": "corrected" if one.is_corrected else "not corrected yet",
    }


MOST_MISTAKES = 12


def weak(made: Progress | None) -> str:
    """The skills that went wrong most, in words; empty while there is nothing to say."""
    rows = (
        sorted(
            ((right / items, skill) for skill, (right, items) in made.skills.items() if right < items),
            key=lambda one: one,
        )
        if made
        else []
    )
    return "Look again at: " + ", ".join(skill.replace("-", " ") for _, skill in rows[:3]) + "." if rows else ""
