"""A day's lines asked of a payer before they are sent: which would be refused, by which rule, and what to do.

The lines are put on one clean claim of one patient (the clean claim of the policies' worked examples) and go through
the payer's own stages: no edit is written here. What nobody said of the patient (age, sex, diagnoses) never makes a
finding: it is taken so that it fits. Money is no finding here: contract, several procedures and cost share are left to
sim.price and to the remittance.
"""

from collections.abc import Mapping
from datetime import date

from sim.ground.editions import edition
from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row
from sim.payer.engine.engine import adjudicate
from sim.payer.asked.explain import said
from sim.payer.engine.payer_records import taken_as_given
from sim.payer.rulebook.payers import Payer
from sim.payer.policies.front_end.charge_or_units_invalid import MOST_UNITS
from sim.payer.asked.typed_values import code_named, day_of, modifiers_of, payer_named, place_named, whole
from sim.reference import codes as library
from sim.reference.diagnosis_letters import place_of
from sim.reference.drug_products import product_of

COLUMNS = (
    "line",
    "code",
    "finding",
    "policy",
    "group_carc",
    "rarc",
    "next_policy",
    "message",
    "remedy",
    "never",
    "cite",
)
KNOWN = {
    "procedure_code",
    "code",
    "modifiers",
    "units",
    "diagnoses",
    "pointers",
    "pos",
    "age",
    "sex",
    "charge",
    "service_date",
    "authorization",
    *(f"modifier_{number}" for number in (1, 2, 3, 4)),
}
OF_HISTORY = {"procedure_code", "code", "modifiers", "units", "service_date", "pos"}
DAY = "2026-07-15"  # where no date is stated
MOST_LINES, MOST_HISTORY, MOST_DIAGNOSES, MOST_POINTERS = 50, 1_000, 12, 4
NEEDS_DIAGNOSIS = ("diagnosis_does_not_support", "diagnosis_mismatch", "experimental")


def edit_lines(lines, history=None, on=None, payer: str = "medicare"):
    """What a payer's rules find on the lines of one patient's day, as a pandas frame (empty when clean); see `findings`
    for what goes in and out.

    >>> edit_lines([{"procedure_code": "99213"}, {"procedure_code": "20610", "modifiers": "RT"}])[["line", "group_carc", "policy"]].values.tolist()
    [[1, 'CO-97', 'visit_beside_minor_procedure']]
    >>> len(edit_lines([{"procedure_code": "99213", "modifiers": "25"}, {"procedure_code": "20610", "modifiers": "RT"}]))
    0
    """
    import pandas

    return pandas.DataFrame(
        findings(_records(lines, "lines"), _records(history, "history"), on, payer), columns=list(COLUMNS)
    )


def findings(lines: list, history: list = (), on=None, payer: str = "medicare") -> list[dict]:
    """The findings as a list of dicts: line (from 1; 0 the whole claim), code, finding (the rule's title), policy,
    group_carc (as CO-97; of a claim that is refused at the door its status, as A7:255), rarc, next_policy (what would
    refuse it next), message (what to do), remedy, never, cite.

    lines: dicts with procedure_code (or code) and, if you like, modifiers, units, diagnoses (a list, or a text with
    commas), pointers (places in the line's own diagnoses, 1 or A), pos, charge (cents), age (whole years), sex (F, M),
    authorization, service_date (one for all lines). history: dicts with procedure_code and service_date, what this
    payer paid for the same patient, group and specialty; a service of the same day counts as an earlier claim. on: the
    date of service (default: that of the lines, else 2026-07-15). payer: its code or its kind. Source: each finding's
    `cite`. Raises CleanClaimError for what cannot be read.

    >>> found = findings([{"code": "11901"}, {"code": "11900", "modifiers": "59"}])
    >>> [(one["line"], one["group_carc"], one["rarc"]) for one in found]
    [(2, 'CO-236', 'M80')]
    >>> findings([{"code": "20610", "units": 3}])[0]["group_carc"], findings([{"code": "20610", "units": 2}])
    ('CO-151', [])
    >>> findings([{"code": "17003", "units": 3}])[0]["policy"]
    'add_on_without_base'
    >>> findings([{"code": "99203"}], [{"code": "99213", "service_date": "2024-01-10"}], on="2026-07-15")[0]["group_carc"]
    'CO-B16'
    """
    chosen = payer_named(payer)
    told, before = _told(lines, KNOWN, "lines", MOST_LINES), _told(history, OF_HISTORY, "history", MOST_HISTORY)
    if not told:
        return []
    day = _day(told, on)
    given, today = _given(told), [_of_line(row, number) for number, row in enumerate(told, 1)]
    claim = {**_clean_terms(chosen), **_patient(told, given, chosen, day), **_authorization(told)}
    earlier, past = _history(before, day, claim)
    own = [
        {**claim, **cells, "claim": "1b" if earlier else "1", "service_date": str(day)}
        for cells in _with_diagnoses(today, told)
    ]
    return _decided(past + earlier + own, len(past) + len(earlier), told, today, chosen)


