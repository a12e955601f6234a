"""Statistics of an assignment: items, the whole test, keys that look wrong, misconceptions and what they cost.

Figures are those of Moodle's quiz statistics; each is printed with its formula, and from 20 learners on with an
interval.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.statistics.class_answers import statistics_of
from sim.classroom.statistics.class_report import ClassStatistics
from sim.classroom.statistics.figures import figure_words
from sim.classroom.statistics.intervals import Estimate
from sim.classroom.statistics.suspect_keys import SuspectKey
from sim.ground.money import dollars
from sim.ui.terminal.answered import answer
from sim.ui.terminal.statistics_page import write_page

SIGNS = {"percent": " %", "points": " points"}


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the class")
    command.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment")
    command.add_argument("--html", metavar="FILE", help="write a page with pictures, too; it names no learner")


def run(options: argparse.Namespace) -> int:
    records = Records()
    made = class_of(records, options.name)
    given = assignment_of(records, made.name, options.assignment)
    found = statistics_of(records, made, given, datetime.now(UTC))
    names = {one.learner: one.name for one in members(records, made.name, everybody=True)}
    document = {"class": made.name, "assignment": given.name, **found.as_dict()}
    if options.html:
        write_page(options.html, f"{made.title}: {given.title}", lines(replace(found, by_learner=()), {}), found)
    return answer(options, document, lines(found, names))


def lines(found: ClassStatistics, names: dict[str, str]) -> Iterator[str]:
    """What a person reads at the terminal."""
    yield from (f"{found.learners} learners, {found.whole} with every item, {found.points:g} points.", *found.notes)
    for item in found.items:
        yield from ("", f"Item {item.number}: {item.title} ({item.points:g} points, {item.learners} learners)")
        yield from (_figure(name, one) for name, one in item.figures.items())
        yield from (f"  ! {told}" for told in item.findings)
    yield from ("", "The whole test", *(_figure(name, one) for name, one in found.test.items()))
    yield from _section("Keys to read again", [_suspect(one) for one in found.suspects])
    yield from _section(
        "Cases of the same item",
        [
            f"Item {one.item}, {one.case}: {said(one.facility, 'percent')} of {one.learners} learners. {one.finding}"
            for one in found.cases
        ],
    )
    yield from _section(
        "Misconceptions", [f"{one.says}; {_cost(one.cost.owed_not_paid_amount)}" for one in found.misconceptions]
    )
    yield from _section(
        "Competences", [f"{one.competence} {one.name}: {one.percent} %" for one in found.competences if one.points]
    )
    yield from _section(
        "Learners",
        [
            f"{names.get(one.learner, one.learner)}: {one.percent:g} % of {one.answered} items, "
            f"{len(one.errors)} kinds of error, {_cost(one.cost.owed_not_paid_amount)}"
            for one in found.by_learner
        ],
    )
    yield from (
        "",
        f"In all {dollars(found.cost.owed_not_paid_amount)} owed and not paid, "
        f"{dollars(found.cost.paid_not_supported_amount)} paid and not supported.",
    )


def said(one: Estimate, unit: str) -> str:
    """A figure with its interval.

    >>> said(Estimate(66.6667, 50.0, 80.0), "percent"), said(Estimate(None), "points")
    ('66.7 % [50.0 to 80.0]', 'not known')
    """
    if one.value is None:
        return "not known"
    interval = "" if one.low is None else f" [{one.low:.1f} to {one.high:.1f}]"
    return f"{one.value:.1f}{SIGNS.get(unit, '')}{interval}"


def _figure(name: str, one: Estimate) -> str:
    words = figure_words()[name]
    return f"  {words.name}: {said(one, words.unit)}   = {words.formula}"


def _suspect(one: SuspectKey) -> str:
    place = f", {one.place}" if one.place else ""
    case = f" ({one.case})" if one.case else ""
    return f"Item {one.item}{place}{case}: {' '.join(one.reasons)}"


def _cost(cents: int) -> str:
    return f"{dollars(cents)} owed and not paid"


def _section(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield from ("", title, *(f"  {row}" for row in rows))
