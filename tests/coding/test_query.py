"""The query room: a question where the record leaves something open, the dated answer, and the truth after it."""

from sim.clinic.visits.case import draw_case
from sim.clinic.visits.chart import documents
from sim.clinic.scenarios.library import scenario
from sim.coding.query import ask


def case(name, **more):
    folk, visit = draw_case(8, name, **more)
    row = visit.rows()[0]
    return scenario(name), row, next(one for one in folk.patients.rows() if one["patient_key"] == row["patient_key"])


def test_the_answer_changes_the_truth_and_arrives_signed_and_dated():
    one, row, patient = case("earache_which_ear", choices="ear=left;kind=plain")
    found = ask(one, row, patient)
    assert found.before.hold and not found.truth.hold
    assert (found.before.diagnoses[0].code, found.truth.diagnoses[0].code) == ("H66.90", "H66.92")
    assert found.document.kind == "addendum" and found.document.signed and found.document.date > row["service_date"]
    assert "left ear" in found.document.sections["addendum"][0]
    assert found.document in documents(one, row, patient, asked=True) and found.document not in documents(
        one, row, patient
    )


def test_the_question_offers_a_way_out_and_suggests_nothing():
    one, row, patient = case("earache_which_ear", choices="ear=right")
    question = ask(one, row, patient).question
    assert {"Other", "Unable to determine"} <= set(question.choices) and question.answer in question.choices
    assert question.leading


def test_nothing_is_asked_where_the_record_is_complete():
    one, row, patient = case("knee_injection")
    assert ask(one, row, patient) is None
