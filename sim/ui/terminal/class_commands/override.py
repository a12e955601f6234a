"""Give one learner's attempt other points than its marks; with the reason. The marks stay beside it."""

import argparse
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.disputes.overrides import override
from sim.classroom.marking.results import results
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument("item", type=int, metavar="ITEM", help="the number of the item, from 1")
    command.add_argument("--for", dest="learner", required=True, metavar="WHO", help="id, login, email or name")
    command.add_argument("--points", type=float, required=True, metavar="P", help="the points that count")
    command.add_argument("--why", required=True, metavar="TEXT", help="the reason, which the learner sees")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    given = assignment_of(records, made.name, options.assignment)
    one = member_named(records, made.name, options.learner)
    found = next((r for r in results(records, made, given, datetime.now(UTC), [one]) if r.item == options.item), None)
    if found is None or found.counted is None:
        raise CleanClaimError(
            f"nothing of {one.name} is marked at item {options.item}",
            f"assignment {given.name}",
            "an item that was handed in and marked",
            "choose another item",
        )
    override(records, made.name, found.counted.attempt_id, options.points, person(), options.why)
    document = {
        "learner": one.learner,
        "item": options.item,
        "attempt": found.counted.attempt_id,
        "before": found.counted.earned,
        "points": options.points,
        "why": options.why,
    }
    words = f"{one.name}, item {options.item}: {options.points:g} points instead of {found.counted.earned:g}"
    return answer(options, document, [words])
