"""`cleanclaim me`: hand over, back up, print or erase what is kept on one's own machine."""

import argparse
from datetime import datetime
from pathlib import Path

from sim.classroom.handouts.portfolio import write_portfolio
from sim.classroom.privacy.handing_over import write_learner_file
from sim.classroom.privacy.own_machine import back_up, erase_own, own_file, own_plan
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.ui.terminal.answered import answer
from sim.ui.terminal.erased import ending


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    doing = {"export": _export, "backup": _back_up, "portfolio": _portfolio, "erase": _erase}
    return doing[options.action](options)


def _export(options: argparse.Namespace) -> int:
    paths = write_learner_file(own_file(seat().learner), Path(options.out))
    return answer(options, {"files": [str(path) for path in paths]}, [f"Written: {path}" for path in paths])


def _back_up(options: argparse.Namespace) -> int:
    found = back_up(Path(options.out))
    restore = "To restore, unpack it into your CleanClaim folder while no desk is open"
    return answer(options, {"out": options.out, "files": found}, [f"{len(found)} files: {options.out}. {restore}"])


def _portfolio(options: argparse.Namespace) -> int:
    paths = write_portfolio(Store(), seat().learner, Path(options.out), datetime.now().astimezone())
    lines = [f"Written: {paths[0]}. Open it and print it"]
    return answer(options, {"files": [str(path) for path in paths]}, lines)


def _erase(options: argparse.Namespace) -> int:
    planned = own_plan(seat().learner)
    swept = erase_own(planned) if options.yes else None
    others = ["stays: the file itself, since others work in it too"] if not planned.files else []
    lines = [
        "goes: " + ", ".join(f"{count} {name}" for name, count in planned.rows.items()),
        *(f"goes: {path} ({size:,} bytes)" for path, size in planned.files),
        *others,
        *ending(options.yes, swept),
    ]
    document = {"rows": planned.rows, "files": [str(path) for path, _ in planned.files], "is_erased": options.yes}
    return answer(options, document, lines)
