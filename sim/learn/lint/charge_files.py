"""What the linter proves of a clinic's charge master: every row is a code and a charge in dollars."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sim.learn.lint.findings import Finding, shown
from sim.reference.charge_master import rows_of
from sim.reference.codes import procedures


def lint_charges(path: Path) -> Iterator[Finding]:
    """Each row that cannot be read, and the codes taught for which the file has no charge."""
    rows, file = rows_of(path), shown(path)
    yield from (Finding(file, f"line {row.line}", row.wrong, row.write) for row in rows if row.wrong)
    taught = procedures().code.texts()
    without = taught[~np.isin(taught, [row.code for row in rows])]
    if len(without):
        few = ", ".join(without[:6])
        yield Finding(
            file,
            "code",
            f"no charge for {len(without)} of the codes taught ({few} ...): they keep the teaching clinic's charge",
            "a row for each code that the clinic bills",
            "advice",
        )
