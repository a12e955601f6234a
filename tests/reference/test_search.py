"""Search as one types: lay words lead to the right code in the first five, numbers and pieces work. How quick it is is
shown by benchmarks/searching.py.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv
from sim.reference.search import search_codes
from sim.reference.tables import rows

LAY = {  # written down apart from data/codes/lay_words.csv: the table may change, this must still hold
    "high blood pressure": "I10",
    "hypertension": "I10",
    "htn": "I10",
    "sugar diabetes": "E11.9",
    "type 2 diabetes": "E11.9",
    "prediabetes": "R73.03",
    "on insulin": "Z79.4",
    "water pill": "Z79.899",
    "blood thinner": "Z79.01",
    "high cholesterol": "E78.00",
    "low thyroid": "E03.9",
    "obesity": "E66.9",
    "heart failure": "I50.9",
    "kidney disease stage 3": "N18.30",
    "afib": "I48.91",
    "palpitations": "R00.2",
    "chest pain": "R07.9",
    "strep throat": "J02.0",
    "sore throat": "J02.9",
    "cold": "J00",
    "uri": "J06.9",
    "sinus infection": "J01.90",
    "right ear infection": "H66.91",
    "ear wax left": "H61.22",
    "flu": "J11.1",
    "covid": "U07.1",
    "cough": "R05.1",
    "bronchitis": "J20.9",
    "pneumonia": "J18.9",
    "asthma": "J45.909",
    "asthma attack": "J45.901",
    "copd": "J44.9",
    "shortness of breath": "R06.02",
    "wheezing": "R06.2",
    "hay fever": "J30.9",
    "heartburn": "K21.9",
    "belly pain": "R10.9",
    "diarrhea": "R19.7",
    "constipation": "K59.00",
    "uti": "N39.0",
    "painful urination": "R30.0",
    "blood in urine": "R31.9",
    "headache": "R51.9",
    "migraine": "G43.909",
    "dizziness": "R42",
    "fainting": "R55",
    "tired": "R53.83",
    "fever": "R50.9",
    "insomnia": "G47.00",
    "depression": "F32.A",
    "anxiety": "F41.9",
    "smoker": "F17.210",
    "quit smoking": "Z87.891",
    "pink eye": "H10.9",
    "low back pain": "M54.50",
    "right knee pain": "M25.561",
    "left knee arthritis": "M17.12",
    "plantar fasciitis": "M72.2",
    "gout": "M10.9",
    "sprained ankle right": "S93.401A",
    "cut on left hand": "S61.412A",
    "forehead laceration": "S01.81XA",
    "boil": "L02.419",
    "warts": "B07.8",
    "plantar wart": "B07.0",
    "actinic keratosis": "L57.0",
    "keloid": "L91.0",
    "poison ivy": "L23.7",
    "hives": "L50.9",
    "rash": "R21",
    "shingles": "B02.9",
    "b12 deficiency": "E53.8",
    "annual physical": "Z00.00",
    "well child": "Z00.129",
    "flu shot": "Z23",
    "low blood": "D64.9",
    "low iron": "D50.9",
    "stiff neck": "M54.2",
    "throwing up": "R11.2",
    "swollen legs": "R60.0",
    "ozempic": "Z79.85",
    "heart attack": "I21.9",
}
SERVICES = {
    "knee injection": "20610",
    "strep test": "87880",
    "stitches": "12001",
    "ekg": "93000",
    "flu vaccine": "90656",
    "toradol": "J1885",
    "kenalog": "J3301",
    "nebulizer": "94640",
    "a1c": "83036",
    "cbc": "85025",
    "blood draw": "36415",
    "ear wax": "69210",
    "wart removal": "17110",
    "chest x-ray": "71046",
    "urine test": "81002",
    "annual wellness": "G0438",
    "lance a boil": "10060",
    "er visit": "99283",
    "echo": "93306",
    "knee mri": "73721",
    "colonoscopy": "45378",
    "polyp removal": "45385",
    "acupuncture": "97810",
    "talk therapy": "90837",
    "physical therapy": "97110",
    "therapeutic phlebotomy": "99195",
    "external fixator": "20692",
    "pathology": "88305",
    "hospital rounds": "99232",
    "lasix": "J1938",
}


PHRASES = read_csv(Path(__file__).with_name("lay_phrases.csv"))
LEAST = 0.95  # of the phrases that people type, in the first five


def found(row):
    return set(row["codes"].split()) & {hit["code"] for hit in search_codes(row["phrase"], row["kind"], 5)}


def test_what_people_type_is_among_the_first_five():
    """More than 300 phrases of patients, front desks and students, a tenth of them with a slip of the finger."""
    missed = [row["phrase"] for row in PHRASES if not found(row)]
    assert len(PHRASES) >= 300 and len(missed) <= (1 - LEAST) * len(PHRASES), missed


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("diabtes", "diagnosis", "E11.9"),  # a letter too few
        ("diabetees", "diagnosis", "E11.9"),  # one too many
        ("diabetis", "diagnosis", "E11.9"),  # another letter
        ("daibetes", "diagnosis", "E11.9"),  # two exchanged
        ("nebulizar", "procedure", "94640"),
    ],
)
def test_one_slip_of_the_finger_is_understood(typed, kind, code):
    assert code in [hit["code"] for hit in search_codes(typed, kind, 5)]


def test_a_category_is_followed_by_what_is_billed_when_nothing_more_is_known():
    codes = [hit["code"] for hit in search_codes("inguinal hernia", "diagnosis", 5)]
    assert "K40.90" in codes


def test_there_are_enough_of_them():
    assert len(LAY) + len(SERVICES) >= 100 and len(LAY) >= 75


@pytest.mark.parametrize(("words", "code"), LAY.items())
def test_lay_words_find_the_diagnosis_in_the_first_five(words, code):
    assert code in [hit["code"] for hit in search_codes(words, "diagnosis", 5)]


@pytest.mark.parametrize(("words", "code"), SERVICES.items())
def test_plain_words_find_the_service_in_the_first_five(words, code):
    assert code in [hit["code"] for hit in search_codes(words, "procedure", 5)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("m17.11", "M17.11"),
        ("M1711", "M17.11"),
        ("I10", "I10"),
        ("99213", "99213"),
        ("j3301", "J3301"),
        ("s61.411a", "S61.411A"),
        ("osteoarthritis right knee", "M17.11"),
        ("essential hypertension", "I10"),
    ],
)
def test_the_exact_one_comes_first(typed, first):
    assert search_codes(typed)[0]["code"] == first


def test_a_piece_of_a_code():
    assert "M17.11" in [hit["code"] for hit in search_codes("17.11", "diagnosis")]
    assert [hit["code"] for hit in search_codes("E11.2", "diagnosis")] == ["E11.2", "E11.21", "E11.22", "E11.29"]


def test_what_cannot_be_billed_says_what_it_needs():
    assert search_codes("M17.1", "diagnosis", 1)[0]["add"] == "needs more characters: M17.10, M17.11, M17.12"
    assert all((hit["add"] == "") == hit["is_billable"] for hit in search_codes("fracture of humerus", "diagnosis"))


def test_only_codes_of_that_day():
    assert [hit["code"] for hit in search_codes("M72.2", "diagnosis", on="2026-10-01")] == [
        "M72.20",
        "M72.21",
        "M72.22",
    ]
    assert search_codes("M72.2", "diagnosis", on="2026-09-30")
    assert "J1030" not in [hit["code"] for hit in search_codes("depo-medrol", "procedure", on="2026-06-01")]


@pytest.mark.parametrize(
    ("typed", "day", "first"),
    [
        ("plantar fasciitis", "2026-10-01", "M67.A01"),
        ("heel spur", "2026-10-01", "M67.A01"),
        ("plantar fasciitis", "2026-09-30", "M72.2"),
        ("brugada syndrome", "2026-10-01", "I49.81"),
        ("m67.a0", "2026-10-01", "M67.A01"),
        ("larynx secondary", "2026-10-01", "C78.31"),
    ],
)
def test_words_that_led_to_an_ended_code_lead_to_the_new_one(typed, day, first):
    assert search_codes(typed, "diagnosis", 5, on=day)[0]["code"] == first


@given(
    st.text(max_size=30) | st.sampled_from([text[:length] for text in LAY for length in range(2, len(text))]),
    st.sampled_from([None, "diagnosis", "procedure"]),
    st.sampled_from([None, "2026-06-01", "2026-10-15"]),
)
def test_whatever_is_typed_is_only_text(typed, kind, on):
    hits = search_codes(typed, kind, 20, on)
    assert len(hits) <= 20 and len({hit["code"] for hit in hits}) == len(hits)


def test_a_wrong_kind_is_an_error():
    with pytest.raises(CleanClaimError, match="diagnosis, procedure"):
        search_codes("knee", "horoscope")


def test_an_ended_drug_code_says_what_is_now():
    hits = {hit["code"]: hit["add"] for hit in search_codes("depo-medrol", "procedure", 10)}
    assert hits["J1030"] == "ended 2024-03-31; now J1010" and hits["J1010"] == ""


def test_the_table_of_lay_words_keeps_its_own_promise():
    missed = [
        (phrase, row["code"])
        for row in rows("data/codes/lay_words.csv")
        for phrase in row["words"].split(";")
        if row["code"] not in [hit["code"] for hit in search_codes(phrase, "diagnosis", 5)]
    ]
    assert not missed
