"""The payers' policies as plain functions of one line: what the plain loop asks."""

from datetime import date, timedelta
from functools import cache

import numpy as np

from sim.ground.params import NONE, _in_force
from sim.payer.rulebook.contract_terms import contract
from sim.payer.rulebook.payers import payers
from sim.payer.policies.front_end.invalid_npi import is_npi
from sim.payer.policies.front_end.modifier_invalid import is_malformed
from sim.payer.policies.front_end.procedure_invalid import is_code
from sim.reference import codes, edits, icd10cm
from sim.reference.tables import rows

PAYERS = tuple(payers())
TERMS = contract(PAYERS)
PROCEDURES = {row["code"]: row | {"row": place} for place, row in enumerate(codes.procedures().rows())}
UNKNOWN = {
    "row": -1,
    "kind": "",
    "is_evaluation": False,
    "global_day_count": -9,
    "status_code": "",
    "multiple_procedure": 0,
    "is_new": False,
    "needs_clia": False,
    "needs_side": False,
    "sex": "",
    "age_from": 0,
    "age_to": 999,
    "pctc": 0,
    "bilateral": 0,
}
PLACES = {row["code"]: row for row in codes.place_of_service().rows()}
ANATOMIC = {row["modifier"] for row in codes.modifiers().rows() if row["kind"] == "anatomic"}
FAMILIES = {
    modifier: tuple({kind for kind in row[name].split(";") if kind} for name in ("only", "never"))
    for row in rows("data/codes/modifier_families.csv")
    for modifier in row["modifiers"].split(";")
}
EITHER, VISIT = {"58", "59", "78", "79", "91", "XE", "XP", "XS", "XU"}, {"24", "25", "27", "57"}


@cache
def number(name, payer, on, missing=0):
    found = int(_in_force(name, payer, np.array([on], "datetime64[D]"))[0])
    return missing if found == NONE else found


@cache
def entry(code):
    return icd10cm.entry(code)


npi, form = cache(is_npi), cache(is_code)


def refused(claim):
    plan = TERMS.plan_rows.get((claim["payer_code"], claim["coverage"] and claim["coverage"]["plan_code"]))
    if plan is None or not claim["member_id"] or claim["coverage"]["payer_code"] != claim["payer_code"]:
        return "member_not_found"
    if claim["claim_frequency_code"] != "1":
        return "frequency_not_accepted"
    if not npi(claim["billing_npi"]) or not all(npi(line["rendering_npi"]) for line in claim["lines"]):
        return "invalid_npi"
    for line in claim["lines"]:
        day, born = line["service_date"], claim["patient_birth_date"]
        if not day or day > claim["received_date"] or not born or born > day:
            return "service_date_invalid"
    if not claim["dx"][0] or any(code and not (entry(code) and entry(code).is_billable) for code in claim["dx"]):
        return "diagnosis_invalid"
    for line in claim["lines"]:
        if not form(line["procedure_code"]):
            return "procedure_invalid"
        if any(is_malformed(one) for one in line["modifiers"]):
            return "modifier_invalid"
        if not line["pointers"] or any(not 1 <= one <= 12 or not claim["dx"][one - 1] for one in line["pointers"]):
            return "pointer_invalid"
        if not 0 < line["charge_amount"] <= 10**11 or not 0 < line["service_unit_quantity"] < 10_000:
            return "charge_or_units_invalid"
    if sum(line["charge_amount"] for line in claim["lines"]) != claim["total_charge_amount"]:
        return "claim_out_of_balance"
    claim["plan"] = plan
    return ""


def day_of(line, same):
    return [
        one
        for one in same
        if one is not line
        and one["service_date"] == line["service_date"]
        and one["claim"]["patient_key"] == line["claim"]["patient_key"]
        and one["claim"]["billing_npi"] == line["claim"]["billing_npi"]
    ]


def late(line, claim, history, same):
    day, payer = line["service_date"], claim["payer_code"]
    days, years = number("filing_limit", payer, day, -1), number("filing_limit_years", payer, day, -1)
    if years >= 0:
        try:
            return claim["received_date"] > day.replace(year=day.year + years)
        except ValueError:
            return claim["received_date"] > date(day.year + years, 2, 28)
    return days >= 0 and claim["received_date"] > day + timedelta(days)


def twice(line, claim, history, same):
    def sign(one):
        return (
            one["claim"]["patient_key"],
            one["service_date"],
            one["procedure_code"],
            one["claim"]["coverage_key"],
            one["modifiers"],
            one["service_unit_quantity"],
            one["charge_amount"],
            one["place_of_service_code"],
            one["rendering_npi"],
        )

    before = [one for one in claim["lines"] if one["claim_line_number"] < line["claim_line_number"]]
    sent_back = ("place_invalid", "laboratory_number")
    return any(sign(one) == sign(line) for one in before) or any(
        sign(one) == sign(line) and not (one["cause"] in sent_back or one.get("sent_back")) for one in history
    )


