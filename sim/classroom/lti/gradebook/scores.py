"""Scores on their way into the LMS's gradebook: a row for each course, assignment and learner.

A mark that changes (a regrade, an override, a late hand-in) makes its row wait again. A row is sent by one process at a
time; where the LMS does not take it, it is tried again after a while, and after the last try it stands in the
instructor's list with the reason. Each score is dated later than the one before, by at least a second: Moodle compares
whole seconds and does not take a score of the same one.

Source: LTI Assignment and Grade Services 2.0, 3.4, https://www.imsglobal.org/spec/lti-ags/v2p0
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pylti1p3.exception import LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem

from sim.classroom.lti.course.courses import Course, courses_of
from sim.classroom.lti.gradebook.line_items import forget_line_item, line_item_of
from sim.classroom.lti.course.roles import LEARNER
from sim.classroom.lti.connection.rows import Row, all_of, changed, found, put_once
from sim.classroom.lti.connection.services import TROUBLES, gradebook_of, trouble
from sim.classroom.records.schema import COURSE
from sim.classroom.records.records import Records
from sim.ground.database import instant

WAITING, SENT, FAILED = "waiting", "sent", "failed"
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 720))  # before each further try
TURN = timedelta(minutes=2)  # that one process has to send a score


@dataclass(frozen=True)
class Score:
    """What a learner has for an assignment: points, a comment, and whether all is handed in and marked."""

    learner: str
    earned: float
    maximum: float
    comment: str = ""
    is_handed_in: bool = True
    is_marked: bool = True

    @property
    def activity(self) -> str:
        """How far the work is, in the standard's word."""
        return ("Completed" if self.is_marked else "Submitted") if self.is_handed_in else "InProgress"

    @property
    def grading(self) -> str:
        """How far the marks are, in the standard's word."""
        return "FullyGraded" if self.is_marked else "Pending" if self.is_handed_in else "NotReady"


@dataclass(frozen=True)
class Unsent:
    """A score that the LMS did not take yet, for the instructor's list."""

    course: Course
    assignment: str
    learner: str
    state: str
    tries: int
    next_at: str
    trouble: str


@dataclass(frozen=True)
class Outcome:
    """How many scores were sent, wait, and failed for good."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def queue_scores(records: Records, class_name: str, assignment: str, scores: Iterable[Score], now: datetime) -> int:
    """Make every score wait that differs from what was sent; how many do. A learner who never came by an LMS has no row
    there.
    """
    given = {score.learner: score for score in scores}
    waiting = 0
    for course in courses_of(records, class_name):
        with records.connection() as connection:
            for person in all_of(connection, records.table("lti_people"), **course.named, role=LEARNER):
                score = given.get(person["learner"])
                if score:
                    waiting += _queue(
                        connection, records.table("lti_scores"), course, assignment, person["user_id"], score, now
                    )
    return waiting


def _queue(
    connection: Any, kept: Any, course: Course, assignment: str, user_id: str, score: Score, now: datetime
) -> bool:
    where = {**course.named, "assignment": assignment, "user_id": user_id}
    row = found(connection, kept, **where)
    told = json.dumps(asdict(score))
    fresh = {"score": told, "state": WAITING, "tries": "0", "next_at": instant(now), "trouble": ""}
    if row is None:
        return put_once(connection, kept, {**where, "class_name": course.class_name, "learner": score.learner, **fresh})
    return row["score"] != told and changed(connection, kept, where, **fresh)


def send_scores(records: Records, class_name: str, titles: dict[str, str], now: datetime, most: int = 500) -> Outcome:
    """Send the scores of a class that wait and are due. titles: what each assignment's column is called."""
    courses = {tuple(course.named.values()): course for course in courses_of(records, class_name)}
    with records.connection(reading=True) as connection:
        rows = all_of(connection, records.table("lti_scores"), class_name=class_name, state=WAITING)
    due = [row for row in rows if row["next_at"] <= instant(now) and _place(row) in courses]
    states = [_send(records, courses[_place(row)], row, titles, now) for row in due[:most]]
    waiting = len(rows) - len(due) + sum(state == WAITING for state in states) + len(due[most:])
    return Outcome(states.count(SENT), waiting, states.count(FAILED))


