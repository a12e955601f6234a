"""The grammar of a scenario file: for every part its keys, how each is read and its default. See
sim/clinic/scenarios/library.py for the format in words.
"""

from functools import cache, partial

from sim.clinic.scenarios import library as forms
from sim.clinic.scenarios.placeholders import FORM, Term, has_stray_brace, is_name, names_in
from sim.ground.strict_toml import (
    Field,
    Place,
    day,
    flag,
    items,
    number,
    record,
    shown,
    span,
    suggestion,
    table_of,
    text,
    whole,
    word,
)
from sim.clinic.scenarios.traps import DESKS, read_trap
from sim.ground.files import find, read_csv

KINDS = (
    "office note",
    "operative",
    "procedure",
    "pathology",
    "imaging",
    "nurse visit",
    "flow sheet",
    "addendum",
    "outside record",
    "laboratory",
    "front desk",
)
AUTHORS = ("rendering", "nurse", "radiologist", "pathologist", "laboratory", "outside", "front desk", "patient")
HEADS = (
    "code",
    "em",
    "drug",
    "repair",
    "count",
    "timed_units",
    "psychotherapy",
    "preventive",
    "prolonged",
    "injection",
    "biopsy",
    "acupuncture",
    "infusion",
    "visit_complexity",
)
DOSES = ("mg", "mcg", "units", "ml", "cc")
SINGLE = partial(items, single=True)
RELATIONS = ("self", "spouse", "child")


def when_of(value, where: Place) -> tuple[Term, ...]:
    """ "side.left", "not side.left", or a list of such texts which must all hold."""
    return items(_term, single=True)(value, where)


def _term(value, where: Place) -> Term:
    written = text(value, where).strip()
    negated = written.startswith("not ")
    name, dot, option = written.removeprefix("not ").strip().partition(".")
    if not dot or not option or not FORM.fullmatch(name):
        raise where.refuse(
            f"found {shown(value)}",
            'a choice and its option, as "side.left" or "not side.left"',
            'write "choice.option"',
        )
    return Term(name, option, negated)


def name_of(value, where: Place) -> str:
    """A name the author invents: small letters, digits and _."""
    if not isinstance(value, str) or not FORM.fullmatch(value):
        raise where.refuse(
            f"found the name {shown(value)}",
            "small letters, digits and _, beginning with a letter",
            "choose such a name",
        )
    return value


def words_when(value, where: Place) -> tuple:
    """A text, or { when, text }: as (when, text)."""
    if isinstance(value, str):
        return (), text(value, where)
    found = record(value, where, {"when": Field(when_of), "text": Field(text)})
    return found["when"], found["text"]


def needs_of(value, where: Place) -> tuple[str, str]:
    """must, may, never, or one of a named group: as (needs, group)."""
    if isinstance(value, str) and value.startswith("one of ") and value[7:].strip():
        return "one of", value[7:].strip()
    return word("must", "may", "never", "one of NAME")(value, where), ""


def evidence_of(value, where: Place):
    """{ section, text, document } or { absent }."""
    found = record(
        value,
        where,
        {
            "section": Field(text, ""),
            "text": Field(text, ""),
            "document": Field(text, ""),
            "absent": Field(text, ""),
            "when": Field(when_of, ()),
        },
    )
    if bool(found["absent"]) == bool(found["section"] and found["text"]):
        raise where.refuse(
            f"found {shown(value)}",
            "section and text, word for word, or absent = what the record does not say",
            "write one of the two",
        )
    return forms.Evidence(**found)


EVIDENCE = Field(SINGLE(evidence_of), ())
ITEM = {
    "when": Field(when_of, ()),
    "needs": Field(needs_of, ("must", "")),
    "evidence": EVIDENCE,
    "why": Field(text, ""),
    "cite": Field(text, ""),
}


def fact_of(value, where: Place) -> dict:
    """One fact of an office visit: a word of the closed list, or { is, what, when, evidence }."""
    if isinstance(value, str):
        value = {"is": value}
    return record(
        value,
        where,
        {
            "is": Field(text),
            "what": Field(text, ""),
            "when": Field(when_of, ()),
            "evidence": EVIDENCE,
            "billed_separately": Field(flag, False),
        },
    )


