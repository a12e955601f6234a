"""Any X12 file in plain words beside its segments: what each segment is, what each value means, and what is wrong with
it where it is wrong.

    shown = explained("claims.837")       a path, text, bytes or an open file
    shown.rows                            one Row a segment, in the order of the file
    shown.text(80)                        for a terminal of that width; in a notebook the object shows itself
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.edi.explainer import layout
from sim.edi.explainer.meanings import meaning
from sim.edi.explainer.rows import Part, Row
from sim.edi.grammar.finding import Finding
from sim.edi.grammar.guides import Segment, grammar, transactions
from sim.edi.reader.any_file import Reading, pieces_of
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.loops import Place
from sim.edi.reader.situational_rules import GuidedWalk
from sim.edi.reader.frame import Frame, Set
from sim.edi.reader.segments import PLAIN, Signs, Source

MOST = 5_000  # segments explained; a longer file is told so
ENVELOPE = ("ISA", "TA1", "GS", "GE", "IEA")


class Placed(NamedTuple):
    """Where a segment stands: its row of the grammar (None: nowhere), does a loop begin with it, how deep; is its set
    one of another guide, which is not read?
    """

    segment: Segment | None
    begins: bool
    depth: int
    is_set_aside: bool = False


class Watched(GuidedWalk):
    """A walk that remembers where the last segment found its place."""

    placed: Segment | None = None
    begins = False

    def _place(self, elements: list[str], place: Place) -> None:
        super()._place(elements, place)
        self.placed, self.begins = place.segment, place.begins

    def take(self, elements: list[str]) -> list[Frame]:
        """One segment; where it has no place, none is remembered."""
        self.placed, self.begins = None, False
        return super().take(elements)


class Listener(Reader):
    """A reader that explains each segment as it comes: `rows`, and the sets in which they stand."""

    walks = Watched

    def __init__(self, source: Source):
        super().__init__(source)
        self.rows: list[Row] = []
        self.sets: list[Set] = []

    def segments(self) -> Iterator[list[str]]:
        """Each segment, and its row once it was handled."""
        for elements in self.stream:
            signs = self.stream.signs or PLAIN
            yield elements
            if len(self.rows) < MOST:
                self._explain(elements, signs)

    def _explain(self, elements: list[str], signs: Signs) -> None:
        if self.set is not None and (not self.sets or self.sets[-1] is not self.set):
            self.sets.append(self.set)
        is_end = elements[0] == "SE" and self.sets
        current = self.sets[-1] if is_end else self.set
        place = (len(self.sets), current.segments) if current is not None else (0, 0)
        self.rows.append(_row(elements, self._placed(elements[0]), place, signs))

    def _placed(self, tag: str) -> Placed:
        walk = self.walk
        if tag in ENVELOPE:
            return Placed(grammar("ENV").segment("ISA", tag), False, 0)
        if tag == "ST" and walk is not None:
            return Placed(grammar(walk.transaction).segment("ST", "ST"), True, 1)
        if tag == "SE" and self.sets:
            transaction = self.sets[-1].transaction
            known = grammar(transaction).segment("SE", "SE") if transaction in transactions() else None
            return Placed(known, False, 1, known is None)
        if isinstance(walk, Watched):
            return Placed(walk.placed, walk.begins, len(walk.stack))
        return Placed(None, False, 1, self.set is not None)


def _row(elements: list[str], placed: Placed, place: tuple[int, int], signs: Signs) -> Row:
    segment, text = placed.segment, signs.element.join(elements)
    if segment is None:
        label = "Not expected here" if elements[0].isalnum() else "Not a segment"
        label = "Not read (another guide)" if placed.is_set_aside else label
        return Row(text, label, depth=placed.depth, set_place=place)
    loop = segment.loop.name if placed.begins else ""
    parts = [*_parts(elements, segment, signs), *_further(elements, segment, signs)]
    return Row(text, segment.label, segment.meaning, loop, placed.depth, place, parts)


def _parts(elements: list[str], segment: Segment, signs: Signs) -> list[Part]:
    """The values in words; what is always the same and has no words says nothing."""
    values, out = _values(elements, segment, signs), []
    for one in segment.elements:
        value = values[one.label]
        words = meaning(segment, one, value, values) if value else ""
        if words or value and one.source != f"={value}":
            out.append(Part(one.label, one.name, value, words, one.box or segment.box))
    return out


def _values(elements: list[str], segment: Segment, signs: Signs) -> dict[str, str]:
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


def _further(elements: list[str], segment: Segment, signs: Signs) -> list[Part]:
    """Values that the grammar does not name: shown as they stand; the repeated codes of an HI by the words of the
    first.
    """
    known = {one.place[0] for one in segment.elements}
    out: list[Part] = []
    first = {one.place[1]: one for one in segment.elements if one.place[0] == 1}
    for place in range(1, len(elements)):
        value = elements[place].strip()
        if place in known or not value:
            continue
        if segment.id == "HI" and first:
            kind, _, rest = value.partition(signs.part)
            code = rest.partition(signs.part)[0]
            out += [
                Part(f"{place:02d}-{part}", one.name, text, meaning(segment, one, text, {}), segment.box)
                for (part, one), text in zip(sorted(first.items()), (kind, code), strict=False)
                if text
            ]
        else:
            out.append(Part(f"{place:02d}", "Not explained here", value, "", ""))
    return out


@dataclass
class Explained:
    """A file in plain words. `reading`: what it says; `is_cut`: only the first part is explained."""

    rows: list[Row]
    reading: Reading
    is_cut: bool = False

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong or odd."""
        return self.reading.findings

    @property
    def head(self) -> str:
        """What the file is, in one line."""
        found, errors = self.reading, sum(one.severity == "error" for one in self.findings)
        counts = f"errors: {errors}, warnings: {len(self.findings) - errors}" if self.findings else "no errors found"
        named = f"{found.transaction or 'Unknown'} {found.version}".strip()
        return f"{named}, {len(self.rows) if found.interchanges else 0:,} segments, {counts}"

    @property
    def tail(self) -> str:
        """What to say of a file that is too long; empty for others."""
        shown = f"Only the first {len(self.rows):,} segments are explained here; `edi read` reads the whole file."
        return shown if self.is_cut else ""

    def text(self, width: int = 100) -> str:
        """For a terminal of this width."""
        return layout.text(self.head, self.rows, self.tail, width)

    def _repr_html_(self) -> str:
        return layout.html(self.head, self.rows, self.tail)

    def __repr__(self) -> str:
        return self.text()


