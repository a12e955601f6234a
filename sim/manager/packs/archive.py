"""A clinic's folder as one file to take to another machine, and back. What is packed: its files, its
strategies, counts and tracks; never what its staff worked at the desks, and not the rows that could not be read.

A file that somebody sent is hostile until read: names that lead out of it, links, and files that no clinic has are not
unpacked (sim/ground/zip_members.py).
"""

import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import forget
from sim.ground.zip_members import Member, members, zipped
from sim.manager.packs.folder import Pack, new_pack
from sim.manager.packs.starter import write_texts

ENDING = ".clinic.zip"
LARGEST = 20_000_000  # bytes of one file
MOST = 500  # files
PATTERNS = (  # what a clinic's folder holds and may be taken elsewhere
    r"clinic\.toml",
    r"(fees|charges|procedures)\.csv",
    r"payers/[a-z][a-z0-9_]*\.toml",
    r"strategies/[a-z][a-z0-9_]*\.toml",
    r"tracks/[a-z][a-z0-9_]*\.toml",
    r"counts/[a-z_]+\.csv",
    r"counts/read\.toml",
)
KNOWN = re.compile("|".join(PATTERNS), re.ASCII)
ABOUT = "pack.toml"
FORM = 1  # of the file; a later one is told


class Unpacked(NamedTuple):
    """What was unpacked: the clinic, its files, and those that were left out, with the reason."""

    pack: Pack
    files: tuple[str, ...]
    left_out: tuple[str, ...]


def packed(one: Pack) -> dict[str, bytes]:
    """Every file of the clinic that goes with it, by its path."""
    paths = sorted(path for path in one.folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = {path: path.relative_to(one.folder).as_posix() for path in paths}
    return {name: path.read_bytes() for path, name in names.items() if KNOWN.fullmatch(name)}


def write_pack(one: Pack, out: Path) -> tuple[Path, tuple[str, ...]]:
    """Write it; gives the file (NAME.clinic.zip where `out` is a folder) and what is in it. Raises CleanClaimError
    where it cannot be written.
    """
    path = out / f"{one.name}{ENDING}" if out.is_dir() else out
    found = packed(one)
    about = f'name = "{one.name}"\nform = {FORM}\n'.encode()
    try:
        path.write_bytes(zipped({ABOUT: about, **found}))
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(path), "a file in a folder you may write to", "choose another"
        ) from None
    return path, tuple(found)


def unpack(path: Path, name: str = "") -> Unpacked:
    """Make a clinic of a packed one. name: its name here, where the other one is taken. Raises CleanClaimError for a
    file that is not a packed clinic, and for a name that is taken.
    """
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise CleanClaimError(
            f"cannot read: {reason.strerror}", str(path), "a packed clinic", "check the path"
        ) from None
    found = {member.name: member for member in members(content, LARGEST, MOST)}
    one = new_pack(name or _name(found, path))
    sound, left_out = dict[str, str](), list[str]()
    for member in found.values():
        why = _why_not(member)
        if why:
            left_out.append(f"{member.name}: {why}")
        elif member.name != ABOUT:
            sound[member.name] = member.content.decode("utf-8")
    if "clinic.toml" not in sound:
        raise CleanClaimError("found no clinic.toml in it", str(path), "a packed clinic", "cleanclaim clinic pack NAME")
    write_texts(one.folder, sound)
    forget()
    return Unpacked(one, tuple(sound), tuple(left_out))


def _why_not(member: Member) -> str:
    """Why a file is not unpacked; empty where it is."""
    if member.trouble:
        return member.trouble
    if member.name != ABOUT and not KNOWN.fullmatch(str(PurePosixPath(member.name))) or "\\" in member.name:
        return "no file of a clinic"
    try:
        member.content.decode("utf-8")
    except UnicodeDecodeError:
        return "not text in UTF-8"
    return ""


def _name(found: dict[str, Member], path: Path) -> str:
    """The name that the clinic had; else that of the file."""
    about = found.get(ABOUT)
    told = re.search(rb'(?m)^name = "([a-z][a-z0-9_]*)"$', about.content) if about else None
    form = re.search(rb"(?m)^form = (\d+)$", about.content) if about else None
    if form and int(form[1]) > FORM:
        raise CleanClaimError(
            "a clinic packed by a later CleanClaim", str(path), f"form {FORM}", "update CleanClaim first"
        )
    return told[1].decode() if told else re.sub(r"\W+", "_", path.name.removesuffix(ENDING).lower())[:40]
