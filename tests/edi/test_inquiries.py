"""Questions about coverage and claims and their answers: somebody else's reader takes every file, and reading gives
back what was asked and told.
"""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from sim.billing.wire.inquiries import coverage_files, questions, status_files
from sim.billing.wire.inbound_claims import numbered
from sim.edi.reader import inquiries
from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.any_file import read
from sim.edi.writer.eligibility import is_of_the_person
from sim.ground.table import Table
from sim.payer.asked.eligibility import benefits
from sim.payer.money.payments import payments
from sim.payer.asked.claim_status import status

NPI, DAY, CODES, EACH = "2066719842", "2026-05-05", ("J7325", "99213"), 40
PAYERS = ("acme_ppo", "boxwood_hdhp", "medicaidcare", "medicare_part_b", "silverleaf_hmo")


def judged(text: str) -> int:
    """How many sets x12sdk reads without an error. Three of its own faults are stepped around: an empty service type
    beside a procedure code counts as a wrong one; the reasons of an AAA at a member's name are those of a provider's;
    the second line of a claim in a 277 is lost before it counts segments."""
    pytest.importorskip("x12sdk", reason="the other reader is not installed")
    from x12sdk.io import X12ModelReader

    text = re.sub(
        r"(EQ\*)(\*HC)|(EB\*(?:CB|I)\*[^*]*\*)(\*)",
        lambda found: f"{found[1]}30{found[2]}" if found[1] else f"{found[3]}30{found[4]}",
        text,
    )
    text = text.replace("AAA*N**75*C", "AAA*N**79*C")
    if "ST*277*" in text:
        text = re.sub(r"(SVC(?:(?!SVC|HL\*|SE\*).)*)(?:SVC(?:(?!SVC|HL\*|SE\*).)*)+", r"\1", text, flags=re.S)
        text = re.sub(r"SE\*\d+", f"SE*{text[text.index('ST*') : text.index('SE*')].count('~') + 1}", text)
    with X12ModelReader(text) as reader:
        return len(list(reader.models()))


def frames(text: str) -> list[Frame]:
    return [one for one in Reader(text) if isinstance(one, Frame)]


@pytest.fixture(scope="module")
def asked(simulated):
    """Payer -> (questions, files), some of the people unknown to the payer."""
    out, household = {}, SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    for payer in PAYERS:
        rows = questions(simulated["coverages"], payer, DAY, NPI, CODES)
        rows = rows.take(np.arange(min(EACH, len(rows))))
        strangers = np.setdiff1d(
            simulated["patients"].patient_key,
            simulated["coverages"].patient_key[simulated["coverages"].payer_code == payer],
        )
        strange = np.arange(len(rows)) % 9 == 4
        rows = rows.with_columns(
            patient_key=np.where(strange, strangers[: len(rows)], rows.patient_key),
            coverage_key=np.where(strange, -1, rows.coverage_key),
        )
        out[payer] = rows, coverage_files(rows, household, codes=CODES)
    return out


@pytest.mark.parametrize("payer", PAYERS)
@pytest.mark.parametrize("name", ["270.x12", "271.x12"])
def test_another_reader_takes_every_question_and_answer(asked, payer, name):
    rows, files = asked[payer]
    assert len(rows) >= 10 and judged(files[name]) == 1
    found = read(files[name])
    assert not found.findings and [claim["claim_id"] for claim in found.claims] == rows.trace.texts().tolist()


@pytest.mark.parametrize("payer", PAYERS)
def test_the_answer_read_is_the_answer_told(simulated, asked, payer):
    rows, files = asked[payer]
    told = Table.concat(
        [benefits(simulated["coverages"], row["patient_key"], payer, DAY, codes=CODES) for row in rows.rows()]
    )
    kept = told.take(~is_of_the_person(told) & (told.coverage_key >= 0))
    found = inquiries.benefits(frames(files["271.x12"]))
    back = found.take(found.coverage_key >= 0)
    for name in (
        "benefit_code",
        "level_code",
        "service_type_code",
        "period_code",
        "amount",
        "percent",
        "authorization_code",
        "procedure_code",
        "item",
        "value",
        "start_date",
        "end_date",
        "asked_date",
    ):
        ours, theirs = (table[name].texts() if hasattr(table[name], "pool") else table[name] for table in (kept, back))
        assert np.array_equal(ours, theirs) or np.array_equal(ours[~np.isnat(ours)], theirs[~np.isnat(theirs)]), name
    assert int((found.coverage_key < 0).sum()) == int(((told.coverage_key < 0) & (told["item"] == "Status")).sum())
    assert {claim["status"] for claim in read(files["271.x12"]).claims} <= {"active", "not active", "not known"}


