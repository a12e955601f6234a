"""What one service is worth to a payer, step by step: the payer's own pricing of one clean line, at any Medicare locality.

Relative values, indices and the conversion factor come from sim.reference.fees, the contract's percent, both-sides rule, units and the lesser of
charge and price from sim.payer.pricing: nothing is worked out here a second time. What that pricing does not know is refused (a modifier that
would change the amount) or said in a step that begins with "Not modelled".
"""
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST, dollars
from sim.payer import examples, pricing
from sim.payer.arrange import Batch
from sim.payer.catalogue import policies
from sim.payer.contract import services
from sim.payer.lines import Lines
from sim.payer.payers import BASES, Payer
from sim.payer.policies.charge_or_units_invalid import MOST_UNITS
from sim.payer.typed import code_named, day_of, modifiers_of, payer_named, place_named, whole
from sim.reference import codes as library
from sim.reference.fees import fee_rows, gpci, locality_rows, mpfs, mpfs_amount, national_factor, practice_expense_amount
from sim.reference.imports.store import releases
from sim.reference.tables import rows

PRICED = ("26", "TC", "50", "51")       # pricing modifiers that are priced, or that change nothing on a line alone
HIGHEST = LARGEST - 1                   # cents; stands for the charge where none is given
UNPRICED = ("22", "GX", "GY", "GZ")         # others that change what is paid
ASKED = ("modifier_invalid", "modifier_does_not_fit", "not_covered", "bundled_status")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)      # the shipped schedule and price lists
LISTS = {"clinical_lab_2026": "laboratory schedule", "drugs": "stated drug price", "vaccines": "stated vaccine price"}
ALONE = {2: "a dearer procedure of the same day would make this one pay in part (multiple procedures)",
         3: "another endoscopy of the same family that day would cut this one to its difference from the base",
         4: "another picture of the same day would cut this one (imaging reduction)",
         6: "another heart test of the same day would cut the technical part", 7: "another eye test of the same day would cut the technical part"}


class Priced(NamedTuple):
    """A price with its steps. Amounts in cents; `denied` is the adjustment with which this payer refuses the service whatever its price, as "PR-49 N429",
    empty when it is covered (then `allowed_amount` is what a covered service would be allowed)."""

    allowed_amount: int
    steps: tuple[str, ...]
    code: str
    modifiers: tuple[str, ...]
    units: int
    payer: str
    basis: str
    denied: str = ""

    @property
    def why(self) -> str:
        """The steps as one text."""
        return " ".join(self.steps)


class _Line(Lines):
    """The one line, its schedule amount taken at a locality of one's choice instead of the clinic's."""

    schedule_amount = fee_row = locality_row = -1

    def stated(self, field):
        """As the payer's file says; the amount of the schedule takes the place of a stated one."""
        found = super().stated(field)
        on_schedule = super().stated("price_basis") == pricing.MPFS
        if field == "price_basis":
            return np.where(on_schedule, len(BASES) - 1, found)
        return np.where(on_schedule, pricing._bilateral(self, np.array([self.schedule_amount])), found) if field == "price_stated" else found


def price(code: str, modifiers=(), units: int = 1, on="2026-07-15", pos: str = "11", locality: str = "05102-00", payer: str = "medicare",
          charge: int | None = None) -> Priced:
    """What a payer allows for one line, with its steps: `.allowed_amount` in cents, `.steps`, `.denied`.

    `payer`: a code of data/payers, or medicare, commercial, medicaid (the first of that kind). `locality`: carrier and locality as CMS writes it, or
    00000-00 for the national amount. `charge`: cents for all units; without one the price is given whatever is charged. The amount is that before
    the patient's share and Medicare's two percent. Source: SSA 1848, 42 CFR 414.20, Claims Processing Manual ch. 12. Raises CleanClaimError for
    what is unknown or not modelled.

    >>> answer = price("99213")
    >>> answer.allowed_amount, answer.steps[0]
    (8923, 'Place 11 is not a facility: work 1.30, practice expense 1.46, malpractice 0.09 relative value units (fee schedule of 2026).')
    >>> price("20610", "50", pos="22", locality="00000-00").allowed_amount      # 150 % of 39.75
    5963
    >>> price("99213", payer="commercial", charge=10000).steps[-2]
    'The charge of $100.00 is less than the price of $105.29: $100.00 is allowed.'
    >>> price("20610", "52")
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: modifier 52 is not priced here (price of 20610, modifiers); expected a modifier that leaves the fee alone, ...
    """
    code, used, day = code_named(code), modifiers_of(modifiers), day_of(on)
    chosen, where = payer_named(payer), f"price of {str(code)[:5]}"
    _check(used, where)
    units, charge = whole(units, "units", MOST_UNITS, where), None if charge is None else whole(charge, "charge", HIGHEST, where)
    line = _line(chosen, code, used, units, day, place_named(pos, where), charge)
    basis = BASES[int(Lines.stated(line, "price_basis")[0])]
    _in_force(basis, code, day, where)
    if units > 1 and "50" in used:
        raise CleanClaimError(f"modifier 50 on {units} units", where, "one line, 50, one unit (MPFS bilateral rule)", "set units to 1, or write LT and RT lines")
    denied = _refused(line, chosen, used, where)
    steps = _schedule(line, code, used, day, locality, where) if basis == "mpfs" else _stated(line, basis, code)
    by_report = basis == BASES[0] or (line.schedule_amount if basis == "mpfs" else int(line.stated("price_stated")[0])) < 0
    if by_report and charge is None:
        raise CleanClaimError(f"no schedule or list of {chosen.label} prices {code}", where, "a charge: it is paid by report", "give charge in cents")
    full = int(pricing.price(line)[0])
    steps += _contract(line, chosen, code, units, full, by_report)
    allowed = full if charge is None else int(pricing.allowed(line)[0])
    if charge is not None:
        steps.append(_lesser(charge, full))
    steps += _left_out(line, chosen, used, basis, denied)
    return Priced(allowed, tuple(steps), code, used, units, chosen.code, basis, denied)


