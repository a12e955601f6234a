"""The classes there are, with their codes and how many belong to them."""

import argparse
from typing import Any

from sim.classroom.assignments.assigned import assignments
from sim.classroom.records.classes import classes
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    records = Records()
    found: list[dict[str, Any]] = [
        {
            "name": one.name,
            "title": one.title,
            "code": one.code,
            "is_open": one.is_open,
            "members": len(members(records, one.name)),
            "assignments": [given.name for given in assignments(records, one.name)],
        }
        for one in classes(records)
    ]
    lines = [
        f"{one['name']}: {one['title']}, code {one['code']}, {one['members']} people, "
        f"{'open' if one['is_open'] else 'closed'}; assignments: {', '.join(one['assignments']) or 'none'}"
        for one in found
    ]
    return answer(options, found, lines or ["No class yet. To do: cleanclaim class new NAME"])
