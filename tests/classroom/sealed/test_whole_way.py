"""The whole way of sealed work: the instructor writes bundles, learners work them, what comes back is kept."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sim.classroom.assignments.assigned import assign, assignment_of
from sim.classroom.assignments.assignment import from_content
from sim.classroom.assignments.public_items import public_items, public_words
from sim.classroom.assignments.seats import seat_of
from sim.classroom.records.classes import class_of, new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member, members
from sim.classroom.sealed.bundle import handed_in, opened
from sim.classroom.sealed.collecting import LATE, PARTLY, collect, collect_files
from sim.classroom.sealed.sorting import COUNTS, DAMAGED, OLDER, SWAPPED, TWICE
from sim.classroom.sealed.submissions import Submission
from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.tasks.contract import task_of
from sim.ui.desks.bundle_pages import answered, pages
from sim.ui.desks.bundle_session import BundleSession
from sim.ui.desks.desk_folders import page_of
from sim.ui.desks.page_reply import reply
from sim.ui.terminal.class_bundle import received_at, write_bundles

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
ORIGINS = ("coder_04_knee", "level_01_baby_rash", "denial_01_knee")
NAMES = ("Jane Roe-Synth", "John Doe-Synth", "Ana Lee-Synth")


@pytest.fixture
def records(tmp_path, monkeypatch) -> Records:
    monkeypatch.setattr("sim.ui.desks.bundle_session.home", lambda: tmp_path / "learner")
    (tmp_path / "learner").mkdir()
    found = Records.at(tmp_path)
    new_class(found, "billing_101", time_zone="UTC")
    for name in NAMES:
        add_member(found, "billing_101", name)
    assign(found, "billing_101", assignment())
    return found


def assignment(**more):
    content = {
        "title": "Week 3",
        "mode": "exam",
        "due": datetime(2026, 10, 5, 23, 59),
        "item": [{"exercise": name} for name in ORIGINS],
        **more,
    }
    return from_content(content, "week_3", "week_3.toml")


@pytest.fixture
def bundles(records, tmp_path) -> dict[str, Path]:
    files = write_bundles(records, "billing_101", "week_3", tmp_path / "out", NOW)
    return {opened(file.read_bytes()).order.name: file for file in files}


def keys_of(records, name):
    """The right answers, as the pages would hold them: only the instructor's side can make these."""
    who = next(one for one in members(records, "billing_101") if one.name == name)
    found = {}
    with seated(seat_of(records, who, "week_3", NOW)):
        for number in range(1, len(ORIGINS) + 1):
            case = draw(f"week_3.{number}")
            key = task_of(case.exercise.task).key(case)
            found[str(number)] = page_of(case.exercise.task).to_draft(key, case)
    return found


def worked(file: Path, drafts, questions=()) -> bytes:
    """A learner at the desk: types, goes on, writes the answer file."""
    desk = BundleSession(str(file))
    view = desk.act("hello", {"case": ""})
    for number, draft in drafts.items():
        view = desk.act("open_item", {"case": view["case"], "item": number})
        about = {"case": view["case"], "seq": 1, "page": "p", "base": None}
        assert reply(desk, {"kind": "draft", "data": {**about, "draft": draft}}).message["kind"] == "saved"
    written = reply(desk, {"kind": "submit", "data": {**about, "seq": 2, "answer": draft}}).view
    assert "Answer file written" in written["notice"], written["notice"]
    return file.with_name(file.name.replace(".bundle.zip", ".answers.zip")).read_bytes()


def kept(records, name):
    who = next(one for one in members(records, "billing_101") if one.name == name)
    return records.store.rows("attempts", learner=who.learner)


def taken(records, files, **more):
    found = collect_files(
        records, "billing_101", "week_3", [Submission(*one) for one in files], answered, more.pop("now", NOW), **more
    )
    return [(one.name, one.verdict) for one in found.files], found


def test_a_bundle_holds_nothing_that_tells(bundles, records):
    for name, file in bundles.items():
        with zipfile.ZipFile(file) as archive:
            text = b"".join(archive.read(one) for one in archive.namelist()).decode()
        stories = {story for origin in ORIGINS for story in exercise(origin).scenarios}
        for word in (*ORIGINS, *stories, "week_3.1", "steroid_mg", "pressure.managed", "draws", "seed", "truth"):
            assert word not in text, (name, word)
        secret = class_of(records, "billing_101").secret
        assert secret.hex() not in text
        who = next(one for one in members(records, "billing_101") if one.name == name)
        with seated(seat_of(records, who, "week_3", NOW)):
            assert all(draw(f"week_3.{number}").exercise.patient not in text for number in (1, 2, 3))


