"""Where the two roles met: what the payer objected to, and at whose desk it began. The learner's own coding comes back
as the payer's denial; a mistake of the front desk that stayed on the form, or the payer's own, comes back as well.
"""

from collections.abc import Iterator

from sim.billing.actions.biller_actions import Played
from sim.billing.denials.root_causes import Cause
from sim.billing.visit.journey import Journey
from sim.ground.money import dollars
from sim.learn.grading.marks import Mark, Marks

WHERE = "met"
CITE = "Who does what in the revenue cycle (coder, biller, front desk, provider)"
BEGAN = {
    "coder": (
        "It began in the coding. The biller cannot repair it alone: the coder corrects the code from the record, and"
        " the corrected claim goes out after that."
    ),
    "front desk": "It began at the front desk and was still on the form when the claim was sent.",
    "biller": "It began on the form.",
    "payer": "It began at the payer. Nothing on the claim has to change: the payer's decision does.",
}
SEEN = "The payer did not notice. The claim still says something that the record does not."
QUIET = "The codes, the form and the payment agree. Nothing came back, so nothing had to be worked."
SILENT = "Nothing came back from the payer, but the score is not full: look at the parts above."


def met(first: Journey, done: Played, found: Marks) -> Iterator[Mark]:
    """A remark for each cause behind the payer's first answer, the worst first; one that says so where there is none.
    No point moves. What the learner has found (the cause of the worst, in the last part) is told; of the others, before
    all is right, only what the payer's answer itself says."""
    is_right = all(mark.verdict in ("right", "free") for mark in found.marks)
    is_found = any(mark.where == "work.cause" and mark.verdict == "right" for mark in found.marks)
    rows = [one for one in first.causes if one.problem.kind != "rightly not paid"]
    for place, one in enumerate(rows):
        yield _remark(_told(one, done), _asked(one), is_right or (is_found and not place))
    if not rows:
        yield _remark(QUIET if is_right else SILENT, SILENT, is_right)


def _remark(words: str, hint: str, is_right: bool) -> Mark:
    verdict = "free" if is_right else "wrong"
    return Mark(WHERE, verdict, words, 0.0, hint=hint, cite=CITE, counts=False, reason=words)


def _told(one: Cause, done: Played) -> str:
    """What the payer said, where it began, what it cost, and how it ended."""
    seen = SEEN if one.problem.kind in ("unseen", "overpayment") else ""
    cost = f"{dollars(one.problem.owed)} was owed and not paid." if one.problem.owed else ""
    back = f"{dollars(one.problem.excess)} was paid and is not owed." if one.problem.excess else ""
    reply = done.replies[-1] if done.replies else None
    ended = f"After your step: {reply.title}" if reply is not None else ""
    return " ".join(filter(None, (one.text, BEGAN.get(one.desk, ""), seen, cost, back, ended)))


def _asked(one: Cause) -> str:
    """The same as a question, which names no cause."""
    return {
        "rejection": "The claim was rejected. Was that your coding, or the form?",
        "denial": "A line was denied. Was that your coding, the form, or the payer?",
        "short payment": "A line was paid short. Compare the payment with the contract and with what you coded.",
    }.get(one.problem.kind, "Compare the claim with the record once more.")
