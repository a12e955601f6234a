"""Transactions and implementation guides that are not read: what they are called (other_guides.csv), so that a file of
one is named and set aside, and not read as something it is not.
"""

from functools import cache
from pathlib import Path

from sim.edi.grammar.guides import VERSIONS
from sim.ground.files import read_csv

READ = "005010"  # how the version of every guide that is read begins


def other_guide(set_kind: str, version: str) -> str:
    """What a transaction of ST01 and GS08 (or ST03) is called; empty for one that we have no words for.

    >>> other_guide("837", "005010X224A2"), other_guide("837", "004010X098A1")
    ('a dental claim (837D)', 'a professional claim in version 4010')
    >>> other_guide("834", "005010X220A1"), other_guide("837", "005010X999"), other_guide("111", "005010")
    ('an enrollment file (834)', 'a claim by another guide', '')
    """
    known = _names()
    exact = next((name for (kind, guide), name in known.items() if kind == set_kind and guide == version[:10]), "")
    name = exact or known.get((set_kind, ""), "")
    number = version[:6]
    other = number != READ and len(number) == len(READ) and number.isascii() and number.isdigit()
    if name and other:
        return f"{name} in version {int(number)}"
    is_read = any(one[:3] == set_kind for one in VERSIONS)
    return f"{name} by another guide" if is_read and not exact else name


@cache
def _names() -> dict[tuple[str, str], str]:
    rows = read_csv(Path(__file__).with_name("other_guides.csv"))
    return {(row["transaction"], row["guide"]): row["name"] for row in rows}
