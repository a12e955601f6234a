"""A set walked through its grammar: every segment finds its loop, every element its row; what does not fit becomes a
finding and reading goes on.
"""

from functools import lru_cache
from typing import NamedTuple

from sim.edi.grammar.finding import ELEMENT_ERRORS, Finding
from sim.edi.grammar.element_forms import ERRORS, WORDS
from sim.edi.reader.frame import Frame, Set
from sim.edi.grammar.guides import WHERE_QUALIFIED, Element, Loop, Segment, grammar
from sim.edi.reader.segments import Signs

UNITS = {"claim", "answer"}  # frames handed out as soon as they are complete
LEVELS = {
    "provider",
    "subscriber",
    "patient",
    "source",
    "receiver",
    "header",
}  # frames that many claims share: kept by nobody
FOLLOWERS = {
    "N2",
    "N3",
    "N4",
    "REF",
    "PER",
    "PRV",
    "DMG",
    "DTP",
    "CAS",
    "AMT",
    "QTY",
    "HI",
    "STC",
}  # what follows a stray NM1 belongs to it
OPENERS = {"NM1", "N1", "HL", "SVD", "LX", "SBR", "LS"}
LONGEST = 500  # characters kept of a value that is too long
MOST = 500  # findings kept of one set


class Open:
    """A loop that is open: its frame, how often each of its segments and inner loops came, where it began, how far it
    has come.
    """

    __slots__ = ("loop", "frame", "seen", "position", "rank")

    def __init__(self, loop: Loop, frame: Frame, position: int):
        self.loop, self.frame, self.position, self.rank = loop, frame, position, 0
        self.seen: dict[str, int] = {}


@lru_cache
def ranks(transaction: str) -> dict[tuple[str, str], int]:
    """(loop, segment) -> its place in the loop; segments of one kind side by side share a place."""
    out = {}
    for loop in grammar(transaction).loops.values():
        place, before = 0, ""
        for segment in loop.segments:
            place += segment.id != before
            before = segment.id
            out[loop.id, segment.name] = place
    return out


class Place(NamedTuple):
    """Where a segment belongs: how many loops end before it, which segment it is, does it begin its loop?"""

    closed: int
    segment: Segment
    begins: bool


@lru_cache(20_000)
def target(transaction: str, loops: tuple[str, ...], tag: str, qualifier: str) -> Place | None:
    """Where a segment belongs, seen from the open loops (innermost first); None: nowhere."""
    known = grammar(transaction).loops
    for closed, name in enumerate(loops):
        loop = known[name]
        own = [segment for segment in loop.segments[1:] if segment.id == tag]
        found = _fitting(own, qualifier)
        if found:
            return Place(closed, found, False)
        for inner in loop.inner:
            found = _fitting([inner.segments[0]], qualifier) if inner.segments[0].id == tag else None
            if found:
                return Place(closed, found, True)
    return None


def _fitting(candidates: list[Segment], qualifier: str) -> Segment | None:
    plain = None
    exact = [one for one in candidates if "*" in one.name and one.name.partition("*")[2] == qualifier]
    for one in exact or candidates:
        if qualifier in one.qualifiers:
            return one
        if not one.qualifiers:
            plain = plain or one
    return plain


