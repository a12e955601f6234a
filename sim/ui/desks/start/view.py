"""The first page: the three desks, what is done at each, and where to go on. Figures come from the latest submission of
every item.
"""

from sim.ui.desks import common
from sim.ui.desks.words import money

BOOKS = {"coder": "01_coder_desk.ipynb", "biller": "02_biller_desk.ipynb", "denial": "03_denial_desk.ipynb"}


def view(store, learner: str, now=None) -> dict:
    """The first page as a JSON object; without a store as for somebody who has done nothing."""
    return {
        "case": "start",
        "bar": {
            "role": "Start",
            "title": "Where you stand",
            "chips": [learner] if learner and learner != "local" else [],
            "scores": [],
        },
        "desks": [desk(store, learner, role) for role in BOOKS],
        "foot": common.FOOT,
    }


def desk(store, learner: str, role: str) -> dict:
    """One desk: its exercises with what is done, the figures, and the next exercise."""
    from sim.learn.desk.desk_state import series
    from sim.learn.course.progress import progress

    made = progress(store, learner, role) if store is not None else None
    done = finished(store, learner, role) if store is not None else set()
    next_ = made.next_exercise if made else next((one.name for one in series(role)), "")
    return {
        "role": role,
        "name": common.ROLES[role],
        "book": BOOKS[role],
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


def finished(store, learner: str, role: str) -> set[str]:
    """Exercises that were once answered to the production bar, or shown."""
    from sim.learn.desk.desk_state import state

    return set(state(store.events(learner, desk=role), role).done)


def figures(made) -> list[list[str]]:
    """The top bar's figures over all of a desk's work."""
    if not made or not made.items:
        return []
    return [
        ["items right", f"{made.right} of {made.items}"],
        ["paid first time", f"{made.paid_first_time} of {made.claims}"],
        ["owed, not paid", money(made.owed_not_paid_amount)],
        ["paid, not supported", money(made.paid_not_supported_amount)],
    ]


def weak(made) -> str:
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
