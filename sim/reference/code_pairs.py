"""Two diagnoses of one visit whose titles do not go together: one says with and the other without, one is unspecified
beside a specific one, left and right where a code for both sides exists.

    K21.9   reflux disease without esophagitis          Z00.00  checkup without abnormal findings
    K21.00  reflux disease with esophagitis             Z00.01  checkup with abnormal findings

The tabular list has no Excludes1 note between many such codes; the titles say it. `found` makes a finding from code,
finding, severity, message, cite.
"""

import re

from sim.ground.files import remembered_up_to
from sim.reference.icd10cm import Entry, ancestors, children, plain
from sim.reference.search import words_of

CLAUSE = re.compile(r",? \b(with|without) ")
SEVERAL = "STVWXY"  # injuries and events: several may be true at once


def contradicting(a: Entry, b: Entry, found) -> list[dict]:
    """One title says with, the other without, of the same thing.

    >>> from sim.reference.icd10cm import entry
    >>> contradicting(entry("Z00.00"), entry("Z00.01"), lambda *texts: texts[:2])
    [('Z00.01', 'contradiction')]
    """
    thing = _with_and_without(a, b)
    if not thing:
        return []
    return [
        found(
            b.code,
            "contradiction",
            "warning",
            f"{a.code} and {b.code}: one says with {thing}, the other without. Both are right only of two different"
            " places.",
            "ICD-10-CM tabular list, titles of both codes; Guidelines I.A.14",
        )
    ]


def _with_and_without(a: Entry, b: Entry) -> str:
    """What one of the titles has and the other has not; empty where they do not contradict each other."""
    if plain(a.code)[:3] != plain(b.code)[:3] or a.code[0] in SEVERAL:
        return ""
    (head, one), (other_head, other) = clauses(a.title), clauses(b.title)
    if head != other_head:
        return ""
    for (word, thing), (other_word, other_thing) in ((x, y) for x in one for y in other):
        without, has = (thing, other_thing) if word == "without" else (other_thing, thing)
        if word != other_word and (has == without or has.endswith(f" {without}")):
            return without
    return ""


Clause = tuple[str, str]  # with or without, what


@remembered_up_to(50_000)
def clauses(title: str) -> tuple[str, tuple[Clause, ...]]:
    """What a title speaks of, and what it says is there and is not there.

    >>> clauses("Gastro-esophageal reflux disease with esophagitis, without bleeding")
    ('gastro-esophageal reflux disease', (('with', 'esophagitis'), ('without', 'bleeding')))
    """
    head, *parts = CLAUSE.split(title.lower())
    return head, tuple(zip(parts[::2], parts[1::2], strict=True))


def specific(a: Entry, b: Entry, found) -> list[dict]:
    """An unspecified code beside a specific one of the same place, and left beside right where a code for both sides
    exists.
    """
    if a.parent != b.parent or not a.parent:
        return _vague_beside(a, b, found)
    vague = [one for one in (a, b) if "unspecified" in one.title.lower()]
    if len(vague) == 1:
        return [
            found(
                vague[0].code,
                "unspecified beside specific",
                "warning",
                f"{vague[0].code} is unspecified and stands beside a specific code of the same place.",
                "ICD-10-CM Guidelines I.B.18",
            )
        ]
    both = _both_sides(a, b)
    if both:
        return [
            found(
                b.code,
                "both sides",
                "warning",
                f"{a.code} and {b.code} together are {both}, both sides.",
                "ICD-10-CM Guidelines I.B.13",
            )
        ]
    return []


def _vague_beside(a: Entry, b: Entry, found) -> list[dict]:
    """The unspecified code of a category (its .9) beside a specific one of the same category. Not for injuries and
    external causes, where several places or events may be true."""
    for vague, other in ((a, b), (b, a)):
        keys = plain(vague.code), plain(other.code)
        if (
            keys[0][:3] == keys[1][:3]
            and keys[0][0] not in "STVWXYZ"
            and keys[0][3:4] == "9" != keys[1][3:4]
            and "unspecified" in vague.title.lower()
        ):
            return [
                found(
                    vague.code,
                    "unspecified beside specific",
                    "warning",
                    f"{vague.code} is the unspecified code of its category and stands beside {other.code}, which says"
                    " more.",
                    "ICD-10-CM Guidelines I.B.18",
                )
            ]
    return []


def _both_sides(a: Entry, b: Entry) -> str:
    """The code for both sides, where two codes differ only in left and right and such a code stands near them."""
    first, second = (set(words_of(one.title)) for one in (a, b))
    if first ^ second != {"left", "right"}:
        return ""
    near = [*children(a.parent), *children(ancestors(a.code)[2])]
    return next(
        (
            one.code
            for one in near
            if "bilateral" in one.title.lower() and set(words_of(one.title)) - {"bilateral"} <= first
        ),
        "",
    )
