"""A dispute or an appeal, decided by rules and not by luck: right route, level, day, ground, evidence, and whether the
payer was wrong or the record decides.

    Appeal          what the clinic sends
    Facts           what the payer sees on its side
    decide(...)     overturned | upheld | dismissed

dismissed: nobody looked at the matter (wrong route CO-285, too late CO-286). upheld: it was looked at and stays
(CO-193). overturned: the line is decided anew. The same appeal always gets the same answer. Days to decide are the last
day allowed (modeling assumption).
"""

from typing import NamedTuple

import numpy as np

from sim.reference import tables
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.payer.rulebook.catalogue import policies, stage_grounds
from sim.payer.rulebook.policy import Ground
from sim.reference.codes import procedure_rows
from sim.reference.edits import pair_indicator, unit_limit

ROUTES = ("R_APPEAL", "R_RECON", "R_REOPEN", "R_DOCS")
PARAMS = {"R_APPEAL": "appeal_limit", "R_RECON": "dispute_limit", "R_DOCS": "documents_limit"}
UNPROCESSABLE = "MA130"  # the remark that says: nothing was decided, there is no right of appeal
DUPLICATE = "18"


class Appeal(NamedTuple):
    """What was sent. route: a remedy of ROUTES; level from 1; evidence: codes of data/codes/appeal_evidence.csv;
    ground: of appeal_grounds.csv.
    """

    route: str
    sent: np.datetime64
    level: int = 1
    ground: str = ""
    evidence: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What stands on the payer's side. answered: the day of the answer disputed (of the level before, where there was
    one); levels: how many were decided; at_stake: cents; is_wrong: by its own rules it should have paid; supports: the
    record bears out the line as sent; closed: why nothing can overturn it, empty if something can; in_time: it had the
    claim within the filing limit."""

    payer_code: str
    payer_kind: str
    policy: str
    stage: str
    carc: str
    remarks: tuple[str, ...]
    answered: np.datetime64
    levels: int = 0
    at_stake: int = 0
    is_rejected: bool = False
    is_wrong: bool = False
    supports: bool = False
    closed: str = ""


class Decision(NamedTuple):
    """decision: overturned, upheld or dismissed; carc with which the payer answers; reason: a word for the rule; words
    for people.
    """

    decision: str
    carc: str
    reason: str
    words: str
    date: np.datetime64


class Level(NamedTuple):
    """One level: its number, name, who decides, days to file and to decide, least amount at stake in cents."""

    level: int
    label: str
    body: str
    days: int
    decision_days: int
    minimum_amount: int
    source: str


@remembered
def _table(name: str, key: str) -> dict[str, dict]:
    return {row[key]: row for row in read_csv(find(f"data/codes/{name}.csv"))}


def grounds() -> dict[str, dict]:
    """Why a payer should pay after all: ground -> label, route, evidence, source.

    >>> grounds()["filed_in_time"]["evidence"]
    'acceptance_report'
    """
    return _table("appeal_grounds", "ground")


def evidences() -> dict[str, dict]:
    """What can be attached: evidence -> label, shows, risk."""
    return _table("appeal_evidence", "evidence")


def listed(evidence) -> str:
    """Enclosures as a sentence lists them.

    >>> listed(["acceptance_report", "claim_copy"])
    'the 277CA that accepted the claim, with its date; the claim as sent (837P)'
    """
    labels = [evidences()[one]["label"] for one in evidence]
    return "; ".join(label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels)


def ground_of(policy: str, stage: str) -> Ground:
    """The ground that answers a denial by a policy, else the usual one of the stage.

    >>> ground_of("timely_filing", "filing").ground, ground_of("", "pricing").ground
    ('filed_in_time', 'contract_price')
    >>> ground_of("units_above_limit", "units")
    Ground(ground='units_given', record_decides=True)
    """
    if policy in policies():
        return policies()[policy].appeal
    return stage_grounds().get(stage, Ground("complete", False))


def route_of(ground: str, payer_kind: str) -> str:
    """How a payer of this kind wants this ground: as an appeal, a dispute, a reopening.

    >>> route_of("filed_in_time", "commercial"), route_of("filed_in_time", "medicare")
    ('R_RECON', 'R_REOPEN')
    """
    row = grounds()[ground]
    return row["medicare_route"] if payer_kind == "medicare" else row["route"]


def needed(ground: str) -> tuple[str, ...]:
    """The evidence that proves a ground; all of it is needed."""
    return tuple(grounds()[ground]["evidence"].split("+"))


def levels(payer_kind: str, route: str, on) -> tuple[Level, ...]:
    """The levels of a route with this kind of payer on a day.

    >>> [level.minimum_amount for level in levels("medicare", "R_APPEAL", "2026-05-01")]
    [0, 0, 20000, 0, 196000]
    """
    day = str(np.datetime64(on, "D"))
    rows = [
        row
        for row in tables.rows("data/codes/appeal_levels.csv")
        if row["route"] == route and row["start_date"] <= day <= (row["end_date"] or "9999")
    ]
    mine = [row for row in rows if row["payer_kind"] == payer_kind] or [
        row for row in rows if row["payer_kind"] == "*" and payer_kind != "medicare"
    ]
    return tuple(
        Level(
            int(row["level"]),
            row["label"],
            row["body"],
            int(row["days"]),
            int(row["decision_days"]),
            int(row["minimum_amount"]),
            row["source"],
        )
        for row in sorted(mine, key=lambda row: int(row["level"]))
    )


def days_to_file(payer_code: str, payer_kind: str, route: str, level: int, on) -> int | None:
    """Days in which this level may be filed; None where the payer has no such level."""
    found = next((one for one in levels(payer_kind, route, on) if one.level == level), None)
    if level == 1 and route in PARAMS:
        try:
            return param_value(PARAMS[route], payer_code, on)
        except CleanClaimError:
            pass
    return found.days if found else None


def days_to_review(payer_code: str, on) -> int:
    """Days until documents are read, or a dispute is decided that has no level of its own."""
    return param_value("days_to_review", payer_code, on)


def decide(appeal: Appeal, facts: Facts) -> Decision:
    """The payer's answer to an appeal.

    >>> answered = np.datetime64("2026-05-01")
    >>> facts = Facts("acme_ppo", "commercial", "timely_filing", "filing", "29", (), answered, is_wrong=True)
    >>> late = Appeal("R_RECON", np.datetime64("2027-05-01"), 1, "filed_in_time", ("acceptance_report",))
    >>> decide(late, facts).carc, decide(late._replace(sent=np.datetime64("2026-05-08")), facts).decision
    ('286', 'overturned')
    """
    level = next(
        (one for one in levels(facts.payer_kind, appeal.route, appeal.sent) if one.level == appeal.level), None
    )
    when = appeal.sent + (level.decision_days if level else days_to_review(facts.payer_code, appeal.sent))
    for rule in (
        _never_decided,
        _no_right,
        _wrong_level,
        _too_late,
        _too_little,
        _wrong_route,
        _false_record,
        _door,
        _other_ground,
        _no_proof,
    ):
        told = rule(appeal, facts, level)
        if told:
            decision, carc, reason, words = told
            return Decision(decision, carc, reason, words, when)
    return _merits(appeal, facts, when)


def _dismissed(carc: str, reason: str, words: str):
    return "dismissed", carc, reason, words


def _upheld(reason: str, words: str):
    return "upheld", "193", reason, words


def _never_decided(appeal, facts, level):
    if facts.is_rejected:
        return _dismissed(
            "285",
            "never decided",
            "The claim was rejected at the front end and never adjudicated, so there is nothing to appeal. Correct it"
            " and submit a new claim.",
        )


def _no_right(appeal, facts, level):
    if UNPROCESSABLE in facts.remarks:
        return _dismissed(
            "285",
            "no right of appeal",
            "The claim could not be processed and was not decided (MA130): there is no appeal. Correct it and submit a"
            " new claim.",
        )
    if facts.carc == DUPLICATE and not facts.is_wrong:
        return _dismissed(
            "285",
            "true duplicate",
            "This service was decided on the first claim. A true duplicate has no appeal; look up what became of the"
            " first.",
        )


def _wrong_level(appeal, facts, level):
    if level is None and appeal.route in ("R_APPEAL", "R_RECON"):
        return _dismissed("285", "no such level", "This payer has no such level of appeal or dispute.")
    if appeal.route in ("R_APPEAL", "R_RECON") and appeal.level != facts.levels + 1:
        return _dismissed(
            "285",
            "wrong level",
            f"Level {facts.levels + 1} is next: each level is asked for after the one before has answered.",
        )


def _too_late(appeal, facts, level):
    days = days_to_file(facts.payer_code, facts.payer_kind, appeal.route, appeal.level, appeal.sent)
    if days is not None and appeal.sent > facts.answered + np.timedelta64(days, "D"):
        late = int((appeal.sent - facts.answered).astype(int)) - days
        return _dismissed(
            "286",
            "too late",
            f"It came {late} day{'s' if late > 1 else ''} after the last day; the limit is {days} days from the answer"
            " before.",
        )


def _too_little(appeal, facts, level):
    if level is not None and facts.at_stake < level.minimum_amount:
        return _dismissed(
            "285",
            "too little at stake",
            f"{level.label} needs {dollars(level.minimum_amount)} at stake; here it is {dollars(facts.at_stake)}.",
        )


def _wrong_route(appeal, facts, level):
    ground, _ = ground_of(facts.policy, facts.stage)
    right = route_of(ground, facts.payer_kind)
    if appeal.route != right:
        words = {
            "R_APPEAL": "an appeal, which a reviewer decides with the record",
            "R_RECON": "a dispute of how the claim was processed",
            "R_REOPEN": "a reopening",
            "R_DOCS": "the documents that were asked for",
        }
        return _dismissed("285", "wrong route", f"Wrong process. This payer handles it as {words[right]}.")


def _false_record(appeal, facts, level):
    if "record_written_now" in appeal.evidence:
        return _upheld(
            "false record",
            "The reviewer compared dates: the note is younger than the denial. The denial stays, and the chart goes to"
            " the payer's investigators.",
        )


def _door(appeal, facts, level):
    if facts.closed and not facts.is_wrong:
        return _upheld("closed door", facts.closed)


def _other_ground(appeal, facts, level):
    ground, _ = ground_of(facts.policy, facts.stage)
    if appeal.ground != ground:
        return _upheld(
            "does not answer the denial", "What was argued does not answer what was denied. The denial stays."
        )


def _no_proof(appeal, facts, level):
    missing = [one for one in needed(appeal.ground) if one not in appeal.evidence]
    if missing:
        return _upheld("no proof", f"Nothing attached proves it. Missing: {listed(missing)}.")


def _merits(appeal: Appeal, facts: Facts, when) -> Decision:
    """Everything is in order: was the payer wrong, or does the record decide?"""
    _, record_decides = ground_of(facts.policy, facts.stage)
    if facts.is_wrong or (record_decides and facts.supports):
        return Decision(
            "overturned",
            "",
            "payer was wrong" if facts.is_wrong else "the record decides",
            "The denial is overturned." if facts.policy else "The price is corrected.",
            when,
        )
    return Decision("upheld", "193", "the answer follows from the claim", grounds()[appeal.ground]["upheld"], when)


def closed_door(policy: str, code: str, others: tuple[str, ...], on) -> str:
    """Why no correction and no appeal overturns this denial: a pair of indicator 0, a limit of units by the day that is
    absolute; empty if one may.

    >>> closed_door("bundled_status", "36416", (), "2026-06-01")[:20]
    'The fee schedule nev'
    """
    day = np.datetime64(on, "D")
    if policy == "bundled_status":
        return "The fee schedule never pays this code apart."
    rows = procedure_rows([code, *others])
    if policy == "bundled_pair" and len(others):
        indicator = pair_indicator(rows[1:], np.repeat(rows[:1], len(others)), np.repeat(day, len(others)))
        if (indicator == 0).any() and not (indicator == 1).any():
            return "The pair has modifier indicator 0: no modifier and no appeal opens it."
    if policy == "units_above_limit" and int(unit_limit(rows[:1], np.array([day]))[1][0]) == 2:
        return "The limit is by the day and absolute (MUE adjudication indicator 2): nothing above it is ever paid."
    return ""