def _records(given, name: str) -> list:
    """Dicts from a frame or a list."""
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        return given.to_dict("records")
    if given is None or isinstance(given, list | tuple):
        return list(given or ())
    raise CleanClaimError(
        f"{name} are a {type(given).__name__}",
        "edit_lines",
        "a frame or a list of dicts",
        'write [{"procedure_code": "99213"}]',
    )


def _told(given, known: set, name: str, most: int) -> list[dict]:
    """The rows without what was left empty."""
    given = _records(given, name)
    if len(given) > most:
        raise CleanClaimError(
            f"{len(given)} {name}", "edit_lines", f"at most {most}", "ask for one day of one patient at a time"
        )
    rows = []
    for number, row in enumerate(given, 1):
        if not isinstance(row, Mapping):
            raise CleanClaimError(
                f"{str(row)[:30]!r} is no row",
                f"{name}, {number}",
                "a dict of columns",
                'write {"procedure_code": "99213"}',
            )
        unknown = [str(key)[:30] for key in row if key not in known]
        if unknown:
            raise CleanClaimError(
                f"unknown column {unknown[0]!r}", f"{name}, {number}", ", ".join(sorted(known)), "check the name"
            )
        rows.append({key: value for key, value in row.items() if not _is_empty(value)})
    return rows


def _is_empty(value) -> bool:
    return (
        value is None
        or isinstance(value, str)
        and not value.strip()
        or isinstance(value, float)
        and value != value
        or str(value) in ("NaT", "<NA>")
    )


def _one(told: list[dict], name: str):
    """What the lines say of their one patient or day; None if they do not."""
    said_by = {str(row[name]).strip().upper().removesuffix(".0") for row in told if name in row}
    if len(said_by) > 1:
        raise CleanClaimError(
            f"different values of {name}", "edit_lines", "the lines of one patient and one day", "ask for one at a time"
        )
    return said_by.pop() if said_by else None


def _day(told: list[dict], on) -> date:
    stated = _one(
        [{"service_date": day_of(row["service_date"])} for row in told if "service_date" in row], "service_date"
    )
    day = day_of(on if on is not None else stated or DAY)
    if stated and str(day) != stated:
        raise CleanClaimError(
            f"lines of {stated}, asked on {day}", "edit_lines", "one date of service", "leave one of them out"
        )
    loaded = edition("icd10cm")
    if not loaded.first <= day <= loaded.last:
        raise CleanClaimError(
            f"no edits for {day}", "edit_lines", f"a date from {loaded.first} to {loaded.last}", "take another date"
        )
    return day


def _given(told: list[dict]) -> dict:
    age, sex = _one(told, "age"), _one(told, "sex")
    if age is not None and age != "0":
        age = whole(age, "age", 124, "edit_lines")
    if sex is not None and sex not in ("F", "M"):
        raise CleanClaimError(f"sex {sex[:10]!r}", "edit_lines", "F, M, or nothing", "leave it out if it is neither")
    return {"age": None if age is None else int(age), "sex": sex}


