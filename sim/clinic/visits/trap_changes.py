"""What becomes of a coded visit when somebody makes the mistake of a trap: the changes of the trap, applied to what a
perfect coder would send.
"""

from sim.clinic.scenarios.parts import AddedDiagnosis, AddedService, Change, Scenario, Trap
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.stated_history import is_obtained
from sim.clinic.visits.service_lines import whole_number
from sim.clinic.visits.visit_context import Row, Setting, conditions, setting_of, words
from sim.clinic.visits.truth import Truth, perfect, perfect_in, truth_of
from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.ground.keys import SPANS
from sim.ground.files import remembered_up_to


def mistaken(scenario: Scenario, encounter: Row, trap: Trap) -> CodedVisit:
    """The coded visit of an encounter row with this trap. For traps of other desks than the coder's it is the perfect
    one.
    """
    return mistaken_in(scenario, setting_of(scenario, encounter), trap)


@remembered_up_to(65_536)
def mistaken_in(scenario: Scenario, setting: Setting, trap: Trap) -> CodedVisit:
    """The same for a setting, remembered."""
    asked = not any(change.target == "query" for change in trap.changes)
    found = truth_of(scenario, setting._replace(asked=asked))
    names, draft = words(scenario, setting), Draft(found)
    for change in trap.changes:
        target = fill(change.target, names)
        head, _, rest = target.partition(".")
        if not target:
            draft.add(_filled(change.value, names))
        elif head == "dx":
            draft.change_dx(rest, change.verb, _filled(change.value, names))
        elif head == "service":
            draft.change_service(rest, change.verb, _filled(change.value, names))
    return draft.visit()


def applicable(scenario: Scenario, setting: Setting, has_previous_coverage: bool) -> tuple[Trap, ...]:
    """The traps somebody may fall into on this visit: their conditions hold, what they change is there, and the result
    is wrong.
    """
    return _applicable(scenario, setting, has_previous_coverage)


def applicable_to_row(scenario: Scenario, encounter: Row) -> tuple[Trap, ...]:
    """The traps somebody may fall into on the visit of an encounter row, given its choices, patient and payer."""
    has_previous = encounter["coverage_key"] >= 0 and encounter["coverage_key"] % (1 << SPANS) > 0
    found = applicable(scenario, setting_of(scenario, encounter), has_previous)
    return tuple(trap for trap in found if not any(changes_nothing(change, encounter) for change in trap.changes))


def changes_nothing(change: Change, encounter: Row) -> bool:
    """Would this change of the encounter write what stands there already (a copay not taken where the plan has
    none)?
    """
    head, _, column = change.target.partition(".")
    return head == "encounter" and (
        str(encounter[column]) == str(change.value) if change.verb == "set" else encounter[column] in ("", 0, None)
    )


@remembered_up_to(65_536)
def _applicable(scenario: Scenario, setting: Setting, has_previous_coverage: bool) -> tuple[Trap, ...]:
    picked = conditions(scenario, setting)
    right = perfect_in(scenario, setting)
    obtained = {kind for kind in ("authorization", "referral") if is_obtained(scenario, setting, kind)}
    return tuple(
        trap
        for trap in scenario.traps
        if holds(trap.when, picked) and _bites(scenario, setting, trap, right, has_previous_coverage, obtained)
    )


def _bites(scenario, setting, trap, right, has_previous_coverage, obtained) -> bool:
    if trap.at == "coder":
        return mistaken_in(scenario, setting, trap) != right
    heads = {change.target.partition(".")[0] for change in trap.changes}
    lines = {change.target.split(".")[1] for change in trap.changes if change.target.startswith("line.")}
    return (
        ("coverage" not in heads or has_previous_coverage)
        and heads & {"authorization", "referral"} <= obtained
        and lines <= {alias for line in right.services for alias in (line.name, line.code)}
    )


def _filled(value, names):
    if isinstance(value, str):
        return fill(value, names)
    if isinstance(value, AddedService | AddedDiagnosis):
        return type(value)(*(_filled(one, names) for one in value))
    if isinstance(value, tuple):
        return tuple(_filled(one, names) for one in value)
    return value


