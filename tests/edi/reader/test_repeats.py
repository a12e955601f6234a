"""How often a segment or a loop may come: as often as the guide says is clean, once more is a finding with both
numbers.
"""

import re

import pytest
from wire_made import ENVELOPE, full_claim, full_parties

from sim.edi.reader.any_file import read
from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.claims import write_837p

TEXT = write_837p(*full_claim()[:2], full_parties(), ENVELOPE, *full_claim()[2:]).text
FIRST_LINE = "SV1*HC:99214:25*300*UN*1***2:1~\nDTP*472*D8*20260403~\n"


def with_more(text: str, after: str, piece: str, times: int) -> str:
    """The file with `piece` so many times behind the first `after`, its segments counted anew."""
    assert after in text
    longer = text.replace(after, after + piece * times, 1)
    body = longer[longer.index("ST*") : longer.index("SE*")]
    return re.sub(r"SE\*\d+", f"SE*{body.count('~') + 1}", longer)


@pytest.mark.parametrize(
    ("after", "piece", "most", "segment", "box"),
    [
        ("SV1*HC:99214:25*300*UN*1***2:1~\n", "PWK*OZ*EL***AC*ATT-1~\n", 10, "PWK", ""),
        ("CAS*CO*96*169.05~\n", "CAS*OA*23*0~\n", 4, "CAS", ""),  # the fifth is there already
        (FIRST_LINE, "NTE*ADD*one~\n", 1, "NTE", "24"),
        ("AMT*F5*25~\n", "AMT*F5*25~\n", 0, "AMT", "29"),
        ("REF*G1*A-77~\n", "REF*G1*A-78~\n", 0, "REF", "23"),
    ],
)
def test_a_segment_may_come_as_often_as_the_guide_says_and_not_once_more(after, piece, most, segment, box):
    clean, over = (
        [one for one in read(with_more(TEXT, after, piece, times)).findings if one.finding == "too-many"]
        for times in (most, most + 1)
    )
    assert not clean
    assert [(one.segment, one.box, one.segment_error) for one in over] == [(segment, box, "5")]


def test_fifty_lines_are_a_claim_and_fifty_one_are_not():
    line = "LX*{}~\nSV1*HC:99213*0*UN*1***1~\nDTP*472*D8*20260403~\n"
    for count, found in ((50, 0), (51, 1)):
        more = "".join(line.format(number) for number in range(2, count + 1))
        last = "SV1*HC:99213*120*UN*1***1~\nDTP*472*D8*20260403~\n"
        findings = read(with_more(TEXT, last, more, 1)).findings
        assert [one.finding for one in findings] == ["loop-too-often"] * found
        assert [(one.segment, one.segment_error) for one in findings] == [("LX", "4")] * found


def test_the_first_of_two_counts():
    """The referring provider, with the primary care provider behind him; a number sent twice."""
    referring = re.search(r"NM1\*DN[^~]*~\n", TEXT)[0]
    both = with_more(TEXT, referring, "NM1*P3*1*CARE*ADA****XX*2400315778~\n", 1)
    once, twice = (next(one for one in Reader(text) if isinstance(one, Frame)) for text in (TEXT, both))
    assert not read(both).findings and once.values["referring.npi"] == twice.values["referring.npi"] == "1234567893"
    again = with_more(TEXT, "REF*G1*A-77~\n", "REF*G1*A-78~\n", 1)
    claim = next(one for one in Reader(again) if isinstance(one, Frame))
    assert claim.values["claims.prior_authorization_number"] == "A-77"
