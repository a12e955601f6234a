"""Psychotherapy by minutes spent with the patient. Under 16 minutes nothing is reported.

Not modeled: therapy beside a visit on the same day (add-on codes of its own; the visit is then chosen by decision
making only).
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, required, whole, yes

name = "psychotherapy"
cite = "CPT psychotherapy time rule"
MINUTES = (16, 38, 53)
CODES = ("", "90832", "90834", "90837")


def psychotherapy(minutes: int) -> Calculated:
    """The code of a session; under 16 minutes nothing is reported.

    >>> [psychotherapy(minutes).code for minutes in (15, 16, 37, 38, 52, 53)]
    ['', '90832', '90832', '90834', '90834', '90837']
    """
    code = CODES[sum(minutes >= least for least in MINUTES)]
    why = f"{minutes} minutes of psychotherapy: {code or 'too short, nothing is reported'}."
    return Calculated((Line(code),) if code else (), (why,), cite, MappingProxyType({"minutes": MINUTES}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: minutes. Raises CleanClaimError for with_visit: the additions to a visit are not among
    the codes taught.
    """
    if yes(facts, "with_visit"):
        raise CleanClaimError(
            "talk therapy beside a visit",
            "psychotherapy",
            "a session by itself: the additions to a visit are not among the codes taught",
            "leave the visit out, or look the code up in a licensed book",
        )
    return psychotherapy(required(facts, "minutes", whole))
