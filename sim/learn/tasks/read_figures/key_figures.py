"""The key figures that are asked for: what each is called, and the formulas among which one chooses. The formulas come
from sim.billing.books.kpi_readings; a letter stands for each, in the order of their words, which tells nothing.
"""

from dataclasses import dataclass
from typing import Any

from sim.billing.books.kpi_counts import ClaimCounts, Moved
from sim.billing.books.kpi_readings import STATED, readings
from sim.ground.files import find, read_csv, remembered

LETTERS = ("a", "b", "c", "d")
NOTHING = (ClaimCounts(0, 0, 0, 0, 0, 0, 0, 0, 0), Moved(0, 0, 0, 0, 0, 0, 0, 0))
NO_AGE = {"payer": 0, "denied": 0, "patient": 0, "total": 0, "credit": 0}


@dataclass(frozen=True)
class KeyFigure:
    """A figure of data/codes/key_figures.csv; name: of its fields; unit: days or percent; ways: the letter of each way
    of counting it, with the formula in words.
    """

    figure: str
    name: str
    label: str
    unit: str
    asks: str
    benchmark: str
    source: str
    ways: dict[str, tuple[str, str]]

    @property
    def right_letter(self) -> str:
        """The letter of the stated formula."""
        return next(letter for letter, (way, _) in self.ways.items() if way == STATED)

    def formula(self, letter: str) -> str:
        """The formula at a letter."""
        return self.ways[letter][1]


@remembered
def key_figures() -> dict[str, KeyFigure]:
    """Every figure by the name that kpi.py gives it.

    >>> key_figures()["net collection"].formula(key_figures()["net collection"].right_letter)
    '(payments - refunds) ÷ (charges - contractual write-offs)'
    """
    told = readings(*NOTHING, [NO_AGE] * 5)
    rows: list[dict[str, Any]] = read_csv(find("data/codes/key_figures.csv"))
    found = {}
    for row in rows:
        ways = sorted((one.figure.formula, one.way) for one in told[row["figure"]])
        laid = {letter: (way, formula) for letter, (formula, way) in zip(LETTERS, ways, strict=False)}
        found[row["figure"]] = KeyFigure(**row, ways=laid)
    return found


def by_name() -> dict[str, KeyFigure]:
    """The same by the name of their fields.

    >>> by_name()["denials"].figure
    'initial denials'
    """
    return {one.name: one for one in key_figures().values()}
