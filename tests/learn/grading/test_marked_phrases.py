"""A marked phrase and a proof: places go there and back, sentences cover a line, and a phrase that is more never fits
worse as to words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clinic.visits.chart import Document, Spot
from sim.learn.grading.marked_phrases import Fit, fit, marked_in, places, sentences_of, window

PLAN = ["1. T2DM, A1c not at goal, increase glipizide. Recheck 3 mo.", "2. HTN at goal, vs. last visit 150/90. Rest."]
CHART = [Document("note", "", "", "", date(2026, 6, 3), True, "", (), {"cc": ["sugar"], "plan": PLAN})]
TEXT = "\n".join(PLAN)
PROOF = Spot(0, "plan", TEXT.index("T2DM"), TEXT.index(", increase"))


def phrase(words: str):
    start = TEXT.index(words)
    return marked_in(CHART, places(CHART, Spot(0, "plan", start, start + len(words))))[0]


@pytest.mark.parametrize(
    "words, expected",
    [
        ("T2DM, A1c not at goal", Fit.PROVES),  # all of it
        ("T2DM, A1c not", Fit.PROVES),  # three of its four words: at does not count
        ("A1c not at", Fit.TOO_LITTLE),  # two of four
        ("T2DM", Fit.TOO_LITTLE),
        (PLAN[0].partition(". Recheck")[0] + ".", Fit.PROVES),  # the sentence with its number
        (PLAN[0], Fit.TOO_MUCH),  # the paragraph
        ("goal, increase glipizide", Fit.TOO_LITTLE),
        ("HTN at goal", Fit.ELSEWHERE),
    ],
)
def test_a_phrase_proves_with_most_words_and_within_the_sentence(words, expected):
    assert fit(phrase(words), PROOF, CHART) is expected


def test_half_a_word_is_no_word():
    assert fit(phrase("2DM, A1c not"), PROOF, CHART) is Fit.TOO_LITTLE


def test_a_number_and_a_short_form_end_no_sentence():
    assert [PLAN[1][start:end] for start, end in sentences_of(PLAN[1])] == [
        "2. HTN at goal, vs. last visit 150/90.",
        "Rest.",
    ]


@given(st.text(alphabet="aB1 .;?", max_size=40))
def test_sentences_follow_each_other_and_lose_only_spaces(line):
    found = sentences_of(line)
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:]))
    assert "".join(line[start:end] for start, end in found).replace(" ", "") == line.replace(" ", "")


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_a_window_holds_what_it_is_for(start, length):
    end = min(len(TEXT), start + length)
    first, last = window(TEXT, start, end)
    assert first <= start and end <= last


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 20))
def test_places_go_there_and_back(start, length):
    end = min(len(TEXT), start + length)
    back = [one for one in marked_in(CHART, places(CHART, Spot(0, "plan", start, end))) if one]
    assert all(TEXT[one.start : one.end] == one.text for one in back)
    assert all(start <= one.start and one.end <= end for one in back)
