"""The chart: documents with dates and signatures, and evidence found in it word for word."""

from datetime import date

import pytest
from a_share import of_scenarios

from sim.clinic.scenarios import choices
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.chart import documents, locate, note, text
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.visit_context import words
from sim.clinic.visits.truth import truth
from sim.coding.coder import with_mistake
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError


def test_the_note_of_the_design_example(knee, row, patient):
    chart = documents(knee, row("pressure=managed;side=left;steroid_mg=40"), patient)
    note = text(chart)
    assert "Muster-Synth, Ana, born Jan 2, 1966, 60 y, F" in note
    assert (
        "60 y/o with left knee pain" in note and "triamcinolone acetonide 40 mg" in note and "HTN not at goal" in note
    )
    assert note.endswith("Electronically signed by Dana Whitfield-Synth, MD on Jun 3, 2026")
    assert "followed by cardiology" not in note and "{" not in note


def test_evidence_stands_where_it_is_said_to_stand(knee, row, patient):
    chosen = row("pressure=managed;side=left;steroid_mg=40")
    chart = documents(knee, chosen, patient)
    proofs = [
        proof
        for item in (*truth(knee, chosen, patient).diagnoses, *truth(knee, chosen, patient).services)
        for proof in item.evidence
    ]
    assert len(proofs) == 6
    for proof in proofs:
        spot = locate(chart, proof)
        assert "\n".join(chart[spot.document].sections[spot.section])[spot.start : spot.end] == proof.text


def test_the_answer_arrives_as_an_addendum_of_the_next_day(ear, row, patient):
    chosen = row("cm=2;days=1;ear=left")
    before, after = documents(ear, chosen, patient), documents(ear, chosen, patient, asked=True)
    assert [document.kind for document in before] == ["office note", "nurse visit"]
    assert (after[-1].kind, after[-1].date, after[-1].sections) == (
        "addendum",
        date(2026, 6, 4),
        {"addendum": ["Addendum: left ear."]},
    )


def test_words_for_people_dates_and_unsigned_documents(ear, row, patient):
    note = text(documents(ear, row("cm=2;days=5;ear=left", patient_age=8, patient_sex_code="M"), patient))
    assert "8 y/o boy w/ earache x 5 d. He also cut his arm. Last seen May 4, 2026." in note
    assert "New here." not in note and note.endswith("Not signed")


def test_a_pathology_report_is_not_on_the_clinics_paper(row, patient):
    chosen = choices.to_text({"path": "nevus", "taken": "one", "mm": "5", "told": "one"})
    chart = documents(scenario("odd_spot"), row(chosen), patient)
    assert [one.heading[0] for one in chart] == ["Prairie Clinic", "Cedar Bend Pathology"]


def test_the_authorization_number_stands_in_the_chart_as_the_payer_knows_it():
    for mistake in ("", "authorization-not-recorded"):
        folk, visit = draw_case(7, "hyaluronan_authorization", payer="acme_ppo", mistake=mistake)
        number = folk.authorizations.authorization_number.texts().tolist()
        assert len(number) == 1 and f"Authorization number {number[0]}." in note(visit, folk)
    folk, visit = draw_case(7, "hyaluronan_authorization", payer="medicare")
    assert "uthorization" not in note(visit, folk)


def test_names_that_have_no_value_are_never_shown(knee, row):
    from sim.clinic.visits.visit_context import setting_of

    assert words(knee, setting_of(knee, row("pressure=managed;side=left;steroid_mg=40")))["first_name"] == "the patient"


@pytest.mark.parametrize("name", of_scenarios(30))
def test_every_shipped_chart_can_be_written(name, row, patient):
    one = scenario(name)
    for picked in list(choices.combinations(one))[:40]:
        chosen = row(choices.to_text(picked), patient_age=one.suits.age[0])
        note = text(documents(one, chosen, patient, asked=True))
        assert len(note) > 200 and "{" not in note and "}" not in note


def test_the_note_of_a_finished_visit_holds_the_answer_unless_nobody_asked():
    folk, visit = draw_case(8, "earache_which_ear", choices="ear=left")
    one = scenario("earache_which_ear")
    number = next(trap.number for trap in one.traps if any(change.target == "query" for change in trap.changes))
    assert "left ear" in note(visit, folk) and "Addendum" in note(visit, folk)
    assert "Addendum" not in note(with_mistake(visit, number), folk) and "Addendum" not in note(
        visit, folk, asked=False
    )


def test_a_chart_of_another_edition_of_the_scenario_is_not_written():
    folk, visit = draw_case(8, "knee_injection")
    with pytest.raises(CleanClaimError, match="has changed since"):
        note(visit.with_columns(scenario_hash=Coded.of(["0123456789abcdef"])), folk)