class Draft:
    """A coded visit that is being changed."""

    def __init__(self, found: Truth):
        visit = perfect(found)
        self.diagnoses = list(visit.diagnoses)
        self.services = list(visit.services)
        self.ids = {dx.id: dx.code for dx in found.diagnoses if dx.id}
        self.aliases = {line.name: (line.name, line.code, line.calculator) for line in found.services}

    def visit(self) -> CodedVisit:
        """The result: every diagnosis once, at most twelve, at most four pointers and modifiers on a line, each pointer
        to a diagnosis that is there.
        """
        diagnoses = tuple(dict.fromkeys(self.diagnoses))[:12]
        services = []
        for line in self.services:
            pointers = tuple(dict.fromkeys(code for code in line.pointers if code in diagnoses))[:4] or diagnoses[:1]
            services.append(line._replace(pointers=pointers, modifiers=tuple(dict.fromkeys(line.modifiers))[:4]))
        return CodedVisit(diagnoses, tuple(services))

    def add(self, added: AddedService | AddedDiagnosis) -> None:
        """A diagnosis or a service more."""
        if isinstance(added, AddedDiagnosis):
            self._add_dx(added)
        else:
            self._add_service(added)

    def _add_dx(self, added: AddedDiagnosis) -> None:
        self.diagnoses.insert(0 if added.is_first else len(self.diagnoses), added.code)
        for place, line in enumerate(self.services):
            if set(added.services) & set(self.aliases.get(line.name, (line.name, line.code))):
                self.services[place] = line._replace(pointers=(*line.pointers, added.code))

    def _add_service(self, added: AddedService) -> None:
        pointers = tuple(self.ids.get(name, name) for name in added.pointers)
        self.diagnoses += [code for code in pointers if code not in self.diagnoses]
        units = whole_number(added.units, f"units of the added {added.code}")
        line = CodedService(added.code, added.code, added.modifiers, units, pointers)
        self.services.insert(0 if added.is_first else len(self.services), line)

    def change_dx(self, target: str, verb: str, value) -> None:
        """Another code, another place, or none."""
        name, sequence = (target.removesuffix(".sequence"), True) if target.endswith(".sequence") else (target, False)
        code = self.ids.get(name, name)
        if code not in self.diagnoses:
            return
        place = self.diagnoses.index(code)
        if sequence:
            self.diagnoses.insert(value - 1, self.diagnoses.pop(place))
        elif verb == "remove":
            self.diagnoses.pop(place)
        else:
            self.diagnoses[place] = value
            self.services = [
                line._replace(pointers=tuple(value if pointer == code else pointer for pointer in line.pointers))
                for line in self.services
            ]

    def change_service(self, target: str, verb: str, value) -> None:
        """Another part of a line, or no line."""
        name, dot, part = target.rpartition(".")
        if verb == "remove" and (not dot or part not in ("modifiers", "units", "code", "for")):
            name, part = target, ""
        place = self._find(name)
        if place is None:
            return
        if not part:
            self.services.pop(place)
            return
        self.services[place] = _changed(self.services[place], part, verb, value, self.ids)

    def _find(self, name: str) -> int | None:
        """The place of the line with this name, else code, else calculator."""
        for kind in range(3):
            for place, line in enumerate(self.services):
                if self.aliases.get(line.name, (line.name, line.code, ""))[kind] == name:
                    return place
        return None


def _changed(line: CodedService, part: str, verb: str, value, ids) -> CodedService:
    given = value if isinstance(value, tuple) else (value,)
    if part == "units":
        return line._replace(units=whole_number(value, f"units of a trap at {line.name}"))
    if part == "code":
        return line._replace(code=value)
    if part == "for":
        return line._replace(pointers=tuple(ids.get(name, name) for name in given))
    if verb == "set":
        return line._replace(modifiers=given)
    if verb == "add":
        return line._replace(modifiers=(*line.modifiers, *given))
    return line._replace(modifiers=() if value is True else tuple(one for one in line.modifiers if one not in given))
