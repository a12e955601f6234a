"""Write everything that is kept about one learner, as JSON and as a page to read, to hand it over.

Of homework and exams the keys are left out (docs/privacy.md).
"""

import argparse
from pathlib import Path

from sim.classroom.privacy.handing_over import learner_file, write_learner_file
from sim.classroom.privacy.views import note_view
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ui.terminal.answered import answer, person


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("learner", metavar="LEARNER", help="id, login, email, whole name or learner key")
    command.add_argument("--out", required=True, metavar="DIR", help="where the two files go")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    one = member_named(records, made.name, options.learner, everybody=True)
    paths = write_learner_file(learner_file(records, one.learner), Path(options.out))
    note_view(records, made.name, person(), one.learner, "everything, to hand it over")
    return answer(options, {"files": [str(path) for path in paths]}, [f"Written: {path}" for path in paths])
