"""Where files are: the content that ships, the user's own folder, and how the second overlays the first.

Content (data, exercises, notebooks) is read from the checkout when there is one and from inside the installed package
otherwise. What a user makes lives in one folder: CLEANCLAIM_HOME, else the platform's data folder. A file in
HOME/data/... is found before the shipped one of the same relative path, so an update never overwrites a clinic's
payers. While a clinic of the user's own is in force (`--clinic NAME`), its files go before both (`at_clinic`).
"""

import csv
import os
import re
import tomllib
from collections.abc import Callable
from functools import cache as once, lru_cache, wraps
from pathlib import Path
from time import monotonic
from typing import Any, ParamSpec, TypeVar, cast

from sim.ground.errors import CleanClaimError
from sim.ground import listings
from sim.ground.listings import files_below
from sim.ground.written_text import text_of, toml_trouble

HERE = Path(__file__).resolve().parents[1]
P = ParamSpec("P")
R = TypeVar("R")
LARGEST_TOML = 2_000_000  # characters; a long scenario has 20,000
DEEP_KEY = re.compile(r"""(?<![\w"'.-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){40}""")
MOST_BELIEVED = 5000  # answers of one function
HOME = "CLEANCLAIM_HOME"
CLINIC = "CLEANCLAIM_CLINIC"  # the clinic in force, by name
CLINIC_FILES = "CLEANCLAIM_CLINIC_FILES"  # the folder that holds its content, as sim/manager/packs lays it out
_pause = [0.0]  # seconds, see look_every
_writes = [0]  # how often this process has written into the user's folder


# Settings as the environment keeps them, where it says so: no text is made (10 microseconds each).
_kept: dict[Any, Any] | None = getattr(os.environ, "_data", None)
_encoded: Callable[[str], Any] = getattr(os.environ, "encodekey", str) if _kept is not None else str
_setting: Callable[[Any], Any] = os.environ.get if _kept is None else _kept.get
_HOME, _CLINIC, _FILES = map(_encoded, (HOME, CLINIC, CLINIC_FILES))


def _whose() -> tuple[Any, ...]:
    """Whose content is read: what was remembered of another's is not said of it."""
    return _setting(_HOME), _setting(_CLINIC), _setting(_FILES)


def forget() -> None:
    """To be called by whoever writes content into the user's folder: what is `remembered` is then read again."""
    _writes[0] += 1
    listings.forget()


def remembered_up_to(most: int | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `remembered`, for at most so many different questions."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        seen = [_writes[0]]

        @lru_cache(most)
        def kept(_: tuple[Any, ...], *args: P.args, **named: P.kwargs) -> R:
            return function(*args, **named)

        @wraps(function)
        def asked(*args: P.args, **named: P.kwargs) -> R:
            if seen[0] != _writes[0]:
                kept.cache_clear()
                seen[0] = _writes[0]
            whose = _setting(_HOME), _setting(_CLINIC), _setting(_FILES)  # a hundred thousand times for one block
            return kept(whose, *args, **named)  # type: ignore[arg-type]

        asked.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
        return asked

    return decorate


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Remember what a function has read from content files: for each folder that is the user's (CLEANCLAIM_HOME), and
    until this process writes into it (`forget`). So what is imported in a process is seen in that process.

    >>> asked = []
    >>> @remembered
    ... def fees(name):
    ...     asked.append(name)
    ...     return len(asked)
    >>> fees("a"), fees("a"), forget(), fees("a")
    (1, 1, None, 2)
    """
    return remembered_up_to(None)(function)


def look_every(seconds: float) -> None:
    """How long what was found by looking at files is believed (`believed`): in a server a second or two, since a
    thousand questions are asked in that time; elsewhere not at all, since somebody may be writing them.
    """
    _pause[0] = seconds


def believed(function: Callable[P, R]) -> Callable[P, R]:
    """Ask again only as often as `look_every` says. The answer is shared: whoever asks must not change it.

    >>> @believed
    ... def looks(name, seen=[]):
    ...     seen.append(name)
    ...     return len(seen)
    >>> looks("a"), looks("a"), look_every(9), looks("a"), looks("a"), look_every(0), looks("a")
    (1, 2, None, 3, 3, None, 4)
    """
    kept: dict[Any, tuple[float, R]] = {}

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        if not _pause[0]:
            return function(*args, **named)
        question = (_whose(), _writes[0], args, tuple(named.items()))
        until, answer = kept.get(question, (0.0, None))
        if until < monotonic():
            answer = function(*args, **named)
            if len(kept) > MOST_BELIEVED:
                kept.clear()
            kept[question] = (monotonic() + _pause[0], answer)
        return cast(R, answer)

    return asked


@once
def root() -> Path:
    """The folder that holds data, exercises and notebooks: the checkout, else the copy inside the installed package."""
    for place in (HERE.parent, HERE / "_files"):
        if (place / "data" / "dictionary.csv").is_file():
            return place
    raise CleanClaimError(
        "the content folder is missing",
        str(HERE),
        "data/dictionary.csv beside or inside the package",
        "install CleanClaim again",
    )


def home() -> Path:
    """The user's own folder (attempts, imports, overlays), made when it is first asked for."""
    place = os.environ.get(HOME)
    if not place:
        from platformdirs import user_data_dir

        place = user_data_dir("cleanclaim", appauthor=False)
    return _made(Path(place), HOME)


def cache() -> Path:
    """Files that can be made again at any time (the code library's index)."""
    return _made(home() / "cache", HOME)


def clinics_folder() -> Path:
    """Where the clinics of the user's own are, one folder each; it need not be there yet."""
    return home() / "clinics"


def clinic_in_force() -> str:
    """The clinic that everything runs on now; empty where nobody chose one."""
    return os.environ.get(CLINIC, "")


def at_clinic(name: str, files: Path | None = None) -> None:
    """From now on, in this process and those that it starts, everything runs on this clinic (none: the one that ships).
    files: the folder that holds what is its own; its content goes before the user's and the shipped.
    """
    for setting, value in ((CLINIC, name), (CLINIC_FILES, str(files or ""))):
        if value:
            os.environ[setting] = value
        else:
            os.environ.pop(setting, None)


def clinic_files() -> Path | None:
    """The content of the clinic in force, where it has its own."""
    place = os.environ.get(CLINIC_FILES)
    return Path(place) if place else None


def work_folder() -> Path:
    """Where work is kept: the user's folder; of a clinic with content of its own the clinic's, since the same exercise
    is another case there.
    """
    return home() if clinic_files() is None else _made(clinics_folder() / clinic_in_force() / "work", HOME)


def private(file: Path) -> Path:
    """A file that only its owner may read, made empty if it is not there. Where its folder is shared (a group may write
    there), the group may as well.

    >>> import tempfile; folder = Path(tempfile.mkdtemp())
    >>> oct(private(folder / "attempts.sqlite").stat().st_mode & 0o077), folder.chmod(0o770)
    ('0o0', None)
    >>> oct(private(folder / "attempts.sqlite").stat().st_mode & 0o077)
    '0o60'
    """
    shared = file.parent.stat().st_mode & 0o070
    mode = 0o660 if shared == 0o070 else 0o600
    if not file.exists():  # an open database must not be opened here: closing it again would end its locks
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, mode))
    if os.name != "nt" and file.stat().st_mode & 0o777 != mode and file.stat().st_uid == os.geteuid():
        file.chmod(mode)
    return file


