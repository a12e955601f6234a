"""Level of a visit in every place: by medical decision making or by time, whichever is higher.

Medical decision making has three elements (see decision.py); two of the three must reach a level. Time is all the
clinician's own time on the calendar day of the visit, staff time left out. It never chooses an emergency visit, and a
discharge day is chosen by time alone.

    setting               codes                            time, at least
    office, new           99202 99203 99204 99205          15 30 45 60
    office, established   99212 99213 99214 99215          10 20 30 40      99211: staff only
    emergency             99282 99283 99284 99285          never            99281: staff only
    hospital initial      99221 (two levels) 99222 99223   40 55 75         inpatient or observation
    hospital subsequent   99231 (two levels) 99232 99233   25 35 50
    hospital same day     99234 (two levels) 99235 99236   45 70 85         admitted and discharged on one day
    hospital discharge    99238 99239                      up to 30, more
    consultation office   99242 99243 99244 99245          20 30 40 55
    consultation hospital 99252 99253 99254 99255          35 45 60 80
    nursing initial       99304 (two levels) 99305 99306   25 35 50
    nursing subsequent    99307 99308 99309 99310          10 20 30 45
    nursing discharge     99315 99316                      up to 30, more
    home, new             99341 99342 99344 99345          15 30 60 75      also a residence such as assisted living
    home, established     99347 99348 99349 99350          20 30 40 60

A payer that takes no consultations wants the visit of the place instead (see `billed_setting`). Admission and discharge
on one day are one code where the clinician saw the patient twice; Medicare also asks for a stay of at least eight
hours, and wants the initial visit alone where it was shorter. A visit shared by a physician and a nurse practitioner or
physician assistant is in split_shared.py, AI of the physician who leads the stay in principal_physician.py.

Not modeled: the first visit of a stay by a second clinician of the same group, teaching rules, several discharges of
one stay.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sim.reference.calculators.answer import Calculated, Line, chosen, whole, yes
from sim.reference.calculators.decision import DATA, LEVELS, PROBLEMS, RISK, WORDS, cite, deciding, elements
from sim.reference.calculators.principal_physician import marked
from sim.reference.calculators.split_shared import of_facts
from sim.reference.payer_terms import CPT, MEDICARE

__all__ = ["DATA", "LEVELS", "PROBLEMS", "RISK", "billed_setting", "calculate", "em_level"]
name = "em"


class Family(NamedTuple):
    """The codes of the four levels and the least minutes of each; no minutes where time does not choose."""

    codes: tuple[str, ...]
    minutes: tuple[int, ...] = ()


FAMILIES = {
    "office new": Family(("99202", "99203", "99204", "99205"), (15, 30, 45, 60)),
    "office established": Family(("99212", "99213", "99214", "99215"), (10, 20, 30, 40)),
    "emergency": Family(("99282", "99283", "99284", "99285")),
    "hospital initial": Family(("99221", "99221", "99222", "99223"), (40, 40, 55, 75)),
    "hospital subsequent": Family(("99231", "99231", "99232", "99233"), (25, 25, 35, 50)),
    "hospital same day": Family(("99234", "99234", "99235", "99236"), (45, 45, 70, 85)),
    "consultation office": Family(("99242", "99243", "99244", "99245"), (20, 30, 40, 55)),
    "consultation hospital": Family(("99252", "99253", "99254", "99255"), (35, 45, 60, 80)),
    "nursing initial": Family(("99304", "99304", "99305", "99306"), (25, 25, 35, 50)),
    "nursing subsequent": Family(("99307", "99308", "99309", "99310"), (10, 20, 30, 45)),
    "home new": Family(("99341", "99342", "99344", "99345"), (15, 30, 60, 75)),
    "home established": Family(("99347", "99348", "99349", "99350"), (20, 30, 40, 60)),
}
BY_HISTORY = ("office", "home")  # whose family depends on whether the patient is new
DISCHARGE = {"hospital discharge": ("99238", "99239"), "nursing discharge": ("99315", "99316")}
LONG_DISCHARGE = 31
SETTINGS = (
    "office",
    "emergency",
    "hospital initial",
    "hospital subsequent",
    "hospital same day",
    "hospital discharge",
    "consultation office",
    "consultation hospital",
    "nursing initial",
    "nursing subsequent",
    "nursing discharge",
    "home",
)
STAFF = {
    "office": ("99211", "Clinical staff saw the patient under the clinician's plan: 99211, established patients only."),
    "emergency": ("99281", "A visit that needed no physician: 99281."),
}
PLACES = {"hospital": "hospital initial", "nursing facility": "nursing initial", "emergency": "emergency"}
INSTEAD_CITE = "Medicare Claims Processing Manual ch. 12 sec. 30.6.10"
ONE_DAY_CITE = "Medicare Claims Processing Manual ch. 12 sec. 30.6.9.1; CY 2023 PFS final rule (8 to 24 hours)"
LEAST_STAY, LEAST_SEEN = 8, 2


def family_of(setting: str, is_new: bool = False) -> str:
    """The family of codes of a setting, a key of FAMILIES.

    >>> family_of("home", is_new=True), family_of("nursing initial", is_new=True)
    ('home new', 'nursing initial')
    """
    return f"{setting} {'new' if is_new else 'established'}" if setting in BY_HISTORY else setting


def billed_setting(
    setting: str,
    takes_consultations: bool = True,
    place: str = "hospital",
    hours: int | None = None,
    seen: int = LEAST_SEEN,
    rules: str = CPT,
) -> tuple[str, str, str]:
    """The setting whose codes this payer takes, why it is another one, and the rule; no reason where it is the same.
    `place`: where a consultation outside the office took place (hospital, nursing facility, emergency). `hours`: the
    length of a stay that began and ended on one day, `seen`: how often the clinician saw the patient on it.

    >>> billed_setting("consultation office")[0], billed_setting("consultation office", False)[0]
    ('consultation office', 'office')
    >>> [billed_setting("consultation hospital", False, place)[0] for place in PLACES]
    ['hospital initial', 'nursing initial', 'emergency']
    >>> [billed_setting("hospital same day", hours=hours, rules=MEDICARE)[0] for hours in (7, 8)]
    ['hospital initial', 'hospital same day']
    >>> billed_setting("hospital same day", hours=7)[0]
    'hospital same day'
    >>> [billed_setting("hospital same day", seen=seen)[0] for seen in (1, 2)]
    ['hospital initial', 'hospital same day']
    >>> billed_setting("hospital same day")[0]
    'hospital same day'
    """
    if setting.startswith("consultation ") and not takes_consultations:
        instead = "office" if setting == "consultation office" else PLACES[chosen(place, PLACES, "place")]
        return instead, f"This payer takes no consultations: it wants the visit of the place, {instead}.", INSTEAD_CITE
    if setting == "hospital same day" and seen < LEAST_SEEN:
        return "hospital initial", "Seen once that day: the initial visit, and no discharge beside it.", cite
    if setting == "hospital same day" and rules == MEDICARE and hours is not None and hours < LEAST_STAY:
        why = f"A stay of {hours} hours: under {LEAST_STAY} hours Medicare wants the initial visit alone."
        return "hospital initial", why, ONE_DAY_CITE
    return setting, "", cite


def em_level(
    problems=(), data=(), risk=(), is_new: bool = False, minutes: int | None = None, setting: str = "office"
) -> Calculated:
    """The visit code with the level of each element. Facts are words of the closed lists of decision.py, or {"is":
    word, "what": ...}; an element may also be given as its level ("moderate"). `details`: problems, data, risk, mdm
    (levels), by ("time" or "decision making"), timed, level, deciding (the pairs of elements that reach it, or time),
    setting, minutes.

    A patient known to the clinic: blood pressure not at goal, the dose is raised. Two of three elements are moderate.

    >>> answer = em_level(["chronic not at goal"], [], ["prescription drug management"])
    >>> answer.code, answer.details["problems"], answer.details["data"], answer.details["risk"]
    ('99214', 'moderate', 'minimal', 'moderate')
    >>> em_level("low", "minimal", "low", is_new=True).reasons[-1]
    'Decision making is low: two of the three elements reach it. Code 99203.'

    The same work in the emergency department, where minutes never choose, and in a nursing facility:

    >>> em_level("moderate", "limited", "moderate", minutes=90, setting="emergency").code
    '99284'
    >>> em_level("moderate", "limited", "moderate", setting="nursing subsequent").code
    '99309'
    >>> [em_level(minutes=spent, setting=setting).code for setting in DISCHARGE for spent in (30, 31)]
    ['99238', '99239', '99315', '99316']

    Time alone: the minutes at which each family reaches its next level, and one minute less does not.

    >>> def starts(setting, is_new=False):
    ...     found = [em_level(minutes=at, is_new=is_new, setting=setting).details["timed"] for at in range(100)]
    ...     return [at for at in range(1, 100) if found[at] != found[at - 1]]
    >>> [starts("office", True), starts("office")], [starts("home", True), starts("home")]
    ([[15, 30, 45, 60], [10, 20, 30, 40]], [[15, 30, 60, 75], [20, 30, 40, 60]])
    >>> [starts(setting) for setting in ("hospital initial", "hospital subsequent", "hospital same day")]
    [[40, 55, 75], [25, 35, 50], [45, 70, 85]]
    >>> [starts(setting) for setting in ("consultation office", "consultation hospital")]
    [[20, 30, 40, 55], [35, 45, 60, 80]]
    >>> [starts(setting) for setting in ("nursing initial", "nursing subsequent")]
    [[25, 35, 50], [10, 20, 30, 45]]
    """
    if chosen(setting, SETTINGS, "setting") in DISCHARGE:
        return _discharge(setting, minutes)
    family = FAMILIES[family_of(setting, is_new)]
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
        "setting": setting,
        "minutes": minutes,
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
    visit without a clinician. takes_consultations, place, hours, seen, rules: see `billed_setting`. shared: a visit of
    two clinicians, see split_shared.py. leads_stay: see principal_physician.py.

    >>> calculate({"em": "office", "staff_only": True}).code, calculate({"em": "emergency", "staff_only": True}).code
    ('99211', '99281')
    >>> asked = {"em": "consultation office", "problems": "moderate", "data": "minimal", "risk": "moderate"}
    >>> calculate(asked).code, calculate({**asked, "takes_consultations": False, "is_new": True}).code
    ('99244', '99204')
    >>> shared = {"physician": 30, "npp": 20}
    >>> calculate({"em": "hospital subsequent", "shared": shared, "rules": MEDICARE}).lines
    (Line(code='99233', units=1, modifiers=frozenset({'FS'})),)
    >>> admitted = {"em": "hospital initial", "minutes": 60, "leads_stay": True, "rules": MEDICARE}
    >>> calculate(admitted).lines
    (Line(code='99222', units=1, modifiers=frozenset({'AI'})),)
    """
    asked, is_new = chosen(facts.get("em", "office"), SETTINGS, "kind of visit"), yes(facts, "is_new")
    if yes(facts, "staff_only"):
        code, why = STAFF[chosen(asked, STAFF, "kind of visit without a clinician")]
        return Calculated((Line(code),), (why,), cite)
    rules = facts.get("rules", CPT)
    setting, instead, rule = billed_setting(
        asked,
        yes(facts, "takes_consultations", True),
        facts.get("place", "hospital"),
        whole(facts, "hours"),
        whole(facts, "seen", LEAST_SEEN) or 0,
        rules,
    )
    shared = of_facts(facts.get("shared"), setting, rules)
    minutes = whole(facts, "minutes")
    if shared and minutes is None:
        minutes = shared.details["minutes"]
    answer = em_level(facts.get("problems", ()), facts.get("data", ()), facts.get("risk", ()), is_new, minutes, setting)
    leads = yes(facts, "leads_stay")
    if not instead and shared is None:
        return marked(answer, setting, leads, rules)
    told = answer._replace(
        lines=tuple(line._replace(modifiers=shared.details["modifiers"]) for line in answer.lines)
        if shared
        else answer.lines,
        reasons=(*([instead] if instead else []), *answer.reasons, *(shared.reasons if shared else ())),
        cite="; ".join(dict.fromkeys((answer.cite, *([rule] if instead else []), *([shared.cite] if shared else [])))),
    )
    return marked(told, setting, leads, rules)


