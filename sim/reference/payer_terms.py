"""How a payer wants the same work billed, as its own file says it ([wants] of data/payers): for the calculators and the
truth of a visit, which may not look into the payer's rooms.

A payer is named by its file, by the name that it stands for, or by its label; a name without a file has the usual
terms.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import places, read_toml, remembered

MEDICARE, CPT = "Medicare's codes and minutes", "CPT's codes and minutes"
USUAL = {  # where a payer's file does not say
    "coding_rules": CPT,
    "consultations": "taken",
    "therapy_units": "the midpoint of each code",
    "preventive_modifier": "33",
}


def wants(payer: str, what: str) -> str:
    """What a payer wants of one of these things.

    >>> wants("medicare_part_b", "consultations"), wants("Medicare Part B", "coding_rules")
    ('not taken', "Medicare's codes and minutes")
    >>> wants("acme_ppo", "consultations"), wants("nobody_knows_it", "coding_rules")
    ('taken', "CPT's codes and minutes")
    """
    return _terms().get(payer.strip().lower(), USUAL).get(what, USUAL[what])


@remembered
def likes() -> Mapping[str, str]:
    """Payer -> the payer that its file says it is like; none of those that ship is like another.

    >>> dict(likes())
    {}
    """
    found = {name: table.get("like") for name, table in _files().items()}
    return MappingProxyType({name: like for name, like in found.items() if isinstance(like, str) and like != name})


@remembered
def _files() -> Mapping[str, Mapping[str, Any]]:
    """What each payer's file says; the user's own file goes before the shipped one of the same name."""
    found: dict[str, Mapping[str, Any]] = {}
    files = {path.stem: path for place in reversed(places()) for path in (place / "data/payers").glob("*.toml")}
    for name, path in sorted(files.items()):
        try:
            found[name] = read_toml(path)
        except CleanClaimError:
            continue  # a file that cannot be read is set aside, and told where payers are read
    return MappingProxyType(found)


@remembered
def _terms() -> Mapping[str, Mapping[str, str]]:
    """The terms by every name of a payer."""
    found: dict[str, Mapping[str, str]] = {}
    for name, table in _files().items():
        given = table.get("wants")
        terms = MappingProxyType({**USUAL, **(given if isinstance(given, dict) else {})})
        for known in (name, table.get("stands_for"), table.get("label")):
            if isinstance(known, str):
                found.setdefault(known.lower(), terms)
    return MappingProxyType(found)
