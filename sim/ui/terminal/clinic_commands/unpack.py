"""Unpack a clinic that was packed on another machine, and check it."""

import argparse

from sim.manager.intake.brought import own_path
from sim.manager.intake.counted import kept_of
from sim.manager.packs.archive import unpack
from sim.manager.packs.checks import lint_pack
from sim.ui.terminal.answered import answer
from sim.ui.terminal.clinic_report import write_report


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="what `clinic pack` wrote")
    command.add_argument("--name", default="", metavar="NAME", help="its name here (the one it had unless told)")


def run(options: argparse.Namespace) -> int:
    made = unpack(own_path(options.file), options.name)
    if made.pack.counts_folder.is_dir():
        write_report(made.pack, kept_of(made.pack))
    wrong = [finding.line() for finding in lint_pack(made.pack)]
    document = {
        "name": made.pack.name,
        "folder": str(made.pack.folder),
        "files": list(made.files),
        "left_out": list(made.left_out),
        "findings": wrong,
    }
    left = [f"left out: {line}" for line in made.left_out]
    return answer(options, document, [f"{made.pack.folder}: {len(made.files)} files", *left, *wrong])
