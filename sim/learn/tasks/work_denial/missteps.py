"""Which known mistake a wrong remedy is, by its kind in data/codes/errors.csv; none for one that nobody has named."""

from collections.abc import Collection

from sim.billing.claims.remedy_kinds import sends_claim, writes_letter
from sim.learn.exercises.case import Case
from sim.learn.tasks.work_denial.right_decision import Key, key
from sim.learn.tasks.work_denial.steps import standing

CLOSED = ("R_NONE", "R_WRITEOFF")
DENIED = ("denial", "rejection", "rightly not paid")
KINDS = (
    "paid-claim-worked",
    "underpayment-closed",
    "denial-written-off",
    "overpayment-kept",
    "patient-billed-for-denial",
    "second-original",
    "replacement-not-taken",
    "reopening-not-taken",
    "appeal-of-own-error",
)


def misstep_of(remedy: str, case: Case) -> str:
    """The kind of a remedy that is not the right one on this claim; empty for none."""
    made = standing(case)
    rightly = ["rightly not paid"] * bool(made.decided.adjustments.is_denial.any())
    return misstep(remedy, key(case), [*(one.problem.kind for one in made.causes), *rightly])


def misstep(remedy: str, wanted: Key, problems: Collection[str]) -> str:
    """The same from the key and the kinds of what went wrong (sim/billing/denials/root_causes.py).

    >>> from sim.learn.tasks.work_denial.answer import Answer
    >>> paid = Key(Answer(remedy="R_NONE"), frozenset(), frozenset(), "", "", (), False, "")
    >>> misstep("R_APPEAL", paid, []), misstep("R_CALL", paid, []), misstep("R_NONE", paid, [])
    ('paid-claim-worked', '', '')
    """
    right, is_denied = wanted.answer.remedy, any(one in DENIED for one in problems)
    if not remedy or remedy in (wanted.remedies or {right}):
        return ""
    if right in CLOSED:
        if remedy == "R_PATIENT":
            return "patient-billed-for-denial" if is_denied else ""
        return "paid-claim-worked" if not is_denied and (sends_claim(remedy) or writes_letter(remedy)) else ""
    if remedy in CLOSED:
        return "denial-written-off" if is_denied else _left(problems)
    if remedy == "R_PATIENT":
        return "patient-billed-for-denial" if is_denied or "short payment" in problems else ""
    if remedy == "R_NEW" and "rejection" not in problems and right != "R_OTHERPAYER":
        return "second-original"
    if {remedy, right} == {"R_CORR", "R_REOPEN"}:
        return "replacement-not-taken" if remedy == "R_CORR" else "reopening-not-taken"
    return "appeal-of-own-error" if remedy == "R_APPEAL" and sends_claim(right) else ""


def _left(problems: Collection[str]) -> str:
    """What is left as it is where nothing was denied."""
    if "short payment" in problems:
        return "underpayment-closed"
    return "overpayment-kept" if "overpayment" in problems else ""
