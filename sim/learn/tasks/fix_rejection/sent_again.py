"""What comes back to the learner's own work on a claim: the front end answers the claim that was sent again, and the
filing clock goes on meanwhile. The payer's engine decides both.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.learn.tasks.fix_rejection.answer import ENROLLMENT, FILE, Worked
from sim.learn.tasks.fix_rejection.right_work import Right, days_left
from sim.learn.tasks.fix_rejection.sent_batch import Answered, Batch
from sim.payer.asked.explain import explain_acknowledgement

SENDS = ("new", "replacement", "void")


class CameBack(NamedTuple):
    """What came back, in words, and the cents that are lost by it."""

    words: str
    lost_amount: int


def came_back(batch: Batch, right: Right, worked: Worked) -> CameBack:
    """What comes back to the work on one claim."""
    if right.state == "accepted":
        return _of_accepted(batch, right, worked)
    whole = batch.right_amounts[right.claim.key]
    if worked.way not in SENDS:
        return CameBack(f"No claim was sent, so none is adjudicated. {late_words(batch, right)}", whole)
    if batch.file_error is not None and FILE not in [row.place for row in worked.corrections]:
        return CameBack(f"The file comes back as before: {right.report} {clock(batch, right)}", whole)
    answered = _answered(batch, right, worked)
    if answered is None:
        return CameBack(f"What was entered fits no claim. {clock(batch, right)}", whole)
    if not answered.is_accepted:
        told = explain_acknowledgement(batch.payer.code, answered.acknowledgement)
        return CameBack(f"Rejected again, {told['status']}: {told['plain']}. {clock(batch, right)}", whole)
    lost = max(0, whole - answered.amount)
    day = us_date(answered.acknowledgement["acknowledgement_date"])
    later = _days_later(batch, right, answered)
    paid = f"It brings {dollars(answered.amount)}" + (f", {dollars(lost)} less than it could." if lost else ".")
    return CameBack(
        f"Accepted for adjudication on {day}, {later} days after the first report. {paid} {clock(batch, right)}", lost
    )


def _answered(batch: Batch, right: Right, worked: Worked) -> Answered | None:
    """The payer's answer to the claim as it was corrected; None where the entries fit no claim."""
    knows = ENROLLMENT in [row.place for row in worked.corrections]
    on = batch.resend_date if knows else batch.today
    typed = {row.place: row.value for row in worked.corrections if row.place not in (ENROLLMENT, FILE) and row.right}
    try:
        return batch.answers(right.claim, worked.way, batch.corrected(right.claim, typed), on)
    except CleanClaimError:
        return None


def _days_later(batch: Batch, right: Right, answered: Answered) -> int:
    """Days by which the claim is accepted later than the report on the first one came."""
    day = np.datetime64(answered.acknowledgement["acknowledgement_date"])
    return int((day - batch.reported_date) / np.timedelta64(1, "D"))


def _of_accepted(batch: Batch, right: Right, worked: Worked) -> CameBack:
    if worked.way not in SENDS:
        return CameBack("The claim is in adjudication; the remittance follows.", 0)
    answered = _answered(batch, right, worked)
    if answered is None or not answered.is_accepted:
        return CameBack("The second claim is rejected; the first one is in adjudication.", 0)
    return CameBack("The second claim is denied as a duplicate of the first, which is in adjudication.", 0)


def clock(batch: Batch, right: Right) -> str:
    """How long the filing limit runs on."""
    left, last = days_left(batch, right.claim), us_date(batch.last_day(right.claim))
    return f"The filing limit ends {last}: {left} days from today, {us_date(batch.today)}."


def late_words(batch: Batch, right: Right) -> str:
    """What a day after the limit costs, by the payer's own decision."""
    late = batch.last_day(right.claim) + np.timedelta64(2, "D")
    answered = batch.sent_right(right.claim, late)
    denied = answered.adjudication.adjustments
    mine = denied.take((denied.claim_key == answered.key) & denied.is_denial)
    codes = sorted({f"{row['group']}-{row['carc']}" for row in mine.rows()})
    whole = dollars(batch.right_amounts[right.claim.key])
    return f"{clock(batch, right)} After that day the claim is denied ({', '.join(codes)}) and {whole} is lost."
