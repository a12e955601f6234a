"""Files as others write them, made by hand in their style (every name and number invented): read completely, or what is
odd is explained.
"""

import json

import pytest

import sim.edi
from sim.billing.wire.clearinghouse import answer_file
from sim.edi.reader import remittance
from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.any_file import read

# A payer of the old school: claim-level adjustments only, a claim without lines, six reasons in one CAS, a reversal
# before its correction, interest, a take-back and a negative forward, remarks in MOA, unknown REF and AMT kinds, two
# groups of claims, amounts as .5 and 10.00.
OLD_SCHOOL = (
    "ISA:00:          :00:          :30:999999999      :ZZ:BILLER        "
    " :260701:0930:^:00501:000004711:0:P:>~GS:HP:999999999:BILLER:20260701:0930:4711:X:005010X221~"
    "ST:835:112233~BPR:I:150.5:C:CHK::::::::::::20260701~TRN:1:0012345:1999999999~REF:EV:BILLER~DTM:405:20260630~"
    "N1:PR:OLD SCHOOL MUTUAL~N3:PO BOX"
    " 1~N4:AMES:IA:50010~REF:2U:12345~PER:CX::TE:5155550100~PER:BL:EDI:TE:5155550101~N1:PE:ELM"
    " CLINIC:XX:1234567893~REF:TJ:000000001~"
    "LX:1~TS3:1234567893:11:20261231:2:300~CLP:A-1:1:200.00:110.:15:12:PCN1:11:1~CAS:CO:45:75~CAS:PR:3:15.00~NM1:QC:1:STONE:ADA::::MI:M1~MOA:::MA01:N130~REF:1L:GRP9~"
    "DTM:232:20260601~DTM:233:20260602~AMT:AU:125~QTY:CA:1~"
    "CLP:A-2:22:-100:-80:0:12:PCN2:11:1~NM1:QC:1:LAKE:BO~SVC:HC>99213:-100:-80::-1~DTM:472:20260501~CAS:CO:45:-20~"
    "LX:2~CLP:A-2:1:100:100.5:0:12:PCN3:11:7~NM1:QC:1:LAKE:BO~SVC:HC>99213>25>>>>OFFICE"
    " VISIT:100:100.5:::HC>99212:2~DTM:472:20260501~"
    "CAS:OA:94:-10.5::A1:1::B7:2::16:3::204:4::22:0.0~AMT:B6:100.5~LQ:HE:M15~LQ:HE:N519~"
    "PLB:1234567893:20261231:WO>PCN9:-10:FB>X:-10~SE:41:112233~GE:1:4711~IEA:1:000004711~"
)
# A clearinghouse: line breaks for terminators' company, lower-case names, a dependent, four-digit years short, a note,
# an ambulance pick-up, dental kinds unknown.
CLAIMS = (
    "ISA|00|          |00|          |27|CLEARHOUSE     |27|PAYERX         |260702|0000|!|00501|000000099|1|T|\\\r\n"
    "GS|HC|CLEARHOUSE|PAYERX|260702|00000000|99|X|005010X222\r\nST|837|1\r\nBHT|0019|00|1|20260702|000000|CH\r\nNM1|41|2|clearing"
    " house|||||46|CH1\r\n"
    "PER|IC||EM|a@b.example|TE|5155550100\r\nNM1|40|2|payer"
    " x|||||46|PX\r\nHL|1||20|1\r\nNM1|85|1|lake|eve||||XX|1234567893\r\nN3|90001 elm|suite 2\r\n"
    "N4|ames|IA|50010\r\nREF|SY|000000001\r\nHL|2|1|22|1\r\nSBR|P||||||||CI\r\nNM1|IL|1|stone|ada||||MI|M-1\r\nN3|90001"
    " elm\r\nN4|ames|IA|50010\r\n"
    "NM1|PR|2|payer x|||||PI|PX\r\nHL|3|2|23|0\r\nPAT|19\r\nNM1|QC|1|stone|ben\r\nN3|90001"
    " elm\r\nN4|ames|IA|50010\r\nDMG|D8|20150505|M\r\n"
    "CLM|ben/1|85.|||11\\B\\1|Y|A|Y|Y\r\nNTE|ADD|seen with a"
    " sibling\r\nHI|BK\\4660\r\nLX|1\r\nSV1|HC\\99213|85.00|UN|1.0|||1\r\nDTP|472|RD8|20260601-20260601\r\n"
    "REF|6R|L1\r\nSE|30|1\r\nGE|1|99\r\nIEA|1|000000099\r\n"
)


