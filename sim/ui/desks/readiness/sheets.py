"""Readiness as HTML: the table of several people, the sheet of one, and a page of its own to keep or to print. Every
text is escaped.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.competences import competences
from sim.manager.readiness import written
from sim.manager.readiness.person import Person
from sim.manager.readiness.rating import RATINGS
from sim.manager.readiness.thresholds import Thresholds
from sim.ui.desks.pictures.clinic_pictures import picture_style
from sim.ui.desks.pictures.readiness_bars import readiness_bars

STYLE = """.cc-sheet .facts > div { display: flex; flex-wrap: wrap; gap: 0 10px }
.cc-sheet .facts dt { min-width: 19em } .cc-sheet .facts dd { margin: 0 }
"""
NOTE = (
    "Practice on synthetic cases, compared with fixed thresholds. It supports a decision about training; it is"
    " not a certificate, nor the sole ground for a decision about a person's employment."
)


def table_html(people: Sequence[Person], links: Mapping[str, str] | None = None) -> Markup:
    """People by competences. links: the address of each person's sheet by learner key; without them a name alone."""
    return _part("table.html", people=people, links=links or {})


def sheet_html(person: Person, limits: Thresholds, heading: str = "h2") -> Markup:
    """The sheet of one person, without a heading of its own. heading: of its sections, h2 or h3."""
    picture = readiness_bars(person)
    return _part(
        "sheet.html", person=person, limits=limits, picture=picture, svg=_svg(picture.svg().as_svg()), h=heading
    )


class NotebookSheet:
    """The sheet of one person as a notebook shows it, and as text where no HTML is drawn."""

    def __init__(self, person: Person, limits: Thresholds) -> None:
        self.person, self.limits = person, limits

    def _repr_html_(self) -> str:
        sheet = sheet_html(self.person, self.limits, "h3")
        return f'<style>{STYLE}{picture_style()}</style><div class="cc-sheet">{sheet}</div>'

    def __repr__(self) -> str:
        return "\n".join(written.text_lines(self.person))


def page_html(title: str, people: Sequence[Person], limits: Thresholds) -> str:
    """A page of its own: the table where there are several people, then each sheet on its own paper.

    >>> from sim.manager.readiness.thresholds import thresholds
    >>> "A &amp; B" in page_html("A & B", [], thresholds())
    True
    """
    sheets = [(one, sheet_html(one, limits, "h3")) for one in people]
    table = table_html(people) if len(people) > 1 else ""
    style = Markup(picture_style())  # noqa: S704
    return _pages().get_template("page.html").render(title=title, sheets=sheets, table=table, style=style, note=NOTE)


def _part(template: str, **values: Any) -> Markup:
    """A piece of a page; its texts were escaped where they were put in."""
    return Markup(_pages().get_template(template).render(note=NOTE, **values))  # noqa: S704


def _svg(text: str) -> Markup:
    """A picture, escaped where it was drawn."""
    return Markup(text)  # noqa: S704


@cache
def _pages() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        dollars=dollars,
        us_date=us_date,
        rating_words=written.rating_words,
        case_words=written.case_words,
        mistake_words=written.mistake_words,
        action_words=written.action_words,
        figure_pairs=written.figure_pairs,
    )
    made.globals.update(MARKS=written.MARKS, RATINGS=RATINGS, competences=competences)
    return made
