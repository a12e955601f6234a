"""The rating of a competence, from its last fresh cases.

    not shown yet   no fresh case
    not ready       together less than the percent from which somebody is developing
    developing      from that percent on
    ready           as many fresh cases as are asked for, each at the bar and alone; where the competence asks for
                    claims, enough of them and enough paid at the first submission

A right fresh case never lowers a rating: it replaces the oldest of the last cases. A mistake in a check may.
"""

from collections.abc import Sequence
from statistics import mean

from sim.manager.readiness.evidence import Shown, paid_at_once
from sim.manager.readiness.thresholds import Thresholds

NOT_SHOWN, NOT_READY, DEVELOPING, READY = RATINGS = ("not shown yet", "not ready", "developing", "ready")


def rating(competence: str, shown: Sequence[Shown], bar: int, limits: Thresholds) -> str:
    """The rating. shown: every fresh case of the competence, oldest first; bar: percent."""
    last = shown[-limits.last :]
    if not last:
        return NOT_SHOWN
    if average(last) < limits.developing:
        return NOT_READY
    is_right = len(last) == limits.last and at_bar(last, bar) == len(last)
    return READY if is_right and are_clean(competence, shown, limits) else DEVELOPING


def average(last: Sequence[Shown]) -> float:
    """The percent of these cases together, each counting the same; what was helped earns nothing."""
    return round(mean(one.share for one in last) * 100, 2)


def at_bar(last: Sequence[Shown], bar: int) -> int:
    """How many of these cases are at the bar, alone."""
    return sum(one.answer.is_alone and round(one.share * 100, 2) >= bar for one in last)


def are_clean(competence: str, shown: Sequence[Shown], limits: Thresholds) -> bool:
    """Are there enough claims, and enough of them paid at the first submission, where the competence asks for any?"""
    paid, claims = paid_at_once([one.answer for one in shown], limits.latest_claims)
    is_asked = competence in limits.claim_competences
    return not is_asked or (claims >= limits.least_claims and 100 * paid >= limits.clean_claims * claims)


def why(competence: str, shown: Sequence[Shown], bar: int, limits: Thresholds) -> str:
    """The reason for a rating, in a sentence or two."""
    last = shown[-limits.last :]
    if not last:
        return "No fresh case yet."
    told = [f"{at_bar(last, bar)} of {limits.last} fresh cases at {bar} % without help."]
    told += [f"Only {len(last)} so far."] * (len(last) < limits.last)
    if competence in limits.claim_competences:
        paid, claims = paid_at_once([one.answer for one in shown], limits.latest_claims)
        wanted = f"{limits.clean_claims} % of at least {limits.least_claims}"
        told.append(f"{paid} of {claims} claims paid at the first submission ({wanted} is asked).")
    return " ".join(told)
