"""What an imported HCPCS file tells beyond codes and dates: the billing unit of a drug, read from its long text, and
the modifiers.

A unit is read only where the text is plain: one amount ("per 15 mg", "up to 1 gm", "1,000 units", "per dose"). Where it
names two different amounts, or none, nobody guesses: the drug has no unit here.

Not modeled: amounts per square centimetre or per vial; a unit that an edition changed for a code it kept (the newest
file in force counts).
"""

import re
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.table import Table
from sim.ground.files import remembered
from sim.reference.imports import store
from sim.reference.imports.code_lives import life
from sim.reference.imports.dated import shipped_from
from sim.reference.tables import BEGINNING, END

AMOUNT = re.compile(
    r"(?P<upto>up to )?(?P<size>\d[\d,]*(?:\.\d+)?|\.\d+|per|one)"
    r" ?(?P<measure>mg|milligrams?|gm|grams?|mcg|micrograms?|usp units?|international units?|"
    r"i\.u|iu|units?|ml|cc|doses?)\b\.?",
    re.ASCII,
)
MEASURES = {
    "mg": ("mg", 1),
    "milligram": ("mg", 1),
    "gm": ("mg", 1000),
    "gram": ("mg", 1000),
    "mcg": ("mcg", 1),
    "microgram": ("mcg", 1),
    "ml": ("cc", 1),
    "cc": ("cc", 1),
    "dose": ("dose", 1),
    "unit": ("units", 1),
    "usp unit": ("units", 1),
    "international unit": ("units", 1),
    "i.u": ("units", 1),
    "iu": ("units", 1),
}
LONGEST = 4_000  # characters of a long text that are looked at; the publisher's have up to 1,000


class Unit(NamedTuple):
    """How much of a measure (mg, mcg, units, cc, dose) one unit of a drug code holds."""

    quantity: Decimal
    measure: str
    is_up_to: bool


def unit_in(text: str) -> Unit | None:
    """The billing unit that a long text names, None where it names none or several.

    >>> unit_in("Injection, ketorolac tromethamine, per 15 mg")
    Unit(quantity=Decimal('15'), measure='mg', is_up_to=False)
    >>> unit_in("Injection, cephapirin sodium, up to 1 gm")
    Unit(quantity=Decimal('1000'), measure='mg', is_up_to=True)
    >>> (unit_in("Hyaluronan or derivative, for intra-articular injection, per dose").measure,
    ...  unit_in("Injection, penicillin g, 100,000 units").quantity)
    ('dose', Decimal('100000'))
    >>> (unit_in("Injection, betamethasone acetate 3 mg and betamethasone sodium phosphate 3 mg"),
    ...  unit_in("Laetrile, amygdalin, vitamin b17"))
    (None, None)
    """
    plain = re.sub(r"\([^()]*\)", " ", text[:LONGEST].lower())
    found = [Unit(*_amount(one), bool(one["upto"])) for one in AMOUNT.finditer(plain)]
    return found[0] if len(found) == 1 else None


def _amount(one) -> tuple[Decimal, str]:
    word = one["measure"].rstrip(".")
    measure, times = MEASURES[word if word in MEASURES else word.removesuffix("s")]
    size = Decimal(1) if one["size"] in ("per", "one") else Decimal(one["size"].replace(",", ""))
    return size * times, measure


@remembered
def imported_units(on=None) -> dict[str, Unit | None]:
    """Code -> unit by the imported files in force on a day (without a day: all, the newest last). A file older than the
    shipped figures speaks only until those begin."""
    day = None if on is None else np.datetime64(on, "D")
    found: dict[str, Unit | None] = {}
    own = np.datetime64(shipped_from("hcpcs"), "D")
    for one in store.releases("hcpcs"):
        start = np.datetime64(one.effective, "D")
        if day is not None and (start > day or start < own <= day):
            continue
        content = store.columns(one)
        found |= {
            code.decode("ascii"): unit_in(text)
            for code, text in zip(content["code"].tolist(), content["long"], strict=True)
            if text and code[:1] in b"JQACSP"
        }
    return found


def modifiers_laid_over(shipped: Table) -> Table:
    """The modifiers we ship, ended where a list of Level II ends or omits them, then those known only from imports
    (kind "imported", no advice).
    """
    lives, known, releases = (
        life("hcpcs_modifiers"),
        shipped.modifier.texts().tolist(),
        store.releases("hcpcs_modifiers"),
    )
    whole = [one for one in releases if not one.is_extract and one.effective >= shipped_from("hcpcs")]
    ends = shipped.end_date.copy()
    for place, modifier in enumerate(known):
        if modifier in lives:
            ends[place] = lives[modifier][1]
        elif whole and modifier[0].isalpha() and not re.fullmatch("P[1-6]", modifier):
            ends[place] = min(ends[place], np.datetime64(whole[0].effective, "D") - 1)
    labels = {
        code.decode("ascii"): text
        for one in releases
        for code, text in zip(store.columns(one)["code"].tolist(), store.columns(one)["short"], strict=True)
    }
    new = sorted(set(lives) - set(known))
    shipped = shipped.with_columns(end_date=ends)
    if not new:
        return shipped
    first, last = (np.array([lives.get(one, (BEGINNING, END))[end] for one in new], "datetime64[D]") for end in (0, 1))
    given = {
        "modifier": Coded.of(new),
        "label": Coded.of([labels.get(one, "") for one in new]),
        "kind": Coded.constant("imported", len(new)),
        "fits": Coded.constant("any", len(new)),
        "start_date": first,
        "end_date": last,
    }
    return Table.concat(
        [
            shipped,
            Table(
                {
                    name: given.get(
                        name,
                        Coded.constant("", len(new)) if isinstance(column, Coded) else np.zeros(len(new), column.dtype),
                    )
                    for name, column in shipped.items()
                }
            ),
        ]
    )
