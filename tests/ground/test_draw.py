"""A draw belongs to its row: nobody else's draws move when rows, purposes or partitions change."""

import numpy as np
from hypothesis import given, strategies as st

from sim.ground.draw import choose, uniform, whole

keys = st.lists(st.integers(0, 2**62), min_size=1, max_size=50)


@given(st.integers(0, 2**63), keys, st.integers(0, 49))
def test_a_row_draws_the_same_alone_and_together(seed, entities, place):
    place %= len(entities)
    assert uniform(seed, "age", entities)[place] == uniform(seed, "age", [entities[place]])[0]


@given(keys)
def test_draws_lie_in_range(entities):
    assert ((uniform(1, "x", entities) >= 0) & (uniform(1, "x", entities) < 1)).all()
    assert set(whole(1, "x", entities, 3).tolist()) <= {0, 1, 2}
    assert set(choose(1, "x", entities, [0, 1, 0]).tolist()) == {1}


def test_purposes_seeds_and_indexes_are_independent_and_even():
    entities = np.arange(100_000)
    draws = [
        uniform(1, "a", entities),
        uniform(1, "b", entities),
        uniform(2, "a", entities),
        uniform(1, "a", entities, 1),
    ]
    assert np.abs(np.corrcoef(draws) - np.eye(4)).max() < 0.02
    for draw in draws:
        assert abs(draw.mean() - 0.5) < 0.01 and np.histogram(draw, 10, (0, 1))[0].min() > 9_500


def test_weights_are_kept():
    shares = np.bincount(choose(3, "payer", np.arange(50_000), [50, 30, 20])) / 50_000
    assert np.abs(shares - [0.5, 0.3, 0.2]).max() < 0.01
