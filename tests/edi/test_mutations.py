"""Broken files of every kind: findings, one-line errors, never a traceback and never a hang."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from covering import VARIANTS, covering
from hypothesis import given, settings
from hypothesis import strategies as st
from test_explanation import FILES
from test_inquiries import NPI
from test_interchanges import TEXT

import sim.edi
from sim.billing.wire.inquiries import coverage_files, questions, status_files
from sim.billing.wire.inbound_claims import numbered
from sim.cli import main
from sim.edi.reader.any_file import read

MUTATIONS, SAMPLE = 10_500, 400


@pytest.fixture(scope="module")
def one_claim_files(simulated):
    """Valid files of one claim (or member, or set) each."""
    from types import SimpleNamespace

    import numpy as np

    household = SimpleNamespace(patients=simulated["patients"], coverages=simulated["coverages"])
    adjudication = SimpleNamespace(
        **{name: simulated[name] for name in ("acknowledgements", "remittance_lines", "adjustments")}
    )
    claims = numbered(
        simulated["claims"]
        .take((simulated["claims"].payer_code == "acme_ppo") & ~np.isnat(simulated["claims"].submitted_date))
        .take(np.arange(1))
    )
    asked = questions(simulated["coverages"], "acme_ppo", "2026-05-05", NPI, ("J7325",))
    made = {
        **coverage_files(asked.take(np.arange(1)), household, codes=("J7325",)),
        **status_files(claims, simulated["claim_lines"], household, adjudication, "2027-01-01"),
    }
    files = {
        "837P": sim.edi.sample("claim"),
        "835": sim.edi.sample("remittance"),
        "277CA": FILES["277ca.x12"],
        "999": FILES["999.x12"],
        "271": made["271.x12"],
        "277": made["277.x12"],
    }
    assert not any(read(text).findings for text in files.values())
    return files


@pytest.mark.parametrize("count", [SAMPLE, pytest.param(MUTATIONS, marks=pytest.mark.slow)])
def test_mutations_give_findings_and_never_raise_hang_or_lose_a_claim(one_claim_files, count):
    files = one_claim_files | {f"all of {name}": covering(name, 2) for name in VARIANTS}
    order = json.dumps({"files": files, "count": count, "seed": 20261122})
    child = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("mutate.py"))],
        input=order,
        capture_output=True,
        text=True,
        timeout=600,
        cwd=Path(sim.edi.__file__).parents[2],
    )
    assert child.returncode == 0, child.stderr[-3000:]
    out = json.loads(child.stdout)
    assert not out["failures"], out["failures"][0][3]
    assert out["count"] == count and out["with_findings"] > count * 0.7


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=500), st.integers(0, 2), st.integers(0, 3000))
def test_any_bytes_are_read_and_told(raw, where, cut):
    whole = TEXT.encode()
    source = (raw, whole[:106] + raw, whole[:cut] + raw + whole[cut:])[where]
    found, told = read(source), sim.edi.explain(source)
    assert (
        len(found.findings) == len(told.findings)
        and json.dumps(found.document(), default=str)
        and told.text(40)
        and told._repr_html_()
    )


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="*|>:~^+'\n\t AZ09é\\", min_size=3, max_size=3), st.booleans())
def test_any_signs(signs, breaks):
    """Signs that tell themselves apart give the same claims; others a finding."""
    element, part, end = signs
    text = "".join(
        piece.strip().translate(str.maketrans({"*": element, ":": part})) + end + "\n" * breaks
        for piece in TEXT.split("~")
        if piece.strip()
    )
    found = read(text.encode())
    assert found.has_errors or found.claims


def levels(count: int, parent) -> str:
    """A file with that many levels, one below another."""
    head, rest = TEXT[: TEXT.index("HL*1*")], TEXT[TEXT.index("SE*") :]
    return head + "".join(f"HL*{n}*{parent(n)}*{'22' if n % 2 else '23'}*1~\n" for n in range(1, count)) + rest


@pytest.mark.parametrize(
    "parent",
    [lambda n: n - 1, lambda n: n, lambda n: n + 1, lambda n: 10**12],
    ids=["deep", "itself", "forward", "nowhere"],
)
def test_levels_that_nest_deep_or_in_circles(parent):
    for text in (levels(3_000, parent), levels(200, parent).replace("*23*", "*20*")):
        assert read(text).has_errors and sim.edi.explain(text).text()


@pytest.mark.parametrize(
    "value", ["9" * 400, "-" + "9" * 17, "1E400", "0." + "1" * 50, "٣", "NaN", "inf", "1,000", "0x10"]
)
def test_numbers_that_overflow_or_are_none(value):
    for old in ("CLM*KID*120*", "*UN*1***1~", "DMG*D8*20150505", "LX*1~"):
        new = re.sub(
            r"(120|\*1\*|20150505|1)(?=[*~]|$)",
            lambda found: found[0].replace(found[1].strip("*"), value),
            old,
            count=1,
        )
        assert old in TEXT and read(TEXT.replace(old, new)).has_errors
    for name in ("835.x12", "277ca.x12", "999.x12"):
        text = re.sub(r"(\*)\d+(\.\d+)?(?=\*)", rf"\g<1>{value}", FILES[name][200:])
        assert read(FILES[name][:200] + text).has_errors


def test_an_element_of_a_million_signs_and_a_file_without_end():
    assert read(TEXT.replace("Elm Street", "E" * 1_000_000)).has_errors
    assert read(TEXT[:106] + "A" * 300_000).has_errors and read("ISA" + "*" * 300_000).has_errors
    assert sim.edi.explain(TEXT.replace("NM1*IL", "NM1" + "*" * 20_000 + "IL", 1)).text(30)


BROKEN = {
    "empty": "",
    "no x12": "hello",
    "half": TEXT[:700],
    "no end": TEXT.replace("IEA*1*000000007~", ""),
    "other claims": TEXT.replace("005010X222A1", "004010X098"),
    "unknown kind": TEXT.replace("ST*837*", "ST*123*").replace("005010X222A1", "123"),
    "bad envelope": TEXT.replace("*00501*", "*0050*"),
    "binary": "\x00\x01\x02ISA\xff",
}


@pytest.mark.parametrize("name", BROKEN)
def test_every_command_says_it_in_lines_and_never_raises(name, tmp_path, capsys, monkeypatch):
    path = tmp_path / "broken.837"
    path.write_text(BROKEN[name], encoding="utf-8", newline="")
    for command in (
        ["edi", "read", str(path)],
        ["edi", "read", str(path), "--json"],
        ["edi", "explain", str(path)],
        ["adjudicate", str(path), "--payer", "acme_ppo", "--out", str(tmp_path / "out"), "--enroll"],
    ):
        code = main(command)
        told = capsys.readouterr()
        assert code in (0, 1, 2) and "Traceback" not in told.out + told.err and "fault of its own" not in told.err
        assert code or name == "other claims"
        assert told.err.count("\n") <= 1


def test_a_folder_and_a_file_that_may_not_be_read_are_told(tmp_path, capsys):
    for command in (
        ["edi", "read", str(tmp_path)],
        ["edi", "explain", str(tmp_path)],
        ["adjudicate", str(tmp_path), "--payer", "acme_ppo", "--out", str(tmp_path / "o")],
    ):
        assert main(command) == 2 and capsys.readouterr().err.count("\n") == 1


def test_many_interchanges_with_other_signs_in_one_stream():
    other = "".join(
        piece.strip().translate(str.maketrans({"*": "|", ":": ">"})) + "'"
        for piece in FILES["835.x12"].split("~")
        if piece.strip()
    )
    found = read(io.StringIO(TEXT + other + FILES["277ca.x12"]))
    assert len(found.interchanges) == 3 and len(found.claims) == 2 + 2 + 2
