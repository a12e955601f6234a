"""Every exercise by its desk and task: what is done, and the figures of first tries."""

from typing import NamedTuple

from sim.learn.course.choice.way import Way
from sim.learn.course.record.progress import Progress, progress
from sim.learn.desk.desk_state import series
from sim.learn.desk.seat import seat
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.contract import task_of
from sim.ui.desks import common, desk_folders
from sim.ui.desks.common import View
from sim.ui.desks.words import money

ROLES = {"coder": "Coder", "biller": "Biller"}
MANAGERS = ("quarter", "strategies", "board", "manager")  # in the order in which a manager meets them
NEW_STAFF = {
    "role": "",  # on our server the pages of a class show it
    "name": "New staff",
    "about": "See who is ready to work alone, and what to train next.",
    "book": "11_clinic.ipynb",
}


class Worked(NamedTuple):
    """One desk as far as the learner came: its exercises, and what is known of them."""

    desk: str
    exercises: list[Exercise]
    made: Progress

    @property
    def role(self) -> str:
        """Whose desk it is; what both roles do together is done at the coder's."""
        return "biller" if task_of(self.exercises[0].task).role == "biller" else "coder"


def roles(way: Way) -> list[View]:
    """The two roles with their desks."""
    known = way.shelf.exercises.values()
    there = {one.desk for one in known}
    found = {desk: series(desk, known) for desk in desk_folders.desks() if desk in there}
    worked = [Worked(desk, mine, progress(way.past, desk, mine)) for desk, mine in found.items()]
    return [
        {"role": role, "name": words, "desks": [desk(one) for one in worked if one.role == role]}
        for role, words in ROLES.items()
    ]


def clinic() -> View:
    """Where a practice manager, or an instructor, looks: the pages that run a clinic as a whole. In a class an
    instructor finds them on the pages of the class, so a learner's first page names them only once.

    >>> [one["role"] for one in clinic()["pages"]]
    ['quarter', 'strategies', 'board', 'manager', '']
    """
    return {
        "heading": "Run the clinic",
        "words": "For practice managers and instructors: what training, checks and follow-up are worth.",
        "asks": "" if seat().class_name else "Practice manager or instructor?",
        "pages": [*(_page(name) for name in MANAGERS), NEW_STAFF],
    }


def _page(name: str) -> View:
    """A page by its desk."""
    told = {"name": desk_folders.label(name), "about": desk_folders.about(name), "book": desk_folders.book(name)}
    return {"role": name, **told}


def desk(one: Worked) -> View:
    """One desk: what is done there, the figures, and all exercises by task."""
    left = sum(each.minutes for each in one.exercises if each.name not in one.made.done)
    done = len(one.made.done)
    return {
        "role": one.desk,
        "name": desk_folders.label(one.desk),
        "about": desk_folders.about(one.desk),
        "book": desk_folders.book(one.desk),
        "words": f"{done} of {len(one.exercises)} done" + (f", about {common.minutes(left)} left" if left else ""),
        "done": done,
        "of": len(one.exercises),
        "figures": figures(one.made),
        "groups": [_group(title, found, one.made) for title, found in _by_task(one.exercises).items()],
    }


def _by_task(found: list[Exercise]) -> dict[str, list[Exercise]]:
    """The exercises of a desk under the titles of their tasks."""
    groups: dict[str, list[Exercise]] = {}
    for one in found:
        groups.setdefault(task_of(one.task).title, []).append(one)
    return groups


def _group(title: str, found: list[Exercise], made: Progress) -> View:
    """The exercises of one task."""
    items = [_item(each, made) for each in found]
    done = sum(item["state"] == "done" for item in items)
    both = ", both roles" if task_of(found[0].task).role == "both" else ""
    return {
        "id": found[0].name,
        "title": title,
        "words": f"{done} of {len(found)} done{both}",
        "is_done": done == len(found),
        "items": items,
    }


def _item(one: Exercise, made: Progress) -> View:
    """One exercise of a list."""
    return {
        "id": one.name,
        "label": one.title,
        "goal": one.goal,
        "minutes": common.minutes(one.minutes),
        "state": "done" if one.name in made.done else "corrected" if one.name in made.settled else "",
    }


def figures(made: Progress) -> list[list[str]]:
    """The figures over the first try of every case; those of claims where claims were sent."""
    if not made.items:
        return []
    claims = [
        ["paid first time", f"{made.paid_first_time} of {made.claims}"],
        ["owed, not paid", money(made.owed_not_paid_amount)],
        ["paid, not supported", money(made.paid_not_supported_amount)],
    ]
    return [["items right", f"{min(made.right, made.items)} of {made.items}"], *(claims if made.claims else [])]
