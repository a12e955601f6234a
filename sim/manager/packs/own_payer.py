"""A payer of a clinic's own: a whole payer's file, or one of ours with what is theirs on top.

    like = "acme_ppo"                  # the payer of ours: everything that does not stand here is as it says
    label = "Blue River PPO"
    instead = ["authorization"]        # sections in which only these rows count; left out: they are added to ours
    [limits]                           # tables are added key by key
    filing_limit = 120
    cite = "our contract of 2026"
    [[authorization]]
    codes = ["73721"]
    cite = "provider manual 2026"

Plans of its own take the place of ours, and what ours says of plans that are no longer there goes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import clinic_files, places, read_toml
from sim.ground.params import YEARS
from sim.ground.strict_toml import Place, items, suggestion, text
from sim.payer.rulebook.payer_file import SECTIONS, TOP

Content = dict[str, Any]
TABLES = ("limits", "coordination", "network", "wants", "replace")
OURS_ALONE = ("stands_for", "label", "like")  # what a copy does not take over


def our_payers() -> dict[str, Path]:
    """The payers that a clinic's own may be like: of the user's folder and those that ship."""
    found: dict[str, Path] = {}
    for place in reversed([place for place in places() if place != clinic_files()]):
        found |= {path.stem: path for path in sorted((place / "data/payers").glob("*.toml"))}
    return found


def own_payer(path: Path) -> Content:
    """The content of a whole payer's file for a file of a clinic's payers/. Raises CleanClaimError where it names a
    payer that there is none of, or a field that no payer has.
    """
    own = dict(read_toml(path))
    instead = own.pop("instead", [])
    if "like" not in own:
        return own
    base = our_payers()
    if own["like"] not in base:
        found, todo = f"like: found {str(own['like'])[:40]!r}", suggestion(own["like"], base)
        raise CleanClaimError(found, str(path), "a payer of ours: " + ", ".join(base), todo)
    replaced = _instead(instead, path)
    _check_names(own, path)
    return on_top(read_toml(base[own["like"]]), own, replaced)


def _instead(value: Any, path: Path) -> tuple[str, ...]:
    named: tuple[str, ...] = items(text)(value, Place(str(path), "instead"))
    for one in named:
        if one not in SECTIONS:
            found, todo = f"instead: found {one[:40]!r}", suggestion(one, SECTIONS)
            raise CleanClaimError(found, str(path), "sections: " + ", ".join(SECTIONS), todo)
    return named


def _check_names(own: Content, path: Path) -> None:
    for name in own:
        if name not in TOP:
            found, todo = f"file: found the key {name[:40]!r}", suggestion(name, (*TOP, "instead"))
            raise CleanClaimError(found, str(path), "one of " + ", ".join((*TOP, "instead")), todo)


def on_top(ours: Content, own: Content, instead: tuple[str, ...] = ()) -> Content:
    """One payer's content with another's on top.

    >>> ours = {"label": "Acme", "limits": {"filing_limit": 90, "appeal_limit": 180}, "copay": [{"amount": 25.0}]}
    >>> on_top(ours, {"label": "Blue", "limits": {"filing_limit": 120}, "copay": [{"amount": 30.0}]})
    {'label': 'Blue', 'limits': {'filing_limit': 120, 'appeal_limit': 180},
     'copay': [{'amount': 25.0}, {'amount': 30.0}]}
    >>> on_top(ours, {"copay": [{"amount": 30.0}]}, ("copay",))["copay"]
    [{'amount': 30.0}]
    """
    made = {name: value for name, value in ours.items() if name not in OURS_ALONE or name == "label"}
    if "plan" in own:
        made = _without_other_plans(made, own["plan"])
    for name, value in own.items():
        if name in TABLES and isinstance(value, Mapping):
            made[name] = {**{key: one for key, one in made.get(name, {}).items() if twin(key) not in value}, **value}
        elif name in SECTIONS and name != "plan" and name not in instead and isinstance(value, list):
            made[name] = [*made.get(name, []), *value]
        else:
            made[name] = value
    return made


def twin(limit: str) -> str:
    """The same limit in the other unit: days or calendar years."""
    return limit.removesuffix(YEARS) if limit.endswith(YEARS) else limit + YEARS


def _without_other_plans(made: Content, plans: Any) -> Content:
    """What is said of plans that are not among these goes."""
    known = {plan.get("code") for plan in plans if isinstance(plan, Mapping)}
    for section in ("copay", "no_cost_share"):
        rows = [row for row in made.get(section, []) if not row.get("plans") or set(row["plans"]) <= known]
        made = {**made, section: rows}
    return made
