"""One form of one case as a PDF: blank as it lies on the desk, as the learner handed it in, or in practice as the key
has it. Nothing of a key is ever printed for assessed work.

    printed("claim", draw("biller_01_first_claim"))                 the form as it lies on the desk
    printed("letter", case, worked=True)                            the right letter, of a practice exercise
    printed("letter", case, own=answer)                             what a learner handed in
"""

from collections.abc import Mapping
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import exercises
from sim.learn.paper.forms import FORMS, Form
from sim.learn.tasks.contract import task_of

KINDS = tuple(FORMS)


def printed(
    kind: str, case: Case, worked: bool = False, own: Mapping[str, Any] | None = None, is_packed: bool = True
) -> bytes:
    """The PDF of a form of a case. worked: filled in as the key has it (practice only); own: an answer as a desk sends
    it, in place of the key; is_packed: streams are compressed. Raises CleanClaimError for a form that this exercise
    does not have, or that would give away what is being graded.

    >>> from sim.learn.exercises.case import draw
    >>> printed("claim", draw("biller_01_first_claim"))[:5]
    b'%PDF-'
    """
    form, where = _form(kind, case), f"exercise {case.exercise.name}"
    if not is_practice(case) and (worked or not form.is_open):
        raise CleanClaimError(
            f"a {kind} would show part of what is graded here", where, "a practice exercise", "print it after the marks"
        )
    if form.needs_key and not worked:
        raise CleanClaimError(
            f"the {kind} is part of the answer here", where, "--worked, to see it", "answer the exercise first"
        )
    if (worked or own is not None) and not form.takes_answer:
        worked, own = False, None
    given = task_of(case.exercise.task).key(case) if worked else own
    return form.draw(case, None if given is None else _parsed(case, given), is_packed)


def is_practice(case: Case) -> bool:
    """Is it practice, so that a key may be shown once the case is done with?"""
    return case.exercise.mode == "practice" and not case.exercise.attempts


def offered(case: Case, is_finished: bool) -> tuple[str, ...]:
    """The forms that a desk may print of this case now: what lies there openly; once a practice case is done with, what
    would have shown part of the answer as well.

    >>> from sim.learn.exercises.case import draw
    >>> offered(draw("biller_01_first_claim"), False), offered(draw("coder_04_knee"), True)
    (('claim',), ())
    """
    found = ((kind, by_task.get(case.exercise.task)) for kind, by_task in FORMS.items())
    return tuple(
        kind
        for kind, form in found
        if form is not None and (form.is_open or (is_finished and is_practice(case))) and form.applies(case)
    )


def printed_at_desk(kind: str, case: Case, own: Mapping[str, Any], is_finished: bool) -> bytes:
    """A form as it stands at a desk: with what was entered, or as it lies there where that leaves nothing to fill in.
    Raises CleanClaimError for a form that this desk does not offer now.

    >>> from sim.learn.exercises.case import draw
    >>> printed_at_desk("claim", draw("biller_01_first_claim"), {}, False)[:5]
    b'%PDF-'
    """
    if kind not in offered(case, is_finished):
        raise CleanClaimError(
            f"no form {str(kind)[:20]!r} to print now", "", "a form that lies on this desk", "finish the case first"
        )
    if FORMS[kind][case.exercise.task].needs_key:
        return printed(kind, case, worked=True)
    try:
        return printed(kind, case, own=own)
    except CleanClaimError:  # such as an answer that sends no letter, or one that cannot be read yet
        return printed(kind, case)


def _form(kind: str, case: Case) -> Form:
    if kind not in FORMS:
        raise CleanClaimError(f"no form {str(kind)[:30]!r}", "print", ", ".join(KINDS), "choose one of these")
    found = FORMS[kind].get(case.exercise.task)
    if found is None:
        like = next((one.name for one in exercises().values() if one.task in FORMS[kind]), "")
        raise CleanClaimError(
            f"this exercise has no {kind}",
            f"exercise {case.exercise.name}, task {case.exercise.task}",
            f"an exercise of {' or '.join(FORMS[kind])}" + (f", such as {like}" if like else ""),
            "choose another exercise or form",
        )
    return found


def _parsed(case: Case, given: Mapping[str, Any]) -> Any:
    """The answer as its task reads it."""
    answer = task_of(case.exercise.task).parse(dict(given))
    if isinstance(answer, list):
        raise CleanClaimError(
            "the answer cannot be read",
            f"exercise {case.exercise.name}",
            "an answer that was handed in",
            "hand it in anew",
        )
    return answer


def own_answer(store: Store, learner: str, case: Case) -> Mapping[str, Any]:
    """What a learner handed in last for this very case in practice. Raises CleanClaimError where nothing was."""
    rows = store.rows("attempts", learner=learner, exercise=case.exercise.name, assignment="")
    mine = [row["answer"] for row in rows if int(row["variant"]) == case.variant]
    if not mine:
        raise CleanClaimError(
            f"nothing handed in for variant {case.variant}",
            f"exercise {case.exercise.name}",
            "an answer that was handed in on this computer",
            "work it at its desk first, or leave --mine out",
        )
    answer: Mapping[str, Any] = mine[-1]
    return answer
