"""`cleanclaim clinic ACTION`: one module an action (sim/ui/terminal/scanned_actions.py says what it has)."""

import argparse
from pathlib import Path
from types import ModuleType

from sim.ui.terminal.scanned_actions import actions_in, add_to

FOLDER = Path(__file__).parent


def actions() -> dict[str, ModuleType]:
    """The module of each action by its name.

    >>> "list" in actions()
    True
    """
    return actions_in(FOLDER, __name__)


def add_actions(command: argparse.ArgumentParser) -> None:
    """Every action as a sub-command."""
    add_to(command, actions())
