"""The cells of a worked example that say what the payer knows beside coverage: facts of the member, its provider file,
authorizations, referrals.

    earlier         96.00;PR-2=24.00;CO-45=80.00    what the payer before paid on the line, and what it took off
    documents       came, late, never               the payer asked for documents on 9 May 2026 and waits until 23 June

Several in one cell are joined by +, words of a fact by _ instead of blanks; a span is first..last day, with nothing
after the dots for no end.

    member_fact     hospice:2026-05-01..    spend-down:2026-05-01..2026-05-31:120.00    name_on_file=Miller-Synth
                    (span, dollars, =reference)
    provider_fact   rendering:enrolled:2026-05-01..    billing:rate_not_on_file    (rendering, billing, or ten digits)
    authorization   AB12:20610:2026-05-01..2026-06-30:approved:2    number:code:span:decision:units, then :npi and @day
                    asked for if wanted
    referral        R7:-:2026-05-01..2026-06-30:approved:3    the same; - is any code

A fact without a span holds since 2024; an authorization without @day was asked for on the first day of its span.
"""

import re
from collections.abc import Mapping
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.money import cents
from sim.ground.table import Table
from sim.payer.engine.payer_records import facts

COLUMNS = ("member_fact", "provider_fact", "authorization", "referral", "earlier", "documents")
DOCUMENTS = re.compile("(?P<documents>came|late|never)")
CAME = {"came": "2026-06-01", "late": "2026-07-01", "never": None}
EARLIER = re.compile(r"(?P<paid>\d+\.\d\d)(?P<adjustments>(;[A-Z]{2}-\w+=\d+\.\d\d)*)")
SINCE = "2024-01-01"
DAY = r"\d{4}-\d\d-\d\d"
SPAN = rf"(?P<start>{DAY})\.\.(?P<end>{DAY})?"
MEMBER_FACT = re.compile(rf"(?P<fact>[^:=]+)(:{SPAN})?(:(?P<amount>\d+\.\d\d))?(=(?P<reference>.+))?")
PROVIDER_FACT = re.compile(rf"(?P<npi>rendering|billing|\d{{10}}):(?P<fact>[^:=]+)(:{SPAN})?")
AUTHORIZATION = re.compile(
    rf"(?P<number>\w+):(?P<code>\w{{5}}|-):{SPAN}:(?P<decision>approved|denied|pended):(?P<units>\d+)(:(?P<npi>\d{{10}}))?(@(?P<asked>{DAY}))?"
)


def read(cell: str, column: str, where: str) -> list[dict]:
    """The parts of one cell, as a pattern reads them. Raises CleanClaimError naming the line of the docstring.

    >>> read("hospice:2026-05-01..", "member_fact", "line 3")[0]["fact"]
    'hospice'
    """
    pattern = {
        "member_fact": MEMBER_FACT,
        "provider_fact": PROVIDER_FACT,
        "earlier": EARLIER,
        "documents": DOCUMENTS,
    }.get(column, AUTHORIZATION)
    parts = cell.split("+") if cell != "-" else []
    found = [match for match in map(pattern.fullmatch, parts) if match]
    if len(found) < len(parts):
        raise CleanClaimError(
            f"unreadable {column} {cell!r}",
            where,
            "the form described in sim/payer/examples/example_records.py",
            "correct the cell",
        )
    rows = [match.groupdict() for match in found]
    for row in rows:
        if "fact" in row:
            row["fact"] = row["fact"].replace("_", " ")
            if row["fact"] not in facts(column + "s"):
                raise CleanClaimError(
                    f"unknown fact {row['fact']!r}", where, ", ".join(facts(column + "s")), "correct the cell"
                )
    return rows


def tables(told: list[tuple[dict, dict]]) -> dict[str, Table]:
    """The engine's records from (cells read, values of the row: patient_key, payer_code, rendering_npi, billing_npi) of
    every example.
    """
    members, providers, decided = [], [], []
    for cells, values in told:
        who = {"patient_key": values["patient_key"], "payer_code": values["payer_code"]}
        members += [
            {
                **who,
                **_span(one),
                "fact": one["fact"],
                "amount": cents(one["amount"] or "0.00", "example"),
                "reference": one["reference"],
            }
            for one in cells.get("member_fact", ())
        ]
        providers += [
            {
                "payer_code": values["payer_code"],
                **_span(one),
                "fact": one["fact"],
                "npi": values.get(f"{one['npi']}_npi", one["npi"]),
            }
            for one in cells.get("provider_fact", ())
        ]
        decided += [
            {**who, **_decision(one), "kind_code": kind}
            for kind in ("authorization", "referral")
            for one in cells.get(kind, ())
        ]
    rows = {"member_facts": members, "provider_facts": providers, "authorizations": decided}
    return {
        name: Table.from_rows(name, [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in found)])
        for name, found in rows.items()
    }


def _span(one: Mapping[str, str]) -> dict[str, Any]:
    return {"start_date": one["start"] or SINCE, "end_date": one["end"]}


def _decision(one: Mapping[str, str]) -> dict[str, Any]:
    return {
        **_span(one),
        "authorization_number": one["number"],
        "procedure_code": None if one["code"] == "-" else one["code"],
        "service_unit_quantity": int(one["units"]),
        "decision_code": one["decision"],
        "rendering_npi": one["npi"],
        "requested_date": one["asked"] or one["start"],
    }


def earlier(told: list[tuple[dict, int, int]]) -> dict[str, Table]:
    """What the payer before said, from (cells read, claim_key, line number) of every example: its remittance came ten
    days before the claim.
    """
    payments, adjustments, documents = [], [], {}
    for cells, key, number in told:
        for one in cells.get("documents", ()):
            came = CAME[one["documents"]]
            documents[key] = {
                "claim_key": key,
                "policy": "records_awaited",
                "asked_date": "2026-05-09",
                "due_date": "2026-06-23",
                "received_date": came,
                "control_number": "OBREPORT1" if came else None,
            }
        for one in cells.get("earlier", ()):
            who = {"claim_key": key, "claim_line_number": number, "payer_code": "earlier"}
            payments.append(
                {
                    **who,
                    "paid_amount": cents(one["paid"], "example"),
                    "remittance_date": "2026-04-28",
                    "claim_status_code": "1",
                }
            )
            for part in filter(None, one["adjustments"].split(";")):
                code, _, amount = part.partition("=")
                group, _, carc = code.partition("-")
                adjustments.append({**who, "group": group, "carc": carc, "amount": cents(amount, "example")})
    return {
        "other_payments": Table.from_rows("other_payments", payments),
        "other_adjustments": Table.from_rows("other_adjustments", adjustments),
        "documents": Table.from_rows("documents", list(documents.values())),
    }
