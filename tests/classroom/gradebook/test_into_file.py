"""A gradebook of each LMS: read, filled, and the same but for our column."""

import csv
import io
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.gradebook.dialects import DIALECTS
from sim.classroom.gradebook.filling import Score
from sim.classroom.gradebook.into_file import Marked, fill_sheet, write_beside
from sim.classroom.gradebook.own_table import own_csv
from sim.classroom.gradebook.raw_sheet import LARGEST, read_sheet, sheet_of
from sim.classroom.gradebook.students import Person
from sim.ground.errors import CleanClaimError

sys.path.insert(0, str(Path(__file__).parent))

from lms_exports import BLACKBOARD, BRIGHTSPACE, CANVAS, GOLDEN, MARKED, MOODLE, PEOPLE  # noqa: E402


def filled(content, marked=(MARKED,), people=PEOPLE, column=""):
    return fill_sheet(sheet_of(content, "theirs.csv"), marked, people, column)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_file_comes_out_with_our_column_filled_and_nothing_else_changed(name):
    theirs, wanted = GOLDEN[name]
    sheet, report = filled(theirs)
    assert sheet.content() == wanted
    assert name.startswith(report.dialect) and not report.found.unclear
    assert [one.name for one in report.found.not_in_file] == ["Eva Moss"]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_file_of_nobody_we_know_comes_out_as_it_was(name):
    sheet, report = filled(GOLDEN[name][0], people=[Person("L-x", "No One")])
    assert sheet.content() == GOLDEN[name][0]
    assert report.found.not_in_class and not report.filled[0].written


def test_the_csv_module_reads_what_comes_out_as_we_meant_it():
    """Somebody else's reader as judge: cell by cell, only the cells of our column differ."""
    for theirs, _ in (GOLDEN["Canvas"], GOLDEN["Moodle"], GOLDEN["Brightspace"]):
        sheet, _ = filled(theirs)
        was, now = (
            list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            for content in (theirs, sheet.content())
        )
        place = next(place for place, head in enumerate(was[0]) if "Knee visit" in head)
        assert len(was) == len(now)
        for before, after in zip(was, now):
            assert [*before[:place], *before[place + 1 :]] == [*after[:place], *after[place + 1 :]]


def test_what_was_done_is_told():
    _, report = filled(CANVAS.encode())
    (done,) = report.filled
    assert (done.written, [one.name for one in done.changed]) == (2, ["Ben O'Hara"])
    assert [(one.name, one.was) for one in done.left] == [("Dee Roe", "EX")]
    assert [(one.name, one.why) for one in done.nothing] == [("Cho Lee", "not handed in")]
    assert [one.name for one in report.found.not_in_class] == ["Vance, Sol"]
    _, report = filled(MOODLE.encode())
    assert [one.name for one in report.found.by_name] == ["Dee Roe"]
    _, report = filled(BLACKBOARD.encode())
    assert report.filled[0].is_scaled and report.as_dict()["columns"][0]["their_most"] == 100


def test_two_of_the_same_name_are_not_guessed():
    people = [Person("L-1", "Dee Roe"), Person("L-2", "Dee Roe")]
    sheet, report = filled(MOODLE.encode(), people=people)
    assert sheet.content() == MOODLE.encode()
    assert [one.student.name for one in report.found.unclear] == ["Dee Roe"] and len(report.found.not_in_file) == 2


def test_two_rows_of_one_name_are_not_guessed():
    twice = MOODLE + "\nDee,Roe,,,,other@mail.example,-,-,,-,1796000000\n"
    sheet, report = filled(twice.encode(), people=[Person("L-dee", "Dee Roe")])
    assert sheet.content() == twice.encode() and len(report.found.unclear) == 2


def test_an_id_of_one_and_an_email_of_another_is_not_guessed():
    mixed = MOODLE.replace("Ana,Díaz,00417", "Ana,Díaz,00420")
    sheet, report = filled(mixed.encode())
    assert "Ana Díaz and Dee Roe" in report.found.unclear[0].why
    assert "ana@school.example,-" in sheet.content().decode()


def test_a_learner_with_two_rows_gets_none():
    twice = BRIGHTSPACE + "#00417,#adiaz,Díaz,Ana,ana@school.example,,,#\r\n"
    sheet, report = filled(twice.encode())
    assert sheet.content().decode().count("ana@school.example,,") == 2
    assert [one.why for one in report.found.unclear] == ["Ana Díaz has 2 rows"] * 2


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        (CANVAS, "Elbow", "no column 'Elbow'"),
        (CANVAS, "Elbow", "Knee visit (84512), Other (84513)"),
        (CANVAS, "Final Score", "no column 'Final Score'"),
        (CANVAS.replace("10.00", "(read only)"), "", "read only in Canvas"),
        (CANVAS.replace("Other (84513)", "Knee visit (84513)"), "", "2 columns fit 'Knee visit'"),
        (BLACKBOARD, "Weighted Total", "shows Percentage in Blackboard"),
        (BRIGHTSPACE.replace("Points Grade", "Grade Symbol"), "", "takes a symbol"),
        (MOODLE.replace("Surname", '"Email address"'), "", "not a gradebook that we know"),
        (MOODLE.replace("Institution", '"ID number"'), "", "two columns are named 'id number'"),
        ("name,points\na,1\n", "", "not a gradebook that we know; its columns: name, points"),
    ],
)
def test_a_column_that_cannot_be_filled_is_one_clear_line(content, column, words):
    with pytest.raises(CleanClaimError, match=r".") as told:
        filled(content.encode(), column=column)
    assert words in told.value.line() and "\n" not in told.value.line()


