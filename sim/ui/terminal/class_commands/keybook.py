"""Write the key book of an assignment: each learner's own cases with key, reasons and sources, to print.

The pages have the keys: they are for the instructor. That they were written stands in the trail.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sim.classroom.handouts.key_book import write_key_books
from sim.classroom.marking.results import learners
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument(
        "--for", dest="learner", metavar="WHO", help="one learner only: id, login, email or whole name"
    )
    command.add_argument("--out", required=True, metavar="DIR", help="where the pages go, one for each learner")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    chosen = [member_named(records, made.name, options.learner)] if options.learner else learners(records, made)
    files = write_key_books(
        records, made.name, options.assignment, chosen, Path(options.out), datetime.now(UTC), person()
    )
    line = (
        f"{len(files)} key book{'s' * (len(files) != 1)} in {options.out}. For the instructor: do not give to learners."
    )
    return answer(options, {"files": [str(file) for file in files]}, [line])
