"""Who is who on the wire: the clinics' providers, the payers' ids and names as tables that sim.edi writes from and
reads into.
"""

from typing import Any, NamedTuple, Protocol

from sim.clinic.practice.clinics import clinics
from sim.edi.writer.parties import Parties
from sim.ground.coded import Coded
from sim.ground.files import find, read_csv, remembered
from sim.ground.table import Table
from sim.payer.rulebook.payers import payers

FILING = {
    "medicare": "MB",
    "commercial": "12",
    "medicaid": "MC",
    "medicare advantage": "16",
    "medicare supplement": "CI",
    "workers compensation": "WC",
    "self pay": "09",
}
UNKNOWN_ZIP = "9998"  # the last four digits when nobody wrote them; a billing provider's ZIP code has nine
NO_ADDRESS = {
    "street_address": "90200 Payer Plaza",
    "city_name": "Ames",
    "state_code": "IA",
    "postal_code": "500109998",
}
PROVIDER_COLUMNS = (
    "npi",
    "entity_type_code",
    "family_name",
    "first_name",
    "taxonomy_code",
    "tax_id",
    "contact_name",
    "telephone_number",
    "street_address",
    "city_name",
    "state_code",
    "postal_code",
)


def payer_id(payer_code: str) -> str:
    """The id of a payer on the wire.

    >>> payer_id("acme_ppo")
    'ACMEPPO'
    """
    return payer_code.upper().replace("_", "")


@remembered
def payer_table() -> Table:
    """payer_code, payer_id, name, filing_code, tax_id and an address of every payer."""
    known = payers()
    rows = [
        {
            "payer_code": code,
            "payer_id": payer_id(code),
            "name": payer.label,
            "family_name": payer.label,
            "filing_code": FILING.get(payer.kind, "ZZ"),
            "tax_id": f"00-{number:07d}",
            "contact_name": "Provider services",
            "telephone_number": "800-555-0100",
            **NO_ADDRESS,
        }
        for number, (code, payer) in enumerate(known.items(), 9001)
    ]
    return _table(rows, tuple(rows[0]))


@remembered
def provider_table() -> Table:
    """Every clinic and everybody who works there, with the columns of sim.edi's providers."""
    rows = []
    for place in clinics().values():
        zip_code = place.postal_code + UNKNOWN_ZIP if len(place.postal_code) == 5 else place.postal_code
        address = {
            "street_address": place.street_address,
            "city_name": place.city_name,
            "state_code": place.state_code,
            "postal_code": zip_code,
        }
        rows.append(
            {
                "npi": place.npi,
                "entity_type_code": "2",
                "family_name": place.name,
                "taxonomy_code": taxonomy("group"),
                "tax_id": place.tax_id,
                "contact_name": "Billing office",
                "telephone_number": place.telephone_number,
                **address,
            }
        )
        for one in place.providers:
            first, _, family = one.name.rpartition(" ")
            rows.append(
                {
                    "npi": one.npi,
                    "entity_type_code": "1",
                    "family_name": family,
                    "first_name": first,
                    "taxonomy_code": taxonomy(one.specialty, one.credential),
                }
            )
    return _table(rows, PROVIDER_COLUMNS)


@remembered
def _taxonomies() -> tuple[dict[str, str], ...]:
    return tuple(read_csv(find("data/codes/taxonomy.csv")))


def taxonomy(specialty: str, credential: str = "") -> str:
    """The taxonomy code written for a provider of a specialty; empty when none is known.

    >>> taxonomy("family medicine"), taxonomy("therapy", "DC"), taxonomy("therapy")
    ('207Q00000X', '111N00000X', '225100000X')
    """
    mine = [row for row in _taxonomies() if row["specialty"] == specialty]
    fits = [row for row in mine if row["credential"] in ("", credential)]
    best = sorted(fits or mine, key=lambda row: row["credential"] != credential)
    return best[0]["taxonomy"] if best else ""


def specialty(code: str) -> str:
    """The specialty that a taxonomy code stands for; the code itself when it is not in the table.

    >>> specialty("207Q00000X"), specialty("332B00000X")
    ('family medicine', '332B00000X')
    """
    return next((row["specialty"] for row in _taxonomies() if row["taxonomy"] == code), code)


class HasMembers(Protocol):
    """Patients with their coverages."""

    @property
    def patients(self) -> Table:
        """Table[patients]."""

    @property
    def coverages(self) -> Table:
        """Table[coverages]."""


class Members(NamedTuple):
    """The people of a file."""

    patients: Table
    coverages: Table


def parties(people: HasMembers, payer_code: str) -> Parties:
    """Everybody on a file of claims to one payer."""
    house = next(iter(clinics().values()))
    submitter = _table(
        [
            {
                "family_name": house.name,
                "entity_type_code": "2",
                "id": f"{house.npi}",
                "contact_name": "Billing office",
                "telephone_number": house.telephone_number,
            }
        ],
        ("family_name", "entity_type_code", "id", "contact_name", "telephone_number"),
    )
    receiver = _table([{"family_name": payers()[payer_code].label, "id": payer_id(payer_code)}], ("family_name", "id"))
    return Parties(people.patients, people.coverages, provider_table(), payer_table(), submitter, receiver)


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Table:
    return Table({name: Coded.of([row.get(name, "") for row in rows]) for name in columns})
