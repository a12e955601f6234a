"""Kinds of error: the closed list of data/codes/errors.csv, and how a difference between what was sent and what the
record supports is named.

A difference that an author foresaw (a trap of the scenario) is named and explained by the author; the rules here name
all others.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.ground.editions import service_dates
from sim.ground.files import find, read_csv, remembered, remembered_up_to
from sim.ground.table import Table
from sim.learn.grading.error_hints import HINTS
from sim.reference.codes import procedure_rows, procedures
from sim.reference.edits import pair_indicator
from sim.reference.icd10cm import lookup

SIDES = {"RT": "right", "LT": "left", "50": "both"}
LEVELS = {"none": 1, "straightforward": 2, "low": 3, "moderate": 4, "high": 5}


class ErrorKind(NamedTuple):
    """A kind of error: in words, the desk at which it is made, and what a learner trains by avoiding it."""

    error: str
    words: str
    desk: str
    skill: str


class SequenceRule(NamedTuple):
    """A rule that puts a diagnosis behind others. before: the prefix of codes ahead of it; empty where the code is only
    never first.
    """

    code: str
    before: str
    why: str
    cite: str


class CodeFacts(NamedTuple):
    """What the code tables say of a procedure; an unknown code has nothing but itself."""

    code: str
    label: str = ""
    family: str = ""
    kind: str = ""
    level: str = ""
    is_evaluation: bool = False
    is_new: bool = False


@remembered
def kinds() -> dict[str, ErrorKind]:
    """Kinds by name.

    >>> kinds()["wrong-side"].skill
    'laterality'
    """
    return {row["error"]: ErrorKind(**row) for row in read_csv(find("data/codes/errors.csv"))}


def words(kind: str) -> str:
    """The kind in plain words."""
    return kinds()[kind].words if kind in kinds() else kind.replace("-", " ")


def skill(kind: str) -> str:
    """What avoiding this error trains."""
    return kinds()[kind].skill if kind in kinds() else ""


def hint(kind: str) -> str:
    """Where to look, without the answer."""
    return HINTS.get(kind, "Read this part of the record again.")


@remembered
def sequence_rules(code: str) -> tuple[SequenceRule, ...]:
    """The rules that put a diagnosis behind others.

    >>> [rule.before for rule in sequence_rules("Z79.4")], sequence_rules("I10")
    ([''], ())
    """
    rows = [row for row in read_csv(find("data/codes/sequence.csv")) if code.startswith(row["code"])]
    return tuple(
        SequenceRule(row["code"], "" if one == "*" else one, row["why"], row["cite"])
        for row in rows
        for one in row["before"].split(";")
    )


def is_symptom(code: str) -> bool:
    """A sign, a symptom or a pain rather than a disease: chapter 18, and pain codes of other chapters.

    >>> is_symptom("R05.9"), is_symptom("M25.561"), is_symptom("M17.11")
    (True, True, False)
    """
    return code.startswith(("R", "M25.5", "M54.2", "M54.5", "M54.6", "M79.6", "H92.0", "H57.1"))


def sides(title: str) -> str:
    """right, left, both, unspecified or nothing, as a diagnosis title says it.

    >>> [sides(title) for title in ("Pain in right knee", "Pain in unspecified knee", "Essential hypertension")]
    ['right', 'unspecified', '']
    """
    text = title.lower()
    for word, side in (("bilateral", "both"), ("right", "right"), ("left", "left"), ("unspecified", "unspecified")):
        if word in text:
            return side
    return ""


def of_diagnosis(sent: str, key: str) -> str:
    """What is wrong with a diagnosis code sent in the place of another, as far as the two codes tell it; what the
    record tells is looked up in checked_reasons.

    >>> of_diagnosis("M17.12", "M17.11"), of_diagnosis("M17", "M17.11")
    ('wrong-side', 'truncated-code')
    >>> of_diagnosis("R03.0", "I10"), of_diagnosis("S93.401D", "S93.401A")
    ('wrong-diagnosis', 'wrong-seventh-character')
    """
    bare, wanted = sent.replace(".", ""), key.replace(".", "")
    if wanted.startswith(bare):
        return "truncated-code"
    if sent.startswith("Z79") and key.startswith("Z79"):
        return "wrong-long-term-drug"
    if len(bare) == len(wanted) == 7 and bare[:6] == wanted[:6] and key[0] in "ST":
        return "wrong-seventh-character"
    if bare[:3] == wanted[:3]:
        return _same_category(sent, key)
    return "wrong-diagnosis"


def _same_category(sent: str, key: str) -> str:
    said, meant = title(sent), title(key)
    side, wanted = sides(said), sides(meant)
    if wanted in ("right", "left", "both") and side != wanted:
        return "unspecified-side" if side in ("unspecified", "") else "wrong-side"
    if "unspecified" in said.lower() and "unspecified" not in meant.lower():
        return "unspecified-code"
    return "wrong-diagnosis"


def title(code: str) -> str:
    """The title of a diagnosis code; empty if the library does not know it."""
    found = lookup((code,))
    return str(found.title[0]) if len(found) else ""


def of_missing_diagnosis(key: str) -> str:
    """What is wrong where a diagnosis was not sent.

    >>> of_missing_diagnosis("Z79.4"), of_missing_diagnosis("W26.0XXA"), of_missing_diagnosis("I10")
    ('missed-long-term-drug', 'missed-external-cause', 'missed-diagnosis')
    """
    if key.startswith("Z79"):
        return "missed-long-term-drug"
    return "missed-external-cause" if key[0] in "VWXY" else "missed-diagnosis"


def of_modifiers(sent: frozenset[str], key: frozenset[str]) -> str:
    """What is wrong with a line's modifiers.

    >>> of_modifiers(frozenset(), frozenset({"25"})), of_modifiers(frozenset({"LT"}), frozenset({"RT"}))
    ('missing-modifier-25', 'wrong-modifier-side')
    >>> of_modifiers(frozenset({"59"}), frozenset())
    'unsupported-modifier'
    """
    missing, extra = key - sent, sent - key
    if missing & set(SIDES):
        return "wrong-modifier-side" if extra & set(SIDES) else "missing-modifier-side"
    if missing:
        return next((f"missing-modifier-{one.lower()}" for one in ("25", "QW") if one in missing), "missing-modifier")
    return "unsupported-modifier"


def of_service(sent: CodeFacts, key: CodeFacts) -> str:
    """What is wrong with a procedure code sent in the place of another; both as `facts` gives them.

    >>> pairs = ("99203", "99213"), ("99215", "99214"), ("12002", "12001")
    >>> [of_service(facts(sent), facts(key)) for sent, key in pairs]
    ['new-for-established', 'level-too-high', 'wrong-size']
    """
    if sent.is_evaluation and key.is_evaluation:
        if sent.kind != key.kind:
            return "wrong-visit-family"
        if sent.is_new != key.is_new:
            return "new-for-established" if sent.is_new else "established-for-new"
        higher = LEVELS.get(sent.level, 0) - LEVELS.get(key.level, 0)
        return "level-too-high" if higher > 0 else "level-too-low" if higher else "wrong-procedure"
    if key.kind == "drug":
        return "wrong-drug"
    return "wrong-size" if sent.family == key.family and sent.family.startswith("repair") else "wrong-procedure"


def of_missing_service(key: CodeFacts, others: list[CodeFacts]) -> str:
    """What is wrong where a service was not sent; others: the other services of the record.

    >>> of_missing_service(facts("99213"), [facts("20610")]), of_missing_service(facts("J3301"), [])
    ('missed-separate-visit', 'missed-drug')
    >>> of_missing_service(facts("20610"), [])
    'missed-service'
    """
    if key.is_evaluation and others:
        return "missed-separate-visit"
    return "missed-drug" if key.kind == "drug" else "missed-service"


def of_extra_service(sent: CodeFacts, others: list[CodeFacts]) -> str:
    """What is wrong with a service too many, as far as the codes tell it; others: the services of the key.

    >>> of_extra_service(facts("99213"), [facts("20610")]), of_extra_service(facts("20610"), [facts("20610")])
    ('visit-too-many', 'service-repeated')
    >>> of_extra_service(facts("71046"), [])
    'service-too-many'
    """
    if any(other.code == sent.code for other in others):
        return "service-repeated"
    return "visit-too-many" if sent.is_evaluation and others else "service-too-many"


def bundled_into(sent: str, others: Sequence[str]) -> str:
    """The first of the other codes beside which NCCI does not pay this one (column 1 of a pair); empty for none.

    >>> bundled_into("99213", ["20610"]), bundled_into("71046", ["99213"])
    ('20610', '')
    """
    day = service_dates().first
    rows = procedure_rows([sent, *others])
    pairs = (int(pair_indicator(np.array([row]), np.array([rows[0]]), day)[0]) for row in rows[1:])
    return next((code for code, indicator in zip(others, pairs, strict=True) if indicator >= 0), "")


def facts(code: str) -> CodeFacts:
    """What the code tables say of a procedure.

    >>> facts("99214").level, facts("XXXXX").kind
    ('moderate', '')
    """
    return _facts(procedures(), code)


@remembered_up_to(4096)
def _facts(table: Table, code: str) -> CodeFacts:
    row = int(procedure_rows([code])[0])
    if row < 0:
        return CodeFacts(code)
    label, family, kind, level = (str(table[name][row]) for name in ("label", "family", "kind", "level"))
    return CodeFacts(code, label, family, kind, level, bool(table.is_evaluation[row]), bool(table.is_new[row]))
