"""Is a diagnosis code valid on a date of service beside the change of the code year?"""

from sim.learn.exercises.case import Case, number
from sim.learn.tasks.quick_check.code_year import CITE, ERROR, changed, hint, skill, year_words
from sim.learn.tasks.quick_check.question import Groups, Offer, Question

__all__ = ["errors", "facts", "hint", "question", "skill"]

errors = (ERROR,)


def facts(case: Case) -> Groups:
    """Codes that begin and codes that end with the code year, in turn."""
    known = changed().values()
    return tuple(tuple(one.code for one in known if one.begins == begins) for begins in (True, False))


def question(fact: str, case: Case, seed: str) -> Question:
    """Valid, not yet, or no longer, on the last day of the old year or the first of the new one."""
    one, (eve, day) = changed()[fact], year_words()
    is_after = bool(number(f"{seed} day") % 2)
    answers = {
        "valid": "It is valid on that date.",
        "not yet": f"It is not valid yet: it begins on {day}.",
        "no longer": f"It is no longer valid: it ended on {eve}.",
    }
    truth = "valid" if one.begins == is_after else "no longer" if is_after else "not yet"
    why = f"{fact} {'begins on ' + day if one.begins else 'ended on ' + eve}. The date of service decides."
    wrong = tuple(Offer(words, why, ERROR) for name, words in answers.items() if name != truth)
    says = f"Date of service {day if is_after else eve}"
    ask = f"{says}, claim sent three weeks later, diagnosis {fact} ({one.title}). What about the code?"
    return Question(ask, answers[truth], wrong, why, "Box 21, diagnosis", says, CITE)
