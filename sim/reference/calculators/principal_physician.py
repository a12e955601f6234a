"""The principal physician of record: AI on the first visit of the one who leads the stay.

Several physicians may bill a first hospital or nursing facility visit of one stay. Medicare wants AI on that of the
admitting or attending physician, who oversees the care, so that it is told from those of specialists. AI pays nothing
and stands on no later day. The other payers' contracts here do not ask for it.

Who leads the stay is a fact of the record (`leads_stay = true`). A specialist who is asked for an opinion does not.

Not modeled: observation care. The sources name hospital and nursing home visits of the admitting physician and say
nothing of a patient who was never admitted, so scenarios take AI there as optional (verify with the contractor).
"""

from collections.abc import Mapping

from sim.reference.calculators.answer import Calculated, Line, yes
from sim.reference.payer_terms import MEDICARE

name = "principal_physician"
cite = "Medicare Claims Processing Manual ch. 12 sec. 30.6.9.1 and 30.6.10; MLN Matters MM6740 (modifier AI)"
FIRST_VISITS = ("hospital initial", "nursing initial")
MODIFIER = "AI"


def principal_physician(setting: str, leads_stay: bool, rules: str) -> frozenset[str]:
    """The modifier of a visit: `setting` as the payer takes it (see em.billed_setting), whether the clinician leads the
    stay, and whose codes the payer asks for.

    >>> sorted(principal_physician("hospital initial", True, MEDICARE))
    ['AI']
    >>> sorted(principal_physician("nursing initial", True, MEDICARE))
    ['AI']

    Not a consultant, not on a later day, and not where the payer goes by CPT alone:

    >>> sorted(principal_physician("hospital initial", False, MEDICARE))
    []
    >>> sorted(principal_physician("hospital subsequent", True, MEDICARE))
    []
    >>> sorted(principal_physician("hospital initial", True, "CPT's codes and minutes"))
    []
    """
    return frozenset({MODIFIER} if leads_stay and rules == MEDICARE and setting in FIRST_VISITS else ())


def marked(answer: Calculated, setting: str, leads_stay: bool, rules: str) -> Calculated:
    """The visit with the modifier where it is due, its reason and its source added."""
    modifiers = principal_physician(setting, leads_stay, rules)
    if not modifiers:
        return answer
    return answer._replace(
        lines=tuple(line._replace(modifiers=line.modifiers | modifiers) for line in answer.lines),
        reasons=(*answer.reasons, f"The first visit of the physician who leads the stay carries {MODIFIER}."),
        cite=f"{answer.cite}; {cite}",
    )


def calculate(facts: Mapping) -> Calculated:
    """From facts: setting, leads_stay, rules, and code, the visit's code."""
    visit = Calculated((Line(facts.get("code", "")),), (), "")
    return marked(visit, facts.get("setting", ""), yes(facts, "leads_stay"), facts.get("rules", MEDICARE))
