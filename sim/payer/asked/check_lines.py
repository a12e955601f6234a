"""A day's lines asked of a payer before they are sent: which would be denied, by which rule, and what to do.

The lines are put on one clean claim of one patient (the clean claim of the policies' worked examples) and go through
the payer's own stages: no edit is written here. What nobody said of the patient (age, sex, diagnoses) never makes a
finding: it is taken so that it fits. Money is not one here: contract, several procedures and cost share are left to
sim.price and to the remittance. A code that the library does not know is named, and the other lines are judged. Every
finding says what it rests on, and where nothing is found the answer says among how many edits.
"""

from collections.abc import Sequence
from typing import Any
from datetime import date

import numpy as np

from sim.ground.editions import edition
from sim.ground.errors import CleanClaimError
from sim.payer.asked.explain import said
from sim.payer.asked.given_lines import (
    KNOWN,
    OF_HISTORY,
    Cells,
    Given,
    cells_of,
    is_in_library,
    lines_of,
    one_value,
    records_of,
    typed_code,
    with_diagnoses,
)
from sim.payer.asked.rests_on import rests_on
from sim.payer.asked.typed_values import code_named, day_of, payer_named, whole
from sim.payer.engine.engine import adjudicate
from sim.payer.engine.payer_records import taken_as_given
from sim.payer.examples.example_claims import LineKey, tables
from sim.payer.examples.example_table import Row
from sim.payer.rulebook.payers import Payer
from sim.reference import codes as library
from sim.reference import provenance
from sim.reference.provenance import pairs_loaded

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
    "rests_on",
)
Finding = dict[str, Any]  # the columns above
DAY = "2026-07-15"  # where no date is stated
NOT_KNOWN = (
    "This code is not in the library, so nothing was checked for this line. Check the typing, or find the code with"
    " sim.search_codes."
)
MOST_LINES, MOST_HISTORY = 50, 1_000
NEEDS_DIAGNOSIS = ("diagnosis_does_not_support", "diagnosis_mismatch", "experimental")


def edit_lines(lines: Any, history: Any = None, on: Any = None, payer: str = "medicare"):
    """What a payer's rules find on the lines of one patient's day, as a pandas frame; see `findings` for what goes in
    and out. Where nothing is found one row (line 0) says what was asked: it does not mean that the lines will be paid.

    >>> visit, injection = {"procedure_code": "99213"}, {"procedure_code": "20610", "modifiers": "RT"}
    >>> edit_lines([visit, injection])[["line", "group_carc", "policy"]].values.tolist()
    [[1, 'CO-97', 'visit_beside_minor_procedure']]
    >>> clean = edit_lines([{**visit, "modifiers": "25"}, injection])
    >>> clean.finding.tolist(), clean.message[0][:33]
    (['nothing found'], 'No edit among the procedure pairs')
    """
    import pandas

    asked, before = records_of(lines, "lines"), records_of(history, "history")
    found = findings(asked, before, on, payer)
    if asked and not found:
        found = [_remark(0, "", "nothing found", looked_at(asked), "")]
    return pandas.DataFrame(found, columns=list(COLUMNS))


def looked_at(lines: Sequence[Any]) -> str:
    """Among how many edits nothing was found: the procedure pairs and unit limits loaded for these codes.

    >>> looked_at([{"code": "99213"}])[-59:]
    'Other rules of the payer may still apply: see its own page.'
    """
    codes = tuple(dict.fromkeys(text for row in lines if (text := typed_code(row))))
    every, some = pairs_loaded(codes)
    day = np.datetime64(DAY)
    limited = sum(provenance.limit(code, day) is not None for code in codes)
    return (
        f"No edit among the procedure pairs loaded for these codes ({some:,} of {every:,}). Unit limits are loaded for"
        f" {limited} of {len(codes)} of the codes. Other rules of the payer may still apply: see its own page."
    )


def findings(
    lines: Sequence[Any], history: Sequence[Any] = (), on: Any = None, payer: str = "medicare"
) -> list[Finding]:
    """The findings as a list of dicts: line (from 1; 0 the whole claim), code, finding (the rule's title), policy,
    group_carc (such as CO-97; of a claim that would be rejected its status, such as A7:255), rarc, next_policy (what
    would deny it next), message (what to do), remedy, never, cite, rests_on (a published edit with its release, the
    payer's own rule, or "teaching estimate"; empty where the citation says all). A line whose code the library does not
    know has the finding "not in the library" and is left out of the rest.

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
    >>> history = [{"code": "99213", "service_date": "2024-01-10"}]
    >>> findings([{"code": "99203"}], history, on="2026-07-15")[0]["group_carc"]
    'CO-B16'
    """
    chosen = payer_named(payer)
    given, before = lines_of(lines, KNOWN, "lines", MOST_LINES), lines_of(history, OF_HISTORY, "history", MOST_HISTORY)
    every, given, places = given, *_known_codes(given)
    unknown = [
        _remark(number, typed_code(row), "not in the library", NOT_KNOWN, "")
        for number, row in (*enumerate(every, 1), *((0, row) for row in before))
        if not is_in_library(row)
    ]
    before = [row for row in before if is_in_library(row)]
    if not given:
        return unknown
    day = _day(given, on)
    today = [cells_of(row, number) for number, row in zip(places, given, strict=True)]
    claim = {**_clean_terms(chosen), **_patient(given, chosen, day), **_authorization(given)}
    earlier, past = _history(before, day, claim)
    own = [
        {**claim, **cells, "claim": "1b" if earlier else "1", "service_date": str(day)}
        for cells in with_diagnoses(today, given)
    ]
    found = _decided(past + earlier + own, len(past) + len(earlier), given, today, chosen, day)
    judged = [{**one, "line": places[one["line"] - 1] if one["line"] else 0} for one in found]
    return sorted(unknown + judged, key=lambda one: one["line"])


