"""The manager's board: the figures that any practice manager knows, each with its formula, its source and what is
usually called good; by payer and cause; by month and week. Of a quarter that is played here, or of a folder that
`cleanclaim simulate` wrote.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from sim.billing.books.kpi import aging
from sim.billing.day.day import Day
from sim.ground.dates import MONTHS, us_date
from sim.ground.errors import CleanClaimError
from sim.ground.files import clinic_in_force
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.kept_quarters import Wanted, kept_quarter
from sim.manager.figures.board_rows import BY_CAUSE, BY_PAYER, Share, shares, told
from sim.manager.figures.map_keys import Row, board, last_day
from sim.manager.figures.periods import MONTH, WEEK, Period, periods
from sim.manager.figures.running import running_aging
from sim.manager.figures.written_tables import load
from sim.manager.strategies.strategy import strategies, strategy
from sim.ui.desks import common, desk_folders, page_draft
from sim.ui.desks.common import View
from sim.ui.desks.pictures.aging_bars import aging_bars
from sim.ui.desks.pictures.count_bars import CountBar, count_bars
from sim.ui.desks.pictures.lines import Point, lines
from sim.ui.desks.pictures.strip import Month, strip
from sim.ui.desks.words import clock, money

TASK = ""  # no task is worked at this page
DESK = "board"
USUAL, VISITS, MOST, MOST_IN_A_CLASS, LEAST = "in_house_trained", 2000, 10_000, 2000, 100
QUARTER, FOLDER = "quarter", "folder"
MOST_PERIODS = 60
ALONE = "Choose a quarter, or a folder of tables that cleanclaim simulate wrote"
IN_A_CLASS = "Choose how the quarter is worked, and how many visits"  # no folder is read on a server


def view(store: Store | None, learner: str, given: dict[str, Any] | None = None, now: datetime | None = None) -> View:
    """The page as a JSON object; given: what the page sent. Raises CleanClaimError for what cannot be read."""
    draft = _draft(given or page_draft.kept_draft(store, learner, DESK, DESK))
    shown = _board(draft) if given else None
    return {
        "drawing": DESK,
        "case": DESK,
        "bar": {"role": desk_folders.label(DESK), "title": "Key figures of a clinic", "chips": [], "scores": []},
        "task": f"{IN_A_CLASS if seat().class_name else ALONE}, then show the board."
        " Every figure says how it is counted.",
        "known": [{"name": name, "label": one.label} for name, one in strategies().items()],
        "most": _most(),
        "may_read": not seat().class_name,
        "draft": draft,
        "board": shown,
        "announce": "The board is ready." if shown else "",
        "saved": clock(page_draft.saved_at(store, learner, DESK)),
        "foot": common.FOOT,
    }


def keep(store: Store | None, learner: str, case: str, draft: dict[str, Any]) -> str:
    """Save what was chosen; says when, as the clock has it."""
    return clock(page_draft.keep_draft(store, learner, DESK, DESK, _draft(draft)))


def _most() -> int:
    return MOST_IN_A_CLASS if seat().class_name else MOST


def _draft(given: Mapping[str, Any]) -> dict[str, str]:
    def text(name: str, usual: str, most: int) -> str:
        value = given.get(name)
        return value[:most] if isinstance(value, str) and value else usual

    return {
        "source": text("source", QUARTER, 10),
        "strategy": text("strategy", USUAL, 60),
        "visits": text("visits", str(VISITS), 10),
        "folder": text("folder", "", 400),
    }


def _board(draft: dict[str, str]) -> View:
    if draft["source"] == FOLDER:
        if seat().class_name:
            raise CleanClaimError(
                "a folder cannot be opened on a class server", "", "a quarter", "open the board in JupyterLab"
            )
        if not draft["folder"].strip():
            raise CleanClaimError(
                "no folder", "Folder", "a folder that cleanclaim simulate wrote", "enter its path, such as out"
            )
        return board_of(load(draft["folder"].strip()), f"Tables of the folder {draft['folder'].strip()}")
    one = strategy(draft["strategy"])
    made = kept_quarter(Wanted(_visits(draft["visits"]), clinic=clinic_in_force()), one)
    return board_of(made, f"A quarter worked by the strategy {one.label}")


def _visits(typed: str) -> int:
    number = typed.strip().replace(",", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9 and LEAST <= int(number) <= _most()):
        expected = f"a whole number {LEAST} to {_most():,}"
        raise CleanClaimError(f"found {typed!r}", "Visits", expected, "enter another number")
    return int(number)


def board_of(made: Day | Quarter, title: str) -> View:
    """The board of a day's work, a quarter, or tables read back."""
    day, on = (made.day if isinstance(made, Quarter) else made), last_day(made)
    rows = board(made)
    groups: dict[str, list[View]] = {}
    for one in told(rows):
        groups.setdefault(one.group, []).append({**one._asdict(), "label": _label(one.figure)})
    return {
        "title": title,
        "words": f"{len(day.visits):,} visits. Read on {us_date(on)}." + (RUNNING if isinstance(made, Quarter) else ""),
        "groups": [{"title": name, "rows": found} for name, found in groups.items()],
        "parts": [_aging(made, day, on), *_denials(rows), *_time(day, on)],
    }


