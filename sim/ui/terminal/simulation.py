"""What people see of a simulation in the terminal: a bar while it works, a summary when it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.billing.claims.claim import not_listed_words
from sim.ground.money import dollars

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def progress(is_quiet: bool, what: str = "encounters") -> Iterator[Callable[[int, int], None]]:
    """A function tell(done, total) that moves a bar on standard error; nothing is shown where only JSON may be."""
    if is_quiet:
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary(result: dict[str, Any], out: str) -> None:
    """Counts, money and denials of a simulation."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    for name in ("encounters", "claims", "claim_lines", "rejected_claims", "denied_lines", "mistakes"):
        grid.add_row(name.replace("_", " "), f"{result[name]:,}")
    for name in ("charge", "allowed", "paid", "patient", "owed_not_paid", "paid_not_supported"):
        grid.add_row(
            {
                "patient": "left to patients",
                "owed_not_paid": "owed and not paid",
                "paid_not_supported": "paid and not supported",
            }.get(name, name),
            dollars(result[f"{name}_amount"]),
        )
    console.print(grid)
    if result["denials"]:
        console.print("\n[bold]Denied lines by policy")
        _bars(console, result["denials"])
    if words := not_listed_words(result["charges_not_listed"]):
        console.print(f"\n{words}")
    rows = sum(table["rows"] for table in result["tables"].values())
    balance = (
        "every line balances"
        if not result["unbalanced"]
        else f"[bold red]{result['unbalanced']:,} lines do not balance"
    )
    console.print(f"\n{balance}; {rows:,} rows in {len(result['tables'])} tables in {out}, {result['seconds']:.1f} s")


def _bars(console: "Console", counts: dict[str, int]) -> None:
    from rich.table import Table

    grid, most = Table.grid(padding=(0, 2)), max(counts.values())
    for policy, lines in sorted(counts.items(), key=lambda row: -row[1]):
        grid.add_row(policy.replace("_", " "), f"{lines:,}", "█" * max(1, round(40 * lines / most)))
    console.print(grid)
