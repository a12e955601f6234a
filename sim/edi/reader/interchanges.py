"""Reading a file: interchanges, groups and sets, checked by their counts and numbers, and the claims inside handed out
one after another.

    for what in Reader(source): ...        Frames of kind claim (or answer, of a 999), then the Set they stood in

Memory stays bounded whatever the file's size: a claim is handed out when it ends and is kept by nobody here.
"""

from sim.edi.grammar.finding import Finding, envelope
from sim.edi.grammar.element_forms import WORDS
from sim.edi.reader.frame import Group, Interchange, Set
from sim.edi.grammar.guides import grammar, is_known, transaction_of
from sim.edi.reader.segments import PLAIN, Stream
from sim.edi.reader.loops import Walk

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


class Reader:
    """Iterate it once. `interchanges` and `findings` fill while it runs; `stream.done` says how far it is."""

    walks = Walk

    def __init__(self, source):
        self.stream, self.interchanges, self.findings = Stream(source), [], []
        self.interchange = self.group = self.set = self.walk = None
        self.seen: set = set()
        self.handlers = {
            "ISA": self._isa,
            "IEA": self._iea,
            "GS": self._gs,
            "GE": self._ge,
            "ST": self._st,
            "SE": self._se,
            "TA1": self._ta1,
        }

    def __iter__(self):
        for elements in self.stream:
            handler = self.handlers.get(elements[0])
            if handler is not None:
                yield from handler(elements)
            elif self.walk is not None:
                yield from self.walk.take(elements)
            elif self.set is not None:
                self.set.segments += 1
            else:
                self._say(
                    "outside-set", elements[0][:3], "A segment outside every set", "between ST and SE", note="022"
                )
        yield from self._end("The file ends before its set is closed", "023")
        if self.interchange is not None:
            self._say("missing-iea", "IEA", "The interchange is not closed", "IEA at its end", note="023")
        if not self.interchanges:
            self._say("no-interchange", "ISA", "No interchange in this file", "a file that begins with ISA", note="022")
        self.findings = self.stream.findings + self.findings

    @property
    def all_findings(self) -> list[Finding]:
        """Of the envelope; those of the sets stand in the sets."""
        return self.findings

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

    def _values(self, elements: list[str], name: str) -> dict:
        """The values of an envelope's segment, each looked at."""
        segment, values = grammar("ENV").segment("ISA", name), {}
        for row in segment.elements:
            place = row.place[0]
            value = elements[place].strip() if place < len(elements) else ""
            values[row.source] = value
            wrong = row.usage == "R" if not value else row.test is not None and not row.test(value)
            if wrong and not (name == "ISA" and place in (11, 16)):
                self._say(
                    "wrong-envelope",
                    f"{name}{row.label}",
                    f"{row.name} is {'missing' if not value else 'wrong'}",
                    ", ".join(row.values) or WORDS[row.form],
                    value,
                    NOTES.get(place, "024") if name == "ISA" else "024",
                )
        return values

    def _isa(self, elements):
        yield from self._end("A new interchange begins before the set is closed", "022")
        if self.interchange is not None:
            self._say("missing-iea", "IEA", "The interchange before is not closed", "IEA at its end", note="022")
        self.interchange = Interchange({}, self.stream.signs or PLAIN)
        self.interchange.findings += self.stream.findings
        self.group = None
        self.interchanges.append(self.interchange)
        self.interchange.values = self._values(elements, "ISA")
        identity = tuple(
            self.interchange.values.get(f"interchange.{name}")
            for name in ("control_number", "sender_id", "sender_kind")
        )
        if identity in self.seen:
            self._say(
                "duplicate-interchange",
                "ISA13",
                "This interchange number came before in this file",
                "a new number",
                self.interchange.control_number,
                "025",
            )
        self.seen.add(identity)

    def _iea(self, elements):
        yield from self._end("The interchange ends before its set is closed", "022")
        if self.interchange is None:
            self._say("stray-iea", "IEA", "An IEA without its ISA", "ISA before it", note="022")
            return
        if self.group is not None:
            self._say("missing-ge", "GE", "A group is not closed", "GE before IEA", note="022")
        values = self._values(elements, "IEA")
        if values["interchange.end_number"].lstrip("0") != self.interchange.control_number.lstrip("0"):
            self._say(
                "interchange-number-differs",
                "IEA02",
                "ISA and IEA have different numbers",
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
                "Number of groups",
                str(len(self.interchange.groups)),
                values["interchange.group_count"],
                "021",
            )
        self.interchange.is_closed, self.interchange, self.group = True, None, None

    def _gs(self, elements):
        yield from self._end("A group begins before the set is closed", "022")
        if self.interchange is None:
            self.interchange = Interchange({}, self.stream.signs or PLAIN)
            self.interchanges.append(self.interchange)
        if self.group is not None:
            self._say("missing-ge", "GE", "The group before is not closed", "GE at its end", note="022")
        self.group = Group(self._values(elements, "GS"), self.interchange)
        self.interchange.groups.append(self.group)

    def _ge(self, elements):
        yield from self._end("The group ends before its set is closed", "022")
        if self.group is None:
            self._say("stray-ge", "GE", "A GE without its GS", "GS before it", note="022")
            return
        values = self._values(elements, "GE")
        self.group.stated = values["group.set_count"]
        if values["group.end_number"].lstrip("0") != self.group.control_number.lstrip("0"):
            self._group(
                "4",
                "group-number-differs",
                "GE02",
                "GS and GE have different numbers",
                self.group.control_number,
                values["group.end_number"],
            )
        if values["group.set_count"].lstrip("0") != str(len(self.group.sets)).lstrip("0"):
            self._group(
                "5", "set-count-differs", "GE01", "Number of sets", str(len(self.group.sets)), values["group.set_count"]
            )
        self.group = None

    def _group(self, code: str, finding: str, segment: str, message: str, expected: str, value: str) -> None:
        self.group.errors.append(code)
        self.findings.append(envelope(finding, segment, self.stream.count, message, expected, value))

    def _st(self, elements):
        yield from self._end("A set begins before the one before is closed", "022")
        kind, number, version = (elements[place].strip() if place < len(elements) else "" for place in (1, 2, 3))
        group = self.group.values if self.group else {}
        version = version or group.get("group.version", "")
        transaction = transaction_of(group.get("group.kind", ""), kind, version)
        self.set = Set(number, kind, transaction, version, self.group)
        if self.group is not None:
            self.group.sets.append(self.set)
        else:
            self._say("missing-gs", "GS", "A set outside every group", "GS before it", note="024")
        self._start(elements, kind, transaction, version)

    def _start(self, elements, kind: str, transaction: str, version: str) -> None:
        from sim.edi.grammar.guides import transactions

        self.set.segments = 1
        if transaction not in transactions():
            self.set.reasons.append("1")
            self.set.findings.append(
                Finding(
                    "unknown-transaction",
                    "error",
                    "ST",
                    1,
                    "A kind of set that is not read here",
                    "01",
                    kind[:20],
                    ", ".join(transactions()),
                    set_number=self.set.number,
                )
            )
            return
        self.walk = self.walks(self.set, self.stream.signs or PLAIN)
        self.walk.stack[0].seen["ST"] = 1
        self.walk.read(elements, grammar(transaction).segment("ST", "ST"), self.set.frame)
        if not is_known(transaction, version):
            self.walk.find(
                "unknown-version",
                "ST",
                "A version of the guide that is not known here; read as the nearest",
                "03",
                version,
                expected="005010...",
                severity="warning",
            )

    def _se(self, elements):
        if self.set is None:
            self._say("stray-se", "SE", "An SE without its ST", "ST before it", note="022")
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
                    "Number of segments",
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
                    "ST and SE have different numbers",
                    "02",
                    number,
                    found.number,
                    error="8",
                    code="7",
                )
        self.set = self.walk = None
        yield found

    def _ta1(self, elements):
        values = self._values(elements, "TA1")
        if self.interchange is not None:
            self.interchange.answers.append(values)
        return
        yield

    def _end(self, message: str, note: str):
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
