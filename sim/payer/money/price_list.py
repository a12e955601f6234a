"""A payer's own price list: the rows [[fee]] of its file, an amount per code, modifier, place and day.

    [[fee]]
    code = "99213"
    amount = 92.50                  # dollars a unit
    [[fee]]
    code = "71046"
    modifier = "26"                 # only lines with this modifier; without it: lines without 26, TC and 53
    place = "22"                    # only this place of service; without it: every other place
    amount = 11.25
    from = 2026-01-01               # first and last day, both included
    to = 2026-12-31

The row that says most (modifier, then place) is taken; of two that say the same, the later one. A listed amount is that
of one unit as billed: modifier 50 pays 150 % of it (200 % by indicator 3), unless a row names 50. A service that the
list does not have is priced by [[price]].
"""

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np

from sim.ground.files import remembered
from sim.payer.rulebook.payers import Payer, SectionRow, payers
from sim.reference import codes as library

PARTS = ("26", "TC", "53")  # a part of the service: not what the price of the whole is for


class Listed(NamedTuple):
    """Per line: cents a unit, -1 where no row prices it; does that row already name both sides (50)."""

    amount: np.ndarray
    names_both_sides: np.ndarray


def listed(lines: Any) -> Listed | None:
    """What the price lists of the lines' payers say; None where none of these payers has a list."""
    known = payers()
    fees = _by_code(tuple(known[code] for code in lines.payers))
    if not fees:
        return None
    amount, both = np.full(len(lines), -1, np.int64), np.zeros(len(lines), bool)
    width = len(library.procedures()) + 1
    cells = lines.payer.astype(np.int64) * width + lines.procedure_row % width
    order = np.argsort(cells, kind="stable")
    found, starts = np.unique(cells[order], return_index=True)
    whole = ~np.any([lines.has_modifier(part) for part in PARTS], axis=0)
    for cell, here in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
        for row in fees.get(cell, ()):
            fits = here[_fits(lines, row, here, whole)]
            amount[fits], both[fits] = row["amount"], row.get("modifier") == "50"
    return Listed(amount, both)


def _fits(lines: Any, row: SectionRow, here: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Which of the lines `here` a row is for; `whole`: lines without a modifier for a part of the service."""
    fits = np.ones(len(here), bool) if row.get("modifier") in PARTS else whole[here]
    if "modifier" in row:
        name = row["modifier"]
        fits &= lines.keep(("has", name), lambda: lines.has_modifier(name))[here]
    if "place" in row:
        name = row["place"]
        fits &= lines.keep(("at", name), lambda: lines.place_of_service_code == name)[here]
    if "from" in row:
        fits &= lines.service_date[here] >= np.datetime64(row["from"])
    if "to" in row:
        fits &= lines.service_date[here] <= np.datetime64(row["to"])
    return fits


@remembered
def _by_code(chosen: tuple[Payer, ...]) -> dict[int, list[SectionRow]]:
    """Place of payer and procedure -> its rows, those that say least first."""
    width, found = len(library.procedures()) + 1, defaultdict(list)
    for place, payer in enumerate(chosen):
        fees = payer.sections["fee"]
        for row, at in zip(fees, library.procedure_rows([row["code"] for row in fees]) if fees else (), strict=True):
            if at >= 0:
                found[place * width + int(at)].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: ("modifier" in row, "place" in row))
    return dict(found)
