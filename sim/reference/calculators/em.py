"""Level of a visit, in the office, the emergency department and the hospital: by medical decision making or by time,
whichever is higher.

Medical decision making has three elements (see decision.py); two of the three must reach a level. Time is all the
clinician's own time on the calendar day of the visit, staff time left out. It never chooses an emergency visit, and a
discharge day is chosen by time alone.

    setting               codes                            time, at least
    office, new           99202 99203 99204 99205          15 30 45 60
    office, established   99212 99213 99214 99215          10 20 30 40      99211: staff only
    emergency             99282 99283 99284 99285          never            99281: staff only
    hospital initial      99221 (two levels) 99222 99223   40 55 75
    hospital subsequent   99231 (two levels) 99232 99233   25 35 50
    hospital discharge    99238 99239                      up to 30, more

Not modeled: home, nursing facility and same-day admission (not among the codes taught), consultations, critical care,
time shared by two clinicians, teaching rules.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sim.reference.calculators.answer import Calculated, Line, chosen, whole, yes
from sim.reference.calculators.decision import DATA, LEVELS, PROBLEMS, RISK, WORDS, cite, deciding, elements

__all__ = ["DATA", "LEVELS", "PROBLEMS", "RISK", "calculate", "em_level"]
name = "em"


class Family(NamedTuple):
    """The codes of the four levels and the least minutes of each; no minutes where time does not choose."""

    codes: tuple
    minutes: tuple = ()


FAMILIES = {
    "office new": Family(("99202", "99203", "99204", "99205"), (15, 30, 45, 60)),
    "office established": Family(("99212", "99213", "99214", "99215"), (10, 20, 30, 40)),
    "emergency": Family(("99282", "99283", "99284", "99285")),
    "hospital initial": Family(("99221", "99221", "99222", "99223"), (40, 40, 55, 75)),
    "hospital subsequent": Family(("99231", "99231", "99232", "99233"), (25, 25, 35, 50)),
}
SETTINGS = ("office", "emergency", "hospital initial", "hospital subsequent", "hospital discharge")
STAFF = {
    "office": ("99211", "Clinical staff saw the patient under the clinician's plan: 99211, established patients only."),
    "emergency": ("99281", "A visit that needed no physician: 99281."),
}
DISCHARGE = ("99238", "99239", 31)


def em_level(
    problems=(), data=(), risk=(), is_new: bool = False, minutes: int | None = None, setting: str = "office"
) -> Calculated:
    """The visit code with the level of each element. Facts are words of the closed lists of decision.py, or {"is":
    word, "what": ...}; an element may also be given as its level ("moderate"). `details`: problems, data, risk, mdm
    (levels), by ("time" or "decision making"), timed, level, deciding (the pairs of elements that reach it, or time).

    A patient known to the clinic: blood pressure not at goal, the dose is raised. Two of three elements are moderate.

    >>> answer = em_level(["chronic not at goal"], [], ["prescription drug management"])
    >>> answer.code, answer.details["problems"], answer.details["data"], answer.details["risk"]
    ('99214', 'moderate', 'minimal', 'moderate')
    >>> em_level(["self-limited"], minutes=40).code, em_level(["self-limited"], minutes=39).code
    ('99215', '99214')
    >>> em_level("low", "minimal", "low", is_new=True).reasons[-1]
    'Decision making is low: two of the three elements reach it. Code 99203.'

    The same work in the emergency department, where minutes never choose, and on the first hospital day:

    >>> em_level("moderate", "limited", "moderate", minutes=90, setting="emergency").code
    '99284'
    >>> [em_level("low", "low", "low", minutes=spent, setting="hospital initial").code for spent in (39, 54, 55, 74,
    ...     75)]
    ['99221', '99221', '99222', '99222', '99223']
    >>> [em_level(minutes=spent, setting="hospital discharge").code for spent in (30, 31)]
    ['99238', '99239']

    Time alone, on both sides of each level:

    >>> [em_level(minutes=spent, is_new=True).code for spent in (29, 30, 44, 45, 59, 60)]
    ['99202', '99203', '99203', '99204', '99204', '99205']
    >>> [em_level(minutes=spent).code for spent in (19, 20, 29, 30, 39, 40)]
    ['99212', '99213', '99213', '99214', '99214', '99215']
    >>> [em_level(minutes=spent, setting="hospital subsequent").code for spent in (34, 35, 49, 50)]
    ['99231', '99232', '99232', '99233']
    >>> [em_level(minutes=spent, is_new=True).details["timed"] for spent in (14, 15)]
    [None, 'minimal']
    >>> [em_level(minutes=spent).details["timed"] for spent in (9, 10)]
    [None, 'minimal']
    >>> [em_level(minutes=spent, setting="hospital subsequent").details["timed"] for spent in (24, 25)]
    [None, 'low']
    >>> [em_level(minutes=spent, setting="hospital initial").details["timed"] for spent in (39, 40)]
    [None, 'low']
    """
    if chosen(setting, SETTINGS, "setting") == "hospital discharge":
        return _discharge(minutes)
    family = FAMILIES[f"office {'new' if is_new else 'established'}" if setting == "office" else setting]
    found = elements(problems, data, risk)
    made = sorted(level for level, _ in found.values())[1]
    timed = _by_time(minutes, family.minutes)
    level, by = (timed, "time") if timed is not None and timed > made else (made, "decision making")
    reasons = [f"{element.capitalize()}: {LEVELS[at]}. {why}" for element, (at, why) in found.items()]
    levels, in_time = (
        {element: LEVELS[at] for element, (at, _) in found.items()},
        None if timed is None else LEVELS[timed],
    )
    details = {
        **levels,
        "mdm": LEVELS[made],
        "by": by,
        "timed": in_time,
        "level": LEVELS[level],
        "deciding": deciding(levels, LEVELS[level], in_time),
    }
    return Calculated(
        (Line(family.codes[level]),),
        (*reasons, _verdict(family, made, timed, minutes, by, family.codes[level])),
        cite,
        MappingProxyType({"minutes": tuple(dict.fromkeys(family.minutes))} if family.minutes else {}),
        MappingProxyType(details),
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: em (the setting), problems, data, risk, is_new, minutes; staff_only = true is the
    visit without a clinician.

    >>> calculate({"em": "office", "staff_only": True}).code, calculate({"em": "emergency", "staff_only": True}).code
    ('99211', '99281')
    """
    setting, is_new = chosen(facts.get("em", "office"), SETTINGS, "kind of visit"), yes(facts, "is_new")
    if yes(facts, "staff_only"):
        code, why = STAFF[chosen(setting, STAFF, "kind of visit without a clinician")]
        return Calculated((Line(code),), (why,), cite)
    return em_level(
        facts.get("problems", ()),
        facts.get("data", ()),
        facts.get("risk", ()),
        is_new,
        whole(facts, "minutes"),
        setting,
    )


def _discharge(minutes: int | None) -> Calculated:
    short, long, least = DISCHARGE
    code = long if minutes is not None and minutes >= least else short
    why = (
        "No time in the record: the shorter code"
        if minutes is None
        else f"{minutes} minutes on the day of discharge, {least} are needed for the longer code"
    )
    return Calculated(
        (Line(code),),
        (f"{why}. Code {code}.",),
        cite,
        MappingProxyType({"minutes": (least,)}),
        MappingProxyType({"by": "time", "timed": None}),
    )


def _verdict(family: Family, made, timed, minutes, by, code) -> str:
    text = f"Decision making is {WORDS[LEVELS[made]]}: two of the three elements reach it."
    if minutes is not None and not family.minutes:
        text += " Minutes do not choose this visit."
    elif minutes is not None:
        text += f" {minutes} minutes of the clinician's time give " + (
            "no level." if timed is None else f"the level {WORDS[LEVELS[timed]]}."
        )
        text += f" The higher counts, here {by}."
    return f"{text} Code {code}."


def _by_time(minutes, limits) -> int | None:
    reached = [level for level, least in enumerate(limits) if minutes is not None and minutes >= least]
    return reached[-1] if reached else None
