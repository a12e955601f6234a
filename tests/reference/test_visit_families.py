"""Visits outside the office: published examples, and what each payer's file makes of the same work."""

import pytest

from sim.reference import public
from sim.reference.calculators import calculate
from sim.reference.payer_terms import CPT, MEDICARE


@pytest.mark.parametrize(
    ("minutes", "rules", "units"),
    [
        # MLN Matters MM12982: 99292 is not reported until at least 104 minutes are spent (74 + 30)
        (103, MEDICARE, 0),
        (104, MEDICARE, 1),
        (133, MEDICARE, 1),
        (134, MEDICARE, 2),
        # CPT's table of critical care times: 75 to 104, 105 to 134, 135 to 164 minutes
        (74, CPT, 0),
        (75, CPT, 1),
        (104, CPT, 1),
        (105, CPT, 2),
        (134, CPT, 2),
        (135, CPT, 3),
    ],
)
def test_further_half_hours_of_critical_care(minutes, rules, units):
    lines = calculate("critical_care", {"minutes": minutes, "rules": rules}).lines
    assert lines[0].code == "99291" and sum(line.units for line in lines[1:]) == units


@pytest.mark.parametrize(
    ("visit", "code", "first"),
    [  # NGS Medicare, "Prolonged Services Timetable 2025"
        ("99205", "G2212", 89),
        ("99215", "G2212", 69),
        ("99223", "G0316", 90),
        ("99233", "G0316", 65),
        ("99236", "G0316", 110),
        ("99306", "G0317", 95),
        ("99310", "G0317", 85),
        ("99345", "G0318", 140),
        ("99350", "G0318", 110),
    ],
)
def test_the_first_prolonged_quarter_hour_at_medicare(visit, code, first):
    found = [calculate("prolonged", {"visit": visit, "minutes": at, "rules": MEDICARE}) for at in (first - 1, first)]
    assert [one.units for one in found] == [0, 1] and found[1].code == code


@pytest.mark.parametrize(
    ("status", "payer", "code"),
    [
        ("consult-office", "acme_ppo", "99244"),
        ("consult-office", "medicare", "99214"),
        ("consult-office", "silverleaf_hmo", "99214"),
        ("consult-inpatient", "anvil_workcomp", "99254"),
        ("consult-inpatient", "medicaidcare", "99222"),
        ("ed", "acme_ppo", "99284"),
        ("inpatient-initial", "acme_ppo", "99222"),
        ("inpatient-subsequent", "acme_ppo", "99232"),
        ("same-day", "acme_ppo", "99235"),
        ("discharge", "acme_ppo", "99238"),
        ("nursing-initial", "acme_ppo", "99305"),
        ("nursing-subsequent", "acme_ppo", "99309"),
        ("nursing-discharge", "acme_ppo", "99315"),
        ("home", "acme_ppo", "99349"),
        ("new", "acme_ppo", "99204"),
    ],
)
def test_the_same_moderate_decision_by_status_and_payer(status, payer, code):
    assert public.em_level(status, "moderate", "limited", "moderate", payer=payer).code == code


def test_a_new_patient_at_home_is_a_new_patient_in_the_setting_home():
    assert public.em_level("new", "moderate", "limited", "moderate", setting="home").code == "99344"


@pytest.mark.parametrize(
    ("status", "minutes", "payer", "lines"),
    [
        ("nursing-initial", 95, "medicare", ["99306", "G0317"]),
        ("nursing-initial", 94, "medicare", ["99306"]),
        ("nursing-initial", 65, "acme_ppo", ["99306", "99418"]),
        ("home", 110, "medicare", ["99350", "G0318"]),
        ("home", 75, "acme_ppo", ["99350", "99417"]),
        ("same-day", 100, "acme_ppo", ["99236", "99418"]),
        ("consult-inpatient", 95, "acme_ppo", ["99255", "99418"]),
        ("consult-inpatient", 95, "medicare", ["99223", "G0316"]),
        ("ed", 300, "acme_ppo", ["99282"]),
    ],
)
def test_long_visits(status, minutes, payer, lines):
    assert [line.code for line in public.em_level(status, minutes=minutes, payer=payer).lines] == lines


def test_a_payers_own_file_decides_and_not_its_name(tmp_path, monkeypatch):
    folder = tmp_path / "data/payers"
    folder.mkdir(parents=True)
    (folder / "our_plan.toml").write_text(f'label = "Our plan"\n[wants]\ncoding_rules = "{MEDICARE}"\n', "utf-8")
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    assert [line.code for line in public.em_level(minutes=69, payer="our_plan").lines] == ["99215", "G2212"]
    assert [line.code for line in public.em_level(minutes=69, payer="Our Plan").lines] == ["99215", "G2212"]


@pytest.mark.parametrize(
    ("facts", "bills"),
    [
        # CMS CY 2024 final rule: more than half of the total time, or a substantive part of the decision making
        ({"physician": 15, "npp": 30}, "npp"),
        ({"physician": 31, "npp": 30}, "physician"),
        ({"physician": 10, "npp": 30, "decision_by": "physician"}, "either"),
        ({"physician": 10, "npp": 30, "decision_by": "npp"}, "npp"),
        ({"decision_by": "physician"}, "physician"),
        ({"physician": 20, "npp": 20}, "neither"),
    ],
)
def test_who_bills_a_shared_visit(facts, bills):
    answer = calculate("split_shared", {"setting": "hospital subsequent", **facts})
    assert answer.details["bills"] == bills and answer.details["modifiers"] == {"FS"}
