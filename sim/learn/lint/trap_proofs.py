"""What the linter proves of traps: each can be fallen into somewhere, changes what it names, is wrong wherever it
bites, and is called an error of the desk where it is made."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.scenarios.placeholders import holds
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.trap_changes import applicable, mistaken_in
from sim.clinic.visits.truth import Dx, Truth, perfect, perfect_in, truth_of
from sim.clinic.visits.visit_context import Setting, conditions, setting_of
from sim.learn.exercises.coded_answer import Answer, Row
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.error_kinds import kinds
from sim.learn.lint.findings import Finding, Report
from sim.learn.lint.scenario_settings import Row as Encounter

Graded = Mapping[Setting, Hashable]  # what is graded of the key of each setting


def lint_traps(scenario: Scenario, rows: list[Encounter], finding: Report) -> Iterator[Finding]:
    """Findings of all traps of a scenario over all settings."""
    places = dict.fromkeys(setting_of(scenario, row) for row in rows)
    bites: dict[int, list[Setting]] = {trap.number: [] for trap in scenario.traps}
    graded = {setting: _graded(truth_of(scenario, setting)) for setting in places}
    accepted: dict[Hashable, bool] = {}  # key and answer -> is it right: many settings have the same of both
    for setting in places:
        if not _is_right(scenario, setting, perfect_in(scenario, setting), graded, accepted):
            yield finding(
                "dx, service",
                "a key that does not accept its own first answer (needs, one of)",
                'one must, may or "one of NAME" for each code',
            )
        for trap in applicable(scenario, setting, True):
            bites[trap.number].append(setting)
    for trap in scenario.traps:
        name = f"trap {trap.number}"
        desk = kinds()[trap.error].desk
        if desk != trap.at:
            yield finding(
                f"{name}, error",
                f"{trap.error!r} made at the {trap.at}",
                f"an error of the {trap.at}; {trap.error} is made at: {desk}",
            )
        if not trap.cite:
            yield finding(f"{name}, cite", "nothing", "the rule that the mistake breaks; feedback names it", "advice")
        if not bites[trap.number]:
            yield _toothless(scenario, trap, places, name, finding)
        if trap.at == "coder":
            yield from _right(scenario, trap, bites[trap.number], name, graded, accepted, finding)
    yield from _twins(scenario, finding)


def _toothless(scenario: Scenario, trap: Trap, places: Collection[Setting], name: str, finding: Report) -> Finding:
    """Why nobody can fall into it."""
    if not any(holds(trap.when, conditions(scenario, setting)) for setting in places):
        return finding(f"{name}, when", "a condition that never holds", "an option that some patient has")
    found = truth_of(scenario, next(iter(places)))
    there = ", ".join(
        dict.fromkeys(
            [
                *(f"dx.{dx.id or dx.code}" for dx in found.diagnoses),
                *(f"service.{line.name}" for line in found.services),
            ]
        )
    )
    targets = ", ".join(change.target or "add" for change in trap.changes)
    return finding(
        name, f"a change that makes no difference ({targets})", f"another change, or a target that is there: {there}"
    )


def _right(
    scenario: Scenario,
    trap: Trap,
    places: Iterable[Setting],
    name: str,
    graded: Graded,
    accepted: dict[Hashable, bool],
    finding: Report,
) -> Iterator[Finding]:
    """The mistaken work must not be an accepted answer."""
    for setting in places:
        if _is_right(scenario, setting, mistaken_in(scenario, setting, trap), graded, accepted):
            picked = {key: value for key, value in conditions(scenario, setting).items() if isinstance(value, str)}
            yield finding(
                name, f"an answer that the key accepts, with {picked}", "a change that is wrong, or a narrower when"
            )
            return


def _is_right(
    scenario: Scenario, setting: Setting, sent: CodedVisit, graded: Graded, accepted: dict[Hashable, bool]
) -> bool:
    """Does the key accept this work? Asked once for each different key and work."""
    asked = (graded[setting], sent)
    if asked not in accepted:
        accepted[asked] = not compare(answer_of(sent), truth_of(scenario, setting)).differences
    return accepted[asked]


def _graded(found: Truth) -> Hashable:
    """A key without its words: all that an answer is compared with."""
    return (
        tuple(dx._replace(evidence=(), why="", cite="") for dx in found.diagnoses),
        tuple(_bare(line) for line in found.services),
        tuple(
            item._replace(evidence=(), why="", cite="") if isinstance(item, Dx) else _bare(item) for item in found.never
        ),
    )


def _bare(line: Service) -> Hashable:
    pointers = (line.must_pointers, line.may_pointers)
    part = (line.needs, line.group, line.calculator)
    return line.name, line.code, line.modifiers, line.order, line.may_modifiers, line.units, pointers, part


def answer_of(visit: CodedVisit) -> Answer:
    """Coded work as an answer of the coder's desk."""
    return Answer(
        visit.diagnoses,
        tuple(
            Row(line.code, line.modifiers, line.units, tuple(visit.diagnoses.index(code) + 1 for code in line.pointers))
            for line in visit.services
        ),
    )


def accepts(found: Truth) -> bool:
    """Does the key accept what a perfect coder sends?"""
    return not compare(answer_of(perfect(found)), found).differences


def _twins(scenario: Scenario, finding: Report) -> Iterator[Finding]:
    """Two traps of the same change under the same conditions are one."""
    seen = Counter(
        (trap.when, tuple((change.target, change.verb, repr(change.value)) for change in trap.changes))
        for trap in scenario.traps
    )
    if any(count > 1 for count in seen.values()):
        yield finding("trap", "the same change under the same conditions twice", "each trap once")
