"""The verbs of a notebook: a day's work goes from hand to hand, and every verb gives back the day with more in it.

    day = sim.encounters(20, seed=7)
    day = sim.code(day, coder="novice")
    day = sim.bill(day)
    day = sim.adjudicate(day)
    sim.denials(day)

`sim.simulate` is all of them in a row. A day shows its tables as pandas frames: day.claims, day.remittance_lines ...
"""

from dataclasses import dataclass

from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

STEPS = {
    "encounters": "sim.encounters",
    "coded": "sim.code",
    "claims": "sim.bill",
    "adjudication": "sim.adjudicate",
    "ledger": "sim.post",
}


@dataclass(frozen=True)
class Day:
    """The work of some days at the clinic so far. Every table of data/dictionary.csv that is there already is an
    attribute (a pandas frame).
    """

    seed: int
    people: object
    visits: Table
    truth: object
    coded: object = None
    sent: object = None
    decided: object = None
    entries: Table | None = None
    letters: Table | None = None  # the payers' decisions on disputes and appeals
    aside: tuple = ()  # what they set aside after them

    def tables(self) -> dict[str, Table]:
        """The tables that are there, by name."""
        found = {
            **self.people._asdict(),
            "encounters": self.visits,
            "encounter_diagnoses": self.truth.diagnoses,
            "encounter_services": self.truth.services,
        }
        if self.coded:
            found |= {
                "encounter_diagnoses": Table.concat([self.truth.diagnoses, self.coded.diagnoses]),
                "encounter_services": Table.concat([self.truth.services, self.coded.services]),
            }
        if self.sent:
            from sim.billing.claims.claim import long_diagnoses

            found |= {
                "claims": self.sent.claims,
                "claim_lines": self.sent.lines,
                **self.sent.records(),
                "claim_diagnoses": long_diagnoses(self.sent.claims),
            }
        if self.decided:
            from sim.payer.money.payments import payments

            found |= {**self.decided._asdict(), **payments(self.sent.claims, self.decided)._asdict()}
        found |= {"appeals": self.letters} if self.letters is not None else {}
        return found | ({"ledger": self.entries} if self.entries is not None else {})

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        tables = self.tables()
        if name not in tables:
            raise AttributeError(f"no table {name!r} yet; there are: {', '.join(tables)}")
        return tables[name].to_pandas()

    def __dir__(self):
        return sorted(self.tables())

    def __repr__(self):
        return "A day with " + ", ".join(f"{len(table):,} {name}" for name, table in self.tables().items())


def encounters(count: int = 20, seed: int = 1) -> Day:
    """Visits of a synthetic clinic: people, visits, and the codes that the records support.

    >>> len(encounters(5, seed=7).encounters)
    5
    """
    import numpy as np
    from sim.billing.bulk.pipeline import Settings, plan
    from sim.clinic.visits import encounters as visits
    from sim.clinic.people import people
    from sim.clinic.visits.stated_history import with_history
    from sim.clinic.visits.truth import truth_work

    if not 1 <= int(count) <= 100_000:
        raise CleanClaimError(
            f"{count} encounters", "sim.encounters", "1 to 100000", "use `cleanclaim simulate` for more"
        )
    blocks = plan(Settings(int(count), int(seed), block=64))
    folk = people.people(int(seed), np.arange(1, 1 + 64 * len(blocks)))
    made = visits.encounters(int(seed), folk).take(np.arange(int(count)))
    return Day(int(seed), with_history(folk, made), made, truth_work(made))


def chart(day: Day, visit: int = 0) -> str:
    """The record of one visit, as text (`visit` counts from 0)."""
    from sim.clinic.visits.chart import note

    return note(day.visits.take(slice(visit, visit + 1)), day.people)


def code(day: Day, coder: str = "perfect") -> Day:
    """The visits coded by a simulated coder: perfect, expert or novice."""
    from dataclasses import replace
    from sim.coding.coder import code as codes

    visits, coded = codes(day.seed, day.visits, coder)
    return replace(day, visits=visits, coded=coded, sent=None, decided=None, entries=None, letters=None, aside=())


def bill(day: Day) -> Day:
    """The claims of the coded visits."""
    from dataclasses import replace
    from sim.billing.claims.claim import bill as bills

    return replace(
        day,
        sent=bills(day.visits, _there(day.coded, "coded"), day.people),
        decided=None,
        entries=None,
        letters=None,
        aside=(),
    )


def scrub(day: Day):
    """What the scrubber finds on the claims before they go out (a pandas frame of findings)."""
    from sim.billing.claims.scrub import scrub as scrubs

    sent = _there(day.sent, "claims")
    return scrubs(sent.claims, sent.lines, day.people).to_pandas()


def adjudicate(day: Day) -> Day:
    """The payers' answers: acknowledgements, adjustments, remittance lines. What a first payer leaves goes on to the
    second (its claims are added).
    """
    import numpy as np
    from dataclasses import replace
    from sim.billing.answers.declared_payer_errors import declared
    from sim.billing.answers.payer_answers import answered
    from sim.billing.answers.supported_amounts import needs_truth, with_supported

    sent = _there(day.sent, "claims")
    errors = declared(day.visits)
    needs = needs_truth(day.visits) | np.isin(day.visits.encounter_key, list(errors))
    sent, decided = answered(sent, day.people, errors, day.aside)
    return replace(
        day, sent=sent, decided=with_supported(day.visits, day.truth, sent, decided, day.people, needs), entries=None
    )


