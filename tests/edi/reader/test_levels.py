"""HL01 rises by one from 1, HL02 names the level above, HL04 says whether levels follow: in every transaction."""

import io
import re

import pytest
from test_explanation import FILES
from test_interchanges import TEXT
from test_others import ANSWER, HOSPITAL, REQUEST

import sim.edi
from sim.edi.reader.any_file import read
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.acknowledgements import write_999
from wire_made import ENVELOPE

generate = pytest.importorskip("x12sdk.generate", reason="the other writer is not installed")


def level_errors(text: str) -> list[tuple[str, str]]:
    """(element, expected) of the findings about levels."""
    return [(one.element, one.expected) for one in read(text).findings if one.segment == "HL"]


def numbered(text: str, change) -> str:
    """A file whose n-th HL was changed: change(n, its elements) -> its elements."""
    count = iter(range(1, 10_000))
    return re.sub(r"HL\*[^~]*", lambda found: "*".join(change(next(count), found[0].split("*"))), text)


def with_element(which: int, place: int, value: str):
    def change(number, elements):
        return [*elements[:place], value, *elements[place + 1 :]] if number == which else elements

    return change


LEVELLED = {"837P": TEXT, "837I": HOSPITAL, "277CA": FILES["277ca.x12"], "278": REQUEST, "278 answer": ANSWER}
LEVELLED |= {kind: getattr(generate, f"generate_{kind}")(seed=1) for kind in ("270", "271", "276", "277")}


@pytest.mark.parametrize("name", LEVELLED)
@pytest.mark.parametrize(
    ("which", "place", "value", "element", "expected"),
    [(2, 1, "7", "01", "2"), (2, 2, "9", "02", "1"), (2, 2, "", "02", "1"), (1, 4, "0", "04", "1")],
    ids=["number skips", "wrong parent", "no parent", "levels follow"],
)
def test_a_level_that_does_not_fit_is_said(name, which, place, value, element, expected):
    text = LEVELLED[name]
    assert level_errors(text) == []
    found = level_errors(numbered(text, with_element(which, place, value)))
    assert (element, expected) in found and {one for one, _ in found} <= {element, "01", "02"}


def test_the_first_level_has_none_above_it_and_the_last_none_below():
    assert level_errors(numbered(TEXT, with_element(1, 2, "1"))) == [("02", "nothing")]
    last = TEXT.count("HL*")
    assert level_errors(numbered(TEXT, with_element(last, 4, "1"))) == [("04", "0")]


def test_the_second_subscriber_names_the_first_as_parent():
    """The claims are read, the set is rejected, the 999 names HL02."""
    second = [number for number, text in enumerate(re.findall(r"HL\*[^~]*", TEXT), 1) if "*22*" in text][1]
    text = numbered(TEXT, with_element(second, 2, "2"))
    reader = Reader(text)
    list(reader)
    assert "IK3*HL*" in (answer := write_999(reader.interchanges[0], ENVELOPE)) and "IK4*2**7*2" in answer
    assert "IK5*R*5" in answer and len(read(text).claims) == len(read(TEXT).claims)


def test_leading_zeros_are_numbers_too_and_a_level_without_a_number_is_one_finding():
    zeros = numbered(TEXT, lambda number, one: [one[0], one[1].zfill(3), one[2] and one[2].zfill(4), *one[3:]])
    assert level_errors(zeros) == []
    assert {element for element, _ in level_errors(numbered(TEXT, with_element(2, 1, "X")))} <= {"01", "02"}


def test_it_is_explained_at_its_segment():
    shown = sim.edi.explain(io.StringIO(numbered(TEXT, with_element(2, 1, "7"))))
    row = next(row for row in shown.rows if row.text.startswith("HL*7*"))
    assert [one.finding for one in row.findings] == ["wrong-level"]
