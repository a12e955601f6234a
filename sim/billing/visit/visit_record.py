"""What there is of a visit before anybody codes it: who was seen, what the record supports, the claim that says exactly
that, and the payers' answer to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.billing.answers.declared_payer_errors import declared
from sim.billing.answers.supported_amounts import as_supported, truth_lines
from sim.billing.claims.claim import clean
from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.clinic.scenarios.library import scenarios
from sim.clinic.visits.coded_rows import Work
from sim.clinic.visits.truth import Dx, Truth, truth
from sim.ground.table import Table
from sim.payer.engine.payer_errors import PayerError


@dataclass(frozen=True, eq=False)
class Visit:
    """What is there before anybody codes: who was seen (encounters of one row), what the record supports, and the
    payer's declared mistakes. also: diagnoses beyond the scenario's that the record allows.
    """

    people: People
    encounters: Table
    truth_work: Work
    errors: tuple[PayerError, ...] = ()
    also: tuple[Dx, ...] = ()

    @property
    def key(self) -> int:
        """The encounter key."""
        return int(self.encounters.encounter_key[0])

    @property
    def service_date(self) -> np.datetime64:
        """The date of service."""
        return self.encounters.service_date[0]

    @cached_property
    def true(self) -> Claims:
        """The claim that the record supports."""
        return clean(as_supported(self.encounters), self.truth_work, self.people)

    @cached_property
    def truth_lines(self) -> Table:
        """The payers' answer to it, which does not depend on what was sent."""
        every = np.arange(len(self.encounters))
        return truth_lines(self.encounters, self.truth_work, self.true, self.people, every)

    @property
    def has_truth_lines(self) -> bool:
        """Have the payers answered the true claim already?"""
        return "truth_lines" in vars(self)

    def keep_truth_lines(self, lines: Table) -> None:
        """The payers' answer to the true claim, where it was worked out together with others."""
        vars(self)["truth_lines"] = lines

    @cached_property
    def allowed(self) -> Truth | None:
        """The truth of the visit with what it allows beside what it asks for; None for a visit of no scenario."""
        found = allowed_by(self.encounters)
        return found._replace(diagnoses=found.diagnoses + self.also) if found is not None else None


def visit_with(
    people: People,
    encounters: Table,
    truth_work: Work,
    payer_errors: Sequence[PayerError] = (),
    also: Sequence[Dx] = (),
) -> Visit:
    """A visit with the mistakes that its scenario and an exercise declare for the payer."""
    errors = declared(encounters).get(int(encounters.encounter_key[0]), ())
    return Visit(people, encounters, truth_work, (*errors, *payer_errors), tuple(also))


def allowed_by(encounters: Table) -> Truth | None:
    """The truth of a visit; None for a visit of no scenario."""
    row = encounters.rows()[0]
    shape = scenarios().get(row["scenario"])
    return truth(shape, row) if shape else None
