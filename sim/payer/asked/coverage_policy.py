"""A payer's coverage policy for one service, written out of the same file by which its engine decides: the benefit, the
diagnosis list, the age, how often. Each criterion names the policy that denies a line when it is not met.

    found = coverage_policy("medicare_part_b", "82270")
    [one.policy for one in found.criteria]        not_covered, screening_too_soon, criteria_unmet

Not modeled: criteria that are in no payer's file (most of a real coverage determination), prior authorization (see
sim/payer/asked/prior_authorization.py), network and referral.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.payer.policies.benefit import preventive_too_soon
from sim.payer.rulebook.payers import Payer, SectionRow, payers
from sim.reference import codes as library
from sim.reference.provenance import ESTIMATE

BENEFIT = "not_covered"


class Criterion(NamedTuple):
    """One criterion: the policy that checks it, what must be so, what else the page says of it, the codes of diagnoses
    that it lists (by their beginnings), where it is written."""

    policy: str
    words: str
    more: str
    diagnoses: tuple[str, ...]
    cite: str


class CoveragePolicy(NamedTuple):
    """A payer's page for a service. `is_excluded`: no benefit, whatever the diagnosis."""

    payer: Payer
    code: str
    criteria: tuple[Criterion, ...]
    is_excluded: bool


def coverage_policy(payer_code: str, code: str) -> CoveragePolicy:
    """What this payer's file says of a service, the benefit first. Raises CleanClaimError for a payer or a code that is
    not known.

    >>> page = coverage_policy("medicare_part_b", "J3420")
    >>> [one.policy for one in page.criteria], page.criteria[1].diagnoses[0]
    (['not_covered', 'diagnosis_does_not_support'], 'D51')
    >>> coverage_policy("medicare_part_b", "99397").is_excluded
    True
    """
    if payer_code not in payers():
        raise CleanClaimError(f"no payer {str(payer_code)[:30]!r}", "data/payers", ", ".join(payers()), "choose one")
    place = int(library.procedure_rows((code,))[0])
    if place < 0:
        raise CleanClaimError(f"code {str(code)[:20]!r} is not in the library", "coverage policy", "a code", "check it")
    payer, kind = payers()[payer_code], str(library.procedures().kind[place])
    excluded = next(_of(payer.sections["not_covered"], code, kind), None)
    return CoveragePolicy(payer, code, (_benefit(excluded), *_criteria(payer, code, kind)), excluded is not None)


def least_age(payer_code: str, code: str) -> int:
    """The age from which the payer covers a service; 0 without such a rule.

    >>> least_age("medicare_part_b", "82270"), least_age("medicare_part_b", "99213")
    (45, 0)
    """
    payer = payers()[payer_code]
    rows = tuple(row for row in payer.sections["rule"] if row["policy"] == "criteria_unmet")
    on = "criteria_unmet" in payer.policies
    return max((row["limit"] for row in _of(rows, code, "")), default=0) if on else 0


def _of(rows: tuple[SectionRow, ...], code: str, kind: str) -> Iterator[SectionRow]:
    """The rows of a section that name a service: by its code, the beginning of it, or its kind."""
    for row in rows:
        begins = tuple(row.get("begins", ()))
        if code in row.get("codes", ()) or kind in row.get("kinds", ()) or (begins and code.startswith(begins)):
            yield row


def _benefit(excluded: SectionRow | None) -> Criterion:
    words = "The plan does not exclude the service."
    if excluded is None:
        return Criterion(
            BENEFIT, words, "Its list of exclusions does not name it.", (), "the plan's list of exclusions"
        )
    more = "Its list of exclusions names it, for every diagnosis."
    return Criterion(BENEFIT, words, _marked(more, excluded), (), excluded["cite"])


def _criteria(payer: Payer, code: str, kind: str) -> Iterator[Criterion]:
    for row in _of(payer.sections["covered"], code, kind):
        words = "A diagnosis documented for this visit is on the list."
        yield Criterion("diagnosis_does_not_support", words, _marked("", row), tuple(row["diagnoses"]), row["cite"])
    if "preventive_too_soon" in payer.policies and code in preventive_too_soon.CODES:
        words = f"{preventive_too_soon.MONTHS - 1} full months have passed after the month of the last wellness visit."
        yield Criterion("preventive_too_soon", words, "", (), preventive_too_soon.cite)
    for policy, told in WORDS.items():
        rows = [row for row in payer.sections["rule"] if row["policy"] == policy] if policy in payer.policies else []
        for row in _of(tuple(rows), code, kind):
            yield told(policy, row)


def _marked(words: str, row: SectionRow) -> str:
    """With the mark of what is not what the payer published."""
    return f"{words} ({ESTIMATE})".strip() if row.get("estimate") else words


def _experimental(policy: str, row: SectionRow) -> Criterion:
    listed = tuple(row.get("diagnoses", ()))
    words = (
        "A diagnosis documented for this visit is one for which the plan considers the service proven."
        if listed
        else "The plan considers the service proven."
    )
    more = "" if listed else "The plan considers it experimental for every diagnosis."
    return Criterion(policy, words, _marked(more, row), listed, row["cite"])


def _months(policy: str, row: SectionRow) -> Criterion:
    words = f"{row['months'] - 1} full months have passed after the month of the last one."
    return Criterion(policy, words, _marked("", row), (), row["cite"])


def _days(policy: str, row: SectionRow) -> Criterion:
    return Criterion(policy, f"{row['days']} days have passed since the last one.", _marked("", row), (), row["cite"])


def _age(policy: str, row: SectionRow) -> Criterion:
    words = f"The patient is {row['limit']} years or older on the date of service."
    return Criterion(policy, words, _marked("", row), (), row["cite"])


def _acupuncture(policy: str, row: SectionRow) -> Criterion:
    words = (
        f"It is within {row['visits']} visits in 90 days, or within {row['limit'] - row['visits']} more if the record"
        f" shows improvement; no more than {row['limit']} visits in 12 months."
    )
    more = "Counted here by the number of the visit in 12 months: the 90 days are not modeled."
    more += f" From visit {row['visits'] + 1} on, modifier KX on the line says that the record shows improvement."
    return Criterion(policy, words, _marked(more, row), (), row["cite"])


def _year(policy: str, row: SectionRow) -> Criterion:
    words = f"It is within {row['limit']} visits of the calendar year."
    return Criterion(policy, words, _marked("", row), (), row["cite"])


def _lifetime(policy: str, row: SectionRow) -> Criterion:
    return Criterion(policy, "The plan has not paid for it before.", _marked("", row), (), row["cite"])


WORDS: dict[str, Callable[[str, SectionRow], Criterion]] = {
    "experimental": _experimental,
    "lifetime_maximum": _lifetime,
    "screening_too_soon": _months,
    "benefit_maximum": _year,
    "criteria_unmet": _age,
    "acupuncture_limit": _acupuncture,
    "too_often": _days,
}
