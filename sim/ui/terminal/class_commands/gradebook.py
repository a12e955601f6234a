"""Fill the gradebook that your LMS exported (--into THEIR.csv --out OURS.csv), or show a gradebook of our own.

Canvas, Moodle, Blackboard and Brightspace are recognized. Nothing but our column changes; who was not found is listed.
Exit 1 where somebody was not found, or an assignment has no column.
"""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sim.classroom.assignments.assigned import assignment_of, assignments
from sim.classroom.gradebook.class_scores import people, scores
from sim.classroom.gradebook.filling import Filled, points_text
from sim.classroom.gradebook.into_file import Marked, Report, fill_sheet, write_beside
from sim.classroom.gradebook.own_table import lines, most_of, own_csv
from sim.classroom.gradebook.raw_sheet import read_sheet
from sim.classroom.gradebook.students import Person
from sim.classroom.marking.results import learners, results
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("--assignment", default="", metavar="A", help="this one alone (all of the class unless told)")
    command.add_argument(
        "--into", metavar="THEIR.csv", help="the gradebook exported from Canvas, Moodle, Blackboard or Brightspace"
    )
    command.add_argument(
        "--column", default="", metavar="TITLE", help="its column, where it is not called like the assignment"
    )
    command.add_argument("--out", metavar="OURS.csv", help="where the file goes; with --into for the LMS to import")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    marked = _marked(records, made, options.assignment)
    who = people(learners(records, made))
    if options.into:
        return _into(options, marked, who)
    if options.column:
        raise CleanClaimError("--column without --into", "class gradebook", "--into THEIR.csv", "name the file")
    if options.out:
        write_beside(own_csv(marked, who), Path(options.out))
        return answer(options, _as_json(marked, who), [f"Written: {options.out}"])
    if not options.json:
        _show(marked, who)
    return answer(options, _as_json(marked, who), ["As a file: --out OURS.csv. Into an LMS: --into THEIR.csv"])


def _marked(records: Records, made: Class, name: str) -> list[Marked]:
    chosen = [assignment_of(records, made.name, name)] if name else assignments(records, made.name)
    if not chosen:
        raise CleanClaimError(
            "nothing is assigned yet", f"class {made.name}", "an assignment", "run `cleanclaim class assign`"
        )
    now = datetime.now(UTC)
    return [Marked(one.name, one.title, scores(results(records, made, one, now))) for one in chosen]


def _into(options: argparse.Namespace, marked: list[Marked], who: list[Person]) -> int:
    if not options.out:
        raise CleanClaimError("--into without --out", "class gradebook", "--out OURS.csv", "name the file to write")
    if options.column and len(marked) > 1:
        raise CleanClaimError("--column without --assignment", "class gradebook", "one assignment", "name it")
    sheet, report = fill_sheet(read_sheet(Path(options.into)), marked, who, options.column)
    write_beside(sheet.content(), Path(options.out), Path(options.into))
    answer(options, {**report.as_dict(), "out": options.out}, [*told(report), f"Written: {options.out}"])
    found = report.found
    return int(bool(found.unclear or found.not_in_class or found.not_in_file or report.no_column))


def told(report: Report) -> list[str]:
    """What was done with their gradebook, in lines."""
    out = [f"{report.dialect} gradebook, {len(report.found.rows)} students found"]
    for one in report.filled:
        out.append(f"{one.assignment}: column {one.column.strip()!r}, points written: {one.written}")
        out += [f"  {line}" for line in _of_column(one)]
    found = report.found
    out += _listed("Found by name alone; check them", (one.name for one in found.by_name))
    out += _listed(
        "Left as they are", (f"line {one.student.line}, {one.student.name}: {one.why}" for one in found.unclear)
    )
    out += _listed("In the file, not in the class", (f"line {one.line}, {one.name}" for one in found.not_in_class))
    out += _listed("In the class, not in the file", (one.name for one in found.not_in_file))
    out += _listed("Without a column", report.no_column)
    return out


def _of_column(one: Filled) -> list[str]:
    out = []
    if one.is_scaled:
        out.append(
            f"the column has {float(one.their_most or 0):g} points, the assignment {one.most:g}: points were converted"
        )
    elif one.their_most is None:
        out.append(f"the file does not say how many points the item has; it must have {one.most:g}")
    out += _listed("replaced", (f"{each.name} {each.was} by {each.now}" for each in one.changed))
    out += _listed("left", (f"{each.name} {each.was} ({each.why})" for each in one.left))
    return out + _listed("nothing to write", (f"{each.name} ({each.why})" for each in one.nothing))


def _listed(head: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    return [f"{head}: " + "; ".join(found)] if found else []


def _show(marked: list[Marked], who: list[Person]) -> None:
    """Learners by assignments, with what is behind the points below them."""
    table = Table("Name", *(f"{one.title} (of {most_of(one):g})" for one in marked), "Total")
    for line in lines(marked, who):
        cells = [_cell(points, words) for points, words in zip(line.points, line.words, strict=True)]
        table.add_row(line.person.name, *cells, points_text(line.total, 0, None))
    Console(highlight=False, markup=False).print(table)


def _cell(points: float | None, words: str) -> str:
    return words if points is None else points_text(points, 0, None) + (f"\n{words}" if words else "")


def _as_json(marked: list[Marked], who: list[Person]) -> list[dict[str, object]]:
    return [
        {
            "learner": line.person.learner,
            "name": line.person.name,
            "total": line.total,
            "assignments": {
                one.name: {"points": points, "of": most_of(one), "status": words}
                for one, points, words in zip(marked, line.points, line.words, strict=True)
            },
        }
        for line in lines(marked, who)
    ]
