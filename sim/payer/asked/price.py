"""What one service is worth to a payer, step by step: the payer's own stages asked about one clean line, at any
Medicare locality.

Relative values, indices and the conversion factor come from sim.reference.fees, everything else from the policies that
price claims: the line is decided by the engine's stages of price and share, without those that deny. Nothing is worked
out here a second time. What those stages do not know is an error (a modifier that would change the amount) or said in a
step that begins with "Not modeled".
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from sim.ground.editions import edition
from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST
from sim.ground.table import Table
from sim.payer.asked import price_steps
from sim.payer.asked.rests_on import price_rests_on
from sim.payer.asked.typed_values import code_named, day_of, modifiers_of, payer_named, place_named, whole
from sim.payer.engine.adjudicate_lines import decide
from sim.payer.engine.batch import Batch
from sim.payer.engine.lines import Lines
from sim.payer.engine.policy_schedule import Step, schedule
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row
from sim.payer.money import pricing
from sim.payer.policies.front_end.charge_or_units_invalid import MOST_UNITS
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payer_file import BASES
from sim.payer.rulebook.payers import Payer
from sim.reference import codes as library
from sim.reference.fees import gpci, surgery_split
from sim.reference.imports.store import releases
from sim.reference.provenance import ESTIMATE

PRICED = (
    "26",
    "TC",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "62",
    "66",
    "78",
    "80",
    "81",
    "82",
    "AS",
    "CQ",
    "CO",
    "FS",
)
HIGHEST = LARGEST - 1  # cents; stands for the charge where none is given
UNPRICED = ("22", "GX", "GY", "GZ")  # others that change what is paid
ASKED = ("modifier_invalid", "modifier_does_not_fit", "not_covered", "bundled_status", "assistant_not_allowed")
CLINICIANS = ("", "NP", "PA")


class Priced(NamedTuple):
    """A price with its steps. Amounts in cents. `rests_on`: is the amount behind it published, or an estimate. `denied`
    is the adjustment with which this payer denies the service whatever its price, as "PR-49 N429", empty when it is
    covered (then `allowed_amount` is what a covered service would be allowed). `patient_amount` (its share, and on a
    claim without assignment what is charged above the allowed amount up to the limit) and `paid_amount` are there when
    the open deductible was given."""

    allowed_amount: int
    steps: tuple[str, ...]
    code: str
    modifiers: tuple[str, ...]
    units: int
    payer: str
    basis: str
    denied: str = ""
    patient_amount: int | None = None
    paid_amount: int | None = None
    rests_on: str = ""

    @property
    def why(self) -> str:
        """The steps as one text."""
        return " ".join(self.steps)


class Asked(NamedTuple):
    """What is to be priced, checked."""

    payer: Payer
    code: str
    modifiers: tuple[str, ...]
    units: int
    day: date
    place: str
    locality: str
    clinician: str
    participating: bool
    assigned: bool
    beside: tuple[tuple[str, tuple[str, ...]], ...]
    where: str


def price(
    code: str,
    modifiers=(),
    units: int = 1,
    on="2026-07-15",
    pos: str = "11",
    locality: str = "05102-00",
    payer: str = "medicare",
    charge: int | None = None,
    *,
    clinician: str = "",
    participating: bool = True,
    assigned: bool = True,
    beside=(),
    deductible: int | None = None,
) -> Priced:
    """What a payer allows for one line, with its steps: `.allowed_amount` in cents, `.steps`, `.denied`.

    `payer`: a code of data/payers, or medicare, commercial, medicaid (the first of that kind). `locality`: carrier and
    locality as CMS writes it, or 00000-00 for the national amount. `charge`: cents for all units; without one the price
    is given whatever is charged. `clinician`: NP or PA for one who bills under the own number. `participating`,
    `assigned`: has the provider a participation agreement; is the claim assigned. `beside`: other services of the same
    day, such as ["45385", "20610-RT"]. `deductible`: cents of the deductible still open; with it the patient's share
    (first plan of the payer) and what the payer pays are worked out too. Without it the amount is that before the
    patient's share and Medicare's two percent. Source: SSA 1848, 42 CFR 414.20, Claims Processing Manual ch. 12. Raises
    CleanClaimError for what is unknown or not modeled.

    >>> answer = price("99213")
    >>> answer.allowed_amount, answer.steps[0]
    (8923, 'Place 11 is not a facility: work 1.30, practice expense 1.46, malpractice 0.09 relative value units (fee
    schedule of 2026).')
    >>> price("20610", "50", pos="22", locality="00000-00").allowed_amount      # 150 % of 39.75
    5963
    >>> price("99213", payer="commercial", charge=10000).steps[-1]
    'The charge of $100.00 is less than the price of $105.29: $100.00 is allowed.'
    >>> price("99213", clinician="NP", deductible=0).paid_amount         # 85 % of 89.23, less 20 % and then 2 %
    5947
    >>> price("20610", "22")
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: modifier 22 is not priced here (price of 20610, modifiers); expected ...
    """
    ask = _checked(code, modifiers, units, on, pos, locality, payer, clinician, participating, assigned, beside)
    charge, deductible = _cents(charge, "charge", 1, ask.where), _cents(deductible, "deductible", 0, ask.where)
    line = _line(ask, charge)
    own = pricing.price_list(line)
    is_listed = own is not None and own.amount[0] >= 0
    basis = price_steps.LISTED if is_listed else BASES[int(line.stated("price_basis")[0])]
    _in_force(basis, ask)
    by_report = not is_listed and (
        basis == BASES[0] or "66" in ask.modifiers or price_steps.unit_amount(line, basis) < 0
    )
    if by_report and charge is None:
        raise CleanClaimError(
            f"no schedule or list of {ask.payer.label} prices {ask.code} so",
            ask.where,
            "a charge: it is paid by report",
            "give the charge: --charge 250.00, or in Python charge=25000 (cents)",
        )
    denied = _denied(line, ask)
    free = line if charge is None or by_report else _line(ask, None)  # as if any charge were high enough
    steps, worth = price_steps.of_service(free, ask, basis, by_report)
    rests = price_rests_on(ask.payer.code, ask.code, price_steps.part_of(free), ask.day)
    if rests and rests.kind == ESTIMATE:
        steps.append(
            f"{rests.mark.capitalize()}: the amount behind this price is not a published one ({rests.source})."
        )
    more, worth = price_steps.of_reductions(free, _taken(free, ask), worth)
    amounts = (
        []
        if charge is None
        else [
            (owner.policy.codes[part].group, cents)
            for (owner, part), kind, cents in _amounts(line, ask)
            if kind == "price"
        ]
    )
    allowed, above = (
        worth if charge is None else charge - sum(cents for _, cents in amounts),
        sum(cents for group, cents in amounts if group == "PR"),
    )
    steps += more + ([price_steps.lesser(charge, worth, above)] if charge is not None else [])
    patient = paid = None
    if deductible is not None:
        more, patient, paid = _patient(ask, charge, allowed, deductible)
        steps, patient = steps + more, patient + above
    steps += price_steps.left_out(line, ask, basis, denied)
    said = Priced(
        allowed, tuple(steps), ask.code, ask.modifiers, ask.units, ask.payer.code, basis, denied, patient, paid
    )
    return said._replace(rests_on=str(rests or ""))


def _checked(code, modifiers, units, on, pos, locality, payer, clinician, participating, assigned, beside) -> Asked:
    code, used, where = code_named(code), modifiers_of(modifiers), f"price of {str(code)[:5]}"
    _check(code, used, where)
    units = whole(units, "units", MOST_UNITS, where)
    if units > 1 and "50" in used:
        raise CleanClaimError(
            f"modifier 50 on {units} units",
            where,
            "one line, 50, one unit (MPFS bilateral rule)",
            "set units to 1, or write LT and RT lines",
        )
    if str(clinician).upper() not in CLINICIANS:
        raise CleanClaimError(
            f"unknown clinician {str(clinician)[:10]!r}", where, "NP, PA or nothing (a physician)", "check the word"
        )
    others = (
        [beside] if isinstance(beside, str) else list(beside) if isinstance(beside, list | tuple) else [str(beside)]
    )
    if len(others) > 20:
        raise CleanClaimError(f"{len(others)} services beside", where, "at most 20", "price them apart")
    return Asked(
        payer_named(payer),
        code,
        used,
        units,
        day_of(on),
        place_named(pos, where),
        _locality(locality, where),
        str(clinician).upper(),
        bool(participating),
        bool(assigned),
        tuple(_other(one) for one in others),
        where,
    )


def _other(text) -> tuple[str, tuple[str, ...]]:
    code, _, rest = str(text).strip().partition("-")
    return code_named(code, "beside"), modifiers_of(rest.replace("-", " "))


def _check(code: str, used, where: str) -> None:
    kinds = library.modifiers()
    for text in used:
        kind = kinds.kind[int(library.modifier_rows([text])[0])]
        if text in UNPRICED or (kind in ("pricing", "imported") and text not in PRICED):
            raise CleanClaimError(
                f"modifier {text} is not priced here",
                f"{where}, modifiers",
                "a modifier that leaves the fee alone, or " + ", ".join(PRICED),
                f"price it without {text} and look up what the payer pays with it",
            )
    for together in ({"26", "TC"}, {"54", "55"}, {"52", "53"}, {"62", "80", "81", "82", "AS", "66"}):
        if len(both := [text for text in used if text in together]) > 1:
            raise CleanClaimError(
                f"{' and '.join(both)} on one line", f"{where}, modifiers", "one of them", "price the parts apart"
            )
    if {"54", "55", "56"} & set(used) and code not in surgery_split():
        raise CleanClaimError(
            f"{used[0]} on a service whose fee is not split",
            f"{where}, modifiers",
            "an operation with 10 or 90 global days",
            "take the modifier off",
        )


def _locality(locality, where: str) -> str:
    text = str(locality).strip()
    if text not in set(gpci().locality.texts().tolist()):
        raise CleanClaimError(
            f"unknown locality {str(locality)[:20]!r}",
            where,
            "carrier and locality as CMS writes it, such as 05102-00 (Iowa)",
            "look it up in data/fees/gpci_2026.csv",
        )
    return text


def _cents(amount, name: str, least: int, where: str) -> int | None:
    return (
        amount if amount is None or least == 0 and str(amount) in ("0", "0.0") else whole(amount, name, HIGHEST, where)
    )


def _line(ask: Asked, charge: int | None, met: int = 0) -> Lines:
    """The examples' clean line with this service on it, and the other services of the day below it."""
    cents = HIGHEST if charge is None else charge
    cells = {
        "claim": "1",
        "payer": ask.payer.code,
        "place": ask.place,
        "service_date": str(ask.day),
        "met_amount": f"{met // 100}.{met % 100:02d}",
        "is_assignment_accepted": "yes" if ask.assigned else "no",
    }
    rows = [(ask.code, ask.modifiers, ask.units, cents), *((code, used, 1, HIGHEST) for code, used in ask.beside)]
    made = [
        Row(
            cells
            | {
                "code": code,
                "modifiers": ",".join(used) or "-",
                "units": str(units),
                "charge": f"{cents // 100}.{cents % 100:02d}",
            },
            ("no",),
            "price",
        )
        for code, used, units, cents in rows
    ]
    claims, lines, coverages, past, _ = tables(tuple(made))
    batch = Batch(claims, lines, coverages, past, _provider_file(claims, lines, ask))
    batch.memo["localities"] = (ask.locality,) * len(batch.claims.clinic_code.pool)
    return Lines(batch, slice(0, len(rows)), (ask.payer.code,))


