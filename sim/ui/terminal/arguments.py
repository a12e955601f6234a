"""The arguments of the command line: how a number is read, and how wrong usage is told."""

import argparse
from typing import NoReturn

PORT = 8873  # of `serve`, beside those of `lab`


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


def variant(text: str) -> int:
    """Which patient of an exercise: a whole number from 1."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10**6:
        raise argparse.ArgumentTypeError(f"{text[:30]!r} is not a variant; expected a whole number from 1")
    return int(text)


def clinic_argument(command: argparse.ArgumentParser) -> None:
    """The clinic that a command runs on."""
    command.add_argument(
        "--clinic", default="", metavar="NAME", help="run on this clinic (cleanclaim clinic list; prairie unless told)"
    )


def port(text: str) -> int:
    """A port of this machine; 0 is any that is free."""
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text[:30]!r} is not a port; expected a whole number from 0 to 65535")
    return int(text)


def graders(text: str) -> int:
    """How many processes that mark; 0 where another machine marks."""
    return 0 if text == "0" else workers(text)


def serve_arguments(command: argparse.ArgumentParser) -> None:
    """Where the server listens, for whom, and with how many processes."""
    command.add_argument(
        "--class",
        dest="class_name",
        default="",
        metavar="NAME",
        help="serve this class alone (every class unless told)",
    )
    command.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="the address to listen on: 0.0.0.0 for other machines too"
    )
    command.add_argument("--port", type=port, default=PORT, metavar="P", help=f"the port ({PORT} unless told)")
    command.add_argument("--workers", type=workers, metavar="K", help="web processes (one unless told)")
    command.add_argument(
        "--graders",
        type=graders,
        default=1,
        metavar="G",
        help="processes that mark (one unless told; 0: another machine)",
    )
    command.add_argument(
        "--address", default="", metavar="URL", help="what learners open, such as https://desks.example.edu"
    )
    command.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="IP",
        help="a proxy, or a network of them, whose word about visitors counts (X-Forwarded-For, X-Forwarded-Proto), "
        "such as 127.0.0.1 or 10.42.0.0/16",
    )
    clinic_argument(command)
    command.add_argument("--json", action="store_true", help="print the address as one JSON document once it answers")


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


def me_arguments(command: argparse.ArgumentParser) -> None:
    """What can be done with what is kept on one's own machine."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=OneLine)
    export = actions.add_parser("export", help="your attempts, marks and saved steps as JSON and as a page to read")
    export.add_argument("--out", required=True, metavar="DIR", help="where the two files go")
    backup = actions.add_parser("backup", help="attempts.sqlite and your own files in one ZIP, while desks are open")
    backup.add_argument("--out", required=True, metavar="BACKUP.zip", help="where the file goes")
    portfolio = actions.add_parser("portfolio", help="your work products and hours as a page to print")
    portfolio.add_argument("--out", required=True, metavar="DIR", help="where the pages go")
    erase = actions.add_parser("erase", help="erase your work and your own files; without --yes it says what would go")
    erase.add_argument("--yes", action="store_true", help="do it; without it the command only says what would go")
    for action in (export, backup, portfolio, erase):
        clinic_argument(action)
        action.add_argument("--json", action="store_true", help="print one JSON document")


def print_arguments(command: argparse.ArgumentParser) -> None:
    """Which form of which exercise, filled in by whom."""
    forms = ("claim", "statement", "eob", "letter", "notice", "authorization")
    command.add_argument("form", choices=forms, help="what is printed; eob: what a plan tells its member")
    command.add_argument("exercise", metavar="EXERCISE", help="a file name in exercises, such as biller_01_first_claim")
    command.add_argument("--variant", type=variant, default=1, metavar="N", help="which patient (1 unless told)")
    command.add_argument("--out", required=True, metavar="FILE.pdf", help="where it goes")
    filled = command.add_mutually_exclusive_group()
    filled.add_argument("--mine", action="store_true", help="filled in as you handed it in last")
    filled.add_argument("--worked", action="store_true", help="filled in as it should be (practice exercises only)")
    clinic_argument(command)
    command.add_argument("--json", action="store_true", help="print one JSON document")
