"""The game of a quarter as a page: what is sent is read here, kept (kept.py), and drawn (pages.py). No task is worked
at this page; what counts is in sim/manager/game.
"""

from threading import Thread
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.manager.game.decided import Game
from sim.manager.game.letters import next_letter
from sim.manager.game.quarters import beside, own, ready
from sim.manager.game.rules import setup
from sim.manager.game.run_on import to_the_end
from sim.manager.strategies.strategy import ROLES
from sim.ui.desks import desk_folders
from sim.ui.desks.common import FOOT, View
from sim.ui.desks.quarter import pages
from sim.ui.desks.quarter.kept import keep_draft, keep_game, kept_draft, kept_game, saved_at
from sim.ui.desks.words import clock

TASK = ""  # no task is worked at this page
MOST_SEED = 999_999


def view(store: Store | None, learner: str, given: dict[str, Any] | None = None) -> View:
    """The page as the quarter stands; given: what was done on it just now. Raises CleanClaimError for what cannot be
    done; then nothing has changed."""
    before = kept_game(store, learner)
    asked = given if given and "do" in given else {}
    game = _done(before, asked)
    if game != before:
        keep_game(store, learner, game)
    elif store is not None:
        _prepare(game.seed)
    opened = _opened(asked)
    return _page(store, learner, game, opened, begun=store is not None)


def keep(store: Store, learner: str, case: str, draft: dict[str, Any]) -> str:
    """Save what is typed on a Monday or at a letter; says when, as the clock has it."""
    fields = ("decision", "answer", "seed", *ROLES)
    return clock(keep_draft(store, learner, case, {name: str(draft[name])[:60] for name in fields if name in draft}))


# -- what is done


def _done(game: Game, asked: dict[str, Any]) -> Game:
    act = DEEDS.get(str(asked.get("do", "")))
    return act(game, asked) if act else game


def _week(game: Game, asked: dict[str, Any]) -> Game:
    decision = asked.get("decision", "")
    begun = game.with_week(_hours(asked), decision if isinstance(decision, str) else "")
    return _with_letter(begun)


def _with_letter(game: Game) -> Game:
    found = next_letter(game, own(game))
    return game if found is None else game.with_letter(*found)


def _hours(asked: dict[str, Any]) -> tuple[float, ...]:
    found = []
    for role in ROLES:
        try:
            found.append(round(float(str(asked.get(role, "")).strip() or "0"), 1))
        except ValueError:
            raise CleanClaimError(
                f"hours of the {role}: {str(asked.get(role))[:20]!r}",
                "Monday",
                "a number such as 3.6",
                "enter it again",
            ) from None
    return tuple(found)


def _answer(game: Game, asked: dict[str, Any]) -> Game:
    text = str(asked.get("answer", ""))
    if not text.isdigit() or len(text) > 2:
        raise CleanClaimError("no answer chosen", "Friday", "one of the answers", "choose one")
    return game.answered(int(text))


def _rest(game: Game, asked: dict[str, Any]) -> Game:
    return to_the_end(game)


def _new(game: Game, asked: dict[str, Any]) -> Game:
    text = str(asked.get("seed", "")).strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_SEED or len(text) > 6:
        raise CleanClaimError(f"no quarter {text[:20]!r}", "quarter", f"a number from 1 to {MOST_SEED:,}", "enter one")
    return Game(int(text))


DEEDS = {"week": _week, "answer": _answer, "rest": _rest, "new": _new}


def _opened(asked: dict[str, Any]) -> int:
    """The visit that is to be opened, 0 for none."""
    text = str(asked.get("visit", "")) if asked.get("do") == "open" else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


# -- what is shown


def _page(store: Store | None, learner: str, game: Game, opened: int, begun: bool) -> View:
    week, weeks = game.number, setup().weeks
    phase = "end" if game.is_over else "friday" if game.waits_for_answer else "monday"
    case = f"quarter/{game.seed}/{week}/{phase}"
    made = own(game) if game.weeks and begun else None
    shown: View = {
        "drawing": "quarter",
        "case": case,
        "bar": {
            "role": desk_folders.label("quarter"),
            "title": "The quarter is over" if phase == "end" else f"Week {week} of {weeks}",
            "chips": [f"quarter {game.seed}"],
            "scores": [],
        },
        "phase": phase,
        "seed": str(game.seed),
        "saved": clock(at) if (at := saved_at(store, learner)) else "",
        "announce": {
            "monday": f"Monday of week {week}.",
            "friday": f"Friday of week {week}: one letter to answer.",
        }.get(phase, "The quarter is over."),
        "foot": FOOT,
    }
    if phase == "monday":
        form = pages.monday_page(game)
        shown |= {"monday": form, "draft": {**form["draft"], **kept_draft(store, learner, case)}}
    elif phase == "friday":
        shown |= {"draft": {"answer": "", **kept_draft(store, learner, case)}}
    else:
        shown |= {"end": pages.end_page(game), "draft": {"seed": str(game.seed + 1)}}
    if made is not None:
        shown |= {
            "friday": pages.friday_page(game, made, beside(game.seed)),
            "letter": pages.letter_page(game, made, len(game.weeks)),
            "opened": pages.visit_page(game, made, opened) if opened else None,
        }
    return shown


def _prepare(seed: int) -> None:
    """Play what the first Friday needs while the learner reads the first Monday."""
    Thread(target=ready, args=(seed,), daemon=True).start()
