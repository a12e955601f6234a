"""Grade the saved work of an assignment again after an update, and show what changes; --dry-run changes nothing.

Old marks are kept, rulings stay in force. Work whose case is no longer drawn as the learner saw it is named and left.
"""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.seats import seat_of
from sim.classroom.disputes.regrade import Change, regrade
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member, members
from sim.learn.exercises.exercise import Exercise
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")


def run(options: argparse.Namespace) -> int:
    records, now = Records(), datetime.now(UTC)
    made = class_of(records, options.name)
    given = assignment_of(records, made.name, options.assignment)

    def items_of(learner: str) -> dict[str, Exercise]:
        seat = seat_of(records, member(records, learner), given.name, now)
        return dict(seat.exercises or {})

    found = regrade(records, made.name, given.name, items_of, person(), options.dry_run)
    names = {one.learner: one.name for one in members(records, made.name, everybody=True)}
    document = {"class": made.name, "assignment": given.name, "dry_run": options.dry_run, **asdict(found)}
    verb = "would change" if options.dry_run else "changed"
    graded = [one for one in found.changes if one.new is not None]
    left = len(found.changes) - len(graded)
    last = f"{found.looked_at} attempts looked at, {len(graded)} {verb}, {left} left as they are."
    return answer(options, document, [*(_line(one, names) for one in found.changes), last])


def _line(one: Change, names: dict[str, str]) -> str:
    who = names.get(one.learner, one.learner)
    if one.new is None:
        return f"{who}, {one.item}: left at {one.old:.0%}: {one.why_not}"
    return f"{who}, {one.item}: {one.old:.0%} -> {one.new:.0%} ({', '.join(one.places) or 'score only'})"