def _made(folder: Path, setting: str) -> Path:
    try:
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)  # what somebody saves is nobody else's to read
    except OSError as reason:
        raise CleanClaimError(
            f"cannot make the folder {folder}: {reason.strerror}",
            setting,
            "a folder you may write to",
            f"set {setting} to such a folder",
        ) from None
    return folder


def find(relative: str) -> Path:
    """One content file by its path below the root, the user's own version first.

    >>> find("data/dictionary.csv").name
    'dictionary.csv'
    """
    for place in places():
        if (place / relative).is_file():
            return place / relative
    raise CleanClaimError(
        f"no file {relative}", "content folders", "a file below " + " or ".join(map(str, places())), "check the name"
    )


@believed
def scan(folder: str, pattern: str = "*.toml") -> dict[str, Path]:
    """Every content file of a folder and below it, by stem, the user's own file before the shipped one of the same
    relative path.
    """
    found: dict[str, Path] = {}
    for place in reversed(places()):
        found.update(files_below(place / folder, pattern))
    return dict(sorted(found.items()))


def places() -> list[Path]:
    """Where content is looked for, first to last: the clinic in force, the user's folder, what ships. Each counts only
    if it is there: looking must not create it.
    """
    own = os.environ.get(HOME) or _default_home()
    return [place for place in (clinic_files(), Path(own), root()) if place is not None and place.is_dir()]


@once
def _default_home() -> str:
    try:
        from platformdirs import user_data_dir
    except ImportError:
        return str(Path.home() / ".cleanclaim")
    return user_data_dir("cleanclaim", appauthor=False)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary. Raises CleanClaimError naming the file and the line that does not parse."""
    return toml_of(text_of(path), path)


def toml_of(text: str, path: Path) -> dict[str, Any]:
    """The text of a TOML file as a dictionary; path: how the file is called in an error.

    >>> toml_of('label = "Mine"', Path("mine.toml"))
    {'label': 'Mine'}
    """
    if len(text) > LARGEST_TOML:
        found, expected = f"the file has {len(text):,} characters", f"at most {LARGEST_TOML:,}"
        raise CleanClaimError(found, str(path), expected, "divide it into several files")
    if deep := DEEP_KEY.search(text):
        found = f"line {text.count(chr(10), 0, deep.start()) + 1}: a name of more than 40 parts"
        raise CleanClaimError(found, str(path), "names such as hospital.beds", "correct that line")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        trouble = toml_trouble(text, str(reason))
        raise CleanClaimError(trouble.found, str(path), trouble.expected, trouble.todo) from None
    except RecursionError:
        found, todo = "brackets inside brackets without end", "correct the brackets"
        raise CleanClaimError(found, str(path), "a file of tables and lists", todo) from None
    except ValueError as reason:  # a number of thousands of digits
        found = f"a value that cannot be read: {str(reason)[:80]}"
        raise CleanClaimError(found, str(path), "numbers, dates and texts", "correct it") from None


def read_csv(path: Path) -> list[dict[str, str]]:
    """A CSV file with a header as a list of rows of text; lines that begin with # are notices and are skipped."""
    lines = [line for line in text_of(path, True).split("\n") if line.strip() and not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise CleanClaimError(
                f"row {number} has another number of cells than the header",
                str(path),
                "one cell for each column",
                "correct that row (a text with a comma needs quotation marks)",
            )
    return rows
