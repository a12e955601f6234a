"""The scenario file: what an author may write, and what she is told when something is wrong."""

from pathlib import Path

import pytest

from sim.clinic.scenarios import choices
from sim.clinic.scenarios.library import parse
from sim.ground.errors import CleanClaimError

KNEE = Path(__file__).parents[1] / "written" / "family_medicine" / "knee_and_pressure.toml"
TEXT = KNEE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def knee():
    return parse(KNEE)


def broken(tmp_path, old, new, count=1):
    folder = tmp_path / "family_medicine"
    folder.mkdir(exist_ok=True)
    assert old in TEXT
    (folder / "knee.toml").write_text(TEXT.replace(old, new, count), encoding="utf-8")
    return folder / "knee.toml"


def test_the_design_example_is_read_whole(knee):
    assert (knee.label, knee.level, knee.specialty, knee.suits.age, knee.suits.seen_before) == (
        "Knee and blood pressure",
        3,
        "family medicine",
        (45, 80),
        True,
    )
    assert knee.dimensions == {
        "side": ("right", "left"),
        "pressure": ("managed", "mentioned"),
        "steroid_mg": ("20", "40", "60"),
    }
    assert [service.id for service in knee.services] == ["em", "20610", "drug"]
    assert [(trap.number, trap.at, trap.error) for trap in knee.traps] == [
        (1, "coder", "missing-modifier-25"),
        (2, "coder", "unsupported-separate-visit"),
    ]
    assert len(knee.hash) == 16


def test_a_changed_file_has_another_fingerprint(knee, tmp_path):
    assert parse(broken(tmp_path, "152/94" if "152/94" in TEXT else "154/92", "150/90")).hash != knee.hash


@pytest.mark.parametrize(
    "old, new, told",
    [
        ('modifiers = ["25"]', 'modifer = ["25"]', "write 'modifiers'"),
        ("{side.abbr} knee: mild", "{side.abr} knee: mild", "write 'side.abbr'"),
        ('when = "pressure.managed"\nem', 'when = "pressure.manged"\nem', "write 'managed'"),
        ('when = "pressure.managed"\nem', 'when = "presure.managed"\nem', "write 'pressure'"),
        ('error = "missing-modifier-25"', 'error = "missing-25"', "missing-modifier-25"),
        ('at = "coder"', 'at = "biller"', 'at = "coder"'),
        ("level = 3", 'level = "3"', "a whole number from 1 to 5"),
        ('kind = "office note"', 'kind = "note"', "office note"),
        ("age = [45, 80]", "age = [80, 45]", "the lower one first"),
        ('code = "20610"', 'code = "20610"\nem = "office"', "exactly one of code, em"),
        ('target = "service.em.modifiers"', 'target = "servic.em.modifiers"', "write 'service'"),
        ('target = "service.em.modifiers"', 'target = "claim.total"', "claim is changed at: biller"),
        ('payer = ["medicare"]', 'payer = ["medicar"]', "write 'medicare'"),
        ('{ section = "plan", text = "HTN not at goal" }', '{ section = "plan" }', "section and text"),
        (
            'evidence = [{ section = "plan", text = "HTN not at goal" }]',
            'needs = "should"',
            "must, may, never, one of NAME",
        ),
        ("steroid_mg = { any = [20, 40, 60] }", "steroid_mg = { from = 9, to = 3 }", "different numbers"),
        ("{age} y/o with", "{age y/o with", "close the name"),
        ("mentioned = {}", 'mentioned = { a = "b" }', "the same fields in every option"),
        ('word = "right"', 'word = "{his} right"', "words without {names}"),
    ],
)
def test_the_author_is_told_what_to_write(tmp_path, old, new, told):
    with pytest.raises(CleanClaimError) as found:
        parse(broken(tmp_path, old, new))
    assert told in found.value.line() and "knee.toml" in found.value.line()


def test_a_scenario_in_a_folder_of_no_specialty_is_refused(tmp_path):
    path = tmp_path / "surgery" / "knee.toml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(CleanClaimError, match="a folder named family_medicine, urgent_care, emergency"):
        parse(path)


def test_a_visit_here_before_needs_a_known_patient(tmp_path):
    path = broken(tmp_path, "seen_before = true }", "seen_before = false }")
    path.write_text(
        path.read_text(encoding="utf-8") + '\n[[history]]\nkind = "visit"\ncode = "99213"\ndays_ago = 100\n',
        encoding="utf-8",
    )
    with pytest.raises(CleanClaimError, match="seen_before = true"):
        parse(path)


def test_every_combination_has_its_number_and_its_text(knee):
    every = list(choices.combinations(knee))
    assert len(every) == choices.count(knee) == 12
    for number, picked in enumerate(every):
        assert choices.index_of(knee, picked) == number
        assert choices.from_text(choices.to_text(picked)) == picked


def test_a_choice_that_does_not_exist_is_refused(knee):
    with pytest.raises(CleanClaimError, match="write 'side'"):
        choices.index_of(knee, {"sid": "left"})
    with pytest.raises(CleanClaimError, match="steroid_mg = '30'"):
        choices.index_of(knee, {"side": "left", "pressure": "managed", "steroid_mg": "30"})
    with pytest.raises(CleanClaimError, match="name=value"):
        choices.from_text("side")
