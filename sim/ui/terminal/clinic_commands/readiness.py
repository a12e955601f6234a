"""Say who is ready to work alone, competence by competence, with the evidence: yourself, one learner, or a class."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sim.classroom.marking.results import learners
from sim.classroom.privacy.views import note_first_looks
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member_named
from sim.ground.errors import CleanClaimError
from sim.learn.course.choice.way import way
from sim.manager.readiness.own import own_readiness
from sim.manager.readiness.person import Person, readiness_of
from sim.manager.readiness.thresholds import GENERAL, SPECIALIST, thresholds
from sim.manager.readiness.written import as_csv, rating_words, text_lines
from sim.ui.desks.readiness.sheets import page_html
from sim.ui.terminal.answered import answer, person
from sim.ui.terminal.arguments import clinic_argument

TITLE = "Readiness"


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--learner",
        default="",
        metavar="NAME",
        help="this person alone (you unless told; of a class: id, login or name)",
    )
    command.add_argument("--class", dest="class_name", default="", metavar="NAME", help="everybody of this class")
    command.add_argument(
        "--standard",
        choices=(GENERAL, SPECIALIST),
        default="",
        help="hold everybody to this accuracy (the track decides unless told)",
    )
    clinic_argument(command)
    command.add_argument("--out", default="", metavar="FILE", help="also write FILE.html to print, or FILE.csv")


def run(options: argparse.Namespace) -> int:
    title, people = TITLE, list[Person]()
    if options.class_name:
        title, people = _class(options)
    else:
        people = [own_readiness(options.learner, options.standard)]
    if options.out:
        _write(Path(options.out), title, people)
    document = {"people": [one.as_dict() for one in people], "thresholds": asdict(thresholds())}
    return answer(options, document, _lines(people, options.out))


def _class(options: argparse.Namespace) -> tuple[str, list[Person]]:
    """Everybody of a class, or one of them; who looked is written down."""
    records = Records()
    made = class_of(records, options.class_name)
    everybody = [member_named(records, made.name, options.learner)] if options.learner else learners(records, made)
    note_first_looks(records, made.name, person(), [one.learner for one in everybody], "readiness")
    now, limits = datetime.now(made.zone), thresholds()
    people = [
        readiness_of(way(records.store, one.learner, now), one.learner, one.name, limits, options.standard)
        for one in everybody
    ]
    return f"{TITLE}: {made.title}", people


def _write(file: Path, title: str, people: Sequence[Person]) -> None:
    """The page, or the table as CSV, as the file's ending says."""
    if file.suffix.lower() not in (".html", ".csv"):
        raise CleanClaimError("cannot tell what to write", str(file), "a name that ends in .html or .csv", "rename it")
    is_csv = file.suffix.lower() == ".csv"
    content = as_csv(people) if is_csv else page_html(title, people, thresholds()).encode()
    try:
        file.write_bytes(content)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write the file: {reason.strerror}", str(file), "a folder you may write to", "choose another"
        ) from None


def _lines(people: Sequence[Person], out: str) -> Iterator[str]:
    """One person's whole sheet; of several a line for each competence that the track asks for."""
    if len(people) == 1:
        yield from text_lines(people[0])
    for one in people if len(people) > 1 else ():
        told = ", ".join(f"{each.competence} {rating_words(each.rating)}" for each in one.asked)
        yield f"{one.name}: {one.counts['ready']} of {len(one.asked)} ready. {told}"
    if not people:
        yield "Nobody is on the roster yet."
    if out:
        yield f"Written: {out}"
