"""At which seat somebody sits: who he is and in which class comes from his log-in; the address names only which
assignment he wants to work.
"""

from datetime import datetime

from sim.classroom.assignments.seats import practice_seat, seat_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import Seat


def seat_for(records: Records, member: Member, assignment: str, now: datetime) -> Seat:
    """The seat of a member: practice, or an assignment of his class. Raises CleanClaimError for an assignment that
    there is none of, or that has not opened yet.
    """
    if not assignment:
        return practice_seat(member)
    seat = seat_of(records, member, assignment, now)
    if not seat.exercises:
        raise CleanClaimError(seat.why_not or "this assignment has no items", "", "", "Go to the start page")
    return seat
