"""A corrected claim or a void whose original was answered in an earlier file: the original is reversed to the cent as
it was answered, and the remittance balances.
"""

import pytest

from sim.billing.wire.claim_history import earlier_answers
from sim.billing.wire.clearinghouse import answer_file
from sim.cli import main
from sim.edi import sample
from sim.edi.reader.any_file import read
from sim.ground.errors import CleanClaimError

NUMBER = "P0000016384-8"  # the payer's number in our sample remittance


def corrected(frequency: str = "7", number: str = NUMBER) -> str:
    text = sample("claim").replace("\n", "").replace("11:B:1*", f"11:B:{frequency}*")
    text = text.replace("REF*X4*", f"REF*F8*{number}~REF*X4*").replace("SE*34*", "SE*35*")
    return text.replace("*V1024-0*", "*NEW7*")


@pytest.fixture
def history(tmp_path):
    def made(text: str | None = None):
        path = tmp_path / "earlier.835"
        path.write_text(sample("remittance") if text is None else text)
        return path

    return made


def reversal_of(files: dict[str, str]) -> dict:
    found = read(files["835.x12"])
    assert not found.has_errors, [one.line() for one in found.findings]
    return next(claim for claim in found.claims if claim["status"] == "22")


def test_without_history_the_original_is_not_found():
    summary = answer_file(corrected(), "acme_ppo", enroll=True).summary
    assert summary["causes"]["original_not_found"]["count"] == 1


def test_a_corrected_claim_reverses_its_original_as_it_was_answered(history):
    text = corrected().replace("HC:99214*300", "HC:99215*400").replace("NEW7*324", "NEW7*424")
    answers = answer_file(text, "acme_ppo", enroll=True, earlier=earlier_answers(history()))
    back, sums = reversal_of(answers.files), answers.summary
    assert (back["charge_amount"], back["paid_amount"]) == (-32_400, -12_499)
    assert (back["claim_id"], back["payer_claim_number"]) == ("V1024-0", NUMBER)
    assert [one["amount"] for line in back["lines"] for one in line["adjustments"]] == [-15_001, -2_500, -1_332, -1_068]
    assert sums["reversed"] == {"claims": 1, "charge_amount": -32_400, "paid_amount": -12_499}
    assert (sums["claims"], sums["accepted"], sums["charge_amount"]) == (1, 1, 42_400)
    assert sums["payment_amount"] == sums["paid_amount"] - 12_499
    taken = sum(row["amount"] for row in sums["causes"].values())
    assert sums["charge_amount"] == sums["paid_amount"] + taken
    assert answers.files["277ca.x12"].count("REF*1K*") == 1


def test_the_original_gives_back_what_it_used_up(history):
    """The sample claim, unchanged and corrected: the same answer again, not one with the deductible taken twice."""
    alone = answer_file(sample("claim"), "acme_ppo", enroll=True).summary
    again = answer_file(corrected(), "acme_ppo", enroll=True, earlier=earlier_answers(history())).summary
    for name in ("charge_amount", "paid_amount", "patient_responsibility_amount", "causes"):
        assert again[name] == alone[name], name


def test_a_void_only_takes_back_and_carries_the_shortfall_forward(history):
    answers = answer_file(corrected("8"), "acme_ppo", enroll=True, earlier=earlier_answers(history()))
    assert reversal_of(answers.files)["paid_amount"] == -12_499
    assert answers.summary["payment_amount"] == 0 and "FB" in answers.files["835.x12"]
    assert answers.summary["charge_amount"] == 0 and answers.summary["reversed"]["claims"] == 1


def test_adjustments_of_the_whole_claim_and_a_claim_without_lines(history):
    whole = sample("remittance").replace("\n", "")
    start, end = whole.index("SVC*"), whole.index("SE*28")
    bare = whole[:start] + whole[end:]
    bare = bare.replace("35.68*12*P0000016384-8*11*1~", "35.68*12*P0000016384-8*11*1~CAS*CO*45*163.33~CAS*PR*3*35.68~")
    bare = bare.replace("SE*28", f"SE*{bare[bare.index('ST*') : bare.index('GE*')].count('~')}")
    answers = answer_file(corrected(), "acme_ppo", enroll=True, earlier=earlier_answers(history(bare)))
    back = reversal_of(answers.files)
    assert (back["charge_amount"], back["paid_amount"], len(back["lines"])) == (-32_400, -12_499, 1)


@pytest.mark.parametrize(
    "text",
    [corrected(number="P0000000099-9"), corrected().replace("SYN441243321201", "SYN000000000000")],
    ids=["another number", "another member"],
)
def test_what_the_history_does_not_hold_is_not_found(text, history):
    summary = answer_file(text, "acme_ppo", enroll=True, earlier=earlier_answers(history())).summary
    assert summary["causes"]["original_not_found"]["count"] == 1 and summary["reversed"]["claims"] == 0


def test_an_original_that_was_reversed_already_does_not_stand(history):
    text = sample("remittance").replace("\n", "")
    gone = "CLP*V1024-0*22*-324*-124.99**12*P0000016384-8*11*1~NM1*QC*1*Chandler-Synth*Mark****MI*SYN441243321201~"
    gone += "SVC*HC:99214*-324*-124.99~DTM*472*20260529~CAS*CO*45*-199.01~PLB*2066719842*20261231*FB*-124.99~SE*34"
    text = text.replace("SE*28", gone)
    assert not read(text).has_errors, [one.line() for one in read(text).findings]
    assert NUMBER not in earlier_answers(history(text)).stands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (sample("claim"), "837P"),
        ("%PDF-1.4", "This is a PDF, not X12"),
        (sample("remittance").replace("CAS*PR*3*25", "CAS*PR*3*26"), "Line 1"),
        ("", "No interchange"),
    ],
    ids=["a claim file", "a PDF", "out of balance", "empty"],
)
def test_a_history_that_cannot_be_used_is_one_clear_error(text, words, history):
    with pytest.raises(CleanClaimError, match=words):
        earlier_answers(history(text))


def test_the_command(history, tmp_path, capsys):
    (tmp_path / "new.837").write_text(corrected())
    out = str(tmp_path / "out")
    common = ["adjudicate", str(tmp_path / "new.837"), "--payer", "acme_ppo", "--out", out, "--enroll"]
    assert main([*common, "--history", str(history())]) == 0
    assert "reversed of an earlier remittance: 1, paid -$124.99" in capsys.readouterr().out
    assert main([*common, "--history", str(tmp_path / "none.835")]) == 2
    assert "cannot read" in capsys.readouterr().err