class Walk:
    """One set. `take` gets its segments; it returns the frames that became complete."""

    def __init__(self, read: Set, signs: Signs):
        self.set, self.signs, self.transaction = read, signs, read.transaction
        self.ranks = ranks(self.transaction)
        read.frame.values["set.part"] = signs.part
        outer = grammar(self.transaction).outer
        self.stack, self.stray = [Open(outer, read.frame, 1)], False
        self.loops: tuple[str, ...] = (outer.id,)
        self.ready: list[Frame] = []

    def take(self, elements: list[str]) -> list[Frame]:
        """One segment."""
        self.set.segments += 1
        tag = elements[0]
        place, part = WHERE_QUALIFIED.get(tag, (1, 0))
        qualifier = elements[place] if len(elements) > place else ""
        if part:
            qualifier = qualifier.partition(self.signs.part)[0]
        if self.stray and tag in FOLLOWERS:
            return []
        found = target(self.transaction, self.loops, tag, qualifier)
        self.ready = []
        if found is None:
            self._unknown(tag, qualifier)
        else:
            self.stray = False
            self._place(elements, found)
        return self.ready

    def _unknown(self, tag: str, qualifier: str) -> None:
        self.stray = tag in OPENERS
        well_formed = tag.isalnum() and 2 <= len(tag) <= 3
        self.find(
            "unexpected-segment" if well_formed else "not-a-segment",
            tag[:3],
            "This segment is not expected here" if well_formed else "This is not a segment",
            value=f"{tag}*{qualifier}"[:60],
            error="2" if well_formed else "1",
            expected="a segment of the implementation guide",
        )

    def _place(self, elements: list[str], place: Place) -> None:
        segment = place.segment
        for _ in range(place.closed):
            self._close()
        top = self.stack[-1]
        if place.begins:
            top.rank = max(top.rank, 1000)
            top = self._open(segment.loop)
        else:
            rank = self.ranks[segment.loop.id, segment.name]
            if rank < top.rank:
                self.find(
                    "out-of-order",
                    segment.id,
                    f"{segment.label}: too late in its loop",
                    error="2",
                    expected="the order of the implementation guide",
                )
            top.rank = max(top.rank, rank)
        times = top.seen[segment.name] = top.seen.get(segment.name, 0) + 1
        if times > segment.repeat:
            self.find(
                "too-many",
                segment.id,
                f"{segment.label}: sent {times} times",
                error="5",
                expected=f"at most {segment.repeat}",
                box=segment.box,
            )
        if segment.collect:
            top.frame.lists.setdefault(segment.collect, []).append(elements)
        self.read(elements, segment, top.frame)

    def _open(self, loop: Loop) -> Open:
        above = self.stack[-1]
        times = above.seen[loop.id] = above.seen.get(loop.id, 0) + 1
        if times > loop.repeat:
            self.find(
                "loop-too-often",
                loop.segments[0].id,
                f"{loop.name}: sent {times} times",
                error="4",
                expected=f"at most {loop.repeat}",
            )
        frame = Frame(loop.frame, above.frame, self.set.segments, loop.id) if loop.frame else above.frame
        if loop.frame and loop.frame not in UNITS:
            above.frame.inner += [frame] * (loop.frame not in LEVELS)
        top = Open(loop, frame, self.set.segments)
        self.stack.append(top)
        self.loops = (loop.id, *self.loops)
        return top

    def _close(self) -> None:
        top = self.stack.pop()
        self.loops = self.loops[1:]
        for segment in top.loop.segments:
            if segment.usage == "R" and segment.name not in top.seen:
                self.find(
                    "missing-segment",
                    segment.id,
                    f"{segment.label}: missing",
                    error="3",
                    expected=segment.name,
                    box=segment.box,
                    loop=top.loop.id,
                    position=top.position,
                )
        for inner in top.loop.inner:
            if inner.usage == "R" and inner.id not in top.seen and len(inner.parents) == 1:
                self.find(
                    "missing-loop",
                    inner.segments[0].id,
                    f"{inner.name}: missing",
                    error="3",
                    expected=inner.segments[0].name,
                    loop=inner.id,
                    position=top.position,
                    box=inner.segments[0].box,
                )
        if top.loop.frame in UNITS:
            self.set.units += 1
            self.ready.append(top.frame)

    def end(self) -> list[Frame]:
        """The set is over: every loop is closed; the frames that became complete."""
        self.ready = []
        while self.stack:
            self._close()
        return self.ready

    def read(self, elements: list[str], segment: Segment, frame: Frame) -> None:
        """The elements into their frame, each looked at."""
        values, last, end, parted = frame.values, len(elements), self.signs.part, 0
        parts: list[str] = []
        for place, part, required, longest, test, source, row in segment.checks:
            if place >= last and last > segment.last_required:
                break
            value = elements[place] if place < last else ""
            if part:
                if place != parted:
                    parts, parted = value.split(end), place
                value = parts[part - 1] if part <= len(parts) else ""
            if not value:
                if required:
                    self._wrong(segment, row, "", "1", "missing-element", "missing")
                continue
            if longest and len(value) > longest:
                self._wrong(segment, row, value, "5", "too-long", f"{len(value)} characters", f"at most {longest}")
                value = value[:LONGEST]
            elif test is not None and not test(value):
                self._misfit(segment, row, value)
            if source:
                values[source] = value

    def _misfit(self, segment: Segment, row: Element, value: str) -> None:
        code = "7" if row.values else ERRORS.get(row.form, "6")
        expected = ", ".join(row.values) if row.values else WORDS.get(row.form, "")
        self._wrong(segment, row, value, code, "wrong-value", ELEMENT_ERRORS[code], expected)

    def _wrong(
        self, segment: Segment, row: Element, value: str, code: str, finding: str, words: str, expected: str = ""
    ) -> None:
        self.find(
            finding,
            segment.id,
            f"{row.name}: {words}",
            row.label,
            value,
            expected or ", ".join(row.values) or WORDS.get(row.form, ""),
            row.box or segment.box,
            "8",
            code,
            segment.loop.id,
        )

    def find(
        self,
        finding: str,
        segment: str,
        message: str,
        element: str = "",
        value: str = "",
        expected: str = "",
        box: str = "",
        error: str = "",
        code: str = "",
        loop: str = "",
        position: int = 0,
        severity: str = "error",
    ) -> None:
        """Keep a finding of this set, unless there are too many."""
        kept = self.set.findings
        if len(kept) < MOST:
            claim = self.stack[-1].frame.get("claims.patient_control_number") if self.stack else ""
            kept.append(
                Finding(
                    finding,
                    severity,
                    segment,
                    position or self.set.segments,
                    message,
                    element,
                    value[:60],
                    expected[:200],
                    box,
                    loop or self.loops[0] if self.loops else loop,
                    self.set.number,
                    claim,
                    error,
                    code,
                )
            )
        elif len(kept) == MOST:
            kept.append(
                Finding(
                    "more-findings",
                    severity,
                    segment,
                    self.set.segments,
                    f"More than {MOST} findings in this set; the rest are not listed",
                    set_number=self.set.number,
                )
            )
