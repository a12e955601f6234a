"""Each word of a list that a policy reads: a modifier that explains or contradicts, a place, a kind of paper. The
policy's own examples name one or two of them; here every one has an example, so that none can be lost unnoticed.
"""

import pytest
from written import otherwise

PROCEDURE = ("58", "59", "78", "79", "XE", "XP", "XS", "XU")


def table(columns: str, *rows: str) -> str:
    """A table as in a docstring: its columns, then rows "cells | answer"."""
    return "\n".join([f"payer claim {columns} | denies", *rows]) + "\n"


def holds(policy: str, columns: str, *rows: str) -> None:
    assert otherwise(policy, table(columns, *rows)) == []


@pytest.mark.parametrize("modifier", PROCEDURE)
def test_a_pair_is_opened_by_each_word_on_a_procedure(modifier):
    holds("bundled_pair", "code modifiers", "medicare 1 10060 - | no", f"medicare 1 12001 {modifier} | no")
    holds("bundled_pair", "code modifiers", f"medicare 1 10060 {modifier} | no", "medicare 1 12001 - | no")


@pytest.mark.parametrize("modifier", ["24", "25", "27", "57"])
def test_a_pair_with_a_visit_is_opened_by_each_word_on_the_visit(modifier):
    holds("bundled_pair", "code modifiers", "medicare 1 96372 - | no", f"medicare 1 99213 {modifier} | no")


def test_a_pair_of_tests_is_opened_by_91():
    lines = "medicare 1 80053 QW | no", "medicare 1 82947 QW | CO-236"
    holds("bundled_pair", "code modifiers", *lines)
    holds("bundled_pair", "code modifiers", lines[0], "medicare 1 82947 QW,91 | no")


@pytest.mark.parametrize(
    ("code", "modifier"),
    [
        *(("94640", modifier) for modifier in (*PROCEDURE, "76", "77", "GW", "GV")),
        *(("99213", modifier) for modifier in ("24", "25", "57", "27")),
        *(("J1885", modifier) for modifier in ("JW", "JZ")),
        *(("71046", modifier) for modifier in ("26", "TC")),
        ("82947", "91"),
    ],
)
def test_each_word_that_explains_a_repeat(code, modifier):
    columns, first = "code modifiers charge", f"commercial 1a {code} - 80.00 | no"
    holds("same_service_again", columns, first, f"commercial 1b {code} - 90.00 | CO-B13")
    holds("same_service_again", columns, first, f"commercial 1b {code} {modifier} 90.00 | no")


def test_a_side_explains_a_repeat_and_another_day_or_service_is_none():
    columns = "code modifiers charge service_date"
    first = "commercial 1a 73560 - 60.00 2026-05-04 | no"
    holds("same_service_again", columns, first, "commercial 1b 73560 RT 70.00 2026-05-04 | no")
    holds("same_service_again", columns, first, "commercial 1b 73560 - 70.00 2026-05-05 | no")
    holds("same_service_again", columns, first, "commercial 1b 73110 - 70.00 2026-05-04 | no")


@pytest.mark.parametrize(
    "pair",
    [
        *(("12001", f"59,{word}") for word in ("XE", "XP", "XS", "XU")),
        ("71046", "26,TC"),
        ("94640", "76,77"),
        ("J1885", "JW,JZ"),
        ("99213", "GA,GX"),
        ("99213", "GA,GZ"),
        ("99213", "GX,GZ"),
        *(("12001", f"62,{word}") for word in ("80", "82", "AS")),
        *(("12001", f"{word},AS") for word in ("80", "82")),
        ("12001", "52,53"),
        ("20610", "LT,RT"),
        ("99213", "93,95"),
        *(("97110", f"GP,{word}") for word in ("GO", "GN")),
    ],
    ids=" ".join,
)
def test_each_pair_of_modifiers_that_contradict_each_other(pair):
    code, modifiers = pair
    holds("modifiers_contradict", "code modifiers", f"commercial 1 {code} {modifiers} | CO-4")
    for one in modifiers.split(","):
        holds("modifiers_contradict", "code modifiers", f"commercial 1 {code} {one} | no")


@pytest.mark.parametrize("modifier", ["24", "25", "57"])
@pytest.mark.parametrize(
    "policy, beside", [("visit_beside_minor_procedure", "20610"), ("problem_visit_beside_checkup", "99396")]
)
def test_each_word_that_makes_a_visit_separate(policy, beside, modifier):
    side = "RT" if beside == "20610" else "-"
    other = f"commercial 1 {beside} {side} | no"
    holds(policy, "code modifiers", other, "commercial 1 99213 - | CO-97")
    holds(policy, "code modifiers", other, f"commercial 1 99213 {modifier} | no")


@pytest.mark.parametrize("modifier", ["24", "25", "27", "57"])
def test_each_word_that_makes_a_second_visit_separate(modifier):
    first = "commercial 1a 99213 - | no"
    holds("second_visit_same_day", "code modifiers", first, f"commercial 1b 99214 {modifier} | no")
    holds(
        "second_visit_same_day", "code modifiers", f"commercial 1a 99213 {modifier} | no", "commercial 1b 99214 - | no"
    )


@pytest.mark.parametrize("kind", ["03", "77", "B3", "DG", "M1", "OB", "OZ", "P5", "RB", "RR"])
def test_each_kind_of_paper_that_was_not_asked_for(kind):
    wanted = kind in ("OB", "OZ", "M1")
    answer = "no" if wanted else "CO-250"
    holds(
        "documents_required", "code modifiers attachment_control_number", f"commercial 1 10060 22 {kind}X1 | {answer}"
    )