RUNNING = (
    " Days in A/R, the open balance and its age are those of a clinic in which every quarter is like this one; the"
    " other figures are of this quarter's visits, a year later."
)


def _label(figure: str) -> str:
    return f"{figure[:1].upper()}{figure[1:]}"


def _aging(made: Day | Quarter, day: Day, on: np.datetime64) -> View:
    if isinstance(made, Quarter):
        rows = [one._asdict() for one in running_aging(made.window, day.visits, day.books())]
        title = "Open by age, in a clinic that goes on like this"
    else:
        rows, title = aging(day.visits, day.books(), on), f"Open by age on {us_date(on)}"
    return {"heading": "Aging", "blocks": [aging_bars(title, rows).as_block()]}


def _denials(rows: list[Row]) -> list[View]:
    found = []
    for prefix, title, head in (
        (BY_CAUSE, "Denied lines by root cause", ("Root cause", "Share", "Lines with this cause", "Denied lines")),
        (BY_PAYER, "Denial rate by payer", ("Payer", "Denial rate", "Claims denied", "Claims answered")),
    ):
        known = shares(rows, prefix)
        if known:
            picture = count_bars(title, [_bar(one) for one in known], head, "denied").as_block()
            blocks = [picture, {"p": f"How it is counted: {known[0].formula}."}]
            found.append({"heading": title, "blocks": blocks})
    return found


def _bar(one: Share) -> CountBar:
    return CountBar(_label(one.name), one.value, f"{one.value / 100:.2f}%", (f"{one.top:,}", f"{one.bottom:,}"))


SERIES = (  # what is drawn over time: title, field of Period
    ("Charges posted", "charges"),
    ("Payments less refunds", "payments"),
    ("Contractual write-offs", "contractual"),
    ("Other write-offs", "write_offs"),
)
RATE = "Denial rate of the claims first answered then"


def _time(day: Day, on: np.datetime64) -> list[View]:
    months, weeks = periods(day, on, MONTH), periods(day, on, WEEK)
    names = month_names([one.name for one in months])
    drawn = [
        strip(f"{title} by month", [*map(Month, names, (getattr(one, name) for one in months))]).as_block()
        for title, name in SERIES
    ]
    rates = [*map(Month, names, (one.denials.value for one in months))]
    drawn.append(strip(f"{RATE}, by month", rates, "percent").as_block())
    found: list[View] = [{"heading": "Month by month", "blocks": drawn}]
    if 1 < len(weeks) <= MOST_PERIODS:
        found.append({"heading": "Week by week", "folded": True, "blocks": _by_week(weeks)})
    return found


def _by_week(weeks: list[Period]) -> list[View]:
    def points(values: list[tuple[int | None, ...]]) -> list[Point]:
        return [Point(f"week of {us_date(one.name)}", pair) for one, pair in zip(weeks, values, strict=True)]

    cash = points([(one.charges, one.payments) for one in weeks])
    rates = points([(one.denials.value,) for one in weeks])
    return [
        lines("Charges and payments by week", ("Charges posted", "Payments less refunds"), cash).as_block(),
        lines(f"{RATE}, by week", ("Denial rate",), rates, "percent").as_block(),
        {"p": f"Payments of all weeks: {money(sum(one.payments for one in weeks))}."},
    ]


def month_names(months: list[str]) -> list[str]:
    """Months as people read them in a row: the year stands at the first one and where it changes.

    >>> month_names(["2026-11", "2026-12", "2027-01"])
    ['Nov 2026', 'Dec', 'Jan 2027']
    """
    years = [one[:4] for one in months]
    return [
        MONTHS[int(one[5:7]) - 1] + ("" if at and years[at - 1] == year else f" {year}")
        for at, (one, year) in enumerate(zip(months, years, strict=True))
    ]
