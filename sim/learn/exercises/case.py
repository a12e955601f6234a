"""A case: one synthetic patient's visit as an exercise draws it for one learner's variant, with its truth. The truth
stays on this side.

    case = draw("coder_04_knee", variant=3)
    public(case)                    what may be shown before grading: chart, patient, payer; no truth, no seed, no
                                    choices

The same exercise and variant give the same case on every machine. Consecutive variants run through the scenario's
decisions in an order of the exercise's own, so that a fresh variant is not only another name.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import product
from typing import Any

import numpy as np

from sim.clinic.people.people import People
from sim.clinic.practice.clinics import where_drawn
from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.visits.case import draw_case, trap_for
from sim.clinic.visits.chart import Document, documents
from sim.clinic.visits.coded_rows import Work, work_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.mess import drawn_mess
from sim.clinic.visits.truth import Question, Truth, nearest, perfect, truth
from sim.coding.coder import coded, with_mistake
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.table import Table
from sim.learn.exercises import provider_file
from sim.learn.exercises.coded_answer import Answer, visit_of
from sim.learn.exercises.exercise import Exercise, exercise
from sim.payer.rulebook.payers import payers

Row = dict[str, Any]  # a row of a table, as the dictionary describes its columns

TRIES = 12


@dataclass(frozen=True, eq=False)
class Case:
    """`people`: the household. `encounters`: a table of the one visit, carrying the mistake made before the learner's
    desk, if there is one. `own`: a learner's own coded work instead (an Answer of code_visit), when her claim came
    back; `boxes`: her own form, as (box, text) pairs. `codes_stand`: the form is held against the codes as they were
    sent, since these are graded by themselves."""

    exercise: Exercise
    variant: int
    people: People
    encounters: Table
    trap: Trap | None = None
    own: Answer | None = None
    boxes: tuple[tuple[str, str], ...] | None = None
    codes_stand: bool = False

    @cached_property
    def row(self) -> Row:
        """The visit as a plain dictionary."""
        return self.encounters.rows()[0]

    @cached_property
    def patient(self) -> Row:
        """The patient as a plain dictionary."""
        patients = self.people.patients
        return patients.take(patients.patient_key == self.row["patient_key"]).rows()[0]

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that the visit was drawn from."""
        return scenario(self.row["scenario"])

    @cached_property
    def _truths(self) -> dict[bool, Truth]:
        return {asked: truth(self.scenario, self.row, self.patient, asked) for asked in (True, False)}

    @cached_property
    def _documents(self) -> dict[bool, tuple[Document, ...]]:
        one = self.exercise
        mess = drawn_mess(self.scenario, self.row, one.level, number(one.drawn_as))
        return {asked: tuple(documents(self.scenario, self.row, self.patient, asked, mess)) for asked in (True, False)}

    @property
    def truth(self) -> Truth:
        """What the record supports when everything that had to be asked was asked."""
        return self._truths[True]

    def truth_when(self, asked: bool) -> Truth:
        """What the record supports with or without the answer to the query."""
        return self._truths[bool(asked and self.question)]

    def documents_when(self, asked: bool) -> tuple[Document, ...]:
        """The chart, with the answer to the query if it was asked."""
        return self._documents[bool(asked and self.question)]

    @property
    def question(self) -> Question | None:
        """What only the provider can answer; None where the record leaves nothing open."""
        return self.truth.query

    @cached_property
    def truth_visit(self) -> CodedVisit:
        """What a perfect coder sends; behind a learner's own work one who chose as she did between accepted answers."""
        return perfect(self.truth) if self.own is None else self.supported_visit(visit_of(self.own))

    def supported_visit(self, sent: CodedVisit) -> CodedVisit:
        """What the record supports for somebody who sent this: the accepted alternatives and optional services of her
        choice.
        """
        return nearest(self.truth, sent)

    @cached_property
    def sent_visit(self) -> CodedVisit:
        """What the coder did send: the learner's own work, the mistake's work, else the perfect coder's."""
        if self.own is not None:
            return visit_of(self.own)
        return coded(self.scenario, self.row, self.trap) if self.trap else self.truth_visit

    @cached_property
    def payer_label(self) -> str:
        """The payer's name as people say it."""
        return payer_label(self.row["payer_code"])


