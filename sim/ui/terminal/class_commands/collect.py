"""Collect sealed answer files out of a folder or an LMS's ZIP of submissions; exit 1 when one was not kept."""

import argparse
from datetime import UTC, datetime

from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.sealed.collecting import collect
from sim.ui.desks.bundle_pages import answered
from sim.ui.terminal.answered import answer, person
from sim.ui.terminal.class_bundle import received_at


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument("path", metavar="FOLDER_OR_ZIP", help="answer files, or the ZIP of submissions of your LMS")
    command.add_argument(
        "--received", metavar="TIME", help="when the LMS had them, such as 2026-10-05T23:30 (now unless told)"
    )


def run(options: argparse.Namespace) -> int:
    records, now = Records(), datetime.now(UTC)
    received = received_at(options.received, class_of(records, options.name)) if options.received else None
    found = collect(records, options.name, options.assignment, options.path, answered, now, received, person())
    rows = [{"name": one.name, "verdict": one.verdict, "why": one.why, "file": one.place} for one in found.files]
    lines = [*(one.line for one in found.files), f"{found.counts} of {len(found.files)} files kept."]
    lines += [f"Nothing yet from: {', '.join(found.missing)}."] if found.missing else []
    answer(options, {"files": rows, "missing": list(found.missing)}, lines)
    return int(found.counts < len(found.files))