def _provider_file(claims: Table, lines: Table, ask: Asked) -> dict[str, Table]:
    """What the payer knows of the provider otherwise than of a participating physician."""
    facts = [("paid in part", lines.rendering_npi)] * bool(ask.clinician) + [
        ("not participating", claims.billing_npi)
    ] * (not ask.participating)
    return {
        "provider_facts": Table.from_rows(
            "provider_facts",
            [{"npi": column.pool[0], "fact": fact, "start_date": "1990-01-01"} for fact, column in facts],
        )
    }


def _in_force(basis: str, ask: Asked) -> None:
    """The shipped schedule and lists are those of 2026; an imported schedule speaks from its own day on."""
    imported = [np.datetime64(one.effective, "D") for one in releases("pprrvu")] if basis == "mpfs" else []
    shipped = edition("pprrvu")
    if not shipped.first <= ask.day <= shipped.last and not any(start <= np.datetime64(ask.day) for start in imported):
        raise CleanClaimError(
            f"no fees for {ask.day}",
            ask.where,
            f"a date from {shipped.first} to {shipped.last}",
            "take another date, or import the schedule of that year",
        )
    table = library.procedures()
    row = int(library.procedure_rows([ask.code])[0])
    if not table.start_date[row] <= np.datetime64(ask.day) <= table.end_date[row]:
        raise CleanClaimError(
            f"{ask.code} was not in force on {ask.day}",
            ask.where,
            f"{table.start_date[row]} to {table.end_date[row]}",
            "take the code of that day",
        )


