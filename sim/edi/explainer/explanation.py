"""Any X12 file in plain words beside its segments: what each segment is, what each value means, and what is wrong with
it where it is wrong.

told = explained("claims.837")          a path, text, bytes or an open file
told.rows                               one Told a segment, in the order of the file
told.text(80)                           for a terminal of that width; in a notebook the object shows itself
"""

from dataclasses import dataclass, field
from itertools import islice

from sim.edi.grammar.finding import Finding
from sim.edi.grammar.guides import Segment, grammar
from sim.edi.explainer.meanings import meaning
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.any_file import Reading, pieces
from sim.edi.reader.segments import PLAIN
from sim.edi.reader.loops import Walk

MOST = 5_000  # segments explained; a longer file is told so
ENVELOPE = ("ISA", "TA1", "GS", "GE", "IEA")


@dataclass
class Told:
    """One segment: its text, its place (`loop` only where one begins), and (element, name, value, meaning, box) of what
    stands in it.
    """

    text: str
    label: str
    meaning: str = ""
    loop: str = ""
    depth: int = 0
    set_place: tuple[int, int] = (0, 0)  # which set of the file, which segment of it; (0, 0) outside
    parts: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Watched(Walk):
    """A walk that remembers where the last segment found its place."""

    placed: Segment | None = None

    def _place(self, elements, closed, segment, opens):
        super()._place(elements, closed, segment, opens)
        self.placed, self.opened = segment, opens

    def _unknown(self, tag, qualifier):
        self.placed, self.opened = None, False
        super()._unknown(tag, qualifier)

    def take(self, elements):
        self.placed, self.opened = None, False
        return super().take(elements)


class Listener(Reader):
    """A reader that tells each segment as it comes."""

    walks = Watched

    def __init__(self, source):
        super().__init__(source)
        self.told: list[Told] = []
        self.sets, self.stream = [], _Noted(self.stream, self)
        self.pending: list[str] | None = None

    def begun(self, elements: list[str]) -> None:
        """A segment comes; the one before has found its place."""
        self.settle()
        self.pending = elements

    def settle(self) -> None:
        """Tell the segment that was pending."""
        elements, self.pending = self.pending, None
        if elements is None or len(self.told) >= MOST:
            return
        found = self.set
        if found is not None and (not self.sets or self.sets[-1] is not found):
            self.sets.append(found)
        tag, signs = elements[0], self.signs or PLAIN
        walk = self.walk
        place = (len(self.sets), found.segments) if found is not None else (0, 0)
        if tag in ENVELOPE:
            segment, opened, depth = grammar("ENV").segment("ISA", tag), False, 0
        elif walk is not None and tag == "ST":
            segment, opened, depth = grammar(walk.transaction).segment("ST", "ST"), True, 1
        elif tag == "SE" and self.sets:
            one = self.sets[-1]
            segment = grammar(one.transaction).segment("SE", "SE") if one.transaction in grammar_names() else None
            place, opened, depth = (len(self.sets), one.segments), False, 1
        else:
            segment, opened, depth = (
                (walk.placed, walk.opened, len(walk.stack)) if walk is not None else (None, False, 1)
            )
        self.told.append(_told(elements, segment, opened, depth, place, signs))


class _Noted:
    """The stream of a reader, which hears of each segment before the reader handles it."""

    def __init__(self, stream, listener: Listener):
        self.stream, self.listener = stream, listener

    def __iter__(self):
        for elements in self.stream:
            self.listener.begun(elements)
            self.listener.signs = self.stream.signs
            yield elements
        self.listener.settle()

    def __getattr__(self, name):
        return getattr(self.stream, name)


def grammar_names() -> tuple[str, ...]:
    """The kinds of set that can be told."""
    from sim.edi.grammar.guides import transactions

    return transactions()


