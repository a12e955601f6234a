"""Conditions: what life brings whatever a clinic does (data/conditions/NAME.toml): charts closed late, coverage that
has changed, claims that get lost, payers' mistakes and days, how patients pay. A strategy meets conditions; two
that are compared meet the same, draw by draw.

Not modeled: seasons, a payer whose system stands still, new rules in the middle of a quarter.
"""

from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml, remembered, scan
from sim.ground.strict_toml import Field, Place, dollars, items, record, span, text, whole, word

KINDS = (
    "medicare",
    "medicare advantage",
    "commercial",
    "medicaid",
    "workers compensation",
    "medicare supplement",
    "self pay",
)


class Late(NamedTuple):
    """Of the answers of a payer so many percent come so many days (drawn evenly) after its usual day."""

    low: int
    high: int
    percent: int


class PayerHabits(NamedTuple):
    """What payers of a kind get wrong, and when they answer."""

    kinds: tuple[str, ...]
    wrong_per_million: int
    overturned_percent: int
    late: tuple[Late, ...]
    cite: str


class WrongDenial(NamedTuple):
    """A policy by which payers deny wrongly: how often among these, and whether the whole claim or its first line."""

    policy: str
    percent: int
    of: str


class PatientHabits(NamedTuple):
    """How patients pay a balance up to so many cents: percent after each statement, percent who take a plan."""

    up_to: int
    paid_percent: tuple[int, ...]
    plan_percent: int


class Days(NamedTuple):
    """How many days pass where nothing else decides it; what each is stands beside it in the files."""

    registration_known: int
    authorization_known: int
    documents_ready: int
    rework_answered: int
    denial_unread: int
    denial_unlisted: int
    first_statement: int
    bad_debt: int
    month: int


class Conditions(NamedTuple):
    """All of it; cites: section and source."""

    name: str
    label: str
    closed_percent: tuple[int, ...]
    outdated_percent: int
    typing_per_million: int
    authorization_missed_percent: int
    lost_per_million: int
    second_look_finds_percent: int
    payers: tuple[PayerHabits, ...]
    wrong_denials: tuple[WrongDenial, ...]
    patients: tuple[PatientHabits, ...]
    plan_kept_percent: int
    days_to_pay: tuple[int, int]
    days: Days
    cites: tuple[tuple[str, str], ...]

    def habits(self, kind: str) -> PayerHabits:
        """What payers of this kind do; a kind that is not named makes no mistakes and is never late.

        >>> conditions("industry_2024").habits("medicare advantage").overturned_percent
        52
        """
        found = [one for one in self.payers if kind in one.kinds]
        return found[0] if found else PayerHabits((kind,), 0, 0, (Late(0, 0, 100),), "")


@remembered
def all_conditions() -> dict[str, Conditions]:
    """All files of data/conditions.

    >>> "industry_2024" in all_conditions()
    True
    """
    return {name: _read(name, read_toml(path), Place(str(path))) for name, path in scan("data/conditions").items()}


def conditions(name: str) -> Conditions:
    """One of them. Raises CleanClaimError for a name that is not there."""
    found = all_conditions()
    if name not in found:
        raise CleanClaimError(
            f"no conditions {str(name)[:40]!r}", "data/conditions", ", ".join(found), "choose one, or add a file"
        )
    return found[name]


PERCENT, PER_MILLION, CITE = Field(whole(0, 100)), Field(whole(0, 1_000_000)), Field(text)
# the front desk is at work three weeks before the first visit (sim/manager/calendar/hours.py)
KNOWN = {name: Field(whole(1, 21)) for name in ("registration_known", "authorization_known")}
SECTIONS = {
    "charts": {"closed_percent": Field(items(whole(0, 100), least=1)), "cite": CITE},
    "coverage": {
        "outdated_percent": PERCENT,
        "typing_per_million": PER_MILLION,
        "authorization_missed_percent": PERCENT,
        "cite": CITE,
    },
    "claims": {"lost_per_million": PER_MILLION, "second_look_finds_percent": PERCENT, "cite": CITE},
    "days": {**{name: Field(whole(1, 365)) for name in Days._fields}, **KNOWN, "cite": CITE},
    "plans": {"kept_percent": PERCENT, "cite": CITE},
    "patients": {"days_to_pay": Field(span(whole(0, 90))), "cite": CITE},
}
LATE = {"from": Field(whole(0, 365)), "to": Field(whole(0, 365)), "percent": PERCENT}
LISTS = {
    "payer": {
        "kinds": Field(items(word(*KINDS), least=1)),
        "wrong_per_million": PER_MILLION,
        "overturned_percent": PERCENT,
        "late": Field(items(lambda value, where: Late(*record(value, where, LATE).values()), least=1)),
        "cite": CITE,
    },
    "wrong_denial": {"policy": Field(text), "percent": PERCENT, "of": Field(word("claim", "line"))},
    "patient": {
        "up_to": Field(dollars),
        "paid_percent": Field(items(whole(0, 100), least=1)),
        "plan_percent": PERCENT,
    },
}


def _read(name: str, content: dict[str, Any], where: Place) -> Conditions:
    table = record(
        content,
        where,
        {
            "label": Field(text),
            **{key: Field(_reader(fields)) for key, fields in SECTIONS.items()},
            **{key: Field(items(_reader(fields)), ()) for key, fields in LISTS.items()},
        },
    )
    return Conditions(
        name,
        table["label"],
        table["charts"]["closed_percent"],
        table["coverage"]["outdated_percent"],
        table["coverage"]["typing_per_million"],
        table["coverage"]["authorization_missed_percent"],
        table["claims"]["lost_per_million"],
        table["claims"]["second_look_finds_percent"],
        tuple(PayerHabits(**one) for one in table["payer"]),
        tuple(WrongDenial(**one) for one in table["wrong_denial"]),
        tuple(PatientHabits(**one) for one in table["patient"]),
        table["plans"]["kept_percent"],
        table["patients"]["days_to_pay"],
        Days(*(table["days"][name] for name in Days._fields)),
        tuple((key, table[key]["cite"]) for key in SECTIONS),
    )


def _reader(fields: dict[str, Field]) -> Any:
    return lambda value, where: record(value, where, fields)
