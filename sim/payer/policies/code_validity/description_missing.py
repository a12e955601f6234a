"""A code without a name, and no word what it was.

A code for what has no code of its own says nothing by itself: the line must describe what was done or given.

    payer       code   line_note           | denies
    medicare    J3490  -                   | CO-16
    medicare    J3490  lidocaine_1_percent | no
    commercial  J3590  -                   | yes
    commercial  99213  -                   | no

Not modeled: whether the words are enough.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The line does not describe what was done or given"
fix = "Enter the drug name, dose and route on the line and send a new claim."
adjustments = [CO("16", "N350")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 26 10.4, item 19, and ch. 17",
    "*": "provider manual, unlisted codes",
}
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "appeal: the claim was not adjudicated"
appeal_ground = "complete"
row = "F10"


def denies(lines):
    """A rule for the code, and no words."""
    number = lines.rule("description_missing")
    return (number > 0) & lines.line_note.is_missing if number.any() else number