def _denied(line: Lines, ask: Asked) -> str:
    """The adjustment with which the payer refuses the service itself; a modifier that does not fit is an error."""
    for name in ASKED:
        policy = policies()[name]
        said = int(policy.ask(line)[0]) if name in ask.payer.policies else 0
        if said and name.startswith("modifier"):
            raise CleanClaimError(
                policy.title[0].lower() + policy.title[1:],
                f"{ask.where}, {' '.join(ask.modifiers)}",
                "a modifier that belongs on this service",
                policy.fix,
            )
        if said:
            return str(ask.payer.replace.get(name, policy.codes)[said - 1])
    return ""


def _amounts(line: Lines, ask: Asked) -> list[tuple]:
    """(policy with its place in the schedule, kind of stage, cents) of every amount that the payer's stages take off
    the line.
    """
    plan = schedule((ask.payer.code,))
    taking = [tuple(one for one in step.asked if one.policy.verb == "reduces") for step in plan.steps]
    taken = decide(line, plan._replace(steps=tuple(Step(asked, ()) for asked in taking if asked))).taken[:, 0]
    return [
        ((owner, slot - owner.slot), kind, int(cents))
        for slot, (owner, kind, cents) in enumerate(zip(plan.slot_owner, plan.slot_kinds, taken, strict=True))
    ]


