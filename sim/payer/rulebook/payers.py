"""Payers as data: data/payers/NAME.toml, one file each, which a clinic's manager can write.

    label = "Acme PPO"                          kind = "commercial"            # one of KINDS
    policies = ["member_not_found", ...]        # which are on; inside a stage, asked in this order
    [replace]                                   # this payer's own codes for a policy, as many as the policy has
    bundled_pair = ["CO-97 M15"]
    [[plan]]                                    # a benefit design; amounts in cents, or the name of a dated parameter
    [[copay]] [[no_cost_share]]                 # by plan and service
    [[price]] [[not_covered]] [[authorization]] [[covered]]     # by service
    [coordination]                              # how it pays after an earlier payer; does it send its answers on, or
                                                take those of others
    [network]                                   # may the patient be billed by a provider without a contract
    [wants]                                     # how it wants the same work written (WANTS)
    [[rule]]                                    # by policy and service (sim/payer/engine/payer_rules.py)

A service is chosen by `codes = [...]`, `kinds = [...]` (data/codes/procedures.csv, column kind), or both.
"""

from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, read_toml, scan
from sim.ground.money import LARGEST
from sim.payer.rulebook.catalogue import may_be_sent, policies
from sim.payer.rulebook.policy import adjustment

SECTIONS = {
    "plan": {
        "code",
        "label",
        "deductible",
        "family_deductible",
        "out_of_pocket_maximum",
        "family_out_of_pocket_maximum",
        "coinsurance_percent",
        "deductible_is_aggregate",
        "pays_deductible",
        "cite",
    },
    "copay": {"plans", "codes", "kinds", "amount", "from_age", "after_deductible", "cite"},
    "no_cost_share": {"plans", "codes", "kinds", "modifiers", "diagnoses", "below_age", "cite"},
    "price": {"codes", "kinds", "basis", "percent", "cite"},
    "not_covered": {"codes", "kinds", "as", "cite"},
    "authorization": {
        "codes",
        "kinds",
        "diagnoses",
        "needs",
        "units",
        "valid_days",
        "cite",
    },  # criteria: sim/payer/asked/prior_authorization.py
    "covered": {"codes", "kinds", "diagnoses", "cite"},
    "rule": {
        "policy",
        "codes",
        "kinds",
        "begins",
        "diagnoses",
        "places",
        "modifiers",
        "documents",
        "specialties",
        "as",
        "visits",
        "limit",
        "days",
        "months",
        "cite",
    },
}
TEXTS, AMOUNTS = (
    ("codes", "kinds", "diagnoses", "modifiers", "plans", "begins", "places", "documents", "specialties", "needs"),
    (
        "deductible",
        "family_deductible",
        "out_of_pocket_maximum",
        "family_out_of_pocket_maximum",
        "coinsurance_percent",
        "amount",
        "percent",
        "from_age",
        "below_age",
        "visits",
        "limit",
        "days",
        "months",
        "units",
        "valid_days",
    ),
)
FLAGS = ("deductible_is_aggregate", "after_deductible", "pays_deductible", "forwards", "takes_crossover")
WAYS = (
    "medicare",
    "standard",
    "non-duplication",
    "medicaid",
    "supplement",
)  # of paying after an earlier payer: sim/payer/money/cob_math.py
# how a payer wants the same work on its claim; what a policy asks for is named there, the rest is for people to read
WANTS = {
    "bilateral": ("one line with 50", "two lines with RT and LT"),  # bilateral_form
    "therapy_units": (
        "Medicare's eight minutes",
        "the midpoint of each code",
    ),  # sim/reference/calculators/timed_units.py
    "preventive_modifier": ("33", "PT", "none"),
    "telehealth": (
        "modifier 95 and the place of the office",
        "place of service 02 or 10",
        "modifier 95 and place 02 or 10",
    ),
    "consultations": ("taken", "not taken"),
}
NETWORK = ("balance_billing", "cite")
ALONE = {"method": "standard", "forwards": False, "takes_crossover": False, "cite": ""}
NEEDED = {
    "plan": ("code", "label"),
    "copay": ("amount",),
    "price": ("basis", "percent"),
    "covered": ("diagnoses",),
    "rule": ("policy",),
}
BASES = ("percent of charge", "mpfs", "clinical_lab_2026", "drugs", "vaccines")
TOP = {"label", "kind", "policies", "replace", "coordination", "wants", "network", *SECTIONS}
# Who pays alone has no payer: sim/billing/books/self_pay.py.
KINDS = ("medicare", "commercial", "medicaid", "medicare advantage", "medicare supplement", "workers compensation")


