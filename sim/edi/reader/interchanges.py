"""Reading a file: interchanges, groups and sets, checked by their counts and numbers, and the claims inside handed out
one after another.

    for what in Reader(source): ...        Frames of kind claim (or answer, of a 999), then the Set they stood in

Memory stays bounded whatever the file's size: a claim is handed out when it ends and is kept by nobody here.
"""

from collections.abc import Callable, Iterator

from sim.edi.grammar.element_forms import WORDS
from sim.edi.grammar.finding import Finding, envelope
from sim.edi.grammar.guides import VERSIONS, grammar, is_known, transaction_of
from sim.edi.grammar.other_guides import other_guide
from sim.edi.reader.envelope_parts import agree
from sim.edi.reader.frame import Frame, Group, Interchange, Set, Values
from sim.edi.reader.segments import PLAIN, Source, Stream
from sim.edi.reader.loops import Walk
from sim.edi.reader.situational_rules import GuidedWalk

NOTES = {
    1: "010",
    2: "011",
    3: "012",
    4: "013",
    5: "005",
    6: "006",
    7: "007",
    8: "008",
    9: "014",
    10: "015",
    11: "022",
    12: "017",
    13: "018",
    14: "019",
    15: "020",
    16: "027",
}  # TA105 for a wrong element of the ISA


Handed = Iterator[Frame | Set]  # claims and answers as they end, each set after what stood in it


