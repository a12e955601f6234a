"""A learner is exported, erased and, with the class, forgotten: whatever holds the name is looked through, byte by
byte."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from sim.classroom.privacy.erasing import KEPT, erase, plan, undeclared
from sim.classroom.privacy.handing_over import learner_file, page, write_learner_file
from sim.classroom.privacy.retention import due, erase_class, keep_days
from sim.classroom.privacy.views import note_view, views
from sim.classroom.records.classes import class_of, close_class, new_class, open_class
from sim.classroom.records.entry import begin_visit, enter, make_link, visitor
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member, member, members, remove_member
from sim.classroom.records.schema import schema
from sim.classroom.records.trail import note, trail
from sim.ground.errors import CleanClaimError

NAME, EMAIL, SCHOOL_ID, LOGIN = "Zoë Quillfeather-Synth", "zoe.quill@school.example", "S-90417", "zquill77"


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, "billing_101", "Billing 101")
    return made


@pytest.fixture
def learner(records):
    """Somebody who has done and suffered everything that leaves a row."""
    zoe = add_member(records, "billing_101", NAME, EMAIL, SCHOOL_ID, LOGIN)
    add_member(records, "billing_101", "Other Person-Synth", "other@school.example")
    key = zoe.learner
    enter(records, class_of(records, "billing_101").code, NAME, "pin of Zoe")
    make_link(records, key)
    begin_visit(records, key)
    records.add(
        "extensions", class_name="billing_101", assignment="w1", learner=key, why="Zoë was in hospital", who="I"
    )
    records.add("openings", class_name="billing_101", assignment="w1", learner=key, item="w1.1", attempt=1)
    disputed = {"item": "w1.1", "place": "diagnoses", "value": "I10", "reason": "I, Zoë, see it otherwise"}
    records.add("disputes", class_name="billing_101", assignment="w1", learner=key, attempt_id="a", **disputed)
    records.add("rulings", class_name="billing_101", assignment="w1", what="keep", who="I", why=f"as I told {NAME}")
    lms = {"platform": "lms", "deployment": "1", "context": "c", "user_id": "lms-user-zoe", "role": "learner"}
    records.add("lti_people", class_name="billing_101", learner=key, **lms)
    note(records, "billing_101", "I. Structor", "extension", "w1", {"learner": key, "why": "Zoë was in hospital"})
    note(records, "billing_101", "I. Structor", "roster entered", "file", {"names": [NAME, "Other Person-Synth"]})
    attempt = {
        "learner": key,
        "class_name": "billing_101",
        "assignment": "w1",
        "desk": "coder",
        "exercise": "w1.1",
        "task": "code_visit",
        "mode": "exam",
        "variant": 1,
        "scenario": "knee_injection",
        "scenario_hash": "abc",
        "draws": {"seed": "SECRET-DRAW"},
        "chart": "A chart <script>alert(1)</script>",
        "answer": {"diagnoses": ["=1+1"]},
    }
    (saved,) = records.store.append([("attempts", attempt)])
    marks = {
        "marks": [
            {"where": "diagnoses.0", "verdict": "wrong", "points": 1, "earned": 0, "key": "SECRET-KEY", "message": "m"},
            {"where": "diagnoses.1", "verdict": "missing", "points": 1, "earned": 0, "key": "SECRET-KEY"},
        ]
    }
    records.store.append(
        [("marks", {"attempt_id": saved["id"], "learner": key, "points": 2, "earned": 1, "marks": marks})]
    )
    records.store.add({"learner": key, "desk": "coder", "kind": "draft", "data": {"diagnoses": ["M17.11"]}})
    records.store.add({"learner": key, "desk": "coder", "kind": "submit", "data": {"result": "SECRET-KEY"}})
    records.store.override(saved["id"], "I. Structor", "Zoë was in hospital", 2)
    return key


def whole(tmp_path):
    """Every byte of every file of the folder."""
    return b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())


def test_everything_about_a_learner_is_handed_over_without_keys(records, learner):
    told = learner_file(records, learner)
    text = json.dumps(told, ensure_ascii=False)
    for said in (NAME, EMAIL, SCHOOL_ID, LOGIN, "Zoë was in hospital", "M17.11", "=1+1", "A chart"):
        assert said in text
    assert not [secret for secret in ("SECRET", "pin of Zoe", "token", '"pin', "Other Person") if secret in text]
    assert told["marks"][0]["marks"] == [{"where": "diagnoses.0", "verdict": "wrong", "points": 1, "earned": 0}]
    assert {*told["classroom"]} >= {"roster", "links", "visits", "extensions", "openings", "disputes", "lti_people"}


def test_practice_is_handed_over_whole(records, learner):
    records.store.append(
        [
            ("attempts", {"id": "p1", "learner": learner, "mode": "practice", "scenario": "sore_throat", "answer": {}}),
            ("marks", {"attempt_id": "p1", "learner": learner, "marks": {"marks": [{"key": "J02.0"}]}}),
        ]
    )
    told = learner_file(records, learner)
    assert told["attempts"][1]["scenario"] == "sore_throat" and told["marks"][1]["marks"]["marks"][0]["key"] == "J02.0"
    assert "scenario" not in told["attempts"][0]


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.names = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}


def test_the_page_is_escaped_and_has_every_section(records, learner, tmp_path):
    paths = write_learner_file(learner_file(records, learner), tmp_path / "out")
    html = paths[1].read_text(encoding="utf-8")
    assert json.loads(paths[0].read_text(encoding="utf-8"))["learner"] == learner
    assert os.name == "nt" or not [path for path in paths if path.stat().st_mode & 0o077]
    assert "script" not in Tags(html).names and "A chart &lt;script&gt;" in html
    assert all(title in html for title in ("Who you are in the class (1)", "Extensions (1)", "Marks (1)"))
    assert page({**learner_file(records, learner), "attempts": []}).count("<h2>") < html.count("<h2>")


def test_what_will_go_is_told_and_nothing_is_done(records, learner):
    before = {name: records.rows(name) for name in schema().tables}
    told = plan(records, learner)
    assert told.name == NAME and "name, email, ID, login" in told.goes[0]
    assert "1 of extensions" in told.goes[2] and "1 attempts, 1 marks, 1 overrides, 2 events" in told.stays[0]
    assert {name: records.rows(name) for name in schema().tables} == before


def test_after_erasing_no_byte_of_the_name_is_left_and_the_work_is(records, learner, tmp_path):
    words = [said.encode() for said in (NAME, EMAIL, SCHOOL_ID, LOGIN, "Zoë was in hospital", "lms-user-zoe", "I, Zoë")]
    words += [json.dumps(NAME)[1:-1].encode(), json.dumps("Zoë was")[1:-1].encode()]
    assert all(word in whole(tmp_path) for word in words[:7])  # the test sees what it looks for
    done = erase(records, learner, "I. Structor")
    assert done.is_swept and not [word for word in words if word.lower() in whole(tmp_path).lower()]
    assert [row["learner"] for row in records.store.rows("attempts")] == [learner]
    assert records.store.rows("overrides")[0]["points"] == 2
    assert records.rows("disputes")[0]["value"] == "I10"
    assert records.rows("rulings")[0]["why"] == "as I told [erased]"
    assert records.rows("openings") and records.rows("extensions")[0]["why"] == ""
    assert trail(records, "billing_101", what="learner erased")[0].about == learner
    assert [one.name for one in members(records, "billing_101")] == ["Other Person-Synth"]
    assert b"Other Person-Synth" in whole(tmp_path)


def test_nobody_comes_in_under_an_erased_key(records, learner):
    cookie = begin_visit(records, learner)
    assert visitor(records, cookie)
    erase(records, learner)
    assert visitor(records, cookie) is None
    with pytest.raises(CleanClaimError, match="no learner"):
        member(records, learner)
    with pytest.raises(CleanClaimError, match="no learner"):
        erase(records, learner)


def test_erasing_while_somebody_reads_says_that_the_space_is_not_swept(records, learner, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.classroom.privacy.erasing.WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(tmp_path / "attempts.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM roster").fetchone()
        assert erase(records, learner).is_swept is False
    assert not [row for row in records.rows("roster") if row["learner"] == learner]


def test_every_table_with_rows_of_learners_says_what_becomes_of_them():
    """Rows of a new table go with the learner unless it is named in KEPT: say here what was meant."""
    assert {*undeclared()} - ROWS_GO == set()
    tables = schema().tables
    assert not [(name, word) for name, words in KEPT.items() for word in words if word not in tables[name].columns]


ROWS_GO = {"roster", "links", "visits", "lti_people", "lti_scores"}


def test_names_are_erased_so_many_days_after_closing(records, learner, tmp_path):
    keep_days(records, "billing_101", 30)
    now = datetime.now(UTC)
    assert due(records, now + timedelta(days=4000)) == ()  # it is open
    close_class(records, "billing_101")
    assert due(records, now + timedelta(days=29)) == ()
    assert [(one.name, one.people) for one in due(records, now + timedelta(days=31))] == [("billing_101", 2)]
    assert erase_class(records, "billing_101") == (2, True)
    assert class_of(records, "billing_101").is_erased and due(records, now + timedelta(days=31)) == ()
    assert NAME.encode() not in whole(tmp_path) and b"Other Person" not in whole(tmp_path)
    with pytest.raises(CleanClaimError, match="0 to 3650"):
        keep_days(records, "billing_101", -1)


def test_an_open_class_is_closed_when_its_names_are_erased(records, learner):
    open_class(records, "billing_101")
    erase_class(records, "billing_101")
    assert not class_of(records, "billing_101").is_open


def test_those_who_left_are_erased_too(records, learner):
    remove_member(records, learner)
    assert erase_class(records, "billing_101")[0] == 2


def test_who_looked_at_whose_work_is_told_in_order(records, learner):
    note_view(records, "billing_101", "L-teacher", learner, "attempt 7")
    told = views(records, "billing_101", learner)
    assert [(one.who, one.what) for one in told] == [
        (learner, "chart of w1, item w1.1, attempt 1"),
        ("L-teacher", "attempt 7"),
    ]
    assert views(records, "billing_101", "L-nobody") == ()