def test_a_remittance_of_the_old_school_is_read_completely():
    found = read(OLD_SCHOOL)
    assert [one.finding for one in found.findings if one.severity == "error"] == [], [
        one.line() for one in found.findings
    ]
    assert [(claim["claim_id"], claim["status"], claim["paid_amount"]) for claim in found.claims] == [
        ("A-1", "1", 11_000),
        ("A-2", "22", -8_000),
        ("A-2", "1", 10_050),
    ]
    first, back, again = found.claims
    assert [(one["group"], one["carc"], one["amount"]) for one in first["adjustments"]] == [
        ("CO", "45", 7_500),
        ("PR", "3", 1_500),
    ] and not first["lines"]
    assert (
        first["remarks"] == ["MA01", "N130"]
        and back["lines"][0]["units"] == -1
        and len(again["lines"][0]["adjustments"]) == 6
    )
    assert again["lines"][0]["remarks"] == ["M15", "N519"] and again["lines"][0]["modifiers"] == ["25"]
    assert found.payments[0]["paid_amount"] == 15_050 and [
        one["amount"] for one in found.payments[0]["provider_adjustments"]
    ] == [-1_000, -1_000]
    tables = remittance.tables([one for one in Reader(OLD_SCHOOL) if isinstance(one, Frame)])
    assert tables.claims.is_reversal.tolist() == [False, True, False] and int(tables.lines.charge_amount.sum()) == 0


def test_claims_of_a_clearinghouse_are_read_completely_and_answered():
    found = read(CLAIMS)
    assert not found.has_errors, [one.line() for one in found.findings]
    claim = found.claims[0]
    assert (claim["claim_id"], claim["patient"], claim["member_id"], claim["charge_amount"], claim["diagnoses"]) == (
        "ben/1",
        "ben stone",
        "M-1",
        8_500,
        ["466.0"],
    )
    assert claim["lines"][0]["units"] == 1 and claim["lines"][0]["service_date"] == "2026-06-01"
    answers = answer_file(CLAIMS, "acme_ppo", enroll=True)
    assert answers.summary["claims"] == 1 and {"ta1.x12", "999.x12", "277ca.x12"} <= set(answers.files)


@pytest.mark.parametrize("text", [OLD_SCHOOL, CLAIMS], ids=["remittance", "claims"])
def test_they_are_told_too(text):
    told = sim.edi.explain(text)
    assert (
        not [row.text for row in told.rows if row.label in ("Not expected here", "No segment")]
        and told.text(60)
        and json.dumps(told.reading.document(), default=str)
    )


@pytest.mark.parametrize("text", [OLD_SCHOOL, CLAIMS], ids=["remittance", "claims"])
def test_a_byte_order_mark_and_another_interchange_behind_it(text):
    both = (
        b"\xef\xbb\xbf"
        + text.encode()
        + b"\r\n\r\n"
        + text.replace("000004711", "000004712").replace("000000099", "000000098").encode()
        + b"\x1a"
    )
    found = read(both)
    assert not found.has_errors and len(found.claims) == 2 * len(read(text).claims)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("CAS:CO:45:75~", "CAS:CO:45:74~", "claim-out-of-balance"),
        ("BPR:I:150.5", "BPR:I:150", "payment-out-of-balance"),
        (":-10~SE", ":10~SE", "payment-out-of-balance"),
        ("CLP:A-1:1:", "CLP:A-1:5:", "wrong-value"),
        ("SVC:HC>99213:-100:-80", "SVC:HC>99213:-100:80", "line-out-of-balance"),
    ],
)
def test_what_does_not_add_up_is_said(old, new, finding):
    assert old in OLD_SCHOOL and finding in {one.finding for one in read(OLD_SCHOOL.replace(old, new)).findings}
