"""Which files the linter looks at, and what each of them is: by its folder, and elsewhere by what it holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, root, scan
from sim.ground.own_files import MISNAMED, misnamed
from sim.ground.written_text import text_of
from sim.learn.lint.findings import Finding, shown

CODE = Path(__file__).resolve().parents[3]
FOLDERS = {
    "data/clinics": "*.toml",
    "data/mess": "*.toml",
    "data/scenarios": "*.toml",
    "data/payers": "*.toml",
    "data/params": "*.toml",
    "data/fees": "charge_master.csv",
    "exercises": "*.toml",
    "sim/payer/policies": "*.py",
}
UNIT = "unit.toml"  # one in each folder of exercises
KINDS = {
    "tracks": "track",
    "clinics": "clinic",
    "mess": "mess",
    "scenarios": "scenario",
    "exercises": "exercise",
    "payers": "payer",
    "params": "params",
    "policies": "policy",
    "fees": "charges",
}
HOLDS = (  # what only a file of this kind holds
    ("[gate]", "unit"),
    ("[[stage]]", "track"),
    ("[[household]]", "clinic"),
    ("[[payer_mix]]", "clinic"),
    ("[[fragment]]", "mess"),
    ("[[document]]", "scenario"),
    ("task =", "exercise"),
    ("policies =", "payer"),
    ("[[plan]]", "payer"),
    ("unit =", "params"),
)


def files_of(paths: Sequence[Path | str] = ()) -> list[Path]:
    """The files that lint would look at. Raises CleanClaimError for a path that is not there or holds nothing to
    lint.
    """
    return [file for path in paths for file in _files(Path(path))] if paths else _library()


def _library() -> list[Path]:
    own = [
        file
        for place in places()
        if place != root()
        for part in ("data", "exercises")
        for file in misnamed(place / part)
    ]
    return [*(file for folder, pattern in FOLDERS.items() for file in _scan(folder, pattern) if kind_of(file)), *own]


def _scan(folder: str, pattern: str) -> list[Path]:
    if folder.startswith("sim/"):
        return sorted((CODE / folder).rglob(pattern))
    found = list(scan(folder, pattern).values())
    units = (path for place in places() for path in (place / folder).glob(f"*/{UNIT}"))
    return [*(path for path in found if path.name != UNIT), *sorted(units)]


def _files(path: Path) -> list[Path]:
    path = next((place / path for place in places() if not path.exists() and (place / path).exists()), path).absolute()
    if not path.exists():
        saved = path.with_name(f"{path.name}.txt")
        raise CleanClaimError(
            f"no file or folder {path.name}",
            str(path),
            "a scenario, exercise, payer, clinic, params or charge file, or a folder of them",
            f"rename {saved.name} to {path.name}" if saved.exists() else "check the path",
        )
    patterns = ("*.toml", "*.py", "charge_master.csv", "*" + MISNAMED)
    found = [path] if path.is_file() else sorted(file for pattern in patterns for file in path.rglob(pattern))
    kept = [file for file in found if kind_of(file, path.is_file())]
    if not kept:
        raise CleanClaimError(
            f"nothing to lint in {path.name}", str(path), ", ".join(FOLDERS), "give a file of one of these folders"
        )
    return kept


def kind_of(file: Path, is_named: bool = True) -> str:
    """What a file is: scenario, exercise, unit, track, payer, params, policy, clinic, charges, misnamed; empty for what
    is not linted. is_named: its author gave this very path.
    """
    if file.name.endswith(MISNAMED):
        return "misnamed"
    if file.suffix == ".csv":
        return "charges" if is_named or file.name == "charge_master.csv" else ""
    if file.name == UNIT:
        return "unit"
    kind = next((kind for word, kind in KINDS.items() if word in file.parts[:-1]), "")
    if kind and kind != "charges":
        return kind if (file.suffix == ".py") == (kind == "policy") and not file.stem.startswith("_") else ""
    if file.suffix != ".toml":
        return ""
    try:
        content = text_of(file)
    except CleanClaimError:
        content = ""
    return next((kind for word, kind in HOLDS if word in content), "scenario")


def lint_misnamed(path: Path) -> Iterator[Finding]:
    """Notepad saves NAME.toml as NAME.toml.txt where it hides endings: nothing reads such a file."""
    name = path.name.removesuffix(".txt")
    yield Finding(shown(path), "file", f"the name {path.name}, which nothing reads", f"rename it to {name}")
