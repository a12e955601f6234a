"""Fields that several parts of a scenario have (conditions, names, texts, evidence, needs, payers), and how each is
read.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sim.clinic.practice.clinics import payer_words
from sim.clinic.scenarios import parts
from sim.clinic.scenarios.placeholders import FORM, Term
from sim.ground.files import find, read_csv, remembered
from sim.ground.strict_toml import Field, Place, items, record, shown, text, text_up_to, word

PHRASE = 2_000  # characters of a phrase of the record that proves something
LINE = 10_000  # characters of one line of a record

SINGLE = partial(items, single=True)


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


def words_when(value, where: Place) -> parts.WhenText:
    """A text, or { when, text }."""
    if isinstance(value, str):
        return parts.WhenText((), text_up_to(LINE)(value, where))
    found = record(value, where, {"when": Field(when_of), "text": Field(text_up_to(LINE))})
    return parts.WhenText(found["when"], found["text"])


def needs_of(value, where: Place) -> tuple[str, str]:
    """must, may, never, or one of a named group: as (needs, group)."""
    if isinstance(value, str) and value.startswith("one of ") and value[7:].strip():
        return "one of", value[7:].strip()
    return word("must", "may", "never", "one of NAME")(value, where), ""


def evidence_of(value, where: Place) -> parts.Evidence:
    """{ section, text, document, of } or { absent }."""
    found = record(
        value,
        where,
        {
            "section": Field(text, ""),
            "text": Field(text_up_to(PHRASE), ""),
            "document": Field(text, ""),
            "absent": Field(text, ""),
            "when": Field(when_of, ()),
            "of": Field(text, ""),
        },
    )
    if bool(found["absent"]) == bool(found["section"] and found["text"]):
        raise where.refuse(
            f"found {shown(value)}",
            "section and text, word for word, or absent = what the record does not say",
            "write one of the two",
        )
    return parts.Evidence(**found)


EVIDENCE = Field(SINGLE(evidence_of), ())
ITEM = {
    "when": Field(when_of, ()),
    "needs": Field(needs_of, ("must", "")),
    "evidence": EVIDENCE,
    "why": Field(text, ""),
    "cite": Field(text, ""),
}


def payer_of(value, where: Place) -> str:
    """A payer or a kind of payer that some clinic deals with."""
    return word(*payer_words())(value, where)


def made_of(maker: Callable, fields: Mapping[str, Field]) -> Callable[[Any, Place], Any]:
    """A reader of a table with these keys, which makes a record of it; needs = "one of NAME" becomes needs and
    group.
    """

    def read(value, where: Place):
        found = record(value, where, fields)
        if isinstance(found.get("needs"), tuple):
            found["needs"], found["group"] = found["needs"]
        return maker(**found)

    return read


@remembered
def error_kinds() -> tuple[str, ...]:
    """The closed list of kinds of error (data/codes/errors.csv)."""
    return tuple(row["error"] for row in read_csv(find("data/codes/errors.csv")))
