"""A segment that is unknown where it stands closes nothing: every claim and every line of the file stays as it was."""

import random
import re

import pytest
from covering import VARIANTS, covering
from test_explanation import FILES
from test_interchanges import TEXT
from test_others import HOSPITAL
from test_wild import OLD_SCHOOL

from sim.edi.reader.any_file import read
from sim.edi.reader.places import place_of

PAIRS = 200
UNKNOWN = (
    "ZZZ*1",
    "NM1*XY*1*NOBODY",
    "N1*XY*NOBODY",
    "REF*ZZZ*1",
    "DTP*999*D8*20260101",
    "DTM*999*20260101",
    "HL*99*1*ZZ*0",
    "AMT*ZZZ*1",
    "QTY*ZZ*1",
    "PER*ZZ*NOBODY",
    "CRC*XX*Y*1",
    "TOO*JP*3",
    "SV3*AD:D0120*50",
    "SV9*X",
)
ELSEWHERE = (  # known segments that belong to another level than a claim's
    "NM1*85*2*NOBODY*****XX*2400315778",
    "NM1*41*2*NOBODY*****46*1",
    "NM1*IL*1*NOBODY*ADA****MI*X1",
    "REF*EI*000000009",
    "PRV*BI*PXC*207X00000X",
    "CUR*85*CAD",
    "BHT*0019*00*1*20260101*1200*CH",
    "N1*PR*NOBODY",
    "TRN*1*1*1",
)


def others_signs(text: str) -> str:
    return text.translate(str.maketrans({"*": ":", ":": ">"}))


SOURCES = {"837P": TEXT, "837I": HOSPITAL, "835": FILES["835.x12"], "277CA": FILES["277ca.x12"], "wild 835": OLD_SCHOOL}
SOURCES |= {f"all of {name}": covering(name, 2) for name in VARIANTS}


def with_one_more(text: str, segment: str, draw: random.Random) -> str:
    """The file with one segment more, somewhere between its first ST and the SE, which counts it."""
    pieces = [piece.strip() for piece in text.split("~")]
    low = next(number for number, piece in enumerate(pieces) if piece[:2] == "ST")
    high = next(number for number, piece in enumerate(pieces) if piece[:2] == "SE")
    pieces.insert(draw.randrange(low + 1, high + 1), segment)
    more = re.sub(r"^SE(.)(\d+)", lambda found: f"SE{found[1]}{int(found[2]) + 1}", pieces[high + 1])
    return "~".join([*pieces[: high + 1], more, *pieces[high + 2 :]])


@pytest.mark.parametrize("name", SOURCES)
def test_pairs_with_and_without_one_unknown_segment_say_the_same(name):
    draw, text = random.Random(f"pairs {name}"), SOURCES[name]
    whole = read(text)
    assert whole.claims and not whole.has_errors
    for number in range(PAIRS):
        segment = UNKNOWN[number % len(UNKNOWN)]
        segment = others_signs(segment) if name == "wild 835" else segment
        changed = with_one_more(text, segment, draw)
        found = read(changed)
        assert found.claims == whole.claims, (segment, changed)
        assert {one.finding for one in found.findings if one.severity == "error"} <= {"unexpected-segment"}


@pytest.mark.parametrize("segment", ELSEWHERE)
def test_a_segment_of_another_level_inside_a_claim_closes_nothing(segment):
    pieces = TEXT.split("~\n")
    first = next(number for number, piece in enumerate(pieces) if piece[:3] == "CLM")
    whole = read(TEXT).claims
    for at in range(first + 1, len(pieces) - 3):
        found = read("~\n".join([*pieces[:at], segment, *pieces[at:]]))
        kept = [(claim["claim_id"], len(claim["lines"]), claim["charge_amount"]) for claim in found.claims]
        assert kept == [(claim["claim_id"], len(claim["lines"]), claim["charge_amount"]) for claim in whole], at
        assert [claim["billing_npi"] for claim in found.claims] == [claim["billing_npi"] for claim in whole]
        assert found.has_errors


def without_lx(text: str) -> str:
    gone, count = re.subn(r"LX\*\d+~\s*", "", text)
    return re.sub(r"SE\*(\d+)", lambda found: f"SE*{int(found[1]) - count}", gone)


def test_a_remittance_without_its_claim_groups_is_read_and_said_once():
    whole, found = read(FILES["835.x12"]), read(without_lx(FILES["835.x12"]))
    assert found.claims == whole.claims and found.payments == whole.payments
    assert [(one.finding, one.segment) for one in found.findings] == [("missing-segment", "LX")]


def test_claims_whose_subscriber_level_is_lost_are_kept():
    start, end = TEXT.index("HL*2*"), TEXT.index("CLM*")
    found = read(TEXT[:start] + TEXT[end:])
    assert [claim["claim_id"] for claim in found.claims] == [claim["claim_id"] for claim in read(TEXT).claims]
    assert ("missing-segment", "HL") in {(one.finding, one.segment) for one in found.findings}


def test_facility_and_billing_provider_of_another_payer_stay_with_their_claim():
    """2330E and 2330G of the first claim, then the second claim."""
    more = "NM1*77*2~\nREF*G2*F1~\nNM1*85*2~\nREF*G2*B1~\n"
    at = TEXT.index("LX*1~")
    text = re.sub(r"SE\*(\d+)", lambda found: f"SE*{int(found[1]) + 4}", TEXT[:at] + more + TEXT[at:])
    found = read(text)
    assert not found.findings and found.claims == read(TEXT).claims


LINE = ("2400", "2300", "2000B", "2000A", "ST")


@pytest.mark.parametrize(
    ("transaction", "loops", "tag", "qualifier", "loop"),
    [
        ("837P", LINE, "HL", "22", "2000B"),
        ("837P", LINE, "CLM", "ACCT", "2300"),
        ("837P", LINE, "LX", "2", "2400"),
        ("837P", LINE, "SE", "9", "SE"),
        ("837P", LINE, "REF", "F8", ""),  # the claim's own, and the claim is another row
        ("837P", LINE, "NM1", "85", ""),
        ("837P", ("2420A", *LINE), "DTP", "472", "2400"),  # too late, in the same row
        ("837P", ("2430", *LINE), "LQ", "UT", "2440"),
        ("835", ("2110", "2100", "2000", "ST"), "PLB", "1", "PLB"),
        ("835", ("1000B", "ST"), "CLP", "1", "2100"),
        ("835", ("2110", "2100", "2000", "ST"), "NM1", "QC", ""),
        ("277CA", ("2220D", "2200D", "2000D", "2000C", "2000B", "2000A", "ST"), "TRN", "2", "2200D"),
        ("999", ("2110", "2100", "2000", "ST"), "IK5", "A", "IK5"),
    ],
)
def test_where_a_segment_belongs(transaction, loops, tag, qualifier, loop):
    found = place_of(transaction, loops, tag, qualifier)
    assert (found.segment.loop.id if found else "") == loop
