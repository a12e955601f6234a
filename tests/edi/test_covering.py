"""Everything that the guides of the claims and of the remittance have, each loop, segment, qualifier and
element at least once: judged clean by somebody else's validator, read by us without a finding, accepted by our 999.
"""

import pytest
from covering import VARIANTS, covering, each_alone, situations
from test_judge import judged
from wire_made import ENVELOPE

import sim.edi
from sim.edi.grammar.guides import Segment, grammar
from sim.edi.reader.any_file import read
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.acknowledgements import write_999

LEFT_OUT = {("N4", "07"), ("MIA", "02"), ("HL", "02"), ("ST", "03")}  # excluded by another, or not in each guide


@pytest.mark.parametrize("transaction", VARIANTS)
def test_a_file_with_everything_is_clean_to_all(transaction):
    text = covering(transaction)
    valid, errors = judged(text)
    assert valid and not errors, errors[:4]
    found = read(text)
    assert not found.findings, [one.line() for one in found.findings[:4]]
    assert len(found.claims) == VARIANTS[transaction] and all(len(claim["lines"]) == 1 for claim in found.claims)
    reader = Reader(text)
    list(reader)
    answer = write_999(reader.interchanges[0], ENVELOPE)
    assert answer.count("IK5*A~") == VARIANTS[transaction] and "AK9*A*" in answer


def segments(transaction: str) -> list[Segment]:
    return [one for loop in grammar(transaction).loops.values() for one in loop.segments]


@pytest.mark.parametrize("transaction", VARIANTS)
def test_each_segment_qualifier_and_element_comes_once_at_least_and_is_explained(transaction):
    told = sim.edi.explain(covering(transaction)).rows
    assert not [row.text for row in told if row.label in ("Not expected here", "Not a segment")]
    assert not [part for row in told for part in row.parts if part.name == "Not explained here"]
    labels = {row.label for row in told}
    assert {one.label for one in segments(transaction)} <= labels
    sent = {(row.label, element) for row in told for element in row.text.split("*")[1:3]}
    qualified = [(one, kind) for one in segments(transaction) for kind in one.qualifiers if one.id not in ("HL", "HI")]
    assert [one for one in qualified if (one[0].label, one[1]) not in sent] == []


@pytest.mark.parametrize("transaction", VARIANTS)
def test_each_situational_segment_alone_in_its_place_is_clean(transaction):
    """One set for each segment, loop and qualifier that need not be there."""
    text, named = each_alone(transaction), situations(transaction)
    valid, errors = judged(text)
    assert valid and not errors, errors[:4]
    wrong = [(named[int(one.set_number) - 1], one.line()) for one in read(text).findings]
    assert wrong == []
    claims = read(text).claims
    assert len(claims) == len(named) > 100 and all(len(claim["lines"]) == 1 for claim in claims)


@pytest.mark.parametrize("transaction", VARIANTS)
def test_each_element_comes_once_at_least(transaction):
    shown = {}
    for row in sim.edi.explain(covering(transaction)).rows:
        texts = row.text.split("*")
        filled = {f"{place:02d}" for place, text in enumerate(texts) if text}
        shown.setdefault((texts[0], row.label), set()).update(filled)
    missing = [
        (one.id, one.label, each.label)
        for one in segments(transaction)
        for each in one.elements
        if each.usage != "-" and f"{each.place[0]:02d}" not in shown[one.id, one.label]
    ]
    assert {(segment, element) for segment, _, element in missing} <= LEFT_OUT, missing
