"""{names} in a text, and `when`: the two ways in which a scenario's words depend on its choices. There is no expression
language.

{steroid_mg}       a number drawn
{side.word}        a field of the option chosen
{age} {sex} {man} {he} {his} {him} {He} {His} {first_name} {family_name} {birth_date}     the patient
{provider} {date}   the provider, and the day of the visit
{authorization}    the number of the prior authorization that was obtained before the visit
{days_ago.14}      the date fourteen days before the visit
{{                 a brace

when = "pressure.managed"                        the option chosen; a list means all of them
when = "not pressure.managed"
when = "patient.new", "patient.established", "sex.F", "payer.acme_ppo", "payer.medicare" (a payer, or a kind of payer)
when = "query.asked", "query.not_asked"          where the scenario has a [[query]]
"""

import re
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

NAME = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
FORM = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
DAYS_AGO = re.compile(r"days_ago\.[1-9][0-9]{0,4}", re.ASCII)
PATIENT_WORDS = (
    "age",
    "sex",
    "man",
    "he",
    "his",
    "him",
    "He",
    "His",
    "first_name",
    "family_name",
    "provider",
    "date",
    "birth_date",
    "authorization",
)
NOT_SERVICES = (
    "authorization",
    "referral",
    "fact",
    "work injury",
    "first treatment",
    "last period",
)  # kinds of [[history]] that nobody did to the patient
BUILT_IN = {"patient": ("new", "established"), "sex": ("F", "M")}


class Term(NamedTuple):
    """One condition: the option of a choice, or with `negated` any other option."""

    name: str
    option: str
    negated: bool = False


def fill(template: str, words: Mapping[str, str]) -> str:
    """A text with its {names} replaced.

    >>> fill("{side.word} knee, {{sic}", {"side.word": "left"})
    'left knee, {sic}'
    """
    if "{" not in template and "}" not in template:
        return template
    return NAME.sub(lambda found: found[0][0] if found[1] is None else str(words[found[1]]), template)


def names_in(template: str) -> list[str]:
    """The names used in a text.

    >>> names_in("{age} y/o with {side.word} knee pain {{")
    ['age', 'side.word']
    """
    return [found[1] for found in NAME.finditer(template) if found[1] is not None]


def has_stray_brace(template: str) -> bool:
    """A brace that neither opens nor closes a name: most likely a typing mistake."""
    return bool(re.search(r"[{}]", NAME.sub("", template)))


def is_name(name: str, known: Iterable[str]) -> bool:
    """May a text use this name?"""
    return name in known or name in PATIENT_WORDS or bool(DAYS_AGO.fullmatch(name))


def holds(when: tuple[Term, ...], picked: Mapping[str, str | Set[str]]) -> bool:
    """Do all the conditions hold? `picked` gives for each name its option, or a set of options that are all true (payer
    and kind).

    >>> holds((Term("side", "left"), Term("payer", "acme_ppo", True)),
    ...     {"side": "left", "payer": {"medicare_part_b", "medicare"}})
    True
    """
    for name, option, negated in when:  # asked a hundred times for each visit that is worked out
        value = picked.get(name)
        is_true = option == value if value is None or isinstance(value, str) else option in value
        if is_true == negated:
            return False
    return True
