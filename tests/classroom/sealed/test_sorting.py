"""A class hands in: every file gets a verdict by name, and one bad file harms no other."""

import io
import os
import zipfile

import pytest

from sim.classroom.sealed.bundle import ENDING, Order, handed_in, opened, written
from sim.classroom.sealed.envelope import ClassKeys
from sim.classroom.sealed.sorting import CHANGED, COUNTS, DAMAGED, FOREIGN, OLDER, SWAPPED, TWICE, Known, sorted_out
from sim.classroom.sealed.submissions import Submission, submissions
from sim.ground.errors import CleanClaimError

KEYS = ClassKeys(bytes(range(32)))
NAMES = ("Jane Roe-Synth", "John Doe-Synth", "Ana Lee-Synth", "Li Wu-Synth", "Max Ott-Synth")
CLASS = [
    Known(f"L-{number}", name, (name, name.split()[0].lower(), f"{name.split()[0].lower()}@school.edu"))
    for number, name in enumerate(NAMES, 1)
]


def answers(number: int, serial: int = 1, assignment: str = "week_3", keys: ClassKeys = KEYS, code: str = "I10"):
    order = Order("billing_101", assignment, "Week 3", f"L-{number}", NAMES[(number - 1) % len(NAMES)])
    bundle = opened(written(keys, order, ({"task": "x"},)))
    return handed_in(bundle, {"1": {"code": code}}, serial, "2026-10-05T20:00")


def verdicts(files: list[tuple[str, bytes]], serials=None):
    found = sorted_out([Submission(*one) for one in files], KEYS, "billing_101", "week_3", CLASS, serials or {})
    return [(one.name, one.verdict) for one in found]


def test_a_whole_class_with_every_kind_of_trouble_loses_nobody():
    good = answers(1)
    cut = answers(2)[:-40]
    with zipfile.ZipFile(io.BytesIO(answers(3))) as archive:
        changed = {name: archive.read(name) for name in archive.namelist()}
    changed["answers.sealed"] = changed["answers.sealed"][:-1] + b"x"
    assert verdicts(
        [
            ("roe-synthjane_11_22_x.answers.zip", good),
            ("doe-synthjohn_11_22_x.answers.zip", cut),
            ("lee-synthana_11_22_x.answers.zip", zip_of(changed)),
            ("wu-synthli_11_22_x.answers.zip", answers(4, assignment="week_2")),
            ("ott-synthmax_11_22_x.answers.zip", answers(5)),
        ]
    ) == [
        ("Jane Roe-Synth", COUNTS),
        ("John Doe-Synth", DAMAGED),
        ("Ana Lee-Synth", CHANGED),
        ("Li Wu-Synth", FOREIGN),
        ("Max Ott-Synth", COUNTS),
    ]


def test_swapped_bundles_are_found_by_the_name_under_which_they_came():
    assert verdicts(
        [("roe-synthjane_1_2_x.answers.zip", answers(2)), ("doe-synthjohn_1_2_x.answers.zip", answers(1))]
    ) == [("Jane Roe-Synth", SWAPPED), ("John Doe-Synth", SWAPPED)]


def test_of_two_files_the_one_written_last_counts_whatever_their_order():
    one, two = ("a.answers.zip", answers(1, 1)), ("b.answers.zip", answers(1, 2))
    assert [verdict for _, verdict in verdicts([one, two])] == [OLDER, COUNTS]
    assert [verdict for _, verdict in verdicts([two, one])] == [COUNTS, OLDER]
    assert [verdict for _, verdict in verdicts([one, ("c.answers.zip", one[1])])] == [COUNTS, TWICE]


def test_an_older_file_is_no_way_back():
    assert verdicts([("a.answers.zip", answers(1, 2))], {"L-1": 3}) == [("Jane Roe-Synth", OLDER)]
    assert verdicts([("a.answers.zip", answers(1, 3))], {"L-1": 3}) == [("Jane Roe-Synth", TWICE)]
    assert verdicts([("a.answers.zip", answers(1, 4))], {"L-1": 3}) == [("Jane Roe-Synth", COUNTS)]


def test_another_class_and_a_stranger():
    other = ClassKeys(bytes(32))
    assert verdicts([("a.zip", answers(1, keys=other))]) == [("Jane Roe-Synth", CHANGED)]
    assert verdicts([("a.zip", answers(9))]) == [("a.zip", FOREIGN)]


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


LAYOUTS = {
    "canvas": "roe-synthjane_LATE_12345_678_x.answers-1.zip",
    "moodle": "Jane Roe-Synth_12345_assignsubmission_file_/x.answers.zip",
    "blackboard": "Week 3_jane_attempt_2026-10-05-23-30-00_x.answers.zip",
    "brightspace": "12345-678 - Jane Roe-Synth - Oct 5, 2026 1130 PM/x.answers.zip",
}


@pytest.mark.parametrize("system", LAYOUTS)
def test_the_zip_of_a_learning_system_is_read_and_its_student_known(system, tmp_path):
    packed = zip_of({LAYOUTS[system]: answers(2), "__MACOSX/._x": b"", "index.html": b"<html>"})
    (tmp_path / "submissions.zip").write_bytes(packed)
    (found,) = submissions(tmp_path / "submissions.zip")
    assert found.is_said_late == (system == "canvas")
    (one,) = sorted_out([found], KEYS, "billing_101", "week_3", CLASS, {})
    assert (one.name, one.verdict) == ("Jane Roe-Synth", SWAPPED)  # John's bundle in Jane's place


def test_a_folder_with_links_and_strangers_is_read_to_its_end(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f"jane{ENDING}").write_bytes(answers(1))
    (tmp_path / "essay.pdf").write_bytes(b"%PDF")
    (tmp_path / "huge.answers.zip").write_bytes(zip_of({"answers.json": b"{}", "x": os.urandom(1_100_000)}))
    (tmp_path / "bomb.zip").write_bytes(zip_of({"a.answers.zip": zip_of({"b.zip": zip_of({"c.zip": b"PK"})})}))
    (tmp_path / "link.answers.zip").symlink_to(tmp_path / "deep" / f"jane{ENDING}")
    found = {one.place: one.trouble for one in submissions(tmp_path)}
    assert found.pop("deep/jane.answers.zip") == ""
    assert len(found) == 4 and all(found.values()), found
    assert "link" in found["link.answers.zip"]


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(CleanClaimError, match="no file or folder"):
        submissions(tmp_path / "nothing")