def wound_of(value, where: Place) -> dict:
    """One wound: its class, site and length in cm."""
    return record(
        value, where, {"class": Field(text, ""), "site": Field(text), "cm": Field(number), "when": Field(when_of, ())}
    )


def part_of(**read):
    """One of several things done together, as { joint, side } or { kind, minutes }: a table of these keys, with when
    and evidence.
    """
    fields = {
        **{key: Field(reader, None) for key, reader in read.items()},
        "when": Field(when_of, ()),
        "evidence": EVIDENCE,
    }
    return lambda value, where: {key: found for key, found in record(value, where, fields).items() if found is not None}


def minutes_of(value, where: Place):
    """Minutes, or a table of code and minutes."""
    return table_of(text, number)(value, where) if isinstance(value, dict) else number(value, where)


FACTS = {
    "code": {},
    "em": {**dict.fromkeys(("problems", "data", "risk"), SINGLE(fact_of)), "minutes": number, "staff_only": flag},
    "drug": {
        **{f"{kind}_{unit}": number for kind in ("dose", "discarded") for unit in DOSES},
        "doses": number,
        "container": text,
    },
    "repair": {"wounds": items(wound_of), "site": text, "cm": number},
    "count": {"number": number, "complicated": flag},
    "timed_units": {"minutes": minutes_of, "rule": text},
    "psychotherapy": {"minutes": number},
    "preventive": {},
    "prolonged": {"visit": text, "minutes": number, "rule": text},
    "injection": {
        "joint": text,
        "side": text,
        "guided": flag,
        "joints": items(part_of(joint=text, side=text, guided=flag)),
        "form": text,
        "number": number,
    },
    "biopsy": {"punch": number, "shave": number},
    "acupuncture": {
        "minutes": number,
        "electric": flag,
        "sets": items(part_of(minutes=number, electric=flag)),
        "medicare_visit": number,
    },
    "infusion": {"minutes": number, "given": items(part_of(kind=text, minutes=number, main=flag))},
    "visit_complexity": {"lasting": flag},
}
HEAD_WORDS = {"biopsy": word("skin"), "acupuncture": word("needles")}
BILLED = {"modifiers": SINGLE(words_when), "units": number, "for": SINGLE(words_when), "may_for": SINGLE(words_when)}


def _facts(table) -> dict:
    heads = [head for head in HEADS if head in table]
    return {
        **{head: HEAD_WORDS.get(head, text) for head in heads},
        **{key: read for head in heads for key, read in FACTS[head].items()},
    }


def service_of(value, where: Place):
    """A service: exactly one head, its facts, and how it is billed."""
    heads = [head for head in HEADS if isinstance(value, dict) and head in value]
    if isinstance(value, dict) and len(heads) != 1:
        raise where.refuse(
            f"found {' and '.join(heads) or 'no head'}",
            "exactly one of " + ", ".join(HEADS),
            "name the service in one way",
        )
    facts = _facts(value) if isinstance(value, dict) else {}
    found = record(
        value,
        where,
        {
            **ITEM,
            **{key: Field(read, None) for key, read in {**facts, **BILLED}.items()},
            "id": Field(text, ""),
            "bill": Field(items(partial(bill_of, own=facts)), ()),
        },
    )
    head, (needs, group) = heads[0], found["needs"]
    return forms.Service(
        id=found["id"] or (found["code"] if head == "code" else head),
        calculator="" if head == "code" else head,
        head=found[head],
        facts={key: found[key] for key in facts if key != head and found[key] is not None},
        modifiers=found["modifiers"] or (),
        units=found["units"] or "",
        must_for=found["for"] or (),
        may_for=found["may_for"] or (),
        when=found["when"],
        needs=needs,
        group=group,
        evidence=found["evidence"],
        why=found["why"],
        cite=found["cite"],
        bill=found["bill"],
    )


