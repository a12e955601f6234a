"""Imported ICD-10-CM editions: the order file and the tabular list, taking over from their day."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.ground.errors import CleanClaimError
from sim.reference import icd10cm
from sim.reference.code_checks import check_codes
from sim.reference.imports import remove
from sim.reference.imports.kinds import kind_of
from sim.reference.search import search_codes

HEAD = (
    '<?xml version="1.0"'
    ' encoding="utf-8"?>\n<ICD10CM.tabular><version>2027</version><chapter><name>13</name><desc>Chapter</desc><section'
    ' id="M15-M19"><desc>Joints</desc>'
)


def order_line(number, code, billable, title):
    return f"{number:05d} {code:<7} {billable} {title[:60]:<60} {title}\n"


def titles(found):
    return [one["finding"] for one in found]


@pytest.fixture
def order_file(diagnosis_shelf, tmp_path):
    """The whole shipped list with one code gone, one split, one new: an order file of fiscal year 2027."""
    rows = (
        icd10cm.connection(None)
        .execute("select code, is_billable, title from code where level not in ('chapter', 'section')")
        .fetchall()
    )
    rows = {code: (billable, title) for code, billable, title in rows}
    del rows["M722"]
    rows["I10"] = (0, "Essential (primary) hypertension")
    rows |= {
        "I101": (1, "Hypertension of the first made-up sort"),
        "R6999": (1, "Made-up illness of the tests"),
        "M67A01": (1, "Plantar fasciitis, right foot"),
    }
    path = tmp_path / "icd10cm-order-2027.txt"
    path.write_text("".join(order_line(number, code, *rows[code]) for number, code in enumerate(sorted(rows), 1)))
    return path


@pytest.mark.slow
def test_an_order_file_decides_from_its_day(order_file, take):
    report = take("icd10cm", order_file, "FY2027", "2026-10-01")
    assert set(report.difference.added_codes) == {"I101", "R6999", "M67A01"} and report.difference.ended_codes == [
        "M722"
    ]
    assert "import the tabular list" in report.notes[-1]
    lives = {
        code: (str(one.valid_from), str(one.valid_to))
        for code, one in icd10cm.entries(["M72.2", "R69.99", "I10", "I10.1", "M17.11"]).items()
    }
    assert lives == {
        "M72.2": ("1900-01-01", "2026-09-30"),
        "R69.99": ("2026-10-01", "2999-12-31"),
        "I10": ("1900-01-01", "2026-09-30"),
        "I10.1": ("2026-10-01", "2999-12-31"),
        "M17.11": ("1900-01-01", "2999-12-31"),
    }
    assert icd10cm.entry("M67.A02") is None, "the changes table said so; the edition of that day knows better"
    assert (
        titles(check_codes(["R69.99"], on="2026-09-30")) == ["not valid on the date"]
        and check_codes(["R69.99"], on="2026-10-01") == []
    )
    assert (
        "not valid on the date" in titles(check_codes(["I10"], on="2026-10-01"))
        and check_codes(["I10"], on="2026-09-30") == []
    )
    assert titles(check_codes(["E11.22", "E10.9"], on="2026-10-01")) == titles(
        check_codes(["E11.22", "E10.9"], on="2026-09-30")
    ), "instructions are carried over"
    assert search_codes("made-up illness", "diagnosis", on="2026-10-01")[0]["code"] == "R69.99"
    assert "R69.99" not in [one["code"] for one in search_codes("made-up illness", "diagnosis", on="2026-09-30")]
    remove("icd10cm", "FY2027")
    assert icd10cm.entry("R69.99") is None and icd10cm.entry("M67.A02").valid_from.year == 2026


@pytest.mark.slow
def test_a_tabular_list_brings_its_instructions(diagnosis_shelf, take, tmp_path):
    path = tmp_path / "icd10cm-tabular-2027.xml"
    path.write_text(
        HEAD + "<diag><name>M17</name><desc>Osteoarthritis of knee</desc><excludes1><note>a thing made up for tests"
        " (I10)</note></excludes1><diag><name>M17.7</name><desc>A made-up"
        " knee</desc></diag></diag></section></chapter></ICD10CM.tabular>"
    )
    take("icd10cm", path, "FY2027", "2026-10-01", extract=True)
    assert titles(check_codes(["M17.7", "I10"], on="2026-10-01")) == ["excluded together"]
    assert "excluded together" not in titles(check_codes(["M17.11", "I10"], on="2026-09-30"))
    assert str(icd10cm.entry("M17.11").valid_to) == "2026-09-30", "an extract replaces the categories it names"
    assert check_codes(["M16.11"], on="2026-10-01") == check_codes(["E11.9"], on="2026-10-01") == [], (
        "and leaves the others"
    )
    with icd10cm.as_of("2026-10-01"):
        assert [one.code for one in icd10cm.children("M17")] == ["M17.7"]
        assert icd10cm.ancestors("M17.7")[-1] == "chapter 13"
    assert len(icd10cm.children("M17")) > 3


@pytest.mark.slow
def test_both_files_of_a_release_make_one_edition(diagnosis_shelf, take, tmp_path, monkeypatch):
    order = tmp_path / "icd10cm-order-2027.txt"
    order.write_text(
        "".join(
            order_line(number, *row)
            for number, row in enumerate(
                [("S61", 0, "Open wound"), ("S617", 0, "Made-up wound"), ("S617XXA", 1, "Made-up wound, initial")], 1
            )
        )
    )
    tabular = tmp_path / "icd10cm-tabular-2027.xml"
    tabular.write_text(
        HEAD
        + '<diag><name>S61</name><desc>Open wound</desc><sevenChrDef><extension char="A">initial</extension><extension'
        ' char="D">later</extension></sevenChrDef><diag><name>S61.7</name><desc>Made-up'
        " wound</desc></diag></diag></section></chapter></ICD10CM.tabular>"
    )
    take("icd10cm", order, "FY2027", "2026-10-01", extract=True)
    take("icd10cm", tabular, "FY2027", "2026-10-01", extract=True)
    with icd10cm.as_of("2026-10-01"):
        assert [one.code for one in icd10cm.children("S61.7")] == ["S61.7XXA"], (
            "only the combinations that the order file lists"
        )
        assert list(icd10cm.seventh_characters("S61.7")) == ["A", "D"]


@pytest.mark.slow
def test_the_official_excerpt_says_what_the_shipped_edition_says(diagnosis_shelf, take, official):
    report = take(
        "icd10cm", official("icd10cm/icd10cm_tabular_2026-04_excerpt.xml"), "2026-04", "2026-04-01", extract=True
    )
    assert report.rows > 1400 and report.difference.added == report.difference.changed == 0
    shipped = icd10cm.notes("E11")
    with icd10cm.as_of("2026-06-01"):
        assert icd10cm.notes("E11") == shipped
    assert check_codes(["E11.22", "N18.30"], on="2026-06-01") == []


def test_a_line_that_is_no_row_is_told(diagnosis_shelf, take, tmp_path):
    path = tmp_path / "icd10cm-order-2027.txt"
    path.write_text(order_line(1, "A00", 0, "Cholera") + "00002 A000    1 Chol\n")
    with pytest.raises(CleanClaimError, match=r"a line that is not a row.*line 2"):
        take("icd10cm", path, "FY2027", "2026-10-01", extract=True)
    path.write_text(order_line(1, "A00", 0, "Cholera"))
    with pytest.raises(CleanClaimError, match="only 1 rows"):
        take("icd10cm", path, "FY2027", "2026-10-01")
    assert kind_of("icd10cm").FLOOR < 98_000


TABULAR = (
    HEAD + '<diag><name>S61</name><desc>Open wound</desc><sevenChrDef><extension char="A">initial</extension>'
    "</sevenChrDef><excludes1><note>x (I10)</note></excludes1>"
    "<diag><name>S61.7</name><desc>Made-up wound</desc></diag></diag></section></chapter></ICD10CM.tabular>"
)


@settings(max_examples=300)
@given(
    text=some.sampled_from(
        [TABULAR, order_line(1, "A00", 0, "Cholera") + order_line(2, "A000", 1, "Cholera due to something")]
    ),
    at=some.integers(0, 2000),
    piece=some.one_of(
        some.text(max_size=6), some.sampled_from(["<diag>", "</diag>", "<name/>", "<!ENTITY", "&a;", "<name>x</name>"])
    ),
    cut=some.integers(0, 30),
)
def test_a_damaged_list_is_read_or_refused_in_one_line(text, at, piece, cut):
    at %= len(text)
    data = (text[:at] + piece + text[at + cut :]).encode("utf-8", "surrogatepass")
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")
    try:
        found = kind_of("icd10cm").read(stream, "list.xml" if "<" in text else "list.txt", lambda words: None)
        assert len(found["icd10cm"]["code"]) == len(found["icd10cm"]["title"])
    except CleanClaimError as told:
        assert "\n" not in told.line()
