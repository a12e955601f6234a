"""Remittances: written from an adjudication, they balance for somebody else's checker, and are read back as they
were.
"""

import re
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from wire_made import ENVELOPE, full_claim, full_parties
from x12_check import remittance_errors

from sim.billing.wire.inbound_claims import numbered
from sim.billing.wire.trading_partners import parties
from sim.edi.reader import balance
from sim.edi.reader.frame import Frame
from sim.edi.reader.remittance import Remitted, payment, tables
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.any_file import read
from sim.edi.writer.remittance import Decided, write_835
from sim.ground.coded import Coded
from sim.ground.keys import payer_claim_number
from sim.ground.table import Table, empty


@pytest.fixture(scope="module")
def decided(simulated):
    from sim.payer.money.payments import settled

    made = settled([simulated["part"]])
    claims = numbered(simulated["claims"])
    return Decided(
        claims,
        simulated["claim_lines"],
        simulated["remittance_lines"],
        simulated["adjustments"],
        made.payments,
        made.provider_adjustments,
        simulated["remittance_payments"],
        Coded.of([payer_claim_number(key) for key in claims.claim_key.tolist()]),
    )


@pytest.fixture(scope="module")
def files(simulated, decided):
    people = SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    made = {
        payer: write_835(decided, payer, parties(people, payer), ENVELOPE) for payer in decided.payments.payer_code.pool
    }
    return {payer: text for payer, text in made.items() if text}


def frames_of(text: str) -> list[Frame]:
    return [what for what in Reader(text) if isinstance(what, Frame)]


def test_every_remittance_balances_for_a_checker_that_shares_no_code(files):
    assert len(files) > 3
    for payer, text in files.items():
        assert remittance_errors(text) == [], payer


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*CO*45*", "*CO*45*1"),
        ("BPR*I*", "BPR*I*1"),
        ("SVC*HC:99213*", "SVC*HC:99213*1"),
        ("CLP*V", "PLB*1*20261231*L6*-3~\nCLP*V"),
    ],
)
def test_the_checker_and_the_reader_notice_a_cent_that_is_moved(files, old, new):
    text = next(text for text in files.values() if old in text).replace(old, new, 1)
    assert remittance_errors(text) and read(text).has_errors


def test_the_tables_come_back(files, decided):
    seen = 0
    for payer, text in files.items():
        back = tables(frames_of(text))
        ours = decided.claims.take(decided.claims.payer_code == payer)
        key_of = dict(zip(ours.patient_control_number.texts().tolist(), ours.claim_key.tolist(), strict=True))
        keys = np.array([key_of[text] for text in back.claims.patient_control_number], np.int64)
        told = {
            (int(keys[row["claim_key"] - 1]), row["claim_line_number"], row["is_reversal"]): row
            for row in back.lines.rows()
        }
        for row in decided.remittance_lines.take(np.isin(decided.remittance_lines.claim_key, ours.claim_key)).rows():
            read_ = told[row["claim_key"], row["claim_line_number"], row["is_reversal"]]
            names = [
                "charge_amount",
                "paid_amount",
                "deductible_amount",
                "coinsurance_amount",
                "copayment_amount",
                "patient_responsibility_amount",
                "claim_status_code",
                "remittance_date",
                *(["allowed_amount"] if not row["is_reversal"] else []),
            ]
            assert {name: read_[name] for name in names} == {name: row[name] for name in names}
            seen += 1
        assert not out_of_balance(back) and not read(text).findings
        assert reasons(back.adjustments, keys.tolist()) == reasons(
            decided.adjustments.take(np.isin(decided.adjustments.claim_key, ours.claim_key))
        )
    assert seen == len(decided.remittance_lines)


def reasons(adjustments: Table, keys: list | None = None) -> dict:
    out: dict = {}
    for row in adjustments.rows():
        place = (
            keys[row["claim_key"] - 1] if keys else row["claim_key"],
            row["claim_line_number"],
            row["is_reversal"],
            row["group"],
            row["carc"],
        )
        if row["amount"]:
            out[place] = out.get(place, 0) + row["amount"]
    return {place: amount for place, amount in out.items() if amount}


def test_payments_come_back(files, decided):
    for payer, text in files.items():
        reader = Reader(text)
        back = [payment(what) for what in reader if not isinstance(what, Frame)]
        ours = decided.payments.take(decided.payments.payer_code == payer).sort_by("payment_key").rows()
        names = (
            "trace_number",
            "paid_amount",
            "payment_date",
            "payment_method_code",
            "billing_npi",
            "billing_tax_id",
        )
        assert [tuple(getattr(one, name) for name in names) for one in back] == [
            tuple(row[name] for name in names) for row in ours
        ]


