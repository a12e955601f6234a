"""Any file in plain words beside its segments: in the terminal and in a notebook, with what is wrong at its place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_others import ANSWER, HOSPITAL, REQUEST
from test_interchanges import TEXT, respelled
from wire_made import ENVELOPE

import sim.edi
from sim.billing.wire.clearinghouse import answer_file
from sim.cli import main
from sim.edi.writer.acknowledgements import write_ta1
from sim.edi.grammar.guides import VERSIONS, grammar
from sim.edi.explainer.meanings import meaning, words
from sim.edi.reader.interchanges import Reader
from sim.ground.files import find

FILES = answer_file(
    re.sub(r"CLM\*ACCT 1/A\*469\.05\*\*\*11:B:7", "CLM*ACCT 1/A*469.05***11:B:1", TEXT), "acme_ppo", enroll=True
).files


def every_file() -> dict[str, str]:
    """One of each kind that there is."""
    reader = Reader(TEXT)
    list(reader)
    return {
        "837P": TEXT,
        "837I": HOSPITAL,
        "278 request": REQUEST,
        "278 answer": ANSWER,
        "TA1": write_ta1(reader.interchanges[0], ENVELOPE),
        **FILES,
    }


@pytest.mark.parametrize(
    "name", ["837P", "837I", "278 request", "278 answer", "TA1", "999.x12", "277ca.x12", "835.x12"]
)
def test_every_segment_is_told(name):
    text = every_file()[name]
    told = sim.edi.explain(text)
    assert [row.text for row in told.rows] == [
        piece.strip() for piece in text.split("~") if piece.strip()
    ] and not told.findings
    assert all(row.label and "Not " not in row.label for row in told.rows)
    assert sum(len(row.parts) for row in told.rows) > len(told.rows)


def test_codes_are_told_by_the_library():
    told = sim.edi.explain(FILES["835.x12"])
    said = "\n".join(f"{name}: {value} ({words})" for row in told.rows for _, name, value, words, _ in row.parts)
    for one in ("45 (Charge above the allowed amount)", "CLP", "(processed as ", "CO (", "($"):
        assert one in said or one in told.text(60), one
    said = sim.edi.explain(TEXT).text(140)
    assert (
        "11 (Office)" in said
        and "Office visit" in said
        and "25 (" in said
        and "M1711 (M17.11)" in said
        and "20260403 (Apr 3, 2026)" in said
        and "[box 24F]" in said
    )


@pytest.mark.parametrize("width", [30, 40, 80, 109, 110, 200])
def test_it_fits_the_terminal(width):
    told = sim.edi.explain(TEXT).text(width)
    assert (
        max(map(len, told.split("\n"))) <= width
        and "Billing provider's name" in told.replace("\n", " ").replace("  ", "")
        or width < 60
    )


def test_what_is_wrong_stands_at_its_segment_with_what_was_expected_and_its_box():
    told = sim.edi.explain(
        TEXT.replace("*UN*1***2:1~", "*XX*1***2:1~").replace("DMG*D8*19700203*F", "DMG*D8*19701303*F")
    )
    wrong = {row.text: row.findings for row in told.rows if row.findings}
    assert set(wrong) == {"SV1*HC:99214:25*300*XX*1***2:1", "DMG*D8*19701303*F"}
    assert "expected UN, MJ" in told.text(200) and "box 24G" in told.text(200) and "ERROR: Units" in told.text(200)
    assert "ERROR" in told._repr_html_() and told.reading.has_errors


def test_sums_counts_and_envelopes_are_told_at_their_place():
    told = sim.edi.explain(TEXT.replace("CLM*KID*120", "CLM*KID*121"))
    assert [row.text[:7] for row in told.rows if row.findings] == ["CLM*KID"]
    told = sim.edi.explain(TEXT.replace("IEA*1*000000007", "IEA*1*000000008"))
    assert [row.text[:3] for row in told.rows if row.findings] == ["IEA"]
    told = sim.edi.explain(re.sub(r"BPR\*I\*[\d.]+", "BPR*I*1", FILES["835.x12"]))
    assert [row.text[:3] for row in told.rows if row.findings] == ["BPR"]
    two = TEXT + TEXT.replace("000000007", "000000008").replace("*UN*1***2:1~", "*XX*1***2:1~")
    assert [number for number, row in enumerate(sim.edi.explain(two).rows) if row.findings][0] > len(
        TEXT.split("~")
    ) - 2


def test_everything_is_escaped():
    bad = TEXT.replace("NM1*DN*1*", "NM1*DN*1*<script>alert(1)</script>").replace("ZZZ", "<b>")
    page = sim.edi.explain(bad)._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "\x1b" not in sim.edi.explain(TEXT.replace("Prairie", "\x1b[31mPrairie")).text()


def test_a_long_file_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("sim.edi.explainer.explanation.MOST", 20)
    told = sim.edi.explain(TEXT)
    assert (
        len(told.rows) == 20
        and told.is_cut
        and "first 20 segments" in told.text()
        and "first 20 segments" in told._repr_html_()
    )


def test_other_signs_make_no_difference():
    ours, theirs = sim.edi.explain(TEXT), sim.edi.explain(respelled(TEXT, "|", ">", "'", ""))
    assert [row.label for row in ours.rows] == [row.label for row in theirs.rows] and [row.parts for row in ours.rows][
        3:
    ] == [row.parts for row in theirs.rows][3:]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_told(text):
    for one in (TEXT[:106] + text, "ISA" + text, TEXT[:400] + text):
        told = sim.edi.explain(one.encode("utf-8", "replace"))
        assert told.text(50) and told._repr_html_()


def test_the_command(tmp_path, capsys):
    path = tmp_path / "a.837"
    path.write_text(TEXT)
    assert main(["edi", "explain", str(path)]) == 0 and "Total charge" in capsys.readouterr().out
    assert main(["edi", "explain", str(path), "--html"]) == 0 and "<table" in capsys.readouterr().out
    path.write_text("hello")
    assert main(["edi", "explain", str(path)]) == 1
    assert main(["edi", "explain", str(tmp_path / "none")]) == 2 and "cannot read" in capsys.readouterr().err


def test_the_words_of_values_are_each_given_once():
    rows = (
        [line.split(",")[:2] for line in find("sim/edi/explainer/words.csv").read_text().splitlines()[3:]]
        if (find("sim/edi/explainer/words.csv")).exists()
        else []
    )
    assert len({tuple(row) for row in rows}) == len(rows) and len(words()) > 300 and len(VERSIONS) == 10


def test_the_samples_of_the_lesson_are_clean():
    for name, kind in (("claim", "837P"), ("remittance", "835")):
        told = sim.edi.explain(sim.edi.sample(name))
        assert told.reading.transaction == kind and not told.findings and len(told.reading.claims) == 1
    sent, paid = (sim.edi.explain(sim.edi.sample(name)).reading.claims[0] for name in ("claim", "remittance"))
    assert (
        sent["claim_id"] == paid["claim_id"]
        and sent["charge_amount"] == paid["charge_amount"] > paid["paid_amount"] > 0
    )


def test_every_public_name_of_the_wire_is_there():
    assert all(callable(getattr(sim.edi, name)) for name in dir(sim.edi))


def test_a_notebook_does_not_read_the_amounts_of_a_file_as_formulas():
    assert '<table class="cc-wire mathjax_ignore">' in sim.edi.explain(sim.edi.sample("claim"))._repr_html_()


@pytest.mark.parametrize("transaction", ["837P", "837I", "835"])
def test_every_code_of_a_list_has_words(transaction):
    """Of the codes that the guide lists for an element, none is shown without saying what it means; that a date is one
    date (D8) says the date.
    """
    silent = {
        (f"{segment.id}{one.label}", value)
        for loop in grammar(transaction).loops.values()
        for segment in loop.segments
        for one in segment.elements
        for value in one.values
        if value != "D8"
        and not (one.source == f"={value}" and len(one.values) == 1)
        and not meaning(segment, one, value, {})
    }
    assert silent == set()


def test_segments_of_another_guide_are_said_to_be_not_read():
    shown = sim.edi.explain(TEXT.replace("005010X222A1", "005010X224A2"))
    assert {row.label for row in shown.rows if row.set_place[0]} == {"Not read (another guide)"}
    assert "a dental claim" in shown.text() and "Not expected here" not in shown.text()
