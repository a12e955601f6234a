"""What a payer policy imports: adjustment codes, claim statuses, deadlines, dated numbers.

A policy is a module of sim/payer/policies with `stage`, `title`, `fix`, `cite`, `owner`, `remedy`, `never`, its codes,
and one verb:

    rejects(lines)  pends(lines)   booleans, or 0 for no and k for the k-th of `statuses`
    denies(lines)                  booleans, or 0 for no and k for the k-th of `adjustments`
    reduces(lines)                 cents per line, or one array of cents (0: nothing on any line) for each of
                                   `adjustments`
    pays(lines)                    after an earlier payer: (rows, cents of each of `adjustments`, all else of the charge
                                   being paid), or None
    informs(lines)                 booleans, or k as above: a remark, no money

`lines` is a sim.payer.engine.lines.Lines. Policies compute on all rows, also on lines that are denied already.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.deadlines import last_day, last_days

VERBS = ("rejects", "pends", "denies", "reduces", "pays", "informs")


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


def deadline(dates: np.ndarray, name: str, lines, on: str = "service_date") -> np.ndarray:
    """The last day allowed, counted from `dates` by the limit NAME that is in force on the date `on`, in days or in
    calendar years; NaT where no limit is in force. See sim/ground/deadlines.py for the rule.
    """
    if dates is lines[on]:
        known = lines.by_payer_and_day(on, lambda payer, days: last_days(name, payer, days, days))
        if known is not None:
            return known
    return last_day(name, lines, dates, lines[on])
