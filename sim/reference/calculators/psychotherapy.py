"""Psychotherapy by minutes spent with the patient. Under 16 minutes nothing is reported.

With a visit on the same day the therapy is an add-on; the visit is then chosen by decision making only and its time is not shared.
"""
from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, required, whole, yes

name = "psychotherapy"
cite = "CPT psychotherapy time rule"
MINUTES = (16, 38, 53)
ALONE, WITH_VISIT = ("", "90832", "90834", "90837"), ("", "90833", "90836", "90838")


def psychotherapy(minutes: int, with_visit: bool = False) -> Calculated:
    """
    >>> [psychotherapy(minutes).code for minutes in (15, 16, 37, 38, 52, 53)]
    ['', '90832', '90832', '90834', '90834', '90837']
    >>> psychotherapy(45, with_visit=True).code
    '90836'
    """
    code = (WITH_VISIT if with_visit else ALONE)[sum(minutes >= least for least in MINUTES)]
    why = f"{minutes} minutes of psychotherapy{' beside a visit' if with_visit else ''}: {code or 'too short, nothing is reported'}."
    return Calculated((Line(code),) if code else (), (why,), cite, MappingProxyType({"minutes": MINUTES}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: minutes, with_visit."""
    return psychotherapy(required(facts, "minutes", whole), yes(facts, "with_visit"))
