"""What is true of an order: what the payer wants, which of its written criteria the record documents and where, what is
to be done, which documents the request needs, and the last day for the payer's decision. Every rule is the payer's own
(sim/payer/asked/prior_authorization.py, eligibility.py); nothing is decided here beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

import numpy as np

from sim.billing.denials.documented_facts import DocumentedFact, facts_in
from sim.clinic.people.people import People
from sim.clinic.visits.chart import locate
from sim.clinic.visits.planned_service import PlannedService, order, planned_service, ways
from sim.ground.dates import day_of
from sim.ground.files import remembered_up_to
from sim.ground.params import param_value
from sim.learn.exercises.case import Case, number
from sim.learn.tasks.request_authorization.answer import DIAGNOSIS
from sim.learn.tasks.request_authorization.given import Given
from sim.payer.asked.eligibility import requirements
from sim.payer.asked.prior_authorization import Answer as Decision
from sim.payer.asked.prior_authorization import Request, criteria, decide, needs, notice_days
from sim.payer.rulebook.payers import Payer, SectionRow, payers

OWN_ASSESSMENT = "the treating provider's own assessment"
LIMITS = {"standard": "authorization_days", "expedited": "expedited_authorization_days"}


@dataclass(frozen=True)
class Criterion:
    """One criterion of the payer's list. `facts`: the sentences of the record that document it; none where it is not
    met."""

    id: str
    label: str
    proof: str
    facts: tuple[DocumentedFact, ...]

    @property
    def is_met(self) -> bool:
        """Does the record show it?"""
        return bool(self.facts)

    @property
    def documents(self) -> frozenset[int]:
        """The documents that show it."""
        return frozenset(fact.spot.document for fact in self.facts)


@dataclass(frozen=True, eq=False)
class Asked:
    """The truth of a case. `people`: the household without any authorization or referral on file."""

    payer: Payer
    planned: PlannedService
    people: People
    patient_key: int
    npi: str

    @property
    def today(self) -> date:
        """The day on which the order lies on the desk."""
        return self.planned.ordered_date

    @property
    def code(self) -> str:
        """The ordered service."""
        return self.planned.ordered.code

    @cached_property
    def entry(self) -> SectionRow | None:
        """The entry of the payer's list that names the ordered service."""
        return criteria(self.payer, self.code)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that the form asks about: of the entry that names the service, else of the first on the list."""
        listed = self.payer.sections["authorization"]
        entry = self.entry if self.entry is not None else listed[0] if listed else None
        return tuple(self._criteria(entry)) if entry is not None else ()

    def _criteria(self, entry: SectionRow) -> Iterable[Criterion]:
        wanted = tuple(entry.get("diagnoses", ()))
        if wanted:
            yield Criterion(
                DIAGNOSIS,
                f"a diagnosis of {', '.join(wanted)}",
                OWN_ASSESSMENT,
                self._named() if self.planned.diagnosis.startswith(wanted) else (),
            )
        found = facts_in(self.planned.documents, self.today)
        for need in entry.get("needs", ()):
            label = needs()[need]["label"]
            facts = tuple(fact for fact in found if fact.need == need)
            yield Criterion(need, label[:1].lower() + label[1:], needs()[need]["proof"], facts)

    def _named(self) -> tuple[DocumentedFact, ...]:
        spots = ((proof, locate(self.planned.documents, proof)) for proof in self.planned.named)
        return tuple(DocumentedFact(DIAGNOSIS, spot, proof.text) for proof, spot in spots if spot is not None)

    @cached_property
    def needed(self) -> str:
        """authorization, referral, notice or none."""
        kinds = {
            one.kind
            for one in requirements(
                self.people.coverages,
                self.patient_key,
                self.payer.code,
                self.planned.service_date,
                [self.code],
                self.people.records(),
            )
        }
        if "authorization" in kinds:
            told = notice_days(self.payer.code, self.today) is not None
            return "notice" if self.planned.priority == "emergency" and told else "authorization"
        return "referral" if "referral" in kinds else "none"

    @cached_property
    def unmet(self) -> tuple[Criterion, ...]:
        """The criteria that the record does not show, where they are asked for."""
        return tuple(one for one in self.criteria if not one.is_met) if self.needed == "authorization" else ()

    @property
    def action(self) -> str:
        """What is done now."""
        if self.needed == "authorization":
            return "provider" if self.unmet else "send"
        return {"notice": "notify"}.get(self.needed, self.needed)

    @property
    def priority(self) -> str:
        """expedited only where the provider says that waiting could harm."""
        return "standard" if self.planned.priority == "standard" else "expedited"

    @cached_property
    def attachments(self) -> tuple[int, ...]:
        """The fewest documents that together show every criterion, the first such set in the order of the chart."""
        useful = sorted(self.useful)
        return next(
            chosen for size in range(len(useful) + 1) for chosen in combinations(useful, size) if self.shows_all(chosen)
        )

    @cached_property
    def useful(self) -> frozenset[int]:
        """The documents that show some criterion."""
        return frozenset(document for one in self.criteria for document in one.documents)

    def shows_all(self, documents: Iterable[int]) -> bool:
        """Do these documents together show every criterion that the record shows?"""
        return all(one.documents & set(documents) for one in self.criteria if one.is_met)

    def due(self, priority: str) -> date:
        """The last day for the payer's decision on a request that it receives today."""
        return self.today + timedelta(param_value(LIMITS[priority], self.payer.code, day_of(self.today)))

    def decision(self, request: Request) -> Decision:
        """The payer's final answer to a request."""
        return decide(request, self.people.coverages)

    def request(
        self, code: str, units: int, diagnoses: Iterable[str], documents: Iterable[int], priority: str
    ) -> Request:
        """A request of today. It documents what the attached documents show."""
        attached = set(documents)
        shown = [one.id for one in self.criteria if one.id != DIAGNOSIS and one.documents & attached]
        return Request(
            self.patient_key,
            self.payer.code,
            code,
            units,
            tuple(diagnoses),
            np.datetime64(self.planned.service_date),
            np.datetime64(self.today),
            self.npi,
            tuple(shown),
            priority == "expedited",
            is_emergency=self.needed == "notice",
        )

    def right_request(self) -> Request:
        """What the key sends."""
        line = self.planned.ordered
        return self.request(line.code, line.units, [self.planned.diagnosis], self.attachments, self.priority)


@remembered_up_to(64)
def asked(case: Case) -> Asked:
    """The truth of a case."""
    given: Given = Given(**case.exercise.given)
    one = order(given.order)
    made = sorted(ways(one, given.choices), key=lambda way: number(f"{case.exercise.name} {sorted(way.items())}"))
    planned = planned_service(one, made[(case.variant - 1) % len(made)], case.row, case.patient)
    known = case.people.authorizations
    people = case.people._replace(authorizations=known.take(known.patient_key != case.row["patient_key"]))
    npi = case.row["rendering_npi"]
    return Asked(payers()[case.row["payer_code"]], planned, people, int(case.row["patient_key"]), npi)