def _told(
    elements: list[str], segment: Segment | None, opened: bool, depth: int, place: tuple[int, int], signs
) -> Told:
    text = signs.element.join(elements)
    if segment is None:
        return Told(text, "Not expected here" if elements[0].isalnum() else "No segment", depth=depth, set_place=place)
    values = _values(elements, segment, signs)
    parts = [
        (
            one.label,
            one.name,
            values[one.label],
            meaning(segment, one, values[one.label], values),
            one.box or segment.box,
        )
        for one in segment.elements
        if values.get(one.label)
    ]
    fixed = {one.label for one in segment.elements if one.source == f"={values[one.label]}"}
    parts = [
        part for part in parts if part[3] or part[0] not in fixed
    ]  # what is always the same and has no words says nothing
    parts += _further(elements, segment, signs)
    return Told(text, segment.label, segment.meaning, segment.loop.name if opened else "", depth, place, parts)


def _values(elements: list[str], segment: Segment, signs) -> dict[str, str]:
    """The text of each element and part that the grammar knows."""
    out = {}
    for one in segment.elements:
        place, part = one.place
        value = elements[place].strip() if place < len(elements) else ""
        if part:
            parts = value.split(signs.part)
            value = parts[part - 1] if part <= len(parts) else ""
        out[one.label] = value
    return out


def _further(elements: list[str], segment: Segment, signs) -> list[tuple]:
    """Values that the grammar does not name: shown as they stand; the repeated codes of an HI by the words of the
    first.
    """
    known, out = {one.place[0] for one in segment.elements}, []
    first = {one.place[1]: one for one in segment.elements if one.place[0] == 1}
    for place in range(1, len(elements)):
        value = elements[place].strip()
        if place in known or not value:
            continue
        if segment.id == "HI" and first:
            kind, _, rest = value.partition(signs.part)
            code = rest.partition(signs.part)[0]
            out += [
                (f"{place:02d}-{part}", one.name, text, meaning(segment, one, text, {}), segment.box)
                for (part, one), text in zip(sorted(first.items()), (kind, code), strict=False)
                if text
            ]
        else:
            out.append((f"{place:02d}", "Not named in the guide's table here", value, "", ""))
    return out


@dataclass
class Explained:
    """A file told. `claims` as sim.edi.reader.any_file has them; `is_cut`: only the first part is told."""

    rows: list[Told]
    reading: Reading
    is_cut: bool = False

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong or odd."""
        return self.reading.findings

    def text(self, width: int = 100) -> str:
        """For a terminal of this width."""
        from sim.edi.explainer.layout import text

        return text(self, width)

    def _repr_html_(self) -> str:
        from sim.edi.explainer.layout import html

        return html(self)

    def __repr__(self) -> str:
        return self.text()


def explained(source) -> Explained:
    """Tell a file. Never raises on its content; CleanClaimError only for a path that cannot be read.

    >>> explained("ISA*broken~").rows[0].label
    'Interchange header'
    """
    listener, found = Listener(source), Reading()
    beside: list[tuple[int, Finding]] = []
    seen = 0
    for kind, piece in pieces(None, found, reader=listener):
        kept = found.answers if kind == "answer" else found.claims
        kept += [piece] * (len(kept) < MOST)
        beside += [(len(listener.sets) or 1, one) for one in found.findings[seen:] if not one.set_number]
        seen = len(found.findings)
    _attach(listener, found, beside)
    return Explained(listener.told, found, listener.stream.count > len(listener.told))


def _attach(listener: Listener, found: Reading, beside: list[tuple[int, Finding]]) -> None:
    """Each finding to its segment; what has no segment to the last one."""
    place = {row.set_place: row for row in reversed(listener.told) if row.set_place[0]}
    of_set = {id(one): number for number, each in enumerate(listener.sets, 1) for one in each.findings}
    of_set |= {id(one): number for number, one in beside}
    envelope = {id(one) for one in listener.findings}
    first_number = {each.number: number for number, each in reversed(list(enumerate(listener.sets, 1)))}
    for one in found.findings:
        if id(one) in envelope:
            row = listener.told[min(max(one.position, 1), len(listener.told)) - 1] if listener.told else None
        else:
            number = of_set.get(id(one)) or first_number.get(one.set_number, 1)
            row = place.get((number, one.position)) or next((told for told in islice(reversed(listener.told), 1)), None)
        if row is not None:
            row.findings.append(one)
