"""A file of claims at the payer's door: TA1, 999, 277CA, 835 and the summary, for our own files and for those of
others.
"""

import io
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_made import ENVELOPE, full_claim, full_parties
from x12_check import remittance_errors

from sim.billing.wire.clearinghouse import answer_file
from sim.billing.wire.inbound_claims import numbered, read_members
from sim.billing.wire.trading_partners import parties
from sim.cli import main
from sim.edi.reader.any_file import read
from sim.edi.writer.claims import write_837p
from sim.ground.errors import CleanClaimError

TEXT = (
    write_837p(*full_claim()[:2], full_parties(), ENVELOPE)
    .text.replace("CLM*ACCT 1/A*469.05***11:B:7*", "CLM*ACCT 1/A*469.05***11:B:1*")
    .replace("REF*F8*P0000000016-5~\n", "")
    .replace("SE*81*", "SE*80*")
)
TEXT = re.sub(r"SE\*\d+\*", f"SE*{TEXT[TEXT.index('ST*') : TEXT.index('SE*')].count('~') + 1}*", TEXT)


def test_everything_is_answered_and_the_sender_s_own_number_comes_back():
    answers = answer_file(TEXT, "acme_ppo", enroll=True)
    assert (
        set(answers.files) == {"999.x12", "277ca.x12", "835.x12"}
        and answers.summary["claims"] == answers.summary["accepted"] == 2
    )
    told, paid = read(answers.files["277ca.x12"]), read(answers.files["835.x12"])
    assert (
        {claim["claim_id"] for claim in told.claims}
        == {claim["claim_id"] for claim in paid.claims}
        == {"ACCT 1/A", "KID"}
    )
    assert all(claim["is_accepted"] and claim["payer_claim_number"] for claim in told.claims)
    assert (
        "TRN*2*0000000070001~" in answers.files["277ca.x12"]
        and not paid.findings
        and remittance_errors(answers.files["835.x12"]) == []
    )
    assert answers.summary["paid_amount"] == sum(claim["paid_amount"] for claim in paid.claims) > 0
    assert [
        line["line_control_number"]
        for claim in paid.claims
        for line in claim["lines"]
        if claim["claim_id"] == "ACCT 1/A"
    ] == ["", "L-2"]


THEIRS = """ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261015*1023*^*00501*000000905*1*T*>'
GS*HC*SENDER*RECEIVER*20261015*1023*77*X*005010X222'ST*837*0021*005010X222'BHT*0019*00*BATCH-1*20261015*1023*CH'
NM1*41*2*Billing Service-Synth*****46*TG23'PER*IC*Desk*TE*5155550111*EX*231'NM1*40*2*Any Insurance*****46*66783'
HL*1**20*1'
PRV*BI*PXC*207Q00000X'NM1*85*1*Solo-Synth*Ina****XX*1234567893'N3*90310 Bay Street'N4*Ames*IA*500101234'
REF*EI*000000077'
NM1*87*1'N3*90311 Bay Street'N4*Ames*IA*50010'HL*2*1*22*1'SBR*P**G-5******CI'NM1*IL*1*Moss-Synth*Jane****MI*M-1'
NM1*PR*2*Any Insurance*****PI*99999'
REF*2U*A1'HL*3*2*23*0'PAT*19'NM1*QC*1*Moss-Synth*Ted'N3*90312 Bay Street'N4*Ames*IA*50010'DMG*D8*20140501*M'
CLM*2646-3774*100***11>B>1*Y*A*Y*I'REF*D9*17312345600006351'HI*BK>J020'LX*1'SV1*HC>99213*85*UN*1***1'
DTP*472*RD8*20261003-20261003'LX*2'
SV1*HC>87880>QW*15*UN*1***1'DTP*472*D8*20261003'SE*35*0021'GE*1*77'IEA*1*000000905'"""


def test_a_file_of_another_clinic_with_other_signs_and_an_older_guide():
    """A solo provider without a rendering loop, a dependent, a pay-to address, an older kind of diagnosis qualifier, a
    range of one day.
    """
    answers = answer_file(THEIRS, "acme_ppo", enroll=True)
    assert (
        set(answers.files) == {"ta1.x12", "999.x12", "277ca.x12", "835.x12"}
        and "AK9*A*1*1*1~" in answers.files["999.x12"]
    )
    told, paid = read(answers.files["277ca.x12"]).claims[0], read(answers.files["835.x12"]).claims[0]
    assert (
        told["is_accepted"]
        and "TRN*2*BATCH-1~" in answers.files["277ca.x12"]
        and "TRN*2*2646-3774~" in answers.files["277ca.x12"]
    )
    assert (
        paid["claim_id"] == "2646-3774" and paid["patient"] == "Ted Moss-Synth" and answers.summary["paid_amount"] > 0
    )
    assert (
        "NM1*IL*1*Moss-Synth*Jane****MI*M-1~" in answers.files["835.x12"]
        and "N1*PE*Solo-Synth*XX*1234567893~" in answers.files["835.x12"]
    )
    assert [(line["code"], line["modifiers"], line["service_date"]) for line in paid["lines"]] == [
        ("99213", [], "2026-10-03"),
        ("87880", ["QW"], "2026-10-03"),
    ]
    assert remittance_errors(answers.files["835.x12"]) == []