@pytest.mark.parametrize("place", ["19", "21", "22", "23", "24"])
def test_each_place_of_a_hospital(place):
    holds("facility_pays", "code place", f"medicare 1 96372 {place} | CO-97", "medicare 2 96372 11 | no")


@pytest.mark.parametrize("modifier", ["GP", "GO", "GN"])
def test_each_plan_of_therapy(modifier):
    holds("therapy_plan_missing", "code modifiers", f"medicare 1 97110 {modifier} | no", "medicare 2 97110 - | yes")


@pytest.mark.parametrize("modifier", ["80", "81", "82", "AS"])
def test_each_word_for_an_assistant(modifier):
    holds("assistant_not_allowed", "code modifiers place", f"medicare 1 45378 {modifier} 22 | CO-54")
    part = "822.92" if modifier == "AS" else "800.06"
    table_ = f"payer claim code modifiers place charge | reduces\nmedicare 1 20692 {modifier} 22 2600.00 | {part}\n"
    assert otherwise("assistant_at_surgery", table_) == []


@pytest.mark.parametrize("modifier, answer", [("58", "no"), ("78", "no"), ("79", "no"), ("59", "CO-97")])
def test_each_word_for_an_operation_inside_a_global_period(modifier, answer):
    past = "medicare 1 yes 20692 RT 21 2026-05-04 | -"
    now = f"medicare 1 - 10060 {modifier} 11 2026-06-01 | {answer}"
    holds("surgery_in_global", "past code modifiers place service_date", past, now)


@pytest.mark.parametrize(
    "unit, answer", [*((unit, "no") for unit in ("F2", "GR", "ME", "ML", "UN")), ("XX", "CO-16/N816")]
)
def test_each_unit_of_a_drug_package(unit, answer):
    columns = "code units drug_code drug_unit_code drug_unit_quantity"
    holds("drug_code_missing", columns, f"medicaid 1 J1885 2 99999188501 {unit} 1000 | {answer}")


@pytest.mark.parametrize("place", ["19", "21", "22", "23"])
def test_the_technical_part_in_each_part_of_a_hospital(place):
    holds("technical_part_in_hospital", "code place", f"medicare 1 71046 {place} | CO-171")


@pytest.mark.parametrize(
    "code, modifiers", [("36415", "-"), ("97110", "GP"), ("J3301", "-"), ("96372", "-"), ("94640", "-")]
)
def test_each_kind_of_service_that_belongs_to_the_nursing_home(code, modifiers):
    stay = "skilled_nursing_stay:2026-05-01..2026-05-20"
    holds("nursing_facility_stay", "code modifiers member_fact", f"medicare 1 {code} {modifiers} {stay} | CO-109")


@pytest.mark.parametrize("modifier", ["CQ", "CO"])
def test_each_word_for_a_therapy_assistant(modifier):
    plan = {"CQ": "GP", "CO": "GO"}[modifier]
    row = f"medicare 1 97110 {plan},{modifier} 283.00 90.00 | 3.32"
    assert otherwise("therapy_assistant", f"payer claim code modifiers met_amount charge | reduces\n{row}\n") == []


@pytest.mark.parametrize("dx", ["S61.011A", "T07.XXXA", "T14.8XXA", "T20.00XA", "T30.0", "T79.2XXA"])
def test_each_kind_of_injury_that_an_open_case_holds(dx):
    fact = "no-fault_case:2026-01-01.."
    holds("injury_case", "dx member_fact", f"medicare 1 {dx} {fact} | CO-21/N727", f"medicare 2 I10 {fact} | no")


@pytest.mark.parametrize("sequence", ["S", "T"])
def test_a_claim_to_a_second_or_third_payer_is_not_asked_for_an_earlier_case(sequence):
    columns, case = "dx employment sequence", "S93.401A yes"
    holds("injury_case", columns, f"commercial 1 {case} - | PR-19", f"commercial 2 {case} {sequence} | no")


@pytest.mark.parametrize("code", ["97810", "97813"])
def test_a_visit_begins_with_either_first_code_of_acupuncture(code):
    past = [f"medicare 1 yes {code} - M54.50 2026-04-{day:02d} | -" for day in range(1, 13)]
    now = "medicare 1 - 97810 - M54.50 2026-05-04 | CO-273"
    holds("acupuncture_limit", "past code modifiers dx service_date", *past, now)


@pytest.mark.parametrize("modifiers, answer", [("RT", "no"), ("LT", "no"), ("50", "no"), ("59", "CO-4")])
def test_each_word_for_a_side(modifiers, answer):
    holds("side_missing", "code modifiers", f"commercial 1 20610 {modifiers} | {answer}")


@pytest.mark.parametrize("modifier", ["LT", "RT"])
def test_both_sides_do_not_stand_beside_one(modifier):
    holds("modifier_does_not_fit", "code modifiers", f"commercial 1 20610 50,{modifier} | CO-4/N519")


@pytest.mark.parametrize("code, modifier", [("93010", "26"), ("93005", "TC"), ("99213", "TC")])
def test_a_part_of_what_has_no_parts(code, modifier):
    holds("modifier_does_not_fit", "code modifiers", f"commercial 1 {code} {modifier} | CO-4")
