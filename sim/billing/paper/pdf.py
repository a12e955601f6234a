"""The file: title, language, subject and no time stamp, so that the same sheet is the same bytes on every day."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

LANGUAGE = "en-US"
AUTHOR = "CleanClaim"


class Properties(NamedTuple):
    """What a reader shows as the document's properties. is_packed: streams are compressed (tests read them plain)."""

    title: str
    subject: str
    is_packed: bool = True


def canvas_of(file: BytesIO, properties: Properties, **more: Any) -> Any:
    """An empty reportlab canvas on Letter paper with these properties."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    drawn = Canvas(file, letter, invariant=1, pageCompression=int(properties.is_packed), lang=LANGUAGE, **more)
    drawn.setTitle(properties.title)
    drawn.setSubject(properties.subject)
    drawn.setAuthor(AUTHOR)
    drawn.setCreator(AUTHOR)
    drawn.setViewerPreference("DisplayDocTitle", "true")
    return drawn


def drawn(properties: Properties, pages: list[Callable[[Any], None]]) -> bytes:
    """The file of several pages, each drawn by its function on the canvas."""
    file = BytesIO()
    canvas = canvas_of(file, properties)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