def test_right_answers_come_back_as_full_marks_and_nobody_else_is_touched(bundles, records):
    jane = worked(bundles["Jane Roe-Synth"], keys_of(records, "Jane Roe-Synth"))
    john = worked(bundles["John Doe-Synth"], {"2": keys_of(records, "John Doe-Synth")["2"]})
    verdicts, found = taken(
        records, [("jane.answers.zip", jane), ("broken.zip", b"PK\3\4"), ("john.answers.zip", john)]
    )
    assert [verdict for _, verdict in verdicts] == [COUNTS, DAMAGED, COUNTS] and found.missing == ("Ana Lee-Synth",)
    attempts = kept(records, "Jane Roe-Synth")
    assert sorted(row["exercise"] for row in attempts) == ["week_3.1", "week_3.2", "week_3.3"]
    assert {(row["class_name"], row["assignment"], row["mode"]) for row in attempts} == {
        ("billing_101", "week_3", "exam")
    }
    who = next(one for one in members(records, "billing_101") if one.name == "Jane Roe-Synth")
    with seated(seat_of(records, who, "week_3", NOW)):
        for row in attempts:
            case = draw(row["exercise"])
            task = task_of(case.exercise.task)
            assert task.grade(task.parse(row["answer"]), case).score == 1, row["exercise"]
    assert [row["exercise"] for row in kept(records, "John Doe-Synth")] == ["week_3.2"]


def test_the_same_file_again_an_older_one_and_a_swapped_one_change_nothing(bundles, records):
    answers = keys_of(records, "Jane Roe-Synth")
    first = worked(bundles["Jane Roe-Synth"], {"1": answers["1"]})
    newer = worked(bundles["Jane Roe-Synth"], {"2": answers["2"]})
    assert taken(records, [("jane.answers.zip", newer)])[0] == [("Jane Roe-Synth", COUNTS)]
    before = kept(records, "Jane Roe-Synth")
    assert taken(records, [("jane.answers.zip", newer)])[0] == [("Jane Roe-Synth", TWICE)]
    assert taken(records, [("jane.answers.zip", first)])[0] == [("Jane Roe-Synth", OLDER)]
    assert taken(records, [("John Doe-Synth_1_file/jane.answers.zip", newer)])[0] == [("John Doe-Synth", SWAPPED)]
    assert kept(records, "Jane Roe-Synth") == before and len(before) == 2


def test_late_is_when_it_was_received_whatever_the_learners_clock_said(bundles, records, tmp_path):
    file = worked(bundles["Jane Roe-Synth"], {"2": keys_of(records, "Jane Roe-Synth")["2"]})
    late = NOW + timedelta(days=2)
    verdicts, found = taken(records, [("jane.answers.zip", file)], now=late)
    assert verdicts == [("Jane Roe-Synth", LATE)] and "Oct 5, 2026, 11:59 PM" in found.files[0].why
    assert not kept(records, "Jane Roe-Synth")
    received = received_at("2026-10-05 23:30", class_of(records, "billing_101"))
    said_late = taken(records, [("roe-synthjane_LATE_1_2_x.zip", file)], now=late, received=received)[0]
    assert said_late == [("Jane Roe-Synth", LATE)]
    assert taken(records, [("jane.answers.zip", file)], now=late, received=received)[0] == [("Jane Roe-Synth", COUNTS)]
    assert [row["at"] for row in kept(records, "Jane Roe-Synth")] == ["2026-10-05T23:30:00.000000+00:00"]


def test_an_item_that_cannot_be_read_is_told_and_the_others_are_kept(bundles, records):
    bundle = opened(bundles["Jane Roe-Synth"].read_bytes())
    answers = {
        "1": {"fields": {"diagnoses": 7}, "question": ""},
        "2": {"fields": keys_of(records, "Jane Roe-Synth")["2"], "question": ""},
        "3": {"fields": [], "question": 7},
        "9": {"fields": {}, "question": ""},
    }
    verdicts, found = taken(records, [("jane.zip", handed_in(bundle, answers, 1, ""))])
    assert verdicts == [("Jane Roe-Synth", PARTLY)]
    assert all(f"item {number}:" in found.files[0].why for number in ("1", "3", "9"))
    assert [row["exercise"] for row in kept(records, "Jane Roe-Synth")] == ["week_3.2"]


