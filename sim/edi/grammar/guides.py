"""The wire's grammar: what may stand where in a set, from segments.csv and loops.csv. Writer, reader and explanation
all go by it.

A segment is named as DTP*431 where its qualifier tells it apart. Segments that look the same in many loops (addresses,
dates, numbers ...) share a shape of shapes.csv. A loop is a place in the tree of a set; its frame is the row (of
claims, of lines ...) to which the values of its segments belong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from sim.edi.grammar.element_forms import test_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv

HERE = Path(__file__).resolve().parent


class Version(NamedTuple):
    """The guide of a kind of set: GS01, the version that is written, what is read beside it (as found in files of
    others).
    """

    group_kind: str
    written: str
    read: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Every version that is read."""
        return (self.written, *self.read)


VERSIONS = {
    "837P": Version("HC", "005010X222A1", ("005010X222", "005010X222A2")),
    "837I": Version("HC", "005010X223A2", ("005010X223", "005010X223A1", "005010X223A3")),
    "835": Version("HP", "005010X221A1", ("005010X221",)),
    "999": Version("FA", "005010X231A1", ("005010X231",)),
    "277CA": Version("HN", "005010X214", ()),
    "270": Version("HS", "005010X279A1", ("005010X279",)),
    "271": Version("HB", "005010X279A1", ("005010X279",)),
    "276": Version("HR", "005010X212", ()),
    "277": Version("HN", "005010X212", ()),
    "278": Version("HI", "005010X217", ()),
}
NO_GUIDE = "005010"  # a version without the number of a guide
WHERE_QUALIFIED = {"HL": (3, 0), "HI": (1, 1)}  # element and part of the qualifier; (1, 0) for the others


@dataclass(frozen=True)
class Element:
    """One element or part of one. `place`: (element, part), part 0 for an element without parts; `values`: wire ->
    ours.
    """

    place: tuple[int, int]
    name: str
    meaning: str
    source: str
    form: str
    condition: int
    usage: str
    longest: int
    values: dict[str, str]
    box: str
    test: Callable[[str], bool] | None

    @property
    def label(self) -> str:
        """As people write it: 02, or 05-3."""
        return f"{self.place[0]:02d}" + (f"-{self.place[1]}" if self.place[1] else "")

    @property
    def is_data(self) -> bool:
        """Does it carry a value of a table (and not a constant or a number made while writing)?"""
        return self.source[:1] not in ("=", ".", "@", "")


class Size(NamedTuple):
    """How many elements a segment may have, and how many parts its elements with parts."""

    elements: int
    parts: dict[int, int]


class Check(NamedTuple):
    """What a reader looks at in one element, and where its text goes (empty: nowhere)."""

    place: int
    part: int
    is_required: bool
    longest: int
    test: Callable[[str], bool] | None
    source: str
    element: Element


@dataclass
class Segment:
    """One segment in one loop. `collect`: the list of its frame that keeps it whole, for segments that repeat."""

    loop: "Loop"
    name: str
    label: str
    meaning: str
    usage: str
    repeat: int
    box: str
    collect: str
    elements: list[Element] = field(default_factory=list)

    @cached_property
    def id(self) -> str:
        """Without its qualifier."""
        return self.name.partition("*")[0]

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """The values that tell it from others of its id; empty: it takes any."""
        if "*" not in self.name:
            return ()
        place = WHERE_QUALIFIED.get(self.id, (1, 0))
        return tuple(
            dict.fromkeys([self.name.partition("*")[2], *next(e.values for e in self.elements if e.place == place)])
        )

    @cached_property
    def size(self) -> Size:
        """How many elements and parts it may have."""
        return _sizes()[self.id]

    @cached_property
    def checks(self) -> list[Check]:
        """What is looked at in each of its elements."""
        return [
            Check(
                *one.place,
                one.usage == "R",
                one.longest,
                one.test,
                one.source if one.is_data and not self.collect else "",
                one,
            )
            for one in self.elements
        ]

    @cached_property
    def last_required(self) -> int:
        """The last element that must be there."""
        return max((one.place for one in self.checks if one.is_required), default=0)


@dataclass
class Loop:
    """A loop of a set, with its segments in order and the loops inside it."""

    id: str
    parents: tuple[str, ...]
    begins: tuple[str, ...]
    frame: str
    usage: str
    repeat: int
    name: str
    segments: list[Segment] = field(default_factory=list)
    inner: list["Loop"] = field(default_factory=list)

    @cached_property
    def required(self) -> list[Segment]:
        """Its segments that must be there."""
        return [segment for segment in self.segments if segment.usage == "R"]

    @cached_property
    def required_inner(self) -> list["Loop"]:
        """The loops inside it that must be there, and can stand nowhere else."""
        return [loop for loop in self.inner if loop.usage == "R" and len(loop.parents) == 1]


@dataclass
class Grammar:
    """One kind of set: its loops by id, in order."""

    transaction: str
    loops: dict[str, Loop]

    def segment(self, loop: str, name: str) -> Segment:
        """A segment by its place."""
        return next(one for one in self.loops[loop].segments if one.name == name)

    @property
    def outer(self) -> Loop:
        """The loop that holds all others."""
        return next(iter(self.loops.values()))


