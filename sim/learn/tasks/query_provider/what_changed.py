"""What the provider's answer changes: the codes before and after, and what each claim brings. Where nothing was open,
the codes that the record supports as it stands.
"""

from typing import Any

from sim.billing.visit.journey_figures import money_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.outcome import travel
from sim.learn.tasks.query_provider.open_question import before_answer, open_question

Panel = dict[str, Any]  # JSON: a heading and the blocks below it


def what_changed(case: Case) -> Panel:
    """The recap of a case that is done."""
    asked = open_question(case)
    if not asked.is_open:
        pairs = [["Codes", codes_of(case.truth_visit)], ["Brings", brings(case, case.truth_visit)]]
        return {
            "heading": "Nothing was open",
            "ahead": True,
            "blocks": [{"p": asked.question.settled}, {"pairs": pairs}],
        }
    before, after = before_answer(case), case.truth_visit
    rows = [
        ["Before the answer", codes_of(before), brings(case, before)],
        ["After the answer", codes_of(after), brings(case, after)],
    ]
    changed = [f"{code} {label_of(code)}" for code in all_codes(after) if code not in all_codes(before)]
    gone = [code for code in all_codes(before) if code not in all_codes(after)]
    says = f"New: {'; '.join(changed)}." + (f" No longer: {', '.join(gone)}." if gone else "")
    return {
        "heading": "What the answer changes",
        "ahead": True,
        "blocks": [
            {"p": f"The provider answered: {asked.question.answer}. {says}"},
            {
                "table": {
                    "label": "Codes and payment",
                    "head": ["Claim", "Codes", "Payer and patient pay"],
                    "rows": rows,
                }
            },
            {"p": REASON},
        ],
    }


REASON = (
    "A query is sent so that the record is true and complete. Whether the answer brings more, less or the same plays no"
    " part in it."
)


def all_codes(visit: CodedVisit) -> list[str]:
    """Every code of a claim, diagnoses first."""
    return [*visit.diagnoses, *(line.code for line in visit.services)]


def codes_of(visit: CodedVisit) -> str:
    """The codes of a claim in words."""
    return ", ".join(all_codes(visit))


def label_of(code: str) -> str:
    """What a code is for."""
    return error_kinds.title(code) or error_kinds.facts(code).label


def brings(case: Case, visit: CodedVisit) -> str:
    """What payer and patient pay on this claim."""
    sums = money_of(travel(case, visit))
    return dollars(sums["paid"] + sums["patient"])
