"""A command with actions, such as `cleanclaim class ACTION`: a folder with one module an action, found by scanning. Its
first line is the help, `arguments(command)` adds the options, `run(options)` does it and gives the exit code.
"""

import argparse
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sim.ui.terminal.arguments import OneLine, clinic_argument


def actions_in(folder: Path, package: str, typed: str = "") -> dict[str, ModuleType]:
    """The module of each action by its name: `open_` is open, `fee_table` would be fee-table. typed: the action that
    is asked for; where there is one of that name the others are not read, which would take most of the time.
    """
    files = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("__"))
    names = {name.strip("_").replace("_", "-"): name for name in files}
    wanted = [typed] if typed in names else names
    return {name: import_module(f"{package}.{names[name]}") for name in wanted}


def add_to(command: argparse.ArgumentParser, actions: dict[str, ModuleType], at_clinic: bool = False) -> None:
    """Every action as a sub-command with --json; at_clinic: each may be done at a clinic of one's own."""
    places = command.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=OneLine)
    for name, module in actions.items():
        about = (module.__doc__ or "").strip()
        action = places.add_parser(name, help=about.split("\n")[0].rstrip("."), description=about.split("\n\n")[0])
        module.arguments(action)
        if at_clinic:
            clinic_argument(action)
        action.add_argument("--json", action="store_true", help="print one JSON document")
        action.set_defaults(act=module.run)
