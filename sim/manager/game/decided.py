"""What was decided so far, and the plan that follows from it: the same decisions are the same plan.

game = Game(seed=1)
game = game.with_week(hours=game.usual_hours(), decision="verify_medicaid")
plan_of(game)                  the strategies from Monday to Monday
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.manager.game.rules import Change, decisions, letters, setup
from sim.manager.strategies.plan import Plan, always
from sim.manager.strategies.strategy import ROLES, Strategy, strategy

DAYS = 7
FRIDAY = 4  # days after Monday
Hours = tuple[float, ...]  # hours a week, by role of ROLES


class Reply(NamedTuple):
    """The letter of a week, the visit that it is about, and the answer's place; -1: not answered yet."""

    letter: str
    encounter_key: int
    answer: int

    @property
    def change(self) -> Change | None:
        """What the answer changes."""
        return letters()[self.letter].answers[self.answer].change if self.answer >= 0 else None


class Week(NamedTuple):
    """Monday's hours and decision (empty: none), Friday's letter (None: nobody wrote)."""

    hours: Hours
    decision: str
    reply: Reply | None = None


class Game(NamedTuple):
    """seed: which patients come; weeks: those that were worked; is_over: the last letter is answered too."""

    seed: int
    weeks: tuple[Week, ...] = ()

    @property
    def number(self) -> int:
        """The week at hand, from 1."""
        return len(self.weeks) + (0 if self.waits_for_answer else 1)

    @property
    def waits_for_answer(self) -> bool:
        """Is the last week's Friday open: a letter without an answer?"""
        return bool(self.weeks) and self.weeks[-1].reply is not None and self.weeks[-1].reply.answer < 0

    @property
    def is_over(self) -> bool:
        """Are all weeks worked, and all letters answered?"""
        return len(self.weeks) == setup().weeks and not self.waits_for_answer

    def with_week(self, hours: Hours, decision: str = "") -> "Game":
        """The same with a further week. Raises CleanClaimError for hours or a decision that cannot be."""
        if len(self.weeks) >= setup().weeks or self.waits_for_answer:
            raise CleanClaimError("no week to begin", "quarter", "an answer to the letter, or a new quarter", "go on")
        _check_hours(hours)
        if decision and decision not in self.open_decisions():
            raise CleanClaimError(
                f"no decision {decision[:40]!r}", "quarter", ", ".join(self.open_decisions()), "choose one of these"
            )
        return self._replace(weeks=(*self.weeks, Week(tuple(hours), decision)))

    def with_letter(self, letter: str, encounter_key: int) -> "Game":
        """The same with the last week's letter."""
        last = self.weeks[-1]._replace(reply=Reply(letter, encounter_key, -1))
        return self._replace(weeks=(*self.weeks[:-1], last))

    def answered(self, number: int) -> "Game":
        """The same with the letter's answer. Raises CleanClaimError where there is none to give."""
        reply = self.weeks[-1].reply if self.weeks else None
        if reply is None or reply.answer >= 0:
            raise CleanClaimError("no letter waits for an answer", "quarter", "a letter", "begin the next week")
        count = len(letters()[reply.letter].answers)
        if not 0 <= number < count:
            raise CleanClaimError(f"no answer {number}", "quarter", f"0 to {count - 1}", "choose one of these")
        last = self.weeks[-1]._replace(reply=reply._replace(answer=number))
        return self._replace(weeks=(*self.weeks[:-1], last))

    def open_decisions(self) -> list[str]:
        """What can still be decided: what holds for good is decided once."""
        made = {week.decision for week in self.weeks}
        return [
            name for name, one in decisions().items() if one.change.weeks or one.change.training or name not in made
        ]

    def document(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        weeks = [
            {"hours": list(week.hours), "decision": week.decision, "reply": list(week.reply) if week.reply else None}
            for week in self.weeks
        ]
        return {"seed": self.seed, "weeks": weeks}


def game_of(document: dict[str, Any]) -> Game:
    """A game as it was kept. Raises CleanClaimError for one that no longer fits the files.

    >>> one = Game(3).with_week(usual_hours(), "train_staff")
    >>> game_of(one.document()) == one
    True
    """
    try:
        weeks = tuple(
            Week(tuple(float(one) for one in week["hours"]), str(week["decision"]), _reply(week["reply"]))
            for week in document["weeks"]
        )
        game = Game(int(document["seed"]), weeks)
        known = all(week.decision in decisions() for week in weeks if week.decision)
        known &= all(week.reply.letter in letters() for week in weeks if week.reply)
    except (KeyError, TypeError, ValueError):
        known = False
    if not known:
        raise CleanClaimError("the quarter cannot be read", "quarter", "a quarter as it was saved", "begin a new one")
    return game


def _reply(given: Any) -> Reply | None:
    return Reply(str(given[0]), int(given[1]), int(given[2])) if given else None


def usual_hours() -> Hours:
    """Hours a week of the clinic that is taken over.

    >>> usual_hours()
    (3.6, 4.8, 1.8, 3.4, 2.4)
    """
    return tuple(round(hours * setup().visits_a_week / 100, 1) for hours in strategy(setup().start).hours)


def staff_hours() -> float:
    """What there is to give out in a week."""
    return round(sum(usual_hours()), 1)


def _check_hours(hours: Hours) -> None:
    if len(hours) != len(ROLES) or any(not 0 <= one <= staff_hours() for one in hours):
        raise CleanClaimError("hours cannot be used", "quarter", f"{len(ROLES)} numbers from 0 up", "enter them again")
    if round(sum(hours), 1) > staff_hours():
        raise CleanClaimError(
            f"{sum(hours):.1f} hours given out", "quarter", f"at most {staff_hours():.1f}", "take some away"
        )


def monday(week: int) -> date:
    """The Monday of a week, from 1.

    >>> monday(2).isoformat()
    '2026-04-13'
    """
    return date.fromisoformat(setup().first_monday) + timedelta(DAYS * (week - 1))


def friday(week: int) -> date:
    """Its Friday."""
    return monday(week) + timedelta(FRIDAY)


def strategy_of(game: Game, week: int) -> Strategy:
    """How the clinic works in a week that was begun (from 1): its hours, and every change that holds in it."""
    one = strategy(setup().start)
    training, more = one.training_hours, np.zeros(len(ROLES))
    values: dict[str, Any] = {}
    for change in active(game, week):
        training += change.training
        more += np.array(change.hours)
        values.update(change.settings)
    hours = np.array(game.weeks[week - 1].hours) + more
    per_hundred = tuple(round(float(one) * 100 / setup().visits_a_week, 4) for one in hours)
    return one.but(**values, training_hours=training, hours=per_hundred)


def active(game: Game, week: int) -> list[Change]:
    """The changes that hold in a week, the oldest first: a decision from its own Monday on, an answer from the next."""
    found = []
    for begun, change in changes(game):
        if begun <= week and (not change.weeks or week < begun + change.weeks):
            found.append(change)
    return found


def changes(game: Game) -> list[tuple[int, Change]]:
    """Every change with the week from which it holds."""
    found = []
    for number, one in enumerate(game.weeks, 1):
        if one.decision:
            found.append((number, decisions()[one.decision].change))
        if one.reply and one.reply.change:
            found.append((number + 1, one.reply.change))
    return sorted(found, key=lambda pair: pair[0])


def plan_of(game: Game) -> Plan:
    """The plan of the weeks begun so far; after the last week the clinic goes on with what was decided for good."""
    plan = always(strategy(setup().start))
    for week in range(1, len(game.weeks) + 1):
        plan = plan.and_from(monday(week), strategy_of(game, week))
    if game.is_over:
        last_day = monday(setup().weeks) + timedelta(DAYS - 1)
        plan = plan.and_from(last_day, _afterwards(game))
    return plan


def _afterwards(game: Game) -> Strategy:
    """How the clinic goes on: without what was for some weeks only."""
    kept = tuple(
        week._replace(
            decision=week.decision if not week.decision or not decisions()[week.decision].change.weeks else "",
            reply=week.reply if week.reply and week.reply.change and not week.reply.change.weeks else None,
        )
        for week in game.weeks
    )
    rest = game._replace(weeks=(*kept, Week(game.weeks[-1].hours, "")))
    return strategy_of(rest, len(rest.weeks))


def beside_cost(game: Game) -> int:
    """Cents that decisions and answers cost beside hours and training."""
    weeks = setup().weeks if game.is_over else len(game.weeks)
    total = 0
    for begun, change in changes(game):
        if begun <= weeks:
            held = weeks - begun + 1
            total += change.once + change.a_week * (min(held, change.weeks) if change.weeks else held)
    return total
