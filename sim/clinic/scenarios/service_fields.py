"""[[service]] of a scenario: exactly one head (a code or a calculator), the facts of that calculator, and how the line
is billed, to everybody and to some payers.
"""

from functools import partial

from sim.clinic.scenarios import parts
from sim.clinic.scenarios.shared_fields import EVIDENCE, ITEM, SINGLE, payer_of, when_of, words_when
from sim.reference.calculators.em import PLACES
from sim.ground.strict_toml import Field, Place, Reader, day, flag, items, number, record, table_of, text, word

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
    "critical_care",
    "transitional_care",
    "care_management",
    "advance_care",
    "maternity",
    "fracture",
    "colonoscopy",
    "excision",
    "vaccines",
)
DOSES = ("mg", "mcg", "units", "ml", "cc")


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


def shared_of(value, where: Place) -> dict:
    """A visit of two clinicians: { physician, npp, together, decision_by }, minutes of each."""
    fields = {**dict.fromkeys(("physician", "npp", "together"), number), "decision_by": word("physician", "npp")}
    found = record(value, where, {key: Field(read, None) for key, read in fields.items()})
    return {key: one for key, one in found.items() if one is not None}


def minutes_of(value, where: Place):
    """Minutes, or a table of code and minutes."""
    return table_of(text, number)(value, where) if isinstance(value, dict) else number(value, where)


FACTS: dict[str, dict[str, Reader]] = {
    "code": {},
    "em": {
        **dict.fromkeys(("problems", "data", "risk"), SINGLE(fact_of)),
        **dict.fromkeys(("minutes", "hours", "seen"), number),
        **dict.fromkeys(("staff_only", "leads_stay"), flag),
        "place": word(*PLACES),
        "shared": shared_of,
    },
    "drug": {
        **{f"{kind}_{unit}": number for kind in ("dose", "discarded") for unit in DOSES},
        "doses": number,
        "container": text,
    },
    "repair": {"wounds": items(wound_of), "site": text, "cm": number},
    "count": {"number": number, "complicated": flag},
    "timed_units": {
        "minutes": minutes_of,
        "rule": text,
        "plan": text,
        "over_threshold": flag,
        "apart": SINGLE(text),
    },
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
    "infusion": {
        "minutes": number,
        "beside": flag,
        "given": items(part_of(kind=text, minutes=number, main=flag, together=flag)),
        "facility": flag,
    },
    "visit_complexity": {"lasting": flag},
    "critical_care": {"minutes": number, "shared": shared_of},
    "transitional_care": dict.fromkeys(("visit_days", "contact_business_days", "attempts"), number),
    "care_management": {**dict.fromkeys(("minutes", "conditions"), number), "consent": flag, "plan": flag},
    "advance_care": {"minutes": number, "beside_wellness": flag},
    "maternity": {"visits": number, "all_visits": flag, "after": flag},
    "fracture": {"side": text, "set": flag, "share": text, "definitive": flag},
    "colonoscopy": {"done": items(part_of(how=text, lesion=text)), "reached": text, "stool_test": flag},
    "excision": {"site": text, "cm": number, "margin": number},
    "vaccines": {"given": items(part_of(kind=text, components=number, route=text)), "counseled": flag},
}
HEAD_WORDS = {
    "biopsy": word("skin"),
    "acupuncture": word("needles"),
    "critical_care": word("minutes"),
    "care_management": word("staff", "clinician"),
    "advance_care": word("planning"),
    "vaccines": word("given"),
}
BILLED = {
    "modifiers": SINGLE(words_when),
    "may_modifiers": SINGLE(words_when),
    "units": number,
    "for": SINGLE(words_when),
    "may_for": SINGLE(words_when),
}


KNOWN = (*ITEM, *BILLED, "id", "bill", *(key for facts in FACTS.values() for key in facts))
ANY = Field(lambda value, where: value, None)


def _facts(table) -> dict:
    heads = [head for head in HEADS if head in table]
    return {
        **{head: HEAD_WORDS.get(head, text) for head in heads},
        **{key: read for head in heads for key, read in FACTS[head].items()},
    }


def service_of(value, where: Place):
    """A service: exactly one head, its facts, and how it is billed."""
    heads = [head for head in HEADS if isinstance(value, dict) and head in value]
    if isinstance(value, dict) and not heads:
        record(value, where, {**dict.fromkeys(KNOWN, ANY), **dict.fromkeys(HEADS, ANY)})  # a mistyped name first
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
    return parts.Service(
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
        may_modifiers=found["may_modifiers"] or (),
    )


def bill_of(value, where: Place, own) -> parts.Bill:
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
    return parts.Bill(
        payer=found["payer"],
        start=found["from"],
        changes={key: found[key] for key in changes if found[key] is not None},
        add_modifiers=found["add_modifiers"],
        omit=found["omit"],
        lines=found["lines"],
        why=found["why"],
        cite=found["cite"],
    )
