"""Codes that a careful coder may rightly add though the key does not hold them: documented external causes, places and
activities, status and long-term drug codes, symptoms that are not part of a disease of the key. They move no point.

    truth_for(answer, case)          what the record supports for this answer: the key, and with it what the answer adds
                                     and may add

Each is optional only where the record says it, at a place that is shown (data/codes/optional_diagnoses.csv,
record_words.csv). An error that the scenario's author foresaw (a trap, an item that must never be there) stays one.
"""

import re
from collections.abc import Iterable, Sequence

from sim.clinic.visits.chart import Document
from sim.clinic.visits.proof import Proof
from sim.clinic.visits.truth import Dx, Truth
from sim.ground.files import find, read_csv, remembered
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer
from sim.learn.grading import error_kinds
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.integral_symptoms import explained_by
from sim.learn.grading.record_words import mentions, said

SIDE_WORDS = {"right": re.compile(r"\b([Rr]ight|R|RT)\b"), "left": re.compile(r"\b([Ll]eft|L|LT)\b")}


def truth_for(answer: Answer, case: Case, asked: bool | None = None) -> Truth:
    """What the record supports for an answer, with the provider's answer if the coder asked. asked: told instead."""
    if asked is None:
        asked = bool(answer.query or answer.hold)
    return with_optional(case.truth_when(asked), answer.diagnoses, case.documents_when(asked), _foreseen(case))


def optional_diagnoses(sent: Sequence[str], case: Case) -> tuple[Dx, ...]:
    """The items of the codes sent that are optional in this case beyond its key."""
    found = with_optional(case.truth, sent, case.documents_when(True), _foreseen(case))
    return found.diagnoses[len(case.truth.diagnoses) :]


def _foreseen(case: Case) -> set[str]:
    return {code for one in anticipated_in(case).traps for code in (one.code, one.sent_code)}


def with_optional(
    truth: Truth, sent: Sequence[str], documents: Sequence[Document], foreseen: Iterable[str] = ()
) -> Truth:
    """The truth with an item of need "may" for every diagnosis sent that is optional in this record."""
    known = {*foreseen, *(item.code for item in (*truth.diagnoses, *truth.never))}
    keys = [dx.code for dx in truth.diagnoses]
    fresh = [code for code in dict.fromkeys(sent) if code not in known]
    found = tuple(dx for code in fresh if (dx := optional(code, keys, documents)) is not None)
    return truth._replace(diagnoses=truth.diagnoses + found) if found else truth


def optional(code: str, keys: Sequence[str], documents: Sequence[Document]) -> Dx | None:
    """The item of an optional code, with the phrase that documents it; None for a code that is not optional here.

    >>> from sim.clinic.visits.chart import Document
    >>> from datetime import date
    >>> chart = [Document("office note", "", "", "", date(2026, 6, 3), True, "", (),
    ...     {"hpi": ["Vomits since last night. No fever."]})]
    >>> optional("R11.10", ["H66.001"], chart).evidence[0].text
    'Vomits since last night'
    >>> optional("R50.9", ["H66.001"], chart), optional("R11.10", ["A08.4"], chart)
    (None, None)
    """
    rule = rule_of(code)
    if rule is None or rule["never"] or _stands_in_the_way(code, keys):
        return None
    place = said(mentions(code, documents) or ())
    if place is None or _is_other_side(code, place.text):
        return None
    proof = Proof(place.section, place.text, documents[place.document].kind, "")
    return Dx(code, "", "may", "", (proof,), rule["why"], rule["cite"])


def rule_of(code: str) -> dict[str, str] | None:
    """The row of data/codes/optional_diagnoses.csv for a code; None for a code of which it says nothing.

    >>> rule_of("Y92.9")["never"], rule_of("I10")
    ('A place that the record does not state is left out.', None)
    """
    return next((_rules()[code[:size]] for size in range(len(code), 0, -1) if code[:size] in _rules()), None)


@remembered
def _rules() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_csv(find("data/codes/optional_diagnoses.csv"))}


def _stands_in_the_way(code: str, keys: Sequence[str]) -> bool:
    """A disease of the key to which the symptom belongs, or another code of the same category."""
    is_one_of_many = code[0] in "VWXY" or code.startswith("Z79")
    return explained_by(code, keys) is not None or any(
        not is_one_of_many and key[:3] == code[:3] or key == code for key in keys
    )


def _is_other_side(code: str, text: str) -> bool:
    """The code names a side, and the phrase names only the other one."""
    side = error_kinds.sides(error_kinds.title(code))
    other = {"right": "left", "left": "right"}.get(side, "")
    return bool(other) and bool(SIDE_WORDS[other].search(text)) and not SIDE_WORDS[side].search(text)
