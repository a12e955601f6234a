"""The steps of a price in words: how the schedule's amount comes about, what the contract makes of it, what is taken
off and by which rule.

Every number is that of the payer's own pricing (sim.payer.money.pricing and the policies); here it is only said.
"""

from collections.abc import Mapping

import numpy as np

from sim.ground.money import dollars, share
from sim.payer.money import pricing
from sim.payer.policies.pricing.not_participating import limiting_charge
from sim.payer.rulebook.contract_terms import services
from sim.payer.rulebook.payer_file import BASES
from sim.payer.rulebook.policy_words import words_of
from sim.reference import codes as library
from sim.reference.fees import fee_rows, gpci, locality_rows, mpfs, national_factor
from sim.reference.tables import rows

LISTED = "price list"  # the basis of a service on the payer's own list
LISTS = {"clinical_lab_2026": "laboratory schedule", "drugs": "stated drug price", "vaccines": "stated vaccine price"}
ALONE = {
    2: "multiple-procedure",
    3: "multiple-endoscopy",
    4: "multiple-imaging",
    5: "multiple-therapy",
    6: "diagnostic cardiovascular",
    7: "diagnostic ophthalmology",
}
NAMED = {
    "": "",
    "26": "Modifier 26, the reading alone. ",
    "TC": "Modifier TC, the technical part alone. ",
    "53": "Modifier 53, with values of its own in the schedule. ",
}
SURGEONS = {
    "assistant": (
        ("80", "81", "82", "AS"),
        {0: "an assistant only with records", 1: "never an assistant", 9: "no assistant"},
    ),
    "co_surgeons": (("62",), {0: "never two surgeons", 1: "two surgeons only with records", 9: "no second surgeon"}),
    "team": (("66",), {0: "never a team", 1: "a team only with records", 9: "no team"}),
}
SHARE = {"1": "deductible", "2": "coinsurance", "3": "copay"}


def unit_amount(line, basis: str) -> int:
    """Cents of one unit on the schedule or list, -1 where neither has the service."""
    return int(pricing.schedule(line)[0] if basis == "mpfs" else line.stated("price_stated")[0])


def part_of(line) -> str:
    """The part of the service that the schedule prices: 26, TC, 53 or nothing."""
    return pricing.PARTS[int(np.reshape(pricing.part_of(line), -1)[0])]


def of_service(line, ask, basis: str, by_report: bool) -> tuple[list[str], int]:
    """Steps up to the contract's price, and that price."""
    full = int(pricing.price(line)[0])
    if basis == LISTED:
        return _listed(line, ask, full), full
    steps = _schedule(line, ask) if basis == "mpfs" else _stated(line, basis, ask.code)
    return steps + _contract(line, ask, full, by_report), full


def _listed(line, ask, full: int) -> list[str]:
    """The row of the payer's own price list, and what units and sides make of it."""
    own = pricing.price_list(line)
    unit = full if own is None else int(own.amount[0])
    cites = [row.get("cite", "") for row in ask.payer.sections["fee"] if row["code"] == ask.code]
    steps = [f"{ask.payer.label}'s price list: {dollars(unit)} a unit ({cites[-1] or 'the payer file, [[fee]]'})."]
    both = int(np.reshape(pricing.sides(line), -1)[0]) if full != unit * ask.units else 100
    steps += [f"Modifier 50: {both} % for both sides."] * (both != 100)
    return [*steps, f"{ask.units} units: {dollars(full)}."] if ask.units > 1 else steps


def _schedule(line, ask) -> list[str]:
    """The schedule's amount at the locality and how it came about."""
    part = part_of(line)
    row, place = int(fee_rows([ask.code], part, ask.day)[0]), int(locality_rows([ask.locality], ask.day)[0])
    unit, factor = unit_amount(line, "mpfs"), national_factor(str(ask.day))
    if row < 0:
        return [f"The fee schedule has no relative values for {ask.code}{part and '-' + part} on {ask.day}."]
    fees, index, facility = mpfs(), gpci(), bool(line.place.is_facility[0])
    work, expense, cover = (
        fees.work_rvu[row],
        (fees.facility_pe_rvu if facility else fees.nonfacility_pe_rvu)[row],
        fees.malpractice_rvu[row],
    )
    steps = [
        (
            f"{NAMED[part]}Place {ask.place} is {'' if facility else 'not '}a facility: work {_of(work, 2)}, practice"
            f" expense {_of(expense, 2)}, malpractice {_of(cover, 2)} relative value units (fee schedule of"
            f" {ask.day.year})."
        ),
        (
            f"Locality {index.locality[place]} {index.name[place]}: work index {_of(index.work[place], 3)}, practice"
            f" expense {_of(index.practice_expense[place], 3)}, malpractice {_of(index.malpractice[place], 3)}."
        ),
        (
            f"{_of(work, 2)} x {_of(index.work[place], 3)} + {_of(expense, 2)} x"
            f" {_of(index.practice_expense[place], 3)} + {_of(cover, 2)} x {_of(index.malpractice[place], 3)}, times"
            f" the conversion factor ${_of(factor, 6)[:-2]}, is {dollars(unit)} a unit."
        ),
    ]
    percent = int(np.reshape(pricing.sides(line), -1)[0])
    if percent != 100:
        steps.append(
            f"Modifier 50, bilateral indicator {int(line.procedure.bilateral[0])}: {percent} % for both sides,"
            f" {dollars((unit * percent + 50) // 100)}."
        )
    return steps + _surgeons(ask)


