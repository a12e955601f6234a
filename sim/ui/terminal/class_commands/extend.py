"""Give one learner, or everybody, a later due time, more attempts or more minutes; with the reason."""

import argparse
from datetime import datetime

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.times import extend
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("--for", dest="learner", metavar="WHO", help="id, login, email or name of the roster")
    who.add_argument("--all", action="store_true", help="everybody")
    command.add_argument("--due", metavar="TIME", help="local to the class, such as 2026-12-12T23:59")
    command.add_argument("--attempts", type=int, default=0, metavar="N", help="so many attempts more")
    command.add_argument("--minutes", type=int, default=0, metavar="N", help="so many minutes more")
    command.add_argument("--why", required=True, metavar="TEXT", help="the reason, kept in the trail")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    given = assignment_of(records, made.name, options.assignment)
    one = None if options.all else member_named(records, made.name, options.learner)
    due = _time(options.due) if options.due else None
    extend(records, made, given, one, person(), options.why, due, options.attempts, options.minutes)
    whom = "everybody" if one is None else one.name
    document = {"assignment": given.name, "learner": "" if one is None else one.learner, "due": due}
    return answer(options, document, [f"{given.title}: extended for {whom}"])


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise CleanClaimError(f"cannot read the time {text[:40]!r}", "--due", "such as 2026-12-12T23:59", "correct it")
    return found
