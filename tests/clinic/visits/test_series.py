"""A visit that follows another: what was billed then is history now, its notes are in the chart and prove nothing."""

from dataclasses import replace

import pytest

from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.chart import documents, locate
from sim.clinic.visits.truth import truth
from sim.learn.lint.findings import Finding
from sim.learn.lint.scenario_settings import settings
from sim.learn.lint.series_proofs import lint_series

FIRST = {"knee_scope": "29881", "sore_cut_out": "11602"}


@pytest.mark.parametrize("name", ["after_the_scope", "sore_cut_again"])
def test_the_earlier_visit_is_history_and_stands_in_the_chart(name):
    people, visit = draw_case(7, name)
    one, row = scenario(name), visit.rows()[0]
    told = one.earlier[0]
    past = [
        line
        for line in people.prior_services.rows()
        if line["patient_key"] == row["patient_key"] and line["procedure_code"] == FIRST[told.scenario]
    ]
    assert [(row["service_date"] - line["service_date"]).days for line in past] == [int(told.days_ago)]
    chart = documents(one, row)
    assert {document.is_of_visit for document in chart if document.title.startswith("Earlier visit")} == {False}
    for item in truth(one, row).services:
        for proof in item.evidence:
            spot = locate(chart, proof)
            assert spot is None or chart[spot.document].is_of_visit


def test_what_both_visits_share_is_the_same_in_both():
    for side in ("right", "left"):
        people, visit = draw_case(7, "after_the_scope", choices={"knee": side})
        row = visit.rows()[0]
        past = [line for line in people.prior_services.rows() if line["procedure_code"] == "29881"]
        assert {line["hcpcs_modifier_1"] for line in past} == {"RT" if side == "right" else "LT"}, row["choices"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scenario": "no_such_visit"}, "earlier_visit 1, scenario"),
        ({"same": ("shoulder",)}, "earlier_visit 1, same"),
        ({"choices": {"tear": "none"}}, "earlier_visit 1, choices"),
    ],
)
def test_what_does_not_go_together_is_found(changed, field):
    one = scenario("after_the_scope")
    wrong = replace(one, earlier=(replace(one.earlier[0], **changed),))
    told = lint_series(
        wrong, settings(one)[:4], lambda at, what, write, severity="error": Finding("f", at, what, write)
    )
    assert field in {finding.field for finding in told}


def test_ages_and_sexes_of_both_have_to_agree():
    one = scenario("after_the_scope")
    wrong = replace(one, suits=replace(one.suits, age=(10, 60)))
    told = lint_series(
        wrong, settings(one)[:4], lambda at, what, write, severity="error": Finding("f", at, what, write)
    )
    assert "suits, age" in {finding.field for finding in told}


def test_an_earlier_note_gives_the_age_of_its_own_day():
    one = scenario("ear_again")
    row = next(iter(settings(one)))
    day = row["service_date"]
    born = day.replace(year=day.year - 5)  # five today, four at the visit sixteen days ago
    patient = {"first_name": "A", "family_name": "B", "birth_date": born}
    chart = documents(one, {**row, "patient_age": 5}, patient)
    ages = {document.is_of_visit: document.heading[-1].split(", ")[-2] for document in chart}
    assert ages == {True: "5 y", False: "4 y"}
