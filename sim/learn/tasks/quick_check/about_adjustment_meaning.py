"""What a reason code of this case's remittance says; where the reason leaves it to the remark code, what that says."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.own_remittance import answer
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.policy import Adjustment
from sim.reference.plain_words import reason, remark

skill = "remittance-codes"
hint = "Which code stands behind the group code on this line?"
ERROR = "reason-code-misread"
errors = (ERROR,)


def facts(case: Case) -> Groups:
    """Each reason on the claim once."""
    return (tuple(dict.fromkeys(one.reason for one in answer(case).adjusted)),)


def question(fact: str, case: Case, seed: str) -> Question:
    """About the first line on which the reason stands."""
    one = next(found for found in answer(case).adjusted if found.reason == fact)
    row = reason(one.carc)
    added = " ".join(f"Remark {code}: {words}." for code in one.remarks if (words := remark(code).get("label")))
    if row["needs_remark"] == "yes" and one.remarks:
        return _of_remark(one.words, one.remarks[0], seed)
    others = {code: reason(code) for code in _carcs() if code != one.carc}
    near = [_offer(code, told["label"]) for code, told in others.items() if told["owner"] == row["owner"]]
    far = [_offer(code, told["label"]) for code, told in others.items() if told["owner"] != row["owner"]]
    return Question(
        f"{one.words}. What does the reason code say?",
        row["label"],
        some(seed, near, far),
        f"Reason code {one.carc}: {row['label']}. {added} {row['what_to_do']}".replace("  ", " "),
        "The remittance",
        one.words,
        row["source"],
        is_own=True,
    )


def _of_remark(words: str, code: str, seed: str) -> Question:
    row = remark(code)
    others = [_offer(other, remark(other)["label"]) for other in _remarks() if other != code]
    return Question(
        f"{words}. The reason leaves it to the remark code. What does {code} say?",
        row["label"],
        some(seed, others),
        f"{code}: {row['label']}. {row['what_to_do']}",
        "The remittance",
        words,
        row["source"],
        is_own=True,
    )


def _offer(code: str, words: str) -> Offer:
    return Offer(words, f"That is what {code} says, and {code} does not stand on this line.", ERROR)


def _sent() -> list[Adjustment]:
    """Every adjustment that a payer of ours sends."""
    return [code for policy in policies().values() for code in policy.codes if isinstance(code, Adjustment)]


def _carcs() -> list[str]:
    return sorted({one.carc for one in _sent() if one.carc and reason(one.carc)})


def _remarks() -> list[str]:
    return sorted({code for one in _sent() for code in (one.rarc_1, one.rarc_2) if code and remark(code)})
