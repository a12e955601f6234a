"""The payers' answers to many pieces of work at once, as one table: each piece is a copy of its household under a
number of its own, so that no copy sees another's claims, deductibles or history.

    first, second = answered_together([Asked(people, claims), Asked(people, other_claims)])

Keys are composed of the household's (sim/ground/keys.py): a copy is its household with every key moved by the same
distance, so what belongs together stays together, and moving back gives what the piece alone would have got.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import SetAside
from sim.billing.answers.payer_answers import Answered, answered
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import payer_claim_number
from sim.clinic.people.people import People
from sim.ground.coded import Coded
from sim.ground.keys import MEMBERS, SPANS, VERSIONS, VISITS
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError

HOUSEHOLD = MEMBERS + VISITS + VERSIONS  # bits of a claim's key below its household's
BITS = {  # bits of a key below its household's
    "household_key": 0,
    "patient_key": MEMBERS,
    "coverage_key": MEMBERS + SPANS,
    "encounter_key": MEMBERS + VISITS,
    "claim_key": HOUSEHOLD,
}
PEOPLE_READ = ("patient_key", "household_key", "birth_date", "sex_code")  # what billing and payers read of a patient


class Asked(NamedTuple):
    """Claims of one visit, among its household's people, to be answered. errors, aside: as of `answered`."""

    people: People
    claims: Claims
    errors: tuple[PayerError, ...] = ()
    aside: tuple[SetAside, ...] = ()


def answered_together(asked: Sequence[Asked], goes_on: bool = True) -> list[Answered]:
    """The payers' answer to each piece, as if it had been asked alone. goes_on: claims are sent on to next payers.

    >>> from sim.billing.claims.claim import bill
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> claims = bill(visit, truth_work(visit), people)
    >>> one, other = answered_together([Asked(people, claims), Asked(people, claims)])
    >>> one.decided.remittance_lines.paid_amount.tolist() == other.decided.remittance_lines.paid_amount.tolist()
    True
    """
    if len(asked) < 2:
        return [
            answered(one.claims, one.people, {_visit(one.claims): one.errors}, one.aside, goes_on=goes_on)
            for one in asked
        ]
    moves = moves_of([one.people for one in asked])
    claims = Claims(*(copies([one.claims[at] for one in asked], moves) for at in range(len(Claims._fields))))
    visits = [_visit(one.claims) + (move << BITS["encounter_key"]) for one, move in zip(asked, moves, strict=True)]
    aside = [
        item._replace(claim_key=item.claim_key + (move << HOUSEHOLD))
        for one, move in zip(asked, moves, strict=True)
        for item in one.aside
    ]
    errors = {visit: one.errors for visit, one in zip(visits, asked, strict=True)}
    together = answered(claims, people_of([one.people for one in asked], moves), errors, aside, goes_on=goes_on)
    return [taken_back(together, number, move) for number, move in enumerate(moves, 1)]


def _visit(claims: Claims) -> int:
    return int(claims.claims.encounter_key[0]) if len(claims.claims) else -1


def moves_of(people: Sequence[People]) -> list[int]:
    """By how many households each copy is moved, so that they are numbered 1, 2, 3 ..."""
    return [number - int(one.patients.household_key[0]) for number, one in enumerate(people, 1)]


def people_of(people: Sequence[People], moves: Sequence[int]) -> People:
    """The copies' people, as far as billing and payers read them."""
    patients, *others = zip(*people, strict=True)
    read = [one.select(*PEOPLE_READ) for one in patients]
    return People(copies(read, moves), *(copies(tables, moves) for tables in others))


def copies(tables: Sequence[Table], moves: Sequence[int]) -> Table:
    """The tables one below another, each with its keys moved by its number of households."""
    return moved(Table.concat(list(tables)), np.repeat(moves, [len(table) for table in tables]))


def moved(table: Table, households: np.ndarray | int) -> Table:
    """The rows with their keys moved by a number of households (one for all, or one for each row); -1 stays."""
    changed = {
        name: np.where(table[name] >= 0, table[name] + (np.asarray(households, np.int64) << bits), table[name])
        for name in table.columns
        if (bits := bits_of(name)) is not None
    }
    return table.with_columns(**changed)


def bits_of(column: str) -> int | None:
    """How many bits a column's keys have below the household's; None for a column of no such key.

    >>> bits_of("registered_coverage_key"), bits_of("replaces_claim_key"), bits_of("service_date")
    (7, 14, None)
    """
    return next((bits for name, bits in BITS.items() if column.endswith(name)), None)


def taken_back(together: Answered, number: int, move: int) -> Answered:
    """The claims and answers of one copy under the keys of what was copied."""

    def mine(table: Table) -> Table:
        first, last = np.searchsorted(table.claim_key, [number << HOUSEHOLD, (number + 1) << HOUSEHOLD])
        return moved(table.take(slice(first, last)), -move)

    claims, decided = together
    heads, *others = (mine(table) for table in claims)
    return Answered(Claims(_renumbered(heads, move), *others), Adjudication(*(mine(table) for table in decided)))


def _renumbered(heads: Table, move: int) -> Table:
    """A payer's printed number that was rendered for the copy is rendered for what was copied."""
    texts = heads.original_reference_number.texts().tolist()
    former = heads.replaces_claim_key.tolist()
    changed = [
        payer_claim_number(key) if text and text == payer_claim_number(key + (move << HOUSEHOLD)) else text
        for text, key in zip(texts, former, strict=True)
    ]
    return heads if changed == texts else heads.with_columns(original_reference_number=Coded.of(changed))
