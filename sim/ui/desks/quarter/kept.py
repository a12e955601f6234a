"""What is kept of a learner's quarter: every week as it is decided, and what is typed on a Monday, as events of the
store of attempts. The newest one holds.
"""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.manager.game.decided import Game, game_of

DESK, KIND, DRAFT = "quarter", "quarter_week", "draft"
FIRST_SEED = 1


def kept_game(store: Store | None, learner: str) -> Game:
    """The quarter as it was left; a new one where there is none, or where it no longer fits the files."""
    found = _last(store, learner, KIND)
    if found is None:
        return Game(FIRST_SEED)
    try:
        return game_of(found["data"])
    except CleanClaimError:
        return Game(FIRST_SEED)


def keep_game(store: Store | None, learner: str, game: Game) -> None:
    """Save it; it is on the disk when this returns."""
    _keep(store, learner, KIND, game.document())


def kept_draft(store: Store | None, learner: str, case: str) -> dict[str, Any]:
    """What was typed for this Monday or this letter; empty for nothing."""
    found = _last(store, learner, DRAFT, case)
    draft: dict[str, Any] = found["data"].get("draft", {}) if found else {}
    return draft


def keep_draft(store: Store | None, learner: str, case: str, draft: dict[str, Any]) -> str:
    """Save what is typed; says when (ISO with zone)."""
    return _keep(store, learner, DRAFT, {"case": case, "draft": draft}, case)


def saved_at(store: Store | None, learner: str) -> str:
    """When the quarter was saved last; empty for never."""
    found = _last(store, learner, KIND)
    return str(found["at"]) if found else ""


def _last(store: Store | None, learner: str, kind: str, case: str | None = None) -> dict[str, Any] | None:
    if store is None:
        return None
    more = {"exercise": case} if case else {}
    found = store.events(learner or seat().learner, desk=DESK, kind=kind, class_name=seat().class_name or None, **more)
    return found[-1] if found else None


def _keep(store: Store | None, learner: str, kind: str, data: dict[str, Any], case: str | None = None) -> str:
    if store is None:
        return ""
    here = seat()
    place = {"class_name": here.class_name or None, "assignment": None, "desk": DESK, "exercise": case}
    saved = store.add({**place, "learner": learner or here.learner, "kind": kind, "data": data})
    return str(saved["at"])
