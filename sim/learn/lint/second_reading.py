"""The second reading of a scenario: somebody who has not seen the key codes its charts, the answers are compared with
the key, and what came of it is written into the scenario (`reviewed`), with a fingerprint of chart and key.

    charts(scenario)                     one chart for each different key, numbered, with nothing of the key
    compared(scenario, answers)          what differs, chart by chart
    reviewed_line(scenario, ...)         what to write into the file

The order of the charts follows from a hash, so that a number says nothing about the choice behind it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from sim.clinic.people.people import people
from sim.clinic.scenarios.choices import fixed, indices, texts
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.chart import documents, text
from sim.clinic.visits.distinct_visits import settings as visit_settings
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.truth import truth, truth_of
from sim.clinic.visits.visit_context import Setting
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import payer_label
from sim.learn.exercises.coded_answer import Answer, parse
from sim.learn.grading.anticipated_errors import anticipated
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.difference_words import fact
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Key, Row, key, picks, settings


SEED, HOUSEHOLDS = 1, 3_000


class DrawnVisit(NamedTuple):
    """A visit as truth and documents read it, and the patient."""

    row: Row
    patient: Row


class Reading(NamedTuple):
    """One chart's comparison: its number, and what differs in words; nothing differs where both agree."""

    number: int
    differences: tuple[str, ...]


def charts(scenario: Scenario, asked: bool = False) -> list[str]:
    """A chart for each different key, as the coder's desk shows it. asked: with the provider's answer to a query.

    >>> from sim.clinic.scenarios.library import scenario
    >>> found = charts(scenario("wheezy_baby"))
    >>> len(found), "J21" in "".join(found)
    (8, False)
    """
    found = _visits(scenario)
    return [
        "\n".join(
            (
                f"Chart {number} of {len(found)}: {scenario.label}",
                f"Payer: {payer_label(row['payer_code'])}. Date of service: {us_date(row['service_date'])}."
                f" Patient: {row['patient_age']} y, {row['patient_sex_code']}. Setting: {scenario.specialty}.",
                "",
                text(documents(scenario, row, patient, asked)),
            )
        )
        for number, (row, patient) in enumerate(found, 1)
    ]


def compared(scenario: Scenario, answers: Mapping[str, Any]) -> list[Reading]:
    """Answers (number of the chart -> an answer of the coder's desk) against the key. Raises CleanClaimError for a
    chart that there is none of and for an answer that cannot be read.
    """
    visits, found = _visits(scenario), []
    for number, given in answers.items():
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(visits):
            raise CleanClaimError(
                f"chart {number[:20]!r}",
                scenario.name,
                f"a number from 1 to {len(visits)}",
                "number the answers by chart",
            )
        answer = parse(given)
        if not isinstance(answer, Answer):
            problem = answer[0]
            raise CleanClaimError(
                f"chart {number}: {problem.where} {problem.what}", scenario.name, problem.expected, "correct the answer"
            )
        found.append(Reading(int(number), tuple(_differences(scenario, visits[int(number) - 1], answer))))
    return found


def _differences(scenario: Scenario, visit: DrawnVisit, answer: Answer) -> Iterator[str]:
    truths = [truth(scenario, visit.row, visit.patient, asked) for asked in (True, False)]
    is_asked = bool(answer.query or answer.hold)
    if is_asked != bool(truths[0].query):
        yield "The key asks the provider first." if not is_asked else "The key asks the provider nothing."
    known = truths[0] if is_asked else truths[1]
    if is_asked and not answer.services and not answer.diagnoses:
        return
    for one in compare(answer, known, anticipated(scenario, visit.row, truths).exchanges).differences:
        yield fact(one)


def fingerprint(scenario: Scenario) -> str:
    """Twelve characters that change when a chart or a key of the scenario changes, and not when only a reason does."""
    made = json.dumps([scenario.raw.get("document"), sorted(_names(scenario))], default=str, sort_keys=True)
    return blake2b(made.encode(), digest_size=6).hexdigest()


def reviewed_line(scenario: Scenario, by: str, agreed: bool, on: date) -> str:
    """The line for the head of the scenario's file."""
    words = f'by = "{by}", agreed = {str(agreed).lower()}, key = "{fingerprint(scenario)}"'
    return f"reviewed = {{ on = {on}, {words} }}"


def lint_reviewed(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """A review holds for the chart and the key that were read."""
    said = scenario.reviewed
    if said is None:
        return
    if said.key != fingerprint(scenario):
        yield finding(
            "reviewed, key",
            f"{said.key or 'nothing'}: chart or key changed after the review of {said.on}",
            f'a new blind reading (cleanclaim review), then key = "{fingerprint(scenario)}"',
            "advice",
        )
    if not said.agreed and not said.differed:
        yield finding("reviewed, differed", "nothing", "what differed, and what is still open", "advice")


@remembered_up_to(64)
def _visits(scenario: Scenario) -> tuple[DrawnVisit, ...]:
    """For each different key somebody of our households who has it, in the order of a hash."""
    everybody = people(SEED, np.arange(1, HOUSEHOLDS + 1))
    pool = encounters(SEED, everybody, [scenario.name])
    number = indices(scenario, pool.choices)
    first: dict[str, Row] = {}
    for chosen in picks(scenario):
        made = pool.with_columns(choices=texts(scenario, fixed(scenario, number, chosen)))
        unique = visit_settings(made, scenario, np.arange(len(made)))
        for place, setting in enumerate(unique.settings):
            name = _name(scenario, setting)
            if name not in first:
                first[name] = made.take(np.flatnonzero(unique.place == place)[:1]).rows()[0]
    patients = everybody.patients
    return tuple(
        DrawnVisit(first[name], patients.take(patients.patient_key == first[name]["patient_key"]).rows()[0])
        for name in sorted(first, key=lambda name: blake2b(name.encode()).digest())
    )


def _names(scenario: Scenario) -> set[str]:
    different = {
        key(truth(scenario, row, asked=asked))
        for row in settings(scenario)
        for asked in ((False, True) if scenario.queries else (True,))
    }
    return {_written(one) for one in different}


def _name(scenario: Scenario, setting: Setting) -> str:
    """The key before and after a query: a chart that says what another leaves open is a chart of its own."""
    asked = (True, False) if scenario.queries else (False,)
    return "".join(_written(key(truth_of(scenario, setting._replace(asked=one)))) for one in asked)


def _written(one: Key) -> str:
    """A key as one text, the same in every process."""
    return json.dumps(one, default=sorted)
