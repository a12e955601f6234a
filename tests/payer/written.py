"""Worked examples written in a test: what needs more rows than a policy's docstring should hold."""

from sim.payer.examples.worked_examples import check
from sim.payer.rulebook.catalogue import policies


def otherwise(name: str, table: str) -> list[str]:
    """What a policy answers otherwise than the table says; the table is written as in its docstring."""
    return check(policies()[name]._replace(doc=table))
