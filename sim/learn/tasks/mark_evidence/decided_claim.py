"""The claim that goes out when a learner's decisions are followed: what was called unsupported is taken off, what was
accepted stays as it was coded.
"""

from collections.abc import Mapping

from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.learn.exercises.case import Case
from sim.learn.grading.marks import Consequence
from sim.learn.grading.outcome_table import CodedWork, outcomes
from sim.learn.tasks.mark_evidence.answer import Answer
from sim.learn.tasks.mark_evidence.claim_items import DIAGNOSIS, MODIFIER, SERVICE, UNITS, Item, items_of


def decided_claim(answer: Answer, case: Case) -> CodedVisit:
    """The right claim where everything unsupported was found, else the claim as it was coded; without what the record
    supports and the learner did not find."""
    items = items_of(case)
    has_accepted = any(not item.is_supported and not answer.of(item.name).absent for item in _counted(items))
    visit = case.sent_visit if has_accepted else case.truth_visit
    for item in items:
        if item.is_supported and answer.of(item.name).absent:
            visit = without(visit, item)
    return visit


def _counted(items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if not item.is_line_open]


def without(visit: CodedVisit, item: Item) -> CodedVisit:
    """A claim without one thing that is on it; units fall to one."""
    if item.kind == DIAGNOSIS:
        left = tuple(code for code in visit.diagnoses if code != item.code)
        lines = tuple(
            line._replace(pointers=tuple(code for code in line.pointers if code != item.code) or left[:1])
            for line in visit.services
        )
        return CodedVisit(left, lines)
    changed = (_line_without(line, item) if _is_of(line, item) else line for line in visit.services)
    return visit._replace(services=tuple(line for line in changed if line is not None))


def _is_of(line: CodedService, item: Item) -> bool:
    return line.code == item.tag.split("-")[0].split(" ")[0]


def _line_without(line: CodedService, item: Item) -> CodedService | None:
    if item.kind == SERVICE:
        return None
    if item.kind == MODIFIER:
        return line._replace(modifiers=tuple(one for one in line.modifiers if one != item.code))
    return line._replace(units=1) if item.kind == UNITS else line


def consequences(answer: Answer, case: Case) -> Mapping[str, Consequence]:
    """What each wrong decision alone does: something unsupported that stays on the claim, or something supported that
    is taken off."""
    wrong: dict[str, CodedVisit] = {}
    for item in _counted(items_of(case)):
        entry = answer.of(item.name)
        if not item.is_supported and entry.marked:
            wrong[item.name] = case.sent_visit
        elif item.is_supported and entry.absent:
            wrong[item.name] = without(case.truth_visit, item)
    usable = {name: visit for name, visit in wrong.items() if visit.diagnoses and visit.services}
    found = outcomes([CodedWork(case, visit) for visit in usable.values()]) if usable else []
    return {name: one.consequence() for name, one in zip(usable, found, strict=True)}
