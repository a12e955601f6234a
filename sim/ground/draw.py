"""Random draws that belong to their row: the same seed, purpose and entity always give the same draw.

Counter-based: a splitmix64 hash of (seed, purpose, entity, index), so that adding a scenario, a policy or a patient
moves nobody else's draws, and the draws of a million rows are one array operation. Source of the mixing constants:
Steele, Lea, Flood, OOPSLA 2014.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

Entities = Any  # whole numbers: one, a list or an array of them
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mix(x: np.ndarray) -> np.ndarray:
    """splitmix64's finaliser on uint64."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@cache
def stream(seed: int, purpose: str) -> np.uint64:
    """The starting point of one purpose under one seed."""
    return np.uint64(int.from_bytes(blake2b(f"{seed}\x1f{purpose}".encode(), digest_size=8).digest(), "little"))


def bits(seed: int, purpose: str, entity: Entities, index: Entities = 0) -> np.ndarray:
    """64 random bits per entity (int64 keys). Raw draws are never shown to anybody."""
    with np.errstate(over="ignore"):
        entity = np.atleast_1d(np.asarray(entity)).astype(np.uint64)
        index = np.asarray(index).astype(np.uint64)
        return mix(mix(entity * GOLDEN + stream(int(seed), purpose)) + (index + np.uint64(1)) * GOLDEN)


def uniform(seed: int, purpose: str, entity: Entities, index: Entities = 0) -> np.ndarray:
    """A number in [0, 1) per entity.

    >>> bool((uniform(7, "age", [1, 2]) == uniform(7, "age", [1, 2])).all())
    True
    """
    return (bits(seed, purpose, entity, index) >> np.uint64(11)) * (1.0 / (1 << 53))


def whole(seed: int, purpose: str, entity: Entities, count: Entities, index: Entities = 0) -> np.ndarray:
    """A whole number from 0 to count-1 per entity; `count` may differ by row."""
    return (uniform(seed, purpose, entity, index) * count).astype(np.int64)


def choose(seed: int, purpose: str, entity: Entities, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """The index of a choice per entity, with the given weights (they need not add up to one)."""
    edges = np.cumsum(np.asarray(weights, float))
    return np.minimum(np.searchsorted(edges / edges[-1], uniform(seed, purpose, entity), side="right"), len(edges) - 1)
