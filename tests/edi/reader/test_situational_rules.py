"""What a guide asks only in some situations: our own claim, changed one note at a time, draws that finding and no
other; the files of others that keep to it draw none.
"""

import pytest

from sim.billing.wire.clearinghouse import answer_file
from sim.edi import sample
from sim.edi.reader.any_file import read

DRUG = "LIN**N4*00003029305~CTP****1*ML~"
LAST = "SV1*HC:83036:QW*24*UN*1***1~DTP*472*D8*20260529~"
ACCIDENT = "11:B:1*Y*A*Y*Y**{}~DTP*439*D8*20260528~"
DEPENDENT = (
    "HL*3*2*23*0~PAT*19~NM1*QC*1*Chandler-Synth*Ann~N3*90085 Samuel Camp~N4*Ames*IA*50010~DMG*D8*20150101*F~CLM*V1024"
)
OTHER = (
    "SBR*P*18*******CI~AMT*D*{paid}~OI***Y***Y~NM1*IL*1*Chandler-Synth*Mark****MI*OTH1~NM1*PR*2*Beta*****PI*22222~LX*1"
)
SVD = "DTP*472*D8*20260529~SVD*{payer}*{first}*HC:99214**1~CAS*CO*45*{off}~DTP*573*D8*20260601~LX*2"
SECOND = "DTP*472*D8*20260529~SVD*22222*20*HC:83036:QW**1~CAS*PR*2*4~DTP*573*D8*20260601~SE"


def changed(*pairs: tuple[str, str]) -> str:
    """Our sample claim with these changes, its segments counted again."""
    text = sample("claim").replace("\n", "")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    count = text[text.index("ST*") : text.index("GE*")].count("~")
    return text.replace("SE*34*", f"SE*{count}*")


def secondary(paid="220", payer="22222", first="200", off="100") -> str:
    return changed(
        ("SBR*P*18", "SBR*S*18"),
        ("LX*1", OTHER.format(paid=paid)),
        ("DTP*472*D8*20260529~LX*2", SVD.format(payer=payer, first=first, off=off)),
        ("DTP*472*D8*20260529~SE", SECOND),
    )


