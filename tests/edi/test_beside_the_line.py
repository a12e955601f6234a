"""What stands on a line or beside a claim reaches the payer, and the summary counts what stands: our own claim, changed
one thing at a time, answered.
"""

import pytest
from test_situational_rules import OTHER, SECOND, SVD, changed

from sim.billing.wire.clearinghouse import Answers, answer_file
from sim.edi.reader import claims, remittance
from sim.edi.reader.any_file import read
from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.ui.terminal.wire_files import tell

MEDICARE = ("SBR*P*18*ACME-90100******12", "SBR*P*18*******MB"), ("PI*ACMEPPO", "PI*MEDICAREPARTB")


def answered(*pairs: tuple[str, str], payer: str = "acme_ppo") -> Answers:
    answers = answer_file(changed(*pairs), payer, enroll=True)
    sums = answers.summary
    taken = sum(row["amount"] for row in sums["causes"].values() if row["kind"] != "rejection")
    assert sums["charge_amount"] == sums["paid_amount"] + taken, sums
    if "835.x12" in answers.files:
        assert not read(answers.files["835.x12"]).has_errors
    return answers


def test_a_replacement_in_the_same_file_counts_once():
    again = (
        "CLM*V1024-0*324***11:B:7*Y*A*Y*Y~REF*F8*P0000000016-6~REF*X4*99D0000001~HI*ABK:E119~"
        "NM1*82*1*Moreno-Synth*Luis****XX*2511772032~PRV*PE*PXC*207Q00000X~LX*1~SV1*HC:99214*300*UN*1***1~"
        "DTP*472*D8*20260529~LX*2~SV1*HC:83036:QW*24*UN*1***1~DTP*472*D8*20260529~SE*"
    )
    once, twice = answered(), answered(("SE*", again))
    assert twice.summary["claims"] == 2 and twice.files["835.x12"].count("CLP*") == 3
    for name in ("charge_amount", "patient_responsibility_amount", "paid_amount", "denied_lines", "causes"):
        assert twice.summary[name] == once.summary[name], name


def test_a_number_of_another_file_is_not_taken_for_a_claim_of_this_one():
    """Every run of the payer numbers from the same start: a replacement finds only a claim of the same patient."""
    other = (
        "HL*3*1*22*0~SBR*P*18*******12~NM1*IL*1*Stone-Synth*Ada****MI*SYN2~N3*90001 Elm Street~N4*Ames*IA*50010~"
        "DMG*D8*19700101*F~NM1*PR*2*Acme PPO*****PI*ACMEPPO~CLM*B2*150***11:B:7*Y*A*Y*Y~REF*F8*P0000000016-6~"
        "HI*ABK:E119~LX*1~SV1*HC:99213*150*UN*1***1~DTP*472*D8*20260529~SE*"
    )
    found = answered(("SE*", other))
    assert found.summary["causes"]["original_not_found"]["count"] == 1 and found.summary["accepted"] == 1


def test_codes_outside_the_library_are_named_and_their_price_is_called_a_guess(capsys):
    found = answered(("HC:99214", "HC:73040"))
    (one,) = found.summary["unknown_codes"]
    assert (one["code"], one["lines"], one["charge_amount"]) == ("73040", 1, 30_000) and one["allowed_amount"] > 0
    tell(found.summary, found.files, "out")
    said = capsys.readouterr().out
    assert "73040" in said and "not in the library: priced by report, a guess" in said
    assert answered().summary["unknown_codes"] == []


@pytest.mark.parametrize("code", ["99999", "99608", "00042"])
def test_a_number_that_is_no_code_is_rejected(code):
    found = answered(("HC:99214", f"HC:{code}"))
    assert found.summary["causes"]["procedure_invalid"]["count"] == 1 and "STC*A7:454" in found.files["277ca.x12"]


@pytest.mark.parametrize(
    ("payer", "is_taken"), [("acme_ppo", True), ("medicare_part_b", False), ("silverleaf_hmo", False)]
)
def test_a_payer_that_takes_no_consultations_pays_none(payer, is_taken):
    found = answered(("HC:99214", "HC:99243"), payer=payer)
    assert ("consultation_not_taken" in found.summary["causes"]) is not is_taken
    assert not found.summary["unknown_codes"]


@pytest.mark.parametrize(
    ("line", "is_taken"), [("HC:99024*0", True), ("HC:3044F*0", True), ("HC:90658*0", True), ("HC:99214*0", False)]
)
def test_a_line_of_zero_is_taken_where_nothing_is_asked_for(line, is_taken):
    found = answered(("HC:99214*300", line), ("V1024-0*324", "V1024-0*24"))
    assert (found.summary["accepted"] == 1) is is_taken
    if is_taken:
        told = read(found.files["835.x12"]).claims[0]["lines"][0]
        assert (told["charge_amount"], told["paid_amount"], told["adjustments"]) == (0, 0, [])
        assert found.summary["denied_lines"] == 0


