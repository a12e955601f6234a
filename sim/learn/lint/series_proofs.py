"""What the linter proves of a visit that follows another: the earlier scenario is there and suits the same patients,
the choices go together, the earlier visit could be billed on its day, and the patient is one whom the clinic knows.
"""

from collections.abc import Iterator
from datetime import date

from sim.clinic.practice.clinics import clinics
from sim.clinic.scenarios.library import scenarios
from sim.clinic.scenarios.parts import Earlier, Scenario
from sim.clinic.visits.series import earlier_visits
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.visit_context import setting_of
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import suggestion
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Row, payers
from sim.reference.codes import procedure_rows, procedures
from sim.reference.icd10cm import lookup

MOST = 3  # visits before this one: a series has two to four


def lint_series(scenario: Scenario, rows: list[Row], finding: Report) -> Iterator[Finding]:
    """Findings of the [[earlier_visit]] of a scenario; nothing where it has none."""
    if not scenario.earlier:
        return
    wrong = [one for number, told in enumerate(scenario.earlier, 1) for one in _told(scenario, told, number, finding)]
    yield from wrong
    if len(scenario.earlier) > MOST:
        yield finding("earlier_visit", f"{len(scenario.earlier)} of them", f"at most {MOST}")
    if not wrong:
        yield from _billed(scenario, rows, finding)


def _told(scenario: Scenario, told: Earlier, number: int, finding: Report) -> Iterator[Finding]:
    """The earlier scenario, its patients and the choices of both."""
    name = f"earlier_visit {number}"
    if told.scenario not in scenarios() or told.scenario == scenario.name:
        hint = suggestion(told.scenario, list(scenarios()))
        yield finding(f"{name}, scenario", repr(told.scenario), f"the name of another scenario; {hint}")
        return
    other = scenarios()[told.scenario]
    for choice in told.same:
        mine, theirs = scenario.dimensions.get(choice, ()), other.dimensions.get(choice, ())
        if not mine or not set(mine) <= set(theirs):
            both = ", ".join(sorted(set(scenario.dimensions) & set(other.dimensions))) or "no choice"
            yield finding(f"{name}, same", f"{choice!r}, which not both have with the same options", f"one of {both}")
    for choice, option in told.choices.items():
        if option not in other.dimensions.get(choice, ()):
            there = "; ".join(f"{one}: {', '.join(values)}" for one, values in other.dimensions.items())
            yield finding(f"{name}, choices", f"{choice} = {option!r}", f"a choice of {other.name} ({there})")
    if scenario.suits.seen_before is not True and other.specialty == scenario.specialty:
        yield finding("suits, seen_before", "nothing", "true: the patient has been here before")
    yield from _same_patients(scenario, other, name, finding)


def _same_patients(scenario: Scenario, other: Scenario, name: str, finding: Report) -> Iterator[Finding]:
    (low, high), (least, most) = scenario.suits.age, other.suits.age
    if low < least or high > most:
        yield finding("suits, age", f"{low} to {high}, of whom {other.name} suits {least} to {most}", "ages of both")
    if other.suits.sex not in ("any", scenario.suits.sex):
        yield finding("suits, sex", scenario.suits.sex, f'"{other.suits.sex}", as in {other.name}')
    if missing := sorted(set(payers(scenario)) - set(payers(other))):
        yield finding(
            f"{name}, scenario", f"patients of {', '.join(missing)}", f"suits = {{ payer = ... }} of {other.name}"
        )


def _billed(scenario: Scenario, rows: list[Row], finding: Report) -> Iterator[Finding]:
    """On its own day the earlier visit's codes were in force."""
    days = {clinic: service_dates().dates[0] for clinic in clinics()}
    for row in rows:
        try:
            before = earlier_visits(scenario, setting_of(scenario, {**row, "service_date": days[row["clinic_code"]]}))
        except CleanClaimError as error:
            yield finding("earlier_visit", error.what, f"{error.expected}; {error.todo}")
            return
        for visit in before:
            sent = perfect_in(visit.scenario, visit.setting)
            yield from _in_force(sent.diagnoses, [line.code for line in sent.services], visit.setting.day, finding)


def _in_force(diagnoses: tuple[str, ...], codes: list[str], day: date, finding: Report) -> Iterator[Finding]:
    known, table = lookup(list(diagnoses), on=str(day)), procedures()
    late = [code for code, is_valid in zip(diagnoses, known.is_valid, strict=True) if not is_valid]
    late += [
        code
        for code, row in zip(codes, procedure_rows(codes), strict=True)
        if row < 0 or not table.start_date[row] <= day <= table.end_date[row]
    ]
    for code in late:
        yield finding("earlier_visit, days_ago", f"{code}, not valid on {day}", "a later day")
