"""Claims that follow others, many at once, are those that sim.billing.claims.corrections makes one by one."""

import numpy as np
import pytest

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import bill, clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import correct, one
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import code
from sim.manager.calendar.further_claims import following
from sim.manager.calendar.scene import scene


@pytest.mark.parametrize("way", ["replacement", "reopening", "new"])
def test_many_at_once_are_as_one_by_one(way):
    made = scene(60, 30, seed=11)
    visits, work = code(11, made.visits, "novice")
    claims = bill(visits, work, made.people)
    true = clean(as_supported(visits), truth_work(visits), made.people)
    former = claims.claims.claim_key[claims.claims.claim_key & 15 == 0][:20]
    sent = np.full(len(former), np.datetime64("2026-08-03", "D"))
    together = following(claims, former, true, np.full(len(former), way, object), sent)
    for key in former.tolist():
        mine = np.isin(true.claims.encounter_key, key >> 4)
        content = Claims(
            true.claims.take(mine), true.lines.take(np.isin(true.lines.claim_key, true.claims.claim_key[mine]))
        )
        if not mine.any():
            continue
        corrected = correct(claims, key, way, on=sent[0], content=content)
        new = int(np.setdiff1d(corrected.claims.claim_key, claims.claims.claim_key)[0])
        alone, among = one(corrected, new), one(together, new)
        for table, other in zip(alone[:2], among[:2], strict=True):
            row, same = table.rows(), other.rows()
            for left, right in zip(row, same, strict=True):
                left.pop("adjudication_round", None)
                assert {name: right[name] for name in left} == left
