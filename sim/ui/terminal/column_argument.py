"""The option by which a person says which column of a list is which, where its header is not known."""

import argparse
from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError


def column_argument(command: argparse.ArgumentParser) -> None:
    """The option --column OURS=HEADER."""
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=HEADER",
        help="a column that was not recognized, such as amount='Our rate'",
    )


def named_columns(given: Sequence[str]) -> Mapping[str, str]:
    """Our column -> header. Raises CleanClaimError for what is not written so.

    >>> named_columns(["amount=Our rate"])
    {'amount': 'Our rate'}
    """
    wrong = next((text for text in given if "=" not in text), None)
    if wrong is not None:
        raise CleanClaimError(f"found {wrong[:40]!r}", "--column", "OURS=HEADER", "such as amount='Our rate'")
    return {ours.strip(): header for ours, _, header in (text.partition("=") for text in given)}
