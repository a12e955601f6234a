"""The end of a quarter beside the same quarter run by the strategies that stand beside it: several figures, never one
number. Every quarter is followed for a year, so that what was sent in the last week is answered too.
"""

from typing import NamedTuple

from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.compare import outcome
from sim.manager.game.decided import Game, beside_cost
from sim.manager.game.figures import unsupported_amounts
from sim.manager.game.quarters import beside, finished
from sim.manager.game.rules import letters
from sim.manager.strategies.strategy import strategy

OWN = "own"


class Score(NamedTuple):
    """One clinic's quarter: cash of payers and patients less refunds, what the work cost, what is left (cents), days in
    A/R (None: no charges), what was lost for good, paid and not supported, owed and not paid (cents)."""

    name: str
    label: str
    cash: int
    cost: int
    net: int
    days_in_ar: float | None
    lost: int
    unsupported: int
    owed: int


def scores(game: Game) -> list[Score]:
    """The learner's own quarter first, then those beside it."""
    return [own_score(game), *(_score(name, made) for name, made in beside(game.seed).items())]


def own_score(game: Game) -> Score:
    """The learner's quarter: its decisions' costs are part of the cost, what was returned to payers is not cash."""
    made = finished(game)
    plain, returned = _score(OWN, made), repaid(game, made)
    cash, cost = plain.cash - returned, plain.cost + beside_cost(game)
    return plain._replace(
        label="Your clinic", cash=cash, cost=cost, net=cash - cost, unsupported=plain.unsupported - returned
    )


def repaid(game: Game, made: Quarter) -> int:
    """Cents that answers have returned to payers."""
    over = unsupported_amounts(made)
    keys = {
        week.reply.encounter_key
        for week in game.weeks
        if week.reply and week.reply.answer >= 0 and letters()[week.reply.letter].answers[week.reply.answer].repays
    }
    return int(sum(amount for key, amount in zip(over.encounter_key.tolist(), over.amount.tolist()) if key in keys))


def _score(name: str, made: Quarter) -> Score:
    one = outcome(made)
    label = "" if name == OWN else strategy(name).label
    return Score(
        name,
        label,
        one.cash_amount,
        one.work_cost_amount,
        one.net_amount,
        one.days_in_ar,
        one.lost_amount,
        one.paid_not_supported_amount,
        one.owed_not_paid_amount,
    )
