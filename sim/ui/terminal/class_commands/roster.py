"""Enter people from a CSV file (name, email, id) and print a personal link for each; without a file, show the roster.

A link works once; afterwards the browser is known. --links prints new ones for everybody, --links-for for one person.
"""

import argparse
from typing import Any

from sim.classroom.records.classes import class_of
from sim.classroom.records.entry import make_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, enter_roster, member_named, members
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument(
        "file", nargs="?", metavar="FILE.csv", help="with columns name, email, id; login and role may be there"
    )
    command.add_argument("--address", default="", metavar="URL", help="what learners open, in front of each link")
    who = command.add_mutually_exclusive_group()
    who.add_argument("--links", action="store_true", help="a new link for everybody")
    who.add_argument(
        "--links-for", default="", metavar="WHO", help="a new link for one person: id, login, email or name"
    )


def run(options: argparse.Namespace) -> int:
    records = Records()
    name = class_of(records, options.name).name
    entered = enter_roster(records, name, options.file, person()) if options.file else None
    new = set() if entered is None else {one.learner for one in entered.new}
    only = member_named(records, name, options.links_for).learner if options.links_for else ""
    rows = [
        _row(records, one, options, options.links or one.learner in new or one.learner == only)
        for one in members(records, name)
    ]
    problems = [] if entered is None else list(entered.problems)
    document = {"class": name, "people": rows, "new": len(new), "problems": problems}
    return answer(options, document, [*map(_line, rows), *problems, f"{len(rows)} people, {len(new)} of them new"])


def _row(records: Records, one: Member, options: argparse.Namespace, linked: bool) -> dict[str, Any]:
    link = f"{options.address.rstrip('/')}/join/{make_link(records, one.learner)}" if linked else ""
    return {
        "learner": one.learner,
        "name": one.name,
        "email": one.email,
        "id": one.school_id,
        "login": one.login,
        "role": one.role,
        "link": link,
    }


def _line(row: dict[str, Any]) -> str:
    known = ", ".join(text for text in (row["id"], row["login"], row["email"]) if text)
    role = " [instructor]" if row["role"] == "instructor" else ""
    return f"{row['name']}{role} ({known or 'no id'})" + (f"  {row['link']}" if row["link"] else "")
