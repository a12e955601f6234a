"""The parts of a scenario as frozen records: what sim/clinic/scenarios/grammar.py reads from a file and the visits are
made of. See sim/clinic/scenarios/library.py for the format in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sim.clinic.scenarios.placeholders import Term

When = tuple[Term, ...]  # conditions that must all hold


class WhenText(NamedTuple):
    """A text that stands where its conditions hold."""

    when: When
    text: str


class LeadingQuestion(NamedTuple):
    """A question that must not be asked, and why. `kind`: leading, payment (or quality figures), or yes or no."""

    question: str
    why: str
    kind: str = "leading"


@dataclass(frozen=True, eq=False)
class Evidence:
    """Where in the record it stands, word for word, or what is absent. `of`: what of a line it proves, a modifier, a
    code or "units"; left out: the item itself."""

    section: str
    text: str
    document: str
    absent: str
    when: When
    of: str = ""


@dataclass(frozen=True, eq=False)
class Suits:
    """Which patients, on which days: None means any."""

    age: tuple[int, int]
    sex: str
    seen_before: bool | None
    payer: tuple[str, ...]
    plan: tuple[str, ...]
    changed_coverage: bool | None
    relationship: tuple[str, ...]
    dates: tuple[date, ...]


@dataclass(frozen=True, eq=False)
class Document:
    """A document of the chart; sections hold (when, text) pairs."""

    kind: str
    author: str
    when: When
    title: str
    days: int
    signed: bool
    sections: Mapping[str, tuple[WhenText, ...]]


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """A diagnosis of the truth."""

    code: str
    id: str
    when: When
    needs: str
    group: str
    first: bool
    after: str
    evidence: tuple[Evidence, ...]
    why: str
    cite: str


@dataclass(frozen=True, eq=False)
class Bill:
    """How some payers want a service on their claim: keys of the service that are other than usual."""

    payer: tuple[str, ...]
    start: date | None
    changes: Mapping[str, Any]
    add_modifiers: tuple[str, ...]
    omit: bool
    lines: tuple[Mapping[str, Any], ...]
    why: str
    cite: str


@dataclass(frozen=True, eq=False)
class Service:
    """A service of the truth; `calculator` is empty for a plain code."""

    id: str
    calculator: str
    head: str
    facts: Mapping[str, Any]
    modifiers: tuple[WhenText, ...]
    units: str
    must_for: tuple[WhenText, ...]
    may_for: tuple[WhenText, ...]
    when: When
    needs: str
    group: str
    evidence: tuple[Evidence, ...]
    why: str
    cite: str
    bill: tuple[Bill, ...]
    may_modifiers: tuple[WhenText, ...] = ()


@dataclass(frozen=True, eq=False)
class Query:
    """What only the provider can answer, and the answer that arrives."""

    id: str
    when: When
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
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    settled: str = ""


@dataclass(frozen=True, eq=False)
class History:
    """Something that happened before the visit."""

    kind: str
    days_ago: str
    times: str
    code: str
    modifier: str
    dx: str
    specialty: str
    place: str
    units: int
    days: int
    decision: str
    fact: str
    amount: int
    reference: str
    known_to_payer: bool
    when: When


class AddedService(NamedTuple):
    """A service that a trap adds; `pointers` are codes or ids of diagnoses."""

    code: str
    modifiers: tuple[str, ...]
    units: str
    pointers: tuple[str, ...]
    is_first: bool


class AddedDiagnosis(NamedTuple):
    """A diagnosis that a trap adds; `services` name the lines that point to it."""

    code: str
    is_first: bool
    services: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Change:
    """One change of a trap: at `target`, `verb` is set, remove or add."""

    target: str
    verb: str
    value: str | int | bool | tuple[str, ...] | AddedService | AddedDiagnosis


@dataclass(frozen=True, eq=False)
class Trap:
    """A mistake somebody may make, as changes made at a desk."""

    number: int
    at: str
    when: When
    changes: tuple[Change, ...]
    error: str
    why: str
    cite: str
    weight: int


@dataclass(frozen=True, eq=False)
class Mistaken:
    """A mistake of the payer, declared: see sim/payer/engine/payer_errors.py."""

    when: When
    kind: str
    policy: str
    percent: int
    code: str
    why: str


@dataclass(frozen=True, eq=False)
class Earlier:
    """A visit of the same patient before this one: another scenario, so many days ago, with the choices that both share
    and those that are fixed.
    """

    scenario: str
    days_ago: str
    same: tuple[str, ...]
    choices: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Mess:
    """Where fragments of real records may stand: `where` is a section of the first document of this kind, or
    "document"; `kinds` the kinds that may (empty: any), `without` fragments by name that may not.
    """

    where: str
    document: str
    kinds: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Reviewed:
    """A second reader coded the chart without seeing the key: when, who, whether both agreed, and the fingerprint of
    chart and key as they were then. `differed`: what differed, and how it was settled.
    """

    on: date
    by: str
    agreed: bool
    key: str
    differed: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario as its file says it. `draw` is name -> numbers as texts, `vary` is name -> option -> field -> text."""

    name: str
    path: str
    specialty: str
    hash: str
    label: str
    title: str
    skills: tuple[str, ...]
    level: int
    weight: int
    remarks: str
    place_of_service: str
    suits: Suits
    credential: tuple[str, ...]
    draw: Mapping[str, tuple[str, ...]]
    vary: Mapping[str, Mapping[str, Mapping[str, str]]]
    documents: tuple[Document, ...]
    diagnoses: tuple[Diagnosis, ...]
    services: tuple[Service, ...]
    queries: tuple[Query, ...]
    history: tuple[History, ...]
    traps: tuple[Trap, ...]
    payer_errors: tuple[Mistaken, ...] = ()
    reviewed: Reviewed | None = None
    mess: tuple[Mess, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @cached_property
    def dimensions(self) -> dict[str, tuple[str, ...]]:
        """Every choice with its possible values, those of [vary] first."""
        return {**{name: tuple(options) for name, options in self.vary.items()}, **self.draw}