def small(lines: list[dict], adjustments: list[dict], plb: list[dict], paid: int, reversals: tuple = ()) -> Decided:
    """One payment for the claims of full_claim."""
    claims, rows, *_ = full_claim()
    answers = list(dict.fromkeys((row["claim_key"], row.get("is_reversal", False)) for row in lines))
    pay = Table.from_rows(
        "payments",
        [
            {
                "payment_key": 5,
                "payer_code": "acme_ppo",
                "billing_npi": "2066719842",
                "billing_tax_id": "00-0000001",
                "payment_date": np.datetime64("2026-05-01"),
                "trace_number": "T1",
                "paid_amount": paid,
                "payment_method_code": "ACH" if paid else "NON",
            }
        ],
    )
    day = np.datetime64("2026-05-01")
    return Decided(
        claims,
        rows,
        Table.from_rows(
            "remittance_lines", [{"remittance_date": day, "claim_status_code": "1", **row} for row in lines]
        ),
        Table.from_rows("adjustments", adjustments) if adjustments else empty("adjustments"),
        pay,
        Table.from_rows("provider_adjustments", [{"payment_key": 5, "claim_key": -1, **row} for row in plb])
        if plb
        else empty("provider_adjustments"),
        Table.from_rows(
            "remittance_payments",
            [
                {"claim_key": key, "is_reversal": back, "remittance_date": day, "payment_key": 5}
                for key, back in answers
            ],
        ),
        Coded.of(["P16", "P32"]),
    )


def cas(key: int, line: int, group: str, carc: str, amount: int, **more) -> dict:
    return {
        "claim_key": key,
        "claim_line_number": line,
        "adjustment_number": 1,
        "group": group,
        "carc": carc,
        "amount": amount,
        **more,
    }


def line(key: int, number: int, charge: int, paid: int, patient: int = 0, **more) -> dict:
    return {
        "claim_key": key,
        "claim_line_number": number,
        "charge_amount": charge,
        "paid_amount": paid,
        "patient_responsibility_amount": patient,
        **more,
    }


def test_a_reversal_stands_before_the_claim_that_replaces_it_with_every_sign_turned():
    made = small(
        [
            line(32, 1, 12_000, 9_000),
            line(16, 1, 30_000, 20_000),
            line(16, 2, 16_905, 0),
            line(16, 1, -30_000, -10_000, is_reversal=True, claim_status_code="22"),
            line(16, 2, -16_905, 0, is_reversal=True, claim_status_code="22"),
        ],
        [
            cas(32, 1, "CO", "45", 3_000),
            cas(16, 1, "CO", "45", 10_000),
            cas(16, 2, "CO", "96", 16_905, rarc_1="N130", is_denial=True),
            cas(16, 1, "CO", "45", -20_000, is_reversal=True),
            cas(16, 2, "CO", "96", -16_905, is_reversal=True),
        ],
        [],
        19_000,
    )
    text = write_835(made, "acme_ppo", full_parties(), ENVELOPE)
    assert remittance_errors(text) == [] and not read(text).findings
    assert text.index("*22*-469.05*-100*") < text.index("CLP*KID*1*")
    assert "CAS*CO*45*-200~" in text and "LQ*HE*N130~" in text and "REF*6R*L-2~" in text
    back = tables(frames_of(text))
    assert back.claims.is_reversal.tolist() == [True, False, False] and back.lines.paid_amount.tolist() == [
        -10_000,
        0,
        20_000,
        0,
        9_000,
    ]


def test_a_reversal_says_nothing_of_the_patients_part_at_the_claim():
    """Its lines give the copay back (PR-3, below zero); CLP05 of a reversal stays empty."""
    made = small(
        [
            line(32, 1, -12_000, -9_000, -3_000, is_reversal=True, claim_status_code="22"),
            line(32, 1, 12_000, 8_000, 4_000),
        ],
        [cas(32, 1, "PR", "3", -3_000, is_reversal=True), cas(32, 1, "PR", "3", 4_000)],
        [{"adjustment_code": "FB", "reference": "1", "amount": -1_000}],
        0,
    )
    text = write_835(made, "acme_ppo", full_parties(), ENVELOPE)
    assert "CLP*KID*22*-120*-90**12*" in text and "CAS*PR*3*-30~" in text
    assert "CLP*KID*1*120*80*40*12*" in text and remittance_errors(text) == []


def test_nothing_paid_is_still_processed_as_primary_and_only_a_notification():
    text = write_835(
        small(
            [line(32, 1, 12_000, 0)],
            [cas(32, 1, "CO", "50", 12_000, rarc_1="MA01", rarc_2="N115", is_denial=True)],
            [],
            0,
        ),
        "acme_ppo",
        full_parties(),
        ENVELOPE,
    )
    assert (
        "CLP*KID*1*120*0**12*P32*11*1~" in text
        and "BPR*H*0*C*NON***" in text
        and "MOA***MA01~" in text
        and text.count("LQ*HE*") == 2
    )
    assert remittance_errors(text) == []


