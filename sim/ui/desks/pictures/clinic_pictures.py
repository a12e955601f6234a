"""A clinic's books in pictures, for a notebook: what is open by age, where the charges went, payments by month. A
picture shows itself as HTML with the numbers as a table below it, and as text where no HTML is drawn.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path

import numpy as np

from sim.billing.books.kpi import aging
from sim.billing.books.kpi_counts import by_month
from sim.billing.day.day import Day
from sim.ground.dates import MONTHS, us_date
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered
from sim.ui.desks.pictures.aging_bars import aging_bars
from sim.ui.desks.pictures.shapes import Drawn
from sim.ui.desks.pictures.strip import Month, strip
from sim.ui.desks.pictures.visit_pictures import where_it_went
from sim.ui.desks.pictures.waterfall import waterfall


class NotebookPicture:
    """A picture as a notebook shows it."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn

    def _repr_html_(self) -> str:
        drawn = self.drawn
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in drawn.head)
        rows = "".join(f"<tr>{''.join(_cell(text, n) for n, text in enumerate(row))}</tr>" for row in drawn.rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return (
            f'<style>{picture_style()}</style><figure class="cc-picture"><figcaption>{escape(drawn.title)}</figcaption>'
            f"{drawn.svg().as_svg()}<details><summary>Show the numbers</summary>{table}</details></figure>"
        )

    def __repr__(self) -> str:
        return "\n".join([self.drawn.title, *("  ".join(filter(None, row)) for row in self.drawn.rows)])


def _cell(text: str, place: int) -> str:
    kind = ' class="num"' if place else ""
    return f"<td{kind}>{escape(text)}</td>"


@remembered
def picture_style() -> str:
    """The pictures' CSS; it stands beside the desks'."""
    return (Path(__file__).parents[1] / "page" / "pictures.css").read_text(encoding="utf-8")


def picture(day: Day, of: str = "aging", on: "np.datetime64 | str | None" = None) -> NotebookPicture:
    """A picture of a day's work. of: "aging" (what is open, by age and by who owes it), "charges" (where they went) or
    "payments" (by month). on: the day; left out, the day after the last entry. Raises CleanClaimError for another
    picture, and before the ledger is posted.

    >>> import sim
    >>> print(repr(picture(sim.simulate(5, seed=7), "payments")).splitlines()[0])
    Payments less refunds by month
    """
    drawing = PICTURES.get(of)
    if drawing is None:
        raise CleanClaimError(f"no picture {str(of)[:40]!r}", "sim.picture", ", ".join(PICTURES), "choose one of these")
    books = day.books()
    when = np.datetime64(on) if on is not None else books.entry_date.max(initial=np.datetime64("1970-01-01")) + 1
    return NotebookPicture(drawing(day, when.astype("datetime64[D]")))


def _aging(day: Day, on: np.datetime64) -> Drawn:
    return aging_bars(f"Open by age on {us_date(on)}", aging(day.visits, day.books(), on))


def _charges(day: Day, on: np.datetime64) -> Drawn:
    books = day.books()
    rows = books.take(books.entry_date <= on).rows()
    sides = [
        {"entry_kind": row["entry_kind"], "account": row[account], "amount": sign * row["amount"]}
        for row in rows
        for account, sign in (("account", 1), ("contra_account", -1))
    ]
    steps, charged = where_it_went(sides)
    return waterfall(f"Where the charges went by {us_date(on)}", charged, steps)


def _payments(day: Day, on: np.datetime64) -> Drawn:
    months = [Month(f"{MONTHS[int(name[5:]) - 1]} {name[:4]}", paid) for name, _, paid in by_month(day.books(), on)]
    return strip("Payments less refunds by month", months)


PICTURES: dict[str, Callable[[Day, np.datetime64], Drawn]] = {
    "aging": _aging,
    "charges": _charges,
    "payments": _payments,
}
