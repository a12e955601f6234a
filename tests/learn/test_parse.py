"""Any JSON at all is read or refused in words; nothing raises, nothing is executed, nothing hostile passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.code_visit import task as code_visit

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
NEAR = st.fixed_dictionaries(
    {},
    optional={
        "diagnoses": JSON
        | st.lists(st.sampled_from(["M17.11", "m1711", "I10", "", " i10 ", "M17.", "=1+1", None]) | JSON),
        "services": JSON
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "code": st.sampled_from(["99214", "2061", "", "<b>"]) | JSON,
                    "units": JSON | st.sampled_from(["4", 4, 0, "x"]),
                    "modifiers": JSON | st.sampled_from(["25", "25,RT", ["25"], "259"]),
                    "pointers": JSON | st.sampled_from(["A", "AB", [1], ["A", 2], "Z"]),
                },
            )
        ),
        "hold": JSON,
        "query": JSON,
        "nothing_more": JSON,
        "other": JSON,
    },
)


@given(JSON | NEAR)
def test_any_json_is_an_answer_or_problems_in_words(answer):
    read = code_visit.parse(answer)
    if isinstance(read, list):
        assert read and all(
            isinstance(one, Problem) and "\n" not in one.line() and len(one.line()) < 400 for one in read
        )
        return
    assert len(read.diagnoses) <= 12 and len(read.services) <= 50
    for row in read.services:
        assert row.code.isalnum() and 1 <= row.units <= 9999 and len(row.modifiers) <= 4
        assert all(1 <= place <= len(read.diagnoses) for place in row.pointers)
    assert code_visit.parse(read.as_dict()) == read


@pytest.mark.parametrize(
    "answer, where",
    [
        ({"diagnoses": ["17.11"]}, "diagnoses.0"),
        ({"diagnoses": "M17.11"}, "diagnoses"),
        ({"diagnoses": ["I10"] * 13}, "diagnoses"),
        ({"services": [{"code": "99214", "units": 0}]}, "services.0.units"),
        ({"services": [{"code": "99214", "units": True}]}, "services.0.units"),
        ({"services": [{"code": "99214", "modifiers": "255"}]}, "services.0.modifiers"),
        ({"services": [{"code": "99214", "pointers": "A"}]}, "services.0.pointers"),
        ({"services": [{"modifiers": ["25"]}]}, "services.0.code"),
        ({"sevices": []}, "answer"),
        ([], "answer"),
        ({"query": "x" * 3000}, "query"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(answer, where):
    assert [problem.where for problem in code_visit.parse(answer)] == [where]


def test_empty_rows_are_left_out_and_pointers_follow():
    read = code_visit.parse(
        {"diagnoses": ["", "I10", None, "E11.9"], "services": [{"code": "99213", "pointers": "DB"}, {"code": ""}]}
    )
    assert read.diagnoses == ("I10", "E11.9") and read.services == (code_visit.Row("99213", (), 1, (2, 1)),)
