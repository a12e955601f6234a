"""How a command answers: one JSON document with --json, else lines for people."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterable


def answer(options: argparse.Namespace, document: object, lines: Iterable[str]) -> int:
    """Print what was done; gives exit code 0."""
    if options.json:
        json.dump(document, sys.stdout, indent=1, default=str)
        sys.stdout.write("\n")
    else:
        print(*lines, sep="\n")
    return 0


def person() -> str:
    """Who sits at the terminal, for the trail of a class."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "terminal"
