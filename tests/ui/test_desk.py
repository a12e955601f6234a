"""The desks without a browser: what is sent to a page and when, that nothing is lost, and that no truth goes out before
grading.
"""

import json

import pytest
from a_share import share

from sim.learn.desk.attempt_store import Store
from sim.ui.desks.widget import Desk

EXERCISES = {"coder": "coder_04_knee", "biller": "biller_02_new_card", "denial": "denial_01_knee"}


class Page:
    """A page that records everything it is sent."""

    def __init__(self, role, folder, exercise="", learner="L-1"):
        self.desk, self.got, self.seq = Desk(role), [], 0
        self.desk._session.store = Store(folder)
        self.desk.observe(lambda change: self.got.append(change["new"]), "view")
        self.desk.send = self.got.append
        self.say("hello", learner=learner, exercise=exercise)

    def say(self, kind, /, **data):
        self.seq += 1
        known = {} if kind in ("hello", "search") else {"case": self.view["case"], "seq": self.seq}
        self.desk.receive({"kind": kind, "data": {**known, **data}})
        return self.got[-1] if self.got else None

    @property
    def view(self):
        return self.desk.view


CODED = {
    "diagnoses": [{"code": "M17.11"}, {"code": "R03.0"}],
    "flags": [],
    "services": [
        {"id": 1, "code": "99214", "modifiers": "2", "units": "1", "pointers": "B"},
        {"id": 2, "code": "20610", "modifiers": "RT", "units": "", "pointers": "A"},
    ],
}


@pytest.mark.parametrize("role", sorted(EXERCISES))
def test_a_desk_opens_draws_and_comes_back(role, tmp_path):
    page = Page(role, tmp_path, EXERCISES[role])
    assert (
        page.view["case"].startswith(EXERCISES[role])
        and page.view["record"]["documents"]
        and page.view["actions"][0]["weight"] == "go"
    )
    json.dumps(page.view)
    again = Page(role, tmp_path)
    assert again.view["case"] == page.view["case"] and again.view["draft"] == page.view["draft"]


def test_a_half_typed_draft_survives_a_lost_page(tmp_path):
    page = Page("coder", tmp_path, "coder_04_knee")
    told = page.say("draft", draft=CODED)
    assert told["kind"] == "saved" and told["saved"]
    assert Page("coder", tmp_path).view["draft"] == CODED


def test_drafts_of_the_form_and_of_a_decision_survive_too(tmp_path):
    page = Page("biller", tmp_path, "biller_02_new_card")
    page.say("draft", draft={"fields": {"1a": "NEW123", "24D-1.1": "2"}})
    assert Page("biller", tmp_path).view["draft"]["fields"] == {"1a": "NEW123", "24D-1.1": "2"}
    page = Page("denial", tmp_path, "denial_01_knee")
    typed = {
        "cause": "bundled",
        "owner": "",
        "remedy": "R_CORR",
        "changes": {"line.1.modifiers": "25", "line.2.gone": "yes", "claim.member_id": "X1"},
        "letter": {},
    }
    page.say("draft", draft=typed)
    assert Page("denial", tmp_path).view["draft"] == typed
    letter = {
        **typed,
        "remedy": "R_APPEAL",
        "changes": {},
        "letter": {"level": "2", "ground": "stands_apart", "evidence": ["medical_record"], "words": "Please"},
    }
    page.say("draft", draft=letter)
    assert Page("denial", tmp_path).view["draft"] == letter


def test_learners_do_not_see_each_other(tmp_path):
    Page("coder", tmp_path, "coder_04_knee", "L-1").say("draft", draft=CODED)
    assert Page("coder", tmp_path, "coder_04_knee", "L-2").view["draft"]["diagnoses"] == []


def secrets(case) -> list[str]:
    """Texts that only the truth holds: reasons, citations, rules."""
    truth = case.truth
    found = [item.why for item in (*truth.diagnoses, *truth.services)] + [
        item.cite for item in (*truth.diagnoses, *truth.services)
    ]
    return [text for text in found if text and len(text) > 12]


