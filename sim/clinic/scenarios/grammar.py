"""The grammar of a scenario file: for every part its keys, how each is read and its default. See
sim/clinic/scenarios/library.py for the format in words.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.clinic.scenarios import parts
from sim.clinic.scenarios.mess_fragments import kinds
from sim.clinic.scenarios.placeholders import NOT_SERVICES
from sim.clinic.scenarios.record_kinds import AUTHORS, KINDS
from sim.clinic.scenarios.scenario_checks import check
from sim.clinic.scenarios.service_fields import service_of
from sim.clinic.scenarios.shared_fields import EVIDENCE, ITEM, SINGLE, made_of, name_of, payer_of, when_of, words_when
from sim.clinic.scenarios.traps import read_trap
from sim.clinic.practice.clinics import CREDENTIALS
from sim.ground.files import find, read_csv
from sim.ground.strict_toml import (
    Field,
    Place,
    day,
    dollars,
    flag,
    items,
    number,
    record,
    shown,
    span,
    table_of,
    text,
    whole,
    word,
)

RELATIONS = ("self", "spouse", "child")


def draw_of(value: Any, where: Place) -> tuple[str, ...]:
    """{ any = [...] } or { from, to, step }: the numbers as texts."""
    if isinstance(value, dict) and "any" in value:
        found = record(value, where, {"any": Field(items(number))})["any"]
    else:
        ends = record(
            value,
            where,
            {"from": Field(whole(0, 10**6)), "to": Field(whole(0, 10**6)), "step": Field(whole(1, 10**6), 1)},
        )
        found = tuple(str(one) for one in range(ends["from"], ends["to"] + 1, ends["step"])[:10_001])
    if not found or len(set(found)) != len(found) or len(found) > 10_000 or any("{" in one for one in found):
        raise where.refuse(
            f"found {shown(value)}",
            "between 1 and 10,000 different numbers",
            "write { any = [20, 40] } or { from = 1, to = 9 }",
        )
    return found


def query_text(value: Any, where: Place) -> tuple[str, ...]:
    """The addendum: one text or several."""
    return items(text, single=True)(value, where)


def _gap(value: Any, where: Place) -> str:
    """A kind of gap of data/codes/query_gaps.csv."""
    return word(*(row["gap"] for row in read_csv(find("data/codes/query_gaps.csv"))))(value, where)


SUITS = {
    "age": Field(span(whole(0, 120)), (0, 120)),
    "sex": Field(word("any", "F", "M"), "any"),
    "seen_before": Field(flag, None),
    "payer": Field(SINGLE(payer_of), ()),
    "plan": Field(SINGLE(text), ()),
    "changed_coverage": Field(flag, None),
    "relationship": Field(SINGLE(word(*RELATIONS)), ()),
    "dates": Field(span(day), ()),
}
COVERAGE = {
    "payer": SUITS["payer"],
    "plan": SUITS["plan"],
    "changed": SUITS["changed_coverage"],
    "relationship": SUITS["relationship"],
}
LEADING = made_of(
    parts.LeadingQuestion,
    {
        "question": Field(text),
        "why": Field(text),
        "kind": Field(word("leading", "payment", "yes or no"), "leading"),
    },
)
DOCUMENT = made_of(
    parts.Document,
    {
        "kind": Field(word(*KINDS)),
        "author": Field(word(*AUTHORS), "rendering"),
        "when": Field(when_of, ()),
        "title": Field(text, ""),
        "days": Field(whole(-3650, 365), 0),
        "signed": Field(flag, True),
        "sections": Field(table_of(text, SINGLE(words_when))),
    },
)
DX = made_of(
    parts.Diagnosis,
    {**ITEM, "code": Field(text), "id": Field(text, ""), "first": Field(flag, False), "after": Field(text, "")},
)
QUERY = made_of(
    parts.Query,
    {
        "id": Field(name_of, "query"),
        "when": Field(when_of, ()),
        "question": Field(text),
        "why": Field(text),
        "choices": Field(items(text)),
        "answer": Field(text),
        "text": Field(query_text, ()),
        "missing": Field(text, ""),
        "leading": Field(items(LEADING), ()),
        "author": Field(word(*AUTHORS), "rendering"),
        "days": Field(whole(0, 60), 1),
        "cite": Field(text, ""),
        "gap": Field(_gap, ""),
        "evidence": EVIDENCE,
        "also": Field(items(text), ()),
        "unsupported": Field(items(text), ()),
        "settled": Field(text, ""),
    },
)
HISTORY = made_of(
    parts.History,
    {
        "kind": Field(word("visit", "surgery", "claim", *NOT_SERVICES)),
        "days_ago": Field(number, "0"),
        "times": Field(number, "1"),
        "code": Field(text, ""),
        "modifier": Field(text, ""),
        "dx": Field(text, ""),
        "specialty": Field(text, ""),
        "place": Field(text, ""),
        "units": Field(whole(1, 9999), 0),
        "days": Field(whole(1, 3650), 0),
        "decision": Field(word("approved", "denied", "pended"), "approved"),
        "fact": Field(text, ""),
        "amount": Field(dollars, 0),
        "reference": Field(text, ""),
        "known_to_payer": Field(flag, True),
        "when": Field(when_of, ()),
    },
)
MISTAKEN = made_of(
    parts.Mistaken,
    {
        "when": Field(when_of, ()),
        "kind": Field(word("underpaid", "wrong denial")),
        "policy": Field(text, ""),
        "percent": Field(whole(1, 99), 0),
        "code": Field(text, ""),
        "why": Field(text),
    },
)


def _mess_kind(value: Any, where: Place) -> str:
    """A kind of mess: a file of data/mess."""
    return word(*kinds())(value, where)


EARLIER = made_of(
    parts.Earlier,
    {
        "scenario": Field(name_of),
        "days_ago": Field(number),
        "same": Field(items(name_of), ()),
        "choices": Field(table_of(name_of, text), {}),
    },
)
MESS = made_of(
    parts.Mess,
    {
        "where": Field(text),
        "document": Field(word(*KINDS), "office note"),
        "kinds": Field(items(_mess_kind), ()),
        "without": Field(items(text), ()),
    },
)
REVIEWED = made_of(
    parts.Reviewed,
    {
        "on": Field(day),
        "by": Field(text),
        "agreed": Field(flag),
        "key": Field(text, ""),
        "differed": Field(text, ""),
    },
)


def skill(value, where: Place) -> str:
    """A skill in kebab-case."""
    if not isinstance(value, str) or not value.replace("-", "").isalnum() or value != value.lower():
        raise where.refuse(f"found {shown(value)}", "kebab-case, as modifier-25", "write the skill so")
    return value


FIELDS = {
    "label": Field(text),
    "skills": Field(items(skill)),
    "level": Field(whole(1, 5)),
    "title": Field(text, ""),
    "weight": Field(whole(1, 1000), 10),
    "remarks": Field(text, ""),
    "place_of_service": Field(text, ""),
    "suits": Field(lambda value, where: record(value, where, SUITS), None),
    "coverage": Field(lambda value, where: record(value, where, COVERAGE), None),
    "provider": Field(
        lambda value, where: record(value, where, {"credential": Field(SINGLE(word(*CREDENTIALS)), ())}), None
    ),
    "draw": Field(table_of(name_of, draw_of), {}),
    "vary": Field(table_of(name_of, table_of(name_of, table_of(name_of, text))), {}),
    "document": Field(items(DOCUMENT)),
    "dx": Field(items(DX), ()),
    "service": Field(items(service_of), ()),
    "query": Field(items(QUERY), ()),
    "history": Field(items(HISTORY), ()),
    "trap": Field(items(read_trap), ()),
    "payer_error": Field(items(MISTAKEN), ()),
    "mess": Field(items(MESS), ()),
    "earlier_visit": Field(items(EARLIER), ()),
    "reviewed": Field(REVIEWED, None),
}


def read_scenario(table: Mapping[str, Any], path: Path, specialty: str, digest: str) -> parts.Scenario:
    """The whole file, then what only the whole can tell: names, conditions, ids."""
    where = Place(str(path))
    found = record(table, where, FIELDS)
    suits = found["suits"] or record({}, where, SUITS)
    for mine, theirs in (
        ("payer", "payer"),
        ("plan", "plan"),
        ("changed_coverage", "changed"),
        ("relationship", "relationship"),
    ):
        suits[mine] = (found["coverage"] or {}).get(theirs) or suits[mine]
    made = parts.Scenario(
        name=path.stem,
        path=str(path),
        specialty=specialty,
        hash=digest,
        suits=parts.Suits(**suits),
        credential=(found["provider"] or {"credential": ()})["credential"],
        documents=found["document"],
        diagnoses=found["dx"],
        services=found["service"],
        queries=found["query"],
        traps=found["trap"],
        payer_errors=found["payer_error"],
        mess=found["mess"],
        earlier=found["earlier_visit"],
        raw=table,
        **{
            key: found[key]
            for key in (
                "label",
                "title",
                "skills",
                "level",
                "weight",
                "remarks",
                "place_of_service",
                "draw",
                "vary",
                "history",
                "reviewed",
            )
        },
    )
    check(made, where)
    return made
