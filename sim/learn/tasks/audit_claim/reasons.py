"""Why a coded claim is wrong, in the words of an audit report: a closed list. Each reason says what must be true for
it, and which kinds of error (data/codes/errors.csv) it names.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sim.learn.tasks.form import Option


class AuditReason(NamedTuple):
    """A reason in words, what must be true for it, and the kinds of error that it names."""

    words: str
    takes: str
    kinds: tuple[str, ...]


REASONS = {
    "other-code": AuditReason(
        "Code doesn't fit what is documented",
        "This reason is for a code of another condition, service or drug than the one in the record.",
        (
            "wrong-diagnosis",
            "wrong-procedure",
            "wrong-size",
            "wrong-drug",
            "wrong-long-term-drug",
            "wrong-visit-family",
        ),
    ),
    "not-documented": AuditReason(
        "Not documented",
        "This reason is for a code that nothing in the record supports.",
        ("diagnosis-not-documented", "service-not-done"),
    ),
    "not-addressed": AuditReason(
        "Listed, not addressed today",
        "This reason is for a condition that is on a list or in the history, and was not assessed or treated.",
        ("diagnosis-not-addressed",),
    ),
    "uncertain": AuditReason(
        "Uncertain diagnosis coded as certain",
        "This reason is for a diagnosis that the provider calls probable, suspected or to be ruled out.",
        ("uncertain-diagnosis-coded",),
    ),
    "symptom": AuditReason(
        "Symptom of a coded disease",
        "This reason is for a sign or symptom that belongs to a disease the provider has diagnosed.",
        ("symptom-with-cause",),
    ),
    "less-specific": AuditReason(
        "Less specific than the record",
        "This reason is for a code that leaves out a detail the record gives.",
        ("unspecified-side", "unspecified-code", "truncated-code"),
    ),
    "side": AuditReason(
        "Wrong side",
        "This reason is for the side that was not treated.",
        ("wrong-side", "wrong-modifier-side"),
    ),
    "encounter": AuditReason(
        "Wrong seventh character",
        "This reason is for an injury code of another phase: active treatment, healing, or a late effect.",
        ("wrong-seventh-character",),
    ),
    "combination": AuditReason(
        "Combination code missed",
        "This reason is for conditions that one code names together.",
        ("missed-combination-code",),
    ),
    "sequence": AuditReason(
        "Wrong sequence",
        "This reason is for the order of diagnoses that are all right.",
        ("wrong-sequence",),
    ),
    "left-out": AuditReason(
        "Documented, not coded",
        "This reason is for something that the record supports and the claim leaves out.",
        (
            "missed-diagnosis",
            "missed-long-term-drug",
            "missed-external-cause",
            "missed-service",
            "missed-drug",
            "missed-separate-visit",
        ),
    ),
    "repeated": AuditReason(
        "Coded twice",
        "This reason is for something that was done or assessed once and coded twice.",
        ("repeated-diagnosis", "service-repeated"),
    ),
    "level-high": AuditReason(
        "Visit level too high",
        "This reason is for a level that the problems, data and risk, or the time, do not reach.",
        ("level-too-high",),
    ),
    "level-low": AuditReason(
        "Visit level too low",
        "This reason is for a level below the one that the record supports.",
        ("level-too-low",),
    ),
    "new-established": AuditReason(
        "New and established mixed up",
        "This reason is for a patient who was, or was not, seen here within three years.",
        ("new-for-established", "established-for-new"),
    ),
    "visit": AuditReason(
        "No separate visit documented",
        "This reason is for a visit beside a procedure without evaluation and management of its own.",
        ("unsupported-separate-visit", "visit-too-many"),
    ),
    "included": AuditReason(
        "Included in another service",
        "This reason is for a service that the payer counts as part of another one on the claim.",
        ("unbundled-service",),
    ),
    "modifier-missing": AuditReason(
        "Modifier missing",
        "This reason is for a line that lacks a modifier the record calls for.",
        ("missing-modifier-25", "missing-modifier-qw", "missing-modifier-side", "missing-modifier"),
    ),
    "modifier-extra": AuditReason(
        "Modifier not supported",
        "This reason is for a modifier that the record does not support.",
        ("unsupported-modifier-25", "unsupported-modifier"),
    ),
    "units": AuditReason(
        "Wrong number of units",
        "This reason is for a quantity that is not the one given or done.",
        ("wrong-units",),
    ),
    "pointer": AuditReason(
        "Diagnosis pointer wrong",
        "This reason is for a line that points to a diagnosis which does not justify it.",
        ("wrong-pointer",),
    ),
    "payer-rule": AuditReason(
        "This payer requires another code",
        "This reason is for a service that this payer takes under another code.",
        ("payer-form",),
    ),
}
GENERAL = ("wrong-diagnosis", "wrong-procedure")  # true of any exchanged code, where a closer reason is known
TOO_MANY = ("diagnosis-too-many", "service-too-many")  # says only that it is too many, not why
ALIKE = (frozenset({"visit", "included"}),)  # a visit that is not separate is included in the procedure
OPTIONS = tuple(Option(name, one.words) for name, one in REASONS.items())


def of_kind(kind: str) -> str:
    """The reason that names a kind of error; "not-documented" for something too many of which no more is known.

    >>> of_kind("wrong-side"), of_kind("diagnosis-too-many"), of_kind("wrong-member-id")
    ('side', 'not-documented', '')
    """
    if kind in TOO_MANY:
        return "not-documented"
    return next((name for name, one in REASONS.items() if kind in one.kinds), "")


class Accepted(NamedTuple):
    """The reasons that are right for an error, the best first, and those that are true but too general."""

    right: tuple[str, ...]
    general: tuple[str, ...]


def accepted(best: Iterable[str], also: str) -> Accepted:
    """best: kinds of error by those who know most of it, in order; also: the kind that the two codes alone tell.

    >>> accepted(["uncertain-diagnosis-coded"], "wrong-diagnosis")
    Accepted(right=('uncertain',), general=('other-code',))
    >>> accepted(["unsupported-separate-visit"], "visit-too-many")
    Accepted(right=('visit', 'included'), general=())
    """
    known = [kind for kind in best if kind not in TOO_MANY and kind not in GENERAL] or list(best)
    right = [reason for kind in known if (reason := of_kind(kind))]
    told = of_kind(also) if also not in TOO_MANY else ""
    if told and also not in GENERAL:
        right.append(told)
    right += [other for group in ALIKE if group & set(right) for other in sorted(group, reverse=True)]
    right = list(dict.fromkeys(right))
    return Accepted(tuple(right), (told,) if told and told not in right else ())
