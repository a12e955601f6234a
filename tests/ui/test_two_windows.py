"""Two windows of one learner: each works on the case it shows, none overwrites the other in silence, and what a page
could not send arrives later.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_desk import CODED, Page  # noqa: E402

ONE = {"diagnoses": [{"code": "I10"}], "flags": [], "services": []}
TWO = {"diagnoses": [{"code": "E11.9"}], "flags": [], "services": []}


def codes(view) -> list[str]:
    return [row["code"] for row in view["draft"]["diagnoses"]]


@pytest.fixture
def windows(tmp_path):
    return [Page("coder", tmp_path, "coder_04_knee") for _ in "ab"]


def typed(page, draft, name, case=None):
    """A window sends its draft, as its page script does: with its own name and what it last saw saved."""
    page.base = getattr(page, "base", page.view["version"])
    told = page.say("draft", draft=draft, page=name, base=page.base, **({"case": case} if case else {}))
    page.base = told.get("version", page.base)
    return told


def test_the_second_window_is_told_and_overwrites_nothing(windows, tmp_path):
    first, second = windows
    assert typed(first, ONE, "a")["kind"] == "saved"
    told = typed(second, TWO, "b")
    assert told["kind"] == "behind" and codes(told["view"]) == ["I10"] and "another window" in told["view"]["notice"]
    assert codes(Page("coder", tmp_path).view) == ["I10"]
    second.base = told["view"]["version"]  # it asks to use what was entered there
    assert typed(second, TWO, "b")["kind"] == "saved" and codes(Page("coder", tmp_path).view) == ["E11.9"]
    assert typed(first, CODED, "a")["kind"] == "behind"


def test_a_submission_of_a_window_that_is_behind_is_not_sent(windows):
    first, second = windows
    typed(first, ONE, "a")
    view = second.say("submit", answer=CODED, page="b", base=second.view["version"])
    assert view["is_behind"] and view["path"] is None and second.desk._session.store.rows("attempts") == []


def test_a_window_alone_is_never_behind_however_late_its_answers_come(windows):
    page, base = windows[0], windows[0].view["version"]
    for draft in (ONE, TWO, ONE, CODED):  # four drafts before the first was acknowledged
        assert page.say("draft", draft=draft, page="a", base=base)["kind"] == "saved"
    assert page.say("scrub", answer=CODED, page="a", base=base).get("is_behind") is None


def test_starting_again_in_one_window_is_seen_by_the_other(windows):
    first, second = windows
    typed(first, ONE, "a")
    second.say("hello", learner="L-1", exercise="")
    second.base = second.view["version"]
    first.say("start_again", page="a")
    assert typed(second, TWO, "b")["kind"] == "behind" and codes(first.view) == []


def test_windows_on_two_cases_do_not_disturb_each_other(tmp_path):
    first = Page("coder", tmp_path, "coder_04_knee")
    second = Page("coder", tmp_path, "coder_05_sugar")
    told = typed(first, ONE, "a")
    assert told["kind"] == "saved" and told["case"] == "coder_04_knee/1"
    assert typed(second, TWO, "b")["kind"] == "saved"
    assert second.view["case"] == "coder_05_sugar/1" and codes(Page("coder", tmp_path).view) == ["E11.9"]
    view = first.say("hint", page="a", base=first.base)  # a click goes on with its own window's case
    assert view["case"] == "coder_04_knee/1" and codes(view) == ["I10"] and view["hints"]


def test_a_page_comes_back_to_the_case_it_showed(tmp_path):
    first = Page("coder", tmp_path, "coder_04_knee")
    Page("coder", tmp_path, "coder_05_sugar")
    assert first.say("hello", learner="L-1", exercise="", case="coder_04_knee/1")["case"] == "coder_04_knee/1"
    assert first.say("hello", learner="L-1", exercise="", case="nonsense")["case"] == "coder_04_knee/1"


def test_a_draft_of_a_case_that_is_unknown_stays_in_the_browser(windows):
    told = typed(windows[0], ONE, "a", case="coder_99_gone/3")
    assert told == {"kind": "unknown", "case": "coder_99_gone/3", "seq": windows[0].seq}


def test_the_same_draft_twice_is_kept_once(windows):
    for _ in range(3):
        typed(windows[0], ONE, "a")
    assert [event["kind"] for event in windows[0].desk._session.store.events("L-1")].count("draft") == 1


def test_a_case_whose_scenario_was_changed_since_gives_way_to_another_and_says_why(tmp_path, monkeypatch):
    from sim.ground.errors import CleanClaimError
    from sim.learn.desk import learner_desk, own_work

    page = Page("coder", tmp_path, "coder_04_knee")
    lines = [{**CODED["services"][0], "modifiers": ""}, {**CODED["services"][1], "units": "1"}]
    page.say("submit", answer={**CODED, "services": lines})
    denial = Page("denial", tmp_path)
    own = next(row for row in denial.view["worklist"]["rows"] if row["id"].startswith("own:"))
    assert denial.say("open_item", item=own["id"])["case"].endswith(own["id"])

    def changed(*_):
        raise CleanClaimError("the scenario of this claim was changed since", "knee", "the scenario as it was", "go on")

    monkeypatch.setattr(own_work, "own_case", changed)
    again = Page("denial", tmp_path)
    assert not again.view["case"].endswith(own["id"]) and again.view["worklist"]["rows"]
    assert again.view["notice"].startswith("The scenario of this claim was changed since")
    assert denial.say("next_item")["case"]  # and the window that was open goes on as well
    assert learner_desk.current(denial.desk._session.store, "L-1", "denial").exercise
