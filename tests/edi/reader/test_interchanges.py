"""Reading is forgiving in form and strict in meaning: whatever a file looks like it is read or explained, and never
raises.
"""

import io
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.reader import segments as tokens
from sim.edi.writer.acknowledgements import ta1_code
from sim.edi.reader.interchanges import Reader
from sim.edi.reader.any_file import read
from sim.edi.reader.segments import segments
from sim.edi.writer.claims import write_837p
from sim.ground.errors import CleanClaimError

TEXT = write_837p(*full_claim()[:2], full_parties(), ENVELOPE, *full_claim()[2:]).text
CLAIMS = read(TEXT).claims


def respelled(text: str, element="*", part=":", segment="~", breaks="\n", repeat="^") -> str:
    """The same file with other signs."""
    pieces = [piece.strip() for piece in text.split("~") if piece.strip()]
    swap = str.maketrans({"*": element, ":": part, "^": repeat})
    return "".join(piece.translate(swap) + segment + breaks for piece in pieces)


def test_the_file_itself_is_clean():
    found = read(TEXT)
    assert not found.findings and (found.transaction, found.version, found.control_number) == (
        "837P",
        "005010X222A1",
        "000000007",
    )
    assert [claim["claim_id"] for claim in found.claims] == ["ACCT 1/A", "KID"] and found.claims[0][
        "charge_amount"
    ] == 46_905


@pytest.mark.parametrize(
    ("element", "part", "segment", "breaks"),
    [
        ("*", ":", "~", ""),
        ("*", ":", "~", "\r\n"),
        ("|", ">", "~", "\n"),
        ("*", ">", "\n", ""),
        ("\t", "\\", "'", ""),
        ("+", ":", "\r", "\n"),
        ("*", ":", "~", " \n "),
    ],
)
def test_any_signs_that_the_header_declares(element, part, segment, breaks):
    found = read(respelled(TEXT, element, part, segment, breaks))
    assert not found.findings and found.claims == CLAIMS


def test_byte_order_mark_blanks_and_what_follows(tmp_path):
    path = tmp_path / "claims.837"
    path.write_bytes(b"\xef\xbb\xbf\r\n " + TEXT.encode() + b" \r\n\r\n\x1a")
    assert read(path).claims == CLAIMS and not read(path).findings
    assert read(str(path)).claims == read(TEXT.encode()).claims == read(io.StringIO("\ufeff" + TEXT)).claims == CLAIMS


def test_several_interchanges_each_with_signs_of_its_own():
    other = respelled(TEXT, "|", ">", "'", "").replace("000000007", "000000008")
    found = read(TEXT + other + "\n" + TEXT.replace("000000007", "000000009"))
    assert len(found.interchanges) == 3 and [one.control_number[-1] for one in found.interchanges] == ["7", "8", "9"]
    assert found.claims == CLAIMS * 3 and not found.findings
    assert [one.finding for one in read(TEXT + TEXT).findings] == ["duplicate-interchange"]


@pytest.mark.parametrize("size", [1, 7, 64, 333])
def test_a_file_read_in_small_pieces_is_the_same(monkeypatch, size):
    monkeypatch.setattr(tokens, "PIECE", size)
    both = TEXT + respelled(TEXT, "|", ">", "'", "").replace("000000007", "000000008")
    found = read(io.StringIO(both))
    assert found.claims == CLAIMS * 2 and not found.findings


@pytest.mark.parametrize("version", ["005010X222", "005010X222A2"])
def test_older_and_later_versions_of_the_guide(version):
    found = read(TEXT.replace("005010X222A1", version))
    assert found.claims == CLAIMS and not found.findings and found.version == version


def test_another_addendum_of_a_known_guide_is_read_with_a_warning():
    found = read(TEXT.replace("005010X222A1", "005010X222A9"))
    assert (
        found.claims == CLAIMS
        and {one.finding for one in found.findings} == {"unknown-version"}
        and not found.has_errors
    )


def test_headers_without_fixed_width_long_dates_and_times():
    isa, rest = TEXT[:107], TEXT[107:]
    thin = re.sub(r" +\*", "*", isa)
    found = read(thin + rest)
    assert found.claims == CLAIMS and [one.finding for one in found.findings] == ["isa-not-fixed-width"]
    longer = thin.replace("*260701*1200*", "*20260701*120000*") + rest.replace(
        "*20260701*1200*7*", "*260701*12000000*7*"
    )
    assert read(longer).claims == CLAIMS and not read(longer).has_errors
    spans = TEXT.replace("DTP*472*D8*20260403~", "DTP*472*RD8*20260403-20260403~").replace(
        "DMG*D8*20150505", "DMG*D8*150505"
    )
    assert read(spans).claims == CLAIMS


