"""Every reduction of a price against decimals worked out here from the published tables and the percentages of law and
manual, and against the engine.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.payer.engine.engine import adjudicate
from sim.payer.examples.example_claims import known, tables
from sim.payer.examples.example_table import Row
from sim.payer.asked.price import price
from sim.reference.tables import rows

FEES = {(row["code"], row["modifier"]): row for row in rows("data/fees/mpfs_2026.csv")}
PLACES = {row["locality"]: row for row in rows("data/fees/gpci_2026.csv")}
FACTOR, IOWA, MANHATTAN = Decimal("33.4009"), "05102-00", "13202-01"


def cents(dollars) -> int:
    return int((Decimal(dollars) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def unit(code, part="", locality=IOWA, facility=False, expense_share="1") -> Decimal:
    """The schedule's amount in dollars, rounded to cents."""
    fee, index = FEES[code, part], PLACES[locality]
    expense = Decimal(fee["facility_pe_rvu" if facility else "nonfacility_pe_rvu"]) * Decimal(expense_share)
    units = (
        Decimal(fee["work_rvu"]) * Decimal(index["work"])
        + expense * Decimal(index["practice_expense"])
        + Decimal(fee["malpractice_rvu"]) * Decimal(index["malpractice"])
    )
    return Decimal(cents(units * FACTOR)) / 100


def of(code, used="", pos="11", locality=IOWA, **more) -> int:
    return price(code, used, pos=pos, locality=locality, **more).allowed_amount


SURGERY = unit(
    "20692", facility=True
)  # an operation of 90 global days: 10 % before, 69 % the operation, 21 % after; two surgeons and assistants allowed
ONE_LINE = [
    ("20610", "52", "11", unit("20610") * Decimal("0.5")),  # stated: contractors decide, ch. 12 20.4.6
    ("20610", "53", "11", unit("20610") * Decimal("0.5")),
    ("45378", "53", "22", unit("45378", "53", facility=True)),  # its own relative values, ch. 12 30.1
    ("G0105", "53", "22", unit("G0105", "53", facility=True)),
    ("20692", "54", "22", SURGERY * Decimal("0.79")),  # before and operation, ch. 12 40.4
    ("20692", "55", "22", SURGERY * Decimal("0.21")),
    ("20692", "56", "22", SURGERY * Decimal("0.10")),
    ("20692", "78", "22", SURGERY * Decimal("0.69")),
    ("10060", "55", "11", unit("10060") * Decimal("0.10")),  # 10, 80, 10
    ("12001", "78", "22", unit("12001", facility=True)),  # no global days: in full
    ("20692", "62", "22", SURGERY * Decimal("0.625")),  # ch. 12 40.8
    ("20692", "80", "22", SURGERY * Decimal("0.16")),  # SSA 1848(i)(2)(A)
    ("20692", "82", "22", SURGERY * Decimal("0.16")),
    ("20692", "AS", "22", SURGERY * Decimal("0.136")),  # 85 % of 16 %
    ("20610", "50,52", "11", Decimal(cents(unit("20610") * Decimal("1.5"))) / 100 * Decimal("0.5")),
    ("73721", "26", "22", unit("73721", "26")),
    ("73721", "TC", "11", unit("73721", "TC")),
    ("20610", "51", "11", unit("20610")),
]


@pytest.mark.parametrize(
    ("code", "used", "pos", "dollars"), ONE_LINE, ids=[f"{code}-{used}" for code, used, *_ in ONE_LINE]
)
def test_a_modifier_pays_its_part(code, used, pos, dollars):
    assert of(code, used, pos) == cents(dollars)


