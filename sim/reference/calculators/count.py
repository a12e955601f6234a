"""Codes by counting: warts, precancers, lesions injected, muscles injected, abscesses drained.

What is counted differs: lesions for 17000, 17110 and 11900, muscles for 20552, and for an abscess whether it was single
and simple. Never the number of injections, and never both codes of a pair.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "count"
cite = "CPT code definitions in our words; CMS RVU26C"
PAIRS = {  # what is counted: code below the limit, first number of the next code, that code, word
    "warts": ("17110", 15, "17111", "lesion"),
    "lesions injected": ("11900", 8, "11901", "lesion"),
    "muscles injected": ("20552", 3, "20553", "muscle"),
    "abscesses": ("10060", 2, "10061", "abscess"),
}
KINDS = (*PAIRS, "precancers")


def count(kind: str, number: int, is_complicated: bool = False) -> Calculated:
    """The code for a number of things of one kind.

    Fourteen precancers are one first and thirteen more; fifteen are one code alone.

    >>> count("precancers", 14).lines
    (Line(code='17000', units=1, modifiers=frozenset()), Line(code='17003', units=13, modifiers=frozenset()))
    >>> (count("precancers", 15).code, count("warts", 14).code, count("warts", 15).code,
    ...  count("lesions injected", 7).code)
    ('17004', '17110', '17111', '11900')
    >>> count("muscles injected", 3).code, count("abscesses", 1, is_complicated=True).code
    ('20553', '10061')
    >>> [count("lesions injected", number).code for number in (7, 8)]
    ['11900', '11901']
    >>> [count("muscles injected", number).code for number in (2, 3)]
    ['20552', '20553']
    >>> [count("abscesses", number).code for number in (1, 2)]
    ['10060', '10061']
    >>> dict(count("precancers", 3).bands), dict(count("warts", 3).bands)
    ({'number': (2, 15)}, {'number': (15,)})
    """
    chosen(kind, KINDS, "thing to count")
    if number < 1:
        raise CleanClaimError(
            f"{number} {kind}", "count", "at least 1", "nothing is to be reported when nothing was done"
        )
    if kind == "precancers":
        return _precancers(number)
    low, edge, high, word = PAIRS[kind]
    code = high if number >= edge or (is_complicated and kind == "abscesses") else low
    many = "" if number == 1 else "es" if word.endswith("s") else "s"
    why = f"{number} {word}{many}{', complicated' if is_complicated else ''}: {code}, one unit."
    return Calculated((Line(code),), (why,), cite, MappingProxyType({"number": (edge,)}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: count (what), number, complicated."""
    return count(facts.get("count", ""), required(facts, "number", whole), yes(facts, "complicated"))


def _precancers(number: int) -> Calculated:
    bands = MappingProxyType({"number": (2, 15)})
    if number >= 15:
        return Calculated((Line("17004"),), (f"{number} precancers, 15 or more: 17004 alone, one unit.",), cite, bands)
    more = (Line("17003", number - 1),) if number > 1 else ()
    why = f"{number} precancer{'s' * (number > 1)}: 17000 for the first" + (
        f", 17003 for each of the other {number - 1}." if number > 1 else "."
    )
    return Calculated((Line("17000"), *more), (why,), cite, bands)
