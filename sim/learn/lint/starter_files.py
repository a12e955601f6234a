"""A commented file to start from, in the user's own folder: a scenario, an exercise, a payer or a clinic that lints
clean at once.

The first three are data/templates/KIND.toml; a clinic is the teaching clinic with its own name and numbers. With `like`
a scenario is a private copy of another one (private_siblings.py), and an exercise is given over such a copy.
"""

import re
from hashlib import sha256
from pathlib import Path

from sim.clinic.scenarios.library import scenario
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget, home, scan
from sim.ground.strict_toml import suggestion
from sim.learn.lint.private_siblings import exercise_over, shared_keys, sibling
from sim.reference.identifiers.npi import check_digit

FOLDERS = {
    "scenario": "data/scenarios/family_medicine",
    "exercise": "exercises/own",
    "payer": "data/payers",
    "clinic": "data/clinics",
}
SHELVES = {
    "scenario": "data/scenarios",
    "exercise": "exercises",
    "payer": "data/payers",
    "clinic": "data/clinics",
}
NEXT = {
    "scenario": "cleanclaim tour --scenario {name}",
    "exercise": 'in a notebook: sim.exercise("{name}")',
    "payer": "cleanclaim price 99213 --payer {name}; patients come by a [[payer]] in a clinic's file",
    "clinic": "cleanclaim simulate --encounters 200 --clinic {name} --out {name}",
}
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
NPI = re.compile(r'(?m)^npi = "\d{10}"')


def start(kind: str, name: str, like: str = "") -> Path:
    """Write the file and give its path. like: the scenario or exercise that it is a private copy of. Raises
    CleanClaimError for a kind or name that cannot be, and for one that is taken.
    """
    if kind not in FOLDERS:
        raise CleanClaimError(f"unknown kind {kind[:30]!r}", "new", ", ".join(FOLDERS), suggestion(kind, FOLDERS))
    if not NAME.fullmatch(name):
        proper = re.sub(r"\W+", "_", name.strip().lower().removesuffix(".toml"))[:40].strip("_")
        raise CleanClaimError(
            f"found the name {name[:40]!r}",
            f"new {kind}",
            "small letters, digits and _, beginning with a letter",
            f"write {proper}" if NAME.fullmatch(proper) else "choose such a name",
        )
    taken = scan(SHELVES[kind]).get(name)
    if taken:
        raise CleanClaimError(f"there is a {kind} {name}", str(taken), "a new name", "choose another name")
    text = _text(kind, name) if not like else _like(kind, name, like)
    path = home() / _folder(kind, like) / f"{name}.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(path), "a folder you may write to", "set CLEANCLAIM_HOME to one"
        ) from None
    forget()
    return path


def _text(kind: str, name: str) -> str:
    if kind == "clinic":
        return _clinic(name, find("data/clinics/prairie.toml").read_text(encoding="utf-8"))
    return find(f"data/templates/{kind}.toml").read_text(encoding="utf-8").replace("THIS_FILE", f"{name}.toml")


def _folder(kind: str, like: str) -> str:
    """A copy of a scenario lies in the folder of its specialty."""
    if kind != "scenario" or not like:
        return FOLDERS[kind]
    return f"{SHELVES[kind]}/{Path(scenario(like).path).parent.name}"


def _like(kind: str, name: str, like: str) -> str:
    if kind == "scenario":
        return sibling(name, like)
    if kind == "exercise":
        return exercise_over(name, like)
    raise CleanClaimError(f"found --like for a {kind}", "new", "--like for a scenario or an exercise", "leave it out")


def still_public(kind: str, name: str, like: str) -> str:
    """What of a copy's key an outsider knows, in words; empty where there is nothing to say."""
    return shared_keys(scenario(name), like).words if kind == "scenario" and like else ""


def _clinic(name: str, text: str) -> str:
    """The teaching clinic under another name, with NPIs of its own: right in form, none issued so far."""
    title = name.replace("_", " ").title()
    head = (
        f"# {title}: a clinic of your own. Nothing in it may be real: NPIs begin with 2, telephones are 555-01xx,\n"
        "# family names end in -Synth. Change it, then run: cleanclaim lint FILE. docs/clinics.md tells every part.\n"
    )
    place = iter(range(1, 1000))

    def number(_: re.Match[str]) -> str:
        nine = f"2{int(sha256(f'{name} {next(place)}'.encode()).hexdigest(), 16) % 10**8:08d}"
        return f'npi = "{nine}{check_digit(nine)}"'

    text = NPI.sub(number, re.sub(r"\A(#.*\n)+", head, text))
    return re.sub(r'(?m)^name = "Prairie Clinic"$', f'name = "{title}"', text, count=1)