def _surgeons(ask) -> list[str]:
    """What the schedule's indicator says of the second surgeon or assistant."""
    row: Mapping[str, str] = next((one for one in rows("data/fees/mpfs_2026.csv") if one["code"] == ask.code), {})
    steps: list[str] = []
    for name, (used, words) in SURGEONS.items():
        if set(used) & set(ask.modifiers) and (mark := row.get(name, "")) and int(mark) in words:
            steps.append(
                f"The schedule allows {words[int(mark)]} for {ask.code} (indicator {mark}): this is only the price."
            )
    return steps


def _of(number, places: int) -> str:
    """A scaled whole number as people write it."""
    return f"{int(number) // 10**places}.{int(number) % 10**places:0{places}d}"


def _stated(line, basis: str, code: str) -> list[str]:
    amount = int(line.stated("price_stated")[0])
    if basis == BASES[0]:
        return []
    if amount < 0:
        return [f"{code} is on no price list of this payer."]
    source = next(row for row in rows(f"data/fees/{basis}.csv") if row["code"] == code)
    return [f"The {LISTS[basis]} of {code} is {dollars(amount)} a unit, whatever the locality ({source['source']})."]


def _contract(line, ask, full: int, by_report: bool) -> list[str]:
    percent, place = int(line.stated("price_percent")[0]), int(library.procedure_rows([ask.code])[0])
    chosen = [
        row for row in ask.payer.sections["price"] if not ("codes" in row or "kinds" in row) or services(row)[place]
    ]
    cite = chosen[-1]["cite"] if chosen else "no price row"
    if by_report and chosen and chosen[-1]["basis"] == BASES[0]:
        return [f"{ask.payer.label} pays {percent / 100:g} % of the charge: {dollars(full)} ({cite})."]
    if by_report:
        return [
            f"{ask.payer.label} pays this by report, here as a part of the charge (modeling assumption):"
            f" {dollars(full)}."
        ]
    steps = (
        []
        if percent == pricing.HUNDREDTHS
        else [f"{ask.payer.label} pays {percent / 100:g} % of that: {dollars(full // ask.units)} a unit ({cite})."]
    )
    if ask.units > 1:
        steps.append(f"{ask.units} units: {dollars(full)}.")
    return steps or [f"{ask.payer.label} pays that in full: {dollars(full)} ({cite})."]


def of_reductions(line, taken: list[tuple], worth: int) -> tuple[list[str], int]:
    """A step for each (policy, cents) taken off the price, and what is left of it."""
    steps = []
    for policy, cents in taken:
        before, stays = worth, pricing.kept_part(line, policy.name) if policy.name in pricing.chain() else None
        worth = worth - cents if stays is None else int(share(worth, stays[0], pricing.FULL))
        how = (
            f"{dollars(cents)} less than {dollars(before)}"
            if stays is None
            else f"{_percent(int(stays[0]))} % of {dollars(before)}"
        )
        steps.append(f"{policy.title}: {how}, {dollars(worth)} ({words_of(policy.name, line.payers[0]).cite}).")
    limit = limiting_charge(line)
    if limit is not None and limit[0]:
        steps.append(f"Without assignment the patient may be charged at most {dollars(limit[0])}, the limiting charge.")
    return steps, worth


def _percent(parts: int) -> str:
    return f"{parts / 10_000:.2f}".rstrip("0").rstrip(".")


def lesser(charge: int, worth: int, patients: int) -> str:
    """The lesser of charge and price; `patients`: what the patient owes above the allowed amount (no assignment)."""
    if charge < worth:
        return (
            f"The charge of {dollars(charge)} is less than the price of {dollars(worth)}: {dollars(charge)} is allowed."
        )
    above = f", {dollars(patients)} above it the patient owes" if patients else ""
    return (
        f"The charge of {dollars(charge)} is not below the price: {dollars(worth)} is allowed{above},"
        f" {dollars(charge - worth - patients)} is written off."
    )


def of_patient(ask, shares: list[tuple], kept: list[tuple], allowed: int, to_patient: int = 0) -> list[str]:
    """Steps after the allowed amount: the patient's share, what the payer keeps back, and whom it pays (to_patient: the
    cents that go to the patient).
    """
    left = allowed - sum(cents for _, cents in shares)
    steps = [
        f"The patient's {SHARE.get(code.carc, 'share')} ({code.group}-{code.carc}, plan {ask.payer.plans[0]['label']}):"
        f" {dollars(cents)}."
        for code, cents in shares
    ]
    steps = steps or ["The patient owes nothing of it."]
    for policy, cents in kept:
        left -= cents
        steps.append(f"{policy.title}: {dollars(cents)} less ({policy.cite(ask.payer.kind)}).")
    if to_patient:
        words = f"The claim is not assigned: {ask.payer.label} pays {dollars(to_patient)} to the patient (PR-100)"
        return [*steps, f"{words} and {dollars(left - to_patient)} to the provider, who bills the patient."]
    return [*steps, f"{ask.payer.label} pays {dollars(left)}."]


def left_out(line, ask, basis: str, denied: str) -> list[str]:
    """What the amount does not know of."""
    steps = (
        [f"{ask.payer.label} does not pay this service apart or at all ({denied}): the amount is only its price."]
        if denied
        else []
    )
    if basis != "mpfs":
        return steps
    rank = int(line.procedure.multiple_procedure[0])
    if rank in ALONE and not ask.beside:
        steps.append(f"Priced as the only service of its day: {ALONE[rank]} reduction may apply.")
    if "56" in ask.modifiers and ask.payer.kind == "medicare":
        steps.append("Medicare's contractors pay the care before an operation with 54 and seldom accept 56: verify.")
    if int(line.procedure.pctc[0]) == 1 and "26" not in ask.modifiers:
        steps.append(
            "Not modeled: the cap of the technical part of pictures at what hospitals are paid for it (SSA"
            " 1848(b)(4)); it does not bind for the codes shipped (RVU26C)."
        )
    return steps
