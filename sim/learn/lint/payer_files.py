"""What the linter proves of payers and of dated numbers of the law: by asking the rooms that own them, in the author's
words.
"""

from collections.abc import Iterator
from pathlib import Path

from sim.clinic.practice.clinics import clinics
from sim.ground.files import read_toml
from sim.ground.money import dollars
from sim.ground.params import UNITS
from sim.learn.lint.findings import Finding, shown
from sim.payer.asked.payer_page import ON, in_force
from sim.payer.rulebook.payer_file import LIMITS, WANTS
from sim.payer.rulebook.payers import Payer, payer_of, payers
from sim.reference.codes import procedure_rows


# cents: what plans have in life, wide; outside it the author is asked
USUAL = {
    "deductible": (50_00, 20_000_00),
    "family_deductible": (100_00, 40_000_00),
    "out_of_pocket_maximum": (300_00, 30_000_00),
    "family_out_of_pocket_maximum": (500_00, 60_000_00),
}
COPAY = (50, 1_000_00)
FEE = (5, 100_000_00)


def lint_params(path: Path) -> Iterator[Finding]:
    """A dated number of the law: unit, meaning, values with date and citation, no two from the same day for the same
    payer.
    """
    known = _payers()
    content, file = read_toml(path), shown(path)
    if content.get("unit") not in UNITS:
        yield Finding(file, "unit", repr(content.get("unit")), "one of " + ", ".join(UNITS))
    if not content.get("meaning"):
        yield Finding(file, "meaning", "nothing", "one sentence that says what is counted")
    seen = set()
    for place, row in enumerate(content.get("value", []), 1):
        at = (row.get("payer", "*"), str(row.get("from")))
        for field, kind, write in (("value", int, "a whole number"), ("cite", str, "where it is written")):
            if isinstance(row.get(field), bool) or not isinstance(row.get(field), kind) or row.get(field) == "":
                yield Finding(file, f"value {place}, {field}", repr(row.get(field)), write)
        if not hasattr(row.get("from"), "year"):
            yield Finding(
                file,
                f"value {place}, from",
                repr(row.get("from")),
                "a date such as 2026-01-01, without quotation marks",
            )
        if at in seen:
            yield Finding(
                file,
                f"value {place}, from",
                f"a second value of {at[0]} from {at[1]}",
                "one value for each payer and day",
            )
        if at[0] not in (*known, "*"):
            yield Finding(file, f"value {place}, payer", repr(at[0]), "one of " + ", ".join((*known, "*")))
        seen.add(at)
    if not content.get("value") and path.stem not in LIMITS:
        yield Finding(file, "value", "none", "[[value]] with from, value and cite")


def _payers() -> tuple[str, ...]:
    """Payers with a file, and those that a clinic deals with."""
    return tuple(dict.fromkeys((*payers(), *(payer.code for clinic in clinics().values() for payer in clinic.payers))))


def lint_payer(path: Path) -> Iterator[Finding]:
    """A payer: reads, and every policy and code it names exists."""
    payer, file = payer_of(path.stem, path), shown(path)
    for section, rows in payer.sections.items():
        for place, row in enumerate(rows, 1):
            codes = [*row.get("codes", ()), *([row["code"]] if section == "fee" else [])]
            unknown = [code for code, at in zip(codes, procedure_rows(codes), strict=True) if at < 0]
            if unknown:
                yield Finding(
                    file,
                    f"{section} {place}, codes",
                    ", ".join(unknown),
                    "codes of data/codes/procedures.csv or hcpcs.csv",
                    "advice",
                )
    yield from _plausible(payer, file)
    if not payer.plans:
        yield Finding(file, "plan", "no plan", "at least one [[plan]]")
    yield from _limits(payer, file)
    if "coordination" not in payer.policies:
        yield Finding(
            file,
            "policies",
            "coordination is off: after another payer this one pays as if it were the first",
            'add "coordination"',
            "advice",
        )
    open_ = [name for name in WANTS if name not in payer.wants] if payer.coordination.method != "supplement" else []
    if open_:
        yield Finding(
            file,
            "wants",
            "nothing about " + ", ".join(open_),
            "[wants] with " + "; ".join(f"{name} = {' or '.join(WANTS[name])}" for name in open_),
            "advice",
        )


def _plausible(payer: Payer, file: str) -> Iterator[Finding]:
    """Amounts of a size that no plan has are asked about: dollars and cents are easily confused."""
    for place, plan in enumerate(payer.plans, 1):
        for name, (least, most) in USUAL.items():
            amount = plan.get(name)
            if isinstance(amount, int) and amount and not least <= amount <= most:
                yield _asked(file, f"plan {place}, {name}", amount, least, most)
    for section, (least, most) in (("copay", COPAY), ("fee", FEE)):
        for place, row in enumerate(payer.sections[section], 1):
            if row["amount"] and not least <= row["amount"] <= most:
                yield _asked(file, f"{section} {place}, amount", row["amount"], least, most)


def _asked(file: str, field: str, amount: int, least: int, most: int) -> Finding:
    return Finding(
        file,
        field,
        f"{dollars(amount)}, outside {dollars(least)} to {dollars(most)}",
        "dollars with a point; leave it if it is meant",
        "advice",
    )


def _limits(payer: Payer, file: str) -> Iterator[Finding]:
    """Limits that somebody will count from: each is a dated parameter of this payer or of all."""
    for names in (("filing_limit", "filing_limit_years"), ("appeal_limit",), ("days_to_pay",), ("refund_limit",)):
        if not any(name in payer.limits or in_force(payer, name, ON) is not None for name in names):
            yield Finding(
                file,
                names[0],
                "no limit in force",
                f"[limits] with {names[0]} = 90 (or your number) and cite",
                "advice",
            )
