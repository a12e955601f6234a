"""The numbered form: written and read back it is the same claim; what is typed badly is told at its box and loses
nothing else.
"""

import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.billing.claims.claim import bill
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.form import boxes, claim_from_form, form
from sim.billing.claims.form_cells import read, write
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError


@pytest.fixture(scope="module")
def knee(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    return case, bill(case.encounters, case.work, case.people)


def test_every_box_of_the_form_is_there():
    names = [box["box"] for box in boxes()]
    assert len(names) == len(set(names))
    numbers = {name.split("-")[0].rstrip(string.ascii_letters) for name in names}
    assert {str(number) for number in range(1, 34)} <= numbers
    from sim.ground.dictionary import columns_of

    for box in boxes():
        assert box["label"] and box["help"] and box["who"] in ("front desk", "provider", "coder", "biller", "system")
        assert not box["column"] or box["column"] in columns_of(box["table"])


def test_a_form_read_back_is_the_same_claim(block):
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    together = bill(visits, truth_work(visits), folk)
    for key in together.claims.claim_key[::41]:
        claims = Claims(
            together.claims.take(together.claims.claim_key == key), together.lines.take(together.lines.claim_key == key)
        )
        parsed = claim_from_form(form(*claims[:2], folk), claims, folk)
        assert not len(parsed.findings), parsed.findings.rows()
        assert parsed.claims.claims.rows() == claims.claims.rows()
        assert parsed.claims.lines.rows() == claims.lines.rows()


@pytest.mark.parametrize(
    "box,typed,column",
    [
        ("24F.1", "two hundred", "charge_amount"),
        ("24F.1", "99999999999", "charge_amount"),
        ("24G.1", "0", "service_unit_quantity"),
        ("24G.1", "1.5", "service_unit_quantity"),
        ("24A.1", "13 45 2026", "service_date"),
        ("24E.1", "A,A", "diagnosis_pointer_1"),
        ("24D-1.1", "2", "hcpcs_modifier_1"),
        ("21A", "KNEE", "diagnosis_code_1"),
        ("24J.1", "12345", "rendering_npi"),
        ("10a", "maybe", "is_employment_related"),
        ("29", "-5", "patient_paid_amount"),
        ("22", "9", "claim_frequency_code"),
        ("1a", "<script>alert(1)</script>", "member_id"),
    ],
)
def test_a_bad_format_is_a_finding_at_its_box(knee, box, typed, column):
    case, claims = knee
    values = {**form(*claims[:2], case.people), box: typed}
    parsed = claim_from_form(values, claims, case.people)
    name, _, line = box.partition(".")
    found = parsed.findings.rows()
    assert [(row["box"], row["claim_line_number"], row["column"]) for row in found] == [(name, int(line or 0), column)]
    assert all(word in found[0]["message"] for word in ("expected", "to do"))
    other = claim_from_form({**values, box: form(*claims[:2], case.people).get(box, "")}, claims, case.people)
    assert other.claims.lines.rows() == claims.lines.rows()


def test_grey_boxes_cannot_be_typed_over(knee):
    case, claims = knee
    values = {**form(*claims[:2], case.people), "3": "01 01 1900", "25": "999999999", "33a": "1234567893", "26": "X"}
    assert claim_from_form(values, claims, case.people).claims.claims.rows() == claims.claims.rows()


def test_the_member_id_decides_the_coverage(visit_of):
    case = visit_of("back_strain_new_plan", "acme_ppo", "coverage-not-verified")
    claims = bill(case.encounters, case.work, case.people)
    right = case.people.coverages.take(case.people.coverages.coverage_key == case.encounters.coverage_key[0]).rows()[0]
    values = {
        **form(*claims[:2], case.people),
        "1a": right["member_id"],
        "carrier": right["payer_code"],
        "6": right["relationship_code"],
        "11": right["group_number"],
        "4": "",
    }
    assert claim_from_form(values, claims, case.people).claims.claims.coverage_key[0] == right["coverage_key"]
    assert claim_from_form({**values, "1a": "NOBODY1"}, claims, case.people).claims.claims.coverage_key[0] == -1


def test_a_payer_is_known_by_its_name_and_an_unknown_one_is_told(knee):
    case, claims = knee
    values = form(*claims[:2], case.people)
    assert (
        claim_from_form({**values, "carrier": "Acme PPO"}, claims, case.people).claims.claims.payer_code[0]
        == "acme_ppo"
    )
    for typed in ("", "Nobody's Health", "../../etc"):
        parsed = claim_from_form({**values, "carrier": typed}, claims, case.people)
        assert parsed.claims.claims.payer_code[0] == "acme_ppo" and parsed.findings.box.texts().tolist() == ["carrier"]


def test_insured_and_relationship_must_agree(knee):
    case, claims = knee
    values = {**form(*claims[:2], case.people), "6": "self", "4": "SOMEBODY-SYNTH, ELSE"}
    assert [row["finding"] for row in claim_from_form(values, claims, case.people).findings.rows()] == [
        "insured-not-the-patient"
    ]


def test_box_23_holds_a_certificate_or_an_authorization(visit_of):
    case = visit_of("sore_throat", "acme_ppo")
    claims = bill(case.encounters, case.work, case.people)
    values = form(*claims[:2], case.people)
    assert values["23"] == claims.claims.clia_number[0]
    assert claim_from_form({**values, "23": ""}, claims, case.people).claims.claims.clia_number[0] == ""
    both = claim_from_form({**values, "23": "AUTH77"}, claims, case.people).claims.claims
    assert (both.prior_authorization_number[0], both.clia_number[0]) == ("AUTH77", values["23"])


def test_box_23_holds_a_referral_too(visit_of):
    case = visit_of("back_needles", "silverleaf_hmo", "referral-not-recorded")
    claims = bill(case.encounters, case.work, case.people)
    number = case.encounters.referral_number[0]
    values = form(claims.claims, claims.lines, case.people)
    assert number and values["23"] == ""
    typed = claim_from_form({**values, "23": number}, claims, case.people).claims.claims
    assert (typed.referral_number[0], typed.prior_authorization_number[0]) == (number, "")
    assert form(typed, claims.lines, case.people)["23"] == number
    other = claim_from_form({**values, "23": "AUTH77"}, claims, case.people).claims.claims
    assert (other.referral_number[0], other.prior_authorization_number[0]) == ("", "AUTH77")


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([box["box"] + (".1" if box["is_line"] else "") for box in boxes()]), st.text(max_size=120)
    )
)
def test_anything_typed_gives_a_claim_and_findings_but_no_traceback(typed):
    case, claims = STORE["knee"]
    parsed = claim_from_form({**form(*claims[:2], case.people), **typed}, claims, case.people)
    assert len(parsed.claims.claims) == 1
    assert (parsed.claims.lines.charge_amount >= 0).all() and (parsed.claims.lines.service_unit_quantity >= 0).all()