def _of_line(row: dict, number: int) -> dict:
    """The cells of one line, as the worked examples write them."""
    where = f"line {number}"
    code = code_named(row.get("procedure_code", row.get("code", "")), where)
    used = (
        row["modifiers"]
        if "modifiers" in row
        else [row[name] for name in (f"modifier_{place}" for place in (1, 2, 3, 4)) if name in row]
    )
    units = whole(row.get("units", 1), "units", MOST_UNITS, where)
    cells = {
        "code": code,
        "modifiers": ",".join(modifiers_of(used)) or "-",
        "units": str(units),
        "place": place_named(row.get("pos", "11"), where),
    }
    cents = whole(row["charge"], "charge", LARGEST - 1, where) if "charge" in row else 10_000 * units
    return {**cells, "charge": f"{cents // 100}.{cents % 100:02d}", "line_note": "told", **_package(code, units)}


def _package(code: str, units: int) -> dict:
    """The drug's own number, as a claim would carry it."""
    package = product_of().get(code)
    return (
        {}
        if package is None
        else {
            "drug_code": package.drug_code,
            "drug_unit_code": package.drug_unit_code,
            "drug_unit_quantity": str(package.quantity * units),
        }
    )


def _diagnoses(row: dict, number: int) -> tuple[list[str], list[str]]:
    """The line's diagnoses and those of them that it points to."""
    where, codes = f"line {number}, diagnoses", _texts(row.get("diagnoses", ()), f"line {number}, diagnoses")
    if any(len(code) > 8 or not code.replace(".", "").isalnum() or not code.isascii() for code in codes):
        raise CleanClaimError(
            "a diagnosis that cannot be one", where, "ICD-10-CM codes, as E11.22", "check them with sim.check_codes"
        )
    points = [
        str(place_of(text)) if place_of(text) else text.removesuffix(".0")
        for text in _texts(row.get("pointers", ()), where)
    ]
    if len(points) > MOST_POINTERS or any(
        text not in {str(place) for place in range(1, len(codes) + 1)} for text in points
    ):
        raise CleanClaimError(
            "a pointer to nothing, or more than four",
            where,
            "places in the line's own diagnoses, 1 or A",
            "mend the pointers",
        )
    return codes, [codes[int(text) - 1] for text in points] or codes[:MOST_POINTERS]


def _texts(given, where: str) -> list[str]:
    if isinstance(given, str | int | float) and not isinstance(given, bool):
        given = str(given).replace(",", " ").replace(";", " ").split()
    if not isinstance(given, list | tuple):
        raise CleanClaimError(f"{str(given)[:30]!r} is no list", where, "a list, or a text with commas", "mend it")
    return [str(text).strip().upper() for text in given]


def _with_diagnoses(today: list[dict], told: list[dict]) -> list[dict]:
    """The lines with the claim's diagnoses and their pointers; without any, the clean line's own."""
    pairs = [_diagnoses(row, number) for number, row in enumerate(told, 1)]
    every = list(dict.fromkeys(code for codes, _ in pairs for code in codes))
    if len(every) > MOST_DIAGNOSES:
        raise CleanClaimError(
            f"{len(every)} diagnoses", "edit_lines", "at most twelve on a claim", "leave the least important out"
        )
    out = []
    for cells, (_, wanted) in zip(today, pairs, strict=True):
        points = ",".join(str(every.index(code) + 1) for code in wanted) or "1"
        out.append({**cells, "dx": ",".join(every), "pointers": points} if every else cells)
    return out


def _clean_terms(payer: Payer) -> dict:
    """Coverage all the time, and every paper and date that a claim can carry: they are not what is asked here."""
    day = str(edition("icd10cm").first)
    return {
        "payer": payer.code,
        "coverage_start_date": "1900-01-01",
        "attachment_control_number": "GIVEN",
        "initial_treatment_date": day,
        "last_menstrual_date": day,
        "onset_date": day,
    }