def explained(source: Source) -> Explained:
    """Explain a file. Never raises on its content; CleanClaimError only for a path that cannot be read.

    >>> explained("ISA*broken~").rows[0].label
    'Interchange header'
    """
    listener, found = Listener(source), Reading()
    unnumbered: list[tuple[int, Finding]] = []  # the set, and a finding that does not name it
    seen = 0
    for kind, piece in pieces_of(listener, found):
        kept = found.answers if kind == "answer" else found.claims
        kept += [piece] * (len(kept) < MOST)
        unnumbered += [(len(listener.sets) or 1, one) for one in found.findings[seen:] if not one.set_number]
        seen = len(found.findings)
    _attach(listener, found, unnumbered)
    return Explained(listener.rows, found, listener.stream.count > len(listener.rows))


def _attach(listener: Listener, found: Reading, unnumbered: list[tuple[int, Finding]]) -> None:
    """Each finding to its segment; what has no segment to the last one."""
    rows = listener.rows
    if not rows and not found.findings:
        return
    if not rows:
        rows.append(Row(found.findings[0].value, "No X12 segments in this file"))
    place = {row.set_place: row for row in reversed(rows) if row.set_place[0]}
    of_set = {id(one): number for number, each in enumerate(listener.sets, 1) for one in each.findings}
    of_set |= {id(one): number for number, one in unnumbered}
    envelope = {id(one) for one in listener.findings}
    first_number = {each.number: number for number, each in reversed(list(enumerate(listener.sets, 1)))}
    for one in found.findings:
        if id(one) in envelope:
            row = rows[min(max(one.position, 1), len(rows)) - 1]
        else:
            number = of_set.get(id(one)) or first_number.get(one.set_number, 1)
            row = place.get((number, one.position), rows[-1])
        row.findings.append(one)
