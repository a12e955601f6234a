"""What a clinic's counts say that its staff should train: a need for each reason of its denials, and for what was paid
short, reversed, sent late.

A reason leads to the policies that send it, these to root causes, these to the kinds of error behind them
(data/codes/cause_of.csv), these to the skills that one trains by avoiding them (data/codes/errors.csv).
"""

from collections.abc import Iterator
from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered
from sim.manager.intake.counted import BUCKETS, Kept
from sim.manager.intake.findings import denial_mix, denied_codes, reason_name
from sim.manager.intake.tally import OTHER
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.policy import Adjustment

TASKS = "data/intake/finding_tasks.csv"
LATE = 14  # days from visit to claim after which it is late
LEAST = 3  # percent of the denials from which a reason is a need


class Need(NamedTuple):
    """What to train: its name and percent, in words, and what trains for it: errors, skills, policies, tasks; codes:
    those that it hits here."""

    name: str
    percent: int
    words: str
    errors: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()


def needs(kept: Kept) -> list[Need]:
    """The needs, the greatest first."""
    return sorted((*_reasons(kept), *_others(kept)), key=lambda one: (-one.percent, one.name))


def _reasons(kept: Kept) -> Iterator[Need]:
    for one in denial_mix(kept):
        carc = one.name.rpartition("-")[2]
        if carc == OTHER or one.percent < LEAST:
            continue
        sent = frozenset(name for name, codes in _carcs().items() if carc in codes)
        causes = {policies()[name].cause for name in sent} - {""}
        errors = frozenset(error for error, cause in _causes().items() if cause in causes)
        skills = frozenset(_skills()[error] for error in errors if error in _skills()) - {""}
        words = f"{reason_name(one.name)} is {one.percent} % of your denials"
        yield Need(one.name, one.percent, words, errors, skills, sent, codes=tuple(denied_codes(kept, carc)))


def _others(kept: Kept) -> Iterator[Need]:
    rows = [(row["compared_lines"], row["underpaid_lines"]) for row in kept.rows("clinic_payer_counts")]
    told = [(compared, short) for compared, short in rows if None not in (compared, short)]
    lines, short = (sum(row[at] for row in told) for at in (0, 1))
    answers, back = (int(kept.summary.get(name, 0)) for name in ("claims", "take_backs"))
    late = _claims(kept, LATE)
    measured = {"under_paid": (short, lines), "take_backs": (back, answers), "late_claims": (late, _claims(kept, -1))}
    for row in read_csv(find(TASKS)):
        part, of = measured[row["finding"]]
        percent = 100 * part // of if of else 0
        if percent >= int(row["at_least"]):
            words = f"{percent} % {row['words']} ({part:,} of {of:,})"
            yield Need(row["finding"], percent, words, tasks=frozenset({row["task"]}))


def _claims(kept: Kept, after: int) -> int:
    """Claims that went out later than so many days after the visit."""
    lows = {str(low) for low, _ in BUCKETS if low > after}
    rows = (row for row in kept.rows("clinic_day_counts") if row["measure"] == "visit_to_claim")
    return sum(row["claims"] for row in rows if row["from_days"] in lows)


@remembered
def _carcs() -> dict[str, frozenset[str]]:
    """Policy -> the reasons that it sends."""
    return {
        name: frozenset(code.carc for code in one.codes if isinstance(code, Adjustment))
        for name, one in policies().items()
    }


@remembered
def _causes() -> dict[str, str]:
    """Kind of error -> root cause."""
    rows = read_csv(find("data/codes/cause_of.csv"))
    return {row["name"]: row["cause"] for row in rows if row["of"] == "error"}


@remembered
def _skills() -> dict[str, str]:
    """Kind of error -> the skill that one trains by avoiding it."""
    return {row["error"]: row["skill"] for row in read_csv(find("data/codes/errors.csv"))}