def test_the_desk_comes_back_as_it_was_and_turns_down_what_it_does_not_have(bundles, records):
    file = bundles["Jane Roe-Synth"]
    draft = keys_of(records, "Jane Roe-Synth")["2"]
    worked(file, {"2": draft})
    desk = BundleSession(str(file))
    view = desk.act("hello", {"case": ""})
    assert (
        view["draft"] == json.loads(json.dumps(draft))
        and view["items"][1]["here"]
        and view["counts"].startswith("1 of")
    )
    for kind in ("hint", "show_me", "new_variant", "start_again"):
        told = reply(desk, {"kind": kind, "data": {"case": view["case"], "seq": 3}})
        assert "cannot be done in sealed work" in told.message["words"]
    assert reply(
        desk, {"kind": "search", "data": {"text": "knee", "kind": "diagnosis", "box": "dx", "number": 1}}
    ).message
    asked = desk.act(
        "ask", {"case": desk.act("open_item", {"case": view["case"], "item": "1"})["case"], "question": "Which?"}
    )
    assert asked["asked"]["question"] == "Which?"
    desk.place.write_text("{half")
    assert BundleSession(str(file)).act("hello", {"case": ""})["counts"].startswith("0 of")


def test_without_a_bundle_the_page_says_what_to_do(monkeypatch):
    monkeypatch.delenv("CLEANCLAIM_BUNDLE", raising=False)
    assert "lab --bundle FILE" in BundleSession().first_view()["notice"]


def test_every_task_that_is_worked_at_once_has_a_page(records):
    first = {one.task: one for one in reversed(exercises().values())}
    staged = first.pop("whole_visit")
    assert len(pages(list(first.values()))) == len(first)
    with pytest.raises(CleanClaimError, match="in stages"):
        pages([staged])


def test_public_items_are_named_and_private_only_takes_none(records):
    given = assignment_of(records, "billing_101", "week_3")
    assert len(public_items(given)) == 3
    assert public_words(given) == "3 of 3 items are public: a learner who has CleanClaim can find their keys."
    with pytest.raises(CleanClaimError, match="3 of 3 items are public"):
        assign(records, "billing_101", assignment(private_only=True))


def test_a_zip_of_a_whole_class_from_the_disk(bundles, records, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, file in bundles.items():
            answer = worked(file, {"2": keys_of(records, name)["2"]})
            archive.writestr(f"{name}_123_assignsubmission_file_/x.answers.zip", answer)
        archive.writestr("essay.docx", b"x")
        archive.writestr("Jane_1_2_mistaken.zip", bundles["Jane Roe-Synth"].read_bytes())
    (tmp_path / "submissions.zip").write_bytes(out.getvalue())
    found = collect(records, "billing_101", "week_3", tmp_path / "submissions.zip", answered, NOW)
    assert found.counts == 3 and not found.missing and len(found.files) == 5
    assert "as it was handed out" in next(one.why for one in found.files if "mistaken" in one.place)


def test_the_commands_of_a_class(records, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sim.ui.terminal.class_commands.bundle.Records", lambda: records)
    monkeypatch.setattr("sim.ui.terminal.class_commands.collect.Records", lambda: records)
    out = str(tmp_path / "out")
    assert main(["class", "bundle", "billing_101", "week_3", "--out", out, "--learner", "Jane Roe-Synth"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 bundle in ") and "3 of 3 items are public" in told
    worked(tmp_path / "out" / "Jane_Roe-Synth.bundle.zip", {"2": keys_of(records, "Jane Roe-Synth")["2"]})
    received = ["--received", "2026-10-05T23:30", "--json"]
    assert main(["class", "collect", "billing_101", "week_3", out, *received]) == 1  # the bundle lies there too
    found = json.loads(capsys.readouterr().out)
    assert [one["verdict"] for one in found["files"]] == [COUNTS, DAMAGED]
    assert found["missing"] == ["Ana Lee-Synth", "John Doe-Synth"]
    assert main(["class", "collect", "billing_101", "week_3", out, "--received", "tomorrow"]) == 2
    assert main(["lab", "--bundle", str(tmp_path / "nothing.zip")]) == 2
