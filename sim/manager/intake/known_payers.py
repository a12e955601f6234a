"""The payers of a clinic by every name that a file may call them: the name of their file, their label, the words of
both.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from sim.clinic.practice.clinics import read_clinic
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, read_toml, remembered
from sim.manager.intake.column_names import words
from sim.manager.packs.folder import Pack
from sim.manager.packs.own_payer import our_payers, own_payer

NEAR = 0.8  # how alike two names are of which one may be the other mistyped
WORDS = "data/intake/payer_words.csv"


def labels_of(one: Pack) -> dict[str, str]:
    """Code -> label of every payer that a clinic has a file for or deals with."""
    found = {code: str(own_payer(path).get("label", code)) for code, path in one.payer_files().items()}
    try:
        there = read_clinic(one.name, one.clinic_file)
        dealt = [each.code for each in (*there.payers, *there.second_payers, *there.work_payers)]
    except CleanClaimError:
        dealt = []
    ours = our_payers()
    for code in dealt:
        if code not in found and code in ours:
            found[code] = str(read_toml(ours[code]).get("label", code))
    return found


def names_of(labels: Mapping[str, str]) -> dict[str, str]:
    """The words by which each payer may be called -> its code.

    >>> names_of({"blue_river": "Blue River PPO"})
    {'blue river': 'blue_river', 'blue river ppo': 'blue_river'}
    """
    found: dict[str, str] = {}
    for code, label in labels.items():
        for name in (words(code.replace("_", " ")), words(label)):
            found.setdefault(name, code)
    return found


def similar(told: str, labels: Mapping[str, str]) -> str:
    """The payer that a mistyped name most likely means; empty where none is near.

    >>> called = {"granite": "Granite Mutual"}
    >>> similar("Granit Mutual", called), similar("Unheard Health", called)
    ('Granite Mutual', '')
    """
    names = names_of(labels)
    found = get_close_matches(words(told), names, 1, NEAR)
    return labels[names[found[0]]] if found else ""


def nearest(*told: str) -> str:
    """The payer of ours that is nearest to one that is described so.

    >>> nearest("Blue River PPO", ""), nearest("Golden Years", "Medicare Advantage"), nearest("Valley HDHP")
    ('acme_ppo', 'silverleaf_hmo', 'boxwood_hdhp')
    """
    text = " ".join(words(one) for one in told)
    return next(like for name, like in _words() if set(name.split()) <= set(text.split()))


@remembered
def _words() -> tuple[tuple[str, str], ...]:
    path: Path = find(WORDS)
    return tuple((row["words"], row["like"]) for row in read_csv(path))