class Payer(NamedTuple):
    """One payer as its file wrote it; `sections` holds the rows of each [[section]]."""

    code: str
    label: str
    kind: str
    policies: tuple[str, ...]
    replace: MappingProxyType
    sections: MappingProxyType
    coordination: MappingProxyType = MappingProxyType(ALONE)
    wants: MappingProxyType = MappingProxyType({})
    network: MappingProxyType = MappingProxyType({})

    @property
    def plans(self) -> tuple[dict, ...]:
        """Benefit designs."""
        return self.sections["plan"]


@cache
def payers() -> dict[str, Payer]:
    """Every payer by code (its file's name).

    >>> payers()["acme_ppo"].label
    'Acme PPO'
    """
    return {name: payer_of(name, path) for name, path in scan("data/payers").items()}


def payer_of(name: str, path) -> Payer:
    """The payer that a file describes. Raises CleanClaimError (file, field, found, what to write)."""
    content = read_toml(path)
    for key in content:
        if key not in TOP:
            raise CleanClaimError(f"unknown entry {key!r}", str(path), ", ".join(sorted(TOP)), "check the spelling")
    if not content.get("label") or content.get("kind") not in KINDS:
        raise CleanClaimError(
            "label or kind is missing", str(path), f"kind one of {', '.join(KINDS)}", "add them at the top"
        )
    for section in SECTIONS:
        if not all(isinstance(row, dict) for row in content.get(section, [])):
            raise CleanClaimError(
                f"{section} is no list of tables", str(path), f"[[{section}]]", "write two brackets on each side"
            )
    sections = {section: tuple(_row(row, section, path) for row in content.get(section, [])) for section in SECTIONS}
    _check_plans(sections, path)
    return Payer(
        name,
        content["label"],
        content["kind"],
        _policies(content, path),
        _replaced(content, path),
        MappingProxyType(sections),
        _coordination(content.get("coordination", {}), path),
        _wants(content.get("wants", {}), path),
        _network(content.get("network", {}), path),
    )


def _coordination(table, path) -> MappingProxyType:
    """How it pays after an earlier payer, and whether it sends its own answers on or takes those of others."""
    if not isinstance(table, dict):
        raise CleanClaimError("coordination is no table", str(path), "[coordination]", "write one bracket on each side")
    told = {**ALONE, **table}
    for name, value in told.items():
        if (
            name not in ALONE
            or name == "method"
            and value not in WAYS
            or name in FLAGS
            and not isinstance(value, bool)
            or table
            and not told["cite"]
        ):
            raise CleanClaimError(
                f"{name} = {value!r}",
                f"{path}, [coordination]",
                f"method ({', '.join(WAYS)}), forwards and takes_crossover (true or false), cite",
                "mend it",
            )
    return MappingProxyType(told)


def _network(table, path) -> MappingProxyType:
    """balance_billing: may a provider outside the network ask the patient for what is above the plan's price?"""
    if (
        not isinstance(table, dict)
        or table
        and (set(table) != set(NETWORK) or not isinstance(table["balance_billing"], bool) or not table["cite"])
    ):
        raise CleanClaimError(
            f"network = {table!r}"[:80], f"{path}, [network]", "balance_billing = true or false, and cite", "mend it"
        )
    return MappingProxyType(table)


def _wants(table, path) -> MappingProxyType:
    """How it wants work written; one of the words of WANTS each."""
    for name, value in table.items() if isinstance(table, dict) else [("wants", table)]:
        if value not in WANTS.get(name, ()):
            raise CleanClaimError(
                f"{name} = {value!r}",
                f"{path}, [wants]",
                "; ".join(f"{key}: {' or '.join(words)}" for key, words in WANTS.items()),
                "mend it",
            )
    return MappingProxyType(table)


