"""List who looked at the work of whom, and which chart each learner opened, in order of time."""

import argparse
from dataclasses import asdict

from sim.classroom.privacy.views import View, names, views
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("--learner", default="", metavar="LEARNER", help="the work of this learner alone")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    one = member_named(records, made.name, options.learner, everybody=True).learner if options.learner else ""
    found, known = views(records, made.name, one), names(records, made.name)
    return answer(options, [asdict(view) for view in found], [_line(view, known) for view in found] or ["Nobody yet."])


def _line(view: View, known: dict[str, str]) -> str:
    """Names where the roster still has them."""
    owner = "" if view.who == view.learner else f" of {known.get(view.learner, view.learner)}"
    when, who = view.at[:16].replace("T", " "), known.get(view.who, view.who) or "command line"
    return f"{when} UTC  {who}: {view.what}{owner}"
