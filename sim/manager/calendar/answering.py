"""The payers' answers as claims come in over the months: what is sent later is added, and the households concerned are
decided again with it. Claims are decided by the day on which the payer has them, so what was answered before stays as
it was.

    asked = first_asked(claims, people, errors)         the first claims, and those to next payers
    asked = asked.with_more(claims, errors)             corrected claims, disputes that were won

What each payer gets wrong and how late it is (the table payer_errors) is given with the claims.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.answers.secondary_claims import decided_again, next_claims, together
from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.ground.joins import find_rows
from sim.ground.keys import household_of_claim
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication


class Asked(NamedTuple):
    """All claims so far, the payers' answers, their mistakes, and the documents that they got or no longer wait for."""

    people: People
    claims: Claims
    decided: Adjudication
    errors: Table
    documents: Table

    def with_more(self, more: Claims, errors: Table) -> "Asked":
        """The same after these further claims, and what goes on to next payers because of them."""
        if not len(more.claims):
            return self
        asked = self._replace(errors=_both(self.errors, errors), claims=_by_day(together(self.claims, more)))
        return _decided_anew(asked, more.claims.claim_key)

    def with_documents(self, documents: Table) -> "Asked":
        """The same once payers have these documents (Table[documents]), or have stopped waiting for them."""
        if not len(documents):
            return self
        return _decided_anew(self._replace(documents=_both(self.documents, documents)), documents.claim_key)

    def of(self, households: np.ndarray) -> "Asked":
        """What concerns these households."""

        def mine(table: Table) -> Table:
            return table.take(np.isin(household_of_claim(table.claim_key), households))

        return Asked(
            self.people.of(households),
            Claims(*map(mine, self.claims)),
            Adjudication(*map(mine, self.decided)),
            mine(self.errors),
            mine(self.documents),
        )


def first_asked(claims: Claims, people: People, errors: Table) -> Asked:
    """The answers to the first claims."""
    flat = _by_day(claims)
    asked = _with_next(Asked(people, flat, answer(flat, people, payer_errors=errors), errors, empty("documents")))
    return asked._replace(decided=Adjudication(*map(_in_order, asked.decided)))


def _decided_anew(asked: Asked, because_of: np.ndarray) -> Asked:
    """What the payers of these claims have of their households is decided once more, and goes on to next payers."""
    households = np.unique(household_of_claim(because_of))
    some = asked.of(households)
    some = _with_next(_again(some, some.claims.claims.take(np.isin(some.claims.claims.claim_key, because_of))))
    fresh = ~np.isin(some.claims.claims.claim_key, asked.claims.claims.claim_key)
    more = some.claims.claims.claim_key[fresh]
    claims = Claims(*(table.take(np.isin(table.claim_key, more)) for table in some.claims))
    decided = Adjudication(*(_instead(*pair, households) for pair in zip(asked.decided, some.decided, strict=True)))
    return asked._replace(claims=together(asked.claims, claims), decided=decided)


def _with_next(asked: Asked) -> Asked:
    for _ in range(int(asked.people.coverages.coverage_order.max(initial=0)) - 1):
        more = next_claims(asked.claims, asked.decided, asked.people)
        if not len(more.claims):
            break
        asked = asked._replace(claims=_by_day(together(asked.claims, more)))
        asked = _again(asked, more.claims)
    return asked


def _again(asked: Asked, these: Table) -> Asked:
    """With all that the payers of these claims (rows of `claims`) have of their households decided once more."""
    records = {"payer_errors": asked.errors, "documents": asked.documents}
    return asked._replace(decided=decided_again(asked.claims, asked.decided, these, asked.people, **records))


def _instead(old: Table, new: Table, households: np.ndarray) -> Table:
    """The rows of these households replaced."""
    kept = old.take(~np.isin(household_of_claim(old.claim_key), households))
    return _in_order(Table.concat([kept, new.select(*old.columns)]))


def _in_order(table: Table) -> Table:
    """By claim: the same rows are in the same order, however often somebody was asked again."""
    return table.take(np.argsort(table.claim_key, kind="stable"))


def _by_day(claims: Claims) -> Claims:
    """Rounds play no part: a payer decides claims in the order in which it gets them."""
    heads = claims.claims
    return claims._replace(claims=heads.with_columns(adjudication_round=np.zeros(len(heads), np.int64)))


def _both(one: Table, other: Table) -> Table:
    parts = [part for part in (one, other) if len(part)]
    return Table.concat([part.select(*one.columns) for part in parts]) if parts else one


def with_rounds(heads: Table) -> Table:
    """The claims with their rounds: 0 for first claims and duplicates, one more for each that follows another."""
    rounds = np.zeros(len(heads), np.int64)
    before = np.maximum.reduce([heads.replaces_claim_key, heads.continues_claim_key, heads.follows_claim_key])
    place = find_rows(heads.claim_key, before)
    for _ in range(16):
        rounds = np.where(place >= 0, rounds[place] + 1, 0)
    return heads.with_columns(adjudication_round=rounds)
