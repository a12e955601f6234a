"""A strategy of one's own as a file: written as the shipped ones are, checked when it is read, kept in the user's
folder, or in that of the user's clinic where one is in force.

text = strategy_text(changed(strategy("expert"), {"appeals": "no"}))
read_strategy(text, "mine")           the strategy again
keep(made, "my_clinic")               HOME/data/strategies/my_clinic.toml; sim.compare("my_clinic", ...)
                                      at a clinic of one's own: HOME/clinics/NAME/strategies/my_clinic.toml
"""

import re
from pathlib import Path
from typing import Any

from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Place
from sim.manager.packs.folder import pack
from sim.manager.packs.in_force import bring_in
from sim.manager.packs.toml_text import toml_text
from sim.manager.strategies.strategy import ALL_EDITS, ROLES, Strategy, strategy_of

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
LARGEST = 20_000  # characters
PARTS = {
    "coding": ("skill", "training_hours", "second_look_percent"),
    "front_desk": ("verified_percent", "authorization_desk"),
    "claims": ("scrubber", "edits", "claim_days"),
    "follow_up": (
        "order",
        "biller_order",
        "right_first_percent",
        "ask_after_days",
        "appeals",
        "write_off_below",
    ),
    "patients": ("card_on_file_percent", "statements", "statement_days", "payment_plans", "small_balance"),
}
MONEY = ("write_off_below", "small_balance")


def strategy_text(one: Strategy) -> str:
    """A strategy as the text of its file.

    >>> from sim.manager.strategies.strategy import strategy
    >>> read_strategy(strategy_text(strategy("outsourced")), "outsourced") == strategy("outsourced")
    True
    """
    cites = dict(one.cites)
    content: dict[str, Any] = {"label": one.label, "says": one.says}
    for part, names in PARTS.items():
        content[part] = {name: _value(name, getattr(one, name)) for name in names} | {"cite": cites[part]}
    content["hours"] = dict(zip(_roles(), one.hours, strict=True)) | {"cite": cites["hours"]}
    content["cost"] = {
        **{role: cents / 100 for role, cents in zip(_roles(), one.hour_cost, strict=True)},
        "percent_of_collections": one.percent_of_collections / 100,
        "training_hour": one.training_hour_cost / 100,
        "statement": one.statement_cost / 100,
        "cite": cites["cost"],
    }
    return toml_text(content)


def _roles() -> list[str]:
    return [role.replace(" ", "_").replace("-", "_") for role in ROLES]


def _value(name: str, value: Any) -> Any:
    if name == "edits":
        return list(value) or ALL_EDITS
    return value / 100 if name in MONEY else value


def read_strategy(text: str, name: str) -> Strategy:
    """A strategy from the text of a file, read as strictly as a shipped one. Raises CleanClaimError with the place and
    what to write.
    """
    file = f"{name}.toml"
    if len(text) > LARGEST:
        raise CleanClaimError(
            f"{len(text):,} characters", file, f"at most {LARGEST:,}", "choose the file of a strategy"
        )
    return strategy_of(name, files.toml_of(text, Path(file)), Place(file))


def keep(one: Strategy, name: str) -> Path:
    """Write a strategy where the user's own are, whole or not at all; a file of this name is replaced. Raises
    CleanClaimError for a name that a file cannot have, or that a shipped strategy has.
    """
    at = pack(files.clinic_in_force()) if files.clinic_files() is not None else None
    if not NAME.fullmatch(name):
        raise CleanClaimError(
            f"the name {name[:40]!r}",
            "name of the strategy",
            "small letters, digits and _, beginning with a letter",
            "write my_clinic",
        )
    if (files.root() / "data/strategies" / f"{name}.toml").is_file():
        raise CleanClaimError(
            f"{name} ships with CleanClaim", "name of the strategy", "a name of your own", "write my_clinic"
        )
    text = strategy_text(one)
    read_strategy(text, name)
    path = (at.strategies_folder if at else files.home() / "data/strategies") / f"{name}.toml"
    hidden = path.with_name(f".{name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        hidden.write_text(text, encoding="utf-8")
        hidden.replace(path)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(path), "room in a folder you may write to", "make room"
        ) from None
    if at:
        bring_in(at.name)
    files.forget()
    return path
