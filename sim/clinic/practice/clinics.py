"""The clinics: one TOML file each in data/clinics, with its places, providers, specialties and the payers it deals
with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.clinic.practice.printed_numbers import FORMS
from sim.ground.strict_toml import Field, Place, flag, items, record, shown, span, table_of, text, whole, word
from sim.ground.errors import CleanClaimError
from sim.ground.files import clinic_in_force, read_toml, remembered
from sim.ground.unreadable_files import usable
from sim.reference.identifiers import npi
from sim.reference.payer_terms import likes

PHYSICIANS = ("MD", "DO", "NP", "PA")  # who may see any patient of the specialty
OTHERS = ("DPM", "PhD", "PT", "DC", "LAc")  # who sees those whose scenario names the credential
CREDENTIALS = PHYSICIANS + OTHERS
KINDS = ("medicare", "commercial", "medicaid")
SHIPPED = "prairie"  # the teaching clinic


@dataclass(frozen=True, eq=False)
class Provider:
    """Somebody who sees patients here. `plan_certified_by`: the NPI of the physician who certifies a therapist's plans
    of care, and whom the claims name as referring (42 CFR 424.24(c)).
    """

    npi: str
    name: str
    credential: str
    specialty: str
    plan_certified_by: str = ""


@dataclass(frozen=True, eq=False)
class Earlier:
    """What an earlier visit was: the code that was billed and why."""

    code: str
    dx: str


@dataclass(frozen=True, eq=False)
class Specialty:
    """A specialty of the group and where it works. `new_percent`: patients first seen by it in the window;
    `visit_percent`: share of visits; `return_weight`: how many times as likely one whom it knows is to come; `age`,
    `sex`: whom it sees; `earlier`: what its visits before the window were. None where they were those of a general
    practice.
    """

    name: str
    place_of_service_code: str
    new_percent: int
    visit_percent: int
    return_weight: int
    age: tuple[int, int]
    sex: str
    earlier: tuple[Earlier, ...] | None


@dataclass(frozen=True, eq=False)
class PayerDealt:
    """A payer the clinic deals with. `weight`: how common among those of its kind; `plans`: plan code -> weight;
    `member_id`: form of its member ids (see sim/clinic/practice/printed_numbers.py); `family`: one policy for the
    family, held by a subscriber."""

    code: str
    kind: str
    weight: int
    family: bool
    member_id: str
    group_number: str
    plans: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class SecondCoverage:
    """Percent with a second payer: a supplement (of those with Original Medicare), Medicaid (of those with Medicare),
    an employer's plan before Medicare (of those from 65 to 71 with Original Medicare), two plans (of couples insured
    through work)."""

    supplement: int = 0
    medicaid: int = 0
    employer: int = 0
    two_plans: int = 0


@dataclass(frozen=True, eq=False)
class Household:
    """A kind of household: how common, how many adults, the age of the first, how many children."""

    name: str
    percent: int
    adults: int
    age: tuple[int, int]
    children: tuple[int, int]


@dataclass(frozen=True, eq=False)
class PayerMix:
    """Percent of patients by kind of payer from an age on; the rest is commercial."""

    age_from: int
    medicare: int
    medicaid: int


@dataclass(frozen=True, eq=False)
class Visits:
    """Percent of patients of an age with one, two, three and four visits in the window."""

    age_from: int
    percent: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Clinic:
    """A clinic as its file describes it."""

    code: str
    name: str
    street_address: str
    city_name: str
    state_code: str
    postal_code: str
    telephone_number: str
    locality: str
    npi: str
    tax_id: str
    clia_number: str
    towns: tuple
    specialties: tuple[Specialty, ...]
    providers: tuple[Provider, ...]
    payers: tuple[PayerDealt, ...]
    households: tuple[Household, ...]
    payer_mix: tuple[PayerMix, ...]
    visits: tuple[Visits, ...]
    staff: Mapping[str, str]
    second_payers: tuple[PayerDealt, ...] = ()
    second_coverage: SecondCoverage = SecondCoverage()
    work_payers: tuple[PayerDealt, ...] = ()  # insurers of employers, for injuries at work only


def npi_of(value: Any, where: Place) -> str:
    """Ten digits with the right check digit, in quotation marks."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise where.refuse(f"found {shown(value)}", "an NPI in quotation marks", f'write "{value}"')
    found = text(value, where)
    try:
        return npi.validate(found)
    except CleanClaimError as error:
        raise where.refuse(f"found {shown(value)}, {error.what}", error.expected, error.todo) from None


