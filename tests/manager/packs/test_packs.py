"""A clinic's own folder: it lints clean when it is made, what is changed in it is what everything runs on, and
nothing of it is seen where another clinic is in force.
"""

import pytest

from sim.billing.bulk.pipeline import Settings, simulate_block
from sim.billing.bulk.pipeline import plan
from sim.clinic.practice.clinics import clinic, clinics
from sim.ground import files
from sim.ground.errors import CleanClaimError
from sim.ground.params import param_value
from sim.clinic.scenarios.library import scenario
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.folder import pack, packs
from sim.manager.packs.in_force import bring_in
from sim.manager.packs.starter import start_pack
from sim.payer.asked.price import price
from sim.payer.rulebook.payers import payers
from sim.reference.charge_master import charge_master


@pytest.fixture
def riverside(home):
    return start_pack("riverside", ["family medicine", "pediatrics"])


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_clinic_lints_clean(riverside):
    assert lint_pack(riverside) == [] and list(packs()) == ["riverside"]
    assert {path.name for path in riverside.folder.iterdir()} == {"clinic.toml", "payers", "fees.csv", "charges.csv"}


def test_nothing_is_in_force_after_linting(riverside):
    assert lint_pack(riverside) == [] and files.clinic_in_force() == "" and "riverside" not in clinics()


def test_the_clinic_has_the_specialties_it_was_made_with(riverside):
    bring_in("riverside")
    assert clinic().name == "Riverside" and [one.name for one in clinic().specialties] == [
        "family medicine",
        "pediatrics",
    ]
    assert {one.specialty for one in clinic().providers} == {"family medicine", "pediatrics"}
    assert sum(one.visit_percent for one in clinic().specialties) == 100


def test_what_is_changed_is_what_everything_runs_on(riverside):
    usual, fee = price("99213", payer="acme_ppo").allowed_amount, 12_345
    change(riverside.payers_folder / "acme_ppo.toml", "filing_limit = 90", "filing_limit = 33")
    change(riverside.payers_folder / "acme_ppo.toml", 'label = "Acme PPO"', 'label = "Blue River"')
    riverside.fees_file.write_text("code,modifier,payer,amount,from\n99213,,acme_ppo,123.45,\n", encoding="utf-8")
    riverside.charges_file.write_text("code,charge\n99213,777.00\n", encoding="utf-8")
    assert lint_pack(riverside) == []
    assert price("99213", payer="acme_ppo").allowed_amount == usual != fee
    bring_in("riverside")
    assert payers()["acme_ppo"].label == "Blue River" and charge_master()["99213"] == 77_700
    assert price("99213", payer="acme_ppo").allowed_amount == fee
    assert param_value("filing_limit", "acme_ppo", "2026-07-01") == 33
    bring_in("prairie")
    assert payers()["acme_ppo"].label == "Acme PPO" and charge_master()["99213"] != 77_700
    assert param_value("filing_limit", "acme_ppo", "2026-07-01") == 90


def test_a_payer_of_its_own_has_what_ours_has_and_its_patients(riverside):
    (riverside.payers_folder / "acme_ppo.toml").rename(riverside.payers_folder / "blue_river.toml")
    change(riverside.clinic_file, 'code = "acme_ppo"', 'code = "blue_river"')
    assert lint_pack(riverside) == []
    bring_in("riverside")
    own, ours = payers()["blue_river"], payers()["acme_ppo"]
    assert own.policies == ours.policies and own.plans == ours.plans and own.stands_for == ""
    settings = Settings(120, 3, block=64)
    seen = [set(simulate_block(settings, block)["claims"].payer_code.texts().tolist()) for block in plan(settings)]
    assert "blue_river" in set().union(*seen) and "acme_ppo" not in set().union(*seen)


def test_dated_numbers_of_ours_hold_for_a_payer_that_is_like_it(riverside):
    (riverside.payers_folder / "medicare_part_b.toml").rename(riverside.payers_folder / "our_medicare.toml")
    change(riverside.clinic_file, 'code = "medicare_part_b"', 'code = "our_medicare"')
    bring_in("riverside")
    names = ("therapy_threshold", "filing_limit_years", "sequestration_percent", "appeal_limit")
    there = [name for name in names if (files.root() / f"data/params/{name}.toml").is_file()]
    assert there
    for name in there:
        assert param_value(name, "our_medicare", "2026-07-01") == param_value(name, "medicare_part_b", "2026-07-01")


def test_an_exercise_of_ours_is_worked_at_the_payer_that_is_like_it(riverside):
    (riverside.payers_folder / "acme_ppo.toml").rename(riverside.payers_folder / "blue_river.toml")
    change(riverside.clinic_file, 'code = "acme_ppo"', 'code = "blue_river"')
    one = next(
        one
        for one in exercises().values()
        if one.payer == "acme_ppo" and {scenario(name).specialty for name in one.scenarios} == {"family medicine"}
    )
    other = next(one for one in exercises().values() if scenario(one.scenarios[0]).specialty == "oncology and infusion")
    before = draw(one.name)
    bring_in("riverside")
    assert (before.row["clinic_code"], before.row["payer_code"]) == ("prairie", "acme_ppo")
    assert (draw(one.name).row["clinic_code"], draw(one.name).row["payer_code"]) == ("riverside", "blue_river")
    assert draw(other.name).row["clinic_code"] == "prairie"  # nobody at Riverside sees such a patient


def test_work_at_a_clinic_is_kept_apart(riverside, home):
    assert files.work_folder() == home
    bring_in("riverside")
    assert files.work_folder() == riverside.folder / "work"


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("fees.csv", "code,modifier,payer,amount,from\n99213,,acme_ppo,12,\n9921,,acme_ppo,,\n", "fees.csv: line 3"),
        ("fees.csv", "code,modifier,payer,amount,from\n99213,,nobody,12,\n", "'nobody'"),
        ("fees.csv", "code,amount\n99213,12\n", "no column modifier"),
        ("charges.csv", "code,charge\n99213,free\n", "charges.csv: line 2"),
        ("payers/acme_ppo.toml", 'like = "acme_pppo"\n', "acme_pppo"),
        ("payers/acme_ppo.toml", 'like = "acme_ppo"\nlabl = "x"\n', "labl"),
        (
            "payers/acme_ppo.toml",
            'like = "acme_ppo"\n[limits]\nfiling_limit = "x"\ncite = "x"\n',
            "acme_ppo.toml: [limits]",
        ),
        ("clinic.toml", 'name = "x"\n', "clinic.toml"),
        ("tracks/own.toml", 'title = "x"\n', "own.toml"),
    ],
)
def test_what_is_wrong_is_told_with_its_own_file(riverside, file, text, named):
    (riverside.folder / file).parent.mkdir(exist_ok=True)
    (riverside.folder / file).write_text(text, encoding="utf-8")
    found = [one.line() for one in lint_pack(riverside) if one.severity == "error"]
    assert found and any(named in line for line in found) and not any("cache" in line for line in found), found


@pytest.mark.parametrize("name", ["prairie", "Our Clinic", "../x", "riverside", ""])
def test_a_name_that_cannot_be_or_is_taken(riverside, name):
    with pytest.raises(CleanClaimError):
        start_pack(name)


def test_a_clinic_that_is_not_there_is_told_with_those_there_are(riverside):
    with pytest.raises(CleanClaimError, match="riverside"):
        pack("river")
    with pytest.raises(CleanClaimError, match="riverside"):
        bring_in("river")
