"""The linter: each planted defect is found at the field where it stands. That the library is clean is proven by the
README's `lint` (tests/test_readme.py).
"""

from pathlib import Path

import pytest

from sim.clinic.scenarios.library import parse, scenarios
from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.learn.lint.linter import Finding, files_of, lint
from sim.learn.lint.scenario_settings import keys, picks, settings

BASE = "data/scenarios/family_medicine/knee_injection.toml"
# two blood pressures in place of eight: a quarter of the charts, and every defect is planted elsewhere
SMALLER = {BASE: ("systolic = { from = 150, to = 164, step = 2 }", "systolic = { any = [150, 164] }")}


@pytest.fixture
def plant(tmp_path):
    """A function that lints a copy of a scenario with some of its text exchanged."""

    def planted(*exchanges: tuple[str, str], base: str = BASE) -> list[Finding]:
        content = find(base).read_text(encoding="utf-8")
        for old, new in (*([SMALLER[base]] if base in SMALLER else []), *exchanges):
            assert old in content, f"the scenario no longer has {old!r}"
            content = content.replace(old, new, 1)
        folder = tmp_path / "scenarios" / Path(base).parent.name
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "planted.toml"
        file.write_text(content, encoding="utf-8")
        return lint([file])

    return planted


def fields(findings, severity="error"):
    return [one.field for one in findings if one.severity == severity]


def test_an_unchanged_copy_is_clean(plant):
    assert not fields(plant())


