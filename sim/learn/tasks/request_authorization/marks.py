"""Marking a request for authorization: one item a field. An error costs once: an action that follows from criteria read
wrongly, and a last day that follows from a priority chosen wrongly, cost nothing of their own.

Fields that nobody asks for in a case are free: the request where nothing is sent, criteria of a service that is not on
the list.
"""

import re

from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.form_answers import Draft
from sim.learn.tasks.request_authorization.answer import Answer
from sim.learn.tasks.request_authorization.asked_payer import Asked, Criterion, asked
from sim.learn.tasks.request_authorization.field_facts import Fact, Value, facts
from sim.learn.tasks.request_authorization.payer_reply import Reply, amount_of, best_claim, reply, without_words
from sim.payer.asked.explain import said
from sim.payer.asked.prior_authorization import needs

FOLLOWS = "It follows from what you entered above, so it costs nothing again."
HALF = 0.5
OF_DIAGNOSIS = {"part_words": "osteoarthritis|pain|tear|dislocation"}  # what may be marked beside the assessment


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer, with what the payer answers and what the claim brings."""
    if answer.is_blank:
        return Marks((), 0, len(facts(case)), case.exercise.points)
    true, every = asked(case), facts(case)
    marks = [_mark(fact, answer, true) for fact in every]
    entered = sum(given(fact, answer) not in ("", None, (), []) for fact in every)
    came = reply(answer, case)
    lost = max(0, amount_of(best_claim(case)) - came.owed_amount) if _is_final(answer, true) else 0
    return Marks(
        (*marks, *_came_back(came, answer, case, true, lost)),
        entered,
        len(every),
        case.exercise.points,
        owed_not_paid_amount=lost,
    )


def _is_final(answer: Answer, true: Asked) -> bool:
    """Is the visit billed as things stand? Whoever goes back to the provider does not bill yet."""
    return answer.action != "provider"


def given(fact: Fact, answer: Answer) -> Value | list[Draft]:
    """What was entered in a field."""
    kind, _, criterion = fact.name.partition("_")
    if kind == "met":
        return answer.met.get(criterion, "")
    if kind == "proof":
        return answer.proof.get(criterion, [])
    return getattr(answer, fact.name)


def _mark(fact: Fact, answer: Answer, true: Asked) -> Mark:
    value = given(fact, answer)
    if value in ("", None, (), []):
        return Mark(
            fact.name,
            "missing",
            f"{fact.label}: {fact.shown}. {fact.why}",
            hint=f"Look here: {fact.place}.",
            key=fact.shown,
            cite=fact.cite,
            evidence=fact.evidence,
            reason=fact.why,
        )
    error, earned = judged(fact, answer, true)
    if not error:
        follows = f" {FOLLOWS}" if earned and not is_right(fact, answer, true) else ""
        why = f"{fact.shown}. {fact.why}{follows}" if follows else fact.why
        return Mark(fact.name, "right", why, earned=1.0, cite=fact.cite, key=fact.shown, evidence=fact.evidence)
    if error == "criterion-phrase-too-many":
        strays = " and ".join(f"“{one}”" for one in _hits(value, _criterion(fact, true), true)[1])
        return _wrong(fact, error, earned, f"Beside a phrase that shows it you marked {strays}.")
    return _wrong(fact, error, earned, fact.why)


def _wrong(fact: Fact, error: str, earned: float, why: str) -> Mark:
    told = error_kinds.words(error)
    return Mark(
        fact.name,
        "partly" if earned else "wrong",
        f"{told}. {why}" if earned and fact.name.startswith("proof_") else f"{told}. {why} {fact.label}: {fact.shown}.",
        earned=earned,
        skill=error_kinds.skill(error),
        error=error,
        title=told,
        hint=error_kinds.hint(error),
        key=fact.shown,
        cite=fact.cite,
        evidence=fact.evidence,
        reason=f"{told}. {why}",
    )


def is_right(fact: Fact, answer: Answer, true: Asked) -> bool:
    """Is the entry that of the key, or one as good?"""
    value = given(fact, answer)
    if fact.name.startswith("proof_"):
        shows, strays = _hits(value, _criterion(fact, true), true)
        return shows and not strays
    if fact.name == "documents":
        chosen = _places(answer)
        return true.shows_all(chosen) and chosen <= true.useful
    return value == fact.right


def judged(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    """(kind of error, what is earned); no error for what is right or follows from an error above."""
    if is_right(fact, answer, true):
        return "", 1.0
    name = fact.name.partition("_")[0]
    if name == "met":
        return (
            ("criterion-not-documented", 0.0)
            if answer.met[_criterion(fact, true).id] == "yes"
            else (
                "criterion-overlooked",
                0.0,
            )
        )
    if name == "proof":
        shows, _ = _hits(given(fact, answer), _criterion(fact, true), true)
        return ("criterion-phrase-too-many", HALF) if shows else ("criterion-wrong-phrase", 0.0)
    return WRONG[fact.name](fact, answer, true)


def _needed(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    if true.needed == "notice" and answer.needed == "authorization":
        return "emergency-made-to-wait", 0.0
    if true.needed == "none":
        return "requirement-invented", 0.0
    if true.needed == "referral" and answer.needed == "authorization":
        return "authorization-for-referral", 0.0
    return ("requirement-missed" if answer.needed == "none" else "wrong-requirement"), 0.0


def _action(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    """An action that fits what was entered above costs nothing of its own."""
    if answer.action in _fitting(answer, true):
        return "", 1.0
    if true.action == "provider":
        return ("request-sent-incomplete" if answer.action == "send" else "request-not-made"), 0.0
    if true.action == "send":
        return ("request-held-back" if answer.action == "provider" else "request-not-made"), 0.0
    return "action-unlike-requirement", 0.0


def _fitting(answer: Answer, true: Asked) -> tuple[str, ...]:
    """What one would do who is right in everything that was entered above, where something above is wrong."""
    if answer.needed != true.needed:
        return {
            "authorization": ("send", "provider"),
            "referral": ("referral",),
            "notice": ("notify",),
            "none": ("none",),
        }.get(answer.needed, ())
    unlike = {one.id for one in true.criteria if answer.met.get(one.id) not in ("yes" if one.is_met else "no", None)}
    if not unlike or true.needed != "authorization":
        return ()
    return ("provider",) if "no" in answer.met.values() else ("send",)


def _service(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    return "wrong-procedure", 0.0


def _units(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    return "wrong-units", 0.0


def _diagnosis(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    return error_kinds.of_diagnosis(answer.diagnosis, true.planned.diagnosis), 0.0


def _priority(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    return ("expedited-without-reason" if answer.priority == "expedited" else "urgent-sent-as-standard"), 0.0


def _documents(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    if not true.shows_all(_places(answer)):
        return "attachment-missing", 0.0
    return "more-than-minimum", HALF


def _decide_by(fact: Fact, answer: Answer, true: Asked) -> tuple[str, float]:
    if answer.priority and answer.priority != true.priority and answer.decide_by == true.due(answer.priority):
        return "", 1.0
    return "wrong-decision-deadline", 0.0


WRONG = {
    "needed": _needed,
    "action": _action,
    "service": _service,
    "units": _units,
    "diagnosis": _diagnosis,
    "priority": _priority,
    "documents": _documents,
    "decide_by": _decide_by,
}


def _criterion(fact: Fact, true: Asked) -> Criterion:
    return next(one for one in true.criteria if one.id == fact.name.partition("_")[2])


def _places(answer: Answer) -> frozenset[int]:
    return frozenset(int(name[1:]) for name in answer.documents)


def _hits(spots: object, criterion: Criterion, true: Asked) -> tuple[bool, list[str]]:
    """(some phrase shows the criterion, the phrases that are not about it at all). A phrase that is about the same
    thing and shows it only in part costs nothing beside one that shows it."""
    marked = spots if isinstance(spots, list) else []
    about = re.compile(rf"\b(?:{needs().get(criterion.id, OF_DIAGNOSIS)['part_words']})", re.IGNORECASE)
    others = [_marked(spot, true) for spot in marked if not _shows(spot, criterion, true)]
    return len(others) < len(marked), [text for text in others if not about.search(text)]


def _marked(spot: Draft, true: Asked) -> str:
    """The words that were marked; empty where there are none."""
    documents = true.planned.documents
    if not 0 <= spot["document"] < len(documents):
        return ""
    sections = list(documents[spot["document"]].sections.values())
    if not 0 <= spot["section"] < len(sections):
        return ""
    lines = sections[spot["section"]]
    return lines[spot["line"]][spot["start"] : spot["end"]] if 0 <= spot["line"] < len(lines) else ""


def _shows(spot: Draft, criterion: Criterion, true: Asked) -> bool:
    """Does a marked phrase overlap a sentence that documents the criterion?"""
    documents = true.planned.documents
    if not 0 <= spot["document"] < len(documents):
        return False
    sections = list(documents[spot["document"]].sections.items())
    if not 0 <= spot["section"] < len(sections):
        return False
    name, lines = sections[spot["section"]]
    before = sum(len(line) + 1 for line in lines[: spot["line"]])
    start, end = before + spot["start"], before + spot["end"]
    return any(
        (fact.spot.document, fact.spot.section) == (spot["document"], name)
        and start < fact.spot.end
        and fact.spot.start < end
        for fact in criterion.facts
    )


def spot_of(criterion: Criterion, true: Asked) -> Draft:
    """The first sentence that documents a criterion, as the page marks a phrase."""
    fact = criterion.facts[0]
    sections = true.planned.documents[fact.spot.document].sections
    lines = sections[fact.spot.section]
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    number = max(place for place, start in enumerate(starts) if start <= fact.spot.start)
    before = starts[number]
    return {
        "document": fact.spot.document,
        "section": list(sections).index(fact.spot.section),
        "line": number,
        "start": fact.spot.start - before,
        "end": fact.spot.end - before,
    }


def _until(true: Asked) -> str:
    """An emergency's denial is not the last word."""
    return " until the denial is disputed" if true.needed == "notice" else ""


def _came_back(came: Reply, answer: Answer, case: Case, true: Asked, lost: int) -> list[Mark]:
    """What the payer answers, and what the claim brings; neither moves a point."""
    money = f"The planned claim then brings {dollars(came.owed_amount)}"
    money += f", {dollars(lost)} less than it could{_until(true)}." if lost else "."
    alone = answer.action == "provider" or true.needed == "none"
    money = without_words(case) if alone else f"{money} {without_words(case)}"
    rule = {"referral": "referral_missing", "none": ""}.get(true.needed, "authorization_missing")
    is_fine = answer.action == true.action and not lost
    return [
        Mark(
            where,
            "right" if is_fine else "wrong",
            words,
            0.0,
            hint=hint,
            reason=words,
            counts=False,
            cite=cite,
        )
        for where, words, hint, cite in (
            ("reply", came.words, "What does the payer do with this?", came.decision.cite if came.decision else ""),
            ("claim", money, "What does the claim bring then?", rule and said(true.payer.code, rule)["cite"]),
        )
    ]
