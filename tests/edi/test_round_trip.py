"""What is written is read back the same: claims with everything, simulated work, and whatever hypothesis thinks of."""

import re

import numpy as np
import pytest
from wire_made import ENVELOPE, full_claim, full_parties, texts_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.billing.wire.inbound_claims import numbered
from sim.billing.wire.trading_partners import parties, payer_id
from sim.edi.reader.frame import Frame
from sim.edi.reader.claims import tables
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.claims import write_837p
from sim.ground.coded import Coded
from sim.ground.dictionary import dictionary
from sim.ground.joins import find_texts
from sim.ground.table import Table, conform

SENT = {
    name: {row["name"] for row in dictionary() if row["table"] == name and row["x12"]}
    for name in ("claims", "claim_lines")
}
# said in other words on the wire, and looked at one by one below
REWORDED = {
    "payer_code",
    "coverage_key",
    "clinic_code",
    "specialty_code",
    "payer_sequence_code",
    "patient_first_name",
    "patient_family_name",
}


def read(text: str):
    reader = Reader(text)
    frames = [what for what in reader if isinstance(what, Frame)]
    sets = [one for interchange in reader.interchanges for group in interchange.groups for one in group.sets]
    return tables(frames), [found for one in sets for found in one.findings] + reader.findings


def differing(name: str, ours: Table, theirs: Table) -> list[str]:
    assert len(ours) == len(theirs)
    return [
        column
        for column in ours.columns
        if column in SENT[name] - REWORDED and not texts_equal(ours[column], theirs[column]).all()
    ]


def test_a_claim_with_everything_comes_back():
    claims, lines, payments, adjustments = full_claim()
    file = write_837p(claims, lines, full_parties(), ENVELOPE, payments, adjustments)
    back, findings = read(file.text)
    assert not findings and not len(file.held)
    assert differing("claims", claims, back.claims) == [] and differing("claim_lines", lines, back.lines) == []
    assert back.claims.payer_sequence_code.texts().tolist() == ["S", "P"] and set(back.claims.payer_code.pool) == {
        payer_id("acme_ppo")
    }
    told = sorted(
        (row["claim_line_number"], row["payer_code"], row["paid_amount"], str(row["remittance_date"]))
        for row in back.other_payments.rows()
    )
    assert told == sorted(
        (row["claim_line_number"], payer_id(row["payer_code"]), row["paid_amount"], str(row["remittance_date"]))
        for row in payments.rows()
    )
    taken = {
        (row["claim_line_number"], payer_id(row["payer_code"]), row["group"], row["carc"], row["amount"])
        for row in adjustments.rows()
    }
    assert taken == {
        (row["claim_line_number"], row["payer_code"], row["group"], row["carc"], row["amount"])
        for row in back.other_adjustments.rows()
    }


def test_people_providers_and_payers_come_back():
    back, _ = read(write_837p(*full_claim()[:2], full_parties(), ENVELOPE).text)
    assert back.patients.first_name.texts().tolist() == ["Ada", "Ben"] and back.patients.city_name.texts().tolist() == [
        "Ames",
        "Ames",
    ]
    assert back.coverages.member_id.texts().tolist() == [
        "SYN100",
        "SYN100",
    ] and back.coverages.relationship_code.texts().tolist() == ["self", "child"]
    ours = full_parties().providers
    for row in back.providers.rows():
        known = ours.take(
            find_texts(ours.npi, back.providers.npi)[[back.providers.npi.texts().tolist().index(row["npi"])]]
        ).rows()[0]
        if row["npi"] in ours.npi.pool:
            assert (row["family_name"], row["first_name"], row["entity_type_code"]) == (
                known["family_name"],
                known["first_name"],
                known["entity_type_code"],
            )
    assert set(back.payers.payer_id.pool) == {"ACMEPPO"} and set(back.payers.filing_code.pool) == {"12"}


def test_simulated_claims_come_back(simulated):
    class People:
        patients, coverages = simulated["patients"], simulated["coverages"]

    seen = 0
    for payer in simulated["claims"].payer_code.pool:
        claims = numbered(simulated["claims"].take(simulated["claims"].payer_code == payer))
        if not len(claims):
            continue
        file = write_837p(claims, simulated["claim_lines"], parties(People, payer), ENVELOPE)
        back, findings = read(file.text)
        place = {key: row for row, key in enumerate(claims.claim_key.tolist())}
        sent = claims.take(np.array([place[key] for key in file.claim_key.tolist()], np.int64))
        order = {key: row for row, key in enumerate(file.claim_key.tolist())}
        lines = simulated["claim_lines"]
        lines = lines.take(np.isin(lines.claim_key, file.claim_key))
        lines = lines.take(np.lexsort((lines.claim_line_number, [order[key] for key in lines.claim_key.tolist()])))
        assert (
            not findings
            and differing("claims", sent, back.claims) == []
            and differing("claim_lines", lines, back.lines) == []
        )
        assert not set(file.held.claim_key.tolist()) & set(file.claim_key.tolist())
        assert len(set(file.held.claim_key.tolist())) + len(sent) == len(claims)
        seen += len(sent)
    assert seen > 380


