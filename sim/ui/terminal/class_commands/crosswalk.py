"""Write the crosswalk from our competences to subjects of the CPC, CPB, CCA and CBCS exams; with sources.

Not an official outline: every row says what to verify.
"""

import argparse
from pathlib import Path

from sim.classroom.handouts.crosswalk import NOTE, write_crosswalk
from sim.learn.course.plan.blueprint import areas
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", required=True, metavar="FILE", help="a file that ends in .csv or .html")


def run(options: argparse.Namespace) -> int:
    write_crosswalk(Path(options.out))
    return answer(options, {"out": options.out, "rows": len(areas()), "note": NOTE}, [f"Written: {options.out}", NOTE])