@cache
def grammar(transaction: str) -> Grammar:
    """The grammar of a kind of set. Raises CleanClaimError for a kind that segments.csv has not.

    >>> grammar("837P").segment("2300", "CLM").elements[1].source
    'claims.total_charge_amount'
    """
    loops = {row["loop"]: _loop(row) for row in _rows("loops.csv") if row["transaction"] == transaction}
    if not loops:
        raise CleanClaimError(
            f"no transaction {transaction!r}", "sim/edi/grammar/loops.csv", ", ".join(transactions()), "check the name"
        )
    for loop in loops.values():
        for parent in loop.parents:
            loops[parent].inner.append(loop)
    for row in _rows("segments.csv"):
        if row["transaction"] == transaction:
            loop = loops[row["loop"]]
            if row["element"]:  # the rows of its own elements follow the row of a segment
                _add(loop.segments[-1].elements, _element(row))
            else:
                loop.segments.append(_segment(row, loop))
    return Grammar(transaction, loops)


def _add(elements: list[Element], one: Element) -> None:
    """An element in its order; it replaces one of the segment's shape."""
    elements[:] = sorted([*(other for other in elements if other.place != one.place), one], key=lambda each: each.place)


def transactions() -> tuple[str, ...]:
    """The kinds of set that segments.csv knows."""
    return tuple(dict.fromkeys(row["transaction"] for row in _rows("loops.csv") if row["transaction"] != "ENV"))


def transaction_of(set_kind: str, version: str) -> str:
    """The kind of a set that is read, from ST01 and the guide's version (ST03 or GS08); empty for a guide that is not.
    A guide with another addendum, or a version that names no guide, is read as the nearest.

    >>> transaction_of("837", "005010X222A1"), transaction_of("277", "005010X214"), transaction_of("837", "005010")
    ('837P', '277CA', '837P')
    >>> transaction_of("837", "005010X222A9"), transaction_of("837", "005010X224A2"), transaction_of("834", "")
    ('837P', '', '')
    """
    known = [name for name in VERSIONS if name[:3] == set_kind]
    exact = [name for name in known if version in VERSIONS[name].known]
    near = [name for name in known if VERSIONS[name].written[:10] == version[:10]]
    names_no_guide = version in (NO_GUIDE, "")
    return next(iter(exact or near or (known if names_no_guide else [])), "")


def is_known(transaction: str, version: str) -> bool:
    """Is this version of the guide one that is read?"""
    return version in VERSIONS[transaction].known


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    return tuple(read_csv(HERE / name))


def _loop(row: dict[str, str]) -> Loop:
    return Loop(
        row["loop"],
        tuple(row["parent"].split()),
        tuple(row["begins"].split()),
        row["frame"],
        row["usage"],
        int(row["repeat"]),
        row["name"],
    )


def _segment(row: dict[str, str], loop: Loop) -> Segment:
    is_collected = row["source"].startswith("@")
    return Segment(
        loop,
        row["segment"],
        row["name"],
        row["meaning"],
        row["usage"],
        int(row["repeat"]),
        row["box"],
        row["source"][1:] if is_collected else "",
        _of_shape(row["form"], row["source"].lstrip("@"), row["segment"].partition("*")[2], row["values"]),
    )


@cache
def _sizes() -> dict[str, Size]:
    parts = {row["segment"]: [part.partition("=") for part in row["parts"].split()] for row in _rows("sizes.csv")}
    return {
        row["segment"]: Size(int(row["elements"]), {int(at): int(most) for at, _, most in parts[row["segment"]]})
        for row in _rows("sizes.csv")
    }


@cache
def _shapes() -> dict[str, list[dict[str, str]]]:
    """The rows of each shape, in order."""
    out: dict[str, list[dict[str, str]]] = {}
    for row in _rows("shapes.csv"):
        out.setdefault(row["shape"], []).append(row)
    return out


def _of_shape(shape: str, source: str, qualifier: str, values: str) -> list[Element]:
    """The elements of a segment by its shape; none for a segment without one."""
    if not shape:
        return []
    return [
        _element(
            {
                **row,
                "meaning": "",
                "box": "",
                "source": row["source"].replace("$", source).replace("*", qualifier),
                "values": (values or qualifier) if row["values"] == "?" else row["values"],
            }
        )
        for row in _shapes()[shape]
    ]


def _element(row: dict[str, str]) -> Element:
    number, _, part = row["element"].partition("-")
    form, _, condition = row["form"].partition(" if")
    values = {pair.partition("=")[0]: pair.partition("=")[2] or pair for pair in row["values"].split()}
    longest = int(row["max"] or 0)
    return Element(
        (int(number), int(part or 0)),
        row["name"],
        row["meaning"],
        row["source"],
        form,
        int(condition or 0),
        row["usage"],
        longest,
        values,
        row["box"],
        test_of(form, values),
    )
