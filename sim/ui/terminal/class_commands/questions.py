"""Write quick checks as questions that an LMS imports: QTI 1.2 for Canvas, or Moodle XML.

The file has the answers: import it, do not give it to learners.
"""

import argparse
from pathlib import Path

from sim.classroom.gradebook.into_file import write_beside
from sim.classroom.questions.bank import bank, quick_checks
from sim.classroom.questions.moodle_xml import moodle_xml
from sim.classroom.questions.qti import qti_zip
from sim.ui.terminal.answered import answer

WRITE = {"qti": qti_zip, "moodle": moodle_xml}


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "exercises", nargs="*", metavar="EXERCISE", help="quick checks, such as drill_02_places; all unless told"
    )
    command.add_argument(
        "--format", choices=sorted(WRITE), required=True, help="qti: a ZIP of QTI 1.2; moodle: Moodle XML"
    )
    command.add_argument("--variants", type=int, default=1, metavar="N", help="of each exercise (1 unless told)")
    command.add_argument("--title", default="CleanClaim quick checks", metavar="T", help="of the quiz or category")
    command.add_argument("--out", required=True, metavar="FILE", help="where the file goes")


def run(options: argparse.Namespace) -> int:
    made = bank(options.exercises or quick_checks(), options.variants)
    write_beside(WRITE[options.format](options.title, made), Path(options.out))
    line = (
        f"{len(made)} questions with their answers: {options.out}. Import it into your LMS; do not give it to learners"
    )
    return answer(options, {"questions": len(made), "out": options.out}, [line])