def test_a_dependent_is_asked_below_the_one_who_holds_the_policy(asked):
    text = asked["acme_ppo"][1]["271.x12"]
    assert "NM1*03*1*" in text and "INS*N*19~" in text and "INS*Y*18~" in text and "AAA*N**75*C~" in text
    shown = [claim for claim in read(text).claims if claim["relationship"] == "19"]
    assert shown and all(claim["member_id"] and claim["patient"] for claim in shown)


@pytest.fixture(scope="module")
def followed(simulated):
    """Payer -> (claims, statuses, files) on a day in the middle of the year, when some are decided and some not."""
    out, household = {}, SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    adjudication = SimpleNamespace(
        **{name: simulated[name] for name in ("acknowledgements", "remittance_lines", "adjustments")}
    )
    for payer in PAYERS:
        claims = simulated["claims"].take(
            (simulated["claims"].payer_code == payer) & ~np.isnat(simulated["claims"].submitted_date)
        )
        claims = numbered(claims.take(np.arange(min(EACH, len(claims)))))
        on = np.sort(claims.submitted_date)[len(claims) // 2] + 25
        out[payer] = (
            claims,
            status(claims, adjudication, claims.claim_key.tolist(), on),
            status_files(claims, simulated["claim_lines"], household, adjudication, on),
        )
    return out


@pytest.mark.parametrize("payer", PAYERS)
def test_another_reader_takes_every_question_about_claims_and_its_answer(followed, payer):
    claims, _, files = followed[payer]
    for name in ("276.x12", "277.x12"):
        found = read(files[name])
        assert len(claims) >= 10 and judged(files[name]) == 1 and not found.findings
        assert sorted(claim["claim_id"] for claim in found.claims) == sorted(
            claims.patient_control_number.texts().tolist()
        )


@pytest.mark.parametrize("payer", PAYERS)
def test_the_status_read_is_the_status_told(followed, payer):
    claims, told, files = followed[payer]
    found = inquiries.statuses(frames(files["277.x12"]))
    number = dict(zip(claims.claim_key.tolist(), claims.patient_control_number.texts().tolist(), strict=True))
    names = (
        "claim_line_number",
        "status_category_code",
        "status_code",
        "entity_code",
        "status_date",
        "charge_amount",
        "paid_amount",
        "remittance_date",
        "payer_claim_number",
    )
    ours = sorted(
        (number[row["claim_key"]], *(str(row[name]) for name in names))
        for row in told.rows()
        if row["claim_line_number"] == 0
    )
    theirs = sorted(
        (row["patient_control_number"], *(str(row[name]) for name in names))
        for row in found.rows()
        if row["claim_line_number"] == 0
    )
    assert ours == theirs and len({row[2] for row in ours}) > 1
    assert int((told.claim_line_number > 0).sum()) == int((found.claim_line_number > 0).sum())


def test_an_answer_in_others_style_is_read():
    """Old qualifiers, a repeated service type, a percentage, a benefit with nothing but words, an answer without a
    trace.
    """
    text = (
        "ISA|00|          |00|          |ZZ|PAYER          |ZZ|CLINIC         |260505|1200|^|00501|000000009|0|T|>'"
        "GS|HB|PAYER|CLINIC|20260505|1200|9|X|005010X279'ST|271|0001|005010X279'"
        "BHT|0022|11|77|20260505|1200'HL|1||20|1'NM1|PR|2|SOME PAYER|||||PI|SP'HL|2|1|21|1'"
        "NM1|1P|2|A CLINIC|||||XX|1234567893'HL|3|2|22|0'NM1|IL|1|DOE|JANE||||MI|M1'"
        "EB|1|IND|30^98|HM|GOLD'EB|A|IND|98|||27||.2'EB|D|||||||||||||'MSG|Ask us'SE|13|0001'GE|1|9'"
        "IEA|1|000000009'"
    )
    found = read(text)
    assert not found.findings and found.claims[0]["status"] == "active" and found.claims[0]["member_id"] == "M1"
    assert [
        (row["benefit_code"], row["service_type_code"], row["percent"], row["message"])
        for row in found.claims[0]["benefits"]
    ] == [("1", "30^98", 0, ""), ("A", "98", 20, ""), ("D", "", 0, "Ask us")]


def test_payments_name_the_check(simulated):
    """With the payments at hand the answer names check and day."""
    adjudication = SimpleNamespace(
        **{name: simulated[name] for name in ("acknowledgements", "remittance_lines", "adjustments")}
    )
    claims = numbered(
        simulated["claims"].take(
            (simulated["claims"].payer_code == "acme_ppo") & ~np.isnat(simulated["claims"].submitted_date)
        )
    )
    household = SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    files = status_files(
        claims.take(np.arange(20)),
        simulated["claim_lines"],
        household,
        adjudication,
        "2027-06-01",
        payments(simulated["claims"], adjudication),
    )
    assert (
        re.search(r"STC\*F1:65\*\d{8}\*\*[\d.]+\*[\d.]+\*\d{8}\*\*\d{8}\*\w+~", files["277.x12"])
        and judged(files["277.x12"]) == 1
    )
