"""A denial worked aloud: what the payer says, what the record says, what caused it, who fixes it, what is sent."""

from sim.learn.exercises.case import Case
from sim.learn.grading import feedback
from sim.learn.tasks.contract import Step
from sim.learn.tasks.work_denial.answer import causes, remedies
from sim.learn.tasks.work_denial.returned_claim import claim
from sim.learn.tasks.work_denial.right_decision import CITE, Key, key


def worked(case: Case) -> list[Step]:
    """From the payer's answer to the remedy."""
    lying, right = claim(case), key(case)
    answer = right.answer
    said = f"{lying['reason'] or 'paid'} ({lying['claim_state']})"
    best = remedies()[answer.remedy]
    steps = [
        Step("The payer's answer", said, feedback.sentences(f"Cause: {causes()[answer.cause]['label']}."), right.cite),
        _record(case, right),
        Step("Who made that decision", feedback.sentences(right.why, 1), f"Who fixes it: {answer.owner}"),
        Step("How this payer takes it", best["needs"], f"{best['label']}. {best['what_to_do']}", best["source"]),
    ]
    return [step for step in steps if step is not None]


def _record(case: Case, right: Key) -> Step | None:
    """The difference between claim and record; nothing where the claim says what the record says."""
    if not right.before:
        return None
    documents = case.documents_when(False)
    proofs = [one for one in right.evidence if one.document >= 0]
    where = "; ".join(dict.fromkeys(f"{documents[one.document].title}, {one.section}" for one in proofs))
    return Step(
        where or "The claim beside the record",
        " / ".join(one.text for one in proofs) or "; ".join(one.words for one in right.before),
        feedback.sentences(right.why, 2),
        right.cite or CITE,
    )