class Reader:
    """Iterate it once. `interchanges` and `findings` fill while it runs; `stream.done` says how far it is."""

    walks = GuidedWalk

    def __init__(self, source: Source):
        self.stream = Stream(source)
        self.interchanges: list[Interchange] = []
        self.findings: list[Finding] = []  # of the envelope; those of the sets stand in the sets
        self.interchange: Interchange | None = None
        self.group: Group | None = None
        self.set: Set | None = None
        self.walk: Walk | None = None
        self.seen: set[tuple[str, ...]] = set()
        self.told: set[tuple[str, str]] = set()  # transactions and guides set aside, each said once
        self.handlers: dict[str, Callable[[list[str]], Handed]] = {
            "ISA": self._isa,
            "IEA": self._iea,
            "GS": self._gs,
            "GE": self._ge,
            "ST": self._st,
            "SE": self._se,
            "TA1": self._ta1,
        }

    def __iter__(self) -> Handed:
        for elements in self.segments():
            handler = self.handlers.get(elements[0])
            if handler is not None:
                yield from handler(elements)
            elif self.walk is not None:
                yield from self.walk.take(elements)
            elif self.set is not None:
                self.set.segments += 1
            else:
                self._say(
                    "outside-set",
                    elements[0][:3],
                    "A segment outside a transaction set",
                    "between ST and SE",
                    note="022",
                )
        yield from self._end("The file ends before the transaction set is closed", "023")
        if self.interchange is not None:
            self._say("missing-iea", "IEA", "The interchange is not closed", "IEA at its end", note="023")
        if not self.interchanges and not self.is_foreign:
            self._say("no-interchange", "ISA", "No interchange in this file", "a file that begins with ISA", note="022")
        self.findings = self.stream.findings + self.findings

    @property
    def is_foreign(self) -> bool:
        """Is the file not X12 at all, but something else that we can name?"""
        return any(found.finding == "not-x12" for found in self.stream.findings)

    def segments(self) -> Iterator[list[str]]:
        """The segments of the file, each before it is handled."""
        return iter(self.stream)

    def _say(
        self,
        finding: str,
        segment: str,
        message: str,
        expected: str = "",
        value: str = "",
        note: str = "",
        severity: str = "error",
    ) -> None:
        if len(self.findings) < 1000:
            made = envelope(finding, segment, self.stream.count, message, expected, value, note, severity)
            self.findings.append(made)
            if self.interchange is not None:
                self.interchange.findings.append(made)

    def _values(self, elements: list[str], name: str) -> Values:
        """The values of an envelope's segment, each looked at."""
        segment = grammar("ENV").segment("ISA", name)
        values: Values = {}
        for row in segment.elements:
            place = row.place[0]
            value = elements[place].strip() if place < len(elements) else ""
            values[row.source] = value
            wrong = row.usage == "R" if not value else row.test is not None and not row.test(value)
            if wrong and not (name == "ISA" and place in (11, 16)):
                self._say(
                    "wrong-envelope",
                    f"{name}{row.label}",
                    f"{row.name}: {'missing' if not value else 'not valid'}",
                    ", ".join(row.values) or WORDS[row.form],
                    value,
                    NOTES.get(place, "024") if name == "ISA" else "024",
                )
        return values

    def _isa(self, elements: list[str]) -> Handed:
        yield from self._end("A new interchange begins before the transaction set is closed", "022")
        if self.interchange is not None:
            self._say(
                "missing-iea", "IEA", "The interchange before this one is not closed", "IEA at its end", note="022"
            )
        self.interchange = Interchange({}, self.stream.signs or PLAIN)
        self.interchange.findings += self.stream.findings
        self.group = None
        self.interchanges.append(self.interchange)
        self.interchange.values = self._values(elements, "ISA")
        identity = tuple(
            self.interchange.values.get(f"interchange.{name}", "")
            for name in ("control_number", "sender_id", "sender_kind")
        )
        if identity in self.seen:
            self._say(
                "duplicate-interchange",
                "ISA13",
                "This interchange control number was used before in this file",
                "a new control number",
                self.interchange.control_number,
                "025",
            )
        self.seen.add(identity)

    def _iea(self, elements: list[str]) -> Handed:
        yield from self._end("The interchange ends before the transaction set is closed", "022")
        if self.interchange is None:
            self._say("stray-iea", "IEA", "IEA without an ISA", "ISA before it", note="022")
            return
        if self.group is not None:
            self._say("missing-ge", "GE", "A functional group is not closed", "GE before IEA", note="022")
        values = self._values(elements, "IEA")
        if values["interchange.end_number"].lstrip("0") != self.interchange.control_number.lstrip("0"):
            self._say(
                "interchange-number-differs",
                "IEA02",
                "ISA13 and IEA02 have different control numbers",
                self.interchange.control_number,
                values["interchange.end_number"],
                "001",
            )
        if (
            values["interchange.group_count"].lstrip("0") != str(len(self.interchange.groups)).lstrip("0")
            and not self.interchange.answers
        ):
            self._say(
                "group-count-differs",
                "IEA01",
                "The number of functional groups does not match",
                str(len(self.interchange.groups)),
                values["interchange.group_count"],
                "021",
            )
        self.interchange.is_closed, self.interchange, self.group = True, None, None

    def _gs(self, elements: list[str]) -> Handed:
        yield from self._end("A functional group begins before the transaction set is closed", "022")
        if self.interchange is None:
            self.interchange = Interchange({}, self.stream.signs or PLAIN)
            self.interchanges.append(self.interchange)
        if self.group is not None:
            self._say(
                "missing-ge", "GE", "The functional group before this one is not closed", "GE at its end", note="022"
            )
        self.group = group = Group(self._values(elements, "GS"), self.interchange)
        if group.control_number in {one.control_number for one in self.interchange.groups} - {""}:
            message = "This group control number was used before in this interchange"
            self._group(group, "19", "duplicate-group", "GS06", message, "a new control number", group.control_number)
        self._same_version(group)
        self.interchange.groups.append(group)

    def _same_version(self, group: Group) -> None:
        """ISA12 is the version of GS08, in five digits."""
        envelope, version = group.interchange.values.get("interchange.version", ""), group.values["group.version"]
        if any(one.segment == "ISA12" for one in group.interchange.findings):
            return
        if len(version) >= 6 and version[:6].isdigit() and envelope.isdigit() and version[:5] != envelope:
            message = "The versions of the interchange (ISA12) and of the group (GS08) differ"
            self._say("version-differs", "ISA12", message, version[:5], envelope, "017")

    def _ge(self, elements: list[str]) -> Handed:
        yield from self._end("The functional group ends before the transaction set is closed", "022")
        group, self.group = self.group, None
        if group is None:
            self._say("stray-ge", "GE", "GE without a GS", "GS before it", note="022")
            return
        values = self._values(elements, "GE")
        group.stated, number = values["group.set_count"], values["group.end_number"]
        if number.lstrip("0") != group.control_number.lstrip("0"):
            message = "GS06 and GE02 have different control numbers"
            self._group(group, "4", "group-number-differs", "GE02", message, group.control_number, number)
        if group.stated.lstrip("0") != str(len(group.sets)).lstrip("0"):
            message = "The number of transaction sets does not match"
            self._group(group, "5", "set-count-differs", "GE01", message, str(len(group.sets)), group.stated)

    def _group(
        self, group: Group, code: str, finding: str, segment: str, message: str, expected: str, value: str
    ) -> None:
        group.errors.append(code)
        self.findings.append(envelope(finding, segment, self.stream.count, message, expected, value))

    def _st(self, elements: list[str]) -> Handed:
        yield from self._end("A transaction set begins before the one before it is closed", "022")
        kind, number, stated = (elements[place].strip() if place < len(elements) else "" for place in (1, 2, 3))
        group = self.group.values if self.group else {}
        of_group = group.get("group.version", "")
        version = stated or of_group
        transaction = transaction_of(kind, version) or transaction_of(kind, of_group)
        self.set = Set(number, kind, transaction, version, self.group)
        self.set.segments = 1
        if self.group is None:
            self._say("missing-gs", "GS", "A transaction set outside a functional group", "GS before it", note="024")
        if transaction:
            self._start(elements, self.set)
        else:
            self._set_aside(self.set)
        if self.group is not None:
            agree(self.set, self.group, stated)
            self.group.sets.append(self.set)

    def _set_aside(self, read: Set) -> None:
        """A transaction or a guide that is not read: named, once for all its sets."""
        read.reasons.append("I6" if any(name[:3] == read.kind for name in VERSIONS) else "1")
        if (read.kind, read.version) in self.told:
            return
        self.told.add((read.kind, read.version))
        name = other_guide(read.kind, read.version) or "a transaction that CleanClaim does not know"
        read.findings.append(
            Finding(
                "other-guide",
                "error",
                "ST",
                1,
                f"Not read: this is {name}",
                "03" if read.version else "01",
                (read.version or read.kind)[:20],
                ", ".join(f"{name} {one.written}" for name, one in VERSIONS.items() if name[:3] == read.kind)
                or ", ".join(VERSIONS),
                set_number=read.number,
            )
        )

    def _start(self, elements: list[str], started: Set) -> None:
        """The walk of a set that begins."""
        self.walk = walk = self.walks(started, self.stream.signs or PLAIN)
        walk.stack[0].seen["ST"] = 1
        walk.read(elements, grammar(started.transaction).segment("ST", "ST"), started.frame)
        if not is_known(started.transaction, started.version):
            walk.find(
                "unknown-version",
                "ST",
                "Unknown version of the implementation guide; read as the closest known one",
                "03",
                started.version,
                expected=VERSIONS[started.transaction].written,
                severity="warning",
            )

    def _se(self, elements: list[str]) -> Handed:
        if self.set is None:
            self._say("stray-se", "SE", "SE without an ST", "ST before it", note="022")
            return
        found, walk = self.set, self.walk
        if walk is not None:
            yield from walk.take(elements)
            yield from walk.end()
            stated, number = (elements[place].strip() if place < len(elements) else "" for place in (1, 2))
            if stated.lstrip("0") != str(found.segments):
                found.reasons.append("4")
                walk.find(
                    "segment-count-differs",
                    "SE",
                    "The segment count does not match",
                    "01",
                    stated,
                    str(found.segments),
                    error="8",
                    code="7",
                )
            if number != found.number:
                found.reasons.append("3")
                walk.find(
                    "set-number-differs",
                    "SE",
                    "ST02 and SE02 have different control numbers",
                    "02",
                    number,
                    found.number,
                    error="8",
                    code="7",
                )
        self.set = self.walk = None
        yield found

    def _ta1(self, elements: list[str]) -> Handed:
        values = self._values(elements, "TA1")
        if self.interchange is not None:
            self.interchange.answers.append(values)
        return
        yield

    def _end(self, message: str, note: str) -> Handed:
        """A set that was not closed ends here."""
        if self.set is None:
            return
        found = self.set
        if self.walk is not None:
            yield from self.walk.end()
        found.reasons.append("2")
        found.findings.append(
            Finding(
                "missing-se",
                "error",
                "SE",
                found.segments,
                message,
                expected="SE at its end",
                set_number=found.number,
                segment_error="3",
            )
        )
        if note == "023":
            self._say("premature-end", "SE", message, "SE, GE, IEA", note=note)
        self.set = self.walk = None
        yield found
