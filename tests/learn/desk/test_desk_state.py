"""A desk is what its events say: it comes back after a reload, nothing submitted is lost, and a wrong code comes back
as a denial.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.database import set_aside
from sim.ground.errors import CleanClaimError
from sim.learn.desk import learner_desk
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.denial_worklist import worklist
from sim.learn.desk.desk_state import KINDS, DeskState, onward, series, state
from sim.learn.desk.learner_desk import act, here
from sim.learn.desk.own_work import case_of, own_visits
from sim.learn.exercises.case import draw
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public

LEARNER = "L-17"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def key(now, store):
    case = case_of(store, LEARNER, now)
    return task_of(case.exercise.task).key(case)


def test_a_new_desk_opens_its_first_exercise(store):
    now = here(store, LEARNER, "coder")
    assert now.exercise == series("coder")[0].name and now.variant == 1 and not now.submitted
    assert here(store, LEARNER, "coder") == now


def test_a_reload_brings_the_desk_back_as_it_was(store):
    here(store, LEARNER, "coder")
    act(store, LEARNER, "draft", {"answer": {"diagnoses": ["I10", ""]}})
    act(store, LEARNER, "hint")
    before = act(store, LEARNER, "submit", {"answer": {"diagnoses": ["I10"]}})
    after = here(Store(store.file.parent), LEARNER, "coder")
    assert after == before and after.draft == {"diagnoses": ["I10"]} and after.hints == 1 and after.result["score"] < 1


def test_the_key_is_right_and_finishes_the_item(store):
    now = here(store, LEARNER, "coder")
    now = act(store, LEARNER, "submit", {"answer": key(now, store)})
    assert now.result["score"] == 1 and now.finished and now.exercise in now.done
    assert now.journey["balance_ok"] and [stop["key"] for stop in now.journey["path"]][-1] == "audit"
    now = act(store, LEARNER, "next_item")
    assert now.exercise == series("coder")[1].name and not now.submitted


def test_reading_on_is_the_same_as_reading_everything(store):
    here(store, LEARNER, "coder")
    for number in range(6):
        act(store, LEARNER, "draft", {"answer": {"diagnoses": [f"I1{number}"]}})
        other = Store(store.file.parent)
        other.add(
            {"learner": LEARNER, "desk": "coder", "kind": "hint", "data": {}}
        )  # another window of the same learner
        assert (
            here(store, LEARNER, "coder") == state(store.events(LEARNER, desk="coder"))
            and here(store, LEARNER, "coder").hints == number + 1
        )


def test_a_new_file_is_a_new_desk(store):
    act(store, LEARNER, "draft", {"answer": {"diagnoses": ["I10"]}}) if here(store, LEARNER, "coder") else None
    set_aside(store.file)
    again = Store(store.file.parent)
    assert here(again, LEARNER, "coder").draft == {} and len(again.events()) == 1


def test_a_wrong_format_costs_nothing_and_keeps_what_was_typed(store):
    here(store, LEARNER, "coder")
    now = act(store, LEARNER, "submit", {"answer": {"diagnoses": ["nonsense"]}})
    assert now.problems[0]["where"] == "diagnoses.0" and not now.submitted and now.draft == {"diagnoses": ["nonsense"]}
    assert store.rows("attempts") == [] == store.rows("marks")


def test_an_attempt_keeps_everything_that_is_needed_to_judge_it_again(store):
    now = here(store, LEARNER, "coder")
    now = act(
        store, LEARNER, "submit", {"answer": {"diagnoses": ["I10"], "services": [{"code": "99213", "pointers": "A"}]}}
    )
    (attempt,) = store.rows("attempts", learner=LEARNER)
    case = draw(now.exercise, 1)
    assert attempt["scenario_hash"] == case.row["scenario_hash"] and attempt["draws"] == {
        "choices": case.row["choices"]
    }
    assert case.patient["family_name"] in attempt["chart"] and attempt["editions"]["service_date"] == str(
        case.row["service_date"]
    )
    assert (
        attempt["answer"]["services"][0]["code"] == "99213"
        and attempt["mode"] == "practice"
        and attempt["grader_version"]
    )
    (mark,) = store.rows("marks", attempt_id=attempt["id"])
    assert mark["marks"]["score"] == now.result["score"] and now.submitted[0]["attempt_id"] == attempt["id"]


def test_a_fresh_variant_is_another_case(store):
    now = here(store, LEARNER, "coder")
    first = case_of(store, LEARNER, now)
    now = act(store, LEARNER, "new_variant")
    second = case_of(store, LEARNER, now)
    assert now.variant == 2 and not now.submitted
    assert first.row["encounter_key"] != second.row["encounter_key"] and first.documents_when(
        False
    ) != second.documents_when(False)


def test_what_was_put_away_comes_back_as_it_was_left(store):
    here(store, LEARNER, "coder")
    act(store, LEARNER, "new_variant")
    left = act(store, LEARNER, "submit", {"answer": {"diagnoses": ["I10"]}})
    act(store, LEARNER, "next_item")
    back = act(store, LEARNER, "open_item", {"item": left.exercise})
    assert (back.variant, back.submitted, back.draft) == (2, left.submitted, left.draft)
    assert act(store, LEARNER, "start_again").submitted == () and len(store.rows("attempts")) == 1
    assert act(store, LEARNER, "new_variant").variant == 3


def test_asking_the_provider_brings_a_document(store):
    act(store, LEARNER, "open_item", {"exercise": "coder_08_ear"})
    now = act(store, LEARNER, "ask", {"question": "Which ear?"})
    case = case_of(store, LEARNER, now)
    assert now.question == "Which ear?" and len(case.documents_when(True)) == len(case.documents_when(False)) + 1
    answer = {**key(now, store), "query": ""}
    assert act(store, LEARNER, "submit", {"answer": answer}).result["score"] == 1


def test_a_detail_that_was_guessed_instead_of_asked_costs(store):
    now = act(store, LEARNER, "open_item", {"exercise": "coder_08_ear"})
    now = act(store, LEARNER, "submit", {"answer": {**key(now, store), "query": ""}})
    assert now.result["score"] == 0.3333 and any(mark["where"] == "query" for mark in now.result["marks"])


def test_show_me_gives_the_key_and_finishes(store):
    now = here(store, LEARNER, "coder")
    now = act(store, LEARNER, "show_me")
    assert now.key == key(now, store) and now.finished and now.exercise not in now.done


@pytest.mark.parametrize(
    "kind, data",
    [
        ("explode", {}),
        ("open_item", {"exercise": "nothing"}),
        ("open_item", {"exercise": "denial_01_knee"}),
        ("open_item", {"exercise": "coder_04_knee", "variant": -1}),
        ("open_item", {"item": "own:none"}),
        ("draft", {"answer": "text"}),
        ("ask", {"question": "  "}),
    ],
)
def test_what_cannot_be_done_changes_nothing(store, kind, data):
    before = here(store, LEARNER, "coder")
    with pytest.raises(CleanClaimError):
        act(store, LEARNER, kind, data)
    assert here(store, LEARNER, "coder") == before


def test_old_and_unknown_events_are_passed_over():
    assert state([{"kind": "danced", "data": {}}, {"kind": "draft", "data": None}]) == DeskState()


def missing_25(store, variant=1):
    """Code the knee without modifier 25 where the blood pressure was managed at a payer that asks for it."""
    for number in range(variant, variant + 40):
        case = draw("coder_04_knee", number)
        if case.row["payer_code"] == "acme_ppo" and "pressure=managed" in case.row["choices"]:
            break
    act(store, LEARNER, "open_item", {"exercise": "coder_04_knee", "variant": number})
    answer = code_visit.key(case)
    answer["services"][0]["modifiers"] = []
    return act(store, LEARNER, "submit", {"answer": answer})


def test_a_wrong_code_comes_back_as_a_denial_and_is_worked_there(store):
    now = missing_25(store)
    assert now.result["score"] == 0.9  # five items; a missing modifier costs half of one
    assert now.result["paid_first_time"] is False and now.result["owed_not_paid_amount"] > 0
    mark = next(mark for mark in now.result["marks"] if mark["consequence"])
    assert (
        mark["consequence"]["owed_not_paid_amount"] == now.result["owed_not_paid_amount"]
        and mark["consequence"]["days_late"] > 0
    )
    own = [item for item in worklist(store, LEARNER) if item["is_own"]]
    assert [(item["reason"], item["is_closed"]) for item in own] == [("CO-97", False)]
    desk = act(store, LEARNER, "open_item", {"item": own[0]["item"]}, "denial")
    answer = key(desk, store)
    assert answer["remedy"] == "R_CORR" and answer["changes"]["line.1.hcpcs_modifier_1"] == "25"
    desk = act(store, LEARNER, "submit", {"answer": answer}, "denial")
    assert desk.result["score"] == 1 and desk.result["owed_not_paid_amount"] == 0 and desk.item in desk.done
    assert desk.journey["history"][-1]["claim_state"] == "paid"
    assert next(item for item in worklist(store, LEARNER, desk) if item["is_own"])["is_closed"]


def test_a_form_that_was_sent_wrong_comes_back_too(store):
    act(store, LEARNER, "open_item", {"exercise": "biller_02_new_card"}, "biller")
    case = draw("biller_02_new_card", 1)
    boxes = task_of("build_claim").start_boxes(case)
    now = act(store, LEARNER, "submit", {"answer": {"boxes": boxes}}, "biller")
    assert now.result["score"] == 0 and now.result["paid_first_time"] is False
    own = next(item for item in worklist(store, LEARNER) if item["is_own"])
    assert own["reason"] == "PR-27"
    desk = act(store, LEARNER, "open_item", {"item": own["item"]}, "denial")
    active = next(one for one in public(case_of(store, LEARNER, desk))["eligibility"] if one["is_active"])
    answer = {
        "cause": "coverage_not_active",
        "owner": "front desk",
        "remedy": "R_OTHERPAYER",
        "changes": {"claim.member_id": active["member_id"]},
    }
    desk = act(store, LEARNER, "submit", {"answer": answer}, "denial")
    assert desk.result["score"] == 1, desk.result["marks"]
    assert desk.journey["history"][-1]["claim_state"] == "paid" and desk.journey["payer_code"] == active["payer_code"]


def test_one_visit_goes_from_the_coder_through_the_biller_to_the_denial_desk(store):
    missing_25(store)
    (item,) = own_visits(store, LEARNER)
    desk = act(store, LEARNER, "open_item", {"item": item["item"]}, "biller")
    case = case_of(store, LEARNER, desk)
    shown = public(case)
    assert (
        shown["coder_sent"]["services"][0]["modifiers"] == [] and shown["boxes"]["24D-1.1"] == "" and not desk.submitted
    )
    desk = act(store, LEARNER, "submit", {"answer": {"boxes": shown["boxes"]}}, "biller")
    assert desk.result["score"] == 0 and desk.result["paid_first_time"] is False
    own = [one for one in worklist(store, LEARNER) if one["is_own"]]
    assert len(own) == 1 and own[0]["reason"] == "CO-97" and own[0]["item"] != item["item"]
    back = act(store, LEARNER, "open_item", {"item": own[0]["item"]}, "denial")
    back = act(store, LEARNER, "submit", {"answer": key(back, store)}, "denial")
    assert back.result["score"] == 1 and back.journey["history"][-1]["claim_state"] == "paid"


def test_an_own_visit_that_was_coded_rightly_becomes_a_clean_claim(store):
    now = here(store, LEARNER, "coder")
    act(store, LEARNER, "submit", {"answer": key(now, store)})
    (item,) = own_visits(store, LEARNER)
    desk = act(store, LEARNER, "open_item", {"item": item["item"]}, "biller")
    desk = act(store, LEARNER, "submit", {"answer": key(desk, store)}, "biller")
    assert (
        desk.result["score"] == 1
        and desk.result["paid_first_time"] is True
        and own_visits(store, LEARNER, desk)[0]["state"] == "done"
    )
    with pytest.raises(CleanClaimError):
        act(store, LEARNER, "open_item", {"item": item["item"]}, "coder")


def test_work_that_goes_back_to_the_coder(store):
    act(store, LEARNER, "open_item", {"exercise": "biller_06_look_twice"}, "biller")
    now = act(store, LEARNER, "submit", {"answer": {"send_back": True}}, "biller")
    assert now.result["score"] == 1 and now.result["paid_first_time"] is True


def test_a_claim_that_was_mended_leaves_the_worklist(store):
    now = missing_25(store)
    act(store, LEARNER, "submit", {"answer": key(now, store)})
    assert not any(item["is_own"] for item in worklist(store, LEARNER))


def test_one_learner_does_not_see_another(store):
    missing_25(store)
    assert not any(item["is_own"] for item in worklist(store, "L-18"))
    assert here(store, "L-18", "coder").exercise != "coder_04_knee"


def test_what_a_mode_may_not_show_is_not_in_the_state(store, monkeypatch):
    from dataclasses import replace

    from sim.learn.desk import own_work

    real = own_work.draw

    def in_exam(name, variant=1, own=None):
        made = real(name, variant, own)
        return replace(made, exercise=replace(made.exercise, mode="exam"))

    monkeypatch.setattr(own_work, "draw", in_exam)
    now = here(store, LEARNER, "coder")
    now = act(store, LEARNER, "submit", {"answer": {"diagnoses": ["I10"]}})
    shown = json.dumps(now.as_dict())
    assert now.journey is None and "score" not in now.result
    assert not any(dx.code in shown for dx in real(now.exercise, 1).truth.diagnoses)
    with pytest.raises(CleanClaimError):
        act(store, LEARNER, "show_me")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
DATA = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("exercise", "variant", "item", "answer", "problems", "result", "journey", "question", "key"), ANYTHING
    ),
)


@given(
    st.lists(st.fixed_dictionaries({"kind": st.sampled_from([*KINDS, "danced"]), "data": DATA | ANYTHING}), max_size=8)
)
def test_no_event_ever_locks_a_desk(events):
    now = state(events)
    assert now.desk == "coder" and isinstance(now.finished, bool)
    for cut in range(len(events)):
        assert onward(state(events[:cut]), events[cut:]) == now


def spoil(store, wanted: str, text: str) -> None:
    """Another program, or a full disk, leaves a row that nobody can read."""
    import sqlite3

    with sqlite3.connect(store.file) as connection:
        changed = connection.execute(
            "UPDATE events SET data = ? WHERE number = (SELECT max(number) FROM events WHERE kind = ?)", (text, wanted)
        )
        assert changed.rowcount == 1


@pytest.mark.parametrize(
    "text", ["{", "", "[1", '"text"', "[" * 100_000, '{"answer": "text"}', '{"answer": [1]}', "1e999"]
)
def test_one_row_that_cannot_be_read_locks_no_desk(store, text):
    here(store, LEARNER, "coder")
    act(store, LEARNER, "draft", {"answer": {"diagnoses": ["I10"]}})
    act(store, LEARNER, "hint")
    act(store, LEARNER, "draft", {"answer": {"diagnoses": ["I11.9"]}})
    spoil(store, "draft", text)
    again = Store(store.file.parent)
    learner_desk._folded.clear()
    assert here(again, LEARNER, "coder").hints == 1
    assert act(again, LEARNER, "draft", {"answer": {"diagnoses": ["E11.9"]}}).draft == {"diagnoses": ["E11.9"]}
    assert isinstance(again.events(LEARNER), list)


def test_drafts_that_were_replaced_are_neither_read_nor_kept_for_ever(store):
    here(store, LEARNER, "coder")
    for number in range(130):
        now = act(store, LEARNER, "draft", {"answer": {"diagnoses": [f"I{number}"]}})
        if number == 60:
            act(store, LEARNER, "hint")
    drafts = [event for event in store.events(LEARNER) if event["kind"] == "draft"]
    assert len(drafts) < 60 and drafts[-1]["data"]["answer"] == now.draft
    assert {"diagnoses": ["I60"]} in [event["data"]["answer"] for event in drafts]  # the last before something else
    assert [event["kind"] for event in store.since(LEARNER, "coder")] == ["open_item", "draft", "hint", "draft"]
    learner_desk._folded.clear()
    again = here(store, LEARNER, "coder")
    assert (again.draft, again.draft_at, again.hints) == (now.draft, now.draft_at, 1)