@pytest.mark.parametrize("locality", [IOWA, MANHATTAN, "00000-00"])
def test_clinicians_and_providers_without_agreement(locality):
    fee = unit("99213", locality=locality)
    assert (
        of("99213", locality=locality, clinician="NP")
        == of("99213", locality=locality, clinician="pa")
        == cents(fee * Decimal("0.85"))
    )
    assert of("99213", locality=locality, participating=False) == cents(fee * Decimal("0.95"))
    assert of("J3301", clinician="NP") == of("J3301") and of("81002", clinician="PA", participating=False) == of(
        "81002"
    )
    assert of("20692", "AS", "22", clinician="PA") == cents(SURGERY * Decimal("0.136"))  # not cut twice
    assert of("20692", "80", "22", participating=False) == cents(
        Decimal(cents(SURGERY * Decimal("0.16"))) / 100 * Decimal("0.95")
    )


def test_the_limiting_charge_is_what_an_unassigned_patient_may_be_billed():
    fee = unit("99213")
    allowed = Decimal(cents(fee * Decimal("0.95"))) / 100
    limit = Decimal(cents(allowed * Decimal("1.15"))) / 100
    for charge, above in ((21000, cents(limit - allowed)), (9000, 9000 - cents(allowed)), (8000, 0)):
        answer = price("99213", participating=False, assigned=False, charge=charge, deductible=0)
        share = cents(Decimal(min(charge, cents(allowed))) / 100 * Decimal("0.2"))
        left = min(charge, cents(allowed)) - share  # Medicare's payment goes to the patient, two percent less
        paid = left - cents(Decimal(left) / 100 * Decimal("0.02"))
        assert (answer.allowed_amount, answer.patient_amount, answer.paid_amount) == (
            min(charge, cents(allowed)),
            share + above + paid,
            0,
        ), charge
    assert price("99213", participating=True, assigned=False).allowed_amount == cents(fee)


def test_endoscopies_of_one_family():
    snare, biopsy, base = (unit(code, facility=True) for code in ("45385", "45380", "45378"))
    assert of("45385", "", "22", beside=["45380-59"]) == cents(snare)
    assert of("45380", "59", "22", beside=["45385"]) == cents(biopsy - base)
    assert of("45380", "59", "22") == cents(biopsy)
    joint = unit("20610", facility=True)  # the family counts as one among the procedures: the joint is second
    assert of("20610", "RT", "22", beside=["45385", "45380-59"]) == cents(joint / 2)
    assert of("45380", "59", "22", beside=["45385", "20692"]) == cents(
        (biopsy - base) / 2
    )  # and second to a dearer one
    assert of("45385", "", "22", beside=["45380-59", "20692"]) == cents(snare / 2)


def test_surgery_by_rank_of_the_fee_and_the_charge_last():
    first, second = unit("20610"), unit("20551")
    assert (
        first > second
        and of("20551", beside=["20610-RT"]) == cents(second / 2)
        and of("20610", "RT", beside=["20551"]) == cents(first)
    )
    assert of("20551", beside=["20610-RT"], charge=4000) == cents(second / 2)  # 40.00 is above the half
    assert of("20551", beside=["20610-RT"], charge=2000) == 2000
    assert of("99213", "25", beside=["20610-RT"]) == cents(unit("99213"))
    assert of("20551", "", "22", beside=["20692-80"]) == cents(
        unit("20551", facility=True)
    )  # an assistant's list is another one


def test_pictures_of_one_day():
    technical, reading = unit("73721", "TC"), unit("73721", "26")
    whole = unit("73721")
    off = (
        Decimal(cents(technical)) / 100
        - Decimal(cents(technical / 2)) / 100
        + reading
        - Decimal(cents(reading * Decimal("0.95"))) / 100
    )
    assert of("73721", "LT", beside=["73721-RT"]) == cents(whole)  # of two alike the line asked about is the first
    assert of("73721", "50") == cents(2 * whole - off)
    assert of("71046", beside=["73721-RT"]) == cents(unit("71046"))  # a plain film is not marked


def test_heart_tests_of_one_day():
    tracing = unit("93005")
    assert of("93000", beside=["93306"]) == cents(
        unit("93000") - (tracing - Decimal(cents(tracing * Decimal("0.75"))) / 100)
    )
    assert of("93306", beside=["93000"]) == cents(unit("93306"))
    assert of("93000", beside=["93306-26"]) == cents(unit("93000"))


