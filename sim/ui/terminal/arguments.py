"""The arguments of the command line: how a number is read, and how wrong usage is told."""

import argparse
from typing import NoReturn


class OneLine(argparse.ArgumentParser):
    """Wrong usage is said in one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; to do: {self.prog} --help\n")


def seed(text: str) -> int:
    """A seed: a whole number that fits 63 bits."""
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text[:30]!r} is not a seed; expected a whole number from 0")
    return int(text)


def workers(text: str) -> int:
    """How many processes: a whole number from 1."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text[:30]!r} processes; expected a whole number from 1")
    return int(text)
