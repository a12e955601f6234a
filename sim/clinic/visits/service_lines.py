"""From a service of a scenario to the lines of service of the truth: the calculator decides code and units, the payer's
file form is laid over it.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sim.clinic.practice.clinics import payer_names
from sim.clinic.scenarios import parts
from sim.clinic.scenarios.parts import WhenText
from sim.clinic.scenarios.service_fields import HEADS
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.calculator_facts import BESIDE, facts_of
from sim.clinic.visits.level_basis import LevelBasis, basis_of
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.visit_context import Setting
from sim.ground.errors import CleanClaimError
from sim.reference.calculators import Line, calculate


class Service(NamedTuple):
    """A line of service of the truth. `order` holds the modifiers as they are written on a line, `reasons` those of the
    calculator, `may_modifiers` those of which one may be added and none has to be.
    """

    name: str
    code: str
    modifiers: frozenset[str]
    units: int
    must_pointers: tuple[str, ...]
    may_pointers: tuple[str, ...]
    needs: str
    group: str
    evidence: tuple[Proof, ...]
    why: str
    cite: str
    reasons: tuple[str, ...]
    order: tuple[str, ...]
    calculator: str
    bands: Mapping[str, Any]
    may_modifiers: frozenset[str] = frozenset()
    basis: LevelBasis | None = None  # of a visit: what its level rests on

    def with_optional_modifier(self, sent: Collection[str]) -> "Service":
        """The line as somebody wants it who sent these modifiers: with the one of the optional modifiers that is among
        them. Two of them at once say the same thing twice, and neither counts as optional.
        """
        extra = (self.may_modifiers - self.modifiers) & set(sent)
        if len(extra) != 1:
            return self
        return self._replace(modifiers=self.modifiers | extra, order=(*self.order, *extra))


class Wanted(NamedTuple):
    """A service as this payer wants it."""

    calculator: str
    head: str
    facts: Mapping[str, Any]
    modifiers: tuple[WhenText, ...]
    units: str
    must_for: tuple[WhenText, ...]
    may_for: tuple[WhenText, ...]
    may_modifiers: tuple[WhenText, ...] = ()
    added: tuple[str, ...] = ()
    lines: tuple[Mapping[str, Any], ...] = ()
    why: tuple[str, ...] = ()


BILLED_AS = {
    "modifiers": "modifiers",
    "may_modifiers": "may_modifiers",
    "units": "units",
    "for": "must_for",
    "may_for": "may_for",
}  # a field of the scenario -> the field of Wanted


def build_all(items, setting, picked, names, codes: Mapping[str, str], proofs) -> list[Service]:
    """The lines of all services in the order of the file. Those that depend on a visit beside them are worked out after
    the others.
    """
    alone = {
        place: build(item, setting, picked, names, codes, proofs)
        for place, item in enumerate(items)
        if item.calculator not in BESIDE
    }
    others = [line for lines in alone.values() for line in lines if line.needs != "never"]
    return [
        line
        for place, item in enumerate(items)
        for line in (alone[place] if place in alone else build(item, setting, picked, names, codes, proofs, others))
    ]


def build(item, setting, picked, names, codes: Mapping[str, str], proofs, others=()) -> list[Service]:
    """The lines of one service; none where the payer does not want it or the calculator finds nothing to report.
    `others`: the lines beside it.
    """
    wanted = as_billed(item, setting)
    if wanted is None:
        return []
    try:
        answer = _calculated(wanted, setting, picked, names, others)
    except CleanClaimError as error:
        what = f"service {item.id}: found {error.what}"
        raise CleanClaimError(what, error.where, error.expected, error.todo) from None
    lines = answer.lines if answer else (Line(fill(wanted.head, names)),)
    reasons = (*(answer.reasons if answer else ()), *(fill(why, names) for why in wanted.why))
    basis = (
        basis_of(answer, setting.is_new, wanted.facts, picked, names) if answer and wanted.calculator == "em" else None
    )
    evidence, cite = proofs(item), item.cite or (answer.cite if answer else "")

    def made(place, line, over):
        parts = {
            "modifiers": wanted.modifiers if not place else (),
            "units": wanted.units if not place else "",
            "for": wanted.must_for,
            "may_for": wanted.may_for,
            "may_modifiers": wanted.may_modifiers,
            **over,
        }
        order = tuple(
            dict.fromkeys((*_texts(parts["modifiers"], picked, names), *wanted.added, *sorted(line.modifiers)))
        )
        return Service(
            name=item.id if not place else f"{item.id}.{place + 1}",
            code=fill(over.get("code", line.code), names),
            modifiers=frozenset(order),
            units=whole_number(fill(parts["units"], names), f"units of service {item.id}")
            if parts["units"]
            else line.units,
            must_pointers=_points(parts["for"], picked, names, codes),
            may_pointers=_points(parts["may_for"], picked, names, codes),
            needs=item.needs,
            group=item.group,
            evidence=evidence,
            why=fill(item.why, names),
            cite=cite,
            reasons=reasons,
            order=order,
            calculator=wanted.calculator,
            bands=dict(answer.bands) if answer else {},
            may_modifiers=frozenset(_texts(parts["may_modifiers"], picked, names)),
            basis=basis,
        )

    if wanted.lines:
        return [
            made(place, lines[0], {"modifiers": wanted.modifiers, **over}) for place, over in enumerate(wanted.lines)
        ]
    return [made(place, line, {}) for place, line in enumerate(lines)]


def as_billed(item: parts.Service, setting: Setting) -> Wanted | None:
    """The service with what this payer wants otherwise on this day; None where it does not want the line at all."""
    wanted = Wanted(
        item.calculator,
        item.head,
        item.facts,
        item.modifiers,
        item.units,
        item.must_for,
        item.may_for,
        item.may_modifiers,
    )
    for bill in item.bill:
        if not payer_names(setting.payer) & set(bill.payer) or (bill.start and setting.day < bill.start):
            continue
        if bill.omit:
            return None
        wanted = _laid_over(wanted, bill)
    return wanted


def _laid_over(wanted: Wanted, bill: parts.Bill) -> Wanted:
    changes = bill.changes
    head = next((head for head in HEADS if head in changes), None)
    if head:
        wanted = wanted._replace(calculator="" if head == "code" else head, head=changes[head])
    kept = {BILLED_AS[key]: changes[key] for key in BILLED_AS if key in changes}
    facts = {key: value for key, value in changes.items() if key not in (*HEADS, *BILLED_AS)}
    return wanted._replace(
        **kept,
        facts={**wanted.facts, **facts},
        added=(*wanted.added, *bill.add_modifiers),
        lines=bill.lines or wanted.lines,
        why=(*wanted.why, *([bill.why] if bill.why else [])),
    )


def _texts(pairs, picked, names) -> tuple[str, ...]:
    return tuple(fill(text, names) for when, text in pairs if holds(when, picked))


def _points(pairs, picked, names, codes) -> tuple[str, ...]:
    """Pointers as diagnosis codes; what is written may be an id."""
    return tuple(codes.get(text, text) for text in _texts(pairs, picked, names))


def whole_number(text: str | int, name: str) -> int:
    """A whole number as an author wrote it, after its {names} are replaced."""
    text = str(text)
    if not text.isdigit() or not text.isascii() or len(text) > 9:
        raise CleanClaimError(
            f"{text[:20]!r} is not a whole number", name, "a whole number", "correct it in the scenario"
        )
    return int(text)


def _calculated(wanted: Wanted, setting, picked, names, others=()):
    """The calculator's answer, or None for a plain code."""
    if not wanted.calculator:
        return None
    facts = {key: _said(value, picked, names) for key, value in wanted.facts.items()}
    known = facts_of(wanted.calculator, fill(wanted.head, names), facts, setting, others)
    return calculate(wanted.calculator, {**facts, **known})


def _said(value, picked, names):
    """A fact with its names replaced and without what does not hold or only proves it."""
    if isinstance(value, str):
        return fill(value, names)
    if isinstance(value, tuple):
        return tuple(
            _said(one, picked, names)
            for one in value
            if not isinstance(one, dict) or holds(one.get("when", ()), picked)
        )
    if isinstance(value, dict):
        return {key: _said(one, picked, names) for key, one in value.items() if key not in ("when", "evidence")}
    return value
