"""What earlier payers decided, on a claim to the next one: their order, and what each paid for the claim."""

import re

import numpy as np
from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.writer.claims import write_837p
from sim.ground.table import Table


def test_each_payer_has_its_place_in_the_order():
    claims, lines, payments, adjustments = full_claim()
    for own, others in (("S", ["P", "T"]), ("T", ["P", "S"])):
        part = claims.with_columns(payer_sequence_code=claims.payer_sequence_code.of([own, "P"]))
        text = write_837p(part, lines, full_parties(), ENVELOPE, payments, adjustments).text
        assert re.findall(r"SBR\*(\w)", text) == [own, *others, "P"]


def test_what_a_payer_paid_for_the_claim_is_not_counted_again_from_its_lines():
    claims, lines, payments, adjustments = full_claim()
    whole = Table.from_rows(
        "other_payments",
        [
            {
                "claim_key": 16,
                "claim_line_number": 0,
                "payer_code": "medicare_part_b",
                "paid_amount": 9_500,
                "remittance_date": np.datetime64("2026-04-04"),
            }
        ],
    )
    for given, amounts in ((payments, ["90", "1"]), (Table.concat([whole, payments]), ["95", "1"])):
        text = write_837p(claims, lines, full_parties(), ENVELOPE, given, adjustments).text
        assert re.findall(r"AMT\*D\*([\d.]+)", text) == amounts
        assert re.findall(r"SVD\*\w+\*([\d.]+)", text) == ["90", "0"]