@pytest.mark.parametrize("role", sorted(EXERCISES))
def test_nothing_that_goes_to_the_page_holds_the_truth_before_grading(role, tmp_path):
    """All messages of a whole session are recorded, up to the first submission."""
    from sim.learn.desk.desk_state import series

    stories = [one for one in series(role) if not one.steps_at(1)]  # steps that are filled in are shown with reasons
    for one in [one for one in stories if one.name in share([each.name for each in stories], 12)]:
        page = Page(role, tmp_path / one.name, one.name)
        page.say("hint")
        page.say(
            "draft",
            draft={
                "coder": CODED,
                "biller": {"fields": {"1a": "A1"}},
                "denial": {"cause": "bundled", "remedy": "R_CORR", "changes": {}},
            }[role],
        )
        if role == "coder":
            page.say("search", kind="diagnosis", text="pain", box="dx", number=1)
        if role == "biller":
            page.say("scrub", answer={"fields": {}})
        from sim.learn.exercises.case import draw

        case, sent = draw(one.name, 1), json.dumps(page.got, ensure_ascii=False)
        assert not [text for text in secrets(case) if text in sent and text not in one.ask + "".join(one.hints)]
        for word in ("supported_amount", '"truth"', '"mistake"', 'choices": "', '"seed"', case.row["choices"] or "\0"):
            assert word not in sent, (one.name, word)
        assert (
            page.view["marks"] in ({}, {"diagnoses": [], "services": [], "missing": [], "whole": []})
            and page.view["path"] is None
            and page.view["key"] is None
        )


def test_after_grading_marks_path_and_proofs_are_there(tmp_path):
    page = Page("coder", tmp_path, "coder_04_knee")
    page.say(
        "submit", answer={**CODED, "services": [{**row, "modifiers": "", "units": "1"} for row in CODED["services"]]}
    )
    view = page.view
    assert (
        view["marks"]["diagnoses"]
        and view["record"]["marks"]
        and len(view["path"]["stops"]) == 8
        and view["bar"]["scores"][0]["value"] != "–"
    )
    lines = {doc["id"]: doc["sections"] for doc in view["record"]["documents"]}
    for mark in view["record"]["marks"]:  # each proof lies inside the line that it names
        assert 0 <= mark["start"] < mark["end"] <= len(lines[mark["document"]][mark["section"]]["lines"][mark["line"]])


def test_a_wrong_format_is_told_and_costs_nothing(tmp_path):
    page = Page("coder", tmp_path, "coder_04_knee")
    view = page.say("submit", answer={"diagnoses": [{"code": "not a code"}], "services": [], "flags": []})
    assert (
        "This costs nothing." in view["notice"]
        and view["path"] is None
        and view["draft"]["diagnoses"] == [{"code": "not a code"}]
    )


def test_a_box_that_cannot_be_read_is_told_at_the_box(tmp_path):
    view = Page("biller", tmp_path, "biller_02_new_card").say("submit", answer={"fields": {"24A.1": "yesterday"}})
    assert (
        view["scrub"]["heading"].startswith("Not sent: 1 box")
        and view["scrub"]["findings"][0]["fields"] == ["24A.1"]
        and view["path"] is None
    )


def test_a_message_for_a_case_that_never_lay_here_changes_nothing(tmp_path):
    page = Page("coder", tmp_path, "coder_04_knee")
    page.desk.receive({"kind": "submit", "data": {"case": "coder_01_throat/7", "seq": 9, "answer": CODED}})
    assert "another window" in page.view["notice"] and page.view["path"] is None


def test_faults_and_refusals_are_said_and_the_desk_stays(tmp_path, monkeypatch):
    page = Page("coder", tmp_path, "coder_04_knee")
    page.desk.receive({"kind": "format the disk", "data": {}})
    assert page.got[-1]["kind"] == "said" and "Traceback" not in page.got[-1]["words"]
    monkeypatch.setattr(page.desk._session, "search", lambda data: 1 / 0)
    page.say("search", kind="diagnosis", text="pain", box="dx", number=1)
    assert "What was saved is kept." in page.got[-1]["words"]


def test_an_unknown_exercise_in_the_address_is_said_and_another_is_open(tmp_path):
    page = Page("coder", tmp_path, "no_such_exercise")
    assert page.view["case"] and "no_such_exercise" in page.view["notice"]


def test_without_a_front_end_a_desk_is_text():
    bundle, _ = Desk("coder")._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Coder's desk: ") and "application/vnd.jupyter.widget-view+json" in bundle


def test_all_sixteen_remedies_and_all_causes_are_to_be_had(tmp_path):
    questions = {
        one["name"]: one["choices"] for one in Page("denial", tmp_path, "denial_01_knee").view["decide"]["questions"]
    }
    assert (
        len(questions["remedy"]) == 16
        and len(questions["cause"]) >= 32
        and sum(not one.get("more") for one in questions["cause"]) < 8
    )


def test_every_box_of_the_form_is_on_the_sheet(tmp_path):
    from sim.billing.claims.form import boxes

    parts = Page("biller", tmp_path, "biller_02_new_card").view["form"]["parts"]
    names = [field["name"] for part in parts for box in part.get("boxes", ()) for field in box["fields"]]
    names += [cell["name"].removesuffix(".1") for cell in parts[1]["lines"]["rows"][0]["cells"]]
    assert sorted(names) == sorted(box["box"] for box in boxes())


