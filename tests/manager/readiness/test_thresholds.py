"""The thresholds: each number with its source, and a file that is not as expected is told by file and field."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.ground.params import stated
from sim.ground.strict_toml import Place, record
from sim.manager.readiness.thresholds import FIELDS, FILE, _thresholds, thresholds

SHIPPED = tomllib.loads(find(FILE).read_text(encoding="utf-8"))
WHERE = Place("own.toml")


def read(**changed):
    """The shipped file with some fields of a section changed."""
    made = {name: {**section, **changed.get(name, {})} for name, section in SHIPPED.items()}
    return _thresholds(record(made, WHERE, FIELDS), WHERE)


def test_the_accuracy_of_coders_is_the_one_that_audits_ask_for():
    assert thresholds().accuracy == stated("coding_accuracy_target")[-1].value


def test_every_number_has_a_source_or_says_that_it_is_an_assumption():
    found = thresholds().cites
    assert set(found) == set(SHIPPED) and all(len(cite) > 20 for cite in found.values())


@pytest.mark.parametrize(
    ("section", "field", "value", "said"),
    [
        ("accuracy", "percent", 101, "1 to 100"),
        ("accuracy", "percent", "95", "1 to 100"),
        ("accuracy", "cite", "", "a text"),
        ("specialists", "percent", 90, "at least 95"),
        ("specialists", "tracks", ["nurse"], "one of"),
        ("developing", "percent", 95, "less than 95"),
        ("clean_claims", "least", 21, "at most 20"),
        ("clean_claims", "competences", ["B9"], "one of"),
        ("cases", "lats", 3, "one of last, cite"),
    ],
)
def test_what_is_wrong_is_told(section, field, value, said):
    with pytest.raises(CleanClaimError, match=said) as told:
        read(**{section: {field: value}})
    assert "own.toml" in str(told.value)


def test_a_section_that_is_missing_is_told():
    with pytest.raises(CleanClaimError, match="person is missing"):
        _thresholds(record({name: one for name, one in SHIPPED.items() if name != "person"}, WHERE, FIELDS), WHERE)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(SHIPPED)),
    st.text(max_size=8) | st.sampled_from(["percent", "cite", "least", "latest", "last", "tracks", "competences"]),
    st.integers() | st.text(max_size=8) | st.floats() | st.booleans() | st.lists(st.text(max_size=4), max_size=3),
)
def test_no_file_gives_anything_but_thresholds_or_words(section, field, value):
    try:
        found = read(**{section: {field: value}})
    except CleanClaimError as error:
        assert error.todo
    else:
        assert found.developing < found.accuracy <= found.specialists
