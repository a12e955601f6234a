"""The front end's files: our own JavaScript and CSS, put together from a few readable parts. Nothing is built, nothing
is fetched from elsewhere.
"""

from functools import cache
from pathlib import Path

PARTS = (
    "page/dom",
    "page/record",
    "page/path",
    "page/search",
    "coder/page",
    "biller/page",
    "denial/page",
    "start/page",
    "page/desk",
)


@cache
def script() -> str:
    """The desks' JavaScript as one module (the parts share one scope, in this order).

    >>> script().rstrip().endswith("export default { render };")
    True
    """
    return "\n".join(_text(f"{part}.js") for part in PARTS)


@cache
def style() -> str:
    """The desks' CSS."""
    return _text("page/desk.css")


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