@pytest.fixture
def modes(tmp_path, monkeypatch):
    """Three exercises of an instructor's own: an exam, homework, and one with the index only."""
    from sim.ground.files import root

    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "exercises" / "own"
    folder.mkdir(parents=True)
    text = (root() / "exercises" / "01_coder_desk" / "coder_04_knee.toml").read_text(encoding="utf-8")
    for name, mode, search in (("exam", "exam", "off"), ("home", "homework", "index")):
        own = text.replace('mode = "practice"', f'mode = "{mode}"').replace(
            'search = "type-ahead"', f'search = "{search}"'
        )
        (folder / f"own_{name}.toml").write_text(own, encoding="utf-8")


def test_an_exam_shows_nothing_after_sending_either(tmp_path, modes):
    page = Page("coder", tmp_path, "own_exam")
    assert {"hint", "show_me", "new_variant"} & {action["kind"] for action in page.view["actions"]} == set()
    page.say("search", kind="diagnosis", text="knee", box="dx", number=1)
    assert page.got[-1]["rows"] == [] and "no search" in page.got[-1]["note"]
    page.say("submit", answer={**CODED, "services": []})
    from sim.learn.exercises.case import draw

    assert not [text for text in secrets(draw("own_exam", 1)) if text in json.dumps(page.got, ensure_ascii=False)]
    view = page.view
    assert (
        view["path"] is None and view["bar"]["scores"][0]["value"] == "–" and view["actions"][0]["kind"] == "next_item"
    )


@pytest.mark.parametrize("name", ["own_exam", "own_home"])
def test_no_key_lies_in_the_learner_s_own_file_while_another_try_is_open(name, tmp_path, modes):
    from sim.learn.exercises.case import draw

    page = Page("coder", tmp_path, name)
    page.say("submit", answer={**CODED, "services": []})
    store = page.desk._session.store
    kept = json.dumps([store.rows(table) for table in ("events", "attempts", "marks")], ensure_ascii=False)
    assert not [text for text in secrets(draw(name, 1)) if text in kept]
    found = json.dumps(store.rows("marks")[0]["marks"])
    assert "20610" not in found  # a code of the key that was not entered


@pytest.mark.parametrize("name", ["own_exam", "own_home"])
def test_assessed_work_does_not_go_on_at_the_next_desk(name, tmp_path, modes):
    page = Page("coder", tmp_path, name)
    page.say("submit", answer={**CODED, "services": []})
    attempt = page.desk._session.store.rows("attempts")[0]["id"]
    for role in ("biller", "denial"):
        other = Page(role, tmp_path)
        before = other.view["case"]
        other.say("open_item", item=f"own:{attempt}")
        assert other.view["case"] == before and "no such item of your own" in other.got[-1]["words"]


def test_homework_says_where_to_look_and_no_more(tmp_path, modes):
    page = Page("coder", tmp_path, "own_home")
    page.say("search", kind="diagnosis", text="osteoarthritis knee", box="dx", number=1)
    assert page.got[-1]["rows"][0]["code"] == "M17" and all(len(row["code"]) == 3 for row in page.got[-1]["rows"])
    page.say("submit", answer={**CODED, "services": []})
    marks = page.view["marks"]
    assert (
        marks["diagnoses"][1]["says"] == "wrong"
        and page.view["path"] is None
        and all(not mark["code"] for mark in marks["missing"])
    )
    assert "I10" not in json.dumps(page.view["marks"])


@pytest.mark.parametrize("role", sorted(EXERCISES))
def test_the_key_entered_at_the_desk_earns_everything(role, tmp_path):
    """What a desk sends and what the task reads are the same: no field is lost on the way."""
    from sim.learn.desk.desk_state import series
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.contract import stages, task_of
    from sim.ui.desks.desk_folders import page_of

    some = share([one.name for one in series(role)], 15)
    for one in series(role):
        if one.name not in some or stages(task_of(one.task)):
            continue  # sent stage by stage: tests/ui/desks/test_solvable_from_the_page.py
        maker = page_of(one.task)
        page, key = Page(role, tmp_path, one.name), task_of(one.task).key(draw(one.name, 1))
        draft = maker.to_draft(key, draw(one.name, 1))
        if key.get("query"):
            page.say("ask", question=key["query"])
        view = page.say("submit", answer={**draft, "send_back": True} if key.get("send_back") else draft)
        right, _, of = view["bar"]["scores"][0]["value"].partition(" of ")
        assert (right == of or key.get("send_back")) and view["actions"][0]["words"] == "Next", (
            one.name,
            view["bar"]["scores"],
            view["notice"],
        )
