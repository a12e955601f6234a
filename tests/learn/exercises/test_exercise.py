"""An exercise file is read strictly, and says which field is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.exercise import exercise, exercises, from_content, parse

GOOD = {
    "title": "Knee",
    "task": "code_visit",
    "scenario": "knee",
    "skills": ["laterality"],
    "points": 5,
    "ask": "Code it.",
    "hints": ["Look."],
    "sample": [{"what": "truth", "answer": "truth", "earns": "full"}],
}


def read(**changes):
    content = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return from_content(content, "knee", "01_coder_desk", "exercises/01_coder_desk/knee.toml")


def test_a_good_file_is_read():
    made = read()
    assert (made.desk, made.reveals, made.search, made.scenarios, made.samples[0].earns) == (
        "coder",
        "key",
        "type-ahead",
        ("knee",),
        "full",
    )


@pytest.mark.parametrize(
    "field, value",
    [
        ("title", None),
        ("title", 7),
        ("task", "guess"),
        ("scenario", None),
        ("hints", []),
        ("hints", [""]),
        ("hints", "one"),
        ("points", 0),
        ("points", True),
        ("search", "web"),
        ("mode", "open"),
        ("choices", 3),
        ("trap", {"number": 1}),
        ("sample", [{"what": "x", "answer": "truth", "earns": "much"}]),
        ("sample", [{"what": "x", "answer": "maybe", "earns": "full"}]),
        ("sample", {"what": "x"}),
        ("hint", ["misspelt"]),
        ("scenarios", ["a"]),
    ],
)
def test_a_wrong_field_is_named(field, value):
    with pytest.raises(CleanClaimError) as told:
        read(**{field: value})
    assert "knee.toml" in str(told.value) and (field in str(told.value) or field == "sample")


def test_a_denial_needs_the_mistake_before_it():
    with pytest.raises(CleanClaimError, match="trap"):
        read(task="work_denial")


@given(
    st.dictionaries(
        st.sampled_from(list(GOOD) + ["trap", "choices", "mode"]),
        st.none()
        | st.integers()
        | st.text()
        | st.lists(st.text() | st.integers())
        | st.dictionaries(st.text(), st.text()),
    )
)
def test_anything_at_all_gives_an_exercise_or_one_line(content):
    try:
        from_content(content, "n", "u", "p.toml")
    except CleanClaimError as told:
        assert "\n" not in str(told)


def test_an_unknown_exercise_gives_the_names():
    with pytest.raises(CleanClaimError, match="choose"):
        exercise("no_such_exercise")


def test_a_broken_file_gives_the_line(tmp_path):
    (tmp_path / "x.toml").write_text("title = ")
    with pytest.raises(CleanClaimError, match="TOML"):
        parse(tmp_path / "x.toml")


def test_every_exercise_of_the_house_is_read():
    for name, one in exercises().items():
        assert one.name == name and one.hints and one.samples, name


def test_given_is_read_by_the_task_and_refused_by_one_that_takes_nothing():
    assert read(given={}).given == {}
    with pytest.raises(CleanClaimError, match="given.*claims"):
        read(given={"claims": 3})
    with pytest.raises(CleanClaimError, match="a table"):
        read(given="three")