def _check(used, where: str) -> None:
    kinds = library.modifiers()
    for text in used:
        kind = kinds.kind[int(library.modifier_rows([text])[0])]
        if text in UNPRICED or (kind == "pricing" and text not in PRICED):
            raise CleanClaimError(f"modifier {text} is not priced here", f"{where}, modifiers", "a modifier that leaves the fee alone, or 26, TC, 50",
                                  f"price it without {text} and look up what the payer pays with it")
    if {"26", "TC"} <= set(used):
        raise CleanClaimError("26 and TC on one line", f"{where}, modifiers", "one of them; both parts together carry neither", "price the parts apart")


def _line(payer: Payer, code: str, used, units: int, day: date, pos: str, charge: int | None) -> _Line:
    """The examples' clean line with this service on it."""
    cents = HIGHEST if charge is None else charge
    cells = {"payer": payer.code, "code": code, "modifiers": ",".join(used) or "-", "units": str(units), "place": pos, "service_date": str(day),
             "charge": f"{cents // 100}.{cents % 100:02d}"}
    claims, lines, coverages, past, _ = examples.tables((examples.Row(cells, ("no",), "price"),))
    return _Line(Batch(claims, lines, coverages, past), slice(0, 1), (payer.code,))


def _in_force(basis: str, code: str, day: date, where: str) -> None:
    """The shipped schedule and lists are those of 2026; an imported schedule speaks from its own day on."""
    imported = [np.datetime64(one.effective, "D") for one in releases("pprrvu")] if basis == "mpfs" else []
    if not FIRST <= day <= LAST and not any(start <= np.datetime64(day) for start in imported):
        raise CleanClaimError(f"no fees for {day}", where, f"a date from {FIRST} to {LAST}", "take another date, or import the schedule of that year")
    table = library.procedures()
    row = int(library.procedure_rows([code])[0])
    if not table.start_date[row] <= np.datetime64(day) <= table.end_date[row]:
        raise CleanClaimError(f"{code} was not in force on {day}", where, f"{table.start_date[row]} to {table.end_date[row]}", "take the code of that day")


def _refused(line: _Line, payer: Payer, used, where: str) -> str:
    """The adjustment with which the payer refuses the service itself; a modifier that does not fit is an error."""
    for name in ASKED:
        policy = policies()[name]
        said = int(policy.ask(line)[0]) if name in payer.policies else 0
        if said and name.startswith("modifier"):
            raise CleanClaimError(policy.module.title[0].lower() + policy.module.title[1:], f"{where}, {' '.join(used)}",
                                  "a modifier that belongs on this service", policy.module.fix)
        if said:
            return str(payer.replace.get(name, policy.codes)[said - 1])
    return ""


