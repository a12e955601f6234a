"""One learner's desk in the store: what it shows now, and what happens at it.

    here(store, learner, desk)                  the desk as it stands
    act(store, learner, kind, data, desk)       something happens: it is worked out, saved, and the new state returned

What was folded is not read again: the last number and id of each desk's events are kept with its state, for the desks
used last.
"""

import threading
from collections import OrderedDict
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.learn.desk import desk_actions
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import KINDS, DeskState, onward
from sim.learn.desk.own_work import case_of
from sim.learn.desk.seat import seat

MOST_DESKS = 500  # desks whose folded state is kept; about 20 kB each
CHANGES = frozenset(KINDS) - {
    "open_item",
    "next_item",
    "go_back",
    "show_me",
    "example",
}  # what needs an assignment that is open
THIN = 50  # every so many events the drafts that were replaced are taken away


class Folded(NamedTuple):
    """A desk as far as it was read: number and id of the last event, and the state after it."""

    number: int
    last: str
    state: DeskState


Place = tuple[str, str, str, str]  # store, learner, desk, assignment (empty: practice)

_folded: OrderedDict[Place, Folded] = OrderedDict()  # the one used last behind
_turn = threading.Lock()  # a server answers many learners at once; folding the same events twice gives the same state


def current(store: Store, learner: str, desk: str) -> DeskState:
    """The desk as the store has it now, whoever wrote there. Only what is new is read, unless the database is
    another one than before.
    """
    return _read(store, learner, desk).state


def _read(store: Store, learner: str, desk: str) -> Folded:
    assignment = seat().assignment
    place = (store.where, learner, desk, assignment)
    with _turn:
        number, last, now = _folded.get(place, Folded(0, "", DeskState(desk)))
    events = store.since(learner, desk, number, assignment)
    if number and (not events or events[0]["id"] != last):
        events, now = store.since(learner, desk, 0, assignment), DeskState(desk)
    elif number:
        events = events[1:]
    now = onward(now, events)
    if events:
        number, last = events[-1]["number"], events[-1]["id"]
    folded = Folded(number, last, now)
    if number:
        _keep(place, folded)
    return folded


def _keep(place: Place, folded: Folded) -> None:
    """Keep a desk's state; the desk that was not used for longest is forgotten and folded anew when it is asked for."""
    with _turn:
        _folded[place] = folded
        _folded.move_to_end(place)
        while len(_folded) > MOST_DESKS:
            _folded.popitem(last=False)


def here(store: Store, learner: str, desk: str) -> DeskState:
    """The desk as it stands; a desk nobody has been to, or whose case cannot be opened any more, has its first open
    exercise on it.
    """
    now = current(store, learner, desk)
    return act(store, learner, "open_item", {}, desk) if not now.exercise or locked(store, learner, now) else now


def locked(store: Store, learner: str, now: DeskState) -> CleanClaimError | None:
    """Why the case on the desk cannot be opened: its exercise is gone, or its scenario is another one now."""
    try:
        if now.exercise:
            case_of(store, learner, now)
    except CleanClaimError as error:
        return error
    return None


def act(store: Store, learner: str, kind: str, data: dict[str, Any] | None = None, desk: str = "coder") -> DeskState:
    """Something happens at a desk. Saved before it returns. Raises CleanClaimError for what cannot be done; then
    nothing has changed.
    """
    if kind not in KINDS:
        raise CleanClaimError(f"unknown event {str(kind)[:40]!r}", f"{desk} desk", ", ".join(KINDS), "reload the page")
    now = current(store, learner, desk)
    if kind in CHANGES and seat().why_not:
        raise CleanClaimError(seat().why_not, "", "", "What you entered before is kept")
    rows = getattr(desk_actions, kind)(store, learner, now, data if isinstance(data, dict) else {})
    store.append(rows, once=True)  # of two windows that hand in one attempt at the same moment one has it
    folded = _read(store, learner, desk)
    if kind == "draft" and rows and folded.number % THIN == 0:
        store.thin(learner, desk, seat().assignment)
    return folded.state
