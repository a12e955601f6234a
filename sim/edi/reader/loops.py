"""A set walked through its grammar: every segment finds its loop, every element its row; what does not fit becomes a
finding and reading goes on.
"""

from sim.edi.grammar.finding import ELEMENT_ERRORS, Finding
from sim.edi.grammar.element_forms import ERRORS, WORDS
from sim.edi.reader.frame import Frame, Set
from sim.edi.grammar.guides import WHERE_QUALIFIED, Element, Loop, Segment, Size, grammar
from sim.edi.reader.levels import Level, Wrong, wrong_flag, wrong_numbers
from sim.edi.reader.places import LEVELS, NAMES, Place, place_of, ranks
from sim.edi.reader.segments import Signs

UNITS = {"claim", "answer"}  # frames handed out as soon as they are complete
FOLLOWERS = {"N2", "N3", "N4", "REF", "PER", "PRV", "DMG"}  # what follows somebody who is unknown belongs to him
LONGEST = 500  # characters kept of a value that is too long
MOST = 500  # findings kept of one set


class Open:
    """A loop that is open: its frame, how often each of its segments and inner loops came, where it began, how far it
    has come; its level, where it is one.
    """

    __slots__ = ("loop", "frame", "seen", "position", "rank", "level")

    def __init__(self, loop: Loop, frame: Frame, position: int):
        self.loop, self.frame, self.position, self.rank = loop, frame, position, 0
        self.seen: dict[str, int] = {}
        self.level: Level | None = None


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
        self.last_level = "0"

    def take(self, elements: list[str]) -> list[Frame]:
        """One segment."""
        self.set.segments += 1
        tag = elements[0]
        place, part = WHERE_QUALIFIED.get(tag, (1, 0))
        qualifier = elements[place] if len(elements) > place else ""
        if part:
            qualifier = qualifier.partition(self.signs.part)[0]
        found = place_of(self.transaction, self.loops, tag, qualifier)
        self.ready = []
        if self.stray and tag in FOLLOWERS and not self._is_wanted(found):
            return self.ready
        if found is None:
            self._unknown(tag, qualifier)
        else:
            self.stray = False
            self._place(elements, found)
        return self.ready

    def _is_wanted(self, place: Place | None) -> bool:
        """Is this segment the open loop's own, and not of the unknown somebody before it? It is where the loop is no
        party's, or still lacks it.
        """
        if place is None or place.closed or place.begins:
            return False
        top = self.stack[-1]
        is_party = top.loop.segments[0].id in NAMES
        return not is_party or place.segment.usage == "R" and place.segment.name not in top.seen

    def _unknown(self, tag: str, qualifier: str) -> None:
        self.stray = tag in NAMES
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
        if place.begins:
            for _ in range(place.closed):
                self._close()
            for level in place.implied:
                self._open(level)
            top = self._open(segment.loop)
            if segment.id == "HL":
                self._level(elements, top)
        else:  # what comes too late in a loop around the open one closes nothing
            top = self.stack[-1 - place.closed]
            self._in_order(segment, top)
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

    def _in_order(self, segment: Segment, top: Open) -> None:
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

    def _level(self, elements: list[str], top: Open) -> None:
        """A level begins: its numbers beside those of the levels before and above it."""
        above = next((one.level for one in reversed(self.stack[:-1]) if one.level is not None), None)
        for wrong in wrong_numbers(elements, self.last_level, above):
            self._wrong_level(wrong, self.set.segments)
        top.level = Level(elements, self.set.segments)
        if above is not None:
            above.below += 1
        if top.level.number.isdigit():
            self.last_level = top.level.number

    def _wrong_level(self, wrong: Wrong, position: int) -> None:
        self.find(
            "missing-element" if wrong.code == "1" else "wrong-level",
            "HL",
            wrong.words,
            wrong.element,
            wrong.value,
            wrong.expected,
            error="8",
            code=wrong.code,
            position=position,
        )

    def _open(self, loop: Loop) -> Open:
        above = self.stack[-1]
        above.rank = max(above.rank, 1000)  # its own segments stand before its inner loops
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
        if top.level is not None and (wrong := wrong_flag(top.level)):
            self._wrong_level(wrong, top.level.position)
        for segment in top.loop.required:
            if segment.name not in top.seen:
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
        for inner in top.loop.required_inner:
            if inner.id not in top.seen:
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
        size = segment.size
        if last > size.elements + 1 or size.parts:
            self._count(elements, segment, size)
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
            if source and source not in values:  # the first one counts, where there are too many
                values[source] = value

    def _count(self, elements: list[str], segment: Segment, size: Size) -> None:
        """Are there more elements, or more parts of an element, than the segment may have?"""
        if len(elements) > size.elements + 1 and any(elements[size.elements + 1 :]):
            most = f"at most {size.elements} elements"
            self._too_many(segment, f"{size.elements + 1:02d}", elements[size.elements + 1], "elements", most)
        for place, most_parts in size.parts.items():
            if place >= len(elements):
                break
            if elements[place].count(self.signs.part) >= most_parts:
                value, label = elements[place], f"{place:02d}-{most_parts + 1}"
                self._too_many(segment, label, value, "components", f"at most {most_parts} components")

    def _too_many(self, segment: Segment, element: str, value: str, what: str, expected: str) -> None:
        words = f"{segment.label}: too many {what}"
        self.find("too-many-elements", segment.id, words, element, value, expected, segment.box, "8", "3")

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
