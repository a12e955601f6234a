"""How accurate coded work is, as an audit counts it: code over code.

    accuracy(right, reviewed)      codes of the coder that are right / codes that the auditor has

The auditor's codes are the denominator. A code too many takes nothing away: it is told beside the figure, since a
claim with every right code and one too many isn't a right claim (AHIMA, Benchmarking to Improve Coding Accuracy and
Productivity, 2009). A right code with a wrong modifier, number of units or pointer counts as wrong here. A coder passes
with the share of data/params/coding_accuracy_target.toml over a sample of claims; one claim says little.
"""

from typing import NamedTuple

from sim.ground.dates import Day
from sim.ground.params import param_value


class Accuracy(NamedTuple):
    """Codes that are right, codes that the auditor has, codes too many, and the share that passes, in percent."""

    right: int
    reviewed: int
    too_many: int
    target: int

    @property
    def percent(self) -> float:
        """The share of right codes.

        >>> Accuracy(3, 4, 0, 95).percent
        75.0
        """
        return 100 * self.right / self.reviewed if self.reviewed else 100.0

    @property
    def passes(self) -> bool:
        """Does it reach the target, with nothing too many?"""
        return self.percent >= self.target and not self.too_many


def accuracy(right: int, reviewed: int, too_many: int, on: Day) -> Accuracy:
    """The accuracy of coded work on a day.

    >>> found = accuracy(right=3, reviewed=4, too_many=1, on="2026-05-01")
    >>> found.percent, found.target, found.passes
    (75.0, 95, False)
    >>> accuracy(4, 4, 1, "2026-05-01").passes
    False
    """
    return Accuracy(right, reviewed, too_many, param_value("coding_accuracy_target", "*", on))
