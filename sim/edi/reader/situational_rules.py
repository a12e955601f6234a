"""What a guide asks only in some situations: a walk that looks at each segment, and at each loop when it ends, beside
the table's "required".

    error     the guide says "must", and a file that is right never breaks it: the 999 rejects the set
    warning   the guide asks it of a value, and front ends return single claims for it: the file goes on

Source: X12 005010X222A1 and X223A2 (claims), X221A1 (remittance): the situational notes of the loops named, in our own
words; CMS 837P front-end edits for the values of 2010AA.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sim.edi.reader.frame import Set
from sim.edi.reader.loops import Open, Place, Walk
from sim.edi.reader.segments import Signs

CLAIMS = ("837P", "837I")
MEDICARE = ("MA", "MB")  # SBR09: Part A, Part B. A Medicare Advantage plan (16) is an insurer like any other
LATER = set("STABCDEFGH")  # SBR01: any place behind the first
BOX = re.compile(r"\b(P\.?\s*O\.?\s*BOX|POST OFFICE BOX|LOCK\s*BOX|P\.?\s*O\.?\s*DRAWER)\b", re.ASCII | re.IGNORECASE)
TAXONOMY = re.compile(r"[0-9A-Z]{10}", re.ASCII)
DIAGNOSES = {"ABK", "ABF", "ABJ", "APR", "ABN", "BK", "BF", "BJ", "PR", "BN"}  # HI01-1: codes of ICD
PACKAGE = re.compile(r"\d{11}", re.ASCII)
TRIPLETS = (5, 8, 11, 14, 17)  # CAS: where the second reason and those behind it stand
PATTERN, DEPENDS, DEPENDENT_SEGMENT = "I12", "I9", "I6"  # what a 999 says: form, dependent element, dependent segment


class Fault(NamedTuple):
    """One note that is not kept. `segment`: where another one is meant than the one read; `position` 0: that one's."""

    finding: str
    message: str
    element: str = ""
    value: str = ""
    expected: str = ""
    code: str = ""
    error: str = "8"
    segment: str = ""
    box: str = ""
    position: int = 0
    severity: str = "error"


class Read(NamedTuple):
    """A segment that was read: its elements, the sign between parts."""

    elements: list[str]
    part: str

    def text(self, place: int, part: int = 0) -> str:
        """An element, or a part of one; empty where there is none."""
        whole = self.elements[place].strip() if place < len(self.elements) else ""
        pieces = whole.split(self.part) if part else [whole]
        return pieces[part - 1] if part <= len(pieces) else ""


class Ended(NamedTuple):
    """A loop that ends: what came in it, where its segments stood last, and where the last unknown segment stood."""

    open: Open
    at: dict[tuple[str, str], int]
    unknown: int

    @property
    def is_whole(self) -> bool:
        """Was every segment of it known? Of an unknown name what follows is passed over: nothing is missed then."""
        return self.unknown < self.open.position

    def position(self, segment: str) -> int:
        """Where a segment of this loop stood."""
        return self.at.get((self.open.loop.id, segment), self.open.position)


SegmentRule = Callable[[Read], Iterator[Fault]]
LoopRule = Callable[[Ended], Iterator[Fault]]


class GuidedWalk(Walk):
    """A walk that also asks the situational rules."""

    def __init__(self, read: Set, signs: Signs):
        super().__init__(read, signs)
        self.at: dict[tuple[str, str], int] = {}
        self.unknown = 0

    def _unknown(self, tag: str, qualifier: str) -> None:
        super()._unknown(tag, qualifier)
        self.unknown = self.set.segments

    def _place(self, elements: list[str], place: Place) -> None:
        super()._place(elements, place)
        segment = place.segment
        where = segment.loop.id, segment.name
        self.at[where] = self.set.segments
        rule = SEGMENTS.get((self.transaction, *where)) or EVERYWHERE.get(segment.id)
        for fault in rule(Read(elements, self.signs.part)) if rule else ():
            self._fault(fault, segment.id, segment.loop.id)

    def _close(self) -> None:
        top = self.stack[-1]
        for rule in LOOPS.get((self.transaction, top.loop.id), ()):
            for fault in rule(Ended(top, self.at, self.unknown)):
                self._fault(fault._replace(position=fault.position or top.position), fault.segment, top.loop.id)
        super()._close()

    def _fault(self, fault: Fault, segment: str, loop: str) -> None:
        self.find(
            fault.finding,
            segment,
            fault.message,
            fault.element,
            fault.value,
            fault.expected,
            fault.box,
            fault.error,
            fault.code,
            loop,
            fault.position,
            fault.severity,
        )