EXPLAINS = {
    "76",
    "77",
    "91",
    "59",
    "XE",
    "XP",
    "XS",
    "XU",
    "58",
    "78",
    "79",
    "26",
    "TC",
    "JW",
    "JZ",
    "24",
    "25",
    "57",
    "27",
    "GW",
    "GV",
}


def again(line, claim, history, same):
    if line["mods"] & (EXPLAINS | ANATOMIC):
        return False
    return any(
        one["procedure_code"] == line["procedure_code"]
        and one["service_date"] == line["service_date"]
        and one["claim"]["patient_key"] == claim["patient_key"]
        for one in same
        if one["claim"] is not claim or one["claim_line_number"] < line["claim_line_number"]
    )


def certificate(line, claim, history, same):
    if line["proc"]["needs_clia"] and not claim["clia_number"]:
        line["sent_back"] = not line["cause"]
        return True
    return False


def beyond(line, claim, history, same):
    return line["proc"]["needs_clia"] and not (
        line["proc"]["is_clia_exempt_qw"] or line["proc"]["is_clia_waived_with_qw"] and "QW" in line["mods"]
    )


def cell(table, line, claim):
    return table[PAYERS.index(claim["payer_code"])][line["proc"]["row"]]


def seen(line, claim, history, wanted, keys):
    days = [
        one["service_date"]
        for one in history
        if one["claim"] is not claim
        and not one["cause"]
        and wanted(one["proc"], one["procedure_code"])
        and all(one["claim"][key] == claim[key] for key in keys)
        and one["service_date"] <= line["service_date"]
    ]
    days += [
        one["service_date"]
        for one in claim["past"]
        if one["payer_code"] == claim["payer_code"]
        and one["service_date"] <= line["service_date"]
        and wanted(PROCEDURES.get(one["procedure_code"], UNKNOWN), one["procedure_code"])
        and all(one[key] == claim[key] for key in keys)
    ]
    return max(days, default=None)


GROUP = ("patient_key", "billing_npi", "specialty_code")


def new_again(line, claim, history, same):
    if not line["proc"]["is_new"]:
        return False
    day = seen(
        line,
        claim,
        history,
        lambda proc, code: proc["is_evaluation"] and code != "99211" or proc["kind"] == "procedure",
        GROUP,
    )
    return day is not None and day.replace(year=day.year + 3) > line["service_date"]


def aftercare(line, claim, history, same):
    if not line["proc"]["is_evaluation"] or "24" in line["mods"] or line["proc"]["kind"] == "preventive visit":
        return False
    day = seen(line, claim, history, lambda proc, code: proc["global_day_count"] == 10, GROUP)
    return day is not None and 1 <= (line["service_date"] - day).days <= 10


def too_soon(line, claim, history, same):
    if line["procedure_code"] not in ("G0438", "G0439"):
        return False
    day = seen(line, claim, history, lambda proc, code: code in ("G0438", "G0439"), ("patient_key",))
    now = line["service_date"]
    return day is not None and day.year * 12 + day.month + 12 > now.year * 12 + now.month


def of_another_family(proc, only, never):
    kinds = {proc["kind"]} | ({"visit"} if proc["is_evaluation"] else set())
    return not kinds & only if only else bool(kinds & never)


def unfit(line, claim, history, same):
    proc, mods = line["proc"], line["mods"]
    return proc["row"] >= 0 and bool(
        any(modifier in FAMILIES and of_another_family(proc, *FAMILIES[modifier]) for modifier in mods)
        or mods & {"26", "TC"}
        and proc["pctc"] != 1
        or "50" in mods
        and (proc["bilateral"] not in (1, 3) or mods & {"LT", "RT"})
        or "QW" in mods
        and not proc["is_clia_waived_with_qw"]
    )


def age(line):
    born, day = line["claim"]["patient_birth_date"], line["service_date"]
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def alone(line, claim, history, same):
    bases, row = edits.add_on_bases(), line["proc"]["row"]
    return (
        row >= 0
        and bases[row].any()
        and not any(
            one["proc"]["row"] >= 0 and bases[row, one["proc"]["row"]] and one["rendering_npi"] == line["rendering_npi"]
            for one in (
                two
                for two in same
                if two is not line
                and two["service_date"] == line["service_date"]
                and two["claim"]["patient_key"] == claim["patient_key"]
            )
        )
    )


