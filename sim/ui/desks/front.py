"""The front end's files: our own JavaScript and CSS, put together from a few readable parts. Nothing is built, nothing
is fetched from elsewhere.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FIRST, LAST = "dom.js", "desk.js"  # what all others need, and what starts the desk


@cache
def script() -> str:
    """The desks' JavaScript as one module (the parts share one scope): what is shared, then each desk folder's page.

    >>> script().rstrip().endswith("export default { render };")
    True
    """
    shared = [path for path in sorted((FOLDER / "page").glob("*.js")) if path.name not in (FIRST, LAST)]
    parts = [FOLDER / "page" / FIRST, *shared, *sorted(FOLDER.glob("*/page.js")), FOLDER / "page" / LAST]
    return "\n".join(path.read_text(encoding="utf-8") for path in parts)


@cache
def style() -> str:
    """The desks' CSS: the page's, the manager's, the pictures' (which stand in notebooks too), each folder's own."""
    shared = tuple(FOLDER / "page" / f"{name}.css" for name in ("desk", "manager", "pictures"))
    parts = (*shared, *sorted(FOLDER.glob("*/page.css")))
    return "\n".join(path.read_text(encoding="utf-8") for path in parts)
