"""A file is read however an editor saved it; what cannot be read is named with its sign and its place."""

import codecs
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv, read_toml
from sim.ground.written_text import text_of, toml_trouble

LABEL = 'label = "Sore elbow, 3 \u00b5g, \u201cachy\u201d"\nlevel = 1\n'


@pytest.fixture
def save(tmp_path):
    """Writes bytes to a file and gives its path."""

    def write(content: bytes, name: str = "elbow.toml"):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    "content",
    [
        LABEL.encode(),
        LABEL.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + LABEL.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LABEL.encode("utf-16-be"),
        LABEL.replace("\n", "\r\n").encode(),
        LABEL.replace("\n", "\r").encode(),
        LABEL.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["plain", "BOM", "Notepad's Unicode", "big-endian Unicode", "Windows lines", "old Mac lines", "both"],
)
def test_every_editor_is_read(save, content):
    assert read_toml(save(content)) == {"label": "Sore elbow, 3 \u00b5g, \u201cachy\u201d", "level": 1}


@pytest.mark.parametrize(
    "content, said",
    [
        (
            "label = \u201cSore elbow\u201d\n".encode(),
            "line 1, column 9: found the sign \u201c (left double quotation mark)",
        ),
        ("level = 1\nlabel = \u2018x\u2019\n".encode(), "line 2, column 9: found the sign \u2018"),
        ("skills = [\n\u201cem-level\u201d,\n]\nlevel = 1\n".encode(), "line 2, column 1: found the sign \u201c"),
        ("label\u00a0= 'x'\n".encode(), "line 1, column 6: found a sign (no-break space)"),
        ('label = "caf\xe9"\n'.encode("cp1252"), "line 1, column 13: found the sign \xe9"),
        ("label = \u201cx\u201d\n".encode("cp1252"), "line 1, column 9: found the sign \u201c"),
        (b"\x89PNG\0\0\0", "not a text file"),
        (b"label: Sore elbow\n", "write = instead of the colon"),
        (b"level = True\n", "write true or false in small letters"),
        (b"from = 07/01/2026\n", "write a date such as 2026-07-01"),
        (b"amount = 1,250.00\n", "without commas"),
        (b"amount = $12.50\n", "without $"),
        (b'label = "Sore elbow\nlevel = 1\n', "a text that does not end on its line"),
        (b"level = 1\nlevel = 2\nlabel = 'x'\n", "line 2"),
        (b"[trap]\nat = 'x'\n[trap]\nat = 'y'\n", "two brackets on each side"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(save, content, said):
    path = save(content)
    with pytest.raises(CleanClaimError) as error:
        read_toml(path)
    assert said in error.value.line() and str(path) in error.value.line()


def test_a_table_of_excel_is_read_in_the_code_page_of_windows(save):
    assert read_csv(save("code,basis\r\n99213,caf\xe9\r\n".encode("cp1252"), "fees.csv")) == [
        {"code": "99213", "basis": "caf\xe9"}
    ]


@given(st.binary(max_size=60))
def test_no_bytes_give_a_traceback(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "a.toml"
    path.write_bytes(content)
    for read in (text_of, read_toml, lambda one: text_of(one, True)):
        try:
            read(path)
        except CleanClaimError as error:
            assert "\n" not in error.line()


@given(st.text(alphabet='ab=[]"#\n ,{}.1\u201c\u00a0:$', max_size=40))
def test_whatever_is_wrong_has_a_line_and_something_to_do(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        trouble = toml_trouble(text, str(reason))
        assert trouble.found.startswith("line ") and trouble.todo
