"""Units of an injected drug: the dose divided by the amount in one HCPCS unit, rounded up, and what was thrown away.

A drug is billed in units of its code, not in vials or millilitres. Medicare wants a single-dose container reported
whole: the units thrown away on a second line with JW, or JZ on the drug line when nothing was thrown away. One unit
that covers dose and waste is billed with JZ alone.

Not modeled: waste shared between two patients, drugs mixed by a pharmacy.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, number
from sim.reference.calculators.new_or_established import day_of
from sim.reference.codes import HCPCS, procedure_rows, procedures
from sim.reference.imports.level_two import imported_units
from sim.reference.imports.store import releases
from sim.reference.tables import END, by_code

name = "drug"
cite = "HCPCS Level II long descriptions; Medicare Claims Processing Manual ch. 17 sec. 10 and 40"
MEASURES = {"mg": "mg", "mcg": "mcg", "g": "g", "units": "units", "cc": "cc", "ml": "cc", "dose": "dose"}
MICROGRAMS = {"mcg": 1, "mg": 1_000, "g": 1_000_000}
CONTAINERS = ("single-dose", "multi-dose", "")


def drug_units(
    code: str, dose, measure: str = "mg", discarded=0, container: str = "", unit: Decimal | None = None, on=None
) -> Calculated:
    """Units of a drug code for a dose. `discarded`: amount thrown away from a single-dose container, in the same
    measure. With container "single-dose" the answer carries JZ, or a second line with JW. `on`: the date of service; a
    code that had ended by then, or had not begun, is rejected with what to use instead. Without a date the reasons name
    the successor.

    Ketorolac 60 mg, 15 mg a unit; triamcinolone 25 mg, 10 mg a unit; and a 40 mg single-dose vial of which 15 mg were
    thrown away.

    >>> drug_units("J1885", 60).units, drug_units("J3301", 25).units
    (4, 3)
    >>> drug_units("J3301", 20, discarded=20, container="single-dose").lines
    (Line(code='J3301', units=2, modifiers=frozenset()), Line(code='J3301', units=2, modifiers=frozenset({'JW'})))
    >>> drug_units("J3301", 21).units, drug_units("J3301", 20).units
    (3, 2)
    >>> drug_units("J3420", "1000", "mcg").reasons[0]
    '1000 mcg given / 1000 mcg in one unit of J3420 = 1 unit.'

    The old code of methylprednisolone, 40 mg, was cut to 1 mg in April 2024:

    >>> (drug_units("J1030", 40, on="2024-03-31").units, drug_units("J1010", 40, on="2024-04-01").units,
    ...  drug_units("J1030", 40).reasons[-1])
    (1, 40, 'J1030 ended on 2024-03-31; from then on J1010.')
    """
    ended = _in_force(code, on)
    dose, discarded, unit = Decimal(str(dose)), Decimal(str(discarded)), unit or unit_of(code, measure, on)
    units = _up(dose, unit)
    extra = f", rounded up from {(dose / unit).normalize():f}" if units * unit != dose else ""
    reasons = [
        (
            f"{dose.normalize():f} {measure} given / {unit.normalize():f} {measure} in one unit of {code} = {units}"
            f" unit{'s' * (units != 1)}{extra}."
        ),
        *ended,
    ]
    if container != "single-dose":
        return Calculated((Line(code, units),), tuple(reasons), cite)
    waste = _up(dose + discarded, unit) - units
    if waste <= 0:
        why = "one unit already covers what was thrown away" if discarded else "nothing was thrown away"
        return Calculated(
            (Line(code, units, frozenset({"JZ"})),), (*reasons, f"Single-dose container and {why}: JZ."), cite
        )
    reasons.append(
        f"{discarded.normalize():f} {measure} of the single-dose container thrown away: {waste}"
        f" unit{'s' * (waste != 1)} on a second line with JW."
    )
    return Calculated((Line(code, units), Line(code, waste, frozenset({"JW"}))), tuple(reasons), cite)


def _in_force(code: str, on) -> list[str]:
    """What to say of a code that has ended; CleanClaimError if it was not in force on the date. An imported list may
    have ended it.
    """
    row = int(procedure_rows([code])[0])
    if row < 0:
        return []
    start, end = procedures().start_date[row], procedures().end_date[row]
    successor = by_code(HCPCS).get(code, {}).get("replaced_by") or ""
    told = f"{code} ended on {end}; from then on {successor or 'another code'}."
    day = None if on is None else np.datetime64(day_of(on, "on"), "D")
    if day is not None and day > end:
        raise CleanClaimError(
            told, "drug units", f"a code in force on {day}", f"use {successor or 'the code of that day'}"
        )
    if day is not None and day < start:
        raise CleanClaimError(
            f"{code} begins only on {start}", "drug units", f"a code in force on {day}", "use the code of that day"
        )
    return [told] if end != END and day is None else []


def unit_of(code: str, measure: str = "mg", on=None) -> Decimal:
    """How much of the measure one unit of the code holds, by the list in force on the day. Raises CleanClaimError for a
    code without a unit, and for another measure.

    >>> unit_of("J3420", "mg"), unit_of("J3301", "g"), unit_of("J3301", "mcg") == 10_000
    (Decimal('1'), Decimal('0.01'), True)
    >>> drug_units("J0696", 1, "g").units, drug_units("J0696", 1000, "mg").units, drug_units("J0696", "1.1", "g").units
    (4, 4, 5)
    """
    held = _held(code, on)
    if held is None:
        raise CleanClaimError(
            f"no billing unit known for {str(code)[:12]!r}",
            "drug units",
            "a drug code of data/codes/hcpcs.csv or of an imported HCPCS file",
            "check the code",
        )
    size, own = held
    if measure in MICROGRAMS and own in MICROGRAMS:
        return size * MICROGRAMS[own] / MICROGRAMS[measure]
    if measure != own:
        raise CleanClaimError(
            f"the unit of {code} is in {own}, the dose in {measure}",
            "drug units",
            f"a dose in {own}",
            "give the dose in that measure",
        )
    return size


def _held(code: str, on) -> tuple[Decimal, str] | None:
    """Amount and measure of one unit: by the imported file in force on the day, else by the shipped table."""
    row = by_code(HCPCS).get(code, {})
    if releases("hcpcs") and (row == {} or on is not None) and (found := imported_units(on if row else None).get(code)):
        return found.quantity, found.measure
    return (Decimal(row["unit_quantity"]), row["unit_measure"]) if row.get("unit_quantity") else None


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: drug, dose_mg (or dose_mcg, dose_g, dose_units, dose_cc, dose_ml, doses),
    discarded_mg ..., container, on.

    >>> calculate({"drug": "J3301", "dose_mg": "40", "container": "single-dose"}).modifiers
    frozenset({'JZ'})
    """
    keys = [key for key in facts if key.startswith("dose")]
    if len(keys) != 1:
        raise CleanClaimError(
            "the dose is missing or given twice",
            "drug units",
            "one of dose_mg, dose_mcg, dose_units, dose_cc, doses",
            "add the dose",
        )
    measure = (
        MEASURES[chosen(keys[0].removeprefix("dose").strip("_s") or "dose", MEASURES, "measure")]
        if keys[0] != "dose_units"
        else "units"
    )
    waste = next((key for key in facts if key.startswith("discarded")), "discarded")
    container = chosen(facts.get("container", ""), CONTAINERS, "container")
    return drug_units(
        facts.get("drug", ""), number(facts, keys[0]), measure, number(facts, waste, 0), container, on=facts.get("on")
    )


def _up(amount: Decimal, unit: Decimal) -> int:
    return int((amount / unit).to_integral_value(ROUND_CEILING))
