"""The verbs of a notebook: a day's work goes from hand to hand, and every verb gives back the day with more in it.

    day = sim.encounters(20, seed=7)
    day = sim.code(day, coder="novice")
    day = sim.bill(day)
    day = sim.adjudicate(day)
    sim.denials(day)

`sim.simulate` is all of them in a row. A day shows its tables as pandas frames: day.claims, day.remittance_lines ...
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.billing.books.ledger_entries import account_labels, balances
from sim.billing.books.revenue_cycle import Answers, CodedVisits, adjudicated, posted
from sim.billing.bulk.pipeline import Settings, plan
from sim.billing.claims import claim as claims
from sim.billing.claims import scrub as scrubber
from sim.billing.day.day import Day
from sim.billing.day.day_appeals import answered, items
from sim.clinic.people.people import people
from sim.clinic.visits import encounters as visits
from sim.clinic.visits.chart import note
from sim.clinic.visits.stated_history import with_history
from sim.clinic.visits.truth import truth_work
from sim.coding import coder as coders
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, empty
from sim.manager.packs.in_force import with_own_files
from sim.payer.asked.payer_page import contrast, page
from sim.payer.rulebook.payers import payers as payer_files
from sim.reference.plain_words import explain as explain_code

if TYPE_CHECKING:
    from pandas import DataFrame


def encounters(count: int = 20, seed: int = 1, clinic: str = "") -> Day:
    """Visits of a synthetic clinic (a file of data/clinics): people, visits, and the codes that the records support.

    >>> len(encounters(5, seed=7).encounters)
    5
    """
    return _day(count, seed, clinic)


def _day(count: int, seed: int, clinic: str) -> Day:
    if not 1 <= int(count) <= 100_000:
        raise CleanClaimError(
            f"{count} encounters", "sim.encounters", "1 to 100000", "use `cleanclaim simulate` for more"
        )
    if clinic:
        with_own_files(clinic)
    blocks = plan(Settings(int(count), int(seed), block=64, clinic=clinic))
    members = people(int(seed), np.arange(1, 1 + 64 * len(blocks)), clinic)
    made = visits.encounters(int(seed), members, at=clinic).take(np.arange(int(count)))
    return Day(int(seed), with_history(members, made), made, truth_work(made))


def chart(day: Day, visit: int = 0) -> str:
    """The record of one visit, as text (`visit` counts from 0)."""
    return note(day.visits.take(slice(visit, visit + 1)), day.people)


def code(day: Day, coder: str = "perfect") -> Day:
    """The visits coded by a simulated coder: perfect, expert or novice."""
    seen, coded = coders.code(day.seed, day.visits, coder)
    return replace(day, visits=seen, coded=coded, sent=None, decided=None, entries=None, letters=None, aside=())


def bill(day: Day) -> Day:
    """The claims of the coded visits."""
    sent = claims.bill(day.visits, day.coded_work(), day.people)
    return replace(day, sent=sent, decided=None, entries=None, letters=None, aside=())


def scrub(day: Day) -> "DataFrame":
    """What the scrubber finds on the claims before they go out (a pandas frame of findings)."""
    sent = day.claims_sent()
    return scrubber.scrub(sent.claims, sent.lines, day.people).to_pandas()


def adjudicate(day: Day) -> Day:
    """The payers' answers: acknowledgements, adjustments, remittance lines. What a first payer leaves goes on to the
    second (its claims are added).
    """
    coded = CodedVisits(day.people, day.visits, day.coded_work(), day.truth)
    answers = adjudicated(coded, day.claims_sent(), day.aside)
    return replace(day, sent=answers.claims, decided=answers.decided, entries=None)


def post(day: Day) -> Day:
    """The ledger: charges, payments, adjustments and what the patient owes."""
    answers = Answers(day.claims_sent(), day.answers(), empty("encounter_services"))
    return replace(day, entries=posted(day.visits, answers).ledger)


def simulate(encounters: int = 200, seed: int = 1, coder: str = "perfect", clinic: str = "") -> Day:
    """Everything in a row, from people to ledger.

    >>> simulate(20, seed=7).encounters.shape[0]
    20
    """
    return post(adjudicate(bill(code(_day(encounters, seed, clinic), coder))))


def denials(day: Day) -> "DataFrame":
    """Lines that were denied, with the policy that denied them and the mistake behind it, if one was made (a pandas
    frame).
    """
    decided = day.answers().remittance_lines
    denied = decided.take(~decided.denial_policy.is_missing).to_pandas()
    mistakes = day.visits.to_pandas()[["encounter_key", "mistake", "mistake_at"]]
    return denied.assign(encounter_key=denied.claim_key // 16).merge(mistakes, on="encounter_key", how="left")


def appeal(
    day: Day,
    claim: int,
    line: int = 1,
    route: str = "R_APPEAL",
    level: int = 1,
    ground: str = "",
    evidence: Sequence[str] = (),
    on: "np.datetime64 | str | None" = None,
) -> Day:
    """The day with the payer's decision on a letter about one line (day.appeals, last row: decision_code, reason, carc,
    amount) and, where it was won, with the new remittance beside the old. route: R_APPEAL, R_RECON, R_REOPEN or R_DOCS;
    ground: of data/codes/appeal_grounds.csv; evidence: of appeal_evidence.csv, as far as it is in the file; on: the day
    it is sent (default: some days after the answer before). Raises CleanClaimError for what cannot be sent.

    >>> day = simulate(60, seed=11, coder="novice")
    >>> denied = denials(day).iloc[0]
    >>> letter = {"ground": "medically_needed", "evidence": ["medical_record"]}
    >>> decided = appeal(day, denied.claim_key, denied.claim_line_number, **letter).appeals
    >>> decided.decision_code[0] in ("overturned", "upheld", "dismissed"), len(decided)
    (True, 1)
    """
    decision = answered(day, claim, line, route, level, ground, evidence, on)
    after = (
        day
        if decision.claims is None or decision.aside is None
        else adjudicate(replace(day, sent=decision.claims, aside=(*day.aside, decision.aside), entries=None))
    )
    paid = [int(one.answers().remittance_lines.paid_amount.sum()) for one in (day, after)]
    row = decision.row | {"amount": paid[1] - paid[0]}
    rows = Table.from_rows("appeals", [row])
    return replace(after, letters=rows if day.letters is None else Table.concat([day.letters, rows]))


def worklist(day: Day, on: "np.datetime64 | str | None" = None) -> "DataFrame":
    """What is open on a day, why, who fixes it, what to do, and the deadline (default: when every answer is in). A
    claim between its letter and the decision is shown as appealed (a pandas frame, most money first).

    >>> worklist(simulate(60, seed=11, coder="novice")).open_amount.is_monotonic_decreasing
    True
    """
    return items(day, on).to_pandas()


def explain(code: str) -> dict[str, Any]:
    """Any code the project knows, or a payer, in plain words: what the library says of a code, or a payer's page (see
    sim.payers).

    >>> explain("CO-97")["label"], explain("acme_ppo")["label"]
    ('Included in another service already paid', 'Acme PPO')
    """
    name = str(code).strip().lower()
    found = next((one.code for one in payer_files().values() if name in (one.code, one.label.lower())), None)
    return page(found) if found else explain_code(code)


def payers() -> "DataFrame":
    """All payers beside one another: one question a row, one payer a column (a pandas frame).

    >>> payers().shape[1] > 5
    True
    """
    import pandas

    return (
        pandas.DataFrame(contrast())
        .rename(columns={one.code: one.label for one in payer_files().values()})
        .set_index("question")
    )


def ledger(day: Day) -> "DataFrame":
    """Balances by account: what each payer, patient or write-off account stands at, in cents (a pandas frame)."""
    import pandas

    found, labels = balances(day.books()), account_labels()
    return pandas.DataFrame(
        {"account": list(found), "label": [labels[name] for name in found], "amount": list(found.values())}
    )
