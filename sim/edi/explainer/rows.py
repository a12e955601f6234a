"""What is shown of one segment: its text, what it is, its values in words, what is wrong with it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sim.edi.grammar.finding import Finding


class Part(NamedTuple):
    """One value: its element (02, or 05-3), the element's name, the text, its meaning, the box of the claim form."""

    label: str
    name: str
    value: str
    meaning: str
    box: str


@dataclass
class Row:
    """One segment. `loop`: the name of the loop, only where one begins; `set_place`: which set of the file, which
    segment of it; (0, 0) outside of sets."""

    text: str
    label: str
    meaning: str = ""
    loop: str = ""
    depth: int = 0
    set_place: tuple[int, int] = (0, 0)
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
