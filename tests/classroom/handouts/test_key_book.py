"""The key book: the learner's own cases with key, reasons and sources; nothing in it is markup of somebody else's."""

import json

import pytest

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.seats import seat_of
from sim.classroom.handouts.key_book import key_book
from sim.classroom.handouts.key_cases import key_case
from sim.classroom.handouts.printed import file_names, printed
from sim.classroom.records.classes import class_of
from sim.classroom.records.trail import trail
from sim.cli import main
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import tasks
from tests.classroom.worked_class import CLASS, NOW, WORK, hand_in, learners_of, worked_class

HOSTILE = "<script>alert(1)</script> \"Ames\" & 'x'"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    records = worked_class(folder, 2)
    records.change("roster", {"learner": "L-1"}, name=HOSTILE)
    records.change("classes", {"name": CLASS}, title="<img src=x onerror=alert(2)>")
    hand_in(records, next(one for one in learners_of(records) if one.learner == "L-0"), 1)
    return folder, records, {one.learner: one for one in learners_of(records)}


@pytest.fixture
def told(house, monkeypatch, capsys):
    monkeypatch.setattr("sim.ground.database.work_folder", lambda: house[0])  # the codes stay where they are
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)

    def run(*arguments, code=0):
        assert main(["class", *arguments, "--json"]) == code
        out, error = capsys.readouterr()
        return error if code else json.loads(out)

    return run


def test_the_cases_are_the_learners_own(house):
    folder, records, people = house
    given = assignment_of(records, CLASS, WORK)
    book = key_book(records, class_of(records, CLASS), given, people["L-0"], NOW)
    item = seat_of(records, people["L-0"], WORK, NOW).exercises[given.item_name(1)]
    chart = draw_from(item, 1).documents_when(False)
    assert book.cases[0].documents[0]["sections"] == {name: list(lines) for name, lines in chart[0].sections.items()}
    other = key_book(records, class_of(records, CLASS), given, people["L-1"], NOW)
    assert other.cases[0].facts != book.cases[0].facts
    # one was handed in: the next attempt is there too, where the assignment has one
    assert [one.attempt for one in book.cases if one.number == 1] == list(range(1, min(2, given.attempts or 2) + 1))
    assert [one.attempt for one in other.cases] == [1, 1]


def test_every_part_of_a_coded_visit_has_key_reason_and_source(house):
    folder, records, people = house
    book = key_book(records, class_of(records, CLASS), assignment_of(records, CLASS, WORK), people["L-0"], NOW)
    coded = book.cases[0]
    assert coded.parts and coded.sources and coded.steps
    assert all(part.key and part.why for part in coded.parts)
    assert any("Office note" in proof for part in coded.parts for proof in part.proofs)


def test_a_box_is_called_by_its_own_number():
    found = key_case(draw("biller_01_first_claim"), 1)
    called = {part.what: part.cite for part in found.parts}
    assert called["Box 1a"].endswith("item 1a") and called["Box 24A line 1"].endswith("item 24A")


def test_every_task_can_be_printed():
    first = {}
    for name, one in exercises().items():
        first.setdefault(one.task, name)
    assert set(first) == set(tasks())
    for name in first.values():
        made = key_case(draw(name), 1)
        assert made.parts and made.answer, name
        book = {"title": "T", "class_title": "C", "learner": "L", "made": "", "public": "", "cases": [made]}
        page = printed("key_book.html", book=book)
        assert "Key: for the instructor." in page and "{&#39;" not in page, name  # no Python shows through


def test_names_are_escaped_and_nothing_is_fetched(house, told, tmp_path):
    out = tmp_path / "keys"
    files = told("keybook", CLASS, WORK, "--out", str(out))["files"]
    assert len(files) == 2 and all(file.endswith(".key.html") for file in files)
    for file in sorted(out.iterdir()):
        page = file.read_text(encoding="utf-8")
        assert "<script" not in page and "<img" not in page and "src=" not in page.replace("src=x", "")
        assert "Key: for the instructor. Do not give it to learners." in page
        assert file.stat().st_mode & 0o077 == 0
    assert any("&lt;script&gt;" in file.read_text(encoding="utf-8") for file in out.iterdir())
    noted = trail(house[1], CLASS, what="key book written")[-1]
    assert noted.about == WORK and sorted(noted.details["learners"]) == ["L-0", "L-1"]


def test_one_learner_and_what_cannot_be(told, tmp_path):
    assert len(told("keybook", CLASS, WORK, "--for", "S-0", "--out", str(tmp_path / "one"))["files"]) == 1
    assert "nobody is called" in told("keybook", CLASS, WORK, "--for", "nobody", "--out", str(tmp_path), code=2)
    assert told("keybook", CLASS, "week_9", "--out", str(tmp_path), code=2)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")
    assert "cannot make the folder" in told("keybook", CLASS, WORK, "--out", str(in_the_way), code=2)
    assert in_the_way.read_text() == "mine"


def test_file_names_stay_in_the_folder(house):
    people = list(house[2].values())
    names = file_names([*people, people[0]], ".key.html")
    assert len(set(names[:2])) == 2 and not any(sign in name for name in names for sign in '/\\<>"')
