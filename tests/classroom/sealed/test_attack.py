"""Work that counts, attacked by somebody who holds CleanClaim: public scenarios are found, private siblings are not.

The attacker is in attack.py. If he stops finding public scenarios he has become too weak to say anything of private
ones, so both halves are held.
"""

from pathlib import Path
from random import Random

import pytest

from sim.clinic.scenarios.library import scenario, scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.truth import truth
from sim.ground.files import root
from sim.learn.lint.private_siblings import changed_at_once, parse_text
from sim.learn.lint.scenario_settings import any_row, picks
from tests.classroom.sealed.attack import Public, body, graded

CHARTS = 2  # of each scenario


@pytest.fixture(scope="module")
def shipped() -> list[Scenario]:
    return [one for one in scenarios().values() if Path(one.path).is_relative_to(root())]


@pytest.fixture(scope="module")
def public(shipped) -> Public:
    return Public(shipped)


def found(public: Public, story: Scenario, source: Random, charts: int = CHARTS) -> list[bool]:
    """For some charts of a story: does the attacker find the whole key?"""
    rows = [any_row(story, chosen) for chosen in source.sample(picks(story), min(charts, len(picks(story))))]
    return [public.guess(body(story, row), row) == graded(truth(story, row)) for row in rows]


def test_the_whole_key_of_a_public_scenario_is_found(public, shipped):
    source = Random(1)
    hits = [hit for one in shipped for hit in found(public, one, source)]
    assert sum(hits) / len(hits) >= 0.95, f"{sum(hits)} of {len(hits)}"


def test_a_number_that_no_public_draw_gives_does_not_hide_a_scenario(public):
    """Other numbers alone protect nothing: the attacker reads them from the chart."""
    story = scenario("knee_injection")
    path = Path(story.path)
    text = path.read_text(encoding="utf-8").replace("any = [20, 40, 60]", "any = [30, 50]")
    hits = found(public, parse_text(text, path), Random(2))
    assert all(hits)


def test_the_whole_key_of_a_private_sibling_is_not_found(public, shipped):
    source = Random(3)
    hits = [
        hit
        for one in shipped  # every story, since a whole story is found or not
        for hit in found(public, parse_text(changed_at_once(one.name, source), Path(one.path)), source, charts=1)
    ]
    assert sum(hits) / len(hits) <= 0.05, f"{sum(hits)} of {len(hits)}"
