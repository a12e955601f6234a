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


def review_arguments(command: argparse.ArgumentParser) -> None:
    """The two steps of a second reading."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=OneLine)
    charts = actions.add_parser("charts", help="one chart for each different key, numbered, with nothing of the key")
    charts.add_argument("scenario", metavar="SCENARIO", help="a file name in data/scenarios")
    charts.add_argument("--asked", action="store_true", help="with the provider's answer to a query")
    charts.add_argument("--json", action="store_true", help="print one JSON document: number of the chart -> text")
    compare = actions.add_parser("compare", help="answers against the key; exit 1 when something differs")
    compare.add_argument("scenario", metavar="SCENARIO", help="as for charts")
    compare.add_argument(
        "file", metavar="ANSWERS.json", help='{"1": {"diagnoses": ["M17.11"], "services": [{"code": "99213", ...}]}}'
    )
    compare.add_argument("--by", default="second reader", metavar="WHO", help="who read it (second reader unless told)")
