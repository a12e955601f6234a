"""A list of denials as a practice system exports it, counted row by row: payer, reasons, remarks, code, modifier,
amount, and how many (one unless a column says so). Of the date of the denial the month alone is looked at, to see
whether the remittances are of the same months. Whatever else stands in it (names, numbers) is not looked at.

Reasons may be written as CO-97, CO97, 97, or several in one cell; a remark in the same cell (N115, M15, MA130) is one.
Cost share, contract and another payer's part (data/intake/no_denial.csv) are no denials: rows with nothing else are
left out.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.manager.intake.column_names import Listed, column_name, read_list
from sim.manager.intake.remittance_counts import Counter, carcs, groups, known, no_denials, rarcs
from sim.manager.packs import cells
from sim.manager.packs.cells import Unreadable
from sim.manager.packs.csv_file import CsvRow

REASON = re.compile(r"(?:(?P<group>[A-Z]{2})[ -]?)?(?P<carc>[A-Z]?\d{1,3})", re.ASCII)
SHOWN = 5  # lines that are named
MOST = 1_000_000  # denials that a row may stand for
WITHOUT = ("payer", "code", "amount")  # columns of which it is said that a list has none


class Reason(NamedTuple):
    """A reason as it was written."""

    group: str
    carc: str
    rarc: str


class DenialList(NamedTuple):
    """How many denials were counted, the lines that were not read, with the reason, how many denials were left out
    since they are none, which columns were used, in words, and the named headers that it does not have.
    """

    counted: int
    not_read: tuple[tuple[int, str], ...]
    no_denials: int
    columns: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def trouble(self) -> str:
        """The first lines that were not read, in words; nothing of a row is repeated."""
        shown = ", ".join(f"line {line} ({why})" for line, why in self.not_read[:SHOWN])
        return f"{len(self.not_read):,} rows not read: {shown}" if self.not_read else ""

    @property
    def told(self) -> tuple[str, ...]:
        """What else there is to say."""
        out = f"{self.no_denials:,} left out: cost share, contract or another payer's part, such as PR-1 or CO-45"
        return (*self.columns, *([out] if self.no_denials else []))


def denial_list(path: Path, counter: Counter, named: Mapping[str, str] | None = None) -> DenialList:
    """Count the rows of a list. Raises CleanClaimError where no line names the column of the reasons."""
    found = read_list(path, "denials", ("carc",), named)
    counted, left_out, not_read = 0, 0, list[tuple[int, str]]()
    for row in found.rows:
        try:
            number, is_denial = _row(row, found, counter)
        except Unreadable as reason:
            not_read.append((row.line, reason.write))
            continue
        counted += number * is_denial
        left_out += number * (not is_denial)
    return DenialList(counted, tuple(not_read), left_out, _columns(found), found.missing)


def _columns(found: Listed) -> tuple[str, ...]:
    missing = [column for column in WITHOUT if column not in found.places]
    said = ["; ".join(found.told())]
    if found.unused:
        said.append("not used: " + ", ".join(found.unused))
    if missing:
        names = ", ".join(map(column_name, missing))
        said.append(f'no column for {names}: if there is one, add --column {missing[0]}="ITS HEADER"')
    return tuple(said)


def _row(row: CsvRow, found: Listed, counter: Counter) -> tuple[int, bool]:
    """How many denials the row stands for, and whether they are denials; these are counted."""
    told = reasons_in(found.cell(row, "carc"), found.cell(row, "rarc"))
    code = cells.service(found.cell(row, "code")).code if found.cell(row, "code") else ""
    amount = abs(cells.amount(found.cell(row, "amount"))) if found.cell(row, "amount") else 0
    number = cells.count(found.cell(row, "count")) if found.cell(row, "count") else 1
    if not 0 < number <= MOST:
        raise Unreadable("a number of denials", "how many denials the row stands for")
    reasons = [one for one in told if one.carc not in no_denials()[0]]
    if not reasons:
        return number, False
    counter.found.list_months |= _month(found.cell(row, "date"))
    payer = counter.payers([found.cell(row, "payer")] if "payer" in found.places else [""])[0]
    people = counter.persons.strangers(number)
    counter.found.count("listed_denials", people)
    counts, numbers = np.ones(number, np.int64), np.full((number, 1), amount // number, np.int64)
    numbers[: amount % number] += 1  # the row's amount is that of all its denials
    for one in reasons:
        keys = [(payer, one.group, one.carc, one.rarc)] * number
        counter.found.tallies["clinic_denial_counts"].add(keys, people, numbers, counts)
        counter.found.tallies["clinic_reason_counts"].add([(one.group, one.carc)] * number, people, numbers, counts)
        counter.found.tallies["clinic_denied_codes"].add([(one.carc, code)] * number, people, numbers, counts)
    return number, True


def _month(cell: str) -> set[str]:
    """The month of a date; none where it cannot be read."""
    try:
        day = cells.day(cell)
    except Unreadable:
        return set()
    return {day.isoformat()[:7]} if day else set()


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