def _schedule(line: _Line, code: str, used, day: date, locality, where: str) -> list[str]:
    """The schedule's amount at the locality, put on the line, and how it came about."""
    place = int(locality_rows([_locality(locality, where)], day)[0])
    part = next((text for text in ("26", "TC") if text in used), "")
    row, factor = int(fee_rows([code], part, day)[0]), national_factor(str(day))
    facility = bool(line.place.is_facility[0])
    line.schedule_amount = unit = int(mpfs_amount(row, facility, place, factor))
    line.fee_row, line.locality_row = row, place
    if row < 0:
        return [f"The fee schedule has no relative values for {code}{part and '-' + part} on {day}."]
    fees, index = mpfs(), gpci()
    work, expense, cover = fees.work_rvu[row], (fees.facility_pe_rvu if facility else fees.nonfacility_pe_rvu)[row], fees.malpractice_rvu[row]
    named = {"": "", "26": "Modifier 26, the reading alone. ", "TC": "Modifier TC, the technical part alone. "}[part]
    steps = [f"{named}Place {line.place_of_service_code[0]} is {'' if facility else 'not '}a facility: work {_of(work, 2)}, practice expense "
             f"{_of(expense, 2)}, malpractice {_of(cover, 2)} relative value units (fee schedule of {day.year}).",
             f"Locality {index.locality[place]} {index.name[place]}: work index {_of(index.work[place], 3)}, practice expense "
             f"{_of(index.practice_expense[place], 3)}, malpractice {_of(index.malpractice[place], 3)}.",
             f"{_of(work, 2)} x {_of(index.work[place], 3)} + {_of(expense, 2)} x {_of(index.practice_expense[place], 3)} + {_of(cover, 2)} x "
             f"{_of(index.malpractice[place], 3)}, times the conversion factor ${_of(factor, 6)[:-2]}, is {dollars(unit)} a unit."]
    both = int(line.stated("price_stated")[0])
    if both != unit:
        steps.append(f"Modifier 50, bilateral indicator {int(line.procedure.bilateral[0])}: {round(100 * both / unit)} % for both sides, {dollars(both)}.")
    return steps


def _locality(locality, where: str) -> str:
    text = str(locality).strip()
    if text not in set(gpci().locality.texts().tolist()):
        raise CleanClaimError(f"unknown locality {str(locality)[:20]!r}", where, "carrier and locality as CMS writes it, as 05102-00 (Iowa)",
                              "look it up in data/fees/gpci_2026.csv")
    return text


def _of(number, places: int) -> str:
    """A scaled whole number as people write it."""
    return f"{int(number) // 10**places}.{int(number) % 10**places:0{places}d}"


def _stated(line: _Line, basis: str, code: str) -> list[str]:
    amount = int(line.stated("price_stated")[0])
    if basis == BASES[0] or amount < 0:
        return [f"{code} is on no price list of this payer."]
    source = next(row for row in rows(f"data/fees/{basis}.csv") if row["code"] == code)
    verify = "; verify" if source.get("verify") else ""
    return [f"The {LISTS[basis]} of {code} is {dollars(amount)} a unit, whatever the locality ({source['source']}{verify})."]


def _contract(line: _Line, payer: Payer, code: str, units: int, full: int, by_report: bool) -> list[str]:
    percent, place = int(line.stated("price_percent")[0]), int(library.procedure_rows([code])[0])
    chosen = [row for row in payer.sections["price"] if not ("codes" in row or "kinds" in row) or services(row)[place]]
    cite = chosen[-1]["cite"] if chosen else "no price row"
    if by_report:
        return [f"{payer.label} pays what no schedule prices by report, here as a part of the charge (modelling assumption): {dollars(full)}."]
    steps = [] if percent == 100 else [f"{payer.label} pays {percent} % of that: {dollars(full // units)} a unit ({cite})."]
    if units > 1:
        steps.append(f"{units} units: {dollars(full)}.")
    return steps or [f"{payer.label} pays that in full: {dollars(full)} ({cite})."]


def _lesser(charge: int, full: int) -> str:
    if charge < full:
        return f"The charge of {dollars(charge)} is less than the price of {dollars(full)}: {dollars(charge)} is allowed."
    return f"The charge of {dollars(charge)} is not below the price: {dollars(full)} is allowed, {dollars(charge - full)} is written off."


def _left_out(line: _Line, payer: Payer, used, basis: str, denied: str) -> list[str]:
    """What the amount does not know of."""
    steps = [f"{payer.label} does not pay this service apart or at all ({denied}): the amount is only its price."] if denied else []
    if basis != "mpfs":
        return steps
    rank = int(line.procedure.multiple_procedure[0])
    if rank in ALONE or "51" in used:
        steps.append(f"Not modelled on a line alone: {ALONE.get(rank, 'modifier 51 is ranked among the lines of the day')}.")
    if rank == 5:
        half = int(practice_expense_amount(line.fee_row, bool(line.place.is_facility[0]), line.locality_row))
        steps.append(f"Not modelled: the therapy reduction, half of the practice expense of {dollars(half)}, on every further unit of the day.")
    if int(line.procedure.pctc[0]) == 1 and "26" not in used:
        steps.append("Not modelled: the cap of the technical part of pictures at what hospitals are paid for it (SSA 1848(b)(4)).")
    return [*steps, "Not modelled: clinicians paid at a part of the fee (nurse practitioners and physician assistants 85 %), non-participating providers."]
