"""Sent lines and the true lines they stand for."""

from hypothesis import given
from hypothesis import strategies as st

from sim.billing.claims.line_pairs import pair_lines
from sim.ground.table import Table

LINES = st.lists(
    st.tuples(
        st.sampled_from(["99213", "99214", "20610", "J3301", "X0000", ""]), st.sampled_from(["", "25", "RT", "LT"])
    ),
    max_size=6,
)


def lines(*rows):
    return Table.from_rows(
        "claim_lines",
        [
            {"claim_line_number": number, "procedure_code": code, "hcpcs_modifier_1": modifier}
            for number, (code, modifier) in enumerate(rows, 1)
        ],
    )


def numbers(sent, true):
    return [
        (pair.sent and pair.sent["claim_line_number"], pair.true and pair.true["claim_line_number"])
        for pair in pair_lines(lines(*sent), lines(*true))
    ]


def test_the_same_side_comes_before_the_order():
    assert numbers([("20610", "LT"), ("20610", "RT")], [("20610", "RT"), ("20610", "LT")]) == [(1, 2), (2, 1)]


def test_the_same_code_comes_before_the_family():
    assert numbers([("99214", ""), ("99213", "25")], [("99213", ""), ("99212", "")]) == [(1, 2), (2, 1)]


def test_what_stands_for_nothing_stays_alone():
    assert numbers([("J3301", ""), ("X0000", "")], [("99213", ""), ("J3301", "")]) == [(1, 2), (2, None), (None, 1)]


@given(LINES, LINES)
def test_every_line_stands_for_one_and_once(sent, true):
    pairs = numbers(sent, true)
    assert [one for one, _ in pairs if one] == list(range(1, len(sent) + 1))
    assert sorted(other for _, other in pairs if other) == list(range(1, len(true) + 1))
    own = numbers(sent, sent)
    assert all(pair == (place, place) for place, pair in enumerate(own[: len(sent)], 1) if sent[place - 1][0])
