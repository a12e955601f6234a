"""A policy question worked aloud: criterion by criterion, then the coverage, the notice and the modifier."""

from collections.abc import Iterator

from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import Step
from sim.learn.tasks.read_policy.answer import MODIFIERS, name_of
from sim.learn.tasks.read_policy.asked_policy import Asked, asked_in
from sim.learn.tasks.read_policy.marks import (
    NOTICE_WORDS,
    WORDS,
    came_to,
    modifier_id,
    right_coverage,
    right_stands,
    rule,
)
from sim.learn.tasks.read_policy.panels import ON_FILE
from sim.learn.tasks.read_policy.reasons import because, shown
from sim.payer.asked.advance_notice import cite_of
from sim.payer.asked.coverage_policy import Criterion


def worked(case: Case) -> list[Step]:
    """The case as somebody works it who knows how."""
    return list(_steps(asked_in(case)))


def _steps(asked: Asked) -> Iterator[Step]:
    for number, one in enumerate(asked.page.criteria, 1):
        stands = WORDS[right_stands(asked, one)[0]].partition(":")[0].lower()
        yield Step(
            _place(asked, one),
            because(asked, one),
            f"Criterion {number} is {stands}.",
            one.cite,
            (name_of(one.policy),),
        )
    told, kind = WORDS[right_coverage(asked)].lower(), asked.page.payer.kind
    yield Step(
        "The criteria together",
        "A service is covered only if every one is met.",
        f"Here it is {told}.",
        fields=("covered",),
    )
    notice = NOTICE_WORDS[asked.notices[0].value]
    yield Step(
        "The kind of payer", rule(asked), f"Before the service: {notice[:1].lower()}{notice[1:]}.", cite_of(kind)
    )
    best = asked.modifiers[0]
    follows = f"On the line: {MODIFIERS[modifier_id(best)]}. {came_to(asked.decided(best))}"
    yield Step("What is on file", ON_FILE[asked.state], follows, cite_of(kind), ("modifier",))


def _place(asked: Asked, one: Criterion) -> str:
    found = shown(asked, one)
    chart = asked.case.documents_when(True)
    places = [f"{chart[each.document].title}, {each.section}" for each in found if each.document >= 0]
    return "; ".join(dict.fromkeys(places)) or "The policy page and what was paid before"