def test_a_column_is_found_by_its_whole_header():
    two = CANVAS.replace("Other (84513)", "Knee visit (84513)")
    sheet, report = filled(two.encode(), column="knee visit (84513)")
    assert report.filled[0].column == "Knee visit (84513)" and ",4.25," in sheet.content().decode()


def test_an_assignment_without_a_column_is_told_and_the_others_are_filled():
    _, report = filled(CANVAS.encode(), marked=(MARKED, Marked("w3", "Elbow", {})))
    assert len(report.filled) == 1 and "no column 'Elbow'" in report.no_column[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04abc", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel workbook"),
        (b"<!doctype html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"\x00\x01\x02\x03\x81", "not a text file"),
        (b"a\x00b,c\n", "not a text file"),
        (b"\xff\xfea", "not a text file"),
        (b'Student,"ID\nAna,1\n', "line 1: a quotation mark that is not closed"),
        (b'Student,ID\nAna,"1"2\n', "line 2: text after a closing quotation mark"),
        (b"Student,ID,Section\nDiaz, Ana,1,2\n", "line 2: 4 cells, but the header has 3"),
        (b",,\na,b,c\n", "no header"),
    ],
)
def test_a_broken_file_is_one_clear_line(content, words):
    with pytest.raises(CleanClaimError) as told:
        filled(content)
    assert words in told.value.line() and "\n" not in told.value.line()


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CleanClaimError, match="at most 10,000,000 are read"):
        read_sheet(path)
    with pytest.raises(CleanClaimError, match="cannot read"):
        read_sheet(tmp_path / "none.csv")


def test_the_file_of_the_lms_is_never_overwritten(tmp_path):
    path = tmp_path / "theirs.csv"
    path.write_bytes(b"theirs")
    with pytest.raises(CleanClaimError, match="the file of the LMS itself"):
        write_beside(b"ours", tmp_path / "." / "theirs.csv", path)
    write_beside(b"ours", tmp_path / "ours.csv", path)
    assert path.read_bytes() == b"theirs" and (tmp_path / "ours.csv").read_bytes() == b"ours"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ours.csv", "theirs.csv"]


# -- properties

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12)


def quoted(text, delimiter, always):
    needs = always or text.startswith(('"', " ")) or any(sign in text for sign in (delimiter, "\r", "\n", '"'))
    return '"' + text.replace('"', '""') + '"' if needs else text


@settings(max_examples=60)
@given(
    names=st.lists(CELLS, min_size=1, max_size=5),
    notes=st.lists(CELLS, min_size=5, max_size=5),
    before=st.lists(st.sampled_from(["", "-", "7", "EX", "=cmd()"]), min_size=5, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    coding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    always=st.booleans(),
    is_last_ended=st.booleans(),
)
def test_whatever_is_in_it_only_our_cells_change(names, notes, before, delimiter, end, coding, always, is_last_ended):
    """A gradebook with any texts, delimiter, line ends, encoding and quotation marks: what comes out is the same file
    with the points in our column, byte for byte."""

    def written(points):
        rows = [["Student", "ID", "Section", "Knee visit (7)", "Note"]] + [
            [name, f"id{number}", "", cell, note]
            for number, (name, note, cell) in enumerate(zip(names, notes, points, strict=False))
        ]
        text = end.join(delimiter.join(quoted(cell, delimiter, always) for cell in row) for row in rows)
        return (text + end * is_last_ended).encode(coding)

    people = [Person(f"L-{number}", "", school_id=f"ID{number}") for number in range(len(names))]
    scores = {one.learner: Score(one.learner, random.Random(one.learner).choice([None, 4.0]), 10) for one in people}
    tested = [
        cell if scores[f"L-{n}"].points is None or cell == "EX" or is_no_student(names[n]) else "4"
        for n, cell in enumerate(before[: len(names)])
    ]
    sheet, _ = filled(written(before), [Marked("m", "Knee visit", scores)], people)
    assert sheet.content() == written(tested)


def is_no_student(name):
    return " ".join(name.split()).casefold() in ("points possible", "student, test")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_that_keeps_them_or_one_clear_line(content):
    try:
        assert sheet_of(content, "x.csv").content() == content
    except CleanClaimError as error:
        assert "x.csv" in error.line()


@given(CELLS)
def test_no_header_breaks_a_dialect(header):
    for dialect in DIALECTS:
        dialect.heading(header)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_no_text_of_a_learner_begins_a_formula_in_our_own_table(people):
    told = [Person(f"L-{n}", name, email) for n, (name, email) in enumerate(people)]
    table = own_csv([Marked("m", "=Title", {"L-0": Score("L-0", -1.5, 10, "@late")})], told).decode("utf-8-sig")
    for number, row in enumerate(csv.reader(io.StringIO(table, newline=""))):
        texts = row if number == 0 else [*row[:4], row[5]]
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in texts)
        assert len(row) == 7
    assert "=Title" in table and "'=Title" in table


def test_our_own_table_has_points_as_numbers_and_says_what_is_missing():
    table = own_csv([MARKED], PEOPLE).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["Knee visit (of 10)"] for row in rows] == ["8.5", "6.67", "", "10", "7"]
    assert [row["Knee visit: status"] for row in rows] == ["", "late, 10% off", "not handed in", "", ""]
    assert rows[0]["Total (of 10)"] == "8.5"
