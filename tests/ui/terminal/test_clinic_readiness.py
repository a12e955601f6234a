"""`cleanclaim clinic readiness`: yourself, somebody by name, a class; as words, JSON, a page and a CSV file."""

import json
from datetime import datetime

import pytest

import sim
from sim.classroom.privacy.views import views
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.cli import main
from sim.learn.course.choice import deeds
from sim.learn.desk.attempt_store import Store

RATED = 15


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    monkeypatch.delenv("CLEANCLAIM_LEARNER", raising=False)
    return tmp_path


def begun(learner):
    """Somebody of the clinic's track who began the baseline."""
    now = datetime.now().astimezone()
    for kind, name in (("choose_track", "clinic"), ("begin_check", "41_baseline")):
        deeds.do(Store(), learner, kind, name, now)


def test_your_own_readiness_needs_no_class(home, capsys):
    assert main(["clinic", "readiness"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Your work, ") and "Baseline: not begun" in told and "– Not shown yet" in told
    begun("local")
    assert main(["clinic", "readiness", "--json", "--standard", "specialist"]) == 0
    document = json.loads(capsys.readouterr().out)
    [one] = document["people"]
    assert len(one["competences"]) == RATED and one["counts"]["not shown yet"] == RATED
    assert (one["bar"], one["baseline"]["answered"], one["baseline"]["of"]) == (97, 0, 12)
    assert document["thresholds"]["accuracy"] == 95 and "assumption" in document["thresholds"]["cites"]["cases"]
    assert repr(sim.readiness()).startswith("Your work, ") and "0 of 12 cases" in sim.readiness()._repr_html_()


def test_somebody_by_name_and_a_name_that_nobody_has(home, capsys):
    begun("ana")
    assert main(["clinic", "readiness", "--learner", "ana"]) == 0
    assert capsys.readouterr().out.startswith("ana, ")
    assert main(["clinic", "readiness", "--learner", "anna"]) == 2
    assert "nobody called 'anna' has practiced here" in capsys.readouterr().err


def test_a_class_is_told_written_and_the_look_is_kept(home, capsys):
    records = Records()
    new_class(records, "new_hires", "New & hires")
    everybody = [add_member(records, "new_hires", name) for name in ("Rosa Delgado-Synth", "Ben <i>Okafor-Synth")]
    begun(everybody[0].learner)
    page, file = home / "readiness.html", home / "readiness.csv"
    assert main(["clinic", "readiness", "--class", "new_hires", "--out", str(page)]) == 0
    assert "Rosa Delgado-Synth: 0 of 15 ready." in capsys.readouterr().out
    text = page.read_text(encoding="utf-8")
    assert "Readiness: New &amp; hires" in text and "Ben &lt;i&gt;Okafor-Synth" in text and "<i>Okafor" not in text
    assert "http" not in text.replace("http://www.w3.org", "")
    one = ["clinic", "readiness", "--class", "new_hires", "--learner", "Rosa Delgado-Synth", "--out", str(file)]
    assert main(one) == 0 and len(file.read_text(encoding="utf-8-sig").splitlines()) == RATED + 1
    assert {view.learner for view in views(records, "new_hires")} == {each.learner for each in everybody}


def test_a_file_of_another_kind_is_told(home, capsys):
    assert main(["clinic", "readiness", "--out", str(home / "readiness.docx")]) == 2
    assert "ends in .html or .csv" in capsys.readouterr().err
