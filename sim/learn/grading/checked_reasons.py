"""What a grader may say of an error that no author foresaw: only what it looked up and found so. Where it found nothing
it names the error and gives no reason.

    checked(difference, truth, documents)

What was looked up for a reason travels with it (`basis`).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from sim.clinic.visits.chart import Document
from sim.clinic.visits.truth import Truth
from sim.learn.grading import error_kinds
from sim.learn.grading.difference import Difference, What
from sim.learn.grading.integral_symptoms import explained_by
from sim.learn.grading.marks import Evidence
from sim.learn.grading.optional_codes import rule_of
from sim.learn.grading.record_words import Mention, Standing, mentions, standing, words_of

LISTED = "ICD-10-CM Guidelines IV.J"
UNCERTAIN = "ICD-10-CM Guidelines IV.H"
NOT_DONE = "CMS: a service that is not documented is treated as not done"
PAIRS = "NCCI procedure-to-procedure edits"
ONCE = "ICD-10-CM Guidelines I.B.12"


class Basis(Enum):
    """What was looked up for a reason, and where."""

    KEY = "the key alone"
    RULE = "a rule of the codes"
    DISEASE = "a diagnosis of the key to which the symptom belongs, or which excludes it (tables, tabular list)"
    ABSENT = "no word for it anywhere in the record (record_words.csv)"
    DENIED = "every place that mentions it denies it"
    UNCERTAIN = "every plain place that mentions it calls it uncertain"
    LISTED = "it stands only in lists that were carried forward and in documents of other visits"
    PAIR = "a pair of the NCCI table with a service of the key"


class Reason(NamedTuple):
    """Kind of error, why, by which rule, the phrases that show it, and what was looked up."""

    kind: str
    why: str = ""
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()
    basis: Basis = Basis.KEY


def checked(difference: Difference, truth: Truth, documents: Sequence[Document]) -> Reason:
    """The reason for a difference, as far as one was found."""
    find = LOOK_UPS.get(difference.error.what)
    found = find(difference, truth, documents) if find is not None else None
    return found or Reason(difference.kind)


def _repeated(one: Difference, truth: Truth, documents: Sequence[Document]) -> Reason:
    return Reason("repeated-diagnosis", "A diagnosis is reported once for a visit.", ONCE, basis=Basis.RULE)


def _extra_diagnosis(one: Difference, truth: Truth, documents: Sequence[Document]) -> Reason | None:
    code = one.error.code
    if one.item is not None:
        return None
    rule = rule_of(code)
    if rule is not None and rule["never"]:
        return Reason(one.kind, rule["never"], rule["cite"], basis=Basis.RULE)
    return _explained(code, truth) or _by_record(code, documents)


def _explained(code: str, truth: Truth) -> Reason | None:
    found = explained_by(code, [dx.code for dx in truth.diagnoses])
    return Reason(found.kind, found.why, found.cite, basis=Basis.DISEASE) if found is not None else None


def _other_diagnosis(one: Difference, truth: Truth, documents: Sequence[Document]) -> Reason | None:
    """A symptom for the disease, or a disease that is only suspected: where it was found so."""
    if one.kind != "wrong-diagnosis":
        return None
    sent, key = one.error.sent_code, one.error.code
    found = explained_by(sent, [key]) if error_kinds.is_symptom(sent) and not error_kinds.is_symptom(key) else None
    if found is not None:
        return Reason(found.kind, found.why, found.cite, basis=Basis.DISEASE)
    by_record = _by_record(sent, documents)
    return by_record if by_record is not None and by_record.basis is Basis.UNCERTAIN else None


def _by_record(code: str, documents: Sequence[Document]) -> Reason | None:
    """What the record says of a diagnosis: nothing at all, not so, not for certain, or only in a list."""
    found = mentions(code, documents)
    if found is None:
        return None
    is_disease = not error_kinds.is_symptom(code) and code[0] not in "VWXYZ"
    how = standing(found)
    if how is Standing.ABSENT:
        return Reason("diagnosis-not-documented", _looked_for(code), basis=Basis.ABSENT)
    if how is Standing.DENIED:
        return Reason("diagnosis-not-documented", "The record says that it is not so.", "", _shown(found), Basis.DENIED)
    if how is Standing.UNCERTAIN and is_disease:
        why = "The record calls it uncertain. Outside the hospital the symptom is coded instead."
        doubts = [place for place in found if place.standing is Standing.UNCERTAIN]
        return Reason("uncertain-diagnosis-coded", why, UNCERTAIN, _shown(doubts), Basis.UNCERTAIN)
    if how is Standing.LISTED:
        why = "In this record it stands only in a list that was carried forward, or in a document of another visit."
        return Reason("diagnosis-not-addressed", why, LISTED, _shown(found), Basis.LISTED)
    return None


def _extra_service(one: Difference, truth: Truth, documents: Sequence[Document]) -> Reason | None:
    code = one.error.code
    keys = [service.code for service in truth.services]
    if code in keys:
        times = keys.count(code)
        return Reason("service-repeated", f"The key has it {'once' if times == 1 else f'{times} times'}.")
    if one.item is not None:
        return None
    if not error_kinds.facts(code).is_evaluation and mentions(code, documents) == ():
        return Reason("service-not-done", _looked_for(code), NOT_DONE, basis=Basis.ABSENT)
    other = error_kinds.bundled_into(code, list(dict.fromkeys(keys)))
    if other:
        why = f"NCCI pairs {code} with {other}, and {other} is the one that is paid unless a modifier opens the pair."
        return Reason(one.kind if one.kind == "visit-too-many" else "unbundled-service", why, PAIRS, basis=Basis.PAIR)
    return None


def _modifiers(one: Difference, truth: Truth, documents: Sequence[Document]) -> Reason | None:
    """25 on a visit beside which the key has nothing else."""
    assert one.row is not None and one.item is not None, "an error inside a row has both"
    if "25" not in one.row.modifiers or one.kind != "unsupported-modifier" or len(truth.services) != 1:
        return None
    why = "Modifier 25 is for a visit beside another service of the day, and the key has no other service."
    return Reason(one.kind, why, "CPT modifier 25, in our words")


def _looked_for(code: str) -> str:
    """What was looked for in the record, and not found."""
    found = words_of(code)
    words = [word.strip("*") for word in found.mention if " + " not in word] if found else []
    return f"The record does not mention it (looked for: {', '.join(words[:6])})." if words else ""


def _shown(found: Sequence[Mention]) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.document, one.section, one.text, one.start, one.end) for one in found[:3])


LookUp = Callable[[Difference, Truth, Sequence[Document]], Reason | None]
LOOK_UPS: Mapping[What, LookUp] = {
    What.REPEATED_DIAGNOSIS: _repeated,
    What.EXTRA_DIAGNOSIS: _extra_diagnosis,
    What.OTHER_DIAGNOSIS: _other_diagnosis,
    What.EXTRA_SERVICE: _extra_service,
    What.MODIFIERS: _modifiers,
}
