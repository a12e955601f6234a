"""The kind of visit: asked where the record is not simply one of an office visit, since the place, the day of a stay,
the patient's history and the payer's terms decide which family of codes the level belongs to.
"""

from sim.learn.exercises.case import Case
from sim.learn.tasks.form import Choice, Option
from sim.reference.calculators.em import BY_HISTORY, FAMILIES, family_of

WORDS = {
    "office new": "Office visit, new patient",
    "office established": "Office visit, established patient",
    "emergency": "Emergency department visit",
    "hospital initial": "Hospital or observation, first visit of the stay",
    "hospital subsequent": "Hospital or observation, later day",
    "hospital same day": "Hospital or observation, admitted and discharged on one day",
    "consultation office": "Consultation in the office or another outpatient place",
    "consultation hospital": "Consultation in the hospital or a nursing facility",
    "nursing initial": "Nursing facility, first visit of the stay",
    "nursing subsequent": "Nursing facility, later visit",
    "home new": "Home or residence, new patient",
    "home established": "Home or residence, established patient",
}
FIELD = Choice(
    "family",
    "Kind of visit",
    "Where was the patient, which day of the stay is it, and which codes does this payer take?",
    tuple(Option(name, words) for name, words in WORDS.items()),
)


def is_asked(case: Case) -> bool:
    """Does the case have a visit outside the office, or one that may be a consultation?"""
    heads = {service.head for service in case.scenario.services if service.calculator == "em"}
    return bool(heads - {"office"})


def family_words(setting: str, is_new: bool) -> str:
    """The family as the desk calls it.

    >>> family_words("home", True)
    'Home or residence, new patient'
    """
    return WORDS[family_of(setting, is_new)]


def setting_of(family: str) -> tuple[str, bool]:
    """The setting of a family, and whether the patient is new in it.

    >>> setting_of("home new"), setting_of("nursing initial")
    (('home', True), ('nursing initial', False))
    """
    setting, _, status = family.rpartition(" ")
    return (setting, status == "new") if setting in BY_HISTORY else (family, False)


def times(setting: str, is_new: bool) -> str:
    """The minutes from which each level of a family counts, in words; empty where time never chooses.

    >>> times("nursing subsequent", False), times("emergency", False)
    ('Time reaches its levels at 10, 20, 30 and 45 minutes.', '')
    """
    least = [str(one) for one in dict.fromkeys(FAMILIES[family_of(setting, is_new)].minutes)]
    return f"Time reaches its levels at {', '.join(least[:-1])} and {least[-1]} minutes." if least else ""
