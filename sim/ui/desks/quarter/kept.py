"""What is kept of a learner's quarter: every week as it is decided, and what is typed on a Monday, as events of the
store of attempts. The newest one holds.
"""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.manager.game.decided import Game, game_of
from sim.ui.desks import page_draft

DESK, KIND = "quarter", "quarter_week"
FIRST_SEED = 1


def kept_game(store: Store | None, learner: str) -> Game:
    """The quarter as it was left; a new one where there is none, or where it no longer fits the files."""
    found = page_draft.last_event(store, learner, DESK, KIND)
    if found is None:
        return Game(FIRST_SEED)
    try:
        return game_of(found["data"])
    except CleanClaimError:
        return Game(FIRST_SEED)


def keep_game(store: Store | None, learner: str, game: Game) -> None:
    """Save it; it is on the disk when this returns."""
    page_draft.add_event(store, learner, DESK, KIND, game.document())


def kept_draft(store: Store | None, learner: str, case: str) -> dict[str, Any]:
    """What was typed for this Monday or this letter; empty for nothing."""
    return page_draft.kept_draft(store, learner, DESK, case)


def keep_draft(store: Store | None, learner: str, case: str, draft: dict[str, Any]) -> str:
    """Save what is typed; says when (ISO with zone)."""
    return page_draft.keep_draft(store, learner, DESK, case, draft)


def saved_at(store: Store | None, learner: str) -> str:
    """When the quarter was saved last; empty for never."""
    return page_draft.saved_at(store, learner, DESK, KIND)
