"""One visit from chart to paid claim, in the terminal: the record, the codes, the claim, the payer's answer, the money.

With a mistake it is the same visit twice, right and wrong, and what the mistake did.
"""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.billing.claims.claim import charges_not_listed, not_listed_words
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_view import view
from sim.clinic.people.people import People
from sim.clinic.scenarios.library import scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.case import draw_case, trap_for
from sim.clinic.visits.coded_rows import work_of
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import coded, with_mistake
from sim.ground.coded import Coded
from sim.ground.draw import uniform
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.table import Table

STOP = {"ok": ("✓", "green"), "broke": ("✕", "bold red"), "later": ("·", "dim")}

if TYPE_CHECKING:
    from rich.console import Console

Tour = dict[str, Any]  # JSON: a journey (sim/billing/visit/journey_view.py) with its record


def visit(seed: int, scenario: str | None = None, mistake: str | None = None, clinic: str = "") -> Tour:
    """The object of `tour --json`: one visit's journey (amounts in cents), with `right` beside it when a mistake was
    asked for.

    Raises CleanClaimError for an unknown scenario, and for a mistake that cannot be made there.

    >>> visit(7, "knee_injection")["balance_ok"]
    True
    """
    if mistake and mistake not in mistakes(scenario):
        raise _unknown(f"no visit with the mistake {mistake!r}", scenario or "--mistake", mistakes(scenario), mistake)
    names = [scenario] if scenario else [name for name in _shuffled(seed) if not mistake or mistake in mistakes(name)]
    people, encounter = draw_case(seed, _scenario(names[0]).name, mistake=mistake, clinic=clinic)
    right = _journey(people, encounter, None)
    return {
        "seed": seed,
        **(_journey(people, encounter, mistake) if mistake else right),
        **({"right": {"seed": seed, **right}} if mistake else {}),
    }


def _journey(people: People, encounter: Table, mistake: str | None) -> Tour:
    row = encounter.rows()[0]
    one = _scenario(row["scenario"])
    trap = trap_for(one, row, mistake) if mistake else None
    work = work_of(encounter.encounter_key, [coded(one, row, trap)], np.array([0]), "coded")
    return view(journey(people, with_mistake(encounter, trap.number if trap else 0), work, truth_work(encounter)))


def _shuffled(seed: int) -> list[str]:
    """Scenario names in this seed's order."""
    return sorted(scenarios(), key=lambda name: float(uniform(seed, f"tour {name}", 0)[0]))


def _unknown(what: str, where: str, known: list[str], said: str) -> CleanClaimError:
    near = get_close_matches(said, known, n=1)
    return CleanClaimError(what, where, ", ".join(known), f"did you mean {near[0]}?" if near else "choose one of these")


def _scenario(name: str) -> Scenario:
    known = scenarios()
    if name not in known:
        raise _unknown(f"unknown scenario {name!r}", "--scenario", sorted(known), name)
    return known[name]


def mistakes(scenario: str | None = None) -> list[str]:
    """Kinds of mistake that can be made in this scenario, or in any."""
    chosen = [_scenario(scenario)] if scenario else scenarios().values()
    return sorted({trap.error for one in chosen for trap in one.traps})


def show(tour: Tour, console: "Console") -> None:
    """Print a tour with rich."""
    _record(tour, console)
    if "right" in tour:
        _one(tour["right"], console, "[bold green]The visit as it should go")
        _one(tour, console, "[bold red]The same visit with the mistake")
    else:
        _one(tour, console, "[bold green]What became of it")
    _consequence(tour, console)


def _record(tour: Tour, console: "Console") -> None:
    from rich.panel import Panel
    from rich.text import Text

    console.print(
        Panel(Text(tour["note"]), title=f"The record: {tour['label']}", subtitle=f"{tour['payer']}", padding=(1, 2))
    )


def _one(tour: Tour, console: "Console", title: str) -> None:
    console.rule(title)
    _path(tour, console)
    _codes(tour, console)
    _remittance(tour, console)
    _ledger(tour, console)


def _path(tour: Tour, console: "Console") -> None:
    """The eight stops side by side where there is room, else one below another."""
    from rich.table import Table

    stops = [
        (f"[{STOP[stop['state']][1]}]{STOP[stop['state']][0]}[/] [bold]{stop['stop']}", f"[dim]{stop['text']}")
        for stop in tour["path"]
    ]
    is_wide = console.width >= 120
    grid = Table.grid(expand=is_wide, padding=(0, 2))
    if is_wide:
        for _ in stops:
            grid.add_column(justify="center", ratio=1)
    for row in zip(*stops) if is_wide else stops:
        grid.add_row(*row)
    console.print(grid)
    console.print()


def _codes(tour: Tour, console: "Console") -> None:
    from rich.table import Table

    table = Table(box=None, header_style="dim", pad_edge=False, title="Codes", title_justify="left", title_style="bold")
    for name in ("", "code", "modifiers", "units", "for"):
        table.add_column(name, justify="right" if name == "units" else "left")
    for number, row in enumerate(tour["coded"]["diagnoses"]):
        table.add_row(chr(65 + number), f"[cyan]{row['diagnosis_code']}", "", "", "")
    for number, row in enumerate(tour["coded"]["services"], start=1):
        table.add_row(
            str(number),
            f"[cyan]{row['procedure_code']}",
            " ".join(row["modifiers"]),
            str(row["units"]),
            " ".join(row["pointers"]),
        )
    console.print(table)
    billed = Coded.of([row["procedure_code"] for row in tour["coded"]["services"]])
    if words := not_listed_words(charges_not_listed(billed)):
        console.print(words, markup=False)


def _remittance(tour: Tour, console: "Console") -> None:
    from rich.table import Table

    table = Table(
        box=None, header_style="dim", pad_edge=False, title="Remittance", title_justify="left", title_style="bold"
    )
    for name in ("line", "charge", "allowed", "paid", "supported", "the payer said"):
        table.add_column(name, justify="left" if name in ("line", "the payer said") else "right")
    for line in tour["remittance"]["lines"]:
        said = "  ".join(
            f"{row['group']}-{row['carc']}{''.join(' ' + rarc for rarc in row['rarcs'])} {dollars(row['amount'])}"
            + (f" ({row['mark']})" if row["mark"] else "")
            for row in line["adjustments"]
        )
        table.add_row(
            f"{line['claim_line_number']} {line['procedure_code']}",
            *(dollars(line[f"{name}_amount"]) for name in ("charge", "allowed", "paid", "supported")),
            said,
        )
    console.print(table)


def _ledger(tour: Tour, console: "Console") -> None:
    balances: dict[str, int] = {}
    for row in tour["ledger"]:
        balances[row["account"]] = balances.get(row["account"], 0) + row["amount"]
    shown = "   ".join(
        f"{account} {dollars(amount)}" for account, amount in balances.items() if amount or account == "payer"
    )
    console.print(f"[bold]Ledger[/]  {shown}", end="\n\n")


def _consequence(tour: Tour, console: "Console") -> None:
    from rich.panel import Panel

    if tour.get("cause"):
        repair = tour.get("repair") or {}
        text = (
            f"{tour['cause']['text']}\n\n[bold]What now:[/] {repair.get('what', 'nothing: this is the right outcome')}"
        )
        console.print(Panel(text, title="What the mistake did", border_style="red"))
    money = tour["money"]
    console.print(
        f"owed and not paid [bold]{dollars(money['owed_not_paid'])}[/]   paid and not supported"
        f" [bold]{dollars(money['paid_not_supported'])}[/]"
    )