@cache
def pair(first, second, on):
    return int(edits.pair_indicator(first, second, np.datetime64(on)))


def bundled(line, claim, history, same):
    for one in day_of(line, same):
        if (
            one["proc"]["row"] < 0
            or line["proc"]["row"] < 0
            or line["proc"]["is_evaluation"]
            and one["proc"]["global_day_count"] in (0, 10)
        ):
            continue
        found = pair(one["proc"]["row"], line["proc"]["row"], line["service_date"])
        if found == 0 or found == 1 and not opened(line, one):
            return True
    return False


def opened(line, one):
    if line["proc"]["is_evaluation"]:
        return bool(line["mods"] & VISIT)
    mine, yours = ([two for two in each["modifiers"] if two in ANATOMIC] for each in (line, one))
    return bool((line["mods"] | one["mods"]) & EITHER) or bool(mine and yours and mine[0] != yours[0])


def too_many(line, claim, history, same):
    limits, row = edits.unit_limits(), line["proc"]["row"]
    if row < 0:
        return False
    units = line["service_unit_quantity"]
    if limits.mai[row] >= 2:
        units += sum(
            one["service_unit_quantity"]
            for one in same
            if one is not line
            and one["procedure_code"] == line["procedure_code"]
            and one["service_date"] == line["service_date"]
            and one["claim"]["patient_key"] == claim["patient_key"]
        )
    return units > limits.units[row]


def unsupported(line, claim, history, same):
    which = cell(TERMS.covered_list, line, claim)
    return which > 0 and not any(code.startswith(TERMS.covered_diagnoses[which]) for code in line["pointed"])


ASK = {
    "member_not_eligible": (
        "eligibility",
        lambda line, claim, *_: (
            line["service_date"] < claim["coverage"]["coverage_start_date"]
            or bool(claim["coverage"]["coverage_end_date"])
            and line["service_date"] > claim["coverage"]["coverage_end_date"]
        ),
    ),
    "timely_filing": ("filing", late),
    "exact_duplicate": ("duplicate", twice),
    "same_service_again": ("duplicate", again),
    "laboratory_certificate": ("provider", certificate),
    "beyond_certificate": ("provider", beyond),
    "not_covered": ("benefit", lambda line, claim, *_: cell(TERMS.not_covered, line, claim) > 0),
    "preventive_too_soon": ("benefit", too_soon),
    "authorization_missing": (
        "authorization",
        lambda line, claim, *_: cell(TERMS.authorization, line, claim),
    ),  # no approval is given
    "diagnosis_not_valid_on_date": (
        "code validity",
        lambda line, *_: any(
            not entry(code).valid_from <= line["service_date"] <= entry(code).valid_to for code in line["pointed"]
        ),
    ),
    "place_invalid": ("code validity", lambda line, *_: line["place_of_service_code"] not in PLACES),
    "modifier_does_not_fit": ("code validity", unfit),
    "side_missing": (
        "code validity",
        lambda line, *_: line["proc"]["needs_side"] and not line["mods"] & {"LT", "RT", "50"},
    ),
    "age_conflict": (
        "code validity",
        lambda line, *_: not line["proc"]["age_from"] <= age(line) <= line["proc"]["age_to"],
    ),
    "sex_conflict": (
        "code validity",
        lambda line, claim, *_: (
            bool(line["proc"]["sex"])
            and bool(claim["patient_sex_code"])
            and line["proc"]["sex"] != claim["patient_sex_code"]
            and "KX" not in line["mods"]
        ),
    ),
    "bundled_status": (
        "bundled status",
        lambda line, claim, history, same: (
            line["proc"]["status_code"] == "B"
            or line["proc"]["status_code"] == "T"
            and any(one["proc"]["status_code"] not in ("T", "B") for one in day_of(line, same))
        ),
    ),
    "add_on_without_base": ("add-on", alone),
    "visit_beside_minor_procedure": (
        "same-day visit",
        lambda line, claim, history, same: (
            line["proc"]["is_evaluation"]
            and not line["mods"] & {"24", "25", "57"}
            and any(one["proc"]["global_day_count"] in (0, 10) for one in day_of(line, same))
        ),
    ),
    "bundled_pair": ("procedure pair", bundled),
    "units_above_limit": ("units", too_many),
    "new_patient_seen_before": ("new patient", new_again),
    "global_period": ("global period", aftercare),
    "diagnosis_does_not_support": ("medical necessity", unsupported),
}
ORDER = {stage: place for place, stage in enumerate(dict.fromkeys(stage for stage, _ in ASK.values()))}
