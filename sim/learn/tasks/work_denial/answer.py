"""The denial desk's answer: why was it not paid, who fixes it, what now, and what exactly is sent.

    {"cause": "missing_modifier", "owner": "coder", "remedy": "R_CORR", "changes": {"line.1.hcpcs_modifier_1": "25"}}
    {"cause": "payer_error", "owner": "biller", "remedy": "R_RECON", "letter": {"level": 1, "ground": "filed_in_time",
    "evidence": ["acceptance_report"]}}

Causes are those of data/codes/causes.csv, remedies the sixteen of data/codes/remedies.csv. A change names a place of
the claim: claim.COLUMN, line.NUMBER.COLUMN, or line.NUMBER with nothing to take a line away. A letter (appeal, dispute,
documents) has its level, its ground and its evidence of the closed lists in data/codes; for a call it names the topic.
`note` and the letter's words are free text and are not graded; `about`, `fact` and `due` are the note of closed facts
that some exercises ask for (account_note.py). `history`: what was done with this item before, each
with remedy, changes and letter; the desk writes it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sim.billing.actions.outcomes import TOPICS
from sim.ground.files import find, read_csv, remembered
from sim.learn.exercises.answer_format import Problem, Reading
from sim.payer.asked.appeals import evidences, grounds

FIELDS = ("cause", "owner", "remedy", "changes", "note", "letter", "history", "about", "fact", "due")
LETTER = ("level", "ground", "evidence", "topic", "words")
MOST_STEPS = 12
OWNERS = ("front desk", "coder", "biller", "poster", "provider", "credentialing", "payer", "patient", "nobody")
CLAIM_COLUMNS = (
    "member_id",
    "payer_code",
    "group_number",
    "relationship_code",
    "patient_birth_date",
    "patient_sex_code",
    "prior_authorization_number",
    "referral_number",
    "clia_number",
    "referring_npi",
    "billing_npi",
    "onset_date",
    "is_employment_related",
    "is_auto_accident_related",
    "is_other_accident_related",
    *(f"diagnosis_code_{n}" for n in range(1, 13)),
)
LINE_COLUMNS = (
    "procedure_code",
    *(f"hcpcs_modifier_{n}" for n in range(1, 5)),
    *(f"diagnosis_pointer_{n}" for n in range(1, 5)),
    "service_unit_quantity",
    "place_of_service_code",
    "rendering_npi",
    "service_date",
    "charge_amount",
)
PATH = re.compile(r"claim\.([a-z_0-9]{1,40})|line\.([0-9]{1,2})(?:\.([a-z_0-9]{1,40}))?", re.ASCII)
MOST_CHANGES = 60
STAKES = ("claim", *(f"line.{number}" for number in range(1, 100)))  # what a note is about
Given = dict[str, Any]  # JSON: a letter, a step before this one, a whole answer
Row = dict[str, str]  # a row of a code table


@dataclass(frozen=True)
class Answer:
    """What was decided. `changes`: place of the claim -> new text, None to take it away."""

    cause: str = ""
    owner: str = ""
    remedy: str = ""
    changes: dict[str, str | None] = field(default_factory=dict)
    note: str = ""
    letter: Given = field(default_factory=dict)
    history: tuple[Given, ...] = ()
    about: str = ""
    fact: str = ""
    due: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was decided."""
        return not (self.cause or self.owner or self.remedy or self.changes)

    def as_dict(self) -> Given:
        """As a desk sends it."""
        found = {name: getattr(self, name) for name in FIELDS}
        return {**found, "history": [dict(step) for step in self.history]}


@remembered
def causes() -> dict[str, Row]:
    """The closed list of causes: cause, label, desk, explanation.

    >>> causes()["late_filing"]["desk"]
    'biller'
    """
    return {row["cause"]: row for row in read_csv(find("data/codes/causes.csv"))}


