"""Drafts at the deadline: what lies on a learner's desks when nothing is accepted any more counts as handed in, as it
stood, at the time at which it was last changed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import Standing, standing
from sim.classroom.records.classes import Class, classes
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, members
from sim.classroom.records.trail import note
from sim.ground.database import instant
from sim.ground.errors import CleanClaimError
from sim.learn.desk import desk_actions
from sim.learn.desk.desk_state import DeskState, lying
from sim.learn.desk.learner_desk import act, current
from sim.learn.desk.seat import Seat, seated
from sim.learn.desk.stage_work import handed_in
from sim.learn.desk.submission import is_empty


def hand_in_drafts(records: Records, now: datetime | None = None) -> int:
    """Hand in the drafts of everybody for whom an assignment has ended; gives how many. Who was looked after once is
    passed over, until an extension moves the end."""
    moment = now or datetime.now(UTC)
    return sum(
        _of_member(records, made, given, one, moment)
        for made in classes(records)
        for given in assignments(records, made.name)
        for one in _still_open(records, made, given)
    )


def _still_open(records: Records, made: Class, given: Assignment) -> list[Member]:
    """Members who have opened an item, and for whom no end was seen to, or none since an extension."""
    place = {"class_name": made.name, "assignment": given.name}
    began = {row["learner"] for row in records.rows("openings", **place)}
    if not began:
        return []
    seen = {row["learner"]: row["at"] for row in records.rows("hand_ins", **place)}
    extended = [(row["learner"], row["at"]) for row in records.rows("extensions", **place)]

    def is_open(learner: str) -> bool:
        return learner not in seen or any(who in ("", learner) and at > seen[learner] for who, at in extended)

    waiting = {learner for learner in began if is_open(learner)}
    return [one for one in members(records, made.name) if one.learner in waiting] if waiting else []


def _of_member(records: Records, made: Class, given: Assignment, one: Member, now: datetime) -> int:
    stands = standing(records, made, given, one, now)
    if stands.ends is None or now <= stands.ends:
        return 0
    place = {"class_name": made.name, "assignment": given.name, "learner": one.learner}
    count = _hand_in(records, seat_at(made, given, one, _as_open(stands)), one.learner)
    if not records.first("hand_ins", **place, ends=instant(stands.ends)):
        records.add("hand_ins", **place, ends=instant(stands.ends))
    if count:
        note(records, made.name, "", "drafts handed in", given.name, {"learner": one.learner, "count": count})
    return count


def _as_open(stands: Standing) -> Standing:
    """The same before its end, so that what lies there can be handed in."""
    return Standing(None, None, None, None, stands.attempts, None, True, "")


def _hand_in(records: Records, seat: Seat, learner: str) -> int:
    store, count = records.store, 0
    with seated(seat):
        for desk in sorted({one.desk for one in (seat.exercises or {}).values()}):
            for wanted in list(_drafts(current(store, learner, desk), seat)):
                try:
                    count += _hand_in_one(records, learner, desk, wanted)
                except CleanClaimError:
                    continue  # a case that cannot be opened any more has no draft to hand in
    return count


def _drafts(now: DeskState, seat: Seat) -> Iterator[DeskState]:
    """The items of this desk on which something was entered and not submitted, as they lie there."""
    for name in seat.exercises or {}:
        found = lying(now, name)
        if found is not None and found.name not in now.tried and not is_empty([found.draft, *found.parts]):
            yield found


def _hand_in_one(records: Records, learner: str, desk: str, wanted: DeskState) -> int:
    """One draft; gives 1, or 0 where it cannot be read."""
    store = records.store
    now = act(store, learner, "open_item", {"exercise": wanted.exercise, "variant": wanted.variant}, desk)
    rows = handed_in(now, learner) or desk_actions.submit(store, learner, now, {"answer": now.draft})
    at = wanted.draft_at or wanted.saved_at
    store.append([(table, {**row, "at": at} if table == "attempts" else row) for table, row in rows], once=True)
    return int(any(table == "attempts" for table, _ in rows))
