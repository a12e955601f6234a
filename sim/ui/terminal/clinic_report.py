"""A clinic's counts as one page to keep or to print: pictures, each with its numbers. It names nobody and needs no
network.
"""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from sim.ground.dates import us_date, us_month
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.manager.intake.counted import BUCKETS, Kept
from sim.manager.intake.known_payers import labels_of
from sim.manager.intake.findings import Share, by_payer, denial_mix, findings, labels, reason_name, top_codes, underpaid
from sim.manager.packs.folder import Pack
from sim.ui.desks.pictures.clinic_pictures import NotebookPicture
from sim.ui.desks.pictures.count_bars import CountBar, count_bars
from sim.ui.desks.pictures.shapes import Drawn
from sim.ui.terminal.statistics_page import STYLE

MOST = 12  # bars of a picture
MEASURES = {
    "claim_to_payment": "Days from claim to payment",
    "visit_to_payment": "Days from visit to payment",
    "visit_to_claim": "Days from visit to claim",
}
FILE = "report.html"


def write_report(one: Pack, kept: Kept) -> Path:
    """Write the page beside the counts. Raises CleanClaimError where it cannot be written."""
    path = one.counts_folder / FILE
    try:
        path.write_text(report(one.name.replace("_", " ").title(), kept, labels_of(one)), encoding="utf-8")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write the page: {reason.strerror}", str(path), "a folder you may write to", "make room"
        ) from None
    return path


def report(title: str, kept: Kept, called: Mapping[str, str] | None = None) -> str:
    """The page as text. called: payer -> its name.

    >>> from sim.manager.intake.counted import Counted, to_keep
    >>> from datetime import date
    >>> "<h1>Riverside</h1>" in report("Riverside", to_keep(Counted(), date(2026, 12, 1)))
    True
    """
    pictures_ = "".join(NotebookPicture(one)._repr_html_() for one in pictures(kept, called or {}))
    items = "".join(f"<li>{escape(line)}</li>" for line in findings(kept, called))
    months = [us_month(str(kept.summary[name])) for name in ("first_month", "last_month") if kept.summary[name]]
    when = f"Payments of {' to '.join(months)}. " if months else ""
    least, alone = kept.summary["smallest_count"], kept.summary.get("smallest_reason_count", "")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{when}Counted on {us_date(kept.summary['read_on'])} on this machine. "
        f"Behind every number stand at least {least} patients (behind a reason alone {alone}); smaller ones are under "
        "“other” or not told.</p>"
        f"<ul>{items}</ul>{pictures_}</main></body></html>\n"
    )


def pictures(kept: Kept, called: Mapping[str, str]) -> list[Drawn]:
    """Every picture of which there is something to show."""
    return list(_pictures(kept, called))


def _pictures(kept: Kept, called: Mapping[str, str]) -> Iterator[Drawn]:
    if mix := denial_mix(kept):
        bars = [_bar(one, _reason(one.name)) for one in mix[:MOST]]
        title = "What is denied, in remittances and lists" if kept.summary.get("listed_denials") else "What is denied"
        yield count_bars(title, bars, ("Reason", "Share of denials", "Lines", "Amount"), "denied")
    if payers := [one for one in by_payer(kept) if one.lines]:
        bars = [
            CountBar(called.get(one.name, one.name), one.percent, f"{one.percent} %", (f"{one.lines:,}", f"{one.of:,}"))
            for one in payers
        ]
        yield count_bars(
            "Denied by payer, in remittances", bars[:MOST], ("Payer", "Share of its lines", "Denied", "Lines"), "denied"
        )
    for measure, title in MEASURES.items():
        yield from _days(kept, measure, title)
    if short := underpaid(kept):
        bars = [
            CountBar(called.get(one.name, one.name), one.amount, dollars(one.amount), (f"{one.lines:,}", f"{one.of:,}"))
            for one in short[:MOST]
        ]
        yield count_bars("Allowed less than fees.csv", bars, ("Payer", "Short", "Lines", "Compared"), "unsupported")
    if codes := top_codes(kept):
        yield count_bars(
            "What you bill", [_bar(one) for one in codes[:MOST]], ("Code", "Share", "Lines", "Charges"), "payer"
        )


def _days(kept: Kept, measure: str, title: str) -> Iterator[Drawn]:
    sums = {low: 0 for low, _ in BUCKETS}
    for row in kept.rows("clinic_day_counts"):
        if row["measure"] == measure and row["from_days"].isdecimal():
            sums[int(row["from_days"])] += row["claims"]
    of = sum(sums.values())
    if not of:
        return
    last = max(low for low, count in sums.items() if count)
    bars = [
        CountBar(_bucket(low, high), sums[low], f"{Share('', sums[low], of, 0).percent} %", (f"{sums[low]:,}",))
        for low, high in BUCKETS
        if low <= last
    ]
    yield count_bars(title, bars, ("Days", "Share", "Claims"), "open")


def _bucket(low: int, high: int) -> str:
    return f"{low} to {high} days" if high < BUCKETS[-1][1] else f"over {low - 1} days"


def _reason(name: str) -> str:
    label = labels().get(name.rpartition("-")[2], "")
    return f"{reason_name(name)} {label}".strip()


def _bar(one: Share, name: str = "") -> CountBar:
    return CountBar(name or one.name, one.lines, f"{one.percent} %", (f"{one.lines:,}", dollars(one.amount)))