@pytest.mark.parametrize(
    ("old", "new", "finding", "segment", "element", "box"),
    [
        ("*UN*1***2:1~", "*XX*1***2:1~", "wrong-value", "SV1", "03", "24G"),
        ("SV1*HC:99214:25*300", "SV1*HC:99214:25*3.001", "wrong-value", "SV1", "02", "24F"),
        ("DTP*472*D8*20260403~", "DTP*472*D8*20261303~", "wrong-value", "DTP", "03", "24A"),
        ("DMG*D8*19700203*F", "DMG*D8*19700203*X", "wrong-value", "DMG", "03", "3"),
        ("CLM*ACCT 1/A*469.05*", "CLM**469.05*", "missing-element", "CLM", "01", "26"),
        ("CLM*ACCT 1/A*", "CLM*" + "A" * 39 + "*", "too-long", "CLM", "01", "26"),
        ("***2:1~", "~", "missing-element", "SV1", "07-1", "24E"),
        ("SBR*S*18", "SBR*X*18", "wrong-value", "SBR", "01", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_its_box(old, new, finding, segment, element, box):
    assert old in TEXT
    found = [one for one in read(TEXT.replace(old, new, 1)).findings if one.finding == finding]
    assert [(one.segment, one.element, one.box) for one in found] == [(segment, element, box)]
    assert found[0].position > 1 and found[0].expected and found[0].set_number == "0001" and found[0].message


def test_missing_segments_and_loops_are_named():
    gone = read(TEXT.replace("HI*ABK:M1711*ABF:I10**********ABF:Z0000~\n", ""))
    assert ("missing-segment", "HI", "21") in [(one.finding, one.segment, one.box) for one in gone.findings]
    gone = read(TEXT.replace("LX*1~\n", "").replace("SV1*HC:99213*120*UN*1***1~\nDTP*472*D8*20260403~\n", ""))
    assert {"missing-loop", "segment-count-differs"} <= {one.finding for one in gone.findings}
    late = TEXT.replace("HI*ABK:J020~\n", "HI*ABK:J020~\nPWK*OZ*EL~\n")
    assert "out-of-order" in {one.finding for one in read(late).findings}


def test_what_belongs_nowhere_is_passed_over():
    strange = TEXT.replace("NM1*DN*1*", "NM1*XY*1*Nobody~\nN3*Somewhere~\nZZZ*1~\nNM1*DN*1*", 1)
    found = read(strange)
    assert [one.finding for one in found.findings if one.finding == "unexpected-segment"] == ["unexpected-segment"] * 2
    assert [claim["patient"] for claim in found.claims] == [claim["patient"] for claim in CLAIMS]


@pytest.mark.parametrize(
    ("change", "finding", "note"),
    [
        (lambda text: text.replace("IEA*1*000000007", "IEA*1*000000008"), "interchange-number-differs", "001"),
        (lambda text: text.replace("IEA*1*", "IEA*2*"), "group-count-differs", "021"),
        (lambda text: text[: text.index("SE*")], "premature-end", "023"),
        (lambda text: text.replace("IEA*1*000000007~\n", ""), "missing-iea", "023"),
        (lambda text: text.replace("*000000007*0*T*", "*00000000X*0*T*"), "wrong-envelope", "018"),
        (lambda text: text.replace("*00501*", "*00401*"), "version-differs", "017"),
        (lambda text: text.replace("*00501*", "*00999*"), "wrong-envelope", "017"),
        (lambda text: "hello " + text, "outside-interchange", "022"),
    ],
)
def test_a_bad_envelope_is_a_finding_with_its_ta1_note(change, finding, note):
    reader = Reader(change(TEXT))
    list(reader)
    assert (finding, note) in [(one.finding, one.note) for one in reader.findings]
    assert ta1_code(reader.interchanges[0])[0] == "R"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "ISA",
        "ISA*",
        "ISA" * 50,
        "hello",
        "ST*837*0001~",
        "{}",
        "\x00\x01",
        "ISA*00*" + "~" * 200,
        "GS*HC*A*B~ST*837*1~SE*2*1~",
    ],
)
def test_no_x12_at_all(text):
    found = read(io.StringIO(text))
    assert found.has_errors and not found.claims


def test_a_path_that_is_not_there_is_told():
    with pytest.raises(CleanClaimError, match="cannot read"):
        read("no-such-file.837")


def test_counts_and_numbers_of_sets_and_groups():
    assert "segment-count-differs" in {one.finding for one in read(re.sub(r"SE\*\d+\*", "SE*5*", TEXT)).findings}
    assert "set-number-differs" in {
        one.finding for one in read(re.sub(r"(SE\*\d+\*)0001", r"\g<1>0002", TEXT)).findings
    }
    assert "set-count-differs" in {one.finding for one in read(TEXT.replace("GE*1*", "GE*2*")).findings}
    assert "group-number-differs" in {one.finding for one in read(TEXT.replace("GE*1*7", "GE*1*8")).findings}


def test_a_flood_of_findings_is_cut():
    bad = TEXT.replace("LX*2~\n", "ZZ9*1~\n" * 5_000)
    found = read(bad)
    assert 400 < len(found.findings) < 600 and any(one.finding == "more-findings" for one in found.findings)


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_text_is_read(text):
    read(io.StringIO(text))
    read(io.StringIO(TEXT[:106] + text))
    segments(io.StringIO("ISA" + text))


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_any_mutation_of_a_file_gives_findings_and_never_raises(seed, times):
    draw, text = random.Random(seed), TEXT
    for _ in range(times):
        at, to = sorted((draw.randrange(len(text)), draw.randrange(len(text))))
        to = min(to, at + draw.choice([1, 3, 40, 400]))
        text = draw.choice(
            [
                text[:at] + text[to:],
                text[:at] + text[at:to] * 2 + text[to:],
                text[:at] + draw.choice("*:~^\n-.9Aé") + text[at:],
                text[:at] + text[to:at:-1] + text[to:],
                text[:at] + "".join(chr(draw.randrange(0x3000)) for _ in range(3)) + text[to:],
                text[to:] + text[:at],
            ]
        )
    found = read(io.StringIO(text))
    assert isinstance(found.document(), dict)
