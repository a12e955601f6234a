"""First and last date of service of claims, as the wire writes them."""

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.writer.loops import Column
from sim.ground.joins import find_in
from sim.ground.table import Table

NEVER, BEFORE_ALL, AFTER_ALL = (np.datetime64(text, "D") for text in ("NaT", "0001-01-01", "9999-01-01"))


def first_and_last_day(claims: Table, lines: Table) -> tuple[np.ndarray, np.ndarray]:
    """First and last date of service of each claim; NaT where none of its lines has a day."""
    owner = find_in(claims.claim_key, lines.claim_key)
    first, last = np.full(len(claims), AFTER_ALL), np.full(len(claims), BEFORE_ALL)
    has_day = (owner >= 0) & ~np.isnat(lines.service_date)
    np.minimum.at(first, owner[has_day], lines.service_date[has_day])
    np.maximum.at(last, owner[has_day], lines.service_date[has_day])
    return np.where(last < first, NEVER, first), np.where(last < first, NEVER, last)


def periods(first: np.ndarray, last: np.ndarray) -> list[str]:
    """Two columns of days as texts: one day, or two with a hyphen between; empty where there is none.

    >>> days = np.array(["2026-04-01", "2026-04-01", "NaT"], "datetime64[D]")
    >>> periods(days, np.array(["2026-04-03", "2026-04-01", "NaT"], "datetime64[D]"))
    ['20260401-20260403', '20260401', '']
    """
    spans = (~np.isnat(last) & (first != last)).tolist()
    begin, end = texts("d", {}, first), texts("d", {}, last)
    return [f"{low}-{high}" if spread else low for low, high, spread in zip(begin, end, spans, strict=True)]


def claim_periods(claims: Table, lines: Table) -> dict[str, Column]:
    """The days of each claim and how they are written (D8 one day, RD8 two), by their sources in the grammar."""
    days = periods(*first_and_last_day(claims, lines))
    forms: Column = ["RD8" if "-" in text else "D8" if text else "" for text in days]
    return {"claims.service_date": days, "claims.date_form": forms}
