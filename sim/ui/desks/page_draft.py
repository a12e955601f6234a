"""What is typed at a page without a task (a quarter, two strategies, the board): the newest draft holds, so that a
reload brings the page back as it was.
"""

from typing import Any

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat

DRAFT = "draft"


def kept_draft(store: Store | None, learner: str, desk: str, case: str) -> dict[str, Any]:
    """What was typed at a page; empty for nothing."""
    found = last_event(store, learner, desk, DRAFT, case)
    draft: dict[str, Any] = found["data"].get("draft", {}) if found else {}
    return draft


def keep_draft(store: Store | None, learner: str, desk: str, case: str, draft: dict[str, Any]) -> str:
    """Save what is typed, in the place of the draft before it; says when (ISO with zone)."""
    saved = add_event(store, learner, desk, DRAFT, {"case": case, "draft": draft}, case)
    if store is not None:
        store.thin(learner or seat().learner, desk)
    return saved


def saved_at(store: Store | None, learner: str, desk: str, kind: str = DRAFT) -> str:
    """When a draft, or another event of a page, was saved last; empty for never."""
    found = last_event(store, learner, desk, kind)
    return str(found["at"]) if found else ""


def last_event(
    store: Store | None, learner: str, desk: str, kind: str, case: str | None = None
) -> dict[str, Any] | None:
    """The newest event of a kind at a page; None for none."""
    if store is None:
        return None
    more = {"exercise": case} if case else {}
    found = store.events(learner or seat().learner, desk=desk, kind=kind, class_name=seat().class_name or None, **more)
    return found[-1] if found else None


def add_event(
    store: Store | None, learner: str, desk: str, kind: str, data: dict[str, Any], case: str | None = None
) -> str:
    """Keep an event of a page; says when. Nobody's page keeps nothing."""
    if store is None:
        return ""
    here = seat()
    place = {"class_name": here.class_name or None, "assignment": None, "desk": desk, "exercise": case}
    saved = store.add({**place, "learner": learner or here.learner, "kind": kind, "data": data})
    return str(saved["at"])
