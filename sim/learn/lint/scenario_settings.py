"""The settings in which a scenario has to hold: every combination of choices, patients at the ends of what suits, every
payer, new and established.

Where a scenario has very many combinations, each number stands for its ends and for both sides of every place where the
answer changes.
"""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

from sim.clinic.practice.clinics import clinics, payer_names, who_sees
from sim.clinic.scenarios.choices import combinations, count, to_text
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.truth import Truth, truth
from sim.ground.editions import service_dates
from sim.ground.files import remembered_up_to
from sim.reference.calculators import calculators

Row = dict[str, Any]  # a row of table encounters
Choices = Mapping[str, str]  # name of a choice -> the option taken
Key = tuple[Any, ...]  # what is graded of a truth, to be compared as a whole
MOST = 400  # combinations that are simply all taken


def settings(scenario: Scenario) -> list[Row]:
    """Encounter rows (plain dictionaries) that together reach every branch. The first row of each combination comes
    first.
    """
    people = patients(scenario)
    rows = []
    for number, chosen in enumerate(picks(scenario)):
        for place, (payer, is_new) in enumerate(product(payers(scenario), visits(scenario))):
            age, sex = people[(number + place) % len(people)]
            rows.append(row(scenario, chosen, payer, is_new, age, sex, service_dates().dates[(number + place) % 2]))
    ages = [(age, sex) for age, sex in people if turning_ages(scenario)]
    rows += [
        row(scenario, chosen, payer, is_new, age, sex)
        for (age, sex), chosen, payer, is_new in product(ages, picks(scenario)[:1], payers(scenario), visits(scenario))
    ]
    return rows


def turning_ages(scenario: Scenario) -> set[int]:
    """The ages from which a calculator of this scenario gives another answer."""
    used = [calculators().get(item.calculator) for item in scenario.services]
    return {age for module in used for age in getattr(module, "AGES", ())}


def row(
    scenario: Scenario, chosen: Choices, payer: str, is_new: bool, age: int, sex: str, day: date | None = None
) -> Row:
    """An encounter row as truth and documents read it."""
    where, who = _provider(scenario.specialty, scenario.credential)
    return {
        "scenario": scenario.name,
        "choices": to_text(chosen),
        "payer_code": payer,
        "is_new_patient": is_new,
        "patient_age": age,
        "patient_sex_code": sex,
        "service_date": day or service_dates().dates[0],
        "clinic_code": where,
        "rendering_npi": who,
    }


@remembered_up_to(64)
def picks(scenario: Scenario) -> tuple[Choices, ...]:
    """The combinations to prove: all of them, or the places where the answer changes."""
    if count(scenario) <= MOST:
        return tuple(combinations(scenario))
    numbers = {name: _telling(scenario, name) for name in scenario.draw}
    return tuple(
        dict(zip(scenario.dimensions, values, strict=True))
        for values in product(*(numbers.get(name, tuple(values)) for name, values in scenario.dimensions.items()))
    )


def _telling(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Ends of a drawn number and both sides of every change of the key, over all options of [vary]."""
    values = scenario.draw[name]
    kept = {0, len(values) - 1}
    first = {other: numbers[0] for other, numbers in scenario.draw.items()}
    for options in product(*scenario.vary.values()):
        keys = [
            key(
                truth(
                    scenario,
                    any_row(scenario, {**first, **dict(zip(scenario.vary, options, strict=True)), name: value}),
                )
            )
            for value in values
        ]
        kept |= {
            place
            for change in range(1, len(keys))
            if keys[change] != keys[change - 1]
            for place in (change - 1, change)
        }
    return tuple(values[place] for place in sorted(kept))


def any_row(scenario: Scenario, chosen: Choices) -> Row:
    """An encounter row for a combination, with the first payer and patient that suit."""
    age, sex = patients(scenario)[0]
    return row(scenario, chosen, payers(scenario)[0], visits(scenario)[0], age, sex)


def key(found: Truth) -> Key:
    """What is graded: the codes with their part, the services with modifiers, units and pointers. Words and reasons are
    left out.
    """
    return (
        found.hold,
        tuple((dx.code, dx.needs, dx.group) for dx in found.diagnoses),
        tuple(dx.code for dx in found.never),
        tuple((one.code, one.modifiers, one.units, one.must_pointers, one.needs, one.group) for one in found.services),
    )


def keys(scenario: Scenario, payer: str = "") -> dict[str, tuple[Key, ...]]:
    """Choices as text -> the key before and after a query, for one patient and payer (left out: the first one)."""
    found = {}
    for chosen in picks(scenario):
        one = any_row(scenario, chosen)
        if payer:
            one = {**one, "payer_code": payer}
        found[to_text(chosen)] = tuple(
            key(truth(scenario, one, asked=asked)) for asked in ((False, True) if scenario.queries else (True,))
        )
    return found


def payers(scenario: Scenario) -> tuple[str, ...]:
    """Payers whose patients the scenario suits."""
    known = dict.fromkeys(payer.code for clinic in clinics().values() for payer in clinic.payers)
    return tuple(code for code in known if not scenario.suits.payer or payer_names(code) & set(scenario.suits.payer))


def visits(scenario: Scenario) -> tuple[bool, ...]:
    """Is the patient new: no, yes, or both."""
    return {True: (False,), False: (True,), None: (False, True)}[scenario.suits.seen_before]


def patients(scenario: Scenario) -> list[tuple[int, str]]:
    """Ages at the ends of what suits (for a preventive visit also on both sides of each age band) with the sexes that
    suit.
    """
    low, high = scenario.suits.age
    ages = {low, high}
    ages |= {age for band in turning_ages(scenario) for age in (band - 1, band) if low <= age <= high}
    sexes = ("F", "M") if scenario.suits.sex == "any" else (scenario.suits.sex,)
    return [(age, sex) for age, sex in product(sorted(ages), sexes)]


@remembered_up_to(128)
def _provider(specialty: str, credential: tuple[str, ...]) -> tuple[str, str]:
    found = [(clinic.code, one.npi) for clinic in clinics().values() for one in who_sees(clinic, specialty, credential)]
    return found[0] if found else (next(iter(clinics())), "")
