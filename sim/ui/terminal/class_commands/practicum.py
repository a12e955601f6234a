"""Write a learner's pack of a virtual practicum: letter, hours log, work products, and a form for the evaluation.

It has the learner's name. Whether the hours count is for the program to say.
"""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sim.learn.course.record.hours import clock
from sim.classroom.handouts.practicum import write_pack
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("learner", metavar="WHO", help="the learner: id, login, email or whole name")
    command.add_argument("--out", required=True, metavar="DIR", help="where the page goes")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    one = member_named(records, made.name, options.learner)
    file, found = write_pack(records, made.name, one, Path(options.out), datetime.now(UTC), person())
    document = {
        "file": str(file),
        "seconds": found.seconds,
        "lines": [asdict(line) for line in found.lines],
        "products": len(found.products),
        "formula": found.formula,
    }
    line = f"{one.name}: {clock(found.seconds)} hours, {len(found.products)} work products: {file}"
    return answer(options, document, [line, "Whether the hours count: verify with your program."])
