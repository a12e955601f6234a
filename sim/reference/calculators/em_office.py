"""Level of an office visit: by medical decision making or by time, whichever is higher.

Medical decision making has three elements: the problems addressed, the data reviewed, the risk of what was decided. Two of the three must reach
a level. Time is all the clinician's own time on the calendar day of the visit, staff time left out.

Not modelled: time shared by two clinicians, teaching rules, telephone visits.
"""
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, whole, yes

name = "em"
cite = "CPT office visit rules 2021 and later, as taken over by CMS (CY 2021 PFS final rule)"
LEVELS = ("minimal", "low", "moderate", "high")
WORDS = {"minimal": "straightforward", "low": "low", "moderate": "moderate", "high": "high", "limited": "low", "extensive": "high",
         "straightforward": "minimal"}
CODES = {True: ("99202", "99203", "99204", "99205"), False: ("99212", "99213", "99214", "99215")}
MINUTES = {True: (15, 30, 45, 60), False: (10, 20, 30, 40)}

PROBLEMS = {
    "self-limited": 0, "stable chronic": 1, "acute uncomplicated": 1, "stable acute": 1, "acute uncomplicated needing hospital care": 1,
    "chronic not at goal": 2, "acute with systemic symptoms": 2, "new problem uncertain prognosis": 2, "acute complicated injury": 2,
    "chronic severe exacerbation": 3, "threat to life or function": 3,
}
DATA = {      # item -> category: 1 the list, 2 own reading of a test, 3 discussion; the historian counts in the list from moderate on
    "external note reviewed": 1, "unique test reviewed": 1, "unique test ordered": 1, "independent historian": 0,
    "independent interpretation": 2, "discussion with external professional": 3,
}
RISK = {
    "minimal": 0, "low": 1, "OTC drug": 1, "minor surgery without risk factors": 1, "therapy ordered": 1,
    "prescription drug management": 2, "minor surgery with risk factors": 2, "elective major surgery without risk factors": 2,
    "social determinants limit care": 2,
    "drug needing intensive monitoring": 3, "elective major surgery with risk factors": 3, "emergency major surgery": 3,
    "decision about hospital": 3, "decision not to resuscitate": 3, "parenteral controlled drug": 3,
}