KEPT = {
    "as it is": changed(),
    "a drug by its eleven digits": changed((LAST, LAST + DRUG)),
    "a product that is no drug": changed((LAST, LAST + DRUG.replace("N4*00003029305", "UP*0-12345-67890-5"))),
    "an auto accident": changed(("11:B:1*Y*A*Y*Y~", ACCIDENT.format("AA:::IA"))),
    "another accident": changed(("11:B:1*Y*A*Y*Y~", ACCIDENT.format("OA"))),
    "work without an accident": changed(("11:B:1*Y*A*Y*Y~", "11:B:1*Y*A*Y*Y**EM~")),
    "Medicare second, and why": changed(("SBR*P*18*ACME-90100******12", "SBR*S*18***12****MB")),
    "Medicare first": changed(("SBR*P*18*ACME-90100******12", "SBR*P*18*******MB")),
    "a Medicare Advantage plan second": changed(("SBR*P*18*ACME-90100******12", "SBR*S*18*******16")),
    "a dependent": changed(
        ("22*0", "22*1"), ("SBR*P*18", "SBR*P*"), ("CLM*V1024", DEPENDENT), ("DMG*D8*19691008*M~", "")
    ),
    "two payers": secondary(),
    "a street that begins like a box": changed(("90100 Prairie Ring Road", "1 Boxwood Post Road")),
    "a clinic abroad": changed(("N4*Ames*IA*500109998~REF", "N4*Toronto*ON*M4B1B3*CA~REF")),
}
BROKEN = {
    "hyphens in a drug's number": (changed((LAST, LAST + DRUG.replace("0000302", "0003-02"))), "LIN", "03", "error"),
    "ten digits": (changed((LAST, LAST + DRUG.replace("0000302", "000302"))), "LIN", "03", "error"),
    "twelve digits": (changed((LAST, LAST + DRUG.replace("0000302", "000003029"))), "LIN", "03", "error"),
    "a point in a diagnosis": (changed(("ABF:N1831", "ABF:N18.31")), "HI", "02-2", "error"),
    "five digits of the ZIP code": (changed(("IA*500109998~REF", "IA*50010~REF")), "N4", "03", "warning"),
    "eight digits of it": (changed(("IA*500109998~REF", "IA*50010999~REF")), "N4", "03", "warning"),
    "a box for a street": (changed(("90100 Prairie Ring Road", "P.O. Box 12")), "N3", "01", "warning"),
    "a box on the second line": (changed(("Prairie Ring Road", "Prairie Ring Road*PO BOX 3")), "N3", "02", "warning"),
    "nine characters of a specialty": (changed(("207Q00000X", "207Q0000X")), "PRV", "03", "warning"),
    "an auto accident without its state": (changed(("11:B:1*Y*A*Y*Y~", ACCIDENT.format("AA"))), "CLM", "11-4", "error"),
    "an auto accident without its day": (
        changed(("11:B:1*Y*A*Y*Y~", "11:B:1*Y*A*Y*Y**AA:::IA~")),
        "DTP",
        "",
        "error",
    ),
    "another accident without its day": (changed(("11:B:1*Y*A*Y*Y~", "11:B:1*Y*A*Y*Y**OA~")), "DTP", "", "error"),
    "the subscriber's own claim, unsaid": (changed(("SBR*P*18", "SBR*P*")), "SBR", "02", "error"),
    "no birth date": (changed(("DMG*D8*19691008*M~", "")), "DMG", "", "error"),
    "Medicare second, no reason": (
        changed(("SBR*P*18*ACME-90100******12", "SBR*S*18*******MB")),
        "SBR",
        "05",
        "error",
    ),
    "Medicare third, no reason": (changed(("SBR*P*18*ACME-90100******12", "SBR*T*18*******MA")), "SBR", "05", "error"),
    "a dependent at Medicare": (
        changed(
            ("22*0", "22*1"),
            ("SBR*P*18*ACME-90100******12", "SBR*P********MB"),
            ("CLM*V1024", DEPENDENT),
            ("DMG*D8*19691008*M~", ""),
        ),
        "HL",
        "",
        "error",
    ),
    "a payer nobody named": (secondary(payer="33333", paid="20"), "SVD", "01", "error"),
    "a reason without its amount": (
        secondary().replace("CAS*CO*45*100~", "CAS*CO*45*100**97~"),
        "CAS",
        "06",
        "error",
    ),
    "an amount without its reason": (
        secondary().replace("CAS*CO*45*100~", "CAS*CO*45*100***5~"),
        "CAS",
        "05",
        "error",
    ),
    "a quantity alone": (secondary().replace("CAS*CO*45*100~", "CAS*CO*45*100****1~"), "CAS", "05", "error"),
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_a_claim_that_keeps_the_notes_draws_no_finding(text):
    assert [one.line() for one in read(text).findings] == []


@pytest.mark.parametrize(("text", "segment", "element", "severity"), BROKEN.values(), ids=BROKEN)
def test_a_note_that_is_not_kept_is_one_finding_where_it_stands(text, segment, element, severity):
    found = read(text).findings
    assert [(one.segment, one.element, one.severity) for one in found] == [(segment, element, severity)], [
        one.line() for one in found
    ]
    stands = text[text.index("ST*") :].split("~")[found[0].position - 1]
    is_missing = segment in ("DTP", "DMG")
    assert stands.startswith(segment) or is_missing and stands[:2] in ("CL", "HL")
    assert found[0].expected and found[0].what_to_do


def test_the_999_rejects_what_must_not_be_and_lets_a_warning_pass():
    rejected = answer_file(BROKEN["hyphens in a drug's number"][0], "acme_ppo", enroll=True)
    assert rejected.summary["refused_sets"] == 1 and "IK4*3**I12*0003-029305" in rejected.files["999.x12"]
    passed = answer_file(BROKEN["five digits of the ZIP code"][0], "acme_ppo", enroll=True)
    assert passed.summary["refused_sets"] == 0 and "IK5*A" in passed.files["999.x12"]
    dependent = answer_file(BROKEN["no birth date"][0], "acme_ppo", enroll=True)
    assert "*DMG*" in dependent.files["999.x12"].replace("IK3", "*") and "*I6~" in dependent.files["999.x12"]
