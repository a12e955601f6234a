"""Compare two ways of working: the same patients, visits and payers through a quarter and the months after it.

Strategies are files of data/strategies, or your own. Everything is followed for a year after the first visit.
"""

import argparse

from sim.manager.strategies.strategy import strategies
from sim.manager.verbs import compare
from sim.ui.terminal.answered import answer
from sim.ui.terminal.arguments import clinic_argument, seed
from sim.ui.terminal.compared import lines


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("first", metavar="A", help=f"a strategy: {', '.join(strategies())}")
    command.add_argument("second", metavar="B", help="another one")
    command.add_argument("--visits", type=int, default=10_000, metavar="N", help="how many visits (10000 unless told)")
    command.add_argument("--days", type=int, default=90, metavar="D", help="on how many days (90 unless told)")
    command.add_argument(
        "--seed", type=seed, default=1, metavar="S", help="another number, other visits (1 unless told)"
    )
    command.add_argument("--conditions", default="industry_2024", metavar="C", help="what life brings: data/conditions")
    clinic_argument(command)


def run(options: argparse.Namespace) -> int:
    found = compare(
        options.first,
        options.second,
        options.visits,
        options.days,
        options.seed,
        options.clinic,
        options.conditions,
    )
    return answer(options, found.document(), lines(found) if not options.json else ())
