"""The levels of a 277CA and the sums at them: which level stands under which, what went in and what came back."""

from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.writer.claim_acknowledgements import write_277ca
from sim.ground.coded import Coded
from sim.ground.table import Table

ANSWERED = (16, True, "S1", "2066719842", 46_905), (32, False, "S1", "2066719842", 12_000)
MORE = (48, True, "S1", "2400315778", 5_000), (64, False, "S2", "2066719842", 700), (80, False, "S2", "2066719842", 90)


def written(*claims) -> list[list[str]]:
    """The segments of each set that answers claims of (key, is accepted, sender's number, billing NPI, charge)."""
    whole, lines, _, _ = full_claim()
    first, number = whole.rows()[0], [row[2] for row in claims]
    heads = [
        first | {"claim_key": key, "billing_npi": npi, "total_charge_amount": charge}
        for key, _, _, npi, charge in claims
    ]
    answers = [
        {"claim_key": key, "is_accepted": accepted, "acknowledgement_date": "2026-04-06"}
        for key, accepted, *_ in claims
    ]
    text = write_277ca(
        Table.from_rows("claims", heads),
        lines,
        Table.from_rows("acknowledgements", answers),
        Coded.of(number),
        Coded.of([f"P{row[0]}" for row in claims]),
        "acme_ppo",
        full_parties(),
        ENVELOPE,
    )
    return [part.split("SE*")[0].split("~\n") for part in text.split("ST*")[1:]]


def of(segments, *tags):
    return [one for one in segments if one.startswith(tags)]


def test_every_level_names_the_one_above_it_and_numbers_begin_anew_in_each_set():
    first, second = written(*ANSWERED, *MORE)
    assert of(first, "HL*") == [
        "HL*1**20*1",
        "HL*2*1*21*1",
        "HL*3*2*19*1",
        "HL*4*3*PT",
        "HL*5*3*PT",
        "HL*6*2*19*1",
        "HL*7*6*PT",
    ]
    assert of(second, "HL*") == ["HL*1**20*1", "HL*2*1*21*1", "HL*3*2*19*1", "HL*4*3*PT", "HL*5*3*PT"]


def test_what_was_accepted_and_what_was_rejected_is_counted_and_summed_at_both_levels():
    first, second = written(*ANSWERED, *MORE)
    assert of(first, "QTY", "AMT") == [
        *("QTY*90*2", "QTY*AA*1", "AMT*YU*519.05", "AMT*YY*120"),  # the sender
        *("QTY*QA*1", "QTY*QC*1", "AMT*YU*469.05", "AMT*YY*120"),  # the first provider
        *("QTY*QA*1", "AMT*YU*50"),  # the second
    ]
    assert of(second, "QTY", "AMT") == ["QTY*AA*2", "AMT*YY*7.9", "QTY*QC*2", "AMT*YY*7.9"]
    assert of(first, "STC*A1") == ["STC*A1:19:PR*20260406*WQ*639.05", "STC*A1:19:PR**WQ*589.05", "STC*A1:19:PR**WQ*50"]


def test_only_an_accepted_claim_has_the_payers_number():
    (answers,) = written(*ANSWERED)
    assert of(answers, "REF*1K") == ["REF*1K*P16"]
    assert [one.split("*")[3] for one in of(answers, "STC*A2", "STC*A3")] == ["WQ", "U"]
