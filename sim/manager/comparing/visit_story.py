"""What happened to one visit of a quarter, day by day, from the tables: claims, answers, ledger, work."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from sim.ground.money import dollars
from sim.manager.calendar.quarter import Quarter
from sim.manager.strategies.strategy import work_items
from sim.payer.rulebook.payers import payers

GOOD, BAD = "good", "bad"
ENTRIES = {  # kinds of entry that are told -> how it went
    "payer payment": GOOD,
    "patient payment": GOOD,
    "denial": BAD,
    "patient share": "",
    "administrative write-off": BAD,
    "write-off": BAD,
    "bad debt": BAD,
    "small balance written off": BAD,
    "refund to the patient": "",
    "refund to the payer": "",
}
TOLD_ELSEWHERE = ("chart", "claim")  # items whose result is told as a claim that was sent


class Happened(NamedTuple):
    """A day (such as 2026-05-04), what happened, and how it went: good, bad or nothing."""

    day: str
    words: str
    tone: str


def visit_story(made: Quarter, encounter_key: int) -> list[Happened]:
    """What happened to a visit, in order.

    >>> from sim.manager.verbs import quarter
    >>> made = quarter("in_house_trained", visits=20, days=30, seed=7)
    >>> "Visit" in [one.words for one in visit_story(made, int(made.day.visits.encounter_key[0]))]
    True
    """
    visits = made.day.visits
    seen = visits.take(visits.encounter_key == encounter_key).rows()
    found = [Happened(str(row["service_date"]), "Visit", "") for row in seen]
    found += [*_work(made, encounter_key), *_claims(made, encounter_key), *_money(made, encounter_key)]
    return sorted(found, key=lambda one: (one.day, one.words != "Visit"))


def _work(made: Quarter, key: int) -> list[Happened]:
    known, found = work_items(), list[Happened]()
    for row in made.work.take(made.work.encounter_key == key).rows():
        label = known[row["item_code"]].label if row["item_code"] in known else row["item_code"]
        if row["outcome_code"] == "lost" and row["deadline_date"]:
            found.append(Happened(str(row["deadline_date"]), f"{label}: deadline passed", BAD))
        elif row["done_date"] and row["item_code"] not in TOLD_ELSEWHERE:
            found.append(Happened(str(row["done_date"]), f"{label}: done", ""))
    return found


def _claims(made: Quarter, key: int) -> list[Happened]:
    heads = made.day.claims_sent().claims
    mine = heads.take(heads.encounter_key == key)
    told = made.day.answers().acknowledgements
    told = told.take(np.isin(told.claim_key, mine.claim_key))
    found = [
        Happened(str(row["submitted_date"]), f"{_kind(row)} sent to {_payer(row['payer_code'])}", "")
        for row in mine.rows()
        if row["submitted_date"]
    ]
    return found + [
        Happened(str(row["acknowledgement_date"]), "Rejected by the front end", BAD)
        for row in told.rows()
        if not row["is_accepted"]
    ]


def _kind(row: dict[str, object]) -> str:
    return "Claim" if row["adjudication_round"] == 0 else "Corrected or appealed claim"


def _payer(code: str) -> str:
    return payers()[code].label if code in payers() else code


def _money(made: Quarter, key: int) -> list[Happened]:
    """Entries of the ledger, those of a kind and day as one."""
    books = made.day.books()
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    for row in books.take(books.encounter_key == key).rows():
        if row["entry_kind"] in ENTRIES:
            amounts[str(row["entry_date"]), row["entry_kind"]] += row["amount"]
    return [
        Happened(day, f"{kind[:1].upper()}{kind[1:]}: {dollars(abs(cents))}", ENTRIES[kind])
        for (day, kind), cents in amounts.items()
        if cents
    ]
