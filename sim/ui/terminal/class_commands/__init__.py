"""`cleanclaim class ACTION`: one module an action (sim/ui/terminal/scanned_actions.py says what it has)."""

import argparse
from pathlib import Path
from types import ModuleType

from sim.ui.terminal.scanned_actions import actions_in, add_to

FOLDER = Path(__file__).parent


def actions(typed: str = "") -> dict[str, ModuleType]:
    """The module of each action by its name; of the one that was typed alone, where there is one of that name.

    >>> {"new", "roster", "assign", "open"} <= set(actions())
    True
    """
    return actions_in(FOLDER, __name__, typed)


def add_actions(command: argparse.ArgumentParser, typed: str = "") -> None:
    """Every action as a sub-command, or the one that was typed."""
    add_to(command, actions(typed), at_clinic=True)
