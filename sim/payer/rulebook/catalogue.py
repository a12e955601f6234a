"""The policies there are and the order in which they are asked: sim/payer/policies, scanned, and data/stages.csv."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.payer.rulebook.policy import PAYER_KINDS, VERBS, Adjustment, Box, Ground, Policy, Stage, Status
from sim.reference.plain_words import checked_reason
from sim.reference.tables import by_code

ROOM = "sim.payer.policies"
KINDS = ("front end", "decision", "price", "share", "coordination", "federal")
FIELDS = ("stage", "title", "fix", "cite", "owner", "remedy", "never")
WHOLE_CLAIM, FIRST_OF_LINE = "claims.", "claim_lines.procedure_code"


@remembered
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
                f"unknown kind {stage.kind!r}", f"{path}, stage {stage.name}", ", ".join(KINDS), "correct the row"
            )
    return found


@remembered
def policies() -> dict[str, Policy]:
    """Every policy by name (its file's name). Raises CleanClaimError for a module that is not complete."""
    room = importlib.import_module(ROOM)
    found = [entry.name for entry in pkgutil.walk_packages(room.__path__, f"{ROOM}.") if not entry.ispkg]
    found.sort(key=lambda name: name.rpartition(".")[2])
    made = [policy_of(importlib.import_module(name)) for name in found]
    return {policy.name: policy for policy in made}


@remembered
def groups() -> dict[str, tuple[str, ...]]:
    """The names of each group's policies, as a payer's file may switch them on together: by stage; inside a stage those
    of the group's own `order` first, the others by name.

    >>> groups()["submission"]
    ('timely_filing', 'exact_duplicate', 'same_service_again')
    """
    found: dict[str, list[Policy]] = {}
    for policy in policies().values():
        found.setdefault(policy.group, []).append(policy)
    for group in set(found) & set(policies()):
        raise CleanClaimError(
            f"policy {group}", "sim/payer/policies", "another name than that of a group", "rename the file"
        )
    return {group: tuple(policy.name for policy in _ordered(group, found[group])) for group in sorted(found)}


def _ordered(group: str, found: list[Policy]) -> list[Policy]:
    order = tuple(getattr(importlib.import_module(f"{ROOM}.{group}"), "order", ()))
    unknown = set(order) - {policy.name for policy in found}
    if unknown:
        raise CleanClaimError(
            f"unknown policy {sorted(unknown)[0]!r}",
            f"sim/payer/policies/{group}/__init__.py, order",
            "files of this folder",
            "correct the name or remove it",
        )
    places = {name: place for place, name in enumerate(order)}
    return sorted(found, key=lambda policy: (policy.stage.place, places.get(policy.name, len(places)), policy.name))


def policy_of(module: ModuleType) -> Policy:
    """The policy that a module describes. Raises CleanClaimError naming what is missing or wrong."""
    (group, name), where = module.__name__.split(".")[-2:], f"policy {module.__name__}"
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
            f"unknown stage {module.stage!r}", where, ", ".join(stages()), "use a stage of data/stages.csv"
        )
    stage, verb = stages()[module.stage], verbs[0]
    return Policy(
        name=name,
        group=group,
        stage=stage,
        verb=verb,
        ask=getattr(module, verb),
        part=getattr(module, "part", None),
        codes=_codes(module, verb, where),
        **{field: _text(getattr(module, field), field, where) for field in ("title", "fix", "owner", "never")},
        cites=_by_kind(module.cite, "cite", where),
        remedies=_by_kind(module.remedy, "remedy", where),
        cause=_cause(module, stage, where),
        appeal=_appeal(module, stage, where),
        box=_box(getattr(module, "box", WHOLE_CLAIM if verb == "rejects" else FIRST_OF_LINE), where),
        rows=_rows(getattr(module, "row", ())),
        doc=module.__doc__ or "",
    )


def _text(value: str, field: str, where: str) -> str:
    if not isinstance(value, str):
        raise CleanClaimError(f"{field} = {value!r}"[:80], where, "one text", "write it in quotation marks")
    return value


def _by_kind(value: str | Mapping[str, str], field: str, where: str) -> dict[str, str]:
    texts = {"*": value} if isinstance(value, str) else dict(value)
    unknown = sorted(set(texts) - {*PAYER_KINDS, "*"})
    if unknown:
        raise CleanClaimError(
            f"{field} for {unknown[0]!r}", where, ", ".join((*PAYER_KINDS, "*")), "name a kind of payer"
        )
    return texts


@remembered
def stage_causes() -> dict[str, str]:
    """The usual root cause behind a denial at each stage."""
    rows = read_csv(find("data/codes/cause_of.csv"))
    return {row["name"]: row["cause"] for row in rows if row["of"] == "stage"}


@remembered
def stage_grounds() -> dict[str, Ground]:
    """What usually answers a denial at each stage."""
    rows = read_csv(find("data/codes/appeal_ground_of.csv"))
    return {row["stage"]: Ground(row["ground"], row["record_decides"] == "yes") for row in rows}


def _cause(module: ModuleType, stage: Stage, where: str) -> str:
    cause = getattr(module, "cause", stage_causes().get(stage.name, ""))
    return _one_of(cause, by_code("data/codes/causes.csv", "cause"), f"cause = {cause!r}", where)


def _appeal(module: ModuleType, stage: Stage, where: str) -> Ground:
    if not hasattr(module, "appeal_ground"):
        return stage_grounds()[stage.name]
    ground = module.appeal_ground
    _one_of(ground, by_code("data/codes/appeal_grounds.csv", "ground"), f"appeal_ground = {ground!r}", where)
    return Ground(ground, getattr(module, "record_decides", False))


def _one_of(value: str, known: Mapping[str, object], found: str, where: str) -> str:
    if value not in known:
        raise CleanClaimError(found, where, ", ".join(sorted(known)), "use one of these")
    return value


def _box(text: str, where: str) -> Box:
    table, _, column = text.partition(".")
    known = {f"{name}.{one}" for name in ("claims", "claim_lines") for one in columns_of(name)}
    if text not in (WHOLE_CLAIM, *known):
        raise CleanClaimError(
            f"box = {text!r}", where, "claims.COLUMN or claim_lines.COLUMN of data/dictionary.csv", "correct the name"
        )
    return Box(table, column)


def _rows(row: str | tuple[str, ...]) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else tuple(row)


def _codes(module: ModuleType, verb: str, where: str) -> tuple[Adjustment | Status, ...]:
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


def may_be_sent(code: Adjustment | Status, where: str) -> None:
    """Raises CleanClaimError for an adjustment whose reason code is deactivated, with what replaced it, or unknown."""
    if isinstance(code, Adjustment) and code.carc:
        try:
            checked_reason(code.carc)
        except CleanClaimError as error:
            raise CleanClaimError(error.what, where, error.expected, error.todo) from None
