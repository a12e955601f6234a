"""The row of an event at a desk, as it is kept."""

from typing import Any

from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.seat import classroom

EventRow = tuple[str, dict[str, Any]]  # table, row


def event_row(learner: str, now: DeskState, kind: str, data: dict[str, Any]) -> EventRow:
    """(table, row) of something that happened at a desk."""
    return "events", {
        **classroom(),
        "learner": learner,
        "desk": now.desk,
        "exercise": data.get("exercise") or now.exercise,
        "kind": kind,
        "data": data,
    }
