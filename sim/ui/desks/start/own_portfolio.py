"""The portfolio on the first page: what it holds, and the page to save and to print once it was asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sim.learn.desk.attempt_store import Store
from sim.ui.desks.common import View

DEED = "portfolio"


def own_portfolio(store: Store | None, learner: str, deed: Mapping[str, Any] | None, now: datetime) -> View:
    """What the portfolio is; with it the page, a text of HTML, where somebody asked for it just now."""
    page = ""
    if store is not None and (deed or {}).get("deed") == DEED:
        from sim.classroom.handouts.portfolio import portfolio  # templates: for whoever asks

        page = portfolio(store, learner, now)
    return {
        "heading": "Your portfolio",
        "words": "Your hours, and of each exercise the best case that you solved alone on the first try: one page to"
        " print or to show an employer.",
        "file": "portfolio.html",
        "page": page,
    }