def work_tables(case: Case, visit: CodedVisit, version: str = "coded") -> Work:
    """A coded visit as the tables of work of this encounter."""
    return work_of(case.encounters.encounter_key, [visit], np.array([0]), version)


def payer_label(code: str) -> str:
    """The payer's name; the code itself for a payer without a file."""
    return payers()[code].label if code in payers() else code


def draw(name: str, variant: int = 1, own: Answer | None = None) -> Case:
    """The case of an exercise's variant. Raises CleanClaimError for an exercise that no patient suits."""
    return _drawn(exercise(name), int(variant), own)


def draw_from(one: Exercise, variant: int = 1) -> Case:
    """The case of an exercise that is in no file, or not as the file says."""
    return _drawn(one, variant, None)


@remembered_up_to(256)
def _drawn(one: Exercise, variant: int, own: Answer | None) -> Case:
    if not 1 <= variant <= 10**6:
        raise CleanClaimError(
            f"variant {variant}", f"exercise {one.name}", "a whole number from 1", "choose another variant"
        )
    for attempt in range(TRIES):
        made = _attempt(one, variant, attempt, own)
        if made is not None:
            return made
    raise CleanClaimError(
        "no patient suits this exercise",
        one.path,
        "a payer, choices and a trap that go together",
        "compare payer, [choices] and [trap] with the scenario",
    )


def number(text: str) -> int:
    """A whole number of 63 bits from a text: the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") >> 1


def _attempt(one: Exercise, variant: int, attempt: int, own: Answer | None) -> Case | None:
    story = scenario(one.scenarios[(variant - 1) % len(one.scenarios)])
    picked = _decisions(one, story, (variant - 1) // len(one.scenarios) + attempt)
    named = one.trap.get("error", "none") if own is None else "none"
    mistake = None if named == "none" else named
    found = _patient(one, story, picked, variant, mistake)
    if found is None:
        return None
    people, encounters = found
    filed = one.credentialing
    if filed is not None:
        row = encounters.rows()[0]
        people = provider_file.on_file(people, filed, row)
        one = replace(one, payer_errors=(*one.payer_errors, *provider_file.errors(filed, row)))
    if one.registered and own is None:
        swapped = second_first(people, encounters)
        if swapped is None:
            return None
        encounters = swapped
    if mistake is None:
        return Case(one, variant, people, encounters, own=own)
    trap = trap_for(story, encounters.rows()[0], mistake)
    if trap is None:
        return None
    return Case(one, variant, people, with_mistake(encounters, trap.number), trap)


def _patient(
    one: Exercise, story: Scenario, picked: dict[str, str], variant: int, mistake: str | None
) -> tuple[People, Table] | None:
    """A household and its visit; where the clinic in force has no such patient, one of the teaching clinic's."""
    for at in where_drawn(one.payer):
        try:
            return draw_case(
                number(one.drawn_as),
                story.name,
                one.payer or None,
                picked,
                variant,
                mistake,
                one.second_payer or None,
                at,
                one.oldest,
            )
        except CleanClaimError:
            continue
    return None


def second_first(people: People, encounters: Table) -> Table | None:
    """The visit with the patient's second payer registered as the first; None where there is no second payer on that
    day.
    """
    day, mine = (
        encounters.service_date[0],
        people.coverages.take(people.coverages.patient_key == encounters.patient_key[0]),
    )
    fits = (
        (mine.coverage_order == 2)
        & (mine.coverage_start_date <= day)
        & (np.isnat(mine.coverage_end_date) | (day <= mine.coverage_end_date))
    )
    return encounters.with_columns(registered_coverage_key=mine.coverage_key[fits][:1]) if fits.any() else None


def _decisions(one: Exercise, story: Scenario, place: int) -> dict[str, str]:
    """The scenario's decisions of this variant: all combinations of its [vary] that the exercise leaves open, in an
    order of the exercise's own.
    """
    options = [
        [(name, option) for option in ([one.choices[name]] if name in one.choices else story.vary[name])]
        for name in story.vary
    ]
    ways = sorted(product(*options), key=lambda way: number(f"{one.drawn_as} {way}"))
    fixed = {name: str(value) for name, value in one.choices.items() if name not in story.vary}
    return {**dict(ways[place % len(ways)]), **fixed} if ways else fixed
