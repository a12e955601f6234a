"""A service that was ordered and not done yet: the chart up to the order, and what will be coded once it is done.

A file of data/orders has the grammar of a scenario (sim/clinic/scenarios/library.py); it is never drawn as a visit. Its
documents lie on or before the planned day, and its service with the id "ordered" is what the payer may have to be asked
about. A choice named `timing` has an option field `priority`: standard, expedited or emergency.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from sim.clinic.scenarios.choices import to_text
from sim.clinic.scenarios.library import parse
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.chart import Document, documents
from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.truth import perfect, truth
from sim.clinic.visits.visit_context import Row, setting_of, words
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered, scan
from sim.ground.strict_toml import suggestion

FOLDER = "data/orders"
ORDERED = "ordered"
PRIORITIES = ("standard", "expedited", "emergency")


class PlannedService(NamedTuple):
    """`documents`: the chart up to the order, oldest first; `visit`: what will be coded; `ordered`: its line of which
    the payer may want to know; `diagnosis`: the first diagnosis it is ordered for, with the phrases that name it."""

    label: str
    documents: tuple[Document, ...]
    visit: CodedVisit
    ordered: CodedService
    diagnosis: str
    named: tuple[Proof, ...]
    priority: str
    ordered_date: date
    service_date: date


@remembered
def orders() -> dict[str, Scenario]:
    """Every order by file name.

    >>> "knee_mri" in orders()
    True
    """
    return {name: parse(path, "family medicine") for name, path in scan(FOLDER).items()}


def order(name: str) -> Scenario:
    """One order. Raises CleanClaimError with the nearest name."""
    if name not in orders():
        raise CleanClaimError(
            f"no order {str(name)[:60]!r}", FOLDER, "the name of a file there", suggestion(name, orders())
        )
    return orders()[name]


def ways(one: Scenario, chosen: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Every combination of the choices that `chosen` leaves open. Raises CleanClaimError for an unknown choice or
    option.

    >>> [way["side"] for way in ways(order("knee_mri"), {"record": "complete", "timing": "locked"})]
    ['right', 'left']
    """
    for name, option in chosen.items():
        if option not in one.vary.get(name, ()):
            expected = ", ".join(one.vary.get(name, one.vary))
            raise CleanClaimError(f"choice {name} = {option!r}", one.path, expected, suggestion(option, one.vary))
    options = [[chosen[name]] if name in chosen else list(one.vary[name]) for name in one.vary]
    return (dict(zip(one.vary, way, strict=True)) for way in product(*options))


def planned_service(one: Scenario, way: Mapping[str, str], encounter: Row, patient: Row) -> PlannedService:
    """The order for a patient on a day. encounter: a row of encounters, whose date of service is the planned day."""
    row = {**encounter, "scenario": one.name, "choices": to_text(dict(way)), "prior_authorization_number": ""}
    found, chart = truth(one, row, patient), documents(one, row, patient)
    visit = perfect(found)
    named = words(one, setting_of(one, row, patient))
    first = found.diagnoses[0]
    return PlannedService(
        one.label,
        tuple(chart),
        visit,
        next(line for line in visit.services if line.name == ORDERED),
        first.code,
        first.evidence,
        named["timing.priority"] if "timing" in one.vary else PRIORITIES[0],
        max(document.date for document in chart),
        encounter["service_date"],
    )
