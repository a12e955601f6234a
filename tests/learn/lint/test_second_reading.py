"""The second reading: charts without a key, the comparison, and a review that no longer holds."""

import json
from dataclasses import replace
from datetime import date

import pytest

from sim.cli import main
from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Reviewed
from sim.clinic.visits.truth import perfect, truth
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.lint import second_reading
from sim.learn.lint.findings import Finding
from sim.learn.lint.scenario_settings import key
from sim.learn.lint.second_reading import charts, compared, fingerprint, lint_reviewed, reviewed_line

NAMES = ("wheezy_baby", "earache_which_ear", "under_hospice", "b12_injection")


def right_answers(one):
    """The key of every chart, as somebody would send it."""
    found = {}
    for number, visit in enumerate(second_reading._visits(one), 1):
        known = truth(one, visit.row, visit.patient)
        found[str(number)] = answer_of(perfect(known), known.query.question if known.query else "").as_dict()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_holds_no_code_of_the_key_and_no_word_of_the_choices(name):
    one = scenario(name)
    for chart, visit in zip(charts(one), second_reading._visits(one), strict=True):
        known = truth(one, visit.row, visit.patient)
        assert not any(item.code in chart for item in (*known.diagnoses, *known.services))
        assert not any(f"{key}={value}" in chart or f"{key}.{value}" in chart for key, value in one.vary.items())


@pytest.mark.parametrize("name", NAMES)
def test_the_key_agrees_with_itself_and_an_empty_answer_does_not(name):
    one = scenario(name)
    assert not any(reading.differences for reading in compared(one, right_answers(one)))
    blank = compared(one, {number: {} for number in right_answers(one)})
    assert all(reading.differences for reading in blank)


def test_each_different_key_has_one_chart():
    one = scenario("wheezy_baby")
    keys = {second_reading._written(key(truth(one, visit.row, visit.patient))) for visit in second_reading._visits(one)}
    assert len(keys) == len(charts(one)) == 8


def test_a_chart_that_says_what_another_leaves_open_is_read_too():
    one = scenario("low_potassium")
    waiting = [bool(truth(one, visit.row, visit.patient).query) for visit in second_reading._visits(one)]
    assert sorted(set(waiting)) == [False, True]


def test_the_fingerprint_follows_chart_and_key_and_not_the_reasons():
    one = scenario("wheezy_baby")
    before = fingerprint(one)
    other_why = replace(one, diagnoses=tuple(replace(dx, why="Another reason.") for dx in one.diagnoses))
    other_key = replace(one, diagnoses=(replace(one.diagnoses[0], code="J21.1"), *one.diagnoses[1:]))
    other_chart = replace(one, raw={**one.raw, "document": [{"kind": "office note"}]})
    assert fingerprint(other_why) == before
    assert len({before, fingerprint(other_key), fingerprint(other_chart)}) == 3


def test_lint_flags_a_key_that_changed_after_the_review():
    one = scenario("wheezy_baby")

    def found(said):
        return [
            finding.field for finding in lint_reviewed(replace(one, reviewed=said), lambda *parts: Finding("f", *parts))
        ]

    day = date(2026, 11, 30)
    assert found(None) == []
    assert found(Reviewed(day, "second reader", True, fingerprint(one), "")) == []
    assert found(Reviewed(day, "second reader", True, "0123456789ab", "")) == ["reviewed, key"]
    assert found(Reviewed(day, "second reader", False, fingerprint(one), "")) == ["reviewed, differed"]


def test_bad_answers_are_told():
    one = scenario("wheezy_baby")
    for given in ({"9": {}}, {"x": {}}, {"1": {"diagnoses": 3}}, {"1": []}):
        with pytest.raises(CleanClaimError):
            compared(one, given)


def test_the_command_prints_the_line_for_the_file(tmp_path, capsys):
    one = scenario("wheezy_baby")
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(right_answers(one)), encoding="utf-8")
    assert main(["review", "compare", one.name, str(file), "--by", "third reader"]) == 0
    assert reviewed_line(one, "third reader", True, date.today()) in capsys.readouterr().out
    file.write_text(json.dumps({"1": {}}), encoding="utf-8")
    assert main(["review", "compare", one.name, str(file)]) == 1
    assert main(["review", "compare", one.name, str(tmp_path / "none.json")]) == 2