def _triplets(read: Read) -> Iterator[Fault]:
    """CAS: a reason and its amount come together; a quantity never alone."""
    for place in TRIPLETS:
        reason, amount, quantity = (read.text(place + step) for step in range(3))
        if bool(reason) != bool(amount) or quantity and not reason:
            missing = place + 1 if reason else place
            message = "Adjustment without its amount" if reason else "Adjustment amount without its reason code"
            expected = "a reason code with its amount, or neither"
            yield Fault("incomplete-adjustment", message, f"{missing:02d}", "", expected, "2")


def _package(read: Read) -> Iterator[Fault]:
    """LIN03 with N4: eleven digits, 5-4-2, without hyphens."""
    text = read.text(3)
    if read.text(2) == "N4" and text and not PACKAGE.fullmatch(text):
        message, expected = "National drug code: not in the right format", "11 digits (5-4-2), no hyphens"
        yield Fault("wrong-value", message, "03", text, expected, PATTERN, box="24")


def _points(read: Read) -> Iterator[Fault]:
    """HI: a diagnosis code has no decimal point on the wire."""
    for place in range(1, len(read.elements)):
        kind, code = read.text(place, 1), read.text(place, 2)
        if kind in DIAGNOSES and "." in code:
            message, expected = "Diagnosis code: sent with its decimal point", code.replace(".", "")
            yield Fault("wrong-value", message, f"{place:02d}-2", code, expected, PATTERN, box="21")


def _nine_digits(read: Read) -> Iterator[Fault]:
    """N403 of the billing provider: nine digits in the United States."""
    code = read.text(3)
    if read.text(4) in ("", "US") and not (len(code) == 9 and code.isdigit()):
        message = "Billing provider's ZIP code: payers return claims without all nine digits"
        yield Fault("zip-not-nine-digits", message, "03", code, "nine digits", PATTERN, box="33", severity="warning")


def _street(read: Read) -> Iterator[Fault]:
    """N3 of the billing provider: a street, no box."""
    for place in (1, 2):
        if BOX.search(read.text(place)):
            message = "Billing provider's address: payers return claims with a post office box here"
            expected = "a street address; the box belongs in the pay-to address (2010AB)"
            value = read.text(place)
            yield Fault(
                "post-office-box", message, f"{place:02d}", value, expected, PATTERN, box="33", severity="warning"
            )


def _specialty(read: Read) -> Iterator[Fault]:
    """PRV03 with PXC: ten letters and digits."""
    code = read.text(3)
    if read.text(2) == "PXC" and code and not TAXONOMY.fullmatch(code):
        expected = "ten letters and digits, such as 207Q00000X"
        yield Fault("wrong-value", "Taxonomy code: not in the right format", "03", code, expected, severity="warning")


def _auto_state(read: Read) -> Iterator[Fault]:
    """CLM11-4: the state of an auto accident, unless it happened abroad (CLM11-5)."""
    if "AA" in (read.text(11, 1), read.text(11, 2)) and not read.text(11, 4) and not read.text(11, 5):
        message = "Auto accident without its state"
        yield Fault("missing-element", message, "11-4", "", "the state's two letters", DEPENDS, box="10b")


