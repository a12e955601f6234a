"""What is read, as a tree of rows: a frame is one row of something (a set, a subscriber, a claim, a line) with the
texts of its segments.
"""

from sim.edi.grammar.finding import Finding
from sim.edi.reader.segments import Signs

Values = dict[str, str]  # texts of the wire by source


class Frame:
    """One row: `values` are texts by source ("claims.total_charge_amount"), `lists` whole segments by name ("cas"),
    `inner` the frames inside it that are not handed out on their own; `parent` the frame it stands in."""

    __slots__ = ("kind", "parent", "position", "values", "lists", "inner", "loop")

    def __init__(self, kind: str, parent: "Frame | None", position: int, loop: str = ""):
        self.kind, self.parent, self.position, self.loop = kind, parent, position, loop
        self.values: Values = {}
        self.lists: dict[str, list[list[str]]] = {}
        self.inner: list[Frame] = []

    def get(self, source: str, default: str = "") -> str:
        """The text of a source in this frame or the nearest one around it."""
        frame: Frame | None = self
        while frame is not None:
            if source in frame.values:
                return frame.values[source]
            frame = frame.parent
        return default

    def around(self, kind: str) -> "Frame | None":
        """The nearest frame of a kind, this one included."""
        frame: Frame | None = self
        while frame is not None and frame.kind != kind:
            frame = frame.parent
        return frame

    def of(self, kind: str) -> "list[Frame]":
        """The frames of a kind directly inside."""
        return [frame for frame in self.inner if frame.kind == kind]


class Group:
    """A functional group as read: GS values, its sets, how many sets its GE states, what is wrong with it (AK905)."""

    def __init__(self, values: Values, interchange: "Interchange"):
        self.values, self.interchange, self.stated = values, interchange, ""
        self.sets: list[Set] = []
        self.errors: list[str] = []

    @property
    def control_number(self) -> str:
        """GS06."""
        return self.values.get("group.control_number", "")


class Interchange:
    """An interchange as read: ISA values, its signs, its groups, what is wrong with its envelope, its TA1 answers."""

    def __init__(self, values: Values, signs: Signs):
        self.values, self.signs, self.is_closed = values, signs, False
        self.groups: list[Group] = []
        self.findings: list[Finding] = []
        self.answers: list[Values] = []

    @property
    def control_number(self) -> str:
        """ISA13."""
        return self.values.get("interchange.control_number", "")


class Set:
    """A transaction set as read: number (ST02), kind, guide, its frame, how many segments, what is wrong with it. Its
    claims were handed out before.
    """

    def __init__(self, number: str, kind: str, transaction: str, version: str, group: Group | None):
        self.number, self.kind, self.transaction, self.version, self.group = number, kind, transaction, version, group
        self.frame, self.segments, self.units = Frame("set", None, 1, "ST"), 0, 0
        self.findings: list[Finding] = []
        self.reasons: list[str] = []

    @property
    def is_rejected(self) -> bool:
        """Would a 999 reject it? Any error in form or against the guide does."""
        return bool(self.reasons) or any(found.severity == "error" for found in self.findings)
