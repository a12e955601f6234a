"""A bundle: one learner's assignment as a ZIP that needs no network, and the file that comes back.

    written(keys, order, pages)         the ZIP: manifest, signature, one page for each item, instructions
    opened(packed)                      at the learner's desk: the bundle, if nobody has changed it
    handed_in(bundle, answers, ...)     the answer file: what it belongs to, and the answers sealed to the class
    unsealed(keys, packed)              at the instructor's desk: whose answers these are

A page is what the learner's browser would be sent before anything was graded: the chart and the blank form. No key, no
seed, no choice, no name of an exercise or a scenario is in a bundle. The token ties a bundle to its class, assignment,
learner and pages: only the class can make one, and answers without the right one are not this learner's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from sim.classroom.sealed.envelope import ClassKeys, is_signed, seal
from sim.classroom.sealed.strict_json import document, packed
from sim.ground.zip_members import Member, members, zipped
from sim.ground.errors import CleanClaimError

FORMAT = "cleanclaim bundle 1"
ANSWERS_FORMAT = "cleanclaim answers 1"
ENDING = ".answers.zip"
LARGEST_PAGE = 2_000_000  # bytes of one item's page
LARGEST_BUNDLE = 50_000_000
LARGEST_ANSWERS = 1_000_000  # bytes of an answer file, and of what is sealed in it
MOST_ITEMS = 100
LAST_SERIAL = 10**12
MANIFEST, SIGNATURE, NOTE = "manifest.json", "manifest.sig", "READ_ME.txt"
HEADER, SEALED = "answers.json", "answers.sealed"

Page = Mapping[str, Any]  # JSON: what a desk's page is sent
Answers = dict[str, Any]  # number of the item, as text -> what is on the page


@dataclass(frozen=True)
class Order:
    """Whose bundle it is, and for what. `due`: as a person reads it; it is said and not enforced here."""

    class_name: str
    assignment: str
    title: str
    learner: str
    name: str
    due: str = ""


@dataclass(frozen=True)
class Bundle:
    """A bundle as it was read: its order, its pages in order, and what ties the answers to it."""

    order: Order
    pages: tuple[Page, ...]
    digest: str
    token: str = field(repr=False)
    opener: bytes = b""
    signer: bytes = b""

    @property
    def seal_number(self) -> str:
        """A short number of the class's key, which an instructor can say aloud.

        >>> Bundle(Order("a", "b", "c", "d", "e"), (), "", "", signer=bytes(32)).seal_number
        '66687-aadf8'
        """
        found = sha256(self.signer).hexdigest()
        return f"{found[:5]}-{found[5:10]}"


@dataclass(frozen=True)
class HandedIn:
    """An answer file that was opened: whose it is, for what, its number among those of this bundle, and the answers.
    `written`: what the learner's own clock said, which proves nothing.
    """

    class_name: str
    assignment: str
    learner: str
    digest: str
    serial: int
    written: str
    answers: Answers


def written(keys: ClassKeys, order: Order, pages: Sequence[Page]) -> bytes:
    """The ZIP for one learner. Raises CleanClaimError for no items or too many."""
    if not 1 <= len(pages) <= MOST_ITEMS:
        raise CleanClaimError(
            f"{len(pages)} items", f"assignment {order.assignment}", f"1 to {MOST_ITEMS}", "divide the assignment"
        )
    files = {f"items/{number}.json": packed(page) for number, page in enumerate(pages, 1)}
    sums = {name: sha256(content).hexdigest() for name, content in files.items()}
    digest = sha256(packed(sums)).hexdigest()
    manifest = packed(
        {
            "format": FORMAT,
            **asdict(order),
            "items": sums,
            "token": token(keys, order.class_name, order.assignment, order.learner, digest),
            "opener": keys.opener.hex(),
            "signer": keys.signer.hex(),
        }
    )
    return zipped(
        {
            NOTE: note(order).encode(),
            MANIFEST: manifest,
            SIGNATURE: keys.sign(manifest).hex().encode(),
            **files,
        }
    )


def token(keys: ClassKeys, class_name: str, assignment: str, learner: str, digest: str) -> str:
    """What only the class can make of a bundle."""
    return keys.token("bundle", class_name, assignment, learner, digest)


def note(order: Order) -> str:
    """What a learner reads who opens the ZIP."""
    due = f"Due: {order.due}\n" if order.due else ""
    return (
        f"{order.title}\nFor: {order.name}\n{due}\n"
        "1. Leave this ZIP as it is. Do not unpack or rename what is in it.\n"
        "2. Open it at your desk: cleanclaim lab --bundle THIS_FILE (or python run.py lab --bundle THIS_FILE).\n"
        "3. Work the items. What you enter is saved at once on your computer.\n"
        f"4. Click Write answer file. Hand in the file that ends in {ENDING}, as your instructor told you.\n"
        "You may write it again after a change; the newest one counts. Nobody but your instructor can read it.\n"
        "What counts as the time of your work is when the file is handed in, not the clock of your computer.\n"
    )


def opened(content: bytes) -> Bundle:
    """A bundle at the learner's desk. Raises CleanClaimError for one that was changed, cut short or is none."""
    if len(content) > LARGEST_BUNDLE:
        raise _no_bundle(f"it has {len(content):,} bytes")
    found = {one.name: one for one in members(content, LARGEST_PAGE, MOST_ITEMS + 10)}
    manifest = _content(found, MANIFEST)
    said = document(manifest, MANIFEST)
    try:
        signer, opener = (bytes.fromhex(_text(said, name)) for name in ("signer", "opener"))
        signature = bytes.fromhex(_content(found, SIGNATURE).decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        raise _no_bundle("its keys cannot be read") from None
    if said.get("format") != FORMAT or not is_signed(signer, manifest, signature):
        raise _no_bundle("it was changed after it was made, or made by another program")
    sums = said.get("items")
    if not isinstance(sums, dict) or not 1 <= len(sums) <= MOST_ITEMS:
        raise _no_bundle("it has no items")
    names = [f"items/{number}.json" for number in range(1, len(sums) + 1)]
    if sorted(sums) != sorted(names):
        raise _no_bundle("its items are not numbered")
    pages = {name: _content(found, name) for name in names}
    for name, page in pages.items():
        if sha256(page).hexdigest() != sums[name]:
            raise _no_bundle(f"{name} was changed after it was made")
    return Bundle(
        Order(*(_text(said, name) for name in ("class_name", "assignment", "title", "learner", "name", "due"))),
        tuple(document(page, name) for name, page in pages.items()),
        sha256(packed(sums)).hexdigest(),
        _text(said, "token"),
        opener,
        signer,
    )


def handed_in(bundle: Bundle, answers: Answers, serial: int, written_at: str) -> bytes:
    """The answer file. serial: a number that rises with each file that is written. Raises CleanClaimError for answers
    that are too large.
    """
    order = bundle.order
    header = packed(
        {
            "format": ANSWERS_FORMAT,
            "class_name": order.class_name,
            "assignment": order.assignment,
            "learner": order.learner,
            "bundle": bundle.digest,
            "serial": serial,
        }
    )
    content = packed({"token": bundle.token, "written": written_at, "answers": answers})
    if len(content) > LARGEST_ANSWERS // 2:
        raise CleanClaimError("the answers are too long", order.title, "shorter texts", "shorten what you wrote")
    return zipped({HEADER: header, SEALED: seal(bundle.opener, content, header)})


def header_of(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """(what an answer file says of itself, that as bytes, what is sealed). Raises CleanClaimError for any other
    file.
    """
    found = {one.name: one for one in members(content, LARGEST_ANSWERS, 4)}
    if set(found) != {HEADER, SEALED}:
        raise CleanClaimError("it is not an answer file", "ZIP", f"a file that ends in {ENDING}", "ask for that file")
    header = _content(found, HEADER)
    said = document(header, HEADER)
    if said.get("format") != ANSWERS_FORMAT:
        raise CleanClaimError("it is not an answer file", HEADER, ANSWERS_FORMAT, "ask for the file again")
    return said, header, _content(found, SEALED)


def unsealed(keys: ClassKeys, content: bytes) -> HandedIn:
    """An answer file at the instructor's desk. Raises CleanClaimError for one that was changed, cut short, sealed for
    another class, or whose token is not that of its learner's bundle.
    """
    said, header, sealed = header_of(content)
    inner = document(keys.open(sealed, header), SEALED)
    answers, serial = inner.get("answers"), said.get("serial")
    names = ("class_name", "assignment", "learner", "bundle")
    class_name, assignment, learner, digest = (_text(said, name) for name in names)
    if inner.get("token") != token(keys, class_name, assignment, learner, digest):
        raise CleanClaimError(
            "it was not written from this learner's own bundle", HEADER, "the bundle as it was handed out", "ask for it"
        )
    if not isinstance(answers, dict) or not all(isinstance(one, dict) for one in answers.values()):
        raise CleanClaimError("its answers cannot be read", SEALED, "fields with values", "ask for the file again")
    if isinstance(serial, bool) or not isinstance(serial, int) or not 0 <= serial <= LAST_SERIAL:
        raise CleanClaimError("its number cannot be read", HEADER, "a whole number", "ask for the file again")
    return HandedIn(class_name, assignment, learner, digest, serial, str(inner.get("written"))[:40], answers)


def _content(found: Mapping[str, Member], name: str) -> bytes:
    one = found.get(name)
    if one is None or one.trouble:
        raise _no_bundle(f"{name}: {one.trouble if one else 'it is missing'}")
    return one.content


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > 400:
        raise _no_bundle(f"{name} cannot be read")
    return value


def _no_bundle(what: str) -> CleanClaimError:
    return CleanClaimError(what, "ZIP", "the file as CleanClaim wrote it", "download it again, or ask your instructor")
