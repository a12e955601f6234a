"""What every calculator returns, and how it reads the facts it is given."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError


class Line(NamedTuple):
    """One line of service."""

    code: str
    units: int = 1
    modifiers: frozenset = frozenset()


class Calculated(NamedTuple):
    """An answer with its reasons. `lines` holds every line; `code`, `units` and `modifiers` are those of the first.

    `bands`: for each numeric fact the lowest value of each further answer (for drugs use `edges`). `details`: the
    calculator's own intermediate results.

    >>> Calculated((Line("17000"), Line("17003", 4)), ("5 lesions",), "rule").units
    1
    """

    lines: tuple
    reasons: tuple
    cite: str
    bands: Mapping = MappingProxyType({})
    details: Mapping = MappingProxyType({})

    @property
    def code(self) -> str:
        """The code of the first line; empty when nothing is to be reported."""
        return self.lines[0].code if self.lines else ""

    @property
    def units(self) -> int:
        """The units of the first line; 0 when nothing is to be reported."""
        return self.lines[0].units if self.lines else 0

    @property
    def why(self) -> str:
        """The reasons as one text."""
        return " ".join(self.reasons)

    @property
    def modifiers(self) -> frozenset:
        """The modifiers of the first line."""
        return self.lines[0].modifiers if self.lines else frozenset()


def number(facts: Mapping, key: str, default=None) -> Decimal | None:
    """A number among the facts; texts are read. Raises CleanClaimError for anything else and for negative numbers.

    >>> number({"cm": "2.6"}, "cm")
    Decimal('2.6')
    """
    value = facts.get(key, default)
    if value is None:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal(-1)
    if isinstance(value, bool) or not found.is_finite() or not 0 <= found < 10**9:
        raise CleanClaimError(
            f"{key} = {str(value)[:30]!r} is not a number",
            "calculation",
            "a number that is not negative",
            f"write {key} as a number",
        )
    return found


def whole(facts: Mapping, key: str, default=None) -> int | None:
    """A whole number among the facts."""
    found = number(facts, key, default)
    if found is not None and found != int(found):
        raise CleanClaimError(
            f"{key} = {found} is not a whole number", "calculation", "a whole number", f"write {key} without a fraction"
        )
    return None if found is None else int(found)


def yes(facts: Mapping, key: str, default: bool = False) -> bool:
    """A yes or no among the facts.

    >>> yes({"is_new": "yes"}, "is_new"), yes({}, "is_new")
    (True, False)
    """
    value = facts.get(key, default)
    if value in (True, "yes", "true"):
        return True
    if value in (False, "no", "false", ""):
        return False
    raise CleanClaimError(
        f"{key} = {str(value)[:30]!r} is neither yes nor no",
        "calculation",
        "true or false",
        f"write {key} = true or false",
    )


def chosen(value: Any, allowed: Iterable[Any], what: str) -> str:
    """A word of a closed list. Raises CleanClaimError with the list."""
    if value not in allowed:
        raise CleanClaimError(
            f"unknown {what} {str(value)[:40]!r}", "calculation", ", ".join(map(str, allowed)), "choose one"
        )
    return value


def required(facts: Mapping, key: str, read=number):
    """A fact that must be there."""
    found = read(facts, key)
    if found is None:
        raise CleanClaimError(f"{key} is missing", "calculation", f"a value for {key}", f"add {key}")
    return found
