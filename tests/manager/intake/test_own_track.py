"""The order of a clinic's own track is the one that its words tell: after the baseline what is denied most, each unit
after those that it builds on.
"""

import re

import pytest

from sim.manager.intake.counted import TABLES, Kept
from sim.manager.intake.own_track import BASES, own_track
from sim.manager.intake.tally import Cell


def kept(reasons, short=(0, 0)):
    """Counts of a clinic: denied lines by reason, and lines short among those compared."""
    tables = {name: [] for name in TABLES}
    tables["clinic_reason_counts"] = [Cell(("CO", carc), (lines, 100 * lines)) for carc, lines in reasons.items()]
    numbers = (1000, sum(reasons.values()), 0, 0, 0, short[1], short[0], 0)
    tables["clinic_payer_counts"] = [Cell(("acme_ppo",), numbers)]
    return Kept(tables, {"smallest_count": 11})


MIXED = {"197": 227, "97": 101, "29": 89, "16": 104, "50": 62, "18": 46, "4": 47, "11": 32, "22": 23}


def before(units, name):
    """Every unit on which a unit builds."""
    return {one for each in units[name].before for one in (each, *before(units, each))}


def numbers_told(made, name):
    """The numbers of the units that the words tell for a need, and what else they say."""
    line = next(line for line in made.lines if line.startswith(name))
    return [int(number) for number in re.findall(r"\d+", re.search(r": units? ([\d and]+) trains? it", line)[1])], line


@pytest.mark.parametrize(
    ("role", "first"),
    [(role, carc) for role in BASES for carc in ("197", "97", "29", "18", "11") if (role, carc) != ("coder", "18")],
)  # no coder's exercise has a claim sent twice in it
def test_nothing_but_what_they_build_on_stands_before_the_units_of_the_greatest_need(role, first):
    made = own_track("riverside", kept({**MIXED, first: 400}), role)
    numbers, _ = numbers_told(made, f"CO-{first} ")
    named = [made.units[number - 1] for number in numbers]
    units = made.books.units
    allowed = {one for name in named for one in before(units, name)} | set(named)
    allowed |= {name for name in made.units if units[name].baseline}
    assert set(made.units[: numbers[-1]]) <= allowed


def test_each_unit_comes_after_those_it_builds_on():
    made = own_track("riverside", kept(MIXED, short=(54, 294)))
    for at, name in enumerate(made.units):
        assert before(made.books.units, name) <= set(made.units[:at])


def test_missing_authorization_is_trained_where_authorization_is_taught():
    made = own_track("riverside", kept(MIXED))
    numbers, line = numbers_told(made, "CO-197 ")
    assert "26_prior_authorization" in [made.units[number - 1] for number in numbers]
    assert "Prior authorization" in line and "authorization_0" in line


def test_no_line_says_first_of_a_unit_that_is_not():
    made = own_track("riverside", kept(MIXED, short=(54, 294)))
    assert len(made.lines) == len(made.needs) and not [line for line in made.lines if " first" in line]
    for line in made.lines:
        told = re.search(r": units? ([\d and]+) trains? it \(([^)]*)\)", line)
        titles = [made.books.units[made.units[int(one) - 1]].title for one in re.findall(r"\d+", told[1])]
        assert ", ".join(titles) == told[2]
