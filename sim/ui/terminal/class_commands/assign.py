"""Assign what a TOML file says, or change it; without a file, show the assignments. Its fields: docs/instructors.md."""

import argparse
from dataclasses import asdict

from sim.classroom.assignments.assigned import assign_file, assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.public_items import public_words
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.learn.exercises.exercise import exercise
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument(
        "file", nargs="?", metavar="ASSIGNMENT.toml", help="its file name becomes the assignment's name"
    )


def run(options: argparse.Namespace) -> int:
    records = Records()
    name = class_of(records, options.name).name
    if options.file:
        made = assign_file(records, name, options.file, person())
        return answer(options, asdict(made), _lines(made))
    found = assignments(records, name)
    lines = [line for one in found for line in _lines(one)]
    return answer(options, [asdict(one) for one in found], lines or ["No assignment yet."])


def _lines(one: Assignment) -> list[str]:
    due = f"due {one.due:%Y-%m-%d %H:%M}" if one.due else "no due time"
    times = "once" if one.attempts == 1 else f"{one.attempts} times"
    return [
        f"{one.name}: {one.title} ({one.mode}, {due}, each item {times})",
        *(
            f"  {item.number}. {exercise(item.origin).title} ({item.origin}), {item.points:g} points"
            for item in one.items
        ),
        *([f"  {public}"] if (public := public_words(one)) else []),
    ]
