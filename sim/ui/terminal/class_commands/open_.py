"""Let learners into a class that was closed."""

import argparse

from sim.classroom.records.classes import open_class
from sim.classroom.records.records import Records
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")


def run(options: argparse.Namespace) -> int:
    made = open_class(Records(), options.name, person())
    return answer(
        options, {"name": made.name, "is_open": made.is_open}, [f"{made.title} is open. Class code: {made.code}"]
    )
