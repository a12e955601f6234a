"""Practice answers a wrong try in steps: a question, then the reason, and the key only on request."""

import json

import pytest

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.desk.own_work import case_of
from sim.learn.tasks.build_claim.marks import start_boxes
from sim.learn.tasks.contract import task_of

LEARNER = "L-17"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def opened(store, exercise, desk="coder"):
    now = act(store, LEARNER, "open_item", {"exercise": exercise}, desk)
    return now, task_of(case_of(store, LEARNER, now).exercise.task).key(case_of(store, LEARNER, now))


def sent(store, answer, desk="coder"):
    return act(store, LEARNER, "submit", {"answer": answer}, desk)


def wrong_marks(now):
    return [mark for mark in now.result["marks"] if mark["verdict"] not in ("right", "free")]


def test_first_a_question_then_the_reason_then_the_key_on_request(store):
    _, key = opened(store, "coder_04_knee")
    lost = key["services"][1]["code"]
    answer = {**key, "services": [row for row in key["services"] if row["code"] != lost]}
    first = sent(store, answer)
    (mark,) = wrong_marks(first)
    assert first.result["reveals"] == "question" and mark["message"].endswith("?")
    assert not mark["evidence"] and not mark["key"] and lost not in json.dumps(first.result)
    second = sent(store, answer)
    (mark,) = wrong_marks(second)
    assert second.result["reveals"] == "reason" and mark["evidence"] and mark["cite"] and not mark["key"]
    assert lost not in json.dumps(second.result)
    shown = act(store, LEARNER, "show_me", {})
    (mark,) = wrong_marks(shown)
    assert shown.result["reveals"] == "key" and mark["key"] == lost and shown.key == key


def test_the_way_of_the_claim_tells_no_key_before_it_is_asked_for(store):
    _, key = opened(store, "coder_04_knee")
    lost = key["services"][1]["code"]
    now = sent(store, {**key, "services": [row for row in key["services"] if row["code"] != lost]})
    assert now.journey["remittance"]["lines"] and now.result["paid_first_time"] is False
    assert lost not in json.dumps(now.journey)


def test_an_empty_answer_gives_no_key_however_often(store):
    opened(store, "coder_04_knee")
    for _ in range(3):
        now = sent(store, {})
        assert now.result["reveals"] == "question" and not any(mark["key"] for mark in wrong_marks(now))
    assert sent(store, {"diagnoses": ["I10"]}).result["reveals"] == "question"  # the first try with something in it


def test_a_right_answer_shows_everything_at_once(store):
    _, key = opened(store, "coder_04_knee")
    now = sent(store, key)
    assert now.result["reveals"] == "key" and now.journey["truth"]


def test_nothing_tells_the_side_before_the_provider_was_asked(store):
    _, key = opened(store, "coder_08_ear")
    side = key["diagnoses"][0]
    answer = {**key, "diagnoses": ["H66.90"], "query": ""}
    for _ in range(3):
        now = sent(store, answer)
        assert side not in json.dumps(now.result) and side not in json.dumps(now.journey)
    words = json.dumps([now.result, now.journey["path"]]).lower()
    assert "h66.9" in words and "left" not in words and "right ear" not in words


def test_one_question_too_many_costs_its_try_and_not_the_next(store):
    _, key = opened(store, "coder_04_knee")
    act(store, LEARNER, "ask", {"question": "Which side was it: right, left, both, or can it not be determined?"})
    first = sent(store, key)
    assert first.result["score"] < 1
    assert sent(store, key).result["score"] == 1


def test_a_leading_question_may_be_asked_better_in_the_next_try(store):
    _, key = opened(store, "coder_08_ear")
    act(store, LEARNER, "ask", {"question": "Please document right ear so that the claim is paid."})
    assert sent(store, {**key, "query": ""}).result["score"] < 1
    act(store, LEARNER, "ask", {"question": key["query"]})
    assert sent(store, {**key, "query": ""}).result["score"] == 1


def test_the_other_desks_take_the_same_steps(store):
    for exercise, desk in (("denial_01_knee", "denial"), ("biller_02_new_card", "biller")):
        now, key = opened(store, exercise, desk)
        start = start_boxes(case_of(store, LEARNER, now)) if desk == "biller" else {}
        answer = {**key, "owner": "payer"} if desk == "denial" else {"boxes": start}
        first, second = sent(store, answer, desk), sent(store, answer, desk)
        assert [first.result["reveals"], second.result["reveals"]] == ["question", "reason"]
        assert not any(mark["key"] for one in (first, second) for mark in wrong_marks(one))
