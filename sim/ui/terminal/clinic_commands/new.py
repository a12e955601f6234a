"""Make a clinic of your own: a folder with its staff, payers, fees and charges, to be changed."""

import argparse

from sim.manager.packs.checks import lint_pack
from sim.manager.packs.starter import start_pack
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="small letters, digits and _, such as riverside")
    command.add_argument(
        "--specialty",
        action="append",
        default=[],
        metavar="S",
        help="only this specialty, such as 'family medicine'; may be given several times (all unless told)",
    )


def run(options: argparse.Namespace) -> int:
    one = start_pack(options.name, options.specialty)
    findings = lint_pack(one)
    files = sorted(path.relative_to(one.folder).as_posix() for path in one.folder.rglob("*") if path.is_file())
    document = {"name": one.name, "folder": str(one.folder), "files": files, "findings": len(findings)}
    return answer(
        options,
        document,
        [
            f"{one.folder}",
            *(f"  {name}" for name in files),
            *(finding.line() for finding in findings),
            f"Next: cleanclaim clinic import payers {one.name} FILE.csv, then fees and charges",
        ],
    )
