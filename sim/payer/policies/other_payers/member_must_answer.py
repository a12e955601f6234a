"""The member has not answered.

The payer asked the member by letter about other insurance or an accident. Until the member answers it decides nothing.

    payer       service_date  received_date  member_fact                    | denies
    commercial  2026-05-04    2026-05-08     letter_unanswered:2026-05-08.. | PR-227
        asked by the day on which the claim came
    commercial  2026-05-04    2026-05-07     letter_unanswered:2026-05-08.. | no
    commercial  2026-05-04    2026-05-08     -                              | no

Not modeled: the days that the payer holds a claim before it denies; the letter itself.
"""

from sim.payer.rulebook.policy import PR

stage = "right payer"
title = "The member has not answered the payer's letter"
fix = (
    "Ask the patient to answer; the payer then processes the claim. Bill the patient only after the days in the"
    " contract."
)
adjustments = [PR("227", "N179")]
cite = "plan document, claims procedure (29 CFR 2560.503-1(f): time to answer); provider contract"
owner, remedy, never = "patient", "R_CALL", "appeal"
cause = "member_silent"
row = "A18"


def denies(lines):
    """A letter lies unanswered when the claim comes."""
    return lines.fact("letter unanswered", on="received_date")