def post(day: Day) -> Day:
    """The ledger: charges, payments, adjustments and what the patient owes."""
    from dataclasses import replace
    from sim.billing.books.ledger import post as posts
    from sim.payer.money.payments import payments

    decided = _there(day.decided, "adjudication")
    return replace(
        day, entries=posts(day.visits, day.sent, decided, payments(day.sent.claims, decided).provider_adjustments)
    )


def simulate(encounters: int = 200, seed: int = 1, coder: str = "perfect") -> Day:
    """Everything in a row, from people to ledger.

    >>> simulate(20, seed=7).encounters.shape[0]
    20
    """
    from sim import verbs

    return post(adjudicate(bill(code(verbs.encounters(encounters, seed), coder))))


def denials(day: Day):
    """Lines that were denied, with the policy that denied them and the mistake behind it, if one was made (a pandas
    frame).
    """
    decided = _there(day.decided, "adjudication").remittance_lines
    denied = decided.take(~decided.denial_policy.is_missing).to_pandas()
    mistakes = day.visits.to_pandas()[["encounter_key", "mistake", "mistake_at"]]
    return denied.assign(encounter_key=denied.claim_key // 16).merge(mistakes, on="encounter_key", how="left")


def appeal(
    day: Day, claim: int, line: int = 1, route: str = "R_APPEAL", level: int = 1, ground: str = "", evidence=(), on=None
) -> Day:
    """The day with the payer's decision on a letter about one line (day.appeals, last row: decision_code, reason, carc,
    amount) and, where it was won, with the new remittance beside the old. route: R_APPEAL, R_RECON, R_REOPEN or R_DOCS;
    ground: of data/codes/appeal_grounds.csv; evidence: of appeal_evidence.csv, as far as it is in the file; on: the day
    it is sent (default: some days after the answer before). Raises CleanClaimError for what cannot be sent.

    >>> day = simulate(60, seed=11, coder="novice")
    >>> denied = denials(day).iloc[0]
    >>> told = appeal(day, denied.claim_key, denied.claim_line_number, ground="medically_needed", evidence=["medical_record"]).appeals
    >>> bool(told.decision_code[0] in ("overturned", "upheld", "dismissed")), len(told)
    (True, 1)
    """
    from dataclasses import replace
    from sim.billing.day.day_appeals import answered

    told = answered(day, claim, line, route, level, ground, evidence, on)
    after = (
        day
        if told.claims is None
        else adjudicate(replace(day, sent=told.claims, aside=(*day.aside, told.aside), entries=None))
    )
    row = told.row | {
        "amount": int(after.decided.remittance_lines.paid_amount.sum() - day.decided.remittance_lines.paid_amount.sum())
    }
    rows = Table.from_rows("appeals", [row])
    return replace(after, letters=rows if day.letters is None else Table.concat([day.letters, rows]))


def worklist(day: Day, on=None):
    """What is open on a day, why, whose it is, what to do and until when (default: when every answer is in). A claim
    between its letter and the decision is shown as appealed (a pandas frame, most money first).

    >>> worklist(simulate(60, seed=11, coder="novice")).open_amount.is_monotonic_decreasing
    True
    """
    from sim.billing.day.day_appeals import items

    return items(day, on).to_pandas()


def explain(code: str) -> dict:
    """Any code the project knows, or a payer, in plain words: what the library says of a code, or a payer's page (see
    sim.payers).

    >>> explain("CO-97")["label"], explain("acme_ppo")["label"]
    ('Included in another service already paid', 'Acme PPO')
    """
    from sim.payer.asked.payer_page import page
    from sim.payer.rulebook.payers import payers as known
    from sim.reference.plain_words import explain as of_code

    name = str(code).strip().lower()
    found = next((one.code for one in known().values() if name in (one.code, one.label.lower())), None)
    return page(found) if found else of_code(code)


def payers():
    """All payers beside one another: one question a row, one payer a column (a pandas frame).

    >>> payers().shape[1] > 5
    True
    """
    import pandas
    from sim.payer.asked.payer_page import contrast
    from sim.payer.rulebook.payers import payers as known

    return (
        pandas.DataFrame(contrast())
        .rename(columns={one.code: one.label for one in known().values()})
        .set_index("question")
    )


def ledger(day: Day):
    """Balances by account: what each payer, patient or write-off account stands at, in cents (a pandas frame)."""
    import pandas
    from sim.billing.books.ledger_entries import account_labels, balances

    found, labels = balances(_there(day.entries, "ledger")), account_labels()
    return pandas.DataFrame(
        {"account": list(found), "label": [labels[name] for name in found], "amount": list(found.values())}
    )


def _there(what, step: str):
    if what is None:
        raise CleanClaimError(
            f"the day has no {step} yet",
            "notebook",
            f"{STEPS[step]}(day) before",
            f"run day = {STEPS[step]}(day) first",
        )
    return what
