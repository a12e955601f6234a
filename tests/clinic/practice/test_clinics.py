"""The clinic's file: its plans are those of the payers' files, its numbers right in form, and what is missing is
said.
"""

import shutil

import numpy as np
import pytest

from sim.clinic.practice import clinics as room
from sim.clinic.practice.clinics import clinic, clinics
from sim.clinic.people.people import people
from sim.clinic.visits.encounters import encounters
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A clinic file of the user's own, changed by pairs of old and new text."""
    folder = tmp_path / "data" / "clinics"
    folder.mkdir(parents=True)
    shutil.copy(find("data/clinics/prairie.toml"), folder)
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    caches = (clinics, room.payer_words, room.payer_names, room.specialties)

    def write(old, new):
        path = folder / "prairie.toml"
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new), encoding="utf-8")
        for one in caches:
            one.cache_clear()

    yield write
    monkeypatch.undo()
    for one in caches:
        one.cache_clear()


def test_every_plan_is_a_plan_of_the_payer():
    for payer in clinic("prairie").payers:
        content = read_toml(find(f"data/payers/{payer.code}.toml"))
        assert set(payer.plans) == {plan["code"] for plan in content["plan"]} and content["kind"].startswith(payer.kind)


def test_numbers_of_providers_are_right_in_form_and_synthetic():
    where = clinic("prairie")
    for npi in (where.npi, *(provider.npi for provider in where.providers)):
        digits = [int(digit) for digit in "80840" + npi]
        doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
        assert npi[0] == "2" and len(npi) == 10 and sum(doubled) % 10 == 0
    assert all("-Synth" in provider.name for provider in where.providers)


def test_two_payers_of_a_kind_share_the_households_and_a_family_has_one(own):
    own(
        '[[payer]]\ncode = "medicaidcare"',
        '[[payer]]\ncode = "other_ppo"\nkind = "commercial"\nfamily = true\nweight = 50\nmember_id = "commercial"\n'
        'plans = { basic = 1 }\n\n[[payer]]\ncode = "medicaidcare"',
    )
    folk = people(3, np.arange(1, 600))
    coverages = folk.coverages
    share = (coverages.payer_code == "other_ppo").sum() / coverages.payer_code.isin(["other_ppo", "acme_ppo"]).sum()
    assert 0.3 < share < 0.5
    for row in coverages.take(coverages.payer_code == "other_ppo").rows():
        holder = coverages.take(coverages.patient_key == row["subscriber_patient_key"])
        assert "other_ppo" in holder.payer_code.texts() and row["plan_code"] == "basic"


@pytest.mark.parametrize(
    "old, new, told",
    [
        ('kind = "medicaid"', 'kind = "commercial"', "no payer of kind medicaid"),
        ('kind = "medicaid"', 'kind = "tricare"', "one of medicare, commercial, medicaid"),
        ("age_from = 45\nmedicare", "age_from = 5\nmedicare", "rising"),
        ('credential = "DO"', 'credential = "RN"', "one of MD, DO, NP, PA"),
        ("plans = { standard = 1 }", "plans = {}", "no payer of kind medicaid"),
        ('member_id = "medicaid"', 'member_id = "mine"', "one of medicare, commercial, medicaid"),
        ("percent = [60, 27, 10, 3]", "percent = [50, 27, 10, 3, 10]", "1, 2, 3 and 4 visits"),
    ],
)
def test_what_is_missing_is_said_in_one_line(own, old, new, told):
    own(old, new)
    with pytest.raises(CleanClaimError) as found:
        clinic("prairie")
    assert told in found.value.line() and "prairie.toml" in found.value.line()


def test_an_earlier_visit_is_of_the_age_and_sex_that_the_specialty_sees():
    folk, where = people(3, np.arange(1, 300)), clinic("prairie")
    born = dict(zip(folk.patients.patient_key.tolist(), folk.patients.birth_date.tolist()))
    sexes = dict(zip(folk.patients.patient_key.tolist(), folk.patients.sex_code.texts().tolist()))
    by_name = {one.name: one for one in where.specialties}
    seen = folk.prior_services.rows()
    assert {row["specialty_code"] for row in seen} == {one.name for one in where.specialties if one.earlier != ()}
    for row in seen:
        one = by_name[row["specialty_code"]]
        assert one.sex in ("any", sexes[row["patient_key"]])
        assert born[row["patient_key"]].year > 2026 - 2 - one.age[1]
        assert one.earlier is None or (row["procedure_code"], row["diagnosis_code_1"]) in {
            (each.code, each.dx) for each in one.earlier
        }


def test_a_specialty_without_scenarios_has_no_visits(own):
    text = '[[specialty]]\nname = "hospital"'
    added = '[[specialty]]\nname = "unwritten"\nplace_of_service_code = "11"\nnew_percent = 50\nvisit_percent = 5\n'
    own(text, added + text)
    folk = people(3, np.arange(1, 60))
    assert "unwritten" not in encounters(3, folk).specialty_code.texts()
