"""Write one sealed ZIP for each learner of an assignment, to be worked without a network."""

import argparse
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.public_items import public_words
from sim.classroom.records.records import Records
from sim.classroom.sealed.bundle import opened
from sim.ui.terminal.answered import answer
from sim.ui.terminal.class_bundle import write_bundles


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument("--out", required=True, metavar="DIR", help="where the ZIP files go, one for each learner")
    command.add_argument("--learner", metavar="WHO", help="one learner only: id, login, email or whole name")


def run(options: argparse.Namespace) -> int:
    records = Records()
    given = assignment_of(records, options.name, options.assignment)
    made = write_bundles(records, options.name, given.name, options.out, datetime.now(UTC), options.learner)
    public, seal = public_words(given), opened(made[0].read_bytes()).seal_number
    document = {"bundles": [str(file) for file in made], "seal": seal, "public": public}
    lines = [
        f"{len(made)} bundle{'s' * (len(made) != 1)} in {options.out}. Number of the class's seal: {seal}.",
        "Give each learner the file with his or her name. It holds charts and blank forms, and no key.",
    ]
    return answer(options, document, [*lines, *([public] if public else [])])