DEFECTS = {
    "evidence not word for word": [
        ('text = "Primary OA {side.abbr} knee"', 'text = "primary osteoarthritis of the knee"'),
        "evidence",
    ],
    "evidence in a section that is not there": [
        ('{ section = "plan", text = "Primary OA', '{ section = "plans", text = "Primary OA'),
        "evidence",
    ],
    "evidence of only one combination": [
        ('text = "Primary OA {side.abbr} knee"', 'text = "Primary OA R knee"'),
        "evidence",
    ],
    "a code that is none": [('code = "I10"', 'code = "I10.Z"'), "dx, code"],
    "a code that needs more characters": [('dx = "M17.11"', 'dx = "M17.1"'), "dx, code"],
    "a code that has ended": [('code = "I10"', 'code = "Z86.010"'), "dx, code"],
    "no reason": [
        (
            (
                'why = "The provider names the disease and its side; the knee pain is part of it and is not coded '
                'separately."\n'
            ),
            "",
        ),
        "dx 1",
    ],
    "no rule": [('cite = "ICD-10-CM Guidelines I.B.4, I.B.13"\n', ""), "cite"],
    "a fact without evidence": [(', evidence = [{ section = "plan", text = "HTN not at goal" }]', ""), "problems"],
    "an unused number": [("steroid_mg = {", "unused = { any = [1, 2] }\nsteroid_mg = {"), "[draw] unused"],
    "a variant of words only": [
        ("[vary.pressure]", '[vary.mood]\nwell = { word = "well" }\nill = { word = "tired" }\n\n[vary.pressure]'),
        ("NAD.", "Feels {mood.word}."),
        "[vary.mood]",
    ],
    "an unknown name": [("{age} y/o with {side.word} knee pain", "{age} y/o with {side.wort} knee pain"), "hpi"],
    "an unknown kind of error": [('error = "missing-modifier-25"', 'error = "forgot-it"'), "trap 1, error"],
    "a misspelt key": [('modifiers = ["25"]', 'modifers = ["25"]'), "service 1"],
    "a trap that changes nothing": [('remove = "25"', 'add = "25"'), "trap 1"],
    "a trap at another desk than its error": [
        ('error = "wrong-side"', 'error = "contractual-to-patient"'),
        "trap 3, error",
    ],
    "a trap of a service that is not there": [
        ('target = "service.J3301.units"', 'target = "service.J3302.units"'),
        "trap 4",
    ],
    "a missing side": [('modifiers = ["{side.modifier}"]', "modifiers = []"), "service 20610, modifiers"],
    "a visit beside a procedure without 25": [('modifiers = ["25"]\nfor = ["I10"]', 'for = ["I10"]'), "service em"],
    "a pointer to nothing": [('for = ["I10"]\nevidence', 'for = ["I11.9"]\nevidence'), "service em, for"],
    "a label that tells": [('label = "Knee and blood pressure"', 'label = "Knee osteoarthritis"'), "label"],
    "a label with a code": [('label = "Knee and blood pressure"', 'label = "20610 or not"'), "label"],
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_found_at_its_field(plant, name):
    *exchanges, field = DEFECTS[name]
    found = fields(plant(*exchanges))
    assert any(field in one for one in found), f"{name}: expected {field!r} among {found}"


def test_codes_that_exclude_each_other(plant):
    symptom = (
        '[[dx]]\nwhen = "asthma.known"\ncode = "R06.2"\nevidence = [{ section = "exam", text = "wheeze" }]\nwhy = "x"\n'
        'cite = "y"\n\n'
    )
    found = plant(
        ('[[service]]\nwhen = "asthma.suspected"', symptom + '[[service]]\nwhen = "asthma.suspected"'),
        base="data/scenarios/urgent_care/wheezing.toml",
    )
    assert any("excludes" in one.found for one in found)


def test_a_pair_that_no_modifier_opens(plant):
    nurse_visit = (
        '[[service]]\ncode = "99211"\nfor = ["cause"]\nevidence = [{ section = "vitals", text = "BP 124/78" }]\nwhy ='
        ' "x"\ncite = "y"\n\n'
    )
    found = plant(("[[trap]]", nurse_visit + "[[trap]]"), base="data/scenarios/family_medicine/b12_injection.toml")
    assert any("indicator 0" in one.found for one in found)


def test_a_waived_test_without_qw(plant):
    found = plant(('modifiers = ["QW"]\nfor', "for"), base="data/scenarios/urgent_care/sore_throat.toml")
    assert "service strep, modifiers" in fields(found)


def test_a_leading_query(plant):
    found = plant(
        ("Please clarify which ear or ears were affected.", "Please clarify, since the payer denied the claim."),
        base="data/scenarios/urgent_care/earache_which_ear.toml",
    )
    assert "query 1, question" in fields(found)
    found = plant((', "Unable to determine"]', "]"), base="data/scenarios/urgent_care/earache_which_ear.toml")
    assert "query 1, choices" in fields(found)


def test_broken_files_are_findings_not_crashes(tmp_path):
    folder = tmp_path / "scenarios" / "urgent_care"
    folder.mkdir(parents=True)
    for content in ("", "label = ", "label = 3", '[[document]]\nkind = "poem"', "\x00\x01", "[" * 5000):
        (folder / "broken.toml").write_text(content, encoding="utf-8")
        found = lint([folder / "broken.toml"])
        assert found and all(one.file and one.found and one.write for one in found), content[:20]


def test_a_path_that_is_not_there():
    with pytest.raises(CleanClaimError, match="no file or folder"):
        lint(["nowhere.toml"])


def test_params_payers_and_exercises_are_looked_at(tmp_path):
    for folder, content, field in (
        ("params", 'unit = "apples"\n', "unit"),
        (
            "params",
            'unit = "days"\nmeaning = "x"\n[[value]]\nfrom = 2026-01-01\nvalue = 1.5\ncite = "x"\n',
            "value 1, value",
        ),
        ("payers", 'label = "X"\nkind = "barter"\n', "kind"),
        ("exercises", 'task = "dance"\n', ""),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "x.toml").write_text(content, encoding="utf-8")
        found = lint([tmp_path / folder / "x.toml"])
        assert found and any(field in one.field for one in found), (folder, found)


def test_a_policy_without_a_yes_or_a_rule_is_found(tmp_path):
    (tmp_path / "policies").mkdir()
    file = tmp_path / "policies" / "strict.py"
    file.write_text(
        '"""Strict.\n\n    payer  claim | denies\n    acme   1     | no\n"""\nstage = "filing"\n', encoding="utf-8"
    )
    assert {"examples", "cite", "remedy", "never"} <= set(fields(lint([file])))
    file.write_text("import nowhere_at_all\n", encoding="utf-8")
    assert fields(lint([file])) == ["policy"]


def test_a_mistake_without_a_rule_is_worth_a_thought(plant):
    found = plant(('cite = "NCCI Policy Manual ch. 1; CPT modifier 25"\n', ""))
    assert "trap 1, cite" in fields(found, "advice") and not fields(found)


def test_most_scenarios_have_at_least_two_keys():
    counts = {name: len(set(keys(one).values())) for name, one in scenarios().items()}
    assert len(counts) >= 12 and sum(count >= 2 for count in counts.values()) >= len(counts) * 3 / 4, counts


def test_numbers_are_tried_at_their_ends_and_on_both_sides_of_a_band(tmp_path):
    content = find("data/scenarios/family_medicine/wart_removal.toml").read_text(encoding="utf-8")
    file = tmp_path / "wart.toml"
    file.write_text(
        content.replace("lesions = { from = 6, to = 18 }", "lesions = { from = 2, to = 400 }"), encoding="utf-8"
    )
    scenario = parse(file, "family medicine")
    assert {"2", "14", "15", "400"} <= {chosen["lesions"] for chosen in picks(scenario)}
    assert len(picks(scenario)) < 40


def test_settings_reach_every_payer_and_both_kinds_of_patient():
    rows = settings(scenarios()["twisted_ankle"])
    assert {(row["payer_code"], row["is_new_patient"]) for row in rows} == {
        (payer, new)
        for payer in ("medicare_part_b", "silverleaf_hmo", "acme_ppo", "boxwood_hdhp", "medicaidcare")
        for new in (False, True)
    }


def test_the_words_of_the_linter():
    line = Finding("knee.toml", "dx 1, code", "M17.1, which needs more characters", "M17.11 or M17.12").line()
    assert line == "knee.toml: dx 1, code: found M17.1, which needs more characters; write: M17.11 or M17.12"
    assert len(files_of()) >= 20
