"""Mess in a chart changes no key: it follows the exercise's level, and a fragment that speaks of the key is found."""

import pytest

from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.mess_fragments import fragments
from sim.clinic.visits.chart import documents, locate
from sim.clinic.visits.mess import amounts, drawn_mess
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget
from sim.learn.exercises.case import draw
from sim.learn.lint.linter import lint
from sim.learn.lint.mess_proofs import lint_mess
from sim.learn.lint.scenario_settings import settings
from sim.learn.lint.findings import Finding

HEAD = 'label = "x"\nwhy = "x"\ncite = "ICD-10-CM Guidelines IV.J"\n'


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A function that puts a fragment of one's own beside those that ship."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    (tmp_path / "data" / "mess").mkdir(parents=True)

    def write(fragment: str):
        file = tmp_path / "data" / "mess" / "own_mess.toml"
        file.write_text(f"{HEAD}[[fragment]]\nid = 'own'\n{fragment}\n", encoding="utf-8")
        forget()
        return file

    yield write
    forget()


def found(name: str) -> list[Finding]:
    one = scenario(name)
    return list(
        lint_mess(
            one, settings(one)[:12], lambda field, what, write, severity="error": Finding("f", field, what, write)
        )
    )


def test_there_is_enough_of_it():
    assert len(fragments()) >= 24 and len({one.kind for one in fragments()}) == 10


def test_a_higher_level_has_more_and_the_same_case_the_same():
    case = draw("coder_04_knee", 2)
    drawn = {level: drawn_mess(case.scenario, case.row, level, 7) for level in (1, 3, 4, 5)}
    assert [len(drawn[level]) for level in (1, 3, 4, 5)] == [amounts()[level] for level in (1, 3, 4, 5)]
    assert drawn[3] == drawn[4][:2] and drawn[4] == drawn_mess(case.scenario, case.row, 4, 7)


def test_evidence_stands_where_it_stood():
    case = draw("coder_04_knee", 2)
    laid = documents(case.scenario, case.row, case.patient, True, drawn_mess(case.scenario, case.row, 5, 7))
    clean = documents(case.scenario, case.row, case.patient, True)
    for item in (*case.truth.diagnoses, *case.truth.services):
        for proof in item.evidence:
            before, after = locate(clean, proof), locate(laid, proof)
            assert (before is None) == (after is None) and (not before or before[1:] == after[1:])


WRONG = {  # a fragment that must not stand in a chart about a knee and a blood pressure -> what is found
    "the disease of the key": ('sections = ["pmh"]\ntext = ["Osteoarthritis (imported)."]', "speaks of M1"),
    "a phrase of the evidence": (
        'sections = ["plan"]\ntext = ["Primary OA R knee (copied)."]',
        "a phrase of the evidence",
    ),
}


@pytest.mark.parametrize("planted", WRONG)
def test_a_fragment_that_speaks_of_the_key_is_found(own, planted):
    fragment, said = WRONG[planted]
    assert not found("knee_injection")
    own(fragment)
    assert any(said in one.found for one in found("knee_injection"))


def test_a_word_that_it_speaks_of_keeps_it_away(own):
    own('sections = ["pmh"]\ntext = ["Osteoarthritis (imported)."]\nspeaks_of = ["knee"]')
    assert not found("knee_injection")


MISWRITTEN = {
    "sections and document": ('sections = ["pmh"]\ndocument = { kind = "addendum" }\ntext = ["x"]', "document"),
    "a field that there is not": ('sections = ["pmh"]\ntext = ["{side.word}"]', "side.word"),
    "a measure": ('sections = ["pmh"]\ntext = ["Walks 30 minutes (imported)."]', "a measure"),
    "a date": ('sections = ["pmh"]\ntext = ["Seen 03/04/2020 (imported)."]', "a date"),
    "a disease as if said today": ('sections = ["plan"]\ntext = ["Vomiting, better."]', "as if they were said today"),
}


@pytest.mark.parametrize("planted", MISWRITTEN)
def test_a_miswritten_fragment_is_found_at_its_field(own, planted):
    fragment, said = MISWRITTEN[planted]
    told = lint([own(fragment)])
    assert told and said in f"{told[0].field} {told[0].found}", told


def test_a_place_where_nothing_may_stand_is_found(tmp_path):
    text = find("data/scenarios/family_medicine/knee_injection.toml").read_text(encoding="utf-8")
    file = tmp_path / "planted.toml"
    file.write_text(text.replace('[[mess]]\nwhere = "ros"', '[[mess]]\nwhere = "vital"', 1), encoding="utf-8")
    assert any(one.field == "mess 3, where" for one in lint([file]))


def test_a_kind_that_there_is_not_is_refused(tmp_path):
    from sim.clinic.scenarios.library import parse

    text = find("data/scenarios/family_medicine/knee_injection.toml").read_text(encoding="utf-8")
    file = tmp_path / "planted.toml"
    file.write_text(text.replace('where = "ros"', 'where = "ros"\nkinds = ["gossip"]', 1), encoding="utf-8")
    with pytest.raises(CleanClaimError, match="gossip"):
        parse(file, "family medicine")