def _taken(line: Lines, ask: Asked) -> list[tuple]:
    """(policy, cents) of the reductions of the price, the contract's own one excepted."""
    return [
        (owner.policy, cents)
        for (owner, _), kind, cents in _amounts(line, ask)
        if kind == "price" and cents and owner.policy.name != "contractual"
    ]


def _patient(ask: Asked, charge: int | None, allowed: int, deductible: int) -> tuple[list[str], int, int]:
    """Steps, the patient's share of the allowed amount and what the payer pays, with so much of the deductible open."""
    yearly = int(_line(ask, charge).plan_amount("deductible")[0])
    amounts = _amounts(_line(ask, charge, max(yearly - deductible, 0)), ask)
    shares = [(owner.policy.codes[part], cents) for (owner, part), kind, cents in amounts if kind == "share" and cents]
    federal = [(owner.policy, part, cents) for (owner, part), kind, cents in amounts if kind == "federal" and cents]
    to_patient = sum(cents for policy, part, cents in federal if policy.codes[part].group == "PR")
    kept = [(policy, cents) for policy, part, cents in federal if policy.codes[part].group != "PR"]
    patient = sum(cents for _, cents in shares)
    paid = allowed - patient - sum(cents for _, cents in kept)
    return price_steps.of_patient(ask, shares, kept, allowed, to_patient), patient + to_patient, paid - to_patient