def _known_codes(given: Sequence[Given]) -> tuple[list[Given], list[int]]:
    """The lines whose code the library knows, and their places from 1."""
    known = [(number, row) for number, row in enumerate(given, 1) if is_in_library(row)]
    return [row for _, row in known], [number for number, _ in known]


def _remark(line: int, code: str, finding: str, message: str, cite: str) -> Finding:
    """A row that is no denial."""
    return {
        **dict.fromkeys(COLUMNS, ""),
        "line": line,
        "code": code,
        "finding": finding,
        "message": message,
        "cite": cite,
    }


def _day(given: Sequence[Given], on: Any) -> date:
    stated = one_value(
        [{"service_date": day_of(row["service_date"])} for row in given if "service_date" in row], "service_date"
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


def _age_and_sex(given: Sequence[Given]) -> tuple[int | None, str | None]:
    """As stated; None where nothing is."""
    age, sex = one_value(given, "age"), one_value(given, "sex")
    years = None if age is None else 0 if age == "0" else whole(age, "age", 124, "edit_lines")
    if sex is not None and sex not in ("F", "M"):
        raise CleanClaimError(f"sex {sex[:10]!r}", "edit_lines", "F, M, or nothing", "leave it out if it is neither")
    return years, sex


def _clean_terms(payer: Payer) -> Cells:
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


def _patient(given: Sequence[Given], payer: Payer, day: date) -> Cells:
    """Birth date and sex as given; what is not given is taken so that it fits the services, if one patient can fit them
    all.
    """
    table = library.procedures()
    places = [
        int(library.procedure_rows([code_named(row.get("procedure_code", row.get("code", "")), "lines")])[0])
        for row in given
    ]
    years, sex = _age_and_sex(given)
    low, high = max(int(table.age_from[place]) for place in places), min(int(table.age_to[place]) for place in places)
    usual = 76 if payer.kind.startswith("medicare") else 41
    age = years if years is not None else min(max(usual, low), high) if low <= high else usual
    sexes = sorted({table.sex[place] for place in places} - {"", None})
    month_day = "-02-28" if (day.month, day.day) == (2, 29) else f"-{day.month:02d}-{day.day:02d}"
    return {"birth_date": f"{day.year - age}{month_day}", "sex": sex or (sexes[0] if len(sexes) == 1 else "F")}


def _authorization(given: Sequence[Given]) -> Cells:
    number = one_value(given, "authorization")
    return {} if number is None else {"prior_authorization_number": number[:50]}


def _history(before: Sequence[Given], day: date, claim: Cells) -> tuple[list[Cells], list[Cells]]:
    """Services of the same day as an earlier claim, older ones as what the payer remembers."""
    earlier, past = [], []
    for number, row in enumerate(before, 1):
        if "service_date" not in row:
            raise CleanClaimError("no service_date", f"history, {number}", "the day of the service", "add it")
        then, cells = (
            day_of(row["service_date"]),
            cells_of({key: value for key, value in row.items() if key != "service_date"}, number),
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


def _decided(
    cells: Sequence[Cells], skip: int, given: Sequence[Given], today: Sequence[Cells], payer: Payer, day: date
) -> list[Finding]:
    claims, lines, coverages, past, places = tables(tuple(Row(one, ("no",), "edit_lines") for one in cells))
    answer = adjudicate(claims, lines, coverages, past, {"authorizations": taken_as_given(claims)})
    mine = {place: number for number, place in enumerate(places[skip:]) if place}
    own = next(iter(mine)).claim_key
    found = [
        _finding(0, "", row["policy"], f"{row['status_category_code']}:{row['status_code']}", "", "", payer)
        for row in answer.acknowledgements.rows()
        if row["claim_key"] == own and not row["is_accepted"]
    ]
    then = {
        LineKey(row["claim_key"], row["claim_line_number"]): row["next_policy"]
        for row in answer.remittance_lines.rows()
    }
    for row in answer.adjustments.rows():
        place = LineKey(row["claim_key"], row["claim_line_number"])
        if row["is_denial"] and place in mine:
            policy = _known(row["policy"], given[mine[place]])
            if policy:
                rarc = " ".join(filter(None, (row["rarc_1"], row["rarc_2"])))
                after = _known(then.get(place) or "", given[mine[place]])
                one = _finding(
                    mine[place] + 1,
                    today[mine[place]]["code"],
                    policy,
                    f"{row['group']}-{row['carc']}",
                    rarc,
                    after,
                    payer,
                )
                rests = rests_on(policy, payer.code, one["code"], [other["code"] for other in cells], day)
                found.append({**one, "rests_on": str(rests or "")})
    return sorted(found, key=lambda one: one["line"])


def _known(policy: str, line: Given) -> str:
    """The policy, unless it asks for a diagnosis and none was given."""
    return "" if policy in NEEDS_DIAGNOSIS and "diagnoses" not in line else policy


def _finding(line: int, code: str, policy: str, group_carc: str, rarc: str, then: str, payer: Payer) -> Finding:
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
        "rests_on": "",
    }