def _row(row: dict, section: str, path) -> MappingProxyType:
    unknown = set(row) - SECTIONS[section]
    if unknown:
        raise CleanClaimError(
            f"unknown entry {sorted(unknown)[0]!r}",
            f"{path}, [[{section}]]",
            ", ".join(sorted(SECTIONS[section])),
            "check the spelling",
        )
    for name in ("cite", *NEEDED.get(section, ())):
        if row.get(name) in (None, ""):
            raise CleanClaimError(f"{name} is missing", f"{path}, [[{section}]]", f"{name} = ...", "add it")
    owner = row.get("policy", "not_covered")
    if owner not in policies():
        raise CleanClaimError(
            f"unknown policy {owner!r}", f"{path}, [[{section}]]", "a file of sim/payer/policies", "check the name"
        )
    for name, value in row.items():
        if not _fits(name, value, owner):
            raise CleanClaimError(f"{name} = {value!r}", f"{path}, [[{section}]]", _expected(name, owner), "mend it")
    return MappingProxyType(row)


def _fits(name: str, value, owner: str) -> bool:
    if name in TEXTS:
        return isinstance(value, list) and all(isinstance(text, str) and text for text in value)
    if name in AMOUNTS:
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and 0 <= value <= LARGEST
            or name in AMOUNTS[:4]
            and _is_param(value)
        )
    if name in FLAGS:
        return isinstance(value, bool)
    if name == "basis":
        return value in BASES
    if name == "as":
        return value in [str(code) for code in policies()[owner].codes]
    return isinstance(value, str)


def _is_param(value) -> bool:
    return isinstance(value, str) and any((place / f"data/params/{value}.toml").is_file() for place in places())


def _expected(name: str, owner: str) -> str:
    if name in TEXTS:
        return 'a list of texts, as ["99213", "99214"]'
    if name in FLAGS:
        return "true or false"
    if name == "basis":
        return ", ".join(BASES)
    if name == "as":
        return ", ".join(str(code) for code in policies()[owner].codes)
    return "a whole number from 0 up (cents, percent, years, days ...)" if name in AMOUNTS else "a text"


def _check_plans(sections: dict, path) -> None:
    plans = {plan.get("code") for plan in sections["plan"]}
    if not plans or None in plans:
        raise CleanClaimError(
            "no plan, or a plan without a code", str(path), "at least one [[plan]] with code", "add it"
        )
    for section in ("copay", "no_cost_share"):
        for row in sections[section]:
            for plan in row.get("plans", ()):
                if plan not in plans:
                    raise CleanClaimError(
                        f"unknown plan {plan!r}", f"{path}, [[{section}]]", ", ".join(sorted(plans)), "check the name"
                    )


def _policies(content: dict, path) -> tuple[str, ...]:
    names = content.get("policies", [])
    if not isinstance(names, list) or len(set(map(str, names))) < len(names):
        raise CleanClaimError(
            "policies is no list of different names", str(path), 'policies = ["...", "..."]', "mend it"
        )
    names = tuple(names)
    for name in names:
        if name not in policies():
            raise CleanClaimError(
                f"unknown policy {name!r}", f"{path}, policies", "a file of sim/payer/policies", "check the name"
            )
    return names


def _replaced(content: dict, path) -> MappingProxyType:
    replaced = {}
    texts_of = content.get("replace", {})
    for name, texts in texts_of.items() if isinstance(texts_of, dict) else [("?", None)]:
        own = policies()[name].codes if name in policies() else ()
        try:
            replaced[name] = tuple(adjustment(text) for text in texts)
        except (ValueError, AttributeError, TypeError) as reason:
            raise CleanClaimError(
                str(reason), f"{path}, [replace] {name}", "adjustments such as 'CO-97 M15'", "mend it"
            ) from None
        for code in replaced[name]:
            may_be_sent(code, f"{path}, [replace] {name}")
        if len(own) != len(replaced[name]):
            raise CleanClaimError(
                f"{len(replaced[name])} codes", f"{path}, [replace] {name}", f"{len(own)}, as the policy has", "mend it"
            )
    return MappingProxyType(replaced)
