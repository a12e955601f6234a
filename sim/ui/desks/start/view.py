"""The first page: the three desks, what is done at each, and where to go on. Figures come from the latest submission of
every item.
"""

from sim.learn.course.progress import Progress, progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, series, state
from sim.ui.desks import common, desk_folders
from sim.ui.desks.common import View
from sim.ui.desks.words import money

NAME, PLACE, BOOK, TASK = "Start", 0, "00_start_here.ipynb", ""


def view(store: Store | None, learner: str, now: DeskState | None = None) -> View:
    """The first page as a JSON object; without a store as for somebody who has done nothing."""
    return {
        "drawing": "start",
        "case": "start",
        "bar": {
            "role": "Start",
            "title": "Where you stand",
            "chips": [learner] if learner and learner != "local" else [],
            "scores": [],
        },
        "desks": [desk(store, learner, role) for role in desk_folders.worked_desks()],
        "foot": common.FOOT,
    }


def desk(store: Store | None, learner: str, role: str) -> View:
    """One desk: its exercises with what is done, the figures, and the next exercise."""
    made = progress(store, learner, role) if store is not None else None
    done = finished(store, learner, role) if store is not None else set()
    next_ = made.next_exercise if made else next((one.name for one in series(role)), "")
    return {
        "role": role,
        "name": desk_folders.label(role),
        "book": desk_folders.folders()[role].BOOK,
        "words": f"{len(done)} of {len(series(role))} done",
        "figures": figures(made),
        "items": [
            {
                "id": one.name,
                "label": one.title,
                "level": one.level,
                "done": one.name in done,
                "next": one.name == next_,
            }
            for one in series(role)
        ],
        "weak": weak(made),
    }


def finished(store: Store, learner: str, role: str) -> set[str]:
    """Exercises that were once answered to the production bar, or shown."""
    return set(state(store.events(learner, desk=role), role).done)


def figures(made: Progress | None) -> list[list[str]]:
    """The top bar's figures over all of a desk's work."""
    if not made or not made.items:
        return []
    return [
        ["items right", f"{made.right} of {made.items}"],
        ["paid first time", f"{made.paid_first_time} of {made.claims}"],
        ["owed, not paid", money(made.owed_not_paid_amount)],
        ["paid, not supported", money(made.paid_not_supported_amount)],
    ]


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