def em_level(problems=(), data=(), risk=(), is_new: bool = False, minutes: int | None = None) -> Calculated:
    """The office visit code with the level of each element. Facts are words of the closed lists above, or {"is": word, "what": ...};
    an element may also be given as its level ("moderate").

    A patient known to the clinic: blood pressure not at goal, the dose is raised. Two of three elements are moderate.

    >>> answer = em_level(["chronic not at goal"], [], ["prescription drug management"])
    >>> answer.code, answer.details["problems"], answer.details["data"], answer.details["risk"]
    ('99214', 'moderate', 'minimal', 'moderate')
    >>> em_level(["self-limited"], minutes=40).code, em_level(["self-limited"], minutes=39).code
    ('99215', '99214')
    >>> em_level("low", "minimal", "low", is_new=True).reasons[-1]
    'Decision making is low: two of the three elements reach it. Code 99203.'
    """
    found = {"problems": _problems(problems), "data": _data(data), "risk": _risk(risk)}
    made = sorted(level for level, _ in found.values())[1]
    timed = _by_time(minutes, is_new)
    level, by = (timed, "time") if timed is not None and timed > made else (made, "decision making")
    code = CODES[is_new][level]
    reasons = [f"{element.capitalize()}: {LEVELS[at]}. {why}" for element, (at, why) in found.items()]
    return Calculated((Line(code),), (*reasons, _verdict(made, timed, minutes, by, code)), cite,
                      MappingProxyType({"minutes": MINUTES[is_new]}),
                      MappingProxyType({**{element: LEVELS[at] for element, (at, _) in found.items()}, "mdm": LEVELS[made], "by": by}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: problems, data, risk, is_new, minutes; staff_only = true is the nurse visit.

    >>> calculate({"em": "office", "staff_only": True}).code
    '99211'
    """
    chosen(facts.get("em", "office"), ("office",), "kind of visit")
    is_new = yes(facts, "is_new")
    if yes(facts, "staff_only"):
        return Calculated((Line("99211"),), ("Clinical staff saw the patient under the clinician's plan: 99211, established patients only.",), cite)
    return em_level(facts.get("problems", ()), facts.get("data", ()), facts.get("risk", ()), is_new, whole(facts, "minutes"))


def _verdict(made, timed, minutes, by, code) -> str:
    text = f"Decision making is {WORDS[LEVELS[made]]}: two of the three elements reach it."
    if minutes is not None:
        text += f" {minutes} minutes of the clinician's time give " + ("no level." if timed is None else f"the level {WORDS[LEVELS[timed]]}.")
        text += f" The higher counts, here {by}."
    return f"{text} Code {code}."


def _by_time(minutes, is_new):
    reached = [level for level, least in enumerate(MINUTES[is_new]) if minutes is not None and minutes >= least]
    return reached[-1] if reached else None


def _facts(given, allowed, what) -> list[dict]:
    given = [given] if isinstance(given, Mapping) else given
    facts = [dict(fact) if isinstance(fact, Mapping) else {"is": fact} for fact in given]
    for fact in facts:
        chosen(fact.get("is"), allowed, what)
    return facts


def _stated(given, what) -> int | None:
    if not isinstance(given, str):
        return None
    word = {"limited": "low", "extensive": "high", "straightforward": "minimal"}.get(given, given)
    return LEVELS.index(chosen(word, LEVELS, f"level of {what}"))


def _problems(given: str | Sequence) -> tuple[int, str]:
    if (level := _stated(given, "problems")) is not None:
        return level, "As given."
    facts = _facts(given, PROBLEMS, "problem")
    kinds = [fact["is"] for fact in facts]
    level = max((PROBLEMS[kind] for kind in kinds), default=0)
    if kinds.count("stable chronic") >= 2:
        level = max(level, 2)
    if kinds.count("self-limited") >= 2:
        level = max(level, 1)
    named = [f"{fact['what']} ({fact['is']})" if fact.get("what") else fact["is"] for fact in facts]
    return level, f"Addressed: {', '.join(named) or 'nothing of its own'}."


def _data(given: str | Sequence) -> tuple[int, str]:
    if (level := _stated(given, "data")) is not None:
        return level, "As given."
    facts = [fact for fact in _facts(given, DATA, "data item") if not fact.get("billed_separately")]
    listed = {_once(fact, place) for place, fact in enumerate(facts) if DATA[fact["is"]] == 1}
    historian = any(fact["is"] == "independent historian" for fact in facts)
    categories = (len(listed) + historian >= 3) + len({DATA[fact["is"]] for fact in facts} & {2, 3})
    level = 3 if categories >= 2 else 2 if categories == 1 else 1 if historian or len(listed) >= 2 else 0
    return level, f"{len(listed)} item(s) of the list{', independent historian' if historian else ''}; {categories} of 3 categories of the higher levels."


def _once(fact, place):
    """A test that is ordered and read counts once; items without a name count each."""
    kind = "note" if fact["is"] == "external note reviewed" else "test"
    return (kind, fact["what"]) if fact.get("what") else (kind, place)


def _risk(given: str | Sequence) -> tuple[int, str]:
    if isinstance(given, str) and given in (*LEVELS, "straightforward"):
        return _stated(given, "risk"), "As given."
    facts = _facts([given] if isinstance(given, str) else given, RISK, "risk")
    level = max((RISK[fact["is"]] for fact in facts), default=0)
    return level, f"Decided: {', '.join(fact['is'] for fact in facts) or 'nothing that carries risk'}."
