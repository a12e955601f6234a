"""A payer's answer about claims (277): which lines stand on it."""

import numpy as np
from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.writer.claim_status import write_277
from sim.ground.table import Table


def status(line: int, **more) -> dict:
    return {
        "claim_key": 32,
        "claim_line_number": line,
        "payer_code": "acme_ppo",
        "asked_date": np.datetime64("2026-05-05"),
        "status_category_code": "F1",
        "status_code": "65",
        "status_date": np.datetime64("2026-05-01"),
        "charge_amount": 12_000,
        "paid_amount": 9_000,
        **more,
    }


def test_a_line_that_the_claim_does_not_have_is_left_out():
    claims, lines, *_ = full_claim()
    known = [status(0), status(1)]
    for rows in (known, [*known, status(7), status(1, claim_key=99)]):
        text = write_277(claims, lines, Table.from_rows("claim_statuses", rows), full_parties(), ENVELOPE)
        assert text.count("\nSVC*") == 1 and "SVC*HC:99213*120*90****1~" in text and text.count("\nSTC*") == 2