AGE, PERCENT = Field(whole(0, 120)), Field(whole(0, 100))
TOWN = {"name": Field(text), "state": Field(text), "postal_code": Field(text)}
EARLIER = {"code": Field(text), "dx": Field(text)}
SPECIALTY = {
    "name": Field(text),
    "place_of_service_code": Field(text),
    "new_percent": PERCENT,
    "visit_percent": PERCENT,
    "return_weight": Field(whole(1, 1000), 1),
    "age": Field(span(whole(0, 120)), (0, 120)),
    "sex": Field(word("any", "F", "M"), "any"),
    "earlier": Field(items(lambda value, where: Earlier(**record(value, where, EARLIER))), None),
}
PROVIDER = {
    "npi": Field(npi_of),
    "name": Field(text),
    "credential": Field(word(*CREDENTIALS)),
    "specialty": Field(text),
    "plan_certified_by": Field(npi_of, ""),
}
PAYER = {
    "code": Field(text),
    "kind": Field(word(*KINDS)),
    "weight": Field(whole(1, 1000), 10),
    "family": Field(flag, False),
    "member_id": Field(word(*FORMS)),
    "group_number": Field(text, ""),
    "plans": Field(table_of(text, whole(1, 1000))),
}
SECOND_PAYER = {**PAYER, "kind": Field(word("supplement"))}
WORK_PAYER = {**PAYER, "kind": Field(word("workers compensation"))}
SECOND = dict.fromkeys(("supplement", "medicaid", "employer", "two_plans"), Field(whole(0, 100), 0))
HOUSEHOLD = {
    "name": Field(text),
    "percent": PERCENT,
    "adults": Field(whole(1, 2)),
    "age": Field(span(whole(18, 110))),
    "children": Field(span(whole(0, 10))),
}
MIX = {"age_from": AGE, "medicare": PERCENT, "medicaid": PERCENT}
VISITS = {"age_from": AGE, "percent": Field(items(whole(0, 100)))}


def _all(maker, fields) -> Field:
    return Field(items(lambda value, where: maker(**record(value, where, fields))))


FIELDS = {
    **dict.fromkeys(
        (
            "name",
            "street_address",
            "city_name",
            "state_code",
            "postal_code",
            "telephone_number",
            "locality",
            "tax_id",
            "clia_number",
        ),
        Field(text),
    ),
    "npi": Field(npi_of),
    "town": Field(items(lambda value, where: tuple(record(value, where, TOWN).values()))),
    "specialty": _all(Specialty, SPECIALTY),
    "provider": _all(Provider, PROVIDER),
    "payer": _all(PayerDealt, PAYER),
    "household": _all(Household, HOUSEHOLD),
    "payer_mix": _all(PayerMix, MIX),
    "visits": _all(Visits, VISITS),
    "staff": Field(table_of(text, text)),
    "second_payer": Field(items(lambda value, where: PayerDealt(**record(value, where, SECOND_PAYER))), ()),
    "work_payer": Field(items(lambda value, where: PayerDealt(**record(value, where, WORK_PAYER))), ()),
    "second_coverage": Field(lambda value, where: SecondCoverage(**record(value, where, SECOND)), SecondCoverage()),
}
PLURAL = {
    "town": "towns",
    "specialty": "specialties",
    "provider": "providers",
    "payer": "payers",
    "household": "households",
    "second_payer": "second_payers",
    "work_payer": "work_payers",
}


@remembered
def clinics() -> dict[str, Clinic]:
    """Every clinic by file name."""
    found = usable("data/clinics", lambda path: read_clinic(path.stem, path), stands_in=False)
    return {name: read_clinic(name, path) for name, path in found.items()}


def clinic(code: str = "") -> Clinic:
    """One clinic; without a name the one in force.

    >>> clinic("prairie").city_name
    'Ames'
    """
    code = here(code)
    if code not in clinics():
        raise CleanClaimError(f"no clinic {str(code)[:40]!r}", "data/clinics", ", ".join(clinics()), "check the name")
    return clinics()[code]


