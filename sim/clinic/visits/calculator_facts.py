"""What a calculator is told beside the facts of a scenario: its head, the patient, the payer's terms (as the payer's
own file says them), and the other lines of the visit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sim.clinic.practice.clinics import payer_names
from sim.clinic.visits.visit_context import Setting
from sim.ground.errors import CleanClaimError
from sim.reference.payer_terms import wants

Facts = Mapping[str, Any]  # keys and values of a calculator's own facts
ASKED = {  # which of a payer's terms a calculator is told; "em" of consultations beside
    "em": ("coding_rules",),
    "prolonged": ("coding_rules",),
    "critical_care": ("coding_rules",),
    "vaccines": ("coding_rules",),
    "timed_units": ("therapy_units",),
    "colonoscopy": ("preventive_modifier",),
}
BY_NAME = frozenset({"repair", "visit_complexity"})  # calculators that are told who the payer is


class OtherLine(Protocol):
    """A line beside the one that is worked out."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def order(self) -> tuple[str, ...]: ...


def facts_of(
    calculator: str, head: str, facts: Facts, setting: Setting, others: Sequence[OtherLine] = ()
) -> dict[str, Any]:
    """What the calculator of a service is told beside the facts that its author gives."""
    known = KNOWN[calculator](head, facts, setting) if calculator in KNOWN else {}
    beside = BESIDE[calculator](head, facts, setting, others) if calculator in BESIDE else {}
    return {**known, **beside}


def _em(head: str, facts: Facts, setting: Setting) -> dict[str, Any]:
    """New or established, and how this payer wants the visit."""
    return {
        "em": head,
        "is_new": setting.is_new,
        "takes_consultations": wants(setting.payer, "consultations") == "taken",
        "rules": _rules(setting),
    }


def _wounds(head: str, facts: Facts, setting: Setting) -> dict[str, Any]:
    own = (
        {"wounds": [{**wound, "class": wound["class"] or head} for wound in facts["wounds"]]}
        if "wounds" in facts
        else {"class": head}
    )
    return {**own, "payer": payer_called(setting.payer)}


def _timed(head: str, facts: Facts, setting: Setting) -> dict[str, Any]:
    """Units by the rule of the payer's file, unless the author names one."""
    is_total = wants(setting.payer, "therapy_units") == "Medicare's eight minutes"
    return {"code": head, "rule": facts.get("rule") or ("medicare" if is_total else "midpoint")}


def payer_called(code: str) -> str:
    """Whose rules count where a calculator asks: Medicare's, or those of the payer of this name."""
    return "medicare" if "medicare" in payer_names(code) else code


def _rules(setting: Setting) -> str:
    """Whose codes and minutes the payer's file asks for."""
    return wants(setting.payer, "coding_rules")


def _prolonged(head: str, facts: Facts, setting: Setting, others: Sequence[OtherLine]) -> dict[str, Any]:
    """The visit may be named by the id of its service."""
    visit = next((line.code for line in others if line.name == facts.get("visit")), facts.get("visit", ""))
    return {"visit": visit, "rules": _rules(setting)}


def _lasting(head: str, facts: Facts, setting: Setting, others: Sequence[OtherLine]) -> dict[str, Any]:
    """The visit is named by the id of its service; what else was done that day counts against its modifier 25."""
    visit = next((line for line in others if line.name == head), None)
    if visit is None:
        raise CleanClaimError(
            f"no visit {head!r} on this day",
            "service visit_complexity",
            'the id of the visit it stands beside, as "em"',
            "write the id, or the same when as the visit has",
        )
    return {
        "visit": visit.code,
        "modifiers": tuple(visit.order),
        "others": tuple(line.code for line in others if line is not visit),
        "on": str(setting.day),
        "payer": payer_called(setting.payer),
    }


def terms_asked(calculator: str, head: str) -> tuple[str, ...]:
    """The payer's terms on which the answer of a calculator may depend.

    >>> terms_asked("em", "office"), terms_asked("em", "consultation office"), terms_asked("injection", "joint")
    (('coding_rules',), ('coding_rules', 'consultations'), ())
    """
    consults = calculator == "em" and ("consultation" in head or "{" in head)
    return (*ASKED.get(calculator, ()), *(["consultations"] if consults else []))


BESIDE: dict[str, Callable[[str, Facts, Setting, Sequence[OtherLine]], dict[str, Any]]] = {
    "prolonged": _prolonged,
    "visit_complexity": _lasting,
}
KNOWN: dict[str, Callable[[str, Facts, Setting], dict[str, Any]]] = {
    "em": _em,
    "drug": lambda head, facts, setting: {"drug": head},
    "repair": _wounds,
    "count": lambda head, facts, setting: {"count": head},
    "timed_units": _timed,
    "psychotherapy": lambda head, facts, setting: {"with_visit": head == "with visit"},
    "preventive": lambda head, facts, setting: {
        "age": setting.age,
        "is_new": setting.is_new,
        "medicare": "" if head == "exam" else head,
    },
    "injection": lambda head, facts, setting: {"injection": head},
    "infusion": lambda head, facts, setting: {} if "given" in facts else {"kind": head},
    "critical_care": lambda head, facts, setting: {"rules": _rules(setting)},
    "transitional_care": lambda head, facts, setting: {"transitional_care": head},
    "care_management": lambda head, facts, setting: {"care_management": head},
    "maternity": lambda head, facts, setting: {"maternity": head, "on": str(setting.day)},
    "fracture": lambda head, facts, setting: {"fracture": head},
    "colonoscopy": lambda head, facts, setting: {
        "colonoscopy": head,
        "mark": wants(setting.payer, "preventive_modifier"),
    },
    "excision": lambda head, facts, setting: {"excision": head},
    "vaccines": lambda head, facts, setting: {"age": setting.age, "rules": _rules(setting)},
}
