"""From when to when a code is in force by the imported lists of its data set."""

import numpy as np

from sim.reference.imports import store
from sim.reference.tables import BEGINNING, END


def life(holds: str) -> dict[str, tuple]:
    """Code -> (first day, last day) by the imported lists of one data set."""
    found: dict[str, list] = {}
    releases = store.releases(holds)
    for number, one in enumerate(releases):
        start, here = np.datetime64(one.effective, "D"), _stated(one, holds)
        for code, (first, last) in here.items():
            born = BEGINNING if code in found or number == 0 or releases[0].is_extract else start
            found[code] = [found[code][0] if code in found else max(first, born), last]
        if not one.is_extract:
            for code, life in found.items():
                if code not in here:
                    life[1] = min(life[1], start - 1)
    return {code: tuple(life) for code, life in found.items()}


def _stated(one, holds: str) -> dict[str, tuple]:
    content = store.columns(one)
    codes = [code.decode("ascii") for code in content["code"].tolist()]
    if not holds.startswith("hcpcs"):
        return dict.fromkeys(codes, (BEGINNING, END))
    return dict(zip(codes, zip(content["added"], content["ended"], strict=True), strict=True))