def _patient(told: list[dict], given: dict, payer: Payer, day: date) -> dict:
    """Birth date and sex as given; what is not given is taken so that it fits the services, if one patient can fit them
    all.
    """
    table = library.procedures()
    places = [
        int(library.procedure_rows([code_named(row.get("procedure_code", row.get("code", "")), "lines")])[0])
        for row in told
    ]
    low, high = max(int(table.age_from[place]) for place in places), min(int(table.age_to[place]) for place in places)
    usual = 76 if payer.kind.startswith("medicare") else 41
    age = given["age"] if given["age"] is not None else min(max(usual, low), high) if low <= high else usual
    sexes = sorted({table.sex[place] for place in places} - {"", None})
    month_day = "-02-28" if (day.month, day.day) == (2, 29) else f"-{day.month:02d}-{day.day:02d}"
    return {"birth_date": f"{day.year - age}{month_day}", "sex": given["sex"] or (sexes[0] if len(sexes) == 1 else "F")}


def _authorization(told: list[dict]) -> dict:
    number = _one(told, "authorization")
    return {} if number is None else {"prior_authorization_number": number[:50]}


def _history(before: list[dict], day: date, claim: dict) -> tuple[list[dict], list[dict]]:
    """Services of the same day as an earlier claim, older ones as what the payer remembers."""
    earlier, past = [], []
    for number, row in enumerate(before, 1):
        if "service_date" not in row:
            raise CleanClaimError("no service_date", f"history, {number}", "the day of the service", "add it")
        then, cells = (
            day_of(row["service_date"]),
            _of_line({key: value for key, value in row.items() if key != "service_date"}, number),
        )
        if then > day:
            raise CleanClaimError(
                f"a service of {then}, after {day}",
                f"history, {number}",
                "services up to the day asked about",
                "leave it out",
            )
        if then == day:
            earlier.append({**claim, **cells, "claim": "1a", "service_date": str(then)})
        else:
            first = cells["modifiers"].split(",")[0]
            past.append(
                {
                    "claim": "1",
                    "past": "yes",
                    "payer": claim["payer"],
                    "coverage_start_date": claim["coverage_start_date"],
                    "code": cells["code"],
                    "modifiers": first,
                    "units": cells["units"],
                    "place": cells["place"],
                    "service_date": str(then),
                }
            )
    return earlier, past


def _decided(cells: list[dict], skip: int, told: list[dict], today: list[dict], payer: Payer) -> list[dict]:
    claims, lines, coverages, past, places = tables(tuple(Row(one, ("no",), "edit_lines") for one in cells))
    answer = adjudicate(claims, lines, coverages, past, {"authorizations": taken_as_given(claims)})
    mine = {place: number for number, place in enumerate(places[skip:])}
    own = next(iter(mine))[0]
    found = [
        _finding(0, "", row["policy"], f"{row['status_category_code']}:{row['status_code']}", "", "", payer)
        for row in answer.acknowledgements.rows()
        if row["claim_key"] == own and not row["is_accepted"]
    ]
    then = {(row["claim_key"], row["claim_line_number"]): row["next_policy"] for row in answer.remittance_lines.rows()}
    for row in answer.adjustments.rows():
        place = (row["claim_key"], row["claim_line_number"])
        if row["is_denial"] and place in mine:
            policy = _known(row["policy"], told[mine[place]])
            if policy:
                rarc = " ".join(filter(None, (row["rarc_1"], row["rarc_2"])))
                after = _known(then.get(place) or "", told[mine[place]])
                found.append(
                    _finding(
                        mine[place] + 1,
                        today[mine[place]]["code"],
                        policy,
                        f"{row['group']}-{row['carc']}",
                        rarc,
                        after,
                        payer,
                    )
                )
    return sorted(found, key=lambda one: one["line"])


def _known(policy: str, told: dict) -> str:
    """The policy, unless it asks for a diagnosis and none was told."""
    return "" if policy in NEEDS_DIAGNOSIS and "diagnoses" not in told else policy


def _finding(line: int, code: str, policy: str, group_carc: str, rarc: str, then: str, payer: Payer) -> dict:
    words = said(payer.code, policy)
    return {
        "line": line,
        "code": code,
        "finding": words["title"],
        "policy": policy,
        "group_carc": group_carc,
        "rarc": rarc,
        "next_policy": then,
        "message": words["fix"],
        "remedy": words["remedy"],
        "never": words["never"],
        "cite": words["cite"],
    }
