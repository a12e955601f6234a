"""Worked examples of a policy, run through the whole engine. The table in the docstring is described in
sim/payer/examples/example_table.py. The policy need not be on anywhere: it is switched on for the payers of its own
examples while they run.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sim.payer.engine.engine import Adjudication, adjudicate
from sim.payer.examples import example_records
from sim.payer.examples.example_claims import LineKey, known, patient_of, record_cells, tables
from sim.payer.examples.example_table import AFTER_AN_EARLIER_PAYER, Row, read
from sim.payer.rulebook.catalogue import groups, policies
from sim.payer.rulebook.payers import Payer, lent, payers
from sim.payer.rulebook.policy import Adjustment, Policy

Answer = tuple[str, ...]
STATUS = ("status_category_code", "status_code", "entity_code")


def check(policy: Policy) -> list[str]:
    """What the engine answers otherwise than the examples say; an empty list if all hold."""
    rows = read(policy)
    with lent(switched_on(policy.name, {row.cells["payer"] for row in rows})):
        return [text for world in _worlds(rows) for text in _wrong(policy, world)]


def switched_on(policy: str, codes: Iterable[str]) -> dict[str, Payer]:
    """These payers with the policy on; where their files leave it out, at its place in the order of its group."""
    off = [payers()[code] for code in codes if policy not in payers()[code].policies]
    group = groups()[policies()[policy].group]
    later = group[group.index(policy) + 1 :]
    return {payer.code: replace(payer, policies=_with(payer.policies, policy, later)) for payer in off}


def _with(on: tuple[str, ...], policy: str, later: tuple[str, ...]) -> tuple[str, ...]:
    place = next((place for place, name in enumerate(on) if name in later), len(on))
    return (*on[:place], policy, *on[place:])


def _worlds(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows that are decided together: all, unless what is said of a provider would hold for the other patients
    too.
    """
    if "provider_fact" not in rows[0].cells:
        return [rows]
    whose = [patient_of(row.cells.get("claim", str(number))) for number, row in enumerate(rows, 1)]
    return [
        tuple(row for row, one in zip(rows, whose, strict=True) if one == patient) for patient in dict.fromkeys(whose)
    ]


def _wrong(policy: Policy, rows: tuple[Row, ...]) -> list[str]:
    claims, lines, coverages, past, places = tables(rows)
    cells = [(record_cells(row), *place) for row, place in zip(rows, places, strict=True) if place]
    records = known(rows) | example_records.earlier(cells)
    answer = _answers(adjudicate(claims, lines, coverages, past, records), policy)
    wrong = []
    for row, place in zip(rows, places, strict=True):
        if place is not None and not _agrees(row.answer, answer(place)):
            wrong.append(
                f"{row.where}: {' '.join(row.cells.values())} | {' '.join(row.answer)}; the engine says {answer(place)}"
            )
    return wrong


def _agrees(expected: Answer, found: Answer) -> bool:
    """Is it what was expected, as far as that goes: a code may be told without its remark or whom it is about."""
    if expected == ("yes",):
        return found != ("no",)
    pairs = zip(expected, found, strict=True)
    return all(one == other or other.startswith((f"{one}/", f"{one}:")) for one, other in pairs)


def _answers(result: Adjudication, policy: Policy) -> Callable[[LineKey], Answer]:
    """What the engine answers by this policy, line by line, in the words of the examples."""
    if policy.verb in ("rejects", "pends"):
        return _statuses(result, policy.name)
    mine: dict[LineKey, list[dict[str, Any]]] = {}
    for row in result.adjustments.rows():
        if row["policy"] == policy.name and not row["is_reversal"]:
            mine.setdefault(LineKey(row["claim_key"], row["claim_line_number"]), []).append(row)
    if policy.verb == "pays":
        return lambda place: _after(place, mine.get(place, ()), result)
    if policy.verb == "reduces":
        return lambda place: _taken(policy, mine.get(place, ()))
    return lambda place: (_code(mine[place][0]) if place in mine else "no",)


def _code(row: dict[str, Any]) -> str:
    """Group, reason and, where it has one, remark of an adjustment."""
    return f"{row['group']}-{row['carc']}" + (f"/{row['rarc_1']}" if row["rarc_1"] else "")


def _statuses(result: Adjudication, name: str) -> Callable[[LineKey], Answer]:
    found = {
        row["claim_key"]: ":".join(filter(None, (row[name] for name in STATUS)))
        for row in result.acknowledgements.rows()
        if row["policy"] == name
    }
    return lambda place: (found.get(place.claim_key, "no"),)


def _taken(policy: Policy, rows: Sequence[dict[str, Any]]) -> Answer:
    """Dollars of each adjustment; two of the same group and reason are told apart by their remark."""
    codes = [(code.group, code.carc, code.rarc_1) for code in policy.codes if isinstance(code, Adjustment)]
    pairs = [code[:2] for code in codes]
    return tuple(
        _dollars(
            sum(
                row["amount"]
                for row in rows
                if (row["group"], row["carc"]) == code[:2] and (pairs.count(code[:2]) == 1 or row["rarc_1"] == code[2])
            )
        )
        for code in codes
    )


def _after(place: LineKey, rows: Sequence[dict[str, Any]], result: Adjudication) -> Answer:
    """Paid before what a federal reduction takes, OA-23, left to the patient, written off; nothing where no payer came
    before.
    """
    if not rows:
        return ("0.00",) * AFTER_AN_EARLIER_PAYER
    kept = [(row["group"], row["amount"]) for row in rows]
    line = next(row for row in result.remittance_lines.rows() if (row["claim_key"], row["claim_line_number"]) == place)
    paid = line["charge_amount"] - sum(amount for _, amount in kept)
    return tuple(
        _dollars(amount)
        for amount in (paid, *(sum(amount for group, amount in kept if group == one) for one in ("OA", "PR", "CO")))
    )


def _dollars(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"
