"""What a clinic's counts say, in sentences that a manager can act on: how much is denied, for what, by whom, how long
payment takes, what was paid short.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.ground.files import find, read_csv, remembered
from sim.ground.money import dollars
from sim.manager.intake.counted import Kept
from sim.manager.intake.tally import OTHER

FEW = 5  # reasons, codes and payers that are named


class Share(NamedTuple):
    """A part of something: its name, how many lines, of how many, and cents."""

    name: str
    lines: int
    of: int
    amount: int

    @property
    def percent(self) -> int:
        """In whole percent, rounded half up.

        >>> Share("97", 1, 8, 0).percent
        13
        """
        return (200 * self.lines + self.of) // (2 * self.of) if self.of else 0


def denial_mix(kept: Kept) -> list[Share]:
    """Denied lines by group and reason, the most first; what was put together last."""
    rows = kept.rows("clinic_reason_counts")
    return _shares(rows, lambda row: f"{row['group']}-{row['carc']}".strip("-"))


def by_payer(kept: Kept) -> list[Share]:
    """Denied lines of each payer among its lines; the most denied first."""
    rows = [row for row in kept.rows("clinic_payer_counts") if row["lines"] and row["denied_lines"] is not None]
    found = [Share(row["payer_code"], row["denied_lines"], row["lines"], row["charge_amount"] or 0) for row in rows]
    return sorted(found, key=lambda one: (-one.lines / one.of, one.name))


def untold_payers(kept: Kept) -> list[str]:
    """Payers of which it is not told how much they denied, since too few patients stand behind it."""
    return [row["payer_code"] for row in kept.rows("clinic_payer_counts") if row["denied_lines"] is None]


def top_codes(kept: Kept) -> list[Share]:
    """Codes by their lines."""
    rows = kept.rows("clinic_service_counts")
    return _shares(rows, lambda row: row["procedure_code"] or OTHER, "charge_amount")


def denied_codes(kept: Kept, carc: str) -> list[str]:
    """The codes that are denied most for a reason."""
    rows = [row for row in kept.rows("clinic_denied_codes") if row["carc"] == carc]
    return [one.name for one in _shares(rows, lambda row: row["procedure_code"]) if one.name not in ("", OTHER)]


def underpaid(kept: Kept) -> list[Share]:
    """Payers that allowed less than fees.csv says: lines short among those compared, and the cents."""
    told = ("underpaid_lines", "compared_lines", "underpaid_amount")
    rows = [row for row in kept.rows("clinic_payer_counts") if all(row[name] for name in told)]
    found = [Share(r["payer_code"], r["underpaid_lines"], r["compared_lines"], r["underpaid_amount"]) for r in rows]
    return sorted(found, key=lambda one: (-one.amount, one.name))


def _shares(rows: list[dict[str, Any]], name: Any, amount: str = "amount") -> list[Share]:
    sums: dict[str, list[int]] = {}
    for row in rows:
        one = sums.setdefault(name(row), [0, 0])
        one[0] += row["lines"]
        one[1] += row[amount] or 0
    of = sum(lines for lines, _ in sums.values())
    found = [Share(what, lines, of, cents) for what, (lines, cents) in sums.items()]
    return sorted(found, key=lambda one: (OTHER in one.name, -one.lines, one.name))


def reason_name(name: str) -> str:
    """A group and reason as people read it.

    >>> reason_name("CO-97"), reason_name("97"), reason_name("CO-other"), reason_name("other-other")
    ('CO-97', 'Reason 97', 'Other reasons of group CO', 'Other reasons')
    """
    group, _, carc = name.partition("-")
    if carc != OTHER:
        return name if carc else f"Reason {name}"
    return "Other reasons" if group == OTHER else f"Other reasons of group {group}"


def findings(kept: Kept, labels_: Mapping[str, str] | None = None) -> list[str]:
    """The sentences. labels_: payer -> its name."""
    return list(_findings(kept, labels_ or {}))


def _findings(kept: Kept, called: Mapping[str, str]) -> Iterator[str]:
    lines, untold = kept.total("clinic_payer_counts", "lines"), untold_payers(kept)
    lines = int(kept.summary.get("lines", lines))
    denied = int(kept.summary.get("denied_lines", kept.total("clinic_payer_counts", "denied_lines")))
    part = Share("", denied, lines, 0).percent
    if lines and untold and "denied_lines" not in kept.summary:
        yield f"Remittances: {lines:,} lines. How many were denied is not told: too few patients."
    elif lines:
        yield f"Remittances: {denied:,} of {lines:,} lines were denied ({part} %)."
    yield from _listed(kept, lines)
    for one in denial_mix(kept)[:FEW]:
        verb = "is" if OTHER not in one.name else "are"
        count = f"{one.lines:,} of {one.of:,}" + (f", {dollars(one.amount)}" if one.amount else "")
        yield f"{reason_name(one.name)} {verb} {one.percent} % of your denials ({count}){_means(one.name)}."
    worst = [f"{called.get(one.name, one.name)} {one.percent} %" for one in by_payer(kept) if one.lines][:FEW]
    if worst:
        names = ", ".join(called.get(name, name) for name in untold)
        hidden = f" Not told, too few patients: {names}." if names else ""
        yield f"Denied by payer, of its lines in remittances: {', '.join(worst)}.{hidden}"
    yield from _days(kept)
    short = underpaid(kept)
    for one in short[:FEW]:
        said = f"{called.get(one.name, one.name)} allowed {dollars(one.amount)} less than fees.csv"
        yield f"{said} on {one.lines:,} of {one.of:,} lines compared."
    codes = [one for one in top_codes(kept) if one.name != OTHER][:FEW]
    if codes:
        yield "Your most frequent codes: " + ", ".join(f"{one.name} ({one.lines:,})" for one in codes) + "."


def _listed(kept: Kept, lines: int) -> Iterator[str]:
    """How many denials are from lists; those of remittances stand beside them among the reasons alone."""
    if listed := int(kept.summary.get("listed_denials", 0)):
        yield f"Lists: {listed:,} denials" + (
            ", added to the reasons below. One that stands in a remittance too is counted twice." if lines else "."
        )


WORDS = {
    "claim_to_payment": "Payment comes {days} days after the claim (median)",
    "visit_to_payment": "Payment comes {days} days after the visit (median)",
    "visit_to_claim": "The claim goes out {days} days after the visit (median)",
}


def _days(kept: Kept) -> Iterator[str]:
    for measure, words in WORDS.items():
        days = kept.summary.get(f"median_days_{measure}")
        if days is not None:
            yield words.format(days=days) + "."


def _means(name: str) -> str:
    label = labels().get(name.rpartition("-")[2], "")
    return f": {label[0].lower()}{label[1:]}" if label else ""


@remembered
def labels() -> dict[str, str]:
    """Reason -> our words for it."""
    return {row["code"]: row["label"] for row in read_csv(find("data/codes/carc.csv"))}
