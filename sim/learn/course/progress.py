"""How far a learner is: the figures of the top bar for one desk, and what is done at each desk for the start page.

Figures come from the latest submission of every item: codes right, paid first time, owed and not paid, paid and not
supported.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import BAR, series

DESK_NAMES = {"coder": "Coder's desk", "biller": "Biller's desk", "denial": "Denial desk"}

Result = dict[str, Any]  # JSON: the marks of a submission as they may be shown


class Progress(NamedTuple):
    """One desk. Amounts in cents; `skills`: skill -> (items right, items)."""

    desk: str
    done: int
    of: int
    right: int
    items: int
    paid_first_time: int
    claims: int
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    skills: dict[str, tuple[int, int]]
    next_exercise: str


def progress(store: Store, learner: str, desk: str) -> Progress:
    """The figures of one desk.

    >>> import tempfile; from sim.learn.desk.attempt_store import Store
    >>> progress(Store(tempfile.mkdtemp()), "L-17", "coder").done
    0
    """
    last = latest(store, learner, desk)
    results = [found for found in last.values() if "score" in found]
    one_each: dict[str, bool] = {}
    for (name, _), found in last.items():
        one_each[name] = one_each.get(name, False) or found.get("score", 1.0) >= BAR
    names = [one.name for one in series(desk)]
    return Progress(
        desk,
        sum(one_each.get(name, False) for name in names),
        len(names),
        sum(found["right"] for found in results),
        sum(max(found["entered"], found["key"]) for found in results),
        sum(found["paid_first_time"] is True for found in results),
        sum(found["paid_first_time"] is not None for found in results),
        sum(found["owed_not_paid_amount"] or 0 for found in results),
        sum(found["paid_not_supported_amount"] or 0 for found in results),
        _skills(results),
        next((name for name in names if not one_each.get(name)), names[0] if names else ""),
    )


def latest(store: Store, learner: str, desk: str) -> dict[tuple[str, int], Result]:
    """(item, variant) -> the result of its latest submission, as far as it may be shown."""
    found: dict[tuple[str, int], Result] = {}
    variant: dict[str, Any] = {}
    for event in store.events(learner, desk=desk):
        data = event.get("data") or {}
        name = data.get("item") or event.get("exercise")
        if event["kind"] in ("open_item", "new_variant", "next_item", "start_again"):
            variant = {"name": name, "number": data.get("variant", 1)}
        elif event["kind"] == "submit" and data.get("result"):
            found[str(variant.get("name") or name), variant.get("number", 1)] = data["result"]
    return found


def _skills(results: Iterable[Result]) -> dict[str, tuple[int, int]]:
    skills: dict[str, list[int]] = {}
    for mark in (
        mark for found in results for mark in found.get("marks", ()) if mark.get("skill") and mark.get("counts")
    ):
        entry = skills.setdefault(mark["skill"], [0, 0])
        entry[0] += mark["verdict"] == "right"
        entry[1] += 1
    return {skill: (entry[0], entry[1]) for skill, entry in sorted(skills.items())}
