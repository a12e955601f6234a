"""Bundles and answer files: what was sealed is opened by the class alone, and any change is found out."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.sealed.bundle import (
    HEADER,
    MANIFEST,
    SEALED,
    Order,
    handed_in,
    opened,
    unsealed,
    written,
)
from sim.classroom.sealed.envelope import ClassKeys, is_signed, seal
from sim.classroom.sealed.strict_json import document
from sim.ground.zip_members import members, zipped
from sim.ground.errors import CleanClaimError

KEYS, OTHERS = ClassKeys(bytes(range(32))), ClassKeys(bytes(range(1, 33)))
JANE = Order("billing_101", "week_3", "Week 3", "L-1", "Jane Roe-Synth", "Oct 5, 2026 11:59 PM")
PAGES = ({"task": "Code the visit.", "record": ["HTN at goal"]}, {"task": "Fill in the form."})
ANSWERS = {"1": {"diagnoses": [{"code": "I10"}]}, "2": {}}


def files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def test_a_bundle_comes_back_with_its_answers():
    bundle = opened(written(KEYS, JANE, PAGES))
    assert bundle.order == JANE and bundle.pages == PAGES
    back = unsealed(KEYS, handed_in(bundle, ANSWERS, 3, "2026-10-05T20:00"))
    assert (back.learner, back.class_name, back.assignment, back.serial) == ("L-1", "billing_101", "week_3", 3)
    assert back.answers == ANSWERS


def test_nobody_else_reads_the_answers_and_no_secret_is_in_a_bundle():
    packed = written(KEYS, JANE, PAGES)
    answers = handed_in(opened(packed), ANSWERS, 1, "")
    assert b"I10" not in b"".join(files(answers).values())
    with pytest.raises(CleanClaimError, match="another class"):
        unsealed(OTHERS, answers)
    everything = b"".join(files(packed).values())
    assert KEYS.secret not in everything and KEYS.secret.hex().encode() not in everything
    assert "secret" not in repr(KEYS) and bytes(range(32)).hex() not in repr(KEYS)


def test_two_sealings_of_the_same_answers_differ():
    assert seal(KEYS.opener, b"x", b"") != seal(KEYS.opener, b"x", b"")


@pytest.mark.parametrize("name", [MANIFEST, "items/1.json", "items/2.json"])
def test_a_changed_bundle_is_not_opened(name):
    made = files(written(KEYS, JANE, PAGES))
    made[name] = made[name].replace(b"Week", b"Weak").replace(b"visit", b"visIt").replace(b"form", b"norm")
    with pytest.raises(CleanClaimError, match="changed after it was made"):
        opened(zipped(made))


def test_answers_from_a_bundle_that_somebody_made_himself_are_found_out():
    """He puts his own signature, or another's token, on easier pages: the class's token is not on it."""
    easy = opened(written(OTHERS, JANE, ({"task": "What is I10?"},)))
    real = opened(written(KEYS, JANE, PAGES))
    forged = type(real)(easy.order, easy.pages, easy.digest, real.token, real.opener, easy.signer)
    with pytest.raises(CleanClaimError, match="own bundle"):
        unsealed(KEYS, handed_in(forged, ANSWERS, 1, ""))


@pytest.mark.parametrize("name", ["learner", "assignment", "class_name", "bundle", "serial"])
def test_what_an_answer_file_says_of_itself_cannot_be_changed(name):
    made = files(handed_in(opened(written(KEYS, JANE, PAGES)), ANSWERS, 1, ""))
    said = json.loads(made[HEADER])
    said[name] = 2 if name == "serial" else "L-2"
    made[HEADER] = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(CleanClaimError, match="changed after it was sealed"):
        unsealed(KEYS, zipped(made))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_changed_bit_of_a_bundle_is_worked_with(place, change):
    packed = bytearray(written(KEYS, JANE, PAGES))
    packed[place % len(packed)] ^= change
    try:
        bundle = opened(bytes(packed))
    except CleanClaimError:
        return
    assert (bundle.order, bundle.pages, bundle.opener) == (JANE, PAGES, KEYS.opener)  # a byte that means nothing


SENT = handed_in(opened(written(KEYS, JANE, PAGES)), ANSWERS, 1, "")


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255), st.integers(0, 10**6))
def test_no_changed_or_shortened_answer_file_is_taken_for_another(place, change, length):
    packed = bytearray(SENT)
    packed[place % len(packed)] ^= change
    for one in (bytes(packed), SENT[: length % len(SENT)]):
        try:
            found = unsealed(KEYS, one)
        except CleanClaimError:
            continue
        assert found == unsealed(KEYS, SENT)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_an_error_and_no_fault(content):
    for read in (opened, lambda one: unsealed(KEYS, one), lambda one: KEYS.open(one, b"")):
        with pytest.raises(CleanClaimError):
            read(content)
    with pytest.raises(CleanClaimError):
        document(content + b"}", "answers")


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from([HEADER, SEALED, MANIFEST, "items/1.json", "../x"]), st.binary(max_size=200)))
def test_any_zip_gives_an_error_and_no_fault(made):
    for read in (opened, lambda one: unsealed(KEYS, one)):
        with pytest.raises(CleanClaimError):
            read(zipped(made))


@pytest.mark.parametrize(
    "content",
    [b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": ' + b"9" * 5000 + b"}", b'{"a":' * 50 + b"1" + b"}" * 50, b"[]"],
)
def test_a_document_that_is_none(content):
    with pytest.raises(CleanClaimError):
        document(content, "answers")


def test_a_signature_is_of_one_content():
    assert is_signed(KEYS.signer, b"a", KEYS.sign(b"a")) and not is_signed(OTHERS.signer, b"a", KEYS.sign(b"a"))
    assert not is_signed(b"short", b"a", b"short")


def test_a_secret_that_is_too_short_is_turned_down():
    with pytest.raises(CleanClaimError, match="16 bytes"):
        ClassKeys(bytes(16))


def tampered(change) -> bytes:
    """A ZIP of one good member and one made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", "good")
        change(archive)
    return out.getvalue()


def a_link(archive):
    about = zipfile.ZipInfo("link")
    about.external_attr = 0o120777 << 16
    archive.writestr(about, "/etc/passwd")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda archive: archive.writestr("../../up.txt", "x"), "leads out"),
        (lambda archive: archive.writestr("/etc/x", "x"), "leads out"),
        (lambda archive: archive.writestr("C:\\x", "x"), "leads out"),
        (lambda archive: archive.writestr("a\\..\\..\\x", "x"), "leads out"),
        (a_link, "link"),
        (lambda archive: archive.writestr("bomb", bytes(900_000)), "tighter"),
        (lambda archive: archive.writestr("big", bytes(1_000_001)), "too large"),
        (lambda archive: [archive.writestr(name, "x") for name in ("a.txt", "A.TXT")], "twice"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_member_is_named_and_the_others_are_read(change, why):
    good, *rest = members(tampered(change), 1_000_000)
    assert good.content == b"good" and rest and all(why in one.trouble and not one.content for one in rest)


def test_a_zip_of_too_many_files_is_turned_down_at_once():
    with pytest.raises(CleanClaimError, match="files in it"):
        members(zipped({str(number): b"" for number in range(12)}), 10, most=10)


def test_a_member_that_says_it_is_small_and_is_not():
    packed = bytearray(zipped({"a": b"x" * 5000}))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = packed.find(sign) + (22 if sign[2] == 3 else 24)
        packed[at : at + 4] = (10).to_bytes(4, "little")
    (found,) = members(bytes(packed), 1000)
    assert found.trouble and not found.content
