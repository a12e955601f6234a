"""Opening what a publisher (or a stranger) sent: a text file or a ZIP of files, hostile until parsed.

A ZIP is never unpacked to disk. It is rejected whole for a name that climbs out of it, an encrypted member, too many
members, or a member whose size or compression no code list has; reading stops where a member turns out larger than it
said. A text with control characters is not text.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.reference.imports.workbook import as_csv

LARGEST = 200_000_000  # bytes of one file, unpacked
ALTOGETHER = 1_000_000_000  # bytes of all members of a ZIP, as it states them
MEMBERS = 300
WORKBOOK, LARGEST_WORKBOOK = "xl/workbook.xml", 60_000_000
RATIO = 120  # unpacked to packed; publishers' tables reach about 30
SMALL = 5_000_000  # bytes below which the ratio does not matter
HEAD = 30_000  # characters by which a file is recognized
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")  # 1A ends some files of the mainframe


class Member(NamedTuple):
    """One file that may be what is wanted: its name and how to read it."""

    name: str
    size: int
    read: Callable[..., bytes]  # read(limit=None)
    is_workbook: bool = False


class Source(NamedTuple):
    """A file given for import: its name, its fingerprint and the files in it."""

    name: str
    sha256: str
    members: tuple[Member, ...]


def open_source(path) -> Source:
    """The file given, or the files of a ZIP. Raises CleanClaimError for what is not readable, too large, or not to be
    trusted.
    """
    path = Path(path)
    where = path.name
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise CleanClaimError(
                f"{where} is not a file", "data import", "a file or a ZIP of the publisher", "give the path of the file"
            )
        if size == 0:
            raise CleanClaimError(f"{where} is empty", "data import", "a file of the publisher", "download it again")
        if size > LARGEST:
            raise CleanClaimError(
                f"{where} has {size:,} bytes", "data import", f"at most {LARGEST:,}", "give the one file that is wanted"
            )
        digest = _digest(path)
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot read {where}: {reason.strerror}", "data import", "a readable file", "check the path"
        ) from None
    if start[:2] == b"PK":
        return Source(where, digest, _members(path))
    return Source(where, digest, (Member(where, size, lambda limit=None: _file(path, limit)),))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file(path: Path, limit) -> bytes:
    with path.open("rb") as stream:
        return stream.read(limit if limit else -1)


def _members(path: Path) -> tuple[Member, ...]:
    try:
        with zipfile.ZipFile(path) as packed:
            found = [one for one in packed.infolist() if not one.is_dir()]
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        UnicodeDecodeError,
    ) as reason:
        raise _bad_zip(
            path.name, f"cannot be opened ({reason})", "a whole ZIP", "download it again: it may be cut short"
        ) from None
    _trusted(path.name, found)
    if any(one.filename == WORKBOOK for one in found):
        return (
            Member(
                path.name, path.stat().st_size, lambda limit=None: _sheet(path.name, path.read_bytes(), limit), True
            ),
        )
    return tuple(_member(path, one) for one in found)


def _member(path: Path, one: zipfile.ZipInfo) -> Member:
    if one.filename.lower().endswith(".xlsx") and one.file_size <= LARGEST_WORKBOOK:
        return Member(
            one.filename,
            one.file_size,
            lambda limit=None: _sheet(one.filename, _unpacked(path, one, None), limit),
            True,
        )
    return Member(one.filename, one.file_size, lambda limit=None: _unpacked(path, one, limit))


def _sheet(name: str, data: bytes, limit) -> bytes:
    """The first sheet of a workbook as CSV, after the checks that every ZIP passes."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as reason:
        raise _bad_zip(
            name,
            f"of the workbook cannot be opened ({reason})",
            "a whole workbook",
            "download it again: it may be cut short",
        ) from None
    with packed:
        _trusted(name, packed.infolist())
        return as_csv(packed, name, limit)


def _trusted(name: str, found: list) -> None:
    if len(found) > MEMBERS:
        raise _bad_zip(name, f"holds {len(found)} files", f"at most {MEMBERS}", "give the one file that is wanted")
    for one in found:
        parts = re.split(r"[/\\]", one.filename)
        if ".." in parts or one.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise _bad_zip(
                name,
                f"holds a path that climbs out of it: {one.filename[:60]!r}",
                "plain file names",
                "do not use this file",
            )
        if one.flag_bits & 1:
            raise _bad_zip(
                name,
                f"is encrypted ({one.filename[:60]})",
                "a ZIP without a password",
                "unpack it yourself and give the file",
            )
        if one.file_size > LARGEST or (one.file_size > SMALL and one.file_size > RATIO * max(one.compress_size, 1)):
            raise _bad_zip(
                name,
                f"unpacks {one.filename[:60]!r} from {one.compress_size:,} to {one.file_size:,} bytes: a ZIP bomb",
                f"files below {LARGEST:,} bytes that shrink less than {RATIO} times",
                "do not use this file",
            )
    if sum(one.file_size for one in found) > ALTOGETHER:
        raise _bad_zip(
            name,
            f"unpacks to more than {ALTOGETHER:,} bytes: a ZIP bomb",
            "a publisher's ZIP",
            "give the one file that is wanted",
        )


def _unpacked(path: Path, one: zipfile.ZipInfo, limit) -> bytes:
    """A member's bytes. A header that lies about the size ends in a wrong check sum, never in more bytes than
    stated.
    """
    try:
        with zipfile.ZipFile(path) as packed, packed.open(one) as stream:
            return stream.read(limit) if limit else stream.read()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as reason:
        raise _bad_zip(
            path.name,
            f"is damaged at {one.filename[:60]!r} ({reason})",
            "a whole ZIP",
            "download it again: it may be cut short",
        ) from None


def _bad_zip(name: str, what: str, expected: str, todo: str) -> CleanClaimError:
    return CleanClaimError(f"the ZIP {what}", name, expected, todo)


def head(member: Member) -> str:
    """The first characters of a file by which its kind is recognized; empty if it is not text."""
    data = member.read(HEAD)
    return "" if binary(data) else decoded(data)


def binary(data: bytes) -> bool:
    """Is this no text? (Control characters; UTF-16 counts as no text.)"""
    sample = data[:HEAD]
    return bool(CONTROL.search(sample.decode("latin-1"))) or sample[:2] in (b"PK", b"\xff\xfe", b"\xfe\xff")


def text(member: Member) -> io.TextIOWrapper:
    """A file's whole text as a stream, line ends untouched (a cell in quotation marks may hold one)."""
    data = member.read().rstrip(b"\x1a")
    if binary(data) or b"\x00" in data:
        raise CleanClaimError(
            f"{member.name} is not a text file",
            "data import",
            "a text or CSV file in UTF-8 or Windows letters",
            "unpack it, or save the sheet as CSV",
        )
    return io.TextIOWrapper(io.BytesIO(data), encoding=_letters(data), errors="replace", newline="")


def _letters(data: bytes) -> str:
    """UTF-8, else the Windows letters that CMS files hold."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def decoded(data: bytes) -> str:
    """The beginning of a text; a letter cut in half at its end does no harm."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        part = reason.start >= len(data) - 3
        return data[: reason.start].decode("utf-8-sig") if part else data.decode("cp1252", errors="replace")
