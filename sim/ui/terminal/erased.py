"""What the commands that erase have in common: they ask for --yes, and say what was done."""

import argparse

NOTHING_DONE = "Nothing was erased. To do it, run it again with --yes"
UNSWEPT = "The freed space of the file still holds it, since somebody works with the file: run it again later"


def yes_argument(command: argparse.ArgumentParser) -> None:
    """The option without which nothing is erased."""
    command.add_argument("--yes", action="store_true", help="do it; without it the command only says what would go")


def ending(yes: bool, is_swept: bool | None) -> list[str]:
    """The last lines.

    >>> ending(True, None), ending(False, None)
    (['Erased'], ['Nothing was erased. To do it, run it again with --yes'])
    """
    return [NOTHING_DONE] if not yes else ["Erased"] + [UNSWEPT] * (is_swept is False)