def test_what_rests_on_a_teaching_estimate_is_counted(capsys):
    drug = THEIRS.replace("HC>87880>QW*15*UN*1", "HC>J3301*15*UN*4")
    for text, expected in ((THEIRS, 0), (drug, 1)):
        causes = answer_file(text, "acme_ppo", enroll=True).summary["causes"]
        assert sum(row["estimates"] for row in causes.values()) == expected, text


def test_unknown_members_are_rejected_as_in_life(tmp_path):
    answers = answer_file(TEXT, "acme_ppo")
    assert (answers.summary["accepted"], answers.summary["rejected"], answers.summary["paid_amount"]) == (0, 2, 0)
    assert answers.summary["causes"]["member_not_found"]["count"] == 2 and "835.x12" not in answers.files
    assert {claim["status"] for claim in read(answers.files["277ca.x12"]).claims} == {
        "A3:33:IL"
    } and "REF*1K" not in answers.files["277ca.x12"]
    path = tmp_path / "members.csv"
    path.write_text("member_id,coverage_start_date\nSYN100,2026-01-01\n")
    assert answer_file(TEXT, "acme_ppo", read_members(path)).summary["accepted"] == 2
    path.write_text("member_id,coverage_start_date,coverage_end_date\nSYN100,2026-01-01,2026-02-01\n")
    ended = answer_file(TEXT, "acme_ppo", read_members(path)).summary
    assert ended["denied_lines"] == 3 and "member_not_eligible" in ended["causes"]


def test_members_as_a_simulation_writes_them(simulated, tmp_path):
    from sim.billing.bulk.output import write_part

    write_part(tmp_path, "coverages", 0, simulated["coverages"].to_arrow(), "parquet")
    members = read_members(tmp_path / "coverages")
    assert all(
        (members[name].texts() == simulated["coverages"][name].texts()).all()
        for name in ("member_id", "payer_code", "plan_code")
    )
    (tmp_path / "broken.parquet").write_text("no")
    with pytest.raises(CleanClaimError, match="cannot read"):
        read_members(tmp_path / "broken.parquet")


@pytest.mark.parametrize(
    ("text", "said"), [("name\nx\n", "no column member_id"), ("member_id,coverage_start_date\nA,soon\n", "soon")]
)
def test_a_bad_list_of_members_is_told(tmp_path, text, said):
    path = tmp_path / "members.csv"
    path.write_text(text)
    with pytest.raises(CleanClaimError, match=said):
        read_members(path)


def test_a_bad_envelope_gets_a_ta1_and_nothing_else():
    answers = answer_file(TEXT.replace("IEA*1*000000007", "IEA*1*000000008"), "acme_ppo", enroll=True)
    assert set(answers.files) == {"ta1.x12"} and "TA1*000000007*260701*1200*R*001~" in answers.files["ta1.x12"]
    assert answers.summary["claims"] == answers.summary["rejected"] == 2


def test_a_ta1_that_is_asked_for_accepts():
    assert "*A*000~" in answer_file(TEXT.replace("*0*T*:", "*1*T*:"), "acme_ppo", enroll=True).files["ta1.x12"]


def test_a_set_with_an_error_is_refused_and_the_others_go_on():
    claims, lines, *_ = full_claim()
    two = write_837p(claims, lines, full_parties(), ENVELOPE, per_set=1).text.replace("*UN*1*", "*Q*1*", 1)
    answers = answer_file(two, "acme_ppo", enroll=True)
    told = read(answers.files["999.x12"]).answers
    assert (
        [one["verdict"] for one in told] == ["R", "A"]
        and told[0]["errors"][0]["segment"] == "SV1"
        and told[0]["errors"][0]["elements"][0]["error"] == "7"
    )
    assert "AK9*P*2*2*1~" in answers.files["999.x12"] and "IK5*R*5~" in answers.files["999.x12"]
    assert [claim["claim_id"] for claim in read(answers.files["277ca.x12"]).claims] == ["KID"] and answers.summary[
        "refused_sets"
    ] == 1
    assert (answers.summary["claims"], answers.summary["accepted"], answers.summary["rejected"]) == (2, 1, 1)


def test_unknown_payer_and_other_files_are_told():
    with pytest.raises(CleanClaimError, match="unknown payer"):
        answer_file(TEXT, "nobody")
    with pytest.raises(CleanClaimError, match="no claims in this file"):
        answer_file(answer_file(TEXT, "acme_ppo", enroll=True).files["835.x12"], "acme_ppo")


