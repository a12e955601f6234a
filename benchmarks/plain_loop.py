"""The same policies as a plain loop: households, claims, lines, one dictionary per row. What one would write first; the
yardstick of the engine.

It covers original claims (no corrections, reopenings or voids) to first payers who know nothing beside coverage and
history (no facts of members or providers, no approvals: a listed service is never approved) of the shipped payers, and
answers (cause, next cause, amounts) per line, so that its answers can be compared with the engine's, whose payers are
`covered()` for that. Tables become dictionaries before the clock starts.
"""

from dataclasses import replace
from functools import cache

from plain_more import ASK, ORDER
from plain_policies import PLACES, PROCEDURES, TERMS, UNKNOWN, age, cell, day_of, number, refused

from sim.payer.rulebook.payer_file import BASES
from sim.payer.rulebook.payers import Payer, payers
from sim.reference.fees import fee_rows, locality_rows, mpfs_amount, national_factor

# refused() of plain_policies.py
REJECTED = """
    member_not_found frequency_not_accepted invalid_npi service_date_invalid diagnosis_invalid procedure_invalid
    modifier_invalid pointer_invalid charge_or_units_invalid claim_out_of_balance
""".split()
# price(), several(), shares() and decide() below
PRICED = """
    contractual multiple_procedures cost_share sequestration
""".split()
# what these look for, no claim of the loop has: facts of members and providers, approvals, earlier payers, spans of
# days, places, corrections, therapy, limits of other plans; a claim on which one of them spoke would differ
NEVER_MET = """
    referral_missing referral_not_approved approval_refused approval_does_not_fit approval_exceeded experimental
    benefit_maximum carve_out therapy_threshold bilateral_form procedure_not_in_force modifier_not_in_force
    place_not_proper diagnosis_age_conflict first_diagnosis_unfit units_and_dates date_missing facility_pays
    assistant_not_allowed side_not_specified diagnosis_sex_conflict telehealth_not_marked therapy_plan_missing
    unlisted_code waste_not_stated reporting_only not_separate panel_parts units_above_contract
    major_surgery_visit surgery_in_global records_awaited records_not_sent lines_missing original_not_found
    referrer_number_invalid level_not_supported maintenance_care criteria_unmet acupuncture_limit
    member_not_identified name_disagrees after_death dependent_not_eligible coverage_gap in_custody hospice_care
    nursing_facility_stay premium_grace premium_grace_first_month span_crosses_coverage managed_care_member
    not_a_work_injury other_contractor injury_case other_payer_first primary_answer_missing member_must_answer
    capitated spend_down_open service_cut_short part_of_surgery two_surgeons assistant_at_surgery
    clinician_at_a_part not_participating imaging_reduction technical_reduction therapy_reduction
    provider_not_enrolled provider_number_not_matched provider_data_mismatch provider_may_not_perform
    provider_type_not_paid referrer_missing referrer_not_eligible out_of_network contract_rate_missing
    technical_part_in_hospital coordination therapy_assistant
""".split()


def covered() -> dict[str, Payer]:
    """The payers with those of their policies that the loop covers: a policy that it does not know is left out of the
    comparison, so that adding one needs no plain function here.
    """
    known = {*ASK, *REJECTED, *PRICED, *NEVER_MET}
    return {
        code: replace(payer, policies=tuple(name for name in payer.policies if name in known))
        for code, payer in payers().items()
    }


@cache
def amount(code, part, is_facility, on):
    row = fee_rows([code], part, on)
    return int(mpfs_amount(row, is_facility, locality_rows(["05102-00"], on), national_factor(str(on)))[0])


def adjudicate(households):
    """[(claim_key, line number, cause, next cause, paid)] of households = [[claim]]: a claim with `lines`, `coverage`
    and `past`.
    """
    out = []
    for claims in households:
        earlier, used = [], {}
        for claim in sorted(
            claims, key=lambda one: (one["adjudication_round"], one["received_date"], one["claim_key"])
        ):
            if not refused(claim):
                decide(claim, earlier, used)
                earlier += claim["lines"]
                out += [
                    (claim["claim_key"], line["claim_line_number"], line["cause"], line["next"], line["paid"])
                    for line in claim["lines"]
                ]
    return out


def decide(claim, earlier, used):
    payer = payers()[claim["payer_code"]]
    history = [line for line in earlier if line["claim"]["payer_code"] == claim["payer_code"]]
    for line in claim["lines"]:
        line.update(
            claim=claim,
            proc=PROCEDURES.get(line["procedure_code"], UNKNOWN),
            cause="",
            next="",
            left=line["charge_amount"],
            taken={},
            pointed=[claim["dx"][one - 1] for one in line["pointers"]],
            mods=set(line["modifiers"]),
        )
    known = {name: ASK[name] for name in payer.policies if name in ASK}
    stage = ""
    for name, (own_stage, ask) in sorted(known.items(), key=lambda item: ORDER[item[1][0]]):
        if own_stage != stage:
            stage, standing = own_stage, [line for line in claim["lines"] if not line["cause"]]
        same = [*(line for line in history if not line["cause"]), *standing]
        for line in claim["lines"]:
            if ask(line, claim, history, same):
                if not line["cause"]:
                    line.update(cause=name, left=0)
                elif not line["next"]:
                    line["next"] = name
    price(claim)
    several(claim, history, payer.code)
    shares(claim, used)
    for line in claim["lines"]:
        if payer.kind == "medicare":
            line["left"] -= rounded(line["left"] * number("sequestration", payer.code, line["service_date"]), 1_000_000)
        line["paid"] = line["left"]


