"""A million visits have only so many different settings: what the truth depends on is worked out once per setting and
then taken by row.

Which choices matter is read off the scenario: names used in its dx, services, queries, history and traps, not those
that only add color to the note.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.clinic.scenarios.choices import indices
from sim.clinic.scenarios.library import scenario as scenario_named
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import names_in
from sim.clinic.visits.visit_context import Setting
from sim.ground.keys import SPANS
from sim.ground.table import Table
from sim.reference.calculators import calculators

PARTS = ("dx", "service", "query", "history", "trap", "earlier_visit")
COLOUR = (
    "evidence",
    "why",
    "cite",
    "question",
    "text",
    "missing",
    "leading",
    "choices",
    "answer",
    "also",
    "unsupported",
    "settled",
)


class Matters(NamedTuple):
    """What the truth of a scenario depends on, besides the payer."""

    choices: tuple[str, ...]
    age: bool
    sex: bool
    days: tuple[date, ...]  # days from which a payer wants something else or a calculator's rule is another


@lru_cache(maxsize=4096)
def matters(scenario: Scenario) -> Matters:
    """What the truth and the traps of a scenario depend on."""
    used = {name for part in PARTS for name in _names(scenario.raw.get(part, ()))}
    heads = {name.partition(".")[0] for name in used}
    used_here = {service.calculator for service in scenario.services} | {
        key for service in scenario.services for bill in service.bill for key in bill.changes
    }
    days = {bill.start for service in scenario.services for bill in service.bill if bill.start}
    days |= {day for name in used_here & set(calculators()) for day in getattr(calculators()[name], "days", ())}
    before = [matters(scenario_named(one.scenario)) for one in scenario.earlier]  # what was billed then is history now
    return Matters(
        tuple(name for name in scenario.dimensions if name in heads),
        "age" in used
        or any(hasattr(calculators()[name], "AGES") for name in used_here & set(calculators()))
        or any(one.age for one in before),
        bool(heads & {"sex", "man", "he", "his", "him", "He", "His"}) or any(one.sex for one in before),
        tuple(sorted(days.union(*(one.days for one in before)))),
    )


def _names(part) -> Iterator[str]:
    """Names in texts and in `when`, wherever the truth or a trap may look."""
    if isinstance(part, str):
        yield from names_in(part)
    elif isinstance(part, list):
        for one in part:
            yield from _names(one)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key == "when":
                yield from (
                    text.strip().removeprefix("not ").strip()
                    for text in (value if isinstance(value, list) else [value])
                )
            elif key == "same":  # choices that an earlier visit of the series has too
                yield from value
            elif key not in COLOUR:
                yield from _names(value)


class Unique(NamedTuple):
    """The different settings of some rows: `settings` and, for each row, which one is its own. `previous`: has the
    setting an earlier coverage?
    """

    settings: list[Setting]
    previous: list[bool]
    place: np.ndarray


def settings(encounters: Table, scenario: Scenario, rows: np.ndarray) -> Unique:
    """The different settings of these rows, which all have this scenario."""
    found = matters(scenario)
    mine = encounters.take(rows)
    chosen = _reduced(scenario, indices(scenario, mine.choices), found.choices)
    period = (
        np.searchsorted(np.array(found.days, "datetime64[D]"), mine.service_date, side="right")
        if found.days
        else np.zeros(len(rows), np.int64)
    )
    age = mine.patient_age if found.age else np.zeros(len(rows), np.int64)
    sex = mine.patient_sex_code.lookup({"F": 1, "M": 2}, 0)
    previous = (mine.coverage_key % (1 << SPANS) > 0) & (mine.coverage_key >= 0)
    columns = np.stack(
        [
            chosen,
            mine.payer_code.keys.astype(np.int64),
            mine.is_new_patient.astype(np.int64),
            age,
            sex * found.sex,
            period,
            previous.astype(np.int64),
        ]
    )
    _, first, place = _different(columns)
    made = [_setting(mine, int(row), int(chosen[row]), found) for row in first]
    return Unique(made, previous[first].tolist(), place)


def _setting(mine: Table, row: int, chosen: int, found: Matters) -> Setting:
    """The setting of a row, with one and the same value for all that does not matter."""
    day = max((day for day in found.days if day <= mine.service_date[row]), default=date(1900, 1, 1))
    return Setting(
        chosen,
        mine.payer_code[row],
        bool(mine.is_new_patient[row]),
        int(mine.patient_age[row]) if found.age else 40,
        mine.patient_sex_code[row] if found.sex else "F",
        day,
        True,
    )


def _different(columns: np.ndarray):
    """np.unique over columns, by packing them into one whole number each."""
    packed = np.zeros(columns.shape[1], np.int64)
    for column in columns:
        low = column.min(initial=0)
        packed = packed * (int(column.max(initial=0)) - int(low) + 1) + (column - low)
    return np.unique(packed, return_index=True, return_inverse=True)


def _reduced(scenario, index: np.ndarray, names) -> np.ndarray:
    """Combination numbers in which the choices that do not matter have their first value."""
    out, factor = np.zeros_like(index), 1
    for name, values in reversed(scenario.dimensions.items()):
        index, place = np.divmod(index, len(values))
        if name in names:
            out += place * factor
        factor *= len(values)
    return out


def per_setting(encounters: Table, scenario: Scenario, find: Callable[[Setting], Any], missing: Any) -> np.ndarray:
    """One value per row, asked once per setting of this scenario; `missing` on the rows of other scenarios."""
    rows = np.flatnonzero(encounters.scenario == scenario.name)
    out = np.full(len(encounters), missing)
    if len(rows):
        unique = settings(encounters, scenario, rows)
        out[rows] = np.array([find(setting) for setting in unique.settings])[unique.place]
    return out
