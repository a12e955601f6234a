"""What of a strategy a manager can change by hand: a closed list (data/codes/strategy_settings.csv), each with its
range.

values_of(strategy("in_house_untrained"))["verified_percent"]          '60'
changed(strategy("in_house_untrained"), {"verified_percent": "100"})   the same with every visit verified
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.manager.strategies.strategy import ORDERS, ROLES, SKILLS, Strategy, strategy

CHOICES = {"skill": SKILLS, "order": ORDERS}
YES, NO = "yes", "no"
HOURS = "hours_"
FIRM, OWN_STAFF = "outsourced", "in_house_trained"  # whose cost an hour has where work goes out, or comes back


class Setting(NamedTuple):
    """One thing that can be changed. kind: whole, hours, percent, dollars, flag (yes or no) or choice; low, high, step:
    of numbers; options: of choices."""

    name: str
    group: str
    label: str
    kind: str
    unit: str
    low: float
    high: float
    step: float
    says: str
    options: tuple[str, ...] = ()


@remembered
def settings() -> dict[str, Setting]:
    """All of them, in the order of the page.

    >>> settings()["claim_days"].high, settings()["order"].options[1]
    (30.0, 'money')
    """
    return {row["setting"]: _setting(row) for row in read_csv(find("data/codes/strategy_settings.csv"))}


def _setting(row: Mapping[str, str]) -> Setting:
    low, high, step = (float(row[name] or 0) for name in ("low", "high", "step"))
    options = CHOICES.get(row["setting"], (YES, NO) if row["kind"] == "flag" else ())
    return Setting(
        row["setting"], row["group"], row["label"], row["kind"], row["unit"], low, high, step, row["says"], options
    )


def values_of(one: Strategy) -> dict[str, str]:
    """What a strategy has, as a person types it.

    >>> found = values_of(strategy("outsourced"))
    >>> found["outsourced"], found["percent_of_collections"], found["write_off_below"], found["hours_coder"]
    ('yes', '6', '40', '12')
    """
    return {name: _typed(_held(one, name), each.kind) for name, each in settings().items()}


def _held(one: Strategy, name: str) -> Any:
    if name.startswith(HOURS):
        return one.hours[_role(name)]
    return is_outsourced(one) if name == FIRM else getattr(one, name)


def _role(name: str) -> int:
    return [role.replace(" ", "_").replace("-", "_") for role in ROLES].index(name.removeprefix(HOURS))


def is_outsourced(one: Strategy) -> bool:
    """Does an outside firm do the work for a share?

    >>> is_outsourced(strategy("outsourced")), is_outsourced(strategy("expert"))
    (True, False)
    """
    return one.percent_of_collections > 0


def _typed(value: Any, kind: str) -> str:
    if kind == "flag":
        return YES if value else NO
    return str(value) if kind == "choice" else f"{value / 100 if kind in ('dollars', 'percent') else value:g}"


def changed(base: Strategy, typed: Mapping[str, object], name: str = "", label: str = "") -> Strategy:
    """A strategy with what was typed; what is not named stays. Raises CleanClaimError for a value out of its range.

    >>> made = changed(strategy("in_house_untrained"), {"hours_coder": "14.5", "appeals": "no"}, label="Mine")
    >>> made.hours[1], made.appeals, made.label
    (14.5, False, 'Mine')
    """
    given = {key: _read(settings()[key], value) for key, value in typed.items() if key in settings()}
    now = values_of(base)
    other = {key: value for key, value in given.items() if _typed_again(key, value) != now[key]}
    made = base.but(**{key: value for key, value in other.items() if key != FIRM and not key.startswith(HOURS)})
    hours = list(base.hours)
    for key, value in other.items():
        if key.startswith(HOURS):
            hours[_role(key)] = value
    made = _paid_for(made.but(hours=tuple(hours)), given.get(FIRM, is_outsourced(base)), base)
    return made.but(name=name or base.name, label=label or base.label, cites=_cites(base, list(other)))


def _typed_again(name: str, value: Any) -> str:
    return _typed(value, settings()[name].kind)


def _paid_for(made: Strategy, is_out: bool, base: Strategy) -> Strategy:
    """Who pays by the hour, and whose share: what goes out or comes back in takes the cost of the shipped strategy."""
    if is_out == is_outsourced(base):
        return made if is_out else made.but(percent_of_collections=0)
    like = strategy(FIRM if is_out else OWN_STAFF)
    share = (made.percent_of_collections or like.percent_of_collections) if is_out else 0
    return made.but(hour_cost=like.hour_cost, percent_of_collections=share)


def _read(one: Setting, value: object) -> Any:
    typed = str(value).strip().removeprefix("$").removesuffix("%").strip()
    if one.options:
        if typed in one.options:
            return typed == YES if one.kind == "flag" else typed
        raise _refused(one, typed, ", ".join(one.options))
    try:
        number = float(typed)
    except ValueError:
        number = float("nan")
    if not one.low <= number <= one.high or (one.kind == "whole" and number != int(number)):
        raise _refused(
            one, typed, f"{'a whole number' if one.kind == 'whole' else 'a number'} {one.low:g} to {one.high:g}"
        )
    return round(number * 100) if one.kind in ("dollars", "percent") else int(number) if one.kind == "whole" else number


def _refused(one: Setting, typed: str, expected: str) -> CleanClaimError:
    return CleanClaimError(f"found {typed[:20]!r}", f"{one.group}: {one.label}", expected, "enter another value")


SECTION = {
    "Coding": "coding",
    "Front desk": "front_desk",
    "Claims": "claims",
    "Denials and follow-up": "follow_up",
    "Patients": "patients",
    "Hours for 100 visits": "hours",
    "Cost": "cost",
}
OWN = "changed by hand (own assumption)"


def _cites(base: Strategy, names: list[str]) -> tuple[tuple[str, str], ...]:
    """The sources, with a word at each section that was changed."""
    touched = {SECTION[settings()[name].group] for name in names}
    return tuple(
        (key, cite if key not in touched or cite.endswith(OWN) else f"{cite}; {OWN}") for key, cite in base.cites
    )
