"""What the reader finds wrong: where it stands, what stood there, what was expected, and which box of the claim form it
is.
"""

from typing import NamedTuple

ELEMENT_ERRORS = {
    "1": "missing",
    "4": "too short",
    "5": "too long",
    "6": "not of the right form",
    "7": "not a value of its list",
    "8": "not a day",
    "9": "not a time",
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

    def line(self) -> str:
        """For people, on one line."""
        where = (
            f"{self.segment}{self.element}"
            + (f", segment {self.position}" if self.position else "")
            + (f", box {self.box}" if self.box else "")
        )
        found = f": {self.value!r}" if self.value else ""
        return f"{self.severity}: {self.message}{found} ({where})" + (
            f"; expected {self.expected}" if self.expected else ""
        )


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
