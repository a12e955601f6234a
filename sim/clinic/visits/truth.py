"""The truth of a visit: what was done and why, in the form its payer wants; correct by construction, with evidence and
reasons.

    found = truth(scenario, encounter_row)           diagnoses in order, services, the query if the record leaves
                                                     something open
    perfect(found)                                   what a perfect coder sends to billing

What was done does not depend on who pays; how this payer takes it on this day does ([[service.bill]]).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import LeadingQuestion, Scenario
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.coded_rows import Work, work_of
from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.clinic.visits.distinct_visits import settings
from sim.clinic.visits.proof import Proof, proofs_of
from sim.clinic.visits.service_lines import Service, build_all
from sim.clinic.visits.visit_context import Row, Setting, conditions, setting_of, words
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.ground.files import remembered_up_to


class Dx(NamedTuple):
    """A diagnosis. needs: must, may, "one of" (then `group` names the alternatives) or never."""

    code: str
    id: str
    needs: str
    group: str
    evidence: tuple[Proof, ...]
    why: str
    cite: str
    first: bool = False
    after: str = ""


class Question(NamedTuple):
    """What only the provider can answer. `text` is the addendum that arrives; `leading` are (question, why not)
    pairs.
    """

    id: str
    question: str
    why: str
    choices: tuple[str, ...]
    answer: str
    text: tuple[str, ...]
    missing: str
    leading: tuple[LeadingQuestion, ...]
    author: str
    days: int
    cite: str
    gap: str = ""
    evidence: tuple[Proof, ...] = ()
    also: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    settled: str = ""


Item = TypeVar("Item", Dx, Service)


class Truth(NamedTuple):
    """The whole truth. `hold`: the claim has to wait for the answer to `query`. `never`: what must not be coded, and
    why.
    """

    diagnoses: tuple[Dx, ...]
    services: tuple[Service, ...]
    query: Question | None
    hold: bool
    never: tuple[Dx | Service, ...] = ()


def truth(scenario: Scenario, encounter: Row, patient: Row | None = None, asked: bool = True) -> Truth:
    """The truth of an encounter row (plain dictionary). With `asked` False: as the record stands before the query is
    answered.
    """
    return truth_of(scenario, setting_of(scenario, encounter, patient, asked))


@remembered_up_to(16_384)
def truth_of(scenario: Scenario, setting: Setting) -> Truth:
    """The truth of a setting, remembered. Raises CleanClaimError with the scenario's file for facts that a calculator
    cannot read.
    """
    try:
        return _truth(scenario, setting)
    except CleanClaimError as error:
        raise CleanClaimError(error.what, f"{scenario.path}, {error.where}", error.expected, error.todo) from None


def _truth(scenario: Scenario, setting: Setting) -> Truth:
    picked, names = conditions(scenario, setting), words(scenario, setting)
    diagnoses = [_dx(item, picked, names) for item in scenario.diagnoses if holds(item.when, picked)]
    codes = {key: dx.code for dx in diagnoses for key in (dx.code, dx.id) if key}
    services = build_all(
        [item for item in scenario.services if holds(item.when, picked)],
        setting,
        picked,
        names,
        codes,
        lambda item: _proofs(item, picked, names),
    )
    question = next((_question(query, picked, names) for query in scenario.queries if holds(query.when, picked)), None)
    return Truth(
        _ordered([dx for dx in diagnoses if dx.needs != "never"]),
        tuple(line for line in services if line.needs != "never"),
        question,
        question is not None and not setting.asked,
        (*(dx for dx in diagnoses if dx.needs == "never"), *(line for line in services if line.needs == "never")),
    )


@remembered_up_to(65_536)
def perfect_in(scenario: Scenario, setting: Setting) -> CodedVisit:
    """What a perfect coder sends in a setting, remembered."""
    return perfect(truth_of(scenario, setting))


def perfect(found: Truth) -> CodedVisit:
    """What a perfect coder sends: every must, the first of each group of alternatives, and nothing that is only
    allowed.

    A pointer to something that is only allowed falls away. A line that must point to none points to the first of those
    it may point to, else to the first diagnosis.
    """
    return _visit(_chosen(found.diagnoses), _chosen(found.services))


def nearest(found: Truth, sent: CodedVisit) -> CodedVisit:
    """What a perfect coder sends who chose as this one did wherever the record supports more than one answer: of
    alternatives the one that was sent, and the allowed services and modifiers that were sent.
    """
    lines = {(line.code, frozenset(line.modifiers)) for line in sent.services}
    codes = {line.code for line in sent.services}

    def likeness(item: Dx | Service) -> int:
        if isinstance(item, Dx):
            return int(item.code in sent.diagnoses)
        return 2 * ((item.code, item.modifiers) in lines) + (item.code in codes)

    extra = [line for line in found.services if line.needs == "may" and line.code in codes]
    services = [*_chosen(found.services, likeness), *extra]
    order = {id(line): place for place, line in enumerate(found.services)}
    services.sort(key=lambda line: order[id(line)])
    return _visit(_chosen(found.diagnoses, likeness), [_as_sent(line, sent) for line in services])


def _as_sent(line: Service, sent: CodedVisit) -> Service:
    """A line of the key with the optional modifier that was sent on it and, where several diagnoses may justify it and
    none must, those that were sent.
    """
    same = (one for one in sent.services if one.code == line.code and line.modifiers <= set(one.modifiers))
    found = next(same, None)
    if found is None:
        return line
    pointers = line.must_pointers or tuple(code for code in found.pointers if code in line.may_pointers)
    return line.with_optional_modifier(found.modifiers)._replace(must_pointers=pointers)


def _visit(items: Iterable[Dx], lines: Iterable[Service]) -> CodedVisit:
    diagnoses = tuple(dict.fromkeys(dx.code for dx in items))[:12]
    services = []
    for line in lines:
        wanted = line.must_pointers or line.may_pointers[:1]
        pointers = tuple(code for code in wanted if code in diagnoses)[:4] or diagnoses[:1]
        services.append(CodedService(line.name, line.code, line.order[:4], line.units, pointers))
    return CodedVisit(diagnoses, tuple(services))


def _chosen(items: Sequence[Item], likeness: Callable[[Item], int] = lambda item: 0) -> list[Item]:
    """Every must, and of each group of alternatives the likeliest; of equally likely ones the first."""
    best: dict[str, Item] = {}
    for item in items:
        if item.needs == "one of" and (item.group not in best or likeness(item) > likeness(best[item.group])):
            best[item.group] = item
    return [item for item in items if item.needs == "must" or best.get(item.group) is item]


def _dx(item, picked, names) -> Dx:
    return Dx(
        fill(item.code, names),
        item.id,
        item.needs,
        item.group,
        _proofs(item, picked, names),
        fill(item.why, names),
        item.cite,
        item.first,
        fill(item.after, names),
    )


def _proofs(item, picked, names) -> tuple[Proof, ...]:
    """The evidence of an item and, for an office visit, of its facts."""
    given = list(item.evidence)
    for fact in (
        fact
        for facts in getattr(item, "facts", {}).values()
        if isinstance(facts, tuple)
        for fact in facts
        if isinstance(fact, dict)
    ):
        given += fact.get("evidence", ()) if holds(fact.get("when", ()), picked) else ()
    return proofs_of(given, picked, names)


def _ordered(diagnoses: list[Dx]) -> tuple[Dx, ...]:
    """First what is marked first, then in the order of the file, each after what it has to follow."""
    out = sorted(diagnoses, key=lambda dx: not dx.first)
    for dx in [dx for dx in out if dx.after]:
        leader = next((place for place, other in enumerate(out) if dx.after in (other.code, other.id)), None)
        if leader is not None and leader > out.index(dx):
            out.insert(leader, out.pop(out.index(dx)))
    return tuple(out)


def offered_questions(scenario: Scenario, setting: Setting) -> list[Question]:
    """Every query of a scenario in the words of this visit, also one that this record has settled."""
    picked, names = conditions(scenario, setting), words(scenario, setting)
    return [_question(query, picked, names) for query in scenario.queries]


def _question(query, picked, names) -> Question:
    def said(texts):
        return tuple(fill(text, names) for text in texts)

    text = said(query.text) or (f"In answer to the query: {fill(query.answer, names)}.",)
    return Question(
        query.id,
        fill(query.question, names),
        fill(query.why, names),
        said(query.choices),
        fill(query.answer, names),
        text,
        fill(query.missing, names),
        tuple(LeadingQuestion(fill(one.question, names), fill(one.why, names), one.kind) for one in query.leading),
        query.author,
        query.days,
        query.cite,
        query.gap,
        proofs_of(query.evidence, picked, names),
        said(query.also),
        said(query.unsupported),
        fill(query.settled, names),
    )


def truth_work(encounters: Table) -> Work:
    """The work of perfect coders for an encounters table: Work of version "truth", each different setting worked out
    once.
    """
    visits: list[CodedVisit] = []
    place = np.zeros(len(encounters), np.int64)
    for name in encounters.scenario.pool:
        rows = np.flatnonzero(encounters.scenario == name)
        if len(rows):
            unique = settings(encounters, scenario(name), rows)
            place[rows] = len(visits) + unique.place
            visits += [perfect_in(scenario(name), setting) for setting in unique.settings]
    return work_of(encounters.encounter_key, visits, place, "truth")
