"""An audit worked aloud: every code of the claim against the phrase that supports it, then what is missing."""

from collections.abc import Iterator

from sim.clinic.visits.chart import Document
from sim.learn.exercises.case import Case
from sim.learn.grading import feedback
from sim.learn.grading.difference import Met
from sim.learn.grading.marks import Mark
from sim.learn.grading.wording import sentences
from sim.learn.tasks.audit_claim.claim_as_sent import sent_in
from sim.learn.tasks.audit_claim.key_flags import correction_words
from sim.learn.tasks.audit_claim.marks import CITE, Looked
from sim.learn.tasks.audit_claim.places import place_of, places
from sim.learn.tasks.audit_claim.reasons import REASONS
from sim.learn.tasks.contract import Step

WHOLE = "The whole record"


def worked(case: Case) -> list[Step]:
    """The claim from top to bottom: what is right and why, each error with its reason and correction, the verdict."""
    return list(_steps(case))


def _steps(case: Case) -> Iterator[Step]:
    looked = Looked(case, sent_in(case), {})
    chart = case.documents_when(True)
    for met in looked.sent.compared.right:
        yield _right(met, chart)
    for error in looked.sent.errors:
        told = looked.told(error)
        place = places(looked.sent.answer)[place_of(error)]
        reason = REASONS[looked.reasons(error).right[0]].words
        right = correction_words(error, looked.sent, case)
        yield Step(
            _place(told, chart),
            _says(told) or told.message,
            f"Flag {place}. {reason}. Correction: {right}.",
            told.cite,
            ("flags",),
        )
    count = len(looked.sent.errors)
    follows = (
        f"Flag {count} error{'s' * (count != 1)} and return the claim." if count else "Nothing to flag: accept it."
    )
    yield Step(WHOLE, "Nothing else differs from the claim.", follows, CITE, ("verdict",))


def _right(met: Met, chart: tuple[Document, ...]) -> Step:
    told = feedback.right(met.where, met.item, chart)
    return Step(
        _place(told, chart), _says(told) or sentences(told.message, 1), f"{met.item.code} stands as coded.", told.cite
    )


def _says(told: Mark) -> str:
    return " / ".join(one.text for one in told.evidence)


def _place(told: Mark, chart: tuple[Document, ...]) -> str:
    found = [f"{chart[one.document].title}, {one.section}" for one in told.evidence if one.document >= 0]
    return "; ".join(dict.fromkeys(found)) or WHOLE
