"""A list of denials as a practice system exports it, counted row by row: payer, reasons, remarks, code, modifier,
amount, and how many (one unless a column says so). Whatever else stands in it (names, numbers, dates) is not looked at.

Reasons may be written as CO-97, CO97, 97, or several in one cell; a remark in the same cell (N115, M15, MA130) is one.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.manager.intake.column_names import Listed, read_list
from sim.manager.intake.remittance_counts import Counter, carcs, groups, known, rarcs
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow

REASON = re.compile(r"(?:(?P<group>[A-Z]{2})[ -]?)?(?P<carc>[A-Z]?\d{1,3})", re.ASCII)
SHOWN = 5  # lines that are named
MOST = 1_000_000  # denials that a row may stand for


class Reason(NamedTuple):
    """A reason as it was written."""

    group: str
    carc: str
    rarc: str


class DenialList(NamedTuple):
    """How many denials were counted, and the lines that were not read, with the reason."""

    counted: int
    not_read: tuple[tuple[int, str], ...]

    def words(self) -> str:
        """The first lines, in words; nothing of a row is repeated."""
        return ", ".join(f"line {line} ({why})" for line, why in self.not_read[:SHOWN])


def denial_list(path: Path, counter: Counter, named: Mapping[str, str] | None = None) -> DenialList:
    """Count the rows of a list. Raises CleanClaimError where no line names the column of the reasons."""
    found = read_list(path, "denials", ("carc",), named)
    counted, not_read = 0, list[tuple[int, str]]()
    for row in found.rows:
        try:
            counted += _row(row, found, counter)
        except Unreadable as reason:
            not_read.append((row.line, reason.write))
    counter.found.count("listed_denials", counted)
    return DenialList(counted, tuple(not_read))


def _row(row: CsvRow, found: Listed, counter: Counter) -> int:
    reasons = reasons_in(found.cell(row, "carc"), found.cell(row, "rarc"))
    code = cells.service(found.cell(row, "code")).code if found.cell(row, "code") else ""
    amount = abs(cells.amount(found.cell(row, "amount"))) if found.cell(row, "amount") else 0
    number = cells.count(found.cell(row, "count")) if found.cell(row, "count") else 1
    if not 0 < number <= MOST:
        raise Unreadable("a number of denials", "how many denials the row stands for")
    payer = counter.payers([found.cell(row, "payer")] if "payer" in found.places else [""])[0]
    people = counter.persons.strangers(number)
    counts, numbers = np.ones(number, np.int64), np.zeros((number, 1), np.int64)
    numbers[0] = amount
    for one in reasons:
        keys = [(payer, one.group, one.carc, one.rarc)] * number
        counter.found.tallies["clinic_denial_counts"].add(keys, people, numbers, counts)
        counter.found.tallies["clinic_reason_counts"].add([(one.group, one.carc)] * number, people, numbers, counts)
        counter.found.tallies["clinic_denied_codes"].add([(one.carc, code)] * number, people, numbers, counts)
    return number


def reasons_in(cell: str, remark: str = "") -> list[Reason]:
    """The reasons of a cell. Raises Unreadable where there is none that is on the list.

    >>> reasons_in("CO-97, N130"), reasons_in("CO 16/PR204", "M76")
    ([Reason(group='CO', carc='97', rarc='N130')],
     [Reason(group='CO', carc='16', rarc='M76'), Reason(group='PR', carc='204', rarc='M76')])
    """
    text, found, remarks = cell.upper(), list[tuple[str, str]](), list[str]()
    group = ""
    for word in re.split(r"[\s,;/|:+]+", re.sub(r"\b([A-Z]{2})[ -]+(?=[A-Z]?\d)", r"\1", text)):
        told = REASON.fullmatch(word.strip("-.()"))
        if word in groups():
            group = word
        elif told and told["group"] in (None, *groups()) and told["carc"].lstrip("0") in carcs():
            found.append((told["group"] or group, told["carc"].lstrip("0")))
        elif word in rarcs():
            remarks.append(word)
    remarks += [word for word in re.split(r"[\s,;/|]+", remark.upper()) if word in rarcs()]
    if not found:
        raise Unreadable("no reason", "a reason such as CO-97")
    rarc = remarks[0] if remarks else ""
    return [Reason(known(group, groups()), carc, rarc) for group, carc in dict.fromkeys(found)]