def unsent(records: Records, class_name: str) -> list[Unsent]:
    """Scores that the LMS did not take: those tried and waiting, and those that failed."""
    courses = {tuple(course.named.values()): course for course in courses_of(records, class_name)}
    with records.connection(reading=True) as connection:
        rows = all_of(connection, records.table("lti_scores"), class_name=class_name)
    return [
        Unsent(
            courses[_place(row)],
            row["assignment"],
            row["learner"],
            row["state"],
            int(row["tries"]),
            row["next_at"],
            row["trouble"],
        )
        for row in rows
        if row["state"] != SENT and row["trouble"] and _place(row) in courses
    ]


def try_again(records: Records, class_name: str, now: datetime) -> int:
    """The instructor asks for another try of everything that failed; how many scores wait anew."""
    with records.connection() as connection:
        kept = records.table("lti_scores")
        query = kept.update().where(kept.c.class_name == class_name, kept.c.state != SENT)
        return int(connection.execute(query.values(state=WAITING, tries="0", next_at=instant(now))).rowcount)


def _place(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in COURSE)


def _send(records: Records, course: Course, row: Row, titles: dict[str, str], now: datetime) -> str:
    """Send one score; the state it is in afterwards."""
    where = {name: row[name] for name in (*COURSE, "assignment", "user_id")}
    kept = records.table("lti_scores")
    with records.connection() as connection:
        free = (kept.c.state == WAITING) & (kept.c.busy_until < instant(now))
        if not changed(connection, kept, where, free, busy_until=instant(now + TURN)):
            return WAITING
    stamp = later(row["sent_at"], now)
    title = titles.get(row["assignment"]) or str(row["assignment"])
    try:
        _post(records, course, row, title, stamp, now)
    except TROUBLES as reason:
        return _not_sent(records, where, row, trouble(reason), now)
    with records.connection() as connection:
        same = (kept.c.state == WAITING) & (kept.c.score == row["score"])  # a mark that changed meanwhile waits on
        done = changed(connection, kept, where, same, state=SENT, trouble="")
        changed(connection, kept, where, sent_at=stamp, busy_until="", tries="0")
    return SENT if done else WAITING


def _post(records: Records, course: Course, row: Row, title: str, stamp: str, now: datetime) -> None:
    score = Score(**json.loads(row["score"]))
    address = line_item_of(records, course, row["assignment"], title, score.maximum, now)
    grade = Grade().set_user_id(row["user_id"]).set_timestamp(stamp)
    grade.set_activity_progress(score.activity).set_grading_progress(score.grading)
    if score.is_marked:
        grade.set_score_given(score.earned).set_score_maximum(score.maximum)
    if score.comment:
        grade.set_comment(score.comment)
    try:
        gradebook_of(records, course).put_grade(grade, LineItem({"id": address}))
    except LtiServiceException as reason:
        if reason.response.status_code in (404, 410):
            forget_line_item(records, course, row["assignment"], address)
        raise


def _not_sent(records: Records, where: Row, row: Row, why: str, now: datetime) -> str:
    tries = int(row["tries"])
    state = WAITING if tries < len(WAITS) else FAILED
    next_at = instant(now + WAITS[min(tries, len(WAITS) - 1)])
    with records.connection() as connection:
        changed(
            connection,
            records.table("lti_scores"),
            where,
            state=state,
            tries=str(tries + 1),
            next_at=next_at,
            trouble=why,
            busy_until="",
        )
    return state


def later(last: str, now: datetime) -> str:
    """The date of the next score: now, or a second after the last one.

    >>> later("", datetime(2026, 9, 1, 12, 0, 0, 250_000, tzinfo=UTC))
    '2026-09-01T12:00:00.250Z'
    >>> later("2026-09-01T12:00:00.900Z", datetime(2026, 9, 1, 12, 0, 0, 950_000, tzinfo=UTC))
    '2026-09-01T12:00:01.900Z'
    """
    when = now.astimezone(UTC)
    if last:
        when = max(when, datetime.fromisoformat(last) + timedelta(seconds=1))
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
