"""Marking the level of a visit: each problem, each data item, the risk, the time, the level of each element, what
decides, and the code.

One error costs once: a level, a decision or a code that follows from what was entered above costs nothing of its own;
its mark says what the record supports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.clinic.visits.chart import Document
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.feedback import proofs
from sim.learn.grading.marks import Consequence, Evidence, Mark, Marks
from sim.learn.grading.wording import sentences
from sim.learn.tasks.em_level.answer import Answer
from sim.learn.tasks.em_level.right_level import Right, by_own_entries, by_own_levels, rights
from sim.learn.tasks.em_level.row_marks import DATA_ROWS, HALF, PROBLEM_ROWS, rows
from sim.learn.tasks.em_level.visit_family import FIELD, family_words, is_asked, setting_of, times
from sim.learn.tasks.em_level.words import ELEMENTS, RISK, TIME, WAYS, level_words
from sim.reference.calculators.decision import DATA_WORDS, LEVELS, WORDS, cite
from sim.reference.calculators.decision import RISK as WEIGHT
from sim.reference.calculators.em import BY_HISTORY, family_of

NOT_CHOSEN = "level-left-open"
FOLLOWS = "It follows from what you entered above, so it costs nothing again."
WHYS = {
    "level-too-high": "No two elements, and no time in the record, reach that level.",
    "level-too-low": "Two elements, or the time, reach a higher level.",
    "new-for-established": "The record shows a patient seen here within the last three years.",
    "established-for-new": "The record shows a patient not seen here within the last three years.",
    "wrong-visit-family": "The code belongs to another kind of visit.",
}
RULES = {
    "problems": "The most severe problem sets the level. Two minor problems make it low, two stable chronic illnesses"
    " make it moderate.",
    "risk": "The decision with the most risk sets the level.",
}


def grade(answer: Answer, case: Case, consequence: Consequence | None = None) -> Marks:
    """Marks of an answer, against the right answer that it comes nearest to. `consequence`: what its code does."""
    found = [_against(answer, right, case, consequence) for right in rights(case)]
    return max(found, key=lambda marks: marks.score, default=Marks((), 0, 0, case.exercise.points))


def _against(answer: Answer, right: Right, case: Case, consequence: Consequence | None) -> Marks:
    chart = case.documents_when(True)
    basis = right.basis
    asked = is_asked(case)
    marks = [
        *([_family(answer, right)] if asked else []),
        *rows(PROBLEM_ROWS, answer.problems, basis.problems, chart),
        *rows(DATA_ROWS, answer.data, basis.data, chart),
        _risk(answer, right, chart),
        *_minutes(answer, right, chart),
        *(_level(answer, right, element) for element in ELEMENTS),
        _decides(answer, right),
        _code(answer, right, chart, consequence),
    ]
    single = (answer.risk, answer.minutes, answer.decides, answer.code, answer.family, *answer.level.values())
    entered = len(answer.problems) + len(answer.data) + sum(bool(one) for one in single)
    key = len(basis.problems) + len(basis.data) + len(ELEMENTS) + 3 + (basis.minutes is not None) + asked
    return Marks(tuple(marks), entered, key, case.exercise.points)


def _mark(
    where: str,
    error: str,
    why: str,
    told: str,
    hint: str,
    key: str = "",
    is_missing: bool = False,
    points: float = 1.0,
    earned: float = 0.0,
    evidence: tuple[Evidence, ...] = (),
) -> Mark:
    """A mark of something wrong or missing."""
    return Mark(
        where,
        "missing" if is_missing else "partly" if earned else "wrong",
        f"{why} {told}".strip(),
        points,
        earned,
        error_kinds.skill(error),
        error,
        error_kinds.words(error),
        hint,
        key,
        cite,
        evidence,
        reason=why,
    )


def _fine(where: str, error: str, message: str, key: str, evidence: tuple[Evidence, ...] = ()) -> Mark:
    """A mark of something right; `error` is the kind that was avoided."""
    return Mark(where, "right", message, 1.0, 1.0, error_kinds.skill(error), cite=cite, evidence=evidence, key=key)


def _family(answer: Answer, right: Right) -> Mark:
    """The kind of visit."""
    basis = right.basis
    key, meant = family_words(basis.setting, basis.is_new), family_of(basis.setting, basis.is_new)
    told = f"The record supports: {key[0].lower()}{key[1:]}."
    if answer.family == meant:
        return _fine("family", "wrong-visit-family", f"{key}. {times(basis.setting, basis.is_new)}".strip(), key)
    if not answer.family:
        return _mark("family", NOT_CHOSEN, "No kind of visit was chosen.", told, FIELD.help, key, True)
    setting, is_new = setting_of(answer.family)
    error = "wrong-visit-family"
    why = "The place, the day of the stay or the payer's terms make it another kind of visit."
    if setting == basis.setting:
        error = "new-for-established" if is_new else "established-for-new"
        why = WHYS[error]
    return _mark("family", error, why, told, FIELD.help, key)


def _risk(answer: Answer, right: Right, chart: Sequence[Document]) -> Mark:
    """The riskiest decision; another one of the record with the same risk is as right."""
    top = right.risk
    same = {fact.kind for fact in right.basis.risk if WEIGHT[fact.kind] == WEIGHT[top]} or {top}
    chosen = next(
        (fact for fact in right.basis.risk if fact.kind == (answer.risk if answer.risk in same else top)), None
    )
    evidence, key = proofs(chosen, chart) if chosen else (), RISK[top].words
    told, hint = (
        f"The record supports: {key.lower()}.",
        "What was decided about treatment, and which decision carries the most risk?",
    )
    if answer.risk in same:
        return _fine(
            "risk",
            "risk-overrated",
            f"{RISK[answer.risk].words}. {RISK[answer.risk].takes}",
            RISK[answer.risk].words,
            evidence,
        )
    if not answer.risk:
        return _mark("risk", NOT_CHOSEN, "No decision was named.", told, hint, key, True, evidence=evidence)
    more = WEIGHT[answer.risk] - WEIGHT[top]
    error = "risk-overrated" if more > 0 else "risk-underrated" if more else "risk-wrong-kind"
    why = {
        "risk-overrated": f"The record does not show this decision. {RISK[answer.risk].takes}",
        "risk-underrated": "The record shows a decision of more risk. The riskiest one counts.",
        "risk-wrong-kind": "The level is right, but the record shows another decision.",
    }[error]
    return _mark("risk", error, why, told, hint, key, earned=0.0 if more else HALF, evidence=evidence)


def _minutes(answer: Answer, right: Right, chart: Sequence[Document]) -> Iterator[Mark]:
    """The total time: an item where the record states one, or where minutes were entered although it states none."""
    stated, hint = right.basis.minutes, "Does the note state the clinician's own total time on the date of service?"
    if stated is None and answer.minutes is None:
        return
    if stated is None:
        why = "The record states no total time, so no minutes count."
        yield _mark("minutes", "minutes-not-documented", why, "Leave it empty.", hint, points=0.0)
        return
    evidence = tuple(one for one in proofs(right.visit, chart) if str(stated) in one.text)
    told = f"The record states {stated} minutes."
    if answer.minutes == stated:
        yield _fine("minutes", "wrong-minutes", told, str(stated), evidence)
    elif answer.minutes is None:
        why = "The note states the clinician's total time."
        yield _mark("minutes", "minutes-missed", why, told, hint, str(stated), True, evidence=evidence)
    else:
        why = "The note states another total time. Staff time does not count."
        yield _mark("minutes", "wrong-minutes", why, told, hint, str(stated), evidence=evidence)


def _level(answer: Answer, right: Right, element: str) -> Mark:
    """The level of an element."""
    where, at = f"level.{element}", right.basis.levels[element]
    sent, key = answer.level.get(element, ""), level_words(element, at)
    rule = RULES.get(element) or f"{key} takes {DATA_WORDS[LEVELS.index(at)]}."
    hint = f"What do the entries for {element} give?"
    told = f"The record supports: {key.lower()}."
    if sent == at:
        return _fine(where, "element-too-high", f"{key}. {rule}", key)
    if not sent:
        why = f"No level was chosen for {element}."
        return _mark(where, NOT_CHOSEN, why, told, hint, key, True)
    error = "element-too-high" if LEVELS.index(sent) > LEVELS.index(at) else "element-too-low"
    if by_own_entries(answer, right.basis).details[element] == sent and not _has_no_entries(answer, element):
        return _mark(where, error, FOLLOWS, told, hint, key, earned=1.0)
    if element == "data":
        why = f"{level_words(element, sent)} takes {DATA_WORDS[LEVELS.index(sent)]}."
    else:
        why = f"{RULES[element]} That does not give {level_words(element, sent).lower()} here."
    return _mark(where, error, why, told, hint, key)


def _has_no_entries(answer: Answer, element: str) -> bool:
    """Nothing was entered for this element, so nothing follows from it. No data beside problems is an entry too."""
    return not {"problems": answer.problems, "data": answer.data or answer.problems, "risk": answer.risk}[element]


def _decides(answer: Answer, right: Right) -> Mark:
    """What decides the level of the visit."""
    basis, sent = right.basis, answer.decides
    key = " or ".join(WAYS[way].lower() for way in basis.deciding)
    told, hint = f"The record supports: {key}.", "Which two elements reach the level of the visit? Does time reach it?"
    if sent in basis.deciding:
        return _fine("decides", "wrong-deciding-elements", f"Deciding here: {key}.", WAYS[sent])
    if not sent:
        why = "Nothing was chosen that decides."
        return _mark("decides", NOT_CHOSEN, why, told, hint, key, True)
    own = by_own_levels(answer, basis)
    if own is not None and sent in own.details["deciding"]:
        return _mark("decides", "wrong-deciding-elements", FOLLOWS, told, hint, key, earned=1.0)
    if sent == TIME:
        why = (
            "The record states no total time, so time cannot decide."
            if basis.minutes is None
            else f"{basis.minutes} minutes do not reach the level that two elements reach."
            f" {times(basis.setting, basis.is_new)}".rstrip()
        )
        return _mark("decides", "time-does-not-decide", why, told, hint, key)
    low = [one for one in sent.split(" and ") if LEVELS.index(basis.levels[one]) < LEVELS.index(basis.level)]
    verb = "does" if len(low) == 1 and low != ["problems"] else "do"
    why = f"{' and '.join(low).capitalize()} {verb} not reach the level of this visit."
    return _mark("decides", "wrong-deciding-elements", why, told, hint, key)


def _code(answer: Answer, right: Right, chart: Sequence[Document], consequence: Consequence | None) -> Mark:
    """The code of the visit."""
    visit, evidence = right.visit, proofs(right.visit, chart)
    first = "Is the patient new or established?" if right.basis.setting in BY_HISTORY else "What kind of visit is it?"
    hint = f"{first} Which level do two elements reach?"
    told = f"The record supports {visit.code}. {sentences(visit.why, 2)}"
    if answer.code == visit.code:
        return _fine("code", "level-too-high", f"{visit.code}. {visit.why}", visit.code, evidence)
    is_missing, earned = not answer.code, 0.0
    error, why = (NOT_CHOSEN, "No code was entered.") if is_missing else _wrong_code(answer.code, right)
    own = by_own_levels(answer, right.basis)
    if own is not None and own.code == answer.code:
        why, earned = FOLLOWS, 1.0
    found = _mark("code", error, why, told, hint, visit.code, is_missing, earned=earned, evidence=evidence)
    return replace(found, cite=visit.cite or cite, consequence=consequence)


def _wrong_code(sent: str, right: Right) -> tuple[str, str]:
    """The kind of error of a wrong code, and why it is wrong, without the right one."""
    basis = right.basis
    said, meant = error_kinds.facts(sent), error_kinds.facts(right.visit.code)
    kind = error_kinds.of_service(said, meant)
    highest = max(basis.levels.values(), key=LEVELS.index)
    if kind == "level-too-high" and said.level == WORDS[highest] != WORDS[basis.level]:
        return (
            "highest-element-taken",
            "The code follows the single highest element. Two of the three have to reach a level.",
        )
    return kind, WHYS.get(kind, "The code is not one for this kind of visit.")
