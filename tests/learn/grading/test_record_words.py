"""How a record speaks of something: said, denied, uncertain, in a list; and the words of the library."""

import csv
from datetime import date

import pytest
from a_share import of_scenarios

from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.chart import Document, documents
from sim.clinic.visits.truth import truth
from sim.ground.files import find
from sim.learn.grading.record_words import Standing, mentions, said, standing, words_of
from sim.learn.lint.scenario_settings import any_row, picks
from sim.reference.codes import procedures
from sim.reference.icd10cm import entries


def chart(**sections):
    return [Document("office note", "", "", "", date(2026, 6, 3), True, "", (), {k: [v] for k, v in sections.items()})]


SAYS = [
    ("R11.10", {"hpi": "Vomits everything since yesterday."}, Standing.SAID),
    ("R11.10", {"hpi": "No fever, flank pain, vomiting or discharge."}, Standing.DENIED),
    ("R11.10", {"plan": "ED for headache or vomiting."}, Standing.UNCLEAR),
    ("R11.10", {"exam": "Abd soft."}, Standing.ABSENT),
    ("R50.9", {"exam": "T 101.5, fussy."}, Standing.UNCLEAR),
    ("R50.9", {"plan": "Home until fever-free."}, Standing.UNCLEAR),
    ("R50.9", {"hpi": "Cough and fever x 2 d."}, Standing.SAID),
    ("R07.0", {"exam": "Throat and lungs clear."}, Standing.UNCLEAR),
    ("R06.1", {"exam": "Barky cough, no stridor at rest."}, Standing.DENIED),
    ("J18.9", {"plan": "Probable early pneumonia."}, Standing.UNCERTAIN),
    ("J18.9", {"pmh": "Pneumonia 2017."}, Standing.LISTED),
    ("J18.9", {"plan": "Community-acquired pneumonia, confirmed on film."}, Standing.SAID),
    ("E03.9", {"hpi": "Hypothyroidism? mother has it."}, Standing.UNCERTAIN),
    ("J02.0", {"plan": "Acute pharyngitis, strep neg, doubt strep."}, Standing.DENIED),
    ("E78.5", {"meds": "Lisinopril 10 mg daily, atorvastatin 20 mg."}, Standing.SAID),
    ("I10", {"history": "HTN, kidney stone once. (patient-entered, not all discussed)"}, Standing.LISTED),
    ("I10", {"plan": "2. HTN not at goal, increase lisinopril."}, Standing.SAID),
    ("I10", {"plan": "Denies HTN.", "pmh": "HTN."}, Standing.UNCLEAR),
    ("36415", {"exam": "Urine test not needed, tubes tied."}, Standing.ABSENT),
    ("36415", {"plan": "Two tubes to the outside lab."}, Standing.SAID),
]


@pytest.mark.parametrize("code, sections, expected", SAYS)
def test_how_a_record_stands_to_something(code, sections, expected):
    found = mentions(code, chart(**sections))
    assert standing(found) is expected
    assert (said(found) is not None) is (expected is Standing.SAID)


def test_a_mention_is_shown_where_it_stands():
    (one,) = mentions("R11.10", chart(hpi="No rash. Vomits since 2 am, T 101.5. Drinks."))
    whole = "No rash. Vomits since 2 am, T 101.5. Drinks."
    assert whole[one.start : one.end] == one.text == "Vomits since 2 am, T 101.5"


def test_a_code_without_words_is_never_called_absent():
    assert words_of("Q99.9") is None and mentions("Q99.9", chart(hpi="x")) is None


def test_what_the_key_holds_is_never_called_absent():
    looked, absent = 0, set()
    for one in map(scenario, of_scenarios(40)):
        for chosen in picks(one):
            row = any_row(one, chosen)
            known, record = truth(one, row), documents(one, row, asked=True)
            for item in (*known.diagnoses, *known.services):
                looked += 1
                if mentions(item.code, record) == ():
                    absent.add((one.name, item.code))
    assert looked > 3_000 and absent == set()


def rows(name):
    lines = [
        line for line in find(f"data/codes/{name}.csv").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    ]
    return list(csv.DictReader(lines))


def test_every_row_begins_a_code_and_stands_once():
    found = [row["code"] for row in rows("record_words")]
    assert len(found) == len(set(found)) > 300
    services = procedures().code.texts().tolist()
    diagnoses = [code for code in found if code[0].isalpha() and not any(one.startswith(code) for one in services)]
    tails = ("", "0", "1", "2", "3", "5", "9", ".0", ".1", ".9", ".00", "XXA", "0XA", "0XXA", ".XXXA")
    known = entries([code + tail for code in diagnoses for tail in tails])
    assert [code for code in diagnoses if not any(known[code + tail] for tail in tails)] == []
    numbers = [code for code in found if code[0].isdigit()]
    assert [code for code in numbers if not any(one.startswith(code) for one in services)] == []


def test_the_rules_of_optional_codes_say_why_or_why_never():
    found = rows("optional_diagnoses")
    assert len({row["code"] for row in found}) == len(found)
    assert all(bool(row["why"]) is not bool(row["never"]) and row["cite"] for row in found)