def test_a_certificate_on_the_line_counts():
    bare, at_medicare = ("REF*X4*99D0000001~", ""), {"payer": "medicare_part_b"}
    on_line = ("DTP*472*D8*20260529~SE", "DTP*472*D8*20260529~REF*X4*99D0000001~SE")
    assert "laboratory_certificate" in answered(bare, *MEDICARE, **at_medicare).summary["causes"]
    assert "laboratory_certificate" not in answered(bare, on_line, *MEDICARE, **at_medicare).summary["causes"]
    wrong = ("X4*99D0000001~SE", "X4*11~SE")
    assert "laboratory_certificate" in answered(bare, on_line, wrong, *MEDICARE, **at_medicare).summary["causes"]


def test_parts_of_a_unit_go_to_the_remittance_and_back():
    text = ("HC:99214*300*UN*1", "HC:J3301*300*UN*2.5")
    found = answered(text)
    assert "SVC*HC:J3301*300*" in found.files["835.x12"] and "**2.5~" in found.files["835.x12"]
    whole, half = (answered((text[0], f"HC:J3301*300*UN*{units}")) for units in ("2", "0.5"))
    allowed = [read(one.files["835.x12"]).claims[0]["lines"][0]["allowed_amount"] for one in (found, whole, half)]
    assert allowed[0] == allowed[1] + allowed[2] and half.summary["accepted"] == 1
    lines = claims.tables([one for one in Reader(changed(text)) if isinstance(one, Frame)]).lines
    assert lines.service_unit_quantity.tolist() == [2, 1] and lines.part_unit_quantity.tolist() == [500, 0]
    back = remittance.tables([one for one in Reader(found.files["835.x12"]) if isinstance(one, Frame)]).lines
    assert (back.service_unit_quantity.tolist(), back.part_unit_quantity.tolist()) == ([2, 1], [500, 0])


def test_an_unassigned_claim_to_medicare_is_paid_to_the_patient_up_to_the_limiting_charge():
    unassigned = ("11:B:1*Y*A*Y*Y", "11:B:1*Y*C*N*Y")
    high = answered(
        unassigned, *MEDICARE, ("HC:99214*300", "HC:45385*2000"), ("0*324", "0*2024"), payer="medicare_part_b"
    )
    line = read(high.files["835.x12"]).claims[0]["lines"][0]
    reasons = {(one["group"], one["carc"]): one["amount"] for one in line["adjustments"]}
    assert line["paid_amount"] == 0 and reasons["PR", "100"] > 0 and reasons["CO", "45"] > 0
    owed = sum(amount for (group, _), amount in reasons.items() if group == "PR")
    allowed = line["allowed_amount"]
    assert abs(owed + reasons.get(("CO", "253"), 0) - allowed * 115 / 100) <= 1
    assert [note for note in high.summary["notes"] if "Medicare pays the patient" in note]
    test = read(high.files["835.x12"]).claims[0]["lines"][1]
    assert test["paid_amount"] > 0, "a laboratory test is always assigned"
    assert answered(*MEDICARE, payer="medicare_part_b").summary["notes"] == []


def test_what_is_not_modeled_is_said():
    for pair, word in ((("A*Y*Y", "C*Y*Y"), "CLM07"), (("A*Y*Y", "A*N*Y"), "CLM08"), (("A*Y*Y", "A*W*Y"), "CLM08")):
        (note,) = answered(pair).summary["notes"]
        assert note.startswith("Not modeled") and word in note


@pytest.mark.parametrize("kind", ["RP", "31"])
def test_claims_that_ask_for_no_payment_are_set_aside_and_said(kind, capsys):
    found = answered(("1200*CH", f"1200*{kind}"))
    assert (found.summary["claims"], found.summary["not_adjudicated"], found.summary["rejected"]) == (1, 1, 0)
    assert "IK5*A" in found.files["999.x12"] and "835.x12" not in found.files and kind in found.summary["notes"][0]
    tell(found.summary, found.files, "out")
    assert "not adjudicated" in capsys.readouterr().out


@pytest.mark.parametrize(("off", "is_taken"), [("100", True), ("99.99", False), ("100.01", False)])
def test_another_payers_line_must_balance(off, is_taken):
    pairs = (
        ("SBR*P*18", "SBR*S*18"),
        ("LX*1", OTHER.format(paid="220")),
        ("DTP*472*D8*20260529~LX*2", SVD.format(payer="22222", first="200", off=off)),
        ("DTP*472*D8*20260529~SE", SECOND),
    )
    found = answered(*pairs)
    assert (found.summary["accepted"] == 1) is is_taken
    assert ("other_payer_out_of_balance" in found.summary["causes"]) is not is_taken
    kinds = {one.finding for one in read(changed(*pairs)).findings}
    assert ("other-payer-line-out-of-balance" in kinds) is not is_taken
