"""The grammar of a payer's file, data/payers/NAME.toml, read strictly.

    label = "Acme PPO"                          kind = "commercial"            # one of PAYER_KINDS
    policies = ["front_end", "bundled_pair"]    # which are on: policies by name, or a group (a folder of
                                                sim/payer/policies) for all of its policies that are not named singly
    without = ["referrer_number_invalid"]       # but not these
    stands_for = "commercial"                   # shipped payers only: their name in the worked examples of policies
    like = "acme_ppo"                           # whose scenarios and exercises it takes: those written for this payer
    [replace]                                   # this payer's own codes for a policy, as many as the policy has
    bundled_pair = ["CO-97 M15"]
    [limits]                                    # its days for claims, corrections, appeals ... (sim/ground/params.py)
    [[plan]]                                    # a benefit design; amounts in dollars, or the name of a dated parameter
    [[copay]] [[no_cost_share]]                 # by plan and service
    [[fee]]                                     # its price list: code, modifier, place, amount in dollars, from, to
    [[price]] [[not_covered]] [[authorization]] [[covered]]     # by service
    [coordination]                              # how it pays after an earlier payer; does it send its answers on, or
                                                take those of others
    [network]                                   # may the patient be billed by a provider without a contract
    [wants]                                     # how it wants the same work written (WANTS)
    [[rule]]                                    # by policy and service (sim/payer/engine/payer_rules.py)

A service is chosen by `codes = [...]`, `kinds = [...]` (data/codes/procedures.csv, column kind), or both. A row with
`estimate = true` is not what the payer published (a shortened list, days stated for teaching): people are told so.

Order: stages come in the order of data/stages.csv whatever the file says. Inside a stage policies are asked in the
order of `policies`; a group stands for its policies in the group's own order (sim/payer/rulebook/catalogue.py, groups).
So name singly, before its group, what this payer asks first.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, read_toml
from sim.ground.money import LARGEST
from sim.ground.params import limits_of
from sim.ground.strict_toml import (
    Field,
    Place,
    day,
    dollars,
    flag,
    items,
    number_between,
    record,
    shown,
    suggestion,
    text,
    whole,
    word,
)
from sim.payer.rulebook.catalogue import groups, may_be_sent, policies
from sim.payer.rulebook.policy import PAYER_KINDS, Adjustment, adjustment
from sim.reference.payer_terms import CPT, MEDICARE

# ways of paying after an earlier payer: sim/payer/money/cob_math.py
WAYS = ("medicare", "standard", "non-duplication", "medicaid", "supplement")
# how a payer wants the same work on its claim; what a policy asks for is named there, the rest is for people to read
WANTS = {
    "bilateral": ("one line with 50", "two lines with RT and LT"),  # bilateral_form
    "therapy_units": ("Medicare's eight minutes", "the midpoint of each code"),  # calculators/timed_units.py
    "preventive_modifier": ("33", "PT", "none"),
    "telehealth": (
        "modifier 95 and the place of the office",
        "place of service 02 or 10",
        "modifier 95 and place 02 or 10",
    ),
    "consultations": ("taken", "not taken"),
    "coding_rules": (CPT, MEDICARE),  # prolonged and shared visits, critical care, stays of a day, giving vaccines
}
# what [limits] may state in days, years or as true and false: files of data/params, whose `meaning` says more
LIMITS = (
    "filing_limit",
    "filing_limit_years",
    "secondary_filing_limit",
    "correction_limit",
    "takes_replacement_claims",
    "reopening_limit_years",
    "documents_limit",
    "retro_authorization_limit",
    "authorization_days",
    "emergency_notice_days",
    "appeal_limit",
    "dispute_limit",
    "refund_limit",
    "days_to_pay",
    "clean_claim_days",
)
BASES = ("percent of charge", "mpfs", "clinical_lab_2026", "drugs", "vaccines")


def _amount_or_param(value: Any, where: Place) -> int | str:
    """Cents of an amount in dollars; or the name of a dated parameter."""
    if isinstance(value, str) and any((place / f"data/params/{value}.toml").is_file() for place in places()):
        return value
    if isinstance(value, str) and value.replace("_", "").isalpha():
        raise where.refuse(f"found {shown(value)}", "dollars, or the name of a file of data/params", "write 500.00")
    return dollars(value, where)


def _percent(value: Any, where: Place) -> int:
    """A percentage such as 117.5, in hundredths of a percent."""
    return round(number_between(0, 1000)(value, where) * 100)


TEXTS, COUNT, DATED = Field(items(text), None), Field(whole(0, LARGEST), None), Field(_amount_or_param, None)
FLAG, TEXT, CITE = Field(flag, None), Field(text, None), Field(text)
SERVICE = {"codes": TEXTS, "kinds": TEXTS, "estimate": FLAG, "cite": CITE}
# whose codes the word `as` of a section names, where the row does not say
AS_OF = {"not_covered": "not_covered", "covered": "diagnosis_does_not_support"}
SECTIONS: dict[str, dict[str, Field]] = {
    "plan": {
        "code": CITE,
        "label": CITE,
        "deductible": DATED,
        "family_deductible": DATED,
        "out_of_pocket_maximum": DATED,
        "family_out_of_pocket_maximum": DATED,
        "coinsurance_percent": Field(whole(0, 100), None),
        "deductible_is_aggregate": FLAG,
        "pays_deductible": FLAG,
        "cite": CITE,
    },
    "copay": {
        **SERVICE,
        "plans": TEXTS,
        "amount": Field(dollars),
        "from_age": COUNT,
        "after_deductible": FLAG,
    },
    "no_cost_share": {**SERVICE, "plans": TEXTS, "modifiers": TEXTS, "diagnoses": TEXTS, "below_age": COUNT},
    "price": {**SERVICE, "basis": Field(word(*BASES)), "percent": Field(_percent)},
    # the price list: sim/payer/money/price_list.py
    "fee": {
        "code": CITE,
        "modifier": TEXT,
        "place": TEXT,
        "amount": Field(dollars),
        "from": Field(day, None),
        "to": Field(day, None),
        "cite": TEXT,
    },
    "not_covered": {**SERVICE, "as": TEXT},
    # criteria: sim/payer/asked/prior_authorization.py
    "authorization": {**SERVICE, "diagnoses": TEXTS, "needs": TEXTS, "units": COUNT, "valid_days": COUNT},
    "covered": {**SERVICE, "diagnoses": Field(items(text)), "as": TEXT},
    "rule": {
        **SERVICE,
        "policy": CITE,
        "begins": TEXTS,
        "beside": TEXTS,  # codes or kinds of another service of the day
        "diagnoses": TEXTS,
        "places": TEXTS,
        "modifiers": TEXTS,
        "documents": TEXTS,
        "specialties": TEXTS,
        "as": TEXT,
        "visits": COUNT,
        "limit": COUNT,
        "days": COUNT,
        "months": COUNT,
    },
}


def parsed(path: Path) -> dict[str, Any]:
    """What a payer's file says, by the fields of sim.payer.rulebook.payers.Payer. Raises CleanClaimError (file, field,
    found, what to write).
    """
    where = Place(str(path))
    content = record(read_toml(path), where, TOP)
    sections = {section: content.pop(section) for section in SECTIONS}
    _check_plans(sections, where)
    without = content.pop("without")
    return {
        **content,
        "policies": _switched_on(content["policies"], without, where),
        "sections": MappingProxyType(sections),
    }


def _switched_on(names: tuple[str, ...], without: tuple[str, ...], where: Place) -> tuple[str, ...]:
    """The policies that are on, in the payer's order."""
    for place, name in enumerate(names):
        if name in names[:place]:
            raise where.at("policies").refuse(f"{name!r} stands there twice", "different names", "remove one of them")
        _known(name, (*groups(), *policies()), where.at("policies"))
    grouped = [name for group in names if group in groups() for name in groups()[group] if name not in names]
    for name in without:
        _known(name, grouped, where.at("without"))
    found = [name for one in names for name in groups().get(one, (one,)) if name == one or name not in names]
    return tuple(name for name in found if name not in without)


