"""Erase who a learner is: roster row, links, visits, and what others wrote about the person; work stays without a name.

Without --yes it only says what would go (docs/privacy.md).
"""

import argparse
from dataclasses import asdict

from sim.classroom.privacy.erasing import erase, plan
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ui.terminal.answered import answer, person
from sim.ui.terminal.erased import ending, yes_argument


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("learner", metavar="LEARNER", help="id, login, email, whole name or learner key")
    yes_argument(command)


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    one = member_named(records, made.name, options.learner, everybody=True)
    told = plan(records, one.learner)
    done = erase(records, one.learner, person()) if options.yes else None
    lines = [
        f"{told.name} ({told.learner})",
        *(f"goes: {line}" for line in told.goes),
        *(f"stays: {line}" for line in told.stays),
        *ending(options.yes, done.is_swept if done else None),
    ]
    return answer(options, {**asdict(told), "is_erased": done is not None}, lines)