@pytest.mark.parametrize("units", [1, 2, 4])
def test_therapy_units_of_one_day(units):
    full, cut = unit("97110"), unit("97110", expense_share="0.5")
    assert of("97110", "GP", units=units) == cents(full + (units - 1) * cut)
    dearer = unit("97140", expense_share="0.5")
    assert of("97140", "GP", beside=["97110-GP"]) == cents(dearer)
    assert of("97110", "GP", units=units, beside=["97140-GP"]) == cents(full + (units - 1) * cut)


def test_cost_share_then_assistant_then_sequestration():
    """97110 by an assistant, deductible met: 80 % of the fee, 85 % of that, less 2 %; the patient still owes 20 % of
    the whole.
    """
    fee = unit("97110")
    patient = cents(fee * Decimal("0.2"))
    paid = cents(Decimal(cents(fee) - patient) / 100 * Decimal("0.85"))
    paid -= cents(Decimal(paid) / 100 * Decimal("0.02"))
    answer = price("97110", "GP,CQ", deductible=0)
    assert (answer.allowed_amount, answer.patient_amount, answer.paid_amount) == (cents(fee), patient, paid)


@pytest.mark.parametrize("left", [0, 2000, 28300])
def test_the_deductible_that_is_open(left):
    fee = cents(unit("99213"))
    first = min(left, fee)
    patient = first + cents(Decimal(fee - first) / 100 * Decimal("0.2"))
    answer = price("99213", deductible=left)
    assert answer.patient_amount == patient
    assert answer.paid_amount == fee - patient - cents(Decimal(fee - patient) / 100 * Decimal("0.02"))
    assert (
        price("99213").patient_amount is None and price("99396", payer="commercial", deductible=0).patient_amount == 0
    )


def test_the_worked_example_of_the_schedules_arithmetic():
    """A fee of 83.67 charged at 150.00, deductible met: 66.33 off, 16.73, 1.34 kept back, 65.60 paid (by hand, of the
    fee 99213 has in Iowa).
    """
    answer = price("99213", charge=15000, deductible=0)
    assert answer.allowed_amount == 8923 and (answer.patient_amount, answer.paid_amount) == (
        1785,
        6995,
    )  # 89.23 = 17.85 + 71.38; 71.38 - 1.43


def test_a_step_says_every_reduction_with_its_rule():
    for asked, words in [
        (("20692", "80", 1, "2026-05-04", "22"), "16 % of $952.45, $152.39 (SSA 1848(i)(2)"),
        (("20692", "55", 1, "2026-05-04", "22"), "21 %"),
        (("97110", "GP", 3), "half of their practice expense"),
        (("69210", "80"), "never an assistant"),
        (("20692", "56"), "seldom accept 56"),
    ]:
        assert words in price(*asked).why, asked
    assert "by report" in price("20692", "66", pos="22", charge=260000).why


MEETING = [
    ("20692", "80", "22", "20610"),
    ("20692", "62", "22", ""),
    ("20692", "55", "22", ""),
    ("45380", "59", "22", "45385"),
    ("20551", "59", "11", "20610"),
    ("97110", "GP", "11", ""),
    ("93000", "59", "11", "93306"),
    ("45378", "53", "22", ""),
    ("10060", "52", "11", ""),
    ("73721", "26,RT", "22", ""),
]


