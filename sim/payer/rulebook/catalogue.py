"""The policies there are and the order in which they are asked: sim/payer/policies, scanned, and data/stages.csv."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.payer.rulebook.policy import VERBS, Adjustment, Status
from sim.reference.plain_words import checked_reason

KINDS = ("front end", "decision", "price", "share", "coordination", "federal")
FIELDS = ("stage", "title", "fix", "cite", "owner", "remedy", "never")


class Stage(NamedTuple):
    """One step of the payer's work: its name, its place in the order, and what kind of step it is."""

    name: str
    place: int
    kind: str
    tests: str


class Policy(NamedTuple):
    """One policy as its module wrote it. `codes` are its adjustments, or its claim statuses if it rejects or pends."""

    name: str
    stage: Stage
    verb: str
    ask: object
    codes: tuple
    module: ModuleType

    def said(self, field: str, payer: str) -> str:
        """A text field (cite, owner, remedy, never, title, fix), which may differ by payer: by its code, else by its
        kind, else as for "*".

        >>> policies()["exact_duplicate"].said("owner", "acme_ppo")
        'biller'
        """
        text = getattr(self.module, field)
        if isinstance(text, str):
            return text
        from sim.payer.rulebook.payers import payers

        kind = payers()[payer].kind if payer in payers() else "*"
        return text.get(payer, text.get(kind, text.get("*", "")))


@cache
def stages() -> dict[str, Stage]:
    """Stages in order, by name.

    >>> list(stages())[0]
    'front end'
    """
    path = find("data/stages.csv")
    found = {
        row["stage"]: Stage(row["stage"], place, row["kind"], row["tests"]) for place, row in enumerate(read_csv(path))
    }
    for stage in found.values():
        if stage.kind not in KINDS:
            raise CleanClaimError(
                f"unknown kind {stage.kind!r}", f"{path}, stage {stage.name}", ", ".join(KINDS), "mend the row"
            )
    return found


@cache
def policies() -> dict[str, Policy]:
    """Every policy by name (its file's name). Raises CleanClaimError for a module that is not complete."""
    import sim.payer.policies as room

    found = [entry.name for entry in pkgutil.walk_packages(room.__path__, f"{room.__name__}.") if not entry.ispkg]
    return {
        policy.name: policy
        for policy in map(
            policy_of, map(importlib.import_module, sorted(found, key=lambda name: name.rpartition(".")[2]))
        )
    }


def policy_of(module: ModuleType) -> Policy:
    """The policy that a module describes. Raises CleanClaimError naming what is missing or wrong."""
    name, where = module.__name__.rpartition(".")[2], f"policy {module.__name__}"
    verbs = [verb for verb in VERBS if hasattr(module, verb)]
    if len(verbs) != 1:
        raise CleanClaimError(
            f"{len(verbs)} verbs", where, "one of " + ", ".join(VERBS), "write one function of that name"
        )
    missing = [field for field in FIELDS if not getattr(module, field, None)]
    if missing:
        raise CleanClaimError(f"{missing[0]} is missing", where, ", ".join(FIELDS), "add it")
    if module.stage not in stages():
        raise CleanClaimError(
            f"unknown stage {module.stage!r}", where, ", ".join(stages()), "take one of data/stages.csv"
        )
    return Policy(
        name, stages()[module.stage], verbs[0], getattr(module, verbs[0]), _codes(module, verbs[0], where), module
    )


def _codes(module: ModuleType, verb: str, where: str) -> tuple:
    field, kind = ("statuses", Status) if verb in ("rejects", "pends") else ("adjustments", Adjustment)
    codes = tuple(getattr(module, field, ()))
    if not codes or not all(isinstance(code, kind) for code in codes):
        raise CleanClaimError(
            f"{field} are missing or not of their kind",
            where,
            f"a list of {kind.__name__}",
            "see sim.payer.rulebook.policy",
        )
    for code in codes:
        may_be_sent(code, where)
    return codes


def may_be_sent(code, where: str) -> None:
    """Raises CleanClaimError for an adjustment whose reason code is deactivated, with what replaced it, or unknown."""
    if getattr(code, "carc", ""):
        try:
            checked_reason(code.carc)
        except CleanClaimError as error:
            raise CleanClaimError(error.what, where, error.expected, error.todo) from None
