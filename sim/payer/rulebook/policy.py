"""What a payer policy imports: adjustment codes, claim statuses, deadlines, dated numbers. And what a policy is.

A policy is one module in a folder (its group) of sim/payer/policies. It states:

    stage           a stage of data/stages.csv
    title, fix      what the payer found, and what to do about it
    cite, remedy    where it is written, and the code of data/codes/remedies.csv; one text, or one for each kind of
                    payer with "*" for all others: {"medicare": "42 CFR 424.44", "*": "provider contract"}
    owner, never    who fixes it, and what must never be done
    adjustments     a list of CO(...), PR(...), OA(...), PI(...), remark(...); `statuses` of status(...) instead where
                    it rejects or pends
    one verb        see below

and where the usual answer of its stage does not fit:

    cause           the root cause behind it, of data/codes/causes.csv
                    (left out: the row of the stage in data/codes/cause_of.csv)
    appeal_ground   the ground that answers it, of data/codes/appeal_grounds.csv, and record_decides = True where the
                    record alone may overcome it (left out: the row of the stage in data/codes/appeal_ground_of.csv)
    box             the column of the claim that a finding of the scrubber points to, such as "claims.clia_number"
                    (left out: the claim as a whole for a rejection, else "claim_lines.procedure_code")
    row             the row of the catalogue that it answers, such as "A1" or ("A21", "F13") (left out: none)

    rejects(lines)  pends(lines)   booleans, or 0 for no and k for the k-th of `statuses`
    denies(lines)                  booleans, or 0 for no and k for the k-th of `adjustments`
    reduces(lines)                 cents per line, or one array of cents (0: nothing on any line) for each of
                                   `adjustments`
    pays(lines)                    after an earlier payer: (rows, cents of each of `adjustments`, all else of the charge
                                   being paid), or None
    informs(lines)                 booleans, or k as above: a remark, no money

`lines` is a sim.payer.engine.lines.Lines. Policies compute on all rows, also on lines that are denied already. A policy
that takes a part of the price has a second function `part(lines)`: parts per million that stay, or None.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.ground.deadlines import last_day, last_days

VERBS = ("rejects", "pends", "denies", "reduces", "pays", "informs")
# What kinds of payers there are. Who pays alone has no payer: sim/billing/books/self_pay.py.
PAYER_KINDS = (
    "medicare",
    "commercial",
    "medicaid",
    "medicare advantage",
    "medicare supplement",
    "workers compensation",
)


class Adjustment(NamedTuple):
    """Who bears the amount (group), why (CARC) and up to two remarks (RARC)."""

    group: str
    carc: str
    rarc_1: str = ""
    rarc_2: str = ""

    def __str__(self):
        return " ".join(filter(None, (f"{self.group}-{self.carc}", self.rarc_1, self.rarc_2)))


def adjustment(text: str) -> Adjustment:
    """From its written form.

    >>> adjustment("CO-97 M15"), str(adjustment("PR-1"))
    (Adjustment(group='CO', carc='97', rarc_1='M15', rarc_2=''), 'PR-1')
    """
    code, *remarks = text.split()
    group, _, carc = code.partition("-")
    if group not in ("CO", "PR", "OA", "PI") or not carc or len(remarks) > 2:
        raise ValueError(f"{text!r} is not an adjustment such as 'CO-97 M15'")
    return Adjustment(group, carc, *remarks)


def CO(carc: str, *remarks: str) -> Adjustment:
    """Contractual: the provider bears it and never bills the patient."""
    return Adjustment("CO", carc, *remarks)


def PR(carc: str, *remarks: str) -> Adjustment:
    """Patient responsibility."""
    return Adjustment("PR", carc, *remarks)


def OA(carc: str, *remarks: str) -> Adjustment:
    """Other: neither provider nor patient, as with duplicates."""
    return Adjustment("OA", carc, *remarks)


def PI(carc: str, *remarks: str) -> Adjustment:
    """Payer-initiated, without a contract behind it."""
    return Adjustment("PI", carc, *remarks)


def remark(*remarks: str) -> Adjustment:
    """Only a remark, without money: what `informs` gives."""
    return Adjustment("", "", *remarks)


class Status(NamedTuple):
    """A claim status of a 277: category, status, and whom it is about."""

    category: str
    code: str
    entity: str = ""

    def __str__(self):
        return ":".join(filter(None, self))


def status(category: str, code: str, entity: str = "") -> Status:
    """A claim status, as status("A7", "562", "85").

    >>> str(status("A7", "562", "85"))
    'A7:562:85'
    """
    return Status(category, code, entity)


class Stage(NamedTuple):
    """One step of the payer's work: its name, its place in the order, and what kind of step it is."""

    name: str
    place: int
    kind: str
    tests: str


class Box(NamedTuple):
    """The column of the claim that a finding points to; an empty column is the claim as a whole."""

    table: str
    column: str


class Ground(NamedTuple):
    """What answers a denial, and whether the record alone may overcome it."""

    ground: str
    record_decides: bool


Said = Any  # what a verb answers: an array, several, rows with arrays, or None; see the verbs above
Verb = Callable[[Any], Said]


class Policy(NamedTuple):
    """One policy as its module wrote it. `codes` are its adjustments, or its claim statuses if it rejects or pends."""

    name: str
    group: str
    stage: Stage
    verb: str
    ask: Verb
    part: Verb | None
    codes: tuple[Adjustment | Status, ...]
    title: str
    fix: str
    owner: str
    never: str
    cites: Mapping[str, str]  # by kind of payer, "*" for all others
    remedies: Mapping[str, str]  # the same
    cause: str
    appeal: Ground
    box: Box
    rows: tuple[str, ...]  # of the catalogue
    doc: str

    def cite(self, payer_kind: str) -> str:
        """Where it is written, for a payer of this kind."""
        return self.cites.get(payer_kind, self.cites.get("*", ""))

    def remedy(self, payer_kind: str) -> str:
        """The code of the remedy with a payer of this kind."""
        return self.remedies.get(payer_kind, self.remedies.get("*", ""))


def deadline(dates: np.ndarray, name: str, lines, on: str = "service_date") -> np.ndarray:
    """The last day allowed, counted from `dates` by the limit NAME that is in force on the date `on`, in days or in
    calendar years; NaT where no limit is in force. See sim/ground/deadlines.py for the rule.
    """
    if dates is lines[on]:
        known = lines.by_payer_and_day(on, lambda payer, days: last_days(name, payer, days, days))
        if known is not None:
            return known
    return last_day(name, lines, dates, lines[on])
