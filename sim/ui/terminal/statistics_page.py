"""The statistics of an assignment as one page to keep or to print: pictures, each with its numbers, and every figure
with its formula.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from sim.classroom.statistics.class_report import ClassStatistics
from sim.ground.errors import CleanClaimError
from sim.ui.desks.pictures.class_pictures import class_pictures
from sim.ui.desks.pictures.clinic_pictures import NotebookPicture

STYLE = """:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 24px auto; max-width: 720px; padding: 0 16px }
pre { white-space: pre-wrap; font: 14px/1.5 ui-monospace, monospace }
figure { margin: 24px 0 !important } table { border-collapse: collapse }
th, td { padding: 2px 10px 2px 0; text-align: left }
body { --ink: #17212b; --paper: #fff; --soft: #51606d; --edge: #7d8a96; color: var(--ink); background: var(--paper) }
@media (prefers-color-scheme: dark) {
  body { --ink: #e8edf1; --paper: #12181d; --soft: #b4c0c9; --edge: #6d7b87 }
  .cc-picture { --pic-earned: #74d69d !important; --pic-learners: #8cc4ff !important; --pic-denied: #ff9d94 !important;
    --pic-unsupported: #f0b860 !important }
}"""


def page(title: str, lines: Iterable[str], found: ClassStatistics) -> str:
    """The page as text.

    >>> from sim.classroom.statistics.class_report import class_statistics
    >>> "Nobody answered yet." in page("A & B", ["Nobody answered yet."], class_statistics([], []))
    True
    """
    pictures = "".join(NotebookPicture(one)._repr_html_() for one in class_pictures(found))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{pictures}<h2>Figures</h2><pre>{escape(chr(10).join(lines))}</pre>"
        "</main></body></html>\n"
    )


def write_page(file: str, title: str, lines: Iterable[str], found: ClassStatistics) -> None:
    """Write the page. Raises CleanClaimError where it can't be written."""
    try:
        Path(file).write_text(page(title, lines, found), encoding="utf-8")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write the page: {reason.strerror}", file, "a file in a folder you may write to", "choose another"
        ) from None