def _subscriber(ended: Ended) -> Iterator[Fault]:
    """2000B with claims of its own: the subscriber is the patient."""
    values, seen = ended.open.frame.values, ended.open.seen
    if "2300" not in seen:
        return
    if "SBR" in seen and not values.get("subscriber.relationship"):
        message = "The claim is the subscriber's own, and SBR02 does not say so"
        expected = "18, or a patient level (2000C) above the claim"
        yield Fault(
            "missing-element",
            message,
            "02",
            "",
            expected,
            DEPENDS,
            segment="SBR",
            box="6",
            position=ended.position("SBR"),
        )
    if "2010BA" in seen and "subscriber.birth_date" not in values and ended.is_whole:
        message = "Birth date and sex of the patient: missing"
        yield Fault("missing-segment", message, expected="DMG", error=DEPENDENT_SEGMENT, segment="DMG", box="3")


def _medicare_second(ended: Ended) -> Iterator[Fault]:
    """SBR05 where Medicare pays after another payer."""
    values = ended.open.frame.values
    is_later = values.get("claims.payer_sequence_code") in LATER
    if is_later and values.get("payer.filing_code") in MEDICARE and not values.get("subscriber.msp_code"):
        message = "Medicare is secondary, and the reason is missing"
        expected = "12 working aged, 13 ESRD, 14 auto or no-fault, 15 workers' compensation, 43 disabled ..."
        at = ended.position("SBR")
        yield Fault("missing-element", message, "05", "", expected, DEPENDS, segment="SBR", position=at)


def _medicare_dependent(ended: Ended) -> Iterator[Fault]:
    """2000C below Medicare: everybody with Medicare has a number of their own."""
    if ended.open.frame.get("payer.filing_code") in MEDICARE:
        message = "A dependent at Medicare: the patient is always the subscriber"
        expected = "the claim at the subscriber level (2000B), SBR02 = 18"
        yield Fault("unexpected-segment", message, "", "", expected, error="2", segment="HL", box="6")


def _accident_day(ended: Ended) -> Iterator[Fault]:
    """DTP*439 where CLM11 names an auto or another accident."""
    values = ended.open.frame.values
    causes = {values.get("claims.cause_1"), values.get("claims.cause_2")}
    if causes & {"AA", "OA"} and "claims.accident_date" not in values and ended.is_whole:
        message = "The claim names an accident, and its date is missing"
        expected = "DTP*439*D8*CCYYMMDD"
        yield Fault("missing-segment", message, "", "", expected, error=DEPENDENT_SEGMENT, segment="DTP", box="14")


def _payers_named(ended: Ended) -> Iterator[Fault]:
    """SVD01: an other payer that the claim names in 2330B."""
    frame = ended.open.frame
    named = {other.values.get("other_payer.payer_id", "") for other in frame.of("other")}
    for line in frame.of("line"):
        for one in line.of("line_other"):
            payer = one.values.get("line_other.payer_id", "")
            if payer and payer not in named:
                message = "The line's other payer is not named on the claim"
                expected = ", ".join(sorted(filter(None, named))) or "a payer of 2330B"
                yield Fault(
                    "unknown-other-payer", message, "01", payer, expected, "7", segment="SVD", position=one.position
                )


EVERYWHERE: dict[str, SegmentRule] = {"CAS": _triplets, "LIN": _package, "HI": _points}
SEGMENTS: Mapping[tuple[str, str, str], SegmentRule] = {
    (transaction, loop, name): rule
    for transaction in CLAIMS
    for loop, name, rule in (
        ("2010AA", "N3", _street),
        ("2010AA", "N4", _nine_digits),
        ("2000A", "PRV*BI", _specialty),
        ("2310B", "PRV*PE", _specialty),
        ("2420A", "PRV*PE", _specialty),
    )
} | {("837P", "2300", "CLM"): _auto_state}
LOOPS: dict[tuple[str, str], tuple[LoopRule, ...]] = {
    ("837P", "2000B"): (_subscriber, _medicare_second),
    ("837I", "2000B"): (_subscriber,),
    ("837P", "2000C"): (_medicare_dependent,),
    ("837I", "2000C"): (_medicare_dependent,),
    ("837P", "2300"): (_accident_day, _payers_named),
    ("837I", "2300"): (_payers_named,),
}