def _known(name: str, known: Sequence[str], where: Place) -> None:
    if name in known:
        return
    kind = "policy of a group" if where.field == "without" else "policy"
    expected = "a file of sim/payer/policies, or one of its folders for all of them"
    if where.field == "without":
        expected = "a policy of one of the groups in `policies`, not named there itself"
    raise where.refuse(f"unknown {kind} {name!r}", expected, suggestion(name, known))


def _rows(section: str) -> Callable[[Any, Place], tuple[Mapping[str, Any], ...]]:
    """Reads the rows of a [[section]]; a row holds what was written, nothing else."""

    def read(value: Any, where: Place) -> tuple[Mapping[str, Any], ...]:
        there = _section(where, f"[[{section}]]")
        if not isinstance(value, list):
            raise there.refuse(f"found {shown(value)}", f"[[{section}]]", "write two brackets on each side")
        return tuple(_row(row, section, there.nth(number)) for number, row in enumerate(value, 1))

    return read


def _section(where: Place, field: str) -> Place:
    """A section as its author sees it."""
    return where._replace(field=field)


def _row(row: Any, section: str, where: Place) -> Mapping[str, Any]:
    content = record(row, where, SECTIONS[section])
    owner = content.get("policy") or AS_OF.get(section, "not_covered")
    if owner not in policies():
        raise where.at("policy").refuse(
            f"unknown policy {owner!r}", "a file of sim/payer/policies", suggestion(owner, policies())
        )
    codes = [str(code) for code in policies()[owner].codes]
    if content.get("as") not in (None, *codes):
        raise where.at("as").refuse(f"found {shown(content['as'])}", "one of " + ", ".join(codes), "use one of these")
    return MappingProxyType({key: content[key] for key in row})