STORE: dict = {}


@pytest.fixture(autouse=True)
def _kept(knee):
    STORE["knee"] = knee


@given(
    st.sampled_from(
        [
            "date",
            "amount",
            "units",
            "flag",
            "diagnosis",
            "npi",
            "modifier",
            "pointers",
            "frequency",
            "sex",
            "relationship",
        ]
    ),
    st.text(max_size=100),
)
def test_a_reader_reads_or_says_why(kind, typed):
    try:
        value = read(kind, typed, "box 1")
    except CleanClaimError as reason:
        assert reason.expected and reason.todo
    else:
        if kind in ("date", "amount", "diagnosis") and value:
            assert read(kind, write(kind, value), "box 1") == value


def test_six_lines_and_more_keep_their_order(knee):
    case, claims = knee
    values = form(*claims[:2], case.people)
    for number in range(4, 9):
        values |= {
            f"24D.{number}": "99213",
            f"24F.{number}": "210.00",
            f"24G.{number}": "1",
            f"24E.{number}": "A",
            f"24A.{number}": values["24A.1"],
        }
    lines = claim_from_form(values, claims, case.people).claims.lines
    assert (np.diff(lines.claim_line_number) > 0).all() and len(lines) >= 7


def test_the_grey_boxes_follow_the_payer_and_the_member_id(visit_of):
    """Whoever writes another coverage on the form sees its kind and plan, not those of the one that was registered."""
    from sim.billing.claims.form import following

    people = visit_of("knee_injection", "acme_ppo").people
    card = people.coverages.take(people.coverages.payer_code == "acme_ppo").rows()[0]
    shown = following({"carrier": "acme_ppo", "1a": card["member_id"]}, people)
    assert shown["1"] == "Group health plan" and shown["11c"].startswith("Acme PPO ")
    assert following({"carrier": "medicare_part_b", "1a": card["member_id"]}, people) == {"1": "Medicare", "11c": ""}
    assert following({}, people) == {"1": "", "11c": ""}


def test_every_drug_line_keeps_its_package(block):
    """The shaded part of box 24 has no cell on the screen: the practice system fills it on a typed claim as well."""
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    together = bill(visits, truth_work(visits), folk)
    drugs = np.unique(together.lines.claim_key[~together.lines.drug_code.is_missing])
    assert len(drugs) > 5
    for key in drugs[:20]:
        claims = Claims(
            together.claims.take(together.claims.claim_key == key), together.lines.take(together.lines.claim_key == key)
        )
        parsed = claim_from_form(form(*claims[:2], folk), claims, folk)
        assert parsed.claims.lines.rows() == claims.lines.rows()
        without = claims._replace(lines=claims.lines.with_columns(drug_code=Coded.constant("", len(claims.lines))))
        kept = claim_from_form(form(*without[:2], folk), without, folk).claims.lines
        assert kept.drug_code.texts().tolist() == without.lines.drug_code.texts().tolist()
