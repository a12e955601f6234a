"""What is remembered of files belongs to the folder it was read from: another home is seen in the same process, and so
is a file that this process wrote.
"""

from sim.clinic.practice.clinics import clinics, payer_words
from sim.clinic.scenarios.library import scenario, scenarios
from sim.ground.files import find, forget, remembered_up_to, root
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
