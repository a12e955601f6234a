"""The weeks that are left, worked with the hours of now and without further decisions; letters are left as they are.
One quarter is played and looked at on each Friday: what was known on a day does not depend on how far it is played.
"""

from sim.manager.calendar.quarter import known_on
from sim.manager.game.decided import Game, Reply, friday, usual_hours
from sim.manager.game.letters import next_letter
from sim.manager.game.quarters import own
from sim.manager.game.rules import letters, setup


def to_the_end(game: Game) -> Game:
    """The same game with all its weeks."""
    while not game.is_over:
        game = _until_a_change(_left(game))
    return game


def _until_a_change(game: Game) -> Game:
    """Week after week, until what nobody answers changes how the clinic works."""
    made = own(_with_all_weeks(game))
    while not game.is_over:
        game = _with_all_weeks(game, len(game.weeks) + 1)
        found = next_letter(game, known_on(made, friday(len(game.weeks))))
        if found is not None:
            game = _left(game.with_letter(*found))
            reply = game.weeks[-1].reply
            if reply is not None and _changes(reply):
                break
    return game


def _with_all_weeks(game: Game, most: int = 0) -> Game:
    hours = game.weeks[-1].hours if game.weeks else usual_hours()
    while len(game.weeks) < (most or setup().weeks):
        game = game.with_week(hours)
    return game


def _left(game: Game) -> Game:
    """The letter that waits, left without an answer."""
    reply = game.weeks[-1].reply if game.waits_for_answer else None
    return game.answered(letters()[reply.letter].left) if reply else game


def _changes(reply: Reply) -> bool:
    change = reply.change
    return change is not None and bool(change.settings or change.training or any(change.hours))
