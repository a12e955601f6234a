"""A price and its steps, against decimals worked out here from the published tables and against the engine itself."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row
from sim.payer.asked.price import price
from sim.reference.tables import rows

FEES = {(row["code"], row["modifier"]): row for row in rows("data/fees/mpfs_2026.csv")}
PLACES = {row["locality"]: row for row in rows("data/fees/gpci_2026.csv")}
FACTOR = Decimal("33.4009")  # CY 2026 final rule


def by_hand(code, part="", locality="00000-00", facility=False):
    """Cents of one unit, in decimals."""
    fee, index = FEES[code, part], PLACES[locality]
    expense = fee["facility_pe_rvu" if facility else "nonfacility_pe_rvu"]
    units = (
        Decimal(fee["work_rvu"]) * Decimal(index["work"])
        + Decimal(expense) * Decimal(index["practice_expense"])
        + Decimal(fee["malpractice_rvu"]) * Decimal(index["malpractice"])
    )
    return int((units * FACTOR * 100).quantize(Decimal(1), ROUND_HALF_UP))


def test_the_schedule_amount_is_that_of_decimals_in_every_locality():
    for locality in PLACES:
        for code in ("99203", "20610", "93306"):
            for pos, facility in (("11", False), ("22", True)):
                assert price(code, pos=pos, locality=locality).allowed_amount == by_hand(
                    code, "", locality, facility
                ), (code, pos, locality)


def test_every_code_of_the_schedule_in_two_places():
    compared = 0
    for code, part in FEES:
        for locality in ("00000-00", "01112-05"):
            answer = price(code, part, locality=locality)
            if answer.basis == "mpfs":
                assert answer.allowed_amount == by_hand(code, part, locality), (code, part, locality)
                compared += 1
    assert compared > 200


def test_every_locality_of_medicare_is_there():
    assert len(PLACES) == 110  # 109 and the national row
    assert len({price("99213", locality=one).allowed_amount for one in PLACES}) > 50


def test_the_published_national_amounts():
    published = {"10060": (12859, 10054), "10061": (22011, 17335)}  # CMS physician fee schedule look-up, October 2026
    for code, amounts in published.items():
        assert tuple(price(code, pos=pos, locality="00000-00").allowed_amount for pos in ("11", "22")) == amounts


def test_parts_add_up_to_the_whole_within_a_cent():
    whole, reading, technical = (price("71046", part, locality="01112-05").allowed_amount for part in ((), "26", "TC"))
    assert reading == by_hand("71046", "26", "01112-05") and technical == by_hand("71046", "TC", "01112-05")
    assert abs(whole - reading - technical) <= 1


def test_both_sides_by_indicator():
    assert price("20610", "50", locality="00000-00").allowed_amount == 10322  # 150 % of 68.81, half away from zero
    one, both = price("73562"), price("73562", "50")
    assert both.allowed_amount == 2 * one.allowed_amount and "200 %" in both.why


def test_contract_percent_units_and_lesser_of_charge():
    assert price("J3301", units=4, payer="acme_ppo").allowed_amount == 420  # 125 % of 0.84 is 1.05, four times
    assert price("J3301", units=4, payer="acme_ppo", charge=400).allowed_amount == 400
    assert (
        price("J3301", units=4, payer="acme_ppo", charge=420)
        .steps[-1]
        .endswith("$4.20 is allowed, $0.00 is written off.")
    )
    assert "Teaching estimate" in price("J3301", payer="medicare").why


@pytest.mark.parametrize("payer", ["medicare_part_b", "acme_ppo", "medicaidcare"])
def test_the_engine_allows_the_same_at_its_own_clinic(payer):
    """One claim per code at the clinic's locality: what the engine allows where it pays."""
    from sim.payer.engine.engine import adjudicate

    asked = [
        (code, modifiers, pos)
        for code in ("99213", "20610", "11102", "71046", "J3301", "99203", "93000")
        for pos in ("11", "22")
        for modifiers in (
            ("RT",) if code == "20610" else (),
            ("50",) if code == "20610" else ("26",) if code == "71046" else (),
        )
    ]
    made = [
        Row(
            {"payer": payer, "code": code, "modifiers": ",".join(used) or "-", "place": pos, "charge": "900.00"},
            ("no",),
            "",
        )
        for code, used, pos in asked
    ]
    claims, lines, coverages, past, places = tables(tuple(made))
    paid = {row["claim_key"]: row for row in adjudicate(claims, lines, coverages, past).remittance_lines.rows()}
    compared = 0
    for (code, used, pos), (claim, _) in zip(asked, places, strict=True):
        if not paid[claim]["denial_policy"]:
            assert (
                price(code, used, 1, "2026-05-04", pos, "05102-00", payer, 90000).allowed_amount
                == paid[claim]["allowed_amount"]
            ), (code, used, pos)
            compared += 1
    assert compared >= 20


def test_what_is_not_covered_says_so():
    assert price("99396").denied == "PR-49 N429" and "does not pay" in price("99396").why
    assert price("99396", payer="commercial").denied == ""
    assert price("36416", charge=500).denied == "CO-97 M15"


def test_what_a_line_alone_cannot_know_is_said():
    for code, words in {
        "20610": "multiple-procedure reduction may apply",
        "45385": "multiple-endoscopy",
        "97110": "multiple-therapy",
        "73721": "multiple-imaging",
        "71046": "Not modeled: the cap",
    }.items():
        assert any(words in step for step in price(code).steps), code
    assert not any("alone on its day" in step for step in price("20610", beside=["20551"]).steps)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "99999"},
        {"code": None},
        {"code": "=1+1"},
        {"modifiers": "54"},
        {"modifiers": "66"},
        {"modifiers": "22"},
        {"modifiers": "80,62"},
        {"code": "20692", "modifiers": "54,55"},
        {"clinician": "MD"},
        {"clinician": 85},
        {"beside": ["99999"]},
        {"beside": "20610-ZZ"},
        {"beside": 5},
        {"beside": ["20610"] * 21},
        {"deductible": -1},
        {"deductible": "x"},
        {"modifiers": "26"},
        {"modifiers": "ZZ"},
        {"modifiers": ["25"] * 2},
        {"modifiers": {"25": 1}},
        {"units": 0},
        {"units": 1.5},
        {"units": True},
        {"units": "9" * 30},
        {"on": "2025-12-31"},
        {"on": "2027-01-01"},
        {"on": "2026-02-30"},
        {"on": None},
        {"pos": "98"},
        {"pos": "x"},
        {"locality": "99999-99"},
        {"locality": None},
        {"payer": "nobody"},
        {"payer": "../payers"},
        {"charge": -1},
        {"charge": 10**11},
        {"code": "20610", "modifiers": "50", "units": 2},
        {"modifiers": "GY"},
        {"modifiers": ["26", "TC"]},
        {"charge": 12.5},
        {"code": "J3490", "payer": "commercial"},
    ],
)
def test_what_cannot_be_priced_is_one_line_of_error(wrong):
    with pytest.raises(CleanClaimError) as told:
        price(**{"code": "99213", **wrong})
    assert "\n" not in str(told.value) and len(str(told.value)) < 600


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.none()))
def test_hostile_input_never_gets_through(text, other):
    for call in (
        {"code": text},
        {"modifiers": text},
        {"payer": text},
        {"locality": text},
        {"pos": text},
        {"on": text},
        {"units": other},
        {"charge": other},
    ):
        try:
            assert price(**{"code": "99213", **call}).allowed_amount >= 0
        except CleanClaimError:
            pass
