"""Reading a ZIP that somebody sent: hostile until read. Nothing is ever unpacked to disk.

A member that cannot be trusted does not spoil the others: each is either readable or has a reason. Rejected are names
that climb out of the ZIP, names that occur twice, links, encrypted members, members too large or packed too tightly,
and what would be more in all than the limit; reading stops where a member turns out larger than it said.
"""

import io
import stat
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass

from sim.ground.errors import CleanClaimError

MEMBERS = 5_000  # of one ZIP: a class of 500 with some files each
ALTOGETHER = 300_000_000  # bytes of all members, unpacked
RATIO = 200  # unpacked to packed; JSON of charts reaches about 12
SMALL = 100_000  # bytes below which the ratio does not matter
NOT_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError, EOFError)
CUT = (*NOT_ZIP, zlib.error, RuntimeError)


@dataclass(frozen=True)
class Member:
    """One file of a ZIP: its name, its content, or why it was not read."""

    name: str
    content: bytes = b""
    trouble: str = ""


def members(packed: bytes, largest: int, most: int = MEMBERS) -> list[Member]:
    """Every file of a ZIP. largest: bytes of one member, unpacked; most: members. Raises CleanClaimError for what is
    not a ZIP, was cut short, or has too many members to be looked at one by one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
            if len(found) > most:
                raise CleanClaimError(f"{len(found):,} files in it", "ZIP", f"at most {most:,}", "collect it in parts")
            return _all(archive, found, largest)
    except NOT_ZIP as reason:
        raise CleanClaimError(
            f"it cannot be opened ({printed(reason)})", "ZIP", "a whole ZIP", "download it again: it may be cut short"
        ) from None


def _all(archive: zipfile.ZipFile, found: list[zipfile.ZipInfo], largest: int) -> list[Member]:
    names = Counter(one.filename.casefold() for one in found)
    left, read = ALTOGETHER, []
    for one in found:
        trouble = _distrusted(one, largest) or ("its name occurs twice" if names[one.filename.casefold()] > 1 else "")
        if not trouble and one.file_size > left:
            trouble = "the ZIP holds more than can be read at once"
        made = Member(printed(one.filename), trouble=trouble) if trouble else _read(archive, one, largest)
        left -= len(made.content)
        read.append(made)
    return read


def _distrusted(one: zipfile.ZipInfo, largest: int) -> str:
    """Why a member is not read at all; empty where nothing speaks against it."""
    parts = one.filename.replace("\\", "/").split("/")
    if one.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in one.orig_filename:
        return "its name leads out of the ZIP"
    if stat.S_ISLNK(one.external_attr >> 16):
        return "it is a link"
    if one.flag_bits & 1:
        return "it is encrypted"
    if one.file_size > largest:
        return f"it is too large ({one.file_size:,} bytes, at most {largest:,})"
    if one.file_size > SMALL and one.file_size > RATIO * max(1, one.compress_size):
        return "it is packed tighter than any answer can be"
    return ""


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo, largest: int) -> Member:
    try:
        with archive.open(one) as stream:
            content = stream.read(largest + 1)
    except CUT as reason:
        return Member(printed(one.filename), trouble=f"it is damaged ({printed(reason)})")
    if len(content) > largest or len(content) != one.file_size:
        return Member(printed(one.filename), trouble="it is not as large as it says")
    return Member(printed(one.filename), content)


def printed(text: object) -> str:
    """A stranger's words for a report: one line, no control characters, not endless.

    >>> printed("a\\x1b[31mb\\n" + "c" * 300)[:8]
    'a?[31mb?'
    """
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))[:160]


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP with the same bytes for the same files: no clock, no machine in it.

    >>> zipped({"a.txt": b"x"}) == zipped({"a.txt": b"x"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            archive.writestr(about, content)
    return out.getvalue()