def _discharge(setting: str, minutes: int | None) -> Calculated:
    short, long = DISCHARGE[setting]
    code = long if minutes is not None and minutes >= LONG_DISCHARGE else short
    why = (
        "No time in the record: the shorter code"
        if minutes is None
        else f"{minutes} minutes on the day of discharge, {LONG_DISCHARGE} are needed for the longer code"
    )
    return Calculated(
        (Line(code),),
        (f"{why}. Code {code}.",),
        cite,
        MappingProxyType({"minutes": (LONG_DISCHARGE,)}),
        MappingProxyType({"by": "time", "timed": None, "setting": setting}),
    )


def _verdict(family: Family, made: int, timed: int | None, minutes: int | None, by: str, code: str) -> str:
    text = f"Decision making is {WORDS[LEVELS[made]]}: two of the three elements reach it."
    if minutes is not None and not family.minutes:
        text += " Minutes do not choose this visit."
    elif minutes is not None:
        text += f" {minutes} minutes of the clinician's time give " + (
            "no level." if timed is None else f"the level {WORDS[LEVELS[timed]]}."
        )
        text += f" The higher counts, here {by}."
    return f"{text} Code {code}."


def _by_time(minutes: int | None, limits: tuple[int, ...]) -> int | None:
    reached = [level for level, least in enumerate(limits) if minutes is not None and minutes >= least]
    return reached[-1] if reached else None