WORD = (
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -/.'()", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
DAY = st.dates(min_value=np.datetime64("1990-01-01").item(), max_value=np.datetime64("2035-01-01").item()).map(
    np.datetime64
)
CENTS = st.integers(1, 10**9)
HEAD = st.fixed_dictionaries(
    {
        "member_id": WORD,
        "patient_birth_date": DAY,
        "patient_sex_code": st.sampled_from("FM"),
        "relationship_code": st.sampled_from(["self", "spouse", "child"]),
        "total_charge_amount": CENTS,
        "claim_frequency_code": st.sampled_from("178"),
        "diagnosis_code_1": st.sampled_from(["M17.11", "I10", "A01.2"]),
        "is_assignment_accepted": st.booleans(),
        "is_employment_related": st.booleans(),
        "is_other_accident_related": st.booleans(),
        "accident_date": DAY,
    },
    optional={
        "group_number": WORD,
        "original_reference_number": WORD,
        "claim_note": WORD,
        "referral_number": WORD,
        "onset_date": DAY,
        "patient_paid_amount": CENTS,
        "diagnosis_code_3": st.just("Z23"),
        "prior_authorization_number": WORD,
    },
)
LINE = st.fixed_dictionaries(
    {
        "service_date": DAY,
        "procedure_code": st.sampled_from(["99213", "J3301"]),
        "charge_amount": CENTS,
        "service_unit_quantity": st.integers(1, 9999),
        "diagnosis_pointer_1": st.integers(1, 12),
    },
    optional={
        "hcpcs_modifier_1": st.sampled_from(["25", "RT"]),
        "line_control_number": WORD,
        "line_note": WORD,
        "diagnosis_pointer_2": st.integers(1, 12),
        "rendering_npi": st.sampled_from(["2400315778", "1234567893"]),
    },
)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(HEAD, st.lists(LINE, min_size=1, max_size=4), st.sampled_from(["11", "22"])), min_size=1, max_size=5
    ),
    DAY,
)
def test_any_claim_that_can_be_written_comes_back(drawn, sent):
    heads, lines = [], []
    for number, (head, own, place) in enumerate(drawn, 1):
        heads.append(
            {
                **head,
                "claim_key": number,
                "patient_key": 16,
                "coverage_key": 128,
                "payer_code": "acme_ppo",
                "billing_npi": "2066719842",
                "billing_tax_id": "00-0000001",
                "submitted_date": sent,
                "received_date": sent,
                "patient_control_number": f"N{number}",
            }
        )
        lines += [
            {**line, "claim_key": number, "claim_line_number": at, "place_of_service_code": place}
            for at, line in enumerate(own, 1)
        ]
        told = [line.get("rendering_npi") for line in own]
        for line in lines[
            -len(own) :
        ]:  # who did a line is said of the claim when all agree; a line without anybody then stands alone
            line["rendering_npi"] = told[0] if None in told else line["rendering_npi"]
    claims, rows = Table.from_rows("claims", heads), Table.from_rows("claim_lines", lines)
    back, findings = read(write_837p(claims, rows, full_parties(), ENVELOPE).text)
    assert not findings
    assert (
        differing("claims", claims, back.claims) == []
        and differing("claim_lines", conform("claim_lines", rows), back.lines) == []
    )


@pytest.mark.parametrize(
    ("missing", "segment", "box"),
    [
        ("member_id", "NM1*IL", "1a"),
        ("patient_birth_date", "DMG", "3"),
        ("diagnosis_code_1", "HI", "21"),
        ("accident_date", "DTP*439", "14"),
    ],
)
def test_a_claim_that_lacks_what_the_guide_requires_is_held_with_its_box(missing, segment, box):
    claims, lines, *_ = full_claim()
    without = claims.take(np.array([0])).drop(missing)
    file = write_837p(
        Table.concat([conform("claims", without), claims.take(np.array([1]))]), lines, full_parties(), ENVELOPE
    )
    assert [(row["claim_key"], row["segment"], row["box"]) for row in file.held.rows()] == [(16, segment, box)]
    assert file.claim_key.tolist() == [32] and "KID" in file.text and "ACCT" not in file.text


def test_large_batches_are_cut_into_sets_and_levels_are_numbered_from_one_in_each():
    claims, lines, *_ = full_claim()
    many = Table.concat([claims.take(np.array([1])).with_columns(claim_key=np.array([key])) for key in range(1, 8)])
    own = Table.concat(
        [lines.take(lines.claim_key == 32).with_columns(claim_key=np.array([key])) for key in range(1, 8)]
    )
    text = write_837p(many, own, full_parties(), ENVELOPE, per_set=3).text
    assert text.count("\nST*837*") == 3 and text.count("\nHL*1**20*1~") == 3 and text.count("HL*3*2*23*0~") == 3
    back, findings = read(text)
    assert (
        len(back.claims) == 7
        and not findings
        and back.places.set_number.texts().tolist() == ["0001"] * 3 + ["0002"] * 3 + ["0003"]
    )


def test_every_level_names_the_level_right_above_it():
    """Two providers in one set, two claims each, of a subscriber and of a dependent: HL01, its parent and its kind."""
    claims, lines, *_ = full_claim()
    numbers = ["2066719842", "2066719842", "2511772032", "2511772032"]
    four = Table.concat([claims.take(np.array([row])) for row in (0, 1, 0, 1)]).with_columns(
        claim_key=np.array([1, 2, 3, 4]), billing_npi=Coded.of(numbers), submitted_date=claims.submitted_date[[0] * 4]
    )
    own = Table.concat(
        [lines.take(lines.claim_key == 32).with_columns(claim_key=np.array([key])) for key in (1, 2, 3, 4)]
    )
    text = write_837p(four, own, full_parties(), ENVELOPE).text
    levels = re.findall(r"HL\*(\d+)\*(\d*)\*(\d+)\*(\d)~", text)
    assert levels == [
        ("1", "", "20", "1"),
        ("2", "1", "22", "0"),
        ("3", "1", "22", "1"),
        ("4", "3", "23", "0"),
        ("5", "", "20", "1"),
        ("6", "5", "22", "0"),
        ("7", "5", "22", "1"),
        ("8", "7", "23", "0"),
    ]
