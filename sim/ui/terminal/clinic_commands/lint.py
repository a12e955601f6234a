"""Check a clinic's folder: payers, fees, charges, its own file, strategies, tracks; exit 1 when something is wrong."""

import argparse

from sim.learn.lint.linter import text
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.folder import pack
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the clinic")


def run(options: argparse.Namespace) -> int:
    one = pack(options.name)
    findings = lint_pack(one)
    files = sum(path.suffix in (".toml", ".csv") for path in one.folder.rglob("*"))
    answer(options, [finding._asdict() for finding in findings], [text(findings, files)])
    return int(any(finding.severity == "error" for finding in findings))
