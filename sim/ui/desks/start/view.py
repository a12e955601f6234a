"""The first page: the three desks, what is done at each, and where to go on. Figures are those of first tries."""

from sim.ground.dates import us_date
from sim.learn.course.mistake_journal import Entry, journal
from sim.learn.course.progress import Progress, progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, series
from sim.ui.desks import common, desk_folders
from sim.ui.desks.common import View
from sim.ui.desks.words import count, money

TASK = ""  # no task is worked at this page


def view(store: Store | None, learner: str, now: DeskState | None = None) -> View:
    """The first page as a JSON object; without a store as for somebody who has done nothing."""
    desks = [desk(store, learner, role) for role in desk_folders.worked_desks()]
    return {
        "drawing": "start",
        "case": "start",
        "bar": {
            "role": "Start",
            "title": "Where you stand",
            "chips": [learner] if learner and learner != "local" else [],
            "scores": [],
        },
        "begin": begin(desks),
        "desks": desks,
        "journal": mistakes(store, learner),
        "foot": common.FOOT,
    }


def desk(store: Store | None, learner: str, role: str) -> View:
    """One desk: its exercises with what is done, the figures, and the next exercise."""
    made = progress(store, learner, role) if store is not None else None
    done, corrected = (made.done, made.settled) if made else ((), ())
    next_ = made.next_exercise if made else next((one.name for one in series(role)), "")
    return {
        "role": role,
        "name": desk_folders.label(role),
        "book": desk_folders.book(role),
        "words": f"{len(done)} of {len(series(role))} done",
        "figures": figures(made),
        "items": [
            {
                "id": one.name,
                "label": one.title,
                "goal": one.goal,
                "minutes": f"{one.minutes} min" if one.minutes else "",
                "state": "done" if one.name in done else "corrected" if one.name in corrected else "",
                "next": one.name == next_,
            }
            for one in series(role)
        ],
        "weak": weak(made),
    }


def begin(desks: list[View]) -> View | None:
    """The one obvious thing to do: the next exercise of the first desk that has one, with what a beginner should know;
    None when everything is done.
    """
    for one in desks:
        item = next((item for item in one["items"] if item["next"]), None)
        if item is not None:
            is_new = not any(each["state"] for role in desks for each in role["items"])
            place = {"role": one["role"], "desk": one["name"], "book": one["book"]}
            return {**item, **place, "words": NEW if is_new else []}
    return None


NEW = [
    "Open the exercise and read the record. Then open Worked example above it: another patient's visit, step by step.",
    "Glossary, Modifiers and Visit levels are beside it. A dotted word shows what it means when you click it.",
    "Do the coder's desk first. What you code there goes on to the biller's desk, and what comes back to the denials"
    " and A/R desk.",
]


def figures(made: Progress | None) -> list[list[str]]:
    """The top bar's figures over the first try of every case."""
    if not made or not made.items:
        return []
    return [
        ["items right", f"{made.right} of {made.items}"],
        ["paid first time", f"{made.paid_first_time} of {made.claims}"],
        ["owed, not paid", money(made.owed_not_paid_amount)],
        ["paid, not supported", money(made.paid_not_supported_amount)],
    ]


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