def rounded(top, bottom):
    return (2 * top + bottom) // (2 * bottom)


def price(claim):
    for line in claim["lines"]:
        basis, percent = BASES[cell(TERMS.price_basis, line, claim)], int(cell(TERMS.price_percent, line, claim))
        unit = int(cell(TERMS.price_stated, line, claim))
        if basis == "mpfs":
            part = "26" if "26" in line["mods"] else "TC" if "TC" in line["mods"] else ""
            place = PLACES.get(line["place_of_service_code"])
            unit = (
                amount(line["procedure_code"], part, bool(place and place["is_facility"]), line["service_date"])
                if line["proc"]["row"] >= 0
                else -1
            )
            if "50" in line["mods"] and unit >= 0:
                unit = rounded(unit * {1: 150, 3: 200}.get(line["proc"]["bilateral"], 100), 100)
        priced = rounded(unit * percent, 10_000) * line["service_unit_quantity"]
        if unit < 0 or basis == "percent of charge":
            rate = (
                percent
                if basis == "percent of charge"
                else 100 * number("by_report_percent", claim["payer_code"], line["service_date"])
            )
            priced = rounded(line["charge_amount"] * rate, 10_000)
        line["left"], line["price"] = min(line["left"], priced, line["charge_amount"]), priced


def several(claim, history, payer):
    counted = [line for line in claim["lines"] if line["proc"]["multiple_procedure"] == 2 and line["left"] > 0]
    ranked = sorted(counted, key=lambda line: (-line["price"], line["claim_line_number"]))
    places = {}
    for line in ranked:
        before = [
            one
            for one in day_of(line, history)
            if one["proc"]["multiple_procedure"] == 2 and one["allowed"] > 0 and not one["cause"]
        ]
        day = line["service_date"]
        places[day] = places.get(day, 0) + 1
        if len(before) + places[day] > 1:
            line["left"] = min(
                line["left"], rounded(line["price"] * number("multiple_procedure_percent", payer, day, 100), 100)
            )
    for line in claim["lines"]:
        line["allowed"] = line["left"]


def shares(claim, used):
    plan = claim["plan"]
    for line in claim["lines"]:
        year, row, day = line["service_date"].year, line["proc"]["row"], line["service_date"]
        person = ("person", claim["patient_key"], plan, year)
        family = ("family", claim["coverage"]["subscriber_patient_key"], plan, year)
        limits = {name: limit(name, plan, claim["payer_code"], day) for name in TERMS.amounts}
        met = {person: claim["coverage"]["met_amount"], family: claim["coverage"]["family_met_amount"]}
        allowed, free = line["left"], is_free(line, plan, row)
        copay = 0 if free or age(line) < TERMS.copay_from_age[plan, row] else min(int(TERMS.copay[plan, row]), allowed)
        rest = 0 if free or copay else allowed
        ded = min(
            rest,
            room(used, "d", person, limits["deductible"], met),
            room(used, "d", family, limits["family_deductible"], met),
        )
        coins = rounded((rest - ded) * limits["coinsurance_percent"], 100)
        oop = min(
            copay + ded + coins,
            room(used, "o", person, limits["out_of_pocket_maximum"], met),
            room(used, "o", family, limits["family_out_of_pocket_maximum"], met),
        )
        copay = min(copay, oop)
        ded = min(ded, oop - copay)
        coins = min(coins, oop - copay - ded)
        for key in (person, family):
            used["d", key] = used.get(("d", key), 0) + ded
            used["o", key] = used.get(("o", key), 0) + copay + ded + coins
        line["left"] -= copay + ded + coins


def room(used, kind, key, most, met):
    return max(max(most - met[key], 0) - used.get((kind, key), 0), 0)


@cache
def limit(name, plan, payer, day):
    values, named = TERMS.amounts[name]
    return next((number(param, payer, day) for row, param in named if row == plan), int(values[plan]))


def is_free(line, plan, row):
    return bool(
        TERMS.share_free[plan, row]
        or age(line) < TERMS.free_below_age[plan]
        or any(place == plan and line["mods"] & set(mods) for place, mods in TERMS.free_modifiers)
        or any(
            place == plan and any(code.startswith(prefixes) for code in line["pointed"])
            for place, prefixes in TERMS.free_diagnoses
        )
    )


def households(claims, lines, coverages, past):
    """The tables as nested dictionaries."""
    spans = {row["coverage_key"]: row for row in coverages.rows()}
    before, of_claim, out = {}, {}, {}
    for row in past.rows():
        before.setdefault(row["patient_key"], []).append(row)
    for row in lines.rows():
        row["modifiers"] = tuple(filter(None, (row[f"hcpcs_modifier_{place}"] for place in range(1, 5))))
        row["pointers"] = [one for one in (row[f"diagnosis_pointer_{place}"] for place in range(1, 5)) if one]
        of_claim.setdefault(row["claim_key"], []).append(row)
    for row in claims.rows():
        row["dx"] = [row[f"diagnosis_code_{place}"] for place in range(1, 13)]
        row |= {
            "lines": of_claim[row["claim_key"]],
            "coverage": spans.get(row["coverage_key"]),
            "past": before.get(row["patient_key"], []),
        }
        out.setdefault(row["household_key"], []).append(row)
    return list(out.values())
