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

from sim.clinic.practice.clinics import payer_names
from sim.clinic.scenarios.choices import indices
from sim.clinic.scenarios.library import scenario as scenario_named
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import names_in
from sim.clinic.visits.calculator_facts import BY_NAME, payer_called, terms_asked
from sim.clinic.visits.visit_context import Setting
from sim.ground.files import remembered_up_to
from sim.ground.keys import SPANS
from sim.ground.table import Table
from sim.reference.calculators import calculators
from sim.reference.payer_terms import wants

PARTS = ("dx", "service", "query", "history", "trap", "earlier_visit")
READ = (
    "choices",
    "payer_code",
    "is_new_patient",
    "patient_age",
    "patient_sex_code",
    "service_date",
    "coverage_key",
)  # of an encounters table
SEXES = ("", "F", "M")
ADULT = 40  # who stands for everybody where age does not matter
NOBODY = -1  # pays: the place after the last payer
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
    """What the truth of a scenario depends on."""

    choices: tuple[str, ...]
    every_age: bool
    ages: frozenset[int]  # from which a calculator answers otherwise
    sex: bool
    days: tuple[date, ...]  # days from which a payer wants something else or a calculator's rule is another
    payers: frozenset[str]  # the payers and kinds of payers that it speaks of
    terms: tuple[str, ...]  # of a payer (sim.reference.payer_terms)
    payer_by_name: bool  # does a calculator ask who the payer is?


@lru_cache(maxsize=4096)
def matters(scenario: Scenario) -> Matters:
    """What the truth and the traps of a scenario depend on."""
    used = {name for part in PARTS for name in _names(scenario.raw.get(part, ()))}
    heads = {name.partition(".")[0] for name in used}
    bills = [bill for service in scenario.services for bill in service.bill]
    heads_of = [(service.calculator, service.head) for service in scenario.services]
    heads_of += [(key, str(value)) for bill in bills for key, value in bill.changes.items()]
    used_here = {name for name, _ in heads_of} & set(calculators())
    asked = [calculators()[name] for name in used_here]
    terms = {term for name, head in heads_of for term in terms_asked(name, head)}
    days = {bill.start for bill in bills if bill.start} | {day for one in asked for day in getattr(one, "days", ())}
    named = {name.partition(".")[2] for name in used if name.startswith("payer.")}
    before = [matters(scenario_named(one.scenario)) for one in scenario.earlier]  # what was billed then is history now
    return Matters(
        tuple(name for name in scenario.dimensions if name in heads),
        "age" in used or any(one.every_age for one in before),
        frozenset(age for one in asked for age in getattr(one, "AGES", ())).union(*(one.ages for one in before)),
        bool(heads & {"sex", "man", "he", "his", "him", "He", "His"}) or any(one.sex for one in before),
        tuple(sorted(days.union(*(one.days for one in before)))),
        frozenset(named.union(*(bill.payer for bill in bills), *(one.payers for one in before))),
        tuple(sorted(terms.union(*(one.terms for one in before)))),
        bool(used_here & BY_NAME) or any(one.payer_by_name for one in before),
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
    """The different settings of these rows, which all have this scenario: one and the same value stands for all that do
    not matter or are not told apart.
    """
    found, mine = matters(scenario), encounters.select(*READ).take(rows)
    coverage = mine.coverage_key
    columns = {
        "choices": _reduced(scenario, indices(scenario, mine.choices), found.choices),
        "payer": mine.payer_code.lookup(_payers(scenario, mine.payer_code.pool), NOBODY),
        "is_new": mine.is_new_patient.astype(np.int64),
        "age": _ages(found, mine.patient_age),
        "sex": mine.patient_sex_code.lookup({"F": 1, "M": 2}, 0) * found.sex,
        "day": np.searchsorted(np.array(found.days, "datetime64[D]"), mine.service_date, side="right"),
        "previous": ((coverage % (1 << SPANS) > 0) & (coverage >= 0)).astype(np.int64),
    }
    first, place = _different(np.stack(list(columns.values())))
    each = zip(*(column[first].tolist() for column in columns.values()), strict=True)
    pool, days = (*mine.payer_code.pool, ""), (date(1900, 1, 1), *found.days)
    made = [
        Setting(chosen, pool[payer], bool(is_new), age, SEXES[sex] if found.sex else "F", days[day], True)
        for chosen, payer, is_new, age, sex, day, _ in each
    ]
    return Unique(made, columns["previous"][first].astype(bool).tolist(), place)


def _ages(found: Matters, age: np.ndarray) -> np.ndarray:
    """The age that stands for each patient's."""
    if found.every_age:
        return age
    starts = np.array([0, *sorted(found.ages)], np.int64)
    return starts[np.searchsorted(starts, age, side="right") - 1] if found.ages else np.full(len(age), ADULT)


@remembered_up_to(4096)
def _payers(scenario: Scenario, codes: tuple[str, ...]) -> Mapping[str, int]:
    """For each payer the place of the first one that wants the work of this scenario coded in the same way."""
    found, first = matters(scenario), dict[Any, int]()
    return {code: first.setdefault(_ways(found, code), place) for place, code in enumerate(codes)}


def _ways(found: Matters, code: str) -> tuple[Any, ...]:
    """All that the truth of a scenario reads of a payer."""
    asked = payer_called(code) if found.payer_by_name else ""
    return asked, payer_names(code) & found.payers, *(wants(code, term) for term in found.terms)


def _different(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each different combination and which one each row has: np.unique over columns, packed into one
    whole number each.
    """
    packed = np.zeros(columns.shape[1], np.int64)
    for column in columns:
        low = column.min(initial=0)
        packed = packed * (int(column.max(initial=0)) - int(low) + 1) + (column - low)
    return np.unique(packed, return_index=True, return_inverse=True)[1:]


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
