"""The kinds of problems, data items and decisions in the words of the desk, each with what it takes; and the levels of
each element.
"""

from typing import NamedTuple

from sim.learn.tasks.form import Option


class Kind(NamedTuple):
    """A kind in words, and what the record has to show for it."""

    words: str
    takes: str


PROBLEMS = {
    "self-limited": Kind("Minor, clears up by itself", "A minor problem runs its course without treatment."),
    "stable chronic": Kind("Chronic, at goal", "A chronic illness is stable when it is at this patient's own goal."),
    "acute uncomplicated": Kind(
        "Acute, simple", "A simple acute problem is short, low in risk, and full recovery is expected."
    ),
    "stable acute": Kind(
        "Acute, improving", "An acute problem is stable when treatment has begun and the patient is improving."
    ),
    "acute uncomplicated needing hospital care": Kind(
        "Acute, simple, cared for in the hospital", "This kind is for a simple acute problem that needs hospital care."
    ),
    "chronic not at goal": Kind(
        "Chronic, not at goal or worse",
        "The record has to show that the illness misses its goal, worsens, or has side effects of treatment.",
    ),
    "acute with systemic symptoms": Kind(
        "Acute, with whole-body symptoms",
        "The record has to show an illness that affects the whole body with a high risk if untreated. A mild fever in a"
        " minor illness does not make it one.",
    ),
    "new problem uncertain prognosis": Kind(
        "New problem, outcome uncertain",
        "The record has to show a new problem that may well turn out serious if it is not treated.",
    ),
    "acute complicated injury": Kind(
        "Injury, complicated",
        "The record has to show an injury beyond the injured spot, of several parts, or with a risk of lasting harm.",
    ),
    "chronic severe exacerbation": Kind(
        "Chronic, severe flare", "The record has to show a severe worsening that may need hospital care."
    ),
    "threat to life or function": Kind(
        "Threat to life or function",
        "The record has to show a near-term threat to life or to the function of the body.",
    ),
    "several conditions needing intensive management": Kind(
        "Several conditions, intensive management (first nursing facility visit)",
        "The record has to show a first nursing facility visit for conditions that together need frequent changes of"
        " treatment.",
    ),
}
DATA = {
    "note": Kind("Outside note reviewed", "A note counts when it comes from outside the group; each source once."),
    "test": Kind("Test ordered or reviewed", "Each test counts once. Ordering it includes reading its result."),
    "historian": Kind(
        "Someone else gives the history", "The record has to say that somebody other than the patient gave the history."
    ),
    "interpretation": Kind(
        "Independent interpretation",
        "The record has to show the clinician's independent interpretation of a test that the clinic doesn't bill.",
    ),
    "discussion": Kind(
        "Discussion with an outside professional",
        "The record has to show a conversation with a professional elsewhere.",
    ),
}
DATA_KINDS = {  # a fact of the record -> what is entered for it
    "external note reviewed": "note",
    "unique test ordered": "test",
    "unique test reviewed": "test",
    "independent historian": "historian",
    "independent interpretation": "interpretation",
    "discussion with external professional": "discussion",
}
RISK = {
    "minimal": Kind(
        "Nothing of more than minimal risk", "Rest, a bandage or waiting for results carries minimal risk."
    ),
    "low": Kind("Something else of low risk", "This kind is for low-risk care that is none of the others."),
    "OTC drug": Kind("Over-the-counter drug", "A drug sold without a prescription is low risk."),
    "minor surgery without risk factors": Kind(
        "Minor procedure, no added risk", "The record has to show the decision for a minor procedure."
    ),
    "therapy ordered": Kind("Therapy ordered", "The record has to show an order such as physical therapy."),
    "prescription drug management": Kind(
        "Prescription drug: started, changed, or renewed after review",
        "The record has to show a decision about a prescription drug. A drug that is only on a list is none.",
    ),
    "minor surgery with risk factors": Kind(
        "Minor procedure, with added risk", "The record has to name the patient's own risks of the procedure."
    ),
    "elective major surgery without risk factors": Kind(
        "Planned major surgery, no added risk", "The record has to show the decision for major surgery."
    ),
    "social determinants limit care": Kind(
        "Living conditions limit care", "The record has to say how housing, money or the like limited care."
    ),
    "drug needing intensive monitoring": Kind(
        "Drug watched closely for harm", "The record has to show lab tests to watch for harm by the drug."
    ),
    "elective major surgery with risk factors": Kind(
        "Planned major surgery, with added risk", "The record has to name the patient's own risks of the surgery."
    ),
    "emergency major surgery": Kind("Emergency major surgery", "The record has to show the decision for it."),
    "decision regarding hospitalization": Kind(
        "Decision regarding hospitalization",
        "The record has to show that a hospital stay was decided on or weighed.",
    ),
    "decision not to resuscitate": Kind(
        "Decision not to resuscitate", "The record has to show that decision, made because the outlook is poor."
    ),
    "parenteral controlled drug": Kind(
        "Controlled drug by injection", "The record has to show a controlled drug given by injection or infusion."
    ),
}
TEST = "test"
LEVELS = {"minimal": "Minimal", "low": "Low", "moderate": "Moderate", "high": "High"}
DATA_LEVELS = {"minimal": "Minimal or none", "low": "Limited", "moderate": "Moderate", "high": "Extensive"}
ELEMENTS = {"problems": "Problems", "data": "Data", "risk": "Risk"}
TIME = "time"
WAYS = {
    "problems and data": "Problems and data",
    "problems and risk": "Problems and risk",
    "data and risk": "Data and risk",
    TIME: "Time",
}


def options(kinds: dict[str, Kind]) -> tuple[Option, ...]:
    """Kinds as options of a field."""
    return tuple(Option(name, kind.words) for name, kind in kinds.items())


def choices(words: dict[str, str]) -> tuple[Option, ...]:
    """Words by id as options of a field."""
    return tuple(Option(name, said) for name, said in words.items())


def level_words(element: str, level: str) -> str:
    """A level as this element calls it.

    >>> level_words("data", "low"), level_words("risk", "low")
    ('Limited', 'Low')
    """
    return (DATA_LEVELS if element == "data" else LEVELS)[level]
