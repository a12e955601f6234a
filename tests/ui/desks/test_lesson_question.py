"""The lesson on files asks a question and has a place for the answer: marked at once, nothing stored."""

import pytest

from sim.learn.desk.attempt_store import Store
from sim.ui.desks.wire import view as wire
from sim.ui.desks.widget import Desk

RIGHT = {"line": "2", "owes": "PR", "amount": "10.68"}


@pytest.fixture
def desk(tmp_path):
    desk = Desk("wire")
    desk._session.store, desk.sent = Store(tmp_path), []
    desk.send = desk.sent.append
    desk.receive({"kind": "hello", "data": {}})
    return desk


def tones(desk, **given) -> dict[str, str]:
    data = {"case": "wire", "seq": 1, "answer": {**RIGHT, **given}}
    desk.receive({"kind": "submit", "data": data})
    return {name: mark["tone"] for name, mark in desk.view["marks"].items()}


def test_it_asks_and_does_not_tell(desk):
    assert desk.view["marks"] == {} and len(desk.view["fields"]) == 3 and desk.view["actions"]
    shown = str(desk.view)
    assert "10.68" not in shown and "HINTS" not in shown


def test_right_answers_are_right_with_a_reason(desk):
    assert set(tones(desk).values()) == {"good"} and tones(desk, amount="$10.68")["amount"] == "good"
    assert "reason code 1 " in desk.view["marks"]["owes"]["reasons"][0]["why"]


@pytest.mark.parametrize(
    "name, value", [("line", "1"), ("line", ""), ("owes", "CO"), ("amount", "24.00"), ("amount", "ten"), ("amount", "")]
)
def test_a_wrong_answer_is_told_where_to_look(desk, name, value):
    found = tones(desk, **{name: value})
    assert found[name] == "bad" and sum(tone == "bad" for tone in found.values()) == 1
    assert desk.view["marks"][name]["reasons"][0]["why"] == wire.HINTS[name]


def test_drafts_and_hostile_answers_do_no_harm(desk):
    desk.receive({"kind": "draft", "data": {"case": "wire", "seq": 2, "draft": {"line": "1"}}})
    assert desk.sent[-1]["kind"] == "saved"
    desk.receive({"kind": "submit", "data": {"case": "wire", "seq": 3, "answer": {"line": ["x"], "amount": {}}}})
    assert desk.sent[-1]["kind"] == "said" and "Traceback" not in desk.sent[-1]["words"]
    desk.receive({"kind": "show_me", "data": {"case": "wire", "seq": 4}})
    assert desk._session.store.events() == []
