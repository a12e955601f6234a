"""What the payers allowed beside what fees.csv says that they allow.

A line is compared where fees.csv has a price for it and nothing else lowered it. Due is the price for its units, at
most the charge. Not compared: lines of a secondary payer, reductions for several procedures, parts of a service (26,
TC, 53) that the list has no row for.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.ground.table import Table
from sim.manager.packs.fee_table import Fee
from sim.payer.money.price_list import PARTS


class Short(NamedTuple):
    """Of each line: was it compared, and by how much too little was allowed, in cents."""

    compared: np.ndarray
    amount: np.ndarray


class Prices:
    """The prices of a clinic's fees.csv."""

    def __init__(self, fees: Iterable[Fee]):
        self.rows: dict[tuple[str, str], list[Fee]] = {}
        for fee in sorted(fees, key=lambda one: one.key):
            self.rows.setdefault((fee.payer, fee.code), []).append(fee)

    def compare(
        self, payers: Sequence[str], codes: Sequence[str], modifiers: Sequence[str], lines: Table, fits: np.ndarray
    ) -> Short:
        """lines: service_date, units, charge_amount, allowed_amount; fits: those that may be compared."""
        size = len(lines)
        compared, amount = np.zeros(size, bool), np.zeros(size, np.int64)
        cells: dict[tuple[str, str, str], list[int]] = {}
        for row in np.flatnonzero(fits).tolist():
            if (payers[row], codes[row]) in self.rows:
                cells.setdefault((payers[row], codes[row], modifiers[row]), []).append(row)
        for (payer, code, mods), found in cells.items():
            rows = np.array(found)
            unit = self._unit(self.rows[payer, code], mods, lines.service_date[rows])
            due = np.minimum(unit * lines.units[rows], lines.charge_amount[rows])
            compared[rows] = unit > 0
            amount[rows] = np.where(unit > 0, np.maximum(due - lines.allowed_amount[rows], 0), 0)
        return Short(compared, amount)

    def _unit(self, fees: Sequence[Fee], mods: str, days: np.ndarray) -> np.ndarray:
        """Cents a unit on each day, -1 where there is no price: a row with the line's modifier before one without."""
        written = mods.split()
        unit = np.full(len(days), -1, np.int64)
        is_part = any(part in written for part in PARTS)
        for named in (False, True):
            for fee in fees:
                if bool(fee.modifier) is named and (fee.modifier in written if named else not is_part):
                    unit = np.where(
                        np.isnat(days) | (days >= np.datetime64(fee.start or date(1900, 1, 1))), fee.amount, unit
                    )
        return unit