ODD = [
    "",
    "0",
    "-1",
    "99999999999",
    "20261399",
    "19000101",
    "21000101",
    "X",
    "A" * 30,
    "1.5",
    "-20",
    "99213:25",
    "é",
    "8",
    "7",
    "2",
]


@settings(max_examples=40)
@given(
    st.integers(9, 30),
    st.integers(1, 9),
    st.sampled_from(ODD),
    st.sampled_from(["acme_ppo", "medicare_part_b"]),
    st.booleans(),
)
def test_a_file_with_an_odd_value_anywhere_is_answered_and_the_answer_balances(place, element, value, payer, enroll):
    pieces = THEIRS.split("'")
    elements = pieces[place].split("*")
    elements[min(element, len(elements) - 1)] = value
    answers = answer_file(
        io.StringIO("'".join([*pieces[:place], "*".join(elements), *pieces[place + 1 :]])), payer, enroll=enroll
    )
    assert "999.x12" in answers.files and remittance_errors(answers.files.get("835.x12", "")) == []
    assert answers.summary["claims"] == answers.summary["accepted"] + answers.summary["rejected"]


def test_our_own_claims_get_the_answer_they_got_without_the_wire(simulated):
    people = SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    claims = numbered(simulated["claims"].take(simulated["claims"].payer_code == "medicare_part_b"))
    file = write_837p(claims, simulated["claim_lines"], parties(people, "medicare_part_b"), ENVELOPE)
    answers = answer_file(file.text, "medicare_part_b", simulated["coverages"])
    sent = np.isin(simulated["acknowledgements"].claim_key, file.claim_key)
    told = simulated["acknowledgements"].take(sent)
    assert answers.summary["accepted"] == int(told.is_accepted.sum()) and answers.summary["claims"] == len(
        file.claim_key
    )
    ours = simulated["remittance_lines"].take(np.isin(simulated["remittance_lines"].claim_key, file.claim_key))
    assert answers.summary["charge_amount"] == int(ours.charge_amount.sum())


def test_the_commands(tmp_path, capsys):
    path, out = tmp_path / "claims.837", tmp_path / "answers"
    path.write_text(TEXT)
    assert main(["adjudicate", str(path), "--payer", "acme_ppo", "--out", str(out), "--enroll", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert {"claims", "accepted", "rejected", "paid_amount", "denied_lines", "causes"} <= set(
        summary
    ) and summary == json.loads((out / "summary.json").read_text())
    assert sorted(one.name for one in out.iterdir()) == ["277ca.x12", "835.x12", "999.x12", "summary.json"]
    assert main(["edi", "read", str(out / "835.x12"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (
        list(document) == ["transaction", "version", "control_number", "claims", "findings"]
        and document["transaction"] == "835"
    )
    assert {"claim_id", "status", "charge_amount", "paid_amount", "patient_responsibility_amount", "lines"} <= set(
        document["claims"][0]
    )
    assert {"code", "modifiers", "charge_amount", "paid_amount", "units", "adjustments"} <= set(
        document["claims"][0]["lines"][0]
    )
    assert main(["edi", "read", str(path)]) == 0 and "KID" in capsys.readouterr().out
    path.write_text(TEXT.replace("*UN*1*", "*Q*1*", 1))
    assert main(["edi", "read", str(path)]) == 1 and "24G" in capsys.readouterr().out
    assert main(["edi", "read", str(tmp_path / "none"), "--json"]) == 2
    assert main(["adjudicate", str(path), "--payer", "nobody", "--out", str(out)]) == 2


def test_simulated_files_on_the_command_line(tmp_path, capsys):
    assert (
        main(
            [
                "simulate",
                "--encounters",
                "60",
                "--seed",
                "2",
                "--out",
                str(tmp_path / "x"),
                "--format",
                "x12",
                "--workers",
                "1",
                "--json",
            ]
        )
        == 0
    )
    result = json.loads(capsys.readouterr().out)
    texts = {path.relative_to(tmp_path / "x").as_posix(): path.read_text() for path in (tmp_path / "x").rglob("*.x12")}
    claims = sum(len(read(text).claims) for name, text in texts.items() if "/837" in name or "/crossover" in name)
    names = {name.split("/")[1] for name in texts} - {"crossover-00000.x12"}
    assert claims == result["claims"] and names == {"837-00000.x12", "999-00000.x12", "277ca-00000.x12", "835.x12"}
    assert all(remittance_errors(text) == [] for name, text in texts.items() if "835" in name)
    assert (
        sum(one["paid_amount"] for name, text in texts.items() if "835" in name for one in read(text).claims)
        == result["paid_amount"]
    )
