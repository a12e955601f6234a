"""What in the user's own folder is read, and how it stands to what ships: beside it, added to it, or in its place.

own_files()     every file below data/ and exercises/ of the user's folder
untold()        files in the place of a shipped one that nobody was told of yet; asking tells it
"""

from pathlib import Path
from typing import NamedTuple

from sim.ground.files import clinic_files, places, root

CONTENT = ("data", "exercises")
ADDING = ("data/params/", "data/fees/charge_master.csv", "data/fees/drugs.csv", "data/fees/vaccines.csv")
TOML_FOLDERS = ("data/clinics/", "data/scenarios/", "data/payers/", "data/params/", "exercises/")
MISNAMED = ".toml.txt"  # how Notepad saves what was to be a .toml
TOLD = "told-overlays.txt"


class OwnFile(NamedTuple):
    """A file of the user's by its path below the folder. how: "yours", "adds to the shipped one", "replaces the shipped
    one", or "not read" with what to do.
    """

    path: str
    how: str


def own_files() -> list[OwnFile]:
    """Every content file of the user's own folder, in order."""
    return [OwnFile(path.relative_to(home).as_posix(), _how(path, home)) for home in _home() for path in _files(home)]


def misnamed(folder: Path) -> list[Path]:
    """Files of a folder that Notepad saved as NAME.toml.txt."""
    return sorted(folder.rglob("*" + MISNAMED)) if folder.is_dir() else []


def renaming(shelf: str, name: str) -> str:
    """What to do where NAME.toml of a shelf is missed because Notepad saved it as NAME.toml.txt; empty where it did
    not.
    """
    saved = [path for home in _home() for path in misnamed(home / shelf) if path.name == name + MISNAMED]
    return f"rename {saved[0]} to {name}.toml" if saved else ""


def untold() -> list[str]:
    """Paths of files that stand in the place of a shipped one, each told once: the next call gives none of them."""
    out: list[str] = []
    for home in _home():
        note = home / TOLD
        try:
            told = set(note.read_text(encoding="utf-8").splitlines()) if note.is_file() else set()
            out = [one.path for one in own_files() if one.how.startswith("replaces") and one.path not in told]
            if out:
                note.write_text("\n".join(sorted(told | set(out))) + "\n", encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            out = []
    return out


def _home() -> list[Path]:
    return [place for place in places() if place not in (root(), clinic_files())][:1]


def _files(home: Path) -> list[Path]:
    return sorted(
        path for part in CONTENT for path in (home / part).rglob("*") if path.is_file() and path.name[0] != "."
    )


def _how(path: Path, home: Path) -> str:
    name = path.relative_to(home).as_posix()
    if name.endswith(MISNAMED):
        return f"not read: rename it to {path.name.removesuffix('.txt')}"
    shelf = next((folder for folder in TOML_FOLDERS if name.startswith(folder)), "")
    if shelf and path.suffix != ".toml":
        return "not read: the name must end in .toml"
    shipped = [name] if (root() / name).is_file() else _same_name(shelf, path)
    if not shipped:
        return "yours" if shelf else "not read: CleanClaim has no file of this name"
    how = "adds to" if name.startswith(ADDING) else "replaces"
    return f"{how} the shipped {'one' if shipped == [name] else shipped[0]}"


def _same_name(shelf: str, path: Path) -> list[str]:
    """A shipped file of this name in another folder of the shelf: names are found whatever their folder."""
    if not shelf:
        return []
    return [found.relative_to(root()).as_posix() for found in sorted((root() / shelf).rglob(path.name))]
