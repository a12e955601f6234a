"""Two strategies side by side: each begins with a shipped one or a file of one's own and is changed by hand; both work
the same patients, visits and payers, and the page shows what came of it (found.py).

A comparison of many visits is made in steps, each a message of the page, so that it says how far it is.
"""

from datetime import datetime
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.manager.comparing.compare import compared
from sim.manager.comparing.kept_quarters import kept_quarter, kept_scene, play_ahead
from sim.manager.packs import own_strategy
from sim.manager.strategies.settings import settings, values_of
from sim.manager.strategies.strategy import strategies
from sim.ui.desks import common, desk_folders, page_draft
from sim.ui.desks.common import View
from sim.ui.desks.strategies import asked as page
from sim.ui.desks.strategies.asked import SIDES, Asked
from sim.ui.desks.strategies.found import result
from sim.ui.desks.words import clock

TASK = ""  # no task is worked at this page
DESK = "strategies"
STEPS = ("Patients, visits and records", "Strategy A, 13 weeks", "Strategy B, 13 weeks", "The comparison")


def view(store: Store | None, learner: str, given: dict[str, Any] | None = None, now: datetime | None = None) -> View:
    """The page as a JSON object; given: what the page sent. Raises CleanClaimError for values that cannot be used."""
    asked = page.asked(given) if given else page.asked(_left(store, learner))
    if given is None and store is not None and not seat().class_name:
        _play_ahead()
    shown, said = _done(asked)
    return {
        "drawing": DESK,
        "case": DESK,
        "bar": {
            "role": desk_folders.label(DESK),
            "title": "Compare two strategies",
            "chips": [],
            "scores": [],
        },
        "task": "Choose two strategies, change what you like, and compare. Both work the same patients, visits and"
        " payers, so the difference comes from the strategies alone.",
        "sides": [{"name": side, "letter": letter} for side, letter in SIDES.items()],
        "known": [{**one, "values": values_of(strategies()[one["name"]])} for one in page.known()],
        "files": {
            side: {"label": base.label, "values": values_of(base)}
            for side in SIDES
            if asked.draft[side]["base"] == page.FILE
            for base in (page.base_of(asked.draft[side]),)
        },
        "groups": _groups(),
        "most": page.most_visits(),
        "may_keep": not seat().class_name,
        "draft": asked.draft,
        "result": None,
        "progress": None,
        **shown,
        "announce": said,
        "saved": clock(page_draft.saved_at(store, learner, DESK)),
        "foot": common.FOOT,
    }


def _play_ahead() -> None:
    """While the page is read, both strategies with which it begins are played: a comparison is there sooner."""
    play_ahead(page.wanted(page.blank()), *(page.strategy_at(page.blank(), side) for side in SIDES))


def keep(store: Store | None, learner: str, case: str, draft: dict[str, Any]) -> str:
    """Save what was changed; says when, as the clock has it."""
    return clock(page_draft.keep_draft(store, learner, DESK, DESK, page.asked(draft).draft))


def _left(store: Store | None, learner: str) -> dict[str, Any]:
    """The page as it was left; as new where a file that it began with can no longer be read."""
    draft = page_draft.kept_draft(store, learner, DESK, DESK)
    try:
        for side in SIDES:
            if draft and page.asked(draft).draft[side]["base"] == page.FILE:
                page.base_of(page.asked(draft).draft[side])
    except CleanClaimError:
        return {}
    return draft


def _groups() -> list[View]:
    """What can be changed, by group."""
    found: dict[str, list[View]] = {}
    for one in settings().values():
        found.setdefault(one.group, []).append({**one._asdict(), "options": list(one.options)})
    return [{"title": title, "rows": rows} for title, rows in found.items()]


def _done(asked: Asked) -> tuple[View, str]:
    """What a deed shows, and what is said of it."""
    if asked.deed == page.COMPARE:
        return _compared(asked)
    if asked.deed == page.READ:
        made = page.strategy_at(asked.draft, asked.side)
        return {}, f"Strategy {SIDES[asked.side]} is now {made.label}."
    if asked.deed in (page.KEEP, page.SAVE):
        made = page.strategy_at(asked.draft, asked.side)
        name = asked.draft["name"].strip() or "my_clinic"
        made = made.but(name=name)
        if asked.deed == page.SAVE or seat().class_name:
            file = {"side": asked.side, "name": f"{name}.toml", "text": own_strategy.strategy_text(made)}
            return {"file": file}, f"The file {name}.toml is ready to save."
        own_strategy.keep(made.but(label=f"{made.label} ({name})"), name)
        return {"kept": name}, f"Kept as {name}. It is in both lists now."
    return {}, ""


def _compared(asked: Asked) -> tuple[View, str]:
    """The comparison, or its next step where there are many visits."""
    wanted = page.wanted(asked.draft)
    first, second = (page.strategy_at(asked.draft, side) for side in SIDES)
    if wanted.visits > page.AT_ONCE and asked.step < len(STEPS) - 1:
        if asked.step == 0:
            kept_scene(wanted)
        else:
            kept_quarter(wanted, (first, second)[asked.step - 1])
        step = asked.step + 1
        said = f"{step} of {len(STEPS)} steps done. Next: {STEPS[step]}."
        return {"progress": {"step": step, "of": len(STEPS), "words": said}}, said
    made = compared(kept_quarter(wanted, first), kept_quarter(wanted, second))
    return {"result": result(made)}, "The comparison is ready."
