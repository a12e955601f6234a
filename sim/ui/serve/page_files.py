"""The files of the pages: scripts and one stylesheet, each under an address with its own hash, so that a browser keeps
it for good and an update is seen at once. They are compressed once.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from sim.ui.desks import front

PAGES = Path(__file__).with_name("pages")
START = "export default { render };"  # how the desks' script ends: for a notebook that draws it


@dataclass(frozen=True)
class PageFile:
    """One file as it is sent."""

    name: str
    kind: str
    text: bytes
    packed: bytes

    @property
    def address(self) -> str:
        """Where it is fetched from."""
        return f"/file/{self.name}"


@cache
def page_files() -> dict[str, PageFile]:
    """The files by what they are for: "desk" (the desks' script with the line to this server), "look" (light or dark,
    before anything is drawn), "class_page" (the
    instructor's pages), "still" (a desk that stands still), "style".

    >>> sorted(page_files())
    ['class_page', 'desk', 'look', 'still', 'style']
    """
    desk, still = (front.script().replace(START, _text(name)) for name in ("line.js", "still.js"))
    style = front.style() + "".join(_text(name) for name in ("page.css", "class.css"))
    return {
        "desk": _file("desk.js", "text/javascript", desk),
        "class_page": _file("class.js", "text/javascript", _text("class.js")),
        "look": _file("look.js", "text/javascript", _text("look.js")),
        "still": _file("still.js", "text/javascript", still),
        "style": _file("page.css", "text/css", style),
    }


def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def _file(name: str, kind: str, text: str) -> PageFile:
    content = text.encode("utf-8")
    stem, _, ending = name.partition(".")
    return PageFile(
        f"{stem}.{sha256(content).hexdigest()[:16]}.{ending}",
        f"{kind}; charset=utf-8",
        content,
        gzip.compress(content, 9, mtime=0),
    )