@remembered
def remedies() -> dict[str, Row]:
    """The sixteen remedies by code.

    >>> len(remedies())
    16
    """
    return {row["code"]: row for row in read_csv(find("data/codes/remedies.csv"))}


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"cause": "late_filing", "owner": "biller", "remedy": "R_WRITEOFF"}).remedy
    'R_WRITEOFF'
    >>> [problem.where for problem in parse({"cause": "bad luck", "changes": {"claim.shade": "red"}})]
    ['cause', 'changes']
    """
    read = Reading()
    fields = read.fields(given, FIELDS, "answer")
    answer = Answer(
        _word(read, fields.get("cause"), "cause", causes()),
        _word(read, fields.get("owner"), "owner", OWNERS),
        _word(read, fields.get("remedy"), "remedy", remedies()),
        _changes(read, fields.get("changes")),
        read.text(fields.get("note"), "note"),
        _letter(read, fields.get("letter")),
        _history(read, fields.get("history")),
        _word(read, fields.get("about"), "about", STAKES),
        _word(read, fields.get("fact"), "fact", note_facts()),
        _due(read, fields.get("due")),
    )
    return read.problems or answer


def _due(read: Reading, given: object) -> str:
    """The last day of a note: a date, or that none runs."""
    if given == "none":
        return "none"
    day = read.day(given, "due")
    return str(day) if day else ""


@remembered
def note_facts() -> dict[str, str]:
    """The closed list of facts that decide, in words.

    >>> note_facts()["filed_late"]
    'The claim was filed after the limit and nothing proves otherwise'
    """
    return {row["fact"]: row["words"] for row in read_csv(find("data/codes/note_facts.csv"))}


def _word(read: Reading, given: object, where: str, known: Collection[str]) -> str:
    text = read.text(given, where, 60)
    if text and text not in known:
        read.refuse(where, given, "one of " + ", ".join(known))
        return ""
    return text


def _changes(read: Reading, given: object) -> dict[str, str | None]:
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_CHANGES:
        read.refuse("changes", given, f"at most {MOST_CHANGES} changes as place = new text")
        return {}
    found = {}
    for path, value in given.items():
        if not is_place(path):
            read.refuse("changes", path, "claim.COLUMN, line.NUMBER.COLUMN or line.NUMBER")
            continue
        if isinstance(value, (int, bool)):
            value = str(value).lower() if isinstance(value, bool) else str(value) if abs(value) < 10**9 else value
        found[path] = None if value is None else read.text(value, f"changes.{path}", 80)
    return found


def _letter(read: Reading, given: object) -> Given:
    """What is written to the payer: {level, ground, evidence, topic, words}; empty where nothing is."""
    if not given:
        return {}
    fields = read.fields(given, LETTER, "letter")
    evidence = fields.get("evidence") or []
    if (
        not isinstance(evidence, list)
        or len(evidence) > 20
        or not all(isinstance(one, str) and one in evidences() for one in evidence)
    ):
        read.refuse("letter.evidence", evidence, "a list of " + ", ".join(evidences()))
        evidence = []
    return {
        "level": read.whole(fields.get("level") or 1, "letter.level", 1, 5),
        "ground": _word(read, fields.get("ground"), "letter.ground", grounds()),
        "evidence": sorted(set(evidence)),
        "topic": _word(read, fields.get("topic"), "letter.topic", TOPICS),
        "words": read.text(fields.get("words"), "letter.words"),
    }


def _history(read: Reading, given: object) -> tuple[Given, ...]:
    """The steps before this one."""
    if not given:
        return ()
    if not isinstance(given, (list, tuple)) or len(given) > MOST_STEPS:
        read.refuse("history", given, f"at most {MOST_STEPS} steps")
        return ()
    steps = [read.fields(one, ("remedy", "changes", "letter"), "history") for one in given]
    return tuple(
        {
            "remedy": _word(read, step.get("remedy"), "history.remedy", remedies()),
            "changes": _changes(read, step.get("changes")),
            "letter": _letter(read, step.get("letter")),
        }
        for step in steps
    )


def is_place(path: object) -> bool:
    """Does this name a place of the claim that a correction may change?

    >>> is_place("line.2.hcpcs_modifier_1"), is_place("line.2"), is_place("claim.claim_key")
    (True, True, False)
    """
    match = PATH.fullmatch(path) if isinstance(path, str) else None
    if not match:
        return False
    claim, number, column = match.groups()
    return claim in CLAIM_COLUMNS if claim else int(number) > 0 and (column is None or column in LINE_COLUMNS)
