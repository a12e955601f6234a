"""What holds for one learner of an assignment now: when it opens, is due and closes, how many attempts, how much time
is left; with the extensions that an instructor gave.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records, Row
from sim.classroom.records.roster import Member
from sim.classroom.records.trail import note
from sim.ground.database import instant, plain
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """One learner's times in UTC (None: no limit). `ends`: the moment after which nothing is accepted, by closing or by
    the minutes used up; `why_not`: why nothing can be handed in now, empty when it can; `is_visible`: may the items be
    seen?"""

    opens: datetime | None
    due: datetime | None
    closes: datetime | None
    ends: datetime | None
    attempts: int
    started: datetime | None
    is_visible: bool
    why_not: str

    @property
    def is_open(self) -> bool:
        """May work be handed in?"""
        return not self.why_not

    def minutes_left(self, now: datetime) -> int | None:
        """Whole minutes until nothing is accepted any more; None without a limit."""
        return None if self.ends is None else max(0, int((self.ends - now).total_seconds() // 60))

    def days_late(self, at: datetime) -> int:
        """Days begun between `due` and a hand-in; 0 in time.

        >>> due = datetime(2026, 12, 8, 23, 59, tzinfo=UTC)
        >>> one = Standing(None, due, None, None, 1, None, True, "")
        >>> one.days_late(due), one.days_late(due + timedelta(minutes=1)), one.days_late(due + timedelta(days=1))
        (0, 1, 1)
        """
        return -((self.due - at) // DAY) if self.due is not None and at > self.due else 0


@dataclass(frozen=True)
class Times:
    """The extensions of an assignment, and when each learner first looked at it: read once for a whole class."""

    extensions: tuple[Row, ...]
    started: Mapping[str, str]


def times_of(records: Records, class_name: str, given: Assignment, learner: str = "") -> Times:
    """What `standing` needs of everybody, or of one learner."""
    place = {"class_name": class_name, "assignment": given.name}
    started: dict[str, str] = {}
    for row in records.rows("openings", **place, **({"learner": learner} if learner else {})):
        started.setdefault(row["learner"], row["at"])
    return Times(tuple(records.rows("extensions", **place)), started)


def standing(
    records: Records, made: Class, given: Assignment, one: Member, now: datetime, times: Times | None = None
) -> Standing:
    """How an assignment stands for one learner. times: what was read for the whole class; left out: read now."""
    known = times or times_of(records, one.class_name, given, one.learner)
    extended = _extended(known, one)
    at = known.started.get(one.learner)
    started = None if at is None else datetime.fromisoformat(at)
    opens, due, closes = (_utc(made, moment) for moment in (given.opens, given.due, given.closes))
    if closes is None and given.late is None:
        closes = due
    if extended.due is not None:
        due = extended.due
        closes = None if closes is None else max(closes, due)
    minutes = given.minutes + extended.minutes if given.minutes else 0
    runs_out = started + timedelta(minutes=minutes) if minutes and started is not None else None
    ends = min((moment for moment in (closes, runs_out) if moment is not None), default=None)
    found = Standing(opens, due, closes, ends, given.attempts + extended.attempts, started, True, "")
    if not made.is_open:
        return replace(found, why_not="The class is closed.")
    if opens is not None and now < opens:
        return replace(found, is_visible=False, why_not=f"Opens {moment_words(made, opens)}.")
    if closes is not None and now > closes:
        return replace(found, why_not=f"Closed {moment_words(made, closes)}. Nothing more can be handed in.")
    if ends is not None and now > ends:
        return replace(found, why_not=f"The {minutes} minutes are over. Nothing more can be handed in.")
    return found


def moment_words(made: Class, moment: datetime) -> str:
    """A moment as people of the class read it.

    >>> from sim.classroom.records.classes import Class
    >>> made = Class("b", "B", "", b"", "America/Chicago", "", 365, False)
    >>> moment_words(made, datetime(2026, 12, 9, 5, 59, tzinfo=UTC))
    'Dec 8, 2026, 11:59 PM'
    """
    local = moment.astimezone(made.zone)
    return f"{us_date(local.date())}, {local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


def extend(
    records: Records,
    made: Class,
    given: Assignment,
    one: Member | None,
    who: str,
    why: str,
    due: datetime | None = None,
    attempts: int = 0,
    minutes: int = 0,
) -> None:
    """Give one learner (None: everybody) a later due time (local to the class), more attempts, more minutes. The latest
    extension of each counts. Raises CleanClaimError without a reason, or for nothing.
    """
    if not why.strip() or (due is None and attempts <= 0 and minutes <= 0):
        raise CleanClaimError(
            "an extension without a reason or without a gift",
            f"assignment {given.name}",
            "a reason and a later due time, more attempts or more minutes",
            "add them",
        )
    moment = _utc(made, due)
    learner = "" if one is None else one.learner
    records.add(
        "extensions",
        class_name=made.name,
        assignment=given.name,
        learner=learner,
        due="" if moment is None else instant(moment),
        attempts=attempts,
        minutes=minutes,
        who=plain(who),
        why=why.strip()[:2000],
    )
    what = {"learner": learner, "due": moment, "attempts": attempts, "minutes": minutes, "why": why.strip()}
    note(records, made.name, who, "extension", given.name, what)


def opened(records: Records, given: Assignment, one: Member, item: str, attempt: int, now: datetime) -> None:
    """Note that a learner sees the case of an item for the first time; the minutes of the assignment run from the first
    one. Seen again is not noted again.
    """
    from sqlalchemy.exc import IntegrityError

    place = {"class_name": one.class_name, "assignment": given.name, "learner": one.learner, "item": item}
    if records.first("openings", **place, attempt=attempt) is None:
        try:
            records.add("openings", **place, attempt=attempt, at=instant(now))
        except (IntegrityError, CleanClaimError):  # another window was quicker
            return


@dataclass(frozen=True)
class _Extension:
    due: datetime | None
    attempts: int
    minutes: int


def _extended(times: Times, one: Member) -> _Extension:
    """What was added for this learner: the latest due time, the latest count of attempts and of minutes."""
    rows = [row for row in times.extensions if row["learner"] in ("", one.learner)]
    due = _last(rows, "due")
    return _Extension(
        datetime.fromisoformat(due) if due else None,
        int(_last(rows, "attempts") or 0),
        int(_last(rows, "minutes") or 0),
    )


def _last(rows: list[Row], column: str) -> str:
    return next((str(row[column]) for row in reversed(rows) if row[column]), "")


def _utc(made: Class, moment: datetime | None) -> datetime | None:
    """A time that is local to the class."""
    return None if moment is None else moment.replace(tzinfo=made.zone).astimezone(UTC)
