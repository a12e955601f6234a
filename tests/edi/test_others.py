"""Hospital claims (837I) and requests for approval (278) are read and told; nobody here writes them. The files are made
by hand.
"""

import re

import pytest
from test_judge import judged

from sim.edi.reader.any_file import read

HOSPITAL = """ISA*00*          *00*          *ZZ*HOSPITAL       *ZZ*PAYER          *260505*1200*^*00501*000000011*0*T*:~
GS*HC*HOSPITAL*PAYER*20260505*1200*11*X*005010X223A2~ST*837*0001*005010X223A2~BHT*0019*00*B1*20260505*1200*CH~
NM1*41*2*Elm Hospital*****46*H1~PER*IC*Billing*TE*5155550100~NM1*40*2*Some Payer*****46*P1~
HL*1**20*1~NM1*85*2*Elm Hospital*****XX*1234567893~N3*90001 Elm Street~N4*Ames*IA*500109998~REF*EI*000000001~
HL*2*1*22*0~SBR*P*18*G1******CI~NM1*IL*1*Stone-Synth*Ada****MI*M1~N3*90001 Elm Street~N4*Ames*IA*50010~
DMG*D8*19500203*F~
NM1*PR*2*Some Payer*****PI*P1~
CLM*STAY1*12500.5***11:A:1**A*Y*Y~DTP*096*TM*1100~DTP*434*RD8*20260401-20260404~
DTP*435*DT*202604010930~CL1*1*1*01~REF*EA*MR7~
HI*ABK:I214:::::::Y~HI*ABJ:R079~HI*DR:281~HI*ABF:E119:::::::Y*ABF:I10:::::::Y~HI*BBR:02703ZZ:D8:20260402~HI*BH:11:D8:20260331~HI*BE:80:::3~HI*BG:09~
NM1*71*1*Lake-Synth*Eve****XX*1245319599~PRV*AT*PXC*207RC0000X~
LX*1~SV2*0120**6000*DA*3~DTP*472*RD8*20260401-20260403~LX*2~SV2*0450*HC:99284:25*1500.5*UN*1~DTP*472*D8*20260401~LX*3~SV2*0250**5000*UN*7~
SE*42*0001~GE*1*11~IEA*1*000000011~"""
REQUEST = """ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260505*1200*^*00501*000000012*0*T*:~
GS*HI*CLINIC*PAYER*20260505*1200*12*X*005010X217~ST*278*0001*005010X217~BHT*0007*13*REQ1*20260505*1200~
HL*1**20*1~NM1*X3*2*Some Payer*****PI*P1~HL*2*1*21*1~NM1*1P*2*Elm Clinic*****XX*1234567893~
HL*3*2*22*1~NM1*IL*1*Stone-Synth*Ada****MI*M1~DMG*D8*19500203*F~
HL*4*3*EV*1~TRN*1*T77*9CLINIC000~UM*HS*I*3*11:B~DTP*472*RD8*20260520-20260620~HI*ABK:M1711~HSD*VS*3~NM1*SJ*1*Lake-Synth*Eve****XX*1245319599~
HL*5*4*SS*0~SV1*HC:J7325*1200*UN*48~SE*19*0001~GE*1*12~IEA*1*000000012~"""
ANSWER = (
    REQUEST.replace("*0007*13*", "*0007*11*")
    .replace("TRN*1", "TRN*2")
    .replace("11:B~", "11:B~HCR*A1*PA00000077~")
    .replace("SE*19", "SE*20")
)


def test_a_hospital_claim_is_read_in_the_shape_of_any_claim():
    found = read(HOSPITAL)
    assert not found.findings and found.head() == {
        "transaction": "837I",
        "version": "005010X223A2",
        "control_number": "000000011",
    }
    claim = found.claims[0]
    assert (claim["claim_id"], claim["charge_amount"], claim["bill_type"], claim["drg"], claim["attending_npi"]) == (
        "STAY1",
        1_250_050,
        "111",
        "281",
        "1245319599",
    )
    assert (
        claim["diagnoses"] == ["I21.4", "E11.9", "I10"]
        and claim["procedures"] == ["02703ZZ"]
        and claim["admission_date"] == "2026-04-01"
    )
    lines = [
        (line["revenue_code"], line["code"], line["modifiers"], line["charge_amount"], line["units"])
        for line in claim["lines"]
    ]
    assert lines == [("0120", "", [], 600_000, 3), ("0450", "99284", ["25"], 150_050, 1), ("0250", "", [], 500_000, 7)]
    assert set(read(HOSPITAL).claims[0]) >= {
        "claim_id",
        "status",
        "charge_amount",
        "paid_amount",
        "patient_responsibility_amount",
        "lines",
    }


def test_the_hospital_claim_of_these_tests_is_valid():
    assert judged(HOSPITAL) == (True, [])


@pytest.mark.parametrize(
    ("old", "new", "finding", "segment"),
    [
        ("SV2*0120**6000", "SV2***6000", "missing-element", "SV2"),
        ("CL1*1*1*01~", "CL1*1*1~", "missing-element", "CL1"),
        ("*5000*UN*7", "*5x*UN*7", "wrong-value", "SV2"),
        ("HI*ABK:I214:::::::Y~", "XYZ*1~", "unexpected-segment", "XYZ"),
        ("12500.5", "12500", "lines-do-not-add-up", "CLM"),
    ],
)
def test_what_is_wrong_in_a_hospital_claim_is_found(old, new, finding, segment):
    assert (finding, segment) in [(one.finding, one.segment) for one in read(HOSPITAL.replace(old, new)).findings]


@pytest.mark.parametrize("version", ["005010X223", "005010X223A1", "005010X223A3"])
def test_other_versions_of_the_hospital_guide(version):
    found = read(HOSPITAL.replace("005010X223A2", version))
    assert not found.findings and found.transaction == "837I"


def test_a_request_for_approval_and_its_answer():
    asked, told = read(REQUEST), read(ANSWER)
    assert not asked.findings and not told.findings and asked.transaction == told.transaction == "278"
    claim = asked.claims[0]
    assert (claim["claim_id"], claim["status"], claim["diagnoses"], claim["member_id"], claim["service_date"]) == (
        "T77",
        None,
        ["M17.11"],
        "M1",
        "2026-05-20",
    )
    assert [(line["code"], line["units"]) for line in claim["lines"]] == [("J7325", 48)]
    assert told.claims[0]["status"] == "approved" and told.claims[0]["authorization_number"] == "PA00000077"
    pended = read(re.sub(r"HCR\*A1\*PA\d+", "HCR*A4**0U", ANSWER)).claims[0]
    assert pended["status"] == "pended" and read(ANSWER.replace("HCR*A1", "HCR*ZZ")).has_errors
