"""What is remembered of files belongs to the folder it was read from: another home is seen in the same process, and so
is a file that this process wrote.
"""

import pytest

from sim.clinic.practice.clinics import clinics, payer_words
from sim.clinic.scenarios.library import scenario, scenarios
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget, read_toml, remembered_up_to, root
from sim.ground.params import param_value


def put(home, relative: str, text: str) -> None:
    path = home / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_files_of_another_home_are_seen_in_the_same_process(tmp_path, monkeypatch):
    before = param_value("sequestration", "medicare_part_b", "2026-05-01"), set(clinics()), set(scenarios())
    shipped = find("data/params/sequestration.toml").read_text(encoding="utf-8")
    put(tmp_path, "data/params/sequestration.toml", shipped.replace("value = 20000", "value = 30000"))
    own = (
        (root() / "data/clinics/prairie.toml")
        .read_text(encoding="utf-8")
        .replace('code = "acme_ppo"', 'code = "own_ppo"')
    )
    put(tmp_path, "data/clinics/own.toml", own)
    story = root() / "data/scenarios/family_medicine/knee_injection.toml"
    put(tmp_path, "data/scenarios/family_medicine/own_knee.toml", story.read_text(encoding="utf-8"))
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    assert param_value("sequestration", "medicare_part_b", "2026-05-01") == 30000
    assert "own" in clinics() and "own_ppo" in payer_words() and scenario("own_knee").name == "own_knee"
    monkeypatch.undo()
    assert (param_value("sequestration", "medicare_part_b", "2026-05-01"), set(clinics()), set(scenarios())) == before


def test_what_this_process_wrote_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    shipped = find("data/params/sequestration.toml").read_text(encoding="utf-8")
    put(tmp_path, "data/params/sequestration.toml", shipped.replace("value = 20000", "value = 30000"))
    assert param_value("sequestration", "medicare_part_b", "2026-05-01") == 30000
    put(tmp_path, "data/params/sequestration.toml", shipped.replace("value = 20000", "value = 40000"))
    forget()
    assert param_value("sequestration", "medicare_part_b", "2026-05-01") == 40000


def test_it_is_remembered_and_by_every_argument():
    asked = []

    @remembered_up_to(1)
    def ask(name, also=0):
        asked.append((name, also))
        return len(asked)

    assert [ask("a"), ask("a"), ask("a", also=1), ask("a")] == [1, 1, 2, 3]
    ask.cache_clear()
    assert ask("a") == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = " + "9" * 5_000, "a value that cannot be read"),
        ("a = " + "[" * 100_000, "brackets inside brackets"),
        ("a = 1\n" + "a." * 20_000 + "a = 1", "line 2: a name of more than 40 parts"),
        ('x = { "a" . ' + "b . " * 50 + "c = 1 }", "a name of more than 40 parts"),
        ("a" * 300_000 + " = 1\n# " + "b" * 300_000 + "\n" + "a = 1\n" * 250_000, "at most 2,000,000"),
    ],
)
def test_a_hostile_toml_file_is_refused_at_once_in_words(tmp_path, text, found):
    path = tmp_path / "hostile.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CleanClaimError, match=found):
        read_toml(path)


def test_many_points_in_a_text_are_no_name(tmp_path):
    path = tmp_path / "fine.toml"
    path.write_text(
        'a = "wait' + "." * 500 + '"\nb = "' + "one. two. " * 19 + '"\n' + "c" * 200_000 + " = 1", encoding="utf-8"
    )
    assert set(read_toml(path)) == {"a", "b", "c" * 200_000}
