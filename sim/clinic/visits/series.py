"""A series of visits: one patient, two to four visits, each a scenario of its own that is coded by itself. A later one
names those before it:

    [[earlier_visit]]
    scenario = "broken_wrist"
    days_ago = "21"
    same = ["side"]                      choices that both have: what was drawn for this visit held then too
    choices = { cast = "splint" }        choices of the earlier visit that are fixed; the others are its first ones

From it follows what happened before: the earlier visit's services (as its key bills them) are in the payer's history,
so that global periods, new or established, and frequency count; and its notes stand in the chart, marked as earlier.

    earlier_visits(scenario, setting)    each with the setting in which it was
    earlier_lines(scenario, setting)     what was billed for them

Not modeled: an earlier visit's own mistakes and denials, another payer then, earlier visits of an earlier visit.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from sim.clinic.scenarios.choices import index_of, picked
from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import fill
from sim.clinic.visits.service_lines import whole_number
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.visit_context import Setting, words
from sim.ground.dates import day_of, years_between


class EarlierVisit(NamedTuple):
    """A visit before this one, in the setting in which it was, and how many days before."""

    scenario: Scenario
    setting: Setting
    days: int


class EarlierLine(NamedTuple):
    """A service that was billed for an earlier visit."""

    days: int
    code: str
    modifier: str
    diagnosis: str
    place: str
    specialty: str
    units: int


def earlier_visits(one: Scenario, setting: Setting) -> tuple[EarlierVisit, ...]:
    """The visits before this one. Raises CleanClaimError for a scenario or a choice that there is not."""
    names, chosen = words(one, setting), picked(one, setting.choices)
    found = []
    for told in one.earlier:
        other = scenario(told.scenario)
        days = whole_number(fill(told.days_ago, names), f"days_ago of an earlier visit in {one.name}")
        choices = {**picked(other, 0), **{name: chosen[name] for name in told.same}, **told.choices}
        then = setting._replace(
            choices=index_of(other, choices),
            is_new=other.suits.seen_before is False,
            day=setting.day - timedelta(days),
            age=_age_on(setting, setting.day - timedelta(days)),
            asked=True,
            authorization="",
        )
        found.append(EarlierVisit(other, then, days))
    return tuple(found)


def _age_on(setting: Setting, day: date) -> int:
    """How old the patient was on an earlier day; without a date of birth as old as on the visit."""
    born = setting.person.birth_date if setting.person else None
    return setting.age if born is None else int(years_between(np.array([born], "datetime64[D]"), day_of(day))[0])


def earlier_lines(one: Scenario, setting: Setting) -> tuple[EarlierLine, ...]:
    """What was billed for the visits before this one: what their records support.

    >>> from sim.clinic.scenarios.library import scenarios
    >>> told = [one for one in scenarios().values() if one.earlier]
    >>> all(other.scenario in scenarios() for one in told for other in one.earlier)
    True
    """
    return tuple(
        EarlierLine(
            visit.days,
            line.code,
            next(iter(line.modifiers), ""),
            next(iter(line.pointers), ""),
            visit.scenario.place_of_service,
            visit.scenario.specialty,
            line.units,
        )
        for visit in earlier_visits(one, setting)
        for line in perfect_in(visit.scenario, visit.setting).services
    )
