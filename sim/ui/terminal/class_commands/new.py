"""Make a class: a name, a code that learners come in by, a secret that their cases are drawn with."""

import argparse

from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import make_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="lower-case letters, digits, - and _, such as billing_101")
    command.add_argument("--title", default="", metavar="TEXT", help="what people read, such as 'Billing 101, spring'")
    command.add_argument(
        "--time-zone",
        default="America/New_York",
        metavar="ZONE",
        help="of its due times (America/New_York unless told)",
    )
    command.add_argument(
        "--instructor", default="", metavar="NAME", help="your name: enters you, with a link of your own"
    )


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = new_class(records, options.name, options.title, options.time_zone)
    link = ""
    if options.instructor:
        one = add_member(records, made.name, options.instructor, role="instructor", who=person())
        link = f"/join/{make_link(records, one.learner)}"
    document = {"name": made.name, "title": made.title, "code": made.code, "time_zone": made.time_zone, "link": link}
    return answer(
        options,
        document,
        [
            f"{made.title}: class code {made.code}",
            *([f"Your own link (works once): ADDRESS{link}"] if link else []),
            f"Next: cleanclaim class roster {made.name} FILE.csv, then cleanclaim serve",
        ],
    )
