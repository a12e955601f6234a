"""Worked examples in a policy's docstring, read strictly: they are the policy's own tests, which
sim/payer/examples/worked_examples.py runs through the whole engine.

    payer       claim  service_date  past | denies
    commercial  1      2026-05-04    -    | yes      words after the answer are a remark
    commercial  2a     2026-05-04    -    | no
    commercial  2b     2026-05-05    -    | CO-97

One row is one line. `payer` is what a shipped payer stands for (`stands_for` in its file), so that a payer can be
renamed. A remark that is too long for its row stands on the next line. Without a `claim` column every row is a case of
its own. With it, rows of the same claim are its lines, and claims of the same number (2a, 2b) belong to one patient and
are decided in that order; `past` (yes) marks a service of that patient's history, with answer -. Columns are those of
data/dictionary.csv and the short ones of SHORT; a column or cell that is not given comes from one clean claim line per
payer: an established patient's office visit for high blood pressure. What the payer knows beside coverage stands in the
columns member_fact, provider_fact, authorization and referral, as hospice:2026-05-01.. or
AB12:20610:2026-05-01..2026-06-30:approved:2 (sim/payer/examples/example_records.py has the whole of it). With a
provider_fact column every patient is a world of his own. Amounts are in dollars, - is empty. The answer is yes or no
(yes: this policy is the first cause), the code given (CO-97, A7:535; with its remark CO-16/M119, with whom it is about
A7:562:DK), or for `reduces` the dollars of each adjustment (the last ones left out: nothing), for `pays` the dollars
paid, of OA-23, left to the patient and written off.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.payer.examples import example_records
from sim.payer.rulebook.payers import payers
from sim.payer.rulebook.policy import Policy

SHORT = {
    "payer": "payer_code",
    "code": "procedure_code",
    "units": "service_unit_quantity",
    "charge": "charge_amount",
    "place": "place_of_service_code",
    "birth_date": "patient_birth_date",
    "sex": "patient_sex_code",
    "plan": "plan_code",
    "auth": "prior_authorization_number",
    "employment": "is_employment_related",
    "auto_accident": "is_auto_accident_related",
    "sequence": "payer_sequence_code",
}
LISTS = {"modifiers": "hcpcs_modifier_{}", "dx": "diagnosis_code_{}", "pointers": "diagnosis_pointer_{}"}
OWN = ("claim", "past", "replaces", *SHORT, *LISTS, *example_records.COLUMNS)
TABLES = ("prior_services", "coverages", "claims", "claim_lines")
CODE = r"yes|no|[A-Z]{2}-\w+(/\w+)?|[A-Z]\d:\d+(:\w+)?"
AFTER_AN_EARLIER_PAYER = 4  # amounts that the answer of `pays` has


class Row(NamedTuple):
    """One line of the table: its cells as written (the payer by its code), the answer, and where it stands."""

    cells: Mapping[str, str]
    answer: tuple[str, ...]
    where: str

    @property
    def is_past(self) -> bool:
        """Does it belong to the patient's history?"""
        return self.cells.get("past", "-") == "yes"


def read(policy: Policy) -> tuple[Row, ...]:
    """The examples of a policy. Raises CleanClaimError naming the line that is not as it should be."""
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(policy.doc.splitlines(), 1):
        if "|" not in line:
            continue
        where = f"{policy.name}, docstring line {number}"
        left, right = _halves(line, where)
        if not header:
            header = _header(left, right, policy.verb, where)
        else:
            rows.append(_row(left, right, header, policy, where))
    if not rows:
        raise CleanClaimError(
            "no worked examples", f"policy {policy.name}", "a table in the docstring", "add a yes and a no row"
        )
    return tuple(rows)


def stand_ins() -> dict[str, str]:
    """Which payer the worked examples mean by a name: what it stands for -> its code.

    >>> stand_ins()["medicaid"]
    'medicaidcare'
    """
    return {payer.stands_for: code for code, payer in payers().items() if payer.stands_for}


def _halves(line: str, where: str) -> tuple[list[str], list[str]]:
    if line.count(" | ") != 1 or line.count("|") != 1:
        raise CleanClaimError(
            f"unreadable row {line.strip()!r}", where, "cells, one ' | ', the answer", "write exactly one ' | '"
        )
    left, right = line.split(" | ")
    return left.split(), right.split()


def _header(left: list[str], right: list[str], verb: str, where: str) -> list[str]:
    known = {*OWN, *(name for table in TABLES for name in columns_of(table))}
    for name in left:
        if name not in known:
            raise CleanClaimError(
                f"unknown column {name!r}",
                where,
                "a column of data/dictionary.csv or one of " + ", ".join(OWN),
                "check the name",
            )
    if "payer" not in left or right != [verb]:
        raise CleanClaimError(
            f"unreadable heading {' '.join(left)} | {' '.join(right)}",
            where,
            f"payer ... | {verb}",
            "correct the heading",
        )
    return left


def _row(left: list[str], right: list[str], header: list[str], policy: Policy, where: str) -> Row:
    if len(left) != len(header):
        raise CleanClaimError(
            f"{len(left)} cells", where, f"{len(header)}, one for each column (- is empty)", "correct the row"
        )
    cells = dict(zip(header, left, strict=True))
    if cells["payer"] not in stand_ins():
        raise CleanClaimError(
            f"unknown payer {cells['payer']!r}", where, ", ".join(stand_ins()), "use what a payer's file stands_for"
        )
    cells["payer"] = stand_ins()[cells["payer"]]
    if cells.get("past", "-") == "yes":
        return Row(cells, _answer(right, 1, "-", policy.verb, where), where)
    if policy.verb not in ("reduces", "pays"):
        return Row(
            cells, _answer(right, 1, r"yes|no|[A-Z]{2}-\w+(/\w+)?|[A-Z]\d:\d+(:\w+)?", policy.verb, where), where
        )
    size = len(policy.codes) if policy.verb == "reduces" else AFTER_AN_EARLIER_PAYER
    return Row(cells, _answer(_amounts(right, size, policy.verb), size, r"\d+\.\d\d", policy.verb, where), where)


def _amounts(right: list[str], size: int, verb: str) -> list[str]:
    """The amounts that an answer begins with; of `reduces` the last ones may be left out."""
    given = [word for word in right[:size] if re.fullmatch(r"\d+\.\d\d", word)]
    return given + ["0.00"] * (size - len(given)) if verb == "reduces" and given and size > 1 else right


def _answer(right: list[str], size: int, pattern: str, verb: str, where: str) -> tuple[str, ...]:
    answer = tuple(right[:size])
    if len(answer) != size or not all(re.fullmatch(pattern, part) for part in answer):
        raise CleanClaimError(
            f"unreadable answer {' '.join(answer)!r}",
            where,
            "dollars such as 12.50" if verb in ("reduces", "pays") else "yes, no or the code",
            "correct the answer",
        )
    return answer