def test_money_that_belongs_to_no_claim():
    plb = [
        {"adjustment_code": "WO", "reference": "P0000000016-5", "amount": 4_000},
        {"adjustment_code": "L6", "reference": "P32", "amount": -123, "claim_key": 32},
        *({"adjustment_code": "FB", "reference": f"T{number}", "amount": 100} for number in range(6)),
    ]
    text = write_835(
        small([line(32, 1, 12_000, 12_000)], [], plb, 12_000 - 4_000 + 123 - 600), "acme_ppo", full_parties(), ENVELOPE
    )
    assert remittance_errors(text) == [] and text.count("PLB*2066719842*20261231*") == 2 and "AMT*I*1.23~" in text
    found = read(text)
    assert not found.findings and found.payments[0]["provider_adjustments"][0] == {
        "code": "WO",
        "reference": "P0000000016-5",
        "amount": 4_000,
    }
    assert len(found.payments[0]["provider_adjustments"]) == 8


def test_seven_reasons_of_one_group_take_two_segments():
    many = [cas(32, 1, "CO", str(number), 100) for number in range(1, 8)]
    text = write_835(small([line(32, 1, 12_000, 11_300)], many, [], 11_300), "acme_ppo", full_parties(), ENVELOPE)
    assert (
        text.count("CAS*CO*") == 2 and remittance_errors(text) == [] and len(tables(frames_of(text)).adjustments) == 7
    )


def test_adjustments_of_a_whole_claim_are_read_and_written_at_the_claim():
    text = write_835(small([line(32, 1, 12_000, 12_000)], [], [], 12_000), "acme_ppo", full_parties(), ENVELOPE)
    theirs = text.replace("CLP*KID*1*120*120*", "CLP*KID*1*120*100*").replace(
        "NM1*QC*1*Stone-Synth*Ben", "CAS*OA*23*20~\nNM1*QC*1*Stone-Synth*Ben"
    )
    theirs = theirs.replace("BPR*I*120*", "BPR*I*100*")
    theirs = re.sub(r"SE\*(\d+)\*", lambda found: f"SE*{int(found[1]) + 1}*", theirs)
    back = tables(frames_of(theirs))
    assert [
        (row["claim_line_number"], row["group"], row["carc"], row["amount"]) for row in back.adjustments.rows()
    ] == [(0, "OA", "23", 2_000)]
    assert [found.finding for found in read(theirs).findings] == [] and remittance_errors(theirs) == []


def out_of_balance(back: Remitted) -> list[str]:
    """The equations of a remittance written down apart from the reader's: what breaks them."""
    taken, charged = Counter(), Counter()
    for row in back.adjustments.rows():
        taken[row["claim_key"], row["claim_line_number"]] += row["amount"]
        taken[row["claim_key"]] += row["amount"]
    found = []
    for row in back.lines.rows():
        place = row["claim_key"], row["claim_line_number"]
        charged[row["claim_key"]] += row["charge_amount"]
        found += [f"line {place}"] * (row["charge_amount"] - taken[place] != row["paid_amount"])
    for row in back.claims.rows():
        key, charge = row["claim_key"], row["charge_amount"]
        found += [f"claim {key}"] * (charge - taken[key] != row["paid_amount"])
        found += [f"lines of {key}"] * (key in charged and charged[key] != charge)
    return found


def test_a_claim_without_lines_balances_at_the_claim():
    claim = {"claim_id": "A", "charge_amount": 500, "paid_amount": 400, "lines": []}
    claim["adjustments"] = [{"group": "CO", "carc": "45", "amount": 100}]
    frame = Frame("claim", None, 3)
    assert list(balance.out_of_balance("835", claim, frame)) == []
    assert [
        (found.finding, found.value, found.expected, found.position)
        for found in balance.out_of_balance("835", {**claim, "paid_amount": 401}, frame)
    ] == [("claim-out-of-balance", "4.01", "4", 3)]


def test_a_remark_stands_once_at_its_line_and_on_its_first_reason():
    """MA01 stands at the claim (MOA) and at the line (LQ): the line has it. One of the claim alone is line 0."""
    reasons = [
        cas(32, 1, "CO", "45", 3_000, rarc_1="MA01", rarc_2="N115"),
        cas(32, 1, "PR", "1", 9_000) | {"adjustment_number": 2},
    ]
    text = write_835(small([line(32, 1, 12_000, 0, 9_000)], reasons, [], 0), "acme_ppo", full_parties(), ENVELOPE)
    assert "MOA***MA01~" in text and text.count("LQ*HE*") == 2
    back = tables(frames_of(text.replace("MOA***MA01~", "MOA***MA01*MA18~")))
    assert [(row["claim_line_number"], row["rarc"]) for row in back.remarks.rows()] == [
        (1, "MA01"),
        (1, "N115"),
        (0, "MA18"),
    ]
    assert [(row["carc"], row["rarc_1"], row["rarc_2"]) for row in back.adjustments.rows()] == [
        ("45", "MA01", "N115"),
        ("1", "", ""),
    ]
