"""The order of segments in a loop, and control numbers that differ in leading zeros only."""

import re

import pytest
from test_interchanges import TEXT

from sim.edi.reader.any_file import read


def test_two_neighbors_may_not_change_places():
    swapped, count = re.subn(r"(NM1\*IL[^~]*~\n)(N3[^~]*~\n)(N4[^~]*~\n)", r"\1\3\2", TEXT, count=1)
    assert count == 1 and not read(TEXT).findings
    assert [(one.finding, one.segment) for one in read(swapped).findings] == [("out-of-order", "N3")]


@pytest.mark.parametrize(
    ("number", "names"), [("7", []), ("0007", []), ("70", ["group-number-differs"]), ("8", ["group-number-differs"])]
)
def test_a_group_is_closed_by_its_own_number(number, names):
    text = re.sub(r"GE\*1\*7~", f"GE*1*{number}~", TEXT)
    assert "GE*1*7~" in TEXT and [one.finding for one in read(text).findings] == names
