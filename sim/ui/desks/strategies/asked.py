"""What the page that compares strategies sends: two sides, how many visits, what is to be done. Everything is hostile
until it was read here.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import clinic_in_force
from sim.learn.desk.seat import seat
from sim.manager.comparing.kept_quarters import Wanted
from sim.manager.packs.own_strategy import read_strategy
from sim.manager.strategies.settings import changed
from sim.manager.strategies.strategy import Strategy, strategies, strategy

SIDES = {"first": "A", "second": "B"}
USUAL = {"first": "in_house_untrained", "second": "in_house_trained"}
FILE = "file"  # the base of a side that was read from a file
LEAST, USUAL_VISITS, AT_ONCE, MOST, MOST_IN_A_CLASS = 200, 2000, 400, 20_000, 2000
COMPARE, READ, KEEP, SAVE = "compare", "read", "keep", "save"


class Asked(NamedTuple):
    """The draft of the page as it came, what is to be done with it, on which side, and how far a comparison is."""

    draft: dict[str, Any]
    deed: str
    side: str
    step: int


def most_visits() -> int:
    """How many visits a comparison may have: a class shares one machine."""
    return MOST_IN_A_CLASS if seat().class_name else MOST


def blank() -> dict[str, Any]:
    """The page before anything was changed."""
    sides = {side: {"base": name, "text": "", "values": {}} for side, name in USUAL.items()}
    return {**sides, "visits": str(USUAL_VISITS), "seed": "1", "name": ""}


def asked(given: Mapping[str, Any] | None) -> Asked:
    """What a message asks for.

    >>> asked({"deed": "compare", "visits": "500", "first": {"base": "expert"}}).draft["visits"]
    '500'
    """
    given, draft = given or {}, blank()
    for side in SIDES:
        draft[side] = _side(given.get(side), draft[side])
    for name in ("visits", "seed", "name"):
        draft[name] = _text(given.get(name), 40) or draft[name]
    step = given.get("step")
    return Asked(
        draft,
        _text(given.get("deed"), 20),
        side if (side := _text(given.get("side"), 20)) in SIDES else "first",
        step if isinstance(step, int) and 0 <= step < 9 else 0,
    )


def _side(given: Any, usual: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return usual
    values = given.get("values")
    typed = values.items() if isinstance(values, Mapping) else ()
    return {
        "base": _text(given.get("base"), 60) or usual["base"],
        "text": _text(given.get("text"), 30_000),
        "values": {_text(name, 60): _text(value, 40) for name, value in list(typed)[:60]},
    }


def _text(value: object, most: int) -> str:
    return str(value)[:most] if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def base_of(side: Mapping[str, Any]) -> Strategy:
    """The strategy that a side begins with: a shipped one, one of the user's, or the file that was read."""
    if side["base"] == FILE:
        return read_strategy(side["text"], "own_file")
    return strategy(side["base"])


def strategy_at(draft: Mapping[str, Any], side: str) -> Strategy:
    """The strategy of a side with what was changed. Raises CleanClaimError that says at which side."""
    here = draft[side]
    try:
        base = base_of(here)
        made = changed(base, here["values"])
    except CleanClaimError as error:
        where = f"strategy {SIDES[side]}" + (f", {error.where}" if error.where else "")
        raise CleanClaimError(error.what, where, error.expected, error.todo) from None
    return made if made == base else made.but(name=f"{made.name}_{SIDES[side].lower()}", label=f"{base.label}, changed")


def wanted(draft: Mapping[str, Any]) -> Wanted:
    """The scene. Raises CleanClaimError for numbers that cannot be."""
    visits = _whole(draft["visits"], "Visits", LEAST, most_visits())
    return Wanted(visits, 90, _whole(draft["seed"], "Patients", 1, 9999), clinic_in_force())


def _whole(typed: str, label: str, low: int, high: int) -> int:
    number = typed.strip().replace(",", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9 and low <= int(number) <= high):
        expected = f"a whole number {low:,} to {high:,}"
        raise CleanClaimError(f"found {typed[:20]!r}", label, expected, "enter another number")
    return int(number)


def known() -> list[dict[str, str]]:
    """The strategies to begin with."""
    return [{"name": name, "label": one.label, "says": one.says} for name, one in strategies().items()]
