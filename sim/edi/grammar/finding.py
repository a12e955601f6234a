"""What the reader finds wrong: where it stands, what stood there, what was expected, and which box of the claim form it
is.
"""

from typing import NamedTuple

ELEMENT_ERRORS = {
    "1": "missing",
    "2": "missing beside another value",
    "3": "too many",
    "4": "too short",
    "5": "too long",
    "6": "not in the right format",
    "7": "not an accepted code",
    "8": "not a valid date",
    "9": "not a valid time",
}


RESEND, COUNTS, CORRECT = (
    "ask the sender for the whole file again",
    "correct the count, or look for what was lost or added",
    "correct it and send the file again",
)
WHAT_TO_DO = {
    "no-terminator": RESEND,
    "premature-end": RESEND,
    "missing-se": RESEND,
    "missing-ge": RESEND,
    "missing-iea": RESEND,
    "no-interchange": "check that this is an X12 file",
    "outside-interchange": "remove the text, or check that this is an X12 file",
    "isa-not-fixed-width": "pad every element of the ISA to its full width",
    "signs-unclear": "correct the ISA: element separator, component separator and segment terminator must differ",
    "duplicate-interchange": "check whether the same interchange was sent twice",
    "other-guide": "send it to a program that reads it, or send one of these",
    "group-kind-differs": "put the transaction set into a group of its own type",
    "guide-differs": "write the same guide in GS08 and ST03",
    "version-differs": "write the version of GS08 into ISA12",
    "duplicate-set": "number the transaction sets of a group differently",
    "duplicate-group": "number the groups of an interchange differently",
    "wrong-level": "number the levels from 1 and name the level above each",
    "too-many-elements": "remove what is too many, or split the segment",
    "unknown-version": "check the result, or ask for version 005010",
    "segment-count-differs": COUNTS,
    "set-count-differs": COUNTS,
    "group-count-differs": COUNTS,
    "missing-segment": "add the segment",
    "missing-loop": "add the loop, or remove what depends on it",
    "missing-element": "enter the value",
    "too-long": "shorten the value",
    "too-many": "remove the extra segments",
    "loop-too-often": "remove the extra loops, or split the claim",
    "unexpected-segment": "move the segment to its loop, or remove it",
    "out-of-order": "put the segments in the order of the guide",
    "incomplete-adjustment": "enter the reason code and its amount, or leave both out",
    "zip-not-nine-digits": "look up the last four digits",
    "post-office-box": "enter the street address",
    "unknown-other-payer": "use the payer ID of loop 2330B",
    "not-x12": "export the claims as X12 (837P) from your billing program",
    "lines-do-not-add-up": "correct the line charges or the total",
    "line-out-of-balance": "do not post the line; ask the payer for a corrected remittance",
    "claim-out-of-balance": "do not post the claim; ask the payer for a corrected remittance",
    "payment-out-of-balance": "do not post the payment; ask the payer for a corrected remittance",
    "payment-below-zero": "ask the payer for a remittance that carries the shortfall forward in the PLB (FB or WO)",
    "patient-share-differs": "do not bill the patient; ask the payer for a corrected remittance",
    "reversal-without-adjustments": "do not post the claim; ask the payer for a corrected remittance",
    "other-payer-line-out-of-balance": "copy the other payer's remittance again",
    "other-payer-claim-out-of-balance": "copy the other payer's remittance again",
    "more-findings": "correct the first ones and read the file again",
}


class Finding(NamedTuple):
    """One thing that is wrong or odd. `set_number`: the set by its ST02, empty for the envelope; `position`: of the
    segment in its set (ST is 1) or in the file; `element`: 02 or 05-3, empty for the whole segment; `segment_error`,
    `element_error`: what a 999 calls it; `note`: what a TA1 calls it; `value`: what stood there, cut short."""

    finding: str
    severity: str
    segment: str
    position: int
    message: str
    element: str = ""
    value: str = ""
    expected: str = ""
    box: str = ""
    loop: str = ""
    set_number: str = ""
    claim: str = ""
    segment_error: str = ""
    element_error: str = ""
    note: str = ""

    @property
    def what_to_do(self) -> str:
        """The next step, in a few words."""
        return WHAT_TO_DO.get(self.finding, CORRECT)

    def line(self) -> str:
        """For people, on one line."""
        where = (
            f"{self.segment}{self.element}"
            + (f", segment {self.position}" if self.position else "")
            + (f", box {self.box}" if self.box else "")
        )
        found = f": {self.value!r}" if self.value else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        return f"{self.severity}: {self.message}{found} ({where}){expected}; {self.what_to_do}"


def envelope(
    finding: str,
    segment: str,
    position: int,
    message: str,
    expected: str = "",
    value: str = "",
    note: str = "",
    severity: str = "error",
) -> Finding:
    """A finding about the envelope."""
    return Finding(finding, severity, segment, position, message, value=str(value)[:60], expected=expected, note=note)