def bill_of(value, where: Place, own) -> object:
    """How some payers want the service: only what is otherwise."""
    heads = _facts(value) if isinstance(value, dict) else {}
    changes = {**own, **heads, **BILLED}
    line = {key: Field(read, None) for key, read in {"code": text, **BILLED}.items()}
    fixed = {
        "payer": Field(SINGLE(payer_of)),
        "from": Field(day, None),
        "add_modifiers": Field(SINGLE(text), ()),
        "omit": Field(flag, False),
        "lines": Field(
            items(lambda one, at: {key: got for key, got in record(one, at, line).items() if got is not None}), ()
        ),
        "why": Field(text, ""),
        "cite": Field(text, ""),
    }
    found = record(value, where, {**fixed, **{key: Field(read, None) for key, read in changes.items()}})
    return forms.Bill(
        payer=found["payer"],
        start=found["from"],
        changes={key: found[key] for key in changes if found[key] is not None},
        add_modifiers=found["add_modifiers"],
        omit=found["omit"],
        lines=found["lines"],
        why=found["why"],
        cite=found["cite"],
    )


def payer_of(value, where: Place) -> str:
    """A payer or a kind of payer that some clinic deals with."""
    from sim.clinic.practice.clinics import payer_words

    return word(*payer_words())(value, where)


def _renamed(maker, names: dict, fields: dict):
    def read(value, where: Place):
        found = record(value, where, fields)
        if isinstance(found.get("needs"), tuple):
            found["needs"], found["group"] = found["needs"]
        return maker(**{names.get(key, key): got for key, got in found.items()})

    return read


def draw_of(value, where: Place) -> tuple:
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


def query_text(value, where: Place) -> tuple:
    """The addendum: one text or several."""
    return items(text, single=True)(value, where)


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
LEADING = _renamed(lambda question, why: (question, why), {}, {"question": Field(text), "why": Field(text)})
DOCUMENT = _renamed(
    forms.Document,
    {},
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
DX = _renamed(
    forms.Diagnosis,
    {},
    {**ITEM, "code": Field(text), "id": Field(text, ""), "first": Field(flag, False), "after": Field(text, "")},
)
QUERY = _renamed(
    forms.Query,
    {},
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
    },
)
HISTORY = _renamed(
    forms.History,
    {},
    {
        "kind": Field(word("visit", "surgery", "claim", "authorization", "referral", "fact", "work injury")),
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
        "amount": Field(whole(0, 10**8), 0),
        "reference": Field(text, ""),
        "known_to_payer": Field(flag, True),
        "when": Field(when_of, ()),
    },
)
MISTAKEN = _renamed(
    forms.Mistaken,
    {},
    {
        "when": Field(when_of, ()),
        "kind": Field(word("underpaid", "wrong denial")),
        "policy": Field(text, ""),
        "percent": Field(whole(1, 99), 0),
        "code": Field(text, ""),
        "why": Field(text),
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
        lambda value, where: record(value, where, {"credential": Field(SINGLE(word("MD", "DO", "NP", "PA")), ())}), None
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
}


@cache
def error_kinds() -> tuple[str, ...]:
    """The closed list of kinds of error (data/codes/errors.csv)."""
    return tuple(row["error"] for row in read_csv(find("data/codes/errors.csv")))


def read_scenario(table: dict, path, specialty: str, digest: str):
    """The whole file, then what only the whole can tell: names, conditions, ids."""
    from sim.clinic.scenarios.scenario_checks import check

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
    made = forms.Scenario(
        name=path.stem,
        path=str(path),
        specialty=specialty,
        hash=digest,
        suits=forms.Suits(**suits),
        credential=(found["provider"] or {"credential": ()})["credential"],
        documents=found["document"],
        diagnoses=found["dx"],
        services=found["service"],
        queries=found["query"],
        traps=found["trap"],
        payer_errors=found["payer_error"],
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
            )
        },
    )
    check(made, where)
    return made


__all__ = ["DESKS", "error_kinds", "has_stray_brace", "is_name", "names_in", "read_scenario", "suggestion", "when_of"]
