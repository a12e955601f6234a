"""`cleanclaim simulate --staff STRATEGY`: the visits of whole households in blocks, each block worked by an
office of its own, whose hours are the strategy's for so many visits.

Hours are split by block because a million visits are no single office: they are twenty offices of fifty thousand
visits, each with its own queue. So a block is a pure function of the settings, and the rows do not depend on how many
processes work.
"""

import numpy as np

from sim.billing.books.revenue_cycle import Answers, CodedVisits
from sim.billing.bulk.pipeline import Block, Settings, block_tables
from sim.clinic.people.people import people
from sim.clinic.visits.encounters import encounters
from sim.ground.editions import service_dates
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter, play
from sim.manager.calendar.scene import USUAL, staged
from sim.manager.strategies.conditions import conditions
from sim.manager.strategies.strategy import strategy

HOUSEHOLDS = 16_384  # of a block: about 53,000 visits, what a practice of some forty providers sees in half a year


def staffed(count: int, seed: int, staff: str, clinic: str = "", coder: str = "", block: int = HOUSEHOLDS) -> Settings:
    """The settings of a simulation in which people work. Raises CleanClaimError for an unknown strategy.

    >>> staffed(100, 7, "in_house_trained").coder
    'novice'
    """
    return Settings(count, seed, coder or strategy(staff).skill, block, clinic, staff)


def staffed_block(settings: Settings, block: Block) -> dict[str, Table]:
    """All tables of one block, worked through a year."""
    household = np.arange(block.first_household, block.first_household + block.households)
    members = people(settings.seed, household, settings.clinic)
    visits = encounters(settings.seed, members, at=settings.clinic).take(np.arange(block.encounters))
    window = service_dates()
    scene = staged(settings.seed, settings.clinic, conditions(USUAL), window.first, window.last, members, visits)
    return tables_of(play(scene, strategy(settings.staff)))


def tables_of(made: Quarter) -> dict[str, Table]:
    """The tables of a quarter by their names, as a simulation writes them."""
    day = made.day
    visits = CodedVisits(day.people, day.visits, day.coded_work(), day.truth)
    answers = Answers(day.claims_sent(), day.answers(), made.unbilled)
    return {**block_tables(visits, answers, made.books, made.findings), "work": made.work}
