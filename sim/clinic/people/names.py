"""Pools of names and streets for synthetic people, made by Faker once for each of its versions and kept in the user's
cache.

People take from them by index (Faker itself makes 1,700 patients a second). Family names get -Synth, so that everybody
sees what they are.
"""

import json
import os
from functools import cache
from importlib.metadata import version

from sim.ground import files

SIZES = {"female": 240, "male": 240, "family": 400, "street": 300}
SEED = 2026
SUFFIX = "-Synth"


@cache
def pools() -> dict[str, tuple[str, ...]]:
    """Kind -> texts: female, male, family, street.

    >>> {kind: len(texts) for kind, texts in pools().items()} == SIZES, pools()["family"][0].endswith("-Synth")
    (True, True)
    """
    kept = files.cache() / f"names-{version('faker')}.json"
    try:
        made = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        made = _made()
        _keep(kept, made)
    return {kind: tuple(made[kind]) for kind in SIZES}


def _made() -> dict[str, list[str]]:
    """Different names of each kind, in alphabetical order."""
    from faker import Faker

    fake = Faker("en_US")
    fake.seed_instance(SEED)
    draw = {
        "female": fake.first_name_female,
        "male": fake.first_name_male,
        "family": lambda: fake.last_name() + SUFFIX,
        "street": fake.street_name,
    }
    out = {}
    for kind, size in SIZES.items():
        texts: set[str] = set()
        while len(texts) < size:
            texts.add(draw[kind]())
        out[kind] = sorted(texts)
    return out


def _keep(path, made) -> None:
    """Kept by temporary file and rename; a cache that cannot be written is not missed."""
    try:
        hidden = path.with_name(f".{path.name}.{os.getpid()}")
        hidden.write_text(json.dumps(made), encoding="utf-8")
        hidden.replace(path)
    except OSError:
        pass