@pytest.mark.parametrize("clinician", ["", "NP"])
@pytest.mark.parametrize("participating", [True, False])
def test_what_meets_on_one_claim_is_paid_as_priced(clinician, participating):
    """None of these is denied: the engine's allowed amount, patient's share and payment are those of `price`, to the
    cent.
    """
    for code, used, pos, beside in MEETING:
        answer = price(
            code,
            used,
            1,
            "2026-05-04",
            pos,
            IOWA,
            "medicare_part_b",
            300000,
            clinician=clinician,
            participating=participating,
            beside=[beside + "-RT" * (beside == "20610")] * bool(beside),
            deductible=0,
        )
        result = _engine(code, used, 1, pos, beside, "medicare_part_b", clinician, participating, True, 300000)
        row = next(row for row in result.remittance_lines.rows() if row["claim_line_number"] == 1)
        assert row["denial_policy"] == "", (code, used, row["denial_policy"])
        assert (row["allowed_amount"], row["patient_responsibility_amount"], row["paid_amount"]) == (
            answer.allowed_amount,
            answer.patient_amount,
            answer.paid_amount,
        ), (code, used)


CASES = st.tuples(
    st.sampled_from(
        [
            "99213",
            "20610",
            "20551",
            "20692",
            "45378",
            "45385",
            "45380",
            "73721",
            "97110",
            "97140",
            "93306",
            "93000",
            "10060",
            "J3301",
        ]
    ),
    st.sampled_from(["", "52", "53", "54", "55", "62", "78", "80", "82", "AS", "26", "TC", "50", "51", "GP,CQ", "59"]),
    st.sampled_from(["11", "22"]),
    st.sampled_from([1, 2]),
    st.sampled_from(["", "20610", "45385", "97110", "73721", "93306"]),
    st.sampled_from(["medicare_part_b", "acme_ppo", "medicaidcare"]),
    st.sampled_from(["", "NP"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([500, 9_000, 90_000, 900_000]),
)


@settings(max_examples=120, deadline=None)
@given(CASES)
def test_the_engine_pays_what_price_says(case):
    """The same line in a claim of the engine at its own clinic: allowed, patient's share and payment, wherever it
    pays.
    """
    from sim.ground.errors import CleanClaimError

    code, used, pos, units, beside, payer, clinician, participating, assigned, charge = case
    more = {
        "clinician": clinician,
        "participating": participating,
        "assigned": assigned,
        "deductible": 0,
        "beside": [beside + "-RT" * (beside == "20610")] * bool(beside),
    }
    try:
        answer = price(code, used, units, "2026-05-04", pos, IOWA, payer, charge, **more)
    except CleanClaimError:
        return
    result = _engine(code, used, units, pos, beside, payer, clinician, participating, assigned, charge)
    _same(result, answer, payer == "medicare_part_b")


def _engine(code, used, units, pos, beside, payer, clinician, participating, assigned, charge):
    """The claim of that line, and one beside it, through the whole engine."""
    facts = (
        "+".join(["rendering:paid_in_part"] * bool(clinician) + ["billing:not_participating"] * (not participating))
        or "-"
    )
    cells = {
        "payer": payer,
        "claim": "1",
        "place": pos,
        "is_assignment_accepted": "yes" if assigned else "no",
        "provider_fact": facts,
        "met_amount": "9000.00",
    }
    made = [
        Row(
            cells | {"code": code, "modifiers": used or "-", "units": str(units), "charge": f"{charge / 100:.2f}"},
            ("no",),
            "here",
        )
    ]
    side = "RT" if beside == "20610" else "-"
    made += [
        Row(cells | {"code": beside, "modifiers": side, "units": "1", "charge": "90000.00"}, ("no",), "here")
    ] * bool(beside)
    claims, lines, coverages, past, _ = tables(tuple(made))
    return adjudicate(claims, lines, coverages, past, known(tuple(made)))


def _same(result, answer, shares: bool) -> None:
    """`shares`: without a yearly maximum; elsewhere nothing says how much of the maximum is used, and only the allowed
    amount is compared.
    """
    rows = list(result.remittance_lines.rows())
    if rows and not any(row["denial_policy"] for row in rows):
        row = next(row for row in rows if row["claim_line_number"] == 1)
        assert row["allowed_amount"] == answer.allowed_amount
        if shares:
            assert (row["patient_responsibility_amount"], row["paid_amount"]) == (
                answer.patient_amount,
                answer.paid_amount,
            )