def _table(name: str, fields: Mapping[str, Field]) -> Callable[[Any, Place], dict[str, Any]]:
    """Reads the table [name]; what is not written is left out."""

    def read(value: Any, where: Place) -> dict[str, Any]:
        content = record(value, _section(where, f"[{name}]"), fields)
        return {key: content[key] for key in value}

    return read


def _replaced(value: Any, where: Place) -> Mapping[str, tuple[Adjustment, ...]]:
    there = _section(where, "[replace]")
    if not isinstance(value, Mapping):
        raise there.refuse(f"found {shown(value)}", "a table", "write [replace] and policy = [...] lines below it")
    return MappingProxyType({name: _codes(name, texts, there.at(name)) for name, texts in value.items()})


def _codes(name: str, texts: Any, where: Place) -> tuple[Adjustment, ...]:
    _known(name, tuple(policies()), where)
    codes = tuple(_code(one, where) for one in items(text)(texts, where))
    own = len(policies()[name].codes)
    if len(codes) != own:
        raise where.refuse(f"{len(codes)} codes", f"{own}, as many as the policy has", "write one for each")
    return codes


def _code(written: str, where: Place) -> Adjustment:
    try:
        code = adjustment(written)
    except ValueError as reason:
        raise where.refuse(str(reason), "adjustments such as 'CO-97 M15'", "correct it") from None
    may_be_sent(code, f"{where.file}, {where.field}")
    return code


def _check_plans(sections: Mapping[str, tuple[Mapping[str, Any], ...]], where: Place) -> None:
    known = {plan["code"] for plan in sections["plan"]}
    if not known:
        raise CleanClaimError("no plan", where.file, "at least one [[plan]] with code, label and cite", "add it")
    for section in ("copay", "no_cost_share"):
        for plan in (plan for row in sections[section] for plan in row.get("plans", ())):
            if plan not in known:
                raise _section(where, f"[[{section}]], plans").refuse(
                    f"unknown plan {plan!r}", ", ".join(sorted(known)), suggestion(plan, known)
                )


TOP: dict[str, Field] = {
    "label": Field(text),
    "kind": Field(word(*PAYER_KINDS)),
    "policies": Field(items(text), ()),
    "without": Field(items(text), ()),
    "stands_for": Field(text, ""),
    "like": Field(text, ""),
    "replace": Field(_replaced, MappingProxyType({})),
    "coordination": Field(
        _table(
            "coordination",
            {"method": Field(word(*WAYS), None), "forwards": FLAG, "takes_crossover": FLAG, "cite": CITE},
        ),
        MappingProxyType({}),
    ),
    "limits": Field(lambda value, where: limits_of(value, _section(where, "[limits]"), dict.fromkeys(LIMITS)), {}),
    "wants": Field(_table("wants", {name: Field(word(*words), None) for name, words in WANTS.items()}), {}),
    "network": Field(_table("network", {"balance_billing": Field(flag), "cite": CITE}), MappingProxyType({})),
    **{section: Field(_rows(section), ()) for section in SECTIONS},
}
