"""Somebody's file of claims at a payer's door: its members found or not, its claims and lines as the engine takes them.

A file of another clinic knows no household and no visit: people are told apart by member id, name and birth date; the
claim keeps its sender's own number (CLM01), which comes back in every answer. Claims of our own simulation keep their
keys, which their number tells.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.submission import account_number, claim_key_of, received_date
from sim.billing.wire.trading_partners import payer_table, provider_table, specialty
from sim.clinic.practice.clinics import clinics
from sim.edi.reader.claims import Claims837
from sim.ground.coded import Coded
from sim.ground.dates import day_of
from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv
from sim.ground.joins import find_in
from sim.ground.table import Table, conform, empty
from sim.payer.rulebook.payers import payers

OURS = re.compile(r"V(\d{1,17})-(\d{1,2})", re.ASCII)
LONG_AGO = np.datetime64("2000-01-01")


class Received(NamedTuple):
    """A file as the engine takes it: tables claims, claim_lines, coverages, patients, other_payments,
    other_adjustments.
    """

    claims: Table
    lines: Table
    coverages: Table
    patients: Table
    other_payments: Table
    other_adjustments: Table


def received(read: Claims837, payer_code: str, members: Table | None = None, enroll: bool = False) -> Received:
    """The claims of a file as this payer takes them. members: rows of `coverages` (member_id needed); enroll: everybody
    in the file is a member.

    Raises CleanClaimError for an unknown payer.
    """
    if payer_code not in payers():
        raise CleanClaimError(
            f"unknown payer {payer_code!r}",
            "--payer",
            ", ".join(payers()),
            "name one of these, or add a file to data/payers",
        )
    claims = _named(read.claims, payer_code)
    household, patient = _people(claims)
    keys = _keys(claims)
    claims = claims.with_columns(household_key=household, patient_key=patient)
    coverages, place = _enrolled(claims, payer_code) if enroll else _found(claims, payer_code, members)
    holder, holders = _holders(claims, read.subscribers)
    coverages = coverages.with_columns(subscriber_patient_key=holder[find_in(patient, coverages.patient_key)])
    claims = claims.with_columns(
        claim_key=keys,
        encounter_key=keys >> 4,
        coverage_key=place,
        replaces_claim_key=_replaced(claims, keys, patient),
        adjudication_round=claims.claim_frequency_code.isin(["7", "8"]).astype(np.int64),
    )

    def again(table: Table) -> Table:
        return table.with_columns(claim_key=keys[find_in(read.claims.claim_key, table.claim_key)])

    others = [
        _payers_named(again(table)) if len(table) else table for table in (read.other_payments, read.other_adjustments)
    ]
    patients = conform("patients", read.patients.with_columns(patient_key=patient, household_key=household))
    patients = Table.concat([patients.take(np.unique(patient, return_index=True)[1]), holders])
    return Received(conform("claims", claims), _done_by(again(read.lines), claims), coverages, patients, *others)


def _holders(claims: Table, subscribers: Table) -> tuple[np.ndarray, Table]:
    """Who holds each claim's policy: the member of the household who is the subscriber on some claim, else a person who
    is no patient here.
    """
    is_self = claims.relationship_code == "self"
    place: dict[int, int] = {}
    for home, person in zip(claims.household_key[is_self].tolist(), claims.patient_key[is_self].tolist(), strict=True):
        place.setdefault(home, person)
    rows = []
    for row in np.flatnonzero(~is_self).tolist():
        home = int(claims.household_key[row])
        if home not in place:
            place[home] = (home << 24) + 2**24 - 1
            rows.append((row, place[home], home))
    strangers = subscribers.take(np.array([row for row, _, _ in rows], np.int64)).with_columns(
        patient_key=np.array([key for _, key, _ in rows], np.int64),
        household_key=np.array([home for _, _, home in rows], np.int64),
    )
    return np.array([place[home] for home in claims.household_key.tolist()], np.int64), conform("patients", strangers)


def _named(claims: Table, payer_code: str) -> Table:
    """Days, clinic and specialty as we name them."""
    homes = {place.npi: code for code, place in clinics().items()}
    count = len(claims)
    return claims.with_columns(
        payer_code=Coded.constant(payer_code, count),
        received_date=received_date(claims.submitted_date),
        clinic_code=Coded.of([homes.get(npi, "") for npi in claims.billing_npi.texts().tolist()]),
        specialty_code=Coded(claims.specialty_code.keys, [specialty(text) for text in claims.specialty_code.pool]),
    )


def _done_by(lines: Table, claims: Table) -> Table:
    """A line that names nobody was done by who bills it (that is what leaving 2310B out means), unless we know that
    provider as a group.
    """
    row = find_in(claims.claim_key, lines.claim_key)
    billing = claims.billing_npi[row]
    alone = lines.rendering_npi.is_missing & claims.clinic_code.is_missing[row]
    return lines.with_columns(rendering_npi=Coded.where(alone, billing, lines.rendering_npi))


def _keys(claims: Table) -> np.ndarray:
    """Our own claims' keys if every number is one of ours and none comes twice, else numbers from 16 on, sixteen apart
    (as a visit's claims are).
    """
    found = [OURS.fullmatch(text) for text in claims.patient_control_number.texts().tolist()]
    if all(found):
        keys = np.array(
            [(int(one[1]) << 4) + int(one[2]) for one in found if one and int(one[2]) < 16 and int(one[1]) < 2**58],
            np.int64,
        )
        if len(np.unique(keys)) == len(claims):
            return keys
    return np.arange(1, len(claims) + 1, dtype=np.int64) << 4


def _people(claims: Table) -> tuple[np.ndarray, np.ndarray]:
    """(household, patient): a household shares a member id, a patient the names and the birth date as well."""
    columns = [claims.member_id, claims.patient_first_name, claims.patient_family_name]
    person = list(
        zip(
            *(column.texts().tolist() for column in columns),
            claims.patient_birth_date.astype(str).tolist(),
            strict=True,
        )
    )
    homes: dict[Any, int] = {}
    people: dict[Any, int] = {}
    for row, one in enumerate(person):
        number = homes.setdefault(one[0] or ("nobody", row), len(homes) + 1)
        people.setdefault((number, *one), (number << 24) + len(people) % 2**24)
    home = np.array([homes[one[0] or ("nobody", row)] for row, one in enumerate(person)], np.int64)
    return home, np.array([people[(int(at), *one)] for at, one in zip(home.tolist(), person, strict=True)], np.int64)


def _enrolled(claims: Table, payer_code: str) -> tuple[Table, np.ndarray]:
    """A coverage for every patient with a member id, in the payer's first plan."""
    first = np.unique(claims.patient_key, return_index=True)[1]
    first = first[~claims.member_id.is_missing[first]]
    shown = claims.take(first)
    count = len(first)
    coverages = conform(
        "coverages",
        Table(
            coverage_key=shown.patient_key << 3,
            patient_key=shown.patient_key,
            payer_code=Coded.constant(payer_code, count),
            plan_code=Coded.constant(payers()[payer_code].plans[0]["code"], count),
            member_id=shown.member_id,
            group_number=shown.group_number,
            relationship_code=shown.relationship_code,
            subscriber_patient_key=shown.patient_key,
            coverage_start_date=np.full(count, LONG_AGO),
        ),
    )
    return coverages, np.where(claims.member_id.is_missing, -1, claims.patient_key << 3)


def _found(claims: Table, payer_code: str, members: Table | None) -> tuple[Table, np.ndarray]:
    """The coverages of those members whom the payer knows, by member id; -1 for a claim of somebody unknown."""
    if members is None or not len(members):
        return empty("coverages"), np.full(len(claims), -1, np.int64)
    members = members.take((members.payer_code == payer_code) | members.payer_code.is_missing)
    place = {text: row for row, text in reversed(list(enumerate(members.member_id.texts().tolist())))}
    rows = np.array([*(place.get(text, -1) for text in claims.member_id.pool), -1], np.int64)[claims.member_id.keys]
    first = np.unique(np.where(rows >= 0, claims.patient_key, -1), return_index=True)[1]
    first = first[rows[first] >= 0]
    shown, mine = claims.take(first), members.take(rows[first])
    plans = [plan["code"] for plan in payers()[payer_code].plans]
    plan = Coded.of([code if code in plans else plans[0] for code in mine.plan_code.texts().tolist()])
    start = np.where(np.isnat(mine.coverage_start_date), LONG_AGO, mine.coverage_start_date)
    coverages = mine.with_columns(
        coverage_key=shown.patient_key << 3,
        patient_key=shown.patient_key,
        plan_code=plan,
        coverage_start_date=start,
        payer_code=Coded.constant(payer_code, len(first)),
        subscriber_patient_key=shown.patient_key,
    )
    return conform("coverages", coverages), np.where(rows >= 0, claims.patient_key << 3, -1)


def _replaced(claims: Table, keys: np.ndarray, patient: np.ndarray) -> np.ndarray:
    """The claim of this file that a corrected or void claim names by the payer's number; -1 where it is not here, or is
    another patient's: the numbers of another file's answers begin anew.
    """
    named = np.array([*(claim_key_of(text) for text in claims.original_reference_number.pool), -1], np.int64)[
        claims.original_reference_number.keys
    ]
    row = find_in(keys, named)
    return np.where((row >= 0) & (patient[row] == patient), named, -1)


def _payers_named(table: Table) -> Table:
    """Payers by our names where their id on the wire is one of ours."""
    known = dict(zip(payer_table().payer_id.texts().tolist(), payer_table().payer_code.texts().tolist(), strict=True))
    return table.with_columns(
        payer_code=Coded(table.payer_code.keys, [known.get(text, text) for text in table.payer_code.pool])
    )


def read_members(path: str | Path) -> Table:
    """Members from a CSV file: our table `coverages` (as a simulation writes it, a Parquet folder too), or at least a
    column member_id. Raises CleanClaimError for a file without it."""
    place = Path(path)
    if place.is_dir() or place.suffix == ".parquet":
        return _from_parquet(place)
    rows = read_csv(place)
    if not rows or "member_id" not in rows[0]:
        raise CleanClaimError(
            "no column member_id",
            str(path),
            "a CSV file of members with a header",
            "write member_id, and if known plan_code, coverage_start_date, coverage_end_date",
        )
    types = columns_of("coverages")
    kept = [{name: _cell(types[name], text, path, name) for name, text in row.items() if name in types} for row in rows]
    return Table.from_rows("coverages", kept)


def _from_parquet(place: Path) -> Table:
    """Our own table, one file or a folder of parts."""
    import pyarrow
    from pyarrow import parquet

    try:
        rows = parquet.read_table(place, columns=list(columns_of("coverages"))).to_pylist()
    except (OSError, pyarrow.ArrowException) as reason:
        raise CleanClaimError(
            f"cannot read: {str(reason)[:80]}",
            str(place),
            "the coverages of a simulation",
            "give a CSV file, or that folder",
        ) from None
    return Table.from_rows("coverages", rows)


def _cell(kind: str, text: str, path: str | Path, name: str) -> Any:
    if kind == "code":
        return text
    if not text:
        return None
    try:
        return day_of(text) if kind == "date" else int(text)
    except ValueError:
        raise CleanClaimError(
            f"{text[:30]!r} in {name}",
            str(path),
            "a day such as 2026-04-01" if kind == "date" else "a whole number",
            "correct that cell",
        ) from None


def numbered(claims: Table) -> Table:
    """The claims with a control number each: the sender's own, else the one printed in box 26."""
    missing = claims.patient_control_number.is_missing
    if not missing.any():
        return claims
    keys = claims.claim_key.tolist()
    return claims.with_columns(
        patient_control_number=Coded.of(
            [
                account_number(key) if empty_ else text
                for key, text, empty_ in zip(
                    keys, claims.patient_control_number.texts().tolist(), missing.tolist(), strict=True
                )
            ]
        )
    )


def not_participating(claims: Table) -> Table:
    """Table[provider_facts]: billing providers whose claims to Medicare are not assigned (CLM07). Whoever participates
    must accept assignment, so they do not.
    """
    known = payers()
    medicare = [code for code in claims.payer_code.pool if code in known and known[code].kind == "medicare"]
    open_ = claims.take(
        claims.payer_code.isin(medicare) & ~claims.is_assignment_accepted & ~claims.billing_npi.is_missing
    )
    rows = [
        {"npi": npi, "payer_code": payer, "fact": "not participating", "start_date": LONG_AGO}
        for npi, payer in dict.fromkeys(
            zip(open_.billing_npi.texts().tolist(), open_.payer_code.texts().tolist(), strict=True)
        )
    ]
    return Table.from_rows("provider_facts", rows) if rows else empty("provider_facts")


def providers_with(found: Table) -> Table:
    """Our providers and those of a file that we do not know."""
    ours = provider_table()
    strange = found.take(~found.npi.isin(ours.npi.pool))
    return Table.concat(
        [
            ours,
            Table(
                {name: strange[name] if name in strange else Coded.constant("", len(strange)) for name in ours.columns}
            ),
        ]
    )