def read_clinic(name: str, path: Path) -> Clinic:
    """The clinic that a file describes. Raises CleanClaimError (file, field, found, what to write)."""
    found = record(read_toml(path), Place(str(path)), FIELDS)
    _check(found, Place(str(path)))
    return Clinic(code=name, **{PLURAL.get(key, key): value for key, value in found.items()})


def _check(found: dict, where: Place) -> None:
    """What the households, coverages and visits of a clinic cannot do without."""
    for part in ("town", "specialty", "provider", "household"):
        if not found[part]:
            raise where.at(part).refuse("found none", f"at least one [[{part}]]", "add one")
    for kind in KINDS:
        if not any(payer.kind == kind and payer.plans for payer in found["payer"]):
            raise where.at("payer").refuse(
                f"found no payer of kind {kind} with a plan", f'a [[payer]] with kind = "{kind}"', "add one"
            )
    for part in ("payer_mix", "visits"):
        ages = [one.age_from for one in found[part]]
        if ages[:1] != [0] or ages != sorted(set(ages)):
            raise where.at(part).refuse(f"found age_from {ages}", "ages from 0 on, rising", "correct age_from")
    if not sum(one.percent for one in found["household"]) or any(not sum(one.percent) for one in found["visits"]):
        raise where.refuse(
            "found percentages that are all 0", "household and visits with some percent", "correct the percentages"
        )
    if any(len(one.percent) > 4 for one in found["visits"]):
        raise where.at("visits").refuse(
            "found more than 4 percentages", "percent of patients with 1, 2, 3 and 4 visits", "shorten the list"
        )


@remembered
def payer_words() -> tuple[str, ...]:
    """Every payer that a clinic deals with, and the kinds of payer.

    >>> [word in payer_words() for word in ("acme_ppo", "medicare", "somebody")]
    [True, True, False]
    """
    dealt = [payer for one in clinics().values() for payer in one.payers]
    return tuple(dict.fromkeys((*(payer.code for payer in dealt), *(payer.kind for payer in dealt))))


@remembered
def payer_names(code: str) -> frozenset[str]:
    """The words by which a scenario may mean a payer: its own, its kind, and the payer that its file says it is
    like.
    """
    kinds = {
        payer.kind
        for one in clinics().values()
        for payer in (*one.payers, *one.second_payers, *one.work_payers)
        if payer.code == code
    }
    return frozenset({code, *kinds, likes().get(code, code)})


def here(named: str = "") -> str:
    """The clinic that is meant: the one named, else the one in force, else the one that ships.

    >>> here("our_clinic"), here()
    ('our_clinic', 'prairie')
    """
    return named or clinic_in_force() or SHIPPED


@remembered
def specialties() -> tuple[str, ...]:
    """The specialties of all clinics."""
    return tuple(dict.fromkeys(specialty.name for one in clinics().values() for specialty in one.specialties))


@remembered
def referrers() -> dict[str, str]:
    """Whom the claims of a provider name as referring: the physician who certifies the therapist's plans of care.

    >>> sorted(referrers().values())
    ['2511772032']
    """
    return {
        provider.npi: provider.plan_certified_by
        for one in clinics().values()
        for provider in one.providers
        if provider.plan_certified_by
    }


def where_drawn(payer: str = "") -> tuple[str, ...]:
    """The clinics at which the patients of an exercise are looked for, one after another: the one in force, if it deals
    with such a payer, then the one that ships.

    >>> where_drawn("acme_ppo"), where_drawn()
    (('prairie',), ('prairie',))
    """
    one = clinic()
    dealt = (*one.payers, *one.second_payers, *one.work_payers)
    suits = not payer or any(payer in payer_names(each.code) for each in dealt)
    return tuple(dict.fromkeys((*([one.code] if suits else []), SHIPPED)))


def who_sees(where: Clinic, specialty: str, credentials: tuple[str, ...] = ()) -> tuple[Provider, ...]:
    """The providers who may see a patient of this specialty: those with one of these credentials; where none is named,
    its physicians and the clinicians who work as they do.

    >>> [one.credential for one in who_sees(clinic("prairie"), "urgent care")]
    ['MD', 'PA']
    >>> [one.credential for one in who_sees(clinic("prairie"), "therapy", ("PT",))]
    ['PT']
    """
    able = credentials or PHYSICIANS
    return tuple(one for one in where.providers if one.specialty == specialty and one.credential in able)
