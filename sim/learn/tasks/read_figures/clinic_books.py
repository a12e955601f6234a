"""The books of a small clinic on a day, and what is right about them. Every number comes from the engine: the visits
and what became of them from sim/learn/exercises/clinic_period.py, figures from sim/billing/books, denials from
sim/billing/denials. Same exercise and variant, same books.

Not modeled: nobody works a denial, sends a statement or takes a late payment, so what is denied stays open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sim.billing.books.kpi import aging, rate
from sim.billing.books.kpi_counts import ClaimCounts, Moved, by_month, claim_counts, moved
from sim.billing.books.kpi_readings import AgeRow, Reading, readings
from sim.billing.claims.scrub import scrub
from sim.billing.denials.denial_mix import Denials, by_cause, by_reason
from sim.ground.editions import service_dates
from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import Case
from sim.learn.exercises.clinic_period import clinic_period
from sim.learn.tasks.read_figures.given import Given, given

UNITS = {"days": 90, "percent": 100}


@dataclass(frozen=True, eq=False)
class Books:
    """first: the first day of the period; day: the day of the figures; rows: of the aging; months: (month, charges,
    payments); causes and reasons: the denials.
    """

    given: Given
    first: np.datetime64
    day: np.datetime64
    counts: ClaimCounts
    money: Moved
    rows: Sequence[AgeRow]
    months: list[tuple[str, int, int]]
    causes: list[Denials]
    reasons: list[Denials]
    readings: dict[str, list[Reading]]

    def reading(self, figure: str, way: str) -> Reading:
        """A figure counted in one way."""
        return next(one for one in self.readings[figure] if one.way == way)

    @property
    def largest(self) -> list[Denials]:
        """The root causes with most money denied; several only where they are equal."""
        most = max((one.charge_amount for one in self.causes), default=0)
        return [one for one in self.causes if one.charge_amount == most]

    @property
    def most_frequent(self) -> list[Denials]:
        """The root causes that denied most claims."""
        most = max((one.claims for one in self.causes), default=0)
        return [one for one in self.causes if one.claims == most]

    def denial_rate_without(self, cause: Denials) -> Fraction:
        """The denial rate, in percent, had this cause denied nothing: claims that nothing else denied would not count.

        The claims are counted by sim/billing/denials/denial_mix.py.
        """
        left = rate(self.counts.denied - cause.claims_alone, self.counts.adjudicated, "")
        return Fraction(left.top * 100, left.bottom)


def exact(reading: Reading, unit: str) -> Fraction | None:
    """The value of a reading without rounding, in percent or in days; None where nothing can be said."""
    if reading.figure.value is None:
        return None
    return Fraction(reading.figure.top * UNITS[unit], reading.figure.bottom)


@remembered_up_to(32)
def books(case: Case) -> Books:
    """The books of a case."""
    one = case.exercise
    wanted = given(one.given, Place(one.path, "given"))
    made = clinic_period(case, wanted.visits, wanted.staff)
    visits, ledger = made.visits, made.cycle.books.ledger
    claims, decided = made.cycle.answers.claims, made.cycle.answers.decided
    first = service_dates().first
    day = (first.astype("datetime64[M]") + wanted.months).astype("datetime64[D]") - 1
    counts = claim_counts(claims.claims, decided, day, scrub(claims.claims, claims.lines, visits.people))
    money, rows = moved(ledger, day), aging(visits.encounters, ledger, day)
    return Books(
        wanted,
        first,
        day,
        counts,
        money,
        rows,
        by_month(ledger, day),
        by_cause(visits.encounters, claims, decided, day),
        by_reason(claims, decided, day),
        readings(counts, money, rows),
    )
