"""What payers' files say, as arrays over the library's procedures: one row per payer (or plan), one column per
procedure, the last column for a code the library does not know. Made once per set of payers.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.ground.files import remembered
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payer_file import BASES
from sim.payer.rulebook.payers import Payer, SectionRow, payers
from sim.reference import codes as library
from sim.reference.fees import stated

MOST = np.iinfo(np.int64).max // 4  # no limit
AMOUNTS = (
    "deductible",
    "family_deductible",
    "out_of_pocket_maximum",
    "family_out_of_pocket_maximum",
    "coinsurance_percent",
)


OfPlan = tuple[int, tuple[str, ...]]  # plan row, texts


class PlanAmount(NamedTuple):
    """One amount of the plans: its value per plan, and which plans name a dated parameter instead."""

    values: np.ndarray
    named: list[tuple[int, str]]  # plan row, parameter


class Contract(NamedTuple):
    """Arrays over procedures."""

    price_basis: np.ndarray  # payers x procedures: index in BASES
    price_percent: np.ndarray  # payers x procedures: hundredths of a percent of the basis
    price_stated: np.ndarray  # payers x procedures: cents per unit of a stated list, -1 none
    not_covered: np.ndarray  # payers x procedures: 0 covered, else k of not_covered's adjustments
    authorization: np.ndarray  # payers x procedures: needs prior authorization
    covered_list: np.ndarray  # payers x procedures: number of the list of supporting diagnoses, 0 none
    covered_diagnoses: tuple[tuple[str, ...], ...]  # per list: prefixes of diagnosis codes
    covered_code: np.ndarray  # per list: k of the adjustments of diagnosis_does_not_support, 0 for list 0
    plan_rows: dict[tuple[str, str], int]  # (payer, plan) -> row
    amounts: dict[str, PlanAmount]
    copay: np.ndarray  # plans x procedures: cents per visit
    copay_from_age: np.ndarray  # plans x procedures
    copay_after: np.ndarray  # plans x procedures: the copay is asked once the deductible is met
    share_free: np.ndarray  # plans x procedures: no cost share
    free_modifiers: tuple[OfPlan, ...]  # modifiers
    free_diagnoses: tuple[OfPlan, ...]  # prefixes of diagnosis codes
    free_below_age: np.ndarray  # per plan
    coordination: np.ndarray  # per payer: how it pays after another one
    two_lines: np.ndarray  # per payer: wants both sides on two lines, RT and LT
    consultations: np.ndarray  # per payer: takes consultation codes
    balance_billing: np.ndarray  # per payer: a provider outside the network may ask the patient for the difference
    is_medicare: np.ndarray  # per payer: Medicare or an Advantage plan
    pays_deductible: np.ndarray  # per plan: a supplement that pays the deductible of Part B
    aggregate: np.ndarray  # per plan: a family meets its deductible together, nobody has one of his own


def contract(codes: tuple[str, ...]) -> Contract:
    """The contract arrays of these payers, in this order."""
    known = payers()
    return _contract(tuple(known[code] for code in codes))


@remembered
def _contract(chosen: tuple[Payer, ...]) -> Contract:
    basis, percent, cents = zip(*(_prices(payer) for payer in chosen), strict=True)
    lists, diagnoses, rests_on = _covered(chosen)
    plans = [(payer, plan) for payer in chosen for plan in payer.plans]
    return Contract(
        np.stack(basis),
        np.stack(percent),
        np.stack(cents),
        np.stack([_not_covered(payer) for payer in chosen]),
        np.stack([_flags(payer, "authorization") for payer in chosen]),
        lists,
        diagnoses,
        rests_on,
        plan_rows={(payer.code, plan["code"]): row for row, (payer, plan) in enumerate(plans)},
        amounts={field: _amount([plan.get(field) for _, plan in plans], field) for field in AMOUNTS},
        **_shares(plans),
        coordination=np.array([payer.coordination.method for payer in chosen]),
        pays_deductible=_flags_of(chosen, "pays_deductible"),
        two_lines=np.array([payer.wants.get("bilateral", "").startswith("two") for payer in chosen]),
        consultations=np.array([payer.wants.get("consultations", "taken") == "taken" for payer in chosen]),
        balance_billing=np.array([payer.network.balance_billing for payer in chosen]),
        is_medicare=np.array([payer.kind in ("medicare", "medicare advantage") for payer in chosen]),
        aggregate=_flags_of(chosen, "deductible_is_aggregate"),
    )


def services(row: SectionRow) -> np.ndarray:
    """Which procedures a row of a payer's file chooses by `codes` and `kinds`; the last place, an unknown code,
    never.
    """
    table = library.procedures()
    chosen = table.code.isin(row.get("codes", ())) | table.kind.isin(row.get("kinds", ()))
    return np.append(chosen, False)


def _width() -> int:
    return len(library.procedures()) + 1


def _flags(payer: Payer, section: str) -> np.ndarray:
    return np.any([services(row) for row in payer.sections[section]] or [np.zeros(_width(), bool)], axis=0)


def _prices(payer: Payer):
    basis, percent, cents = np.zeros(_width(), np.int64), np.zeros(_width(), np.int64), np.full(_width(), -1, np.int64)
    for row in payer.sections["price"]:
        every = not ("codes" in row or "kinds" in row)
        where = np.ones(_width(), bool) if every else services(row)
        basis[where], percent[where], cents[where] = BASES.index(row["basis"]), row["percent"], -1
        if row["basis"] in BASES[2:]:
            cents[where] = np.append(stated(row["basis"], library.procedures().code.texts()), -1)[where]
    return basis, percent, cents


def _not_covered(payer: Payer) -> np.ndarray:
    codes = [str(code) for code in policies()["not_covered"].codes]
    out = np.zeros(_width(), np.int64)
    for row in payer.sections["not_covered"]:
        out[services(row)] = codes.index(row.get("as", codes[0])) + 1
    return out


def _covered(chosen: tuple[Payer, ...]):
    lists = np.zeros((len(chosen), _width()), np.int64)
    diagnoses: list[tuple[str, ...]] = [()]
    known, rests_on = [str(code) for code in policies()["diagnosis_does_not_support"].codes], [0]
    for place, payer in enumerate(chosen):
        for row in payer.sections["covered"]:
            diagnoses.append(tuple(row["diagnoses"]))
            lists[place, services(row)] = len(diagnoses) - 1
            rests_on.append(known.index(row.get("as", known[0])) + 1)
    return lists, tuple(diagnoses), np.array(rests_on)


def _flags_of(chosen: tuple[Payer, ...], name: str) -> np.ndarray:
    return np.array([*(plan.get(name, False) for payer in chosen for plan in payer.plans), False])


def _amount(found: list[int | str | None], field: str) -> PlanAmount:
    nothing = 0 if field in ("deductible", "coinsurance_percent") else MOST
    values = [value if isinstance(value, int) else nothing for value in found]
    named = [(row, value) for row, value in enumerate(found) if isinstance(value, str)]
    return PlanAmount(np.array([*values, nothing], np.int64), named)


def _shares(plans: list[tuple[Payer, SectionRow]]) -> dict[str, Any]:
    """The columns of Contract that say what the patient bears: per plan and procedure."""
    shape = (len(plans) + 1, _width())
    copay, ages, below = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(len(plans) + 1, np.int64)
    after, free = np.zeros(shape, bool), np.zeros(shape, bool)
    modifiers: list[OfPlan] = []
    diagnoses: list[OfPlan] = []
    for place, (payer, plan) in enumerate(plans):
        for row in _of_plan(payer, "copay", plan):
            mine = services(row)
            copay[place, mine], ages[place, mine], after[place, mine] = (
                row["amount"],
                row.get("from_age", 0),
                row.get("after_deductible", False),
            )
        for row in _of_plan(payer, "no_cost_share", plan):
            free[place] |= services(row)
            below[place] = max(below[place], row.get("below_age", 0))
            modifiers += [(place, tuple(row["modifiers"]))] if "modifiers" in row else []
            diagnoses += [(place, tuple(row["diagnoses"]))] if "diagnoses" in row else []
    return {
        "copay": copay,
        "copay_from_age": ages,
        "copay_after": after,
        "share_free": free,
        "free_modifiers": tuple(modifiers),
        "free_diagnoses": tuple(diagnoses),
        "free_below_age": below,
    }


def _of_plan(payer: Payer, section: str, plan: SectionRow) -> list[SectionRow]:
    return [row for row in payer.sections[section] if plan["code"] in row.get("plans", [plan["code"]])]
