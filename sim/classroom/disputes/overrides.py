"""An instructor's own judgment of one attempt, beside the marks it stands over. It is noted in the trail."""

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.disputes.answers import marked_answer
from sim.classroom.records.records import Records, Row
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError


def override(records: Records, class_name: str, attempt_id: str, points: float, who: str, why: str) -> Row:
    """Give an attempt these points, whatever its marks say; the latest override counts. Raises CleanClaimError for an
    attempt that isn't of the class, and points below zero or above what the item gives.
    """
    found = marked_answer(records.store, class_name, attempt_id)
    given = assignment_of(records, class_name, str(found.attempt["assignment"] or ""))
    most = given.item_of(found.item).points
    if not 0 <= points <= most:
        raise CleanClaimError(
            f"{points:g} points",
            f"attempt {attempt_id}",
            f"0 to {most:g}, the points of the item",
            "choose other points",
        )
    row = records.store.override(attempt_id, who, why, points)
    note(records, class_name, who, "marks overridden", attempt_id, {"points": points, "of": most, "why": why})
    return row
