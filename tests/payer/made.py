"""Small made-up households for property tests: claims that meet one another often (same days, pairs, duplicates,
corrections, deductibles).
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from sim.ground.files import find, read_csv
from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.table import Table

PLANS = {"medicare_part_b": "original", "acme_ppo": "ppo_500", "medicaidcare": "standard"}
MORE_PLANS = {**PLANS, "silverleaf_hmo": "hmo", "boxwood_hdhp": "hdhp_2000"}
CODES = (
    "99213",
    "99203",
    "20610",
    "17000",
    "17003",
    "12031",
    "12001",
    "96372",
    "10060",
    "81002",
    "83036",
    "99396",
    "G0439",
    "01996",
    "J3301",
    "36416",
    "G0438",
    "82270",
    "97810",
    "97813",
    "90834",
    "90832",
    "J3490",
    "99283",
)
MORE_CODES = (*CODES, "J7325", "71046", "97110")  # those that need an approval, a referral or another place
MODIFIERS = (None, None, None, "25", "RT", "59", "QW", "24", "LT", "GZ", "22")
DIAGNOSES = ("I10", "E11.9", "M17.11", "M17.12", "Z02.4", "S61.011A")
FACTS = tuple(row["fact"] for row in read_csv(find("data/codes/member_facts.csv")))
PROVIDER_FACTS = tuple(row["fact"] for row in read_csv(find("data/codes/provider_facts.csv")))
NUMBERS = (None, None, "AB1", "AB2", "XX9")
NPI = ("2400315778", "2511772032")

lines = st.fixed_dictionaries(
    {
        "procedure_code": st.sampled_from(MORE_CODES),
        "hcpcs_modifier_1": st.sampled_from(MODIFIERS),
        "hcpcs_modifier_2": st.sampled_from((None, None, "50")),
        "diagnosis_pointer_1": st.integers(1, 2),
        "service_unit_quantity": st.sampled_from((1, 1, 1, 2, 4)),
        "charge_amount": st.sampled_from((9_000, 21_000, 21_000, 600_000)),
        "rendering_npi": st.sampled_from(NPI),
    }
)
claims = st.fixed_dictionaries(
    {
        "member": st.integers(0, 1),
        "day": st.integers(0, 12),
        "wait": st.sampled_from((1, 2, 9, 100)),
        "round": st.sampled_from((0, 0, 0, 1)),
        "replaces": st.sampled_from((None, None, None, 0, 1, 2)),
        "frequency": st.sampled_from(("7", "7", "8", "1")),
        "diagnosis": st.sampled_from(DIAGNOSES),
        "lines": st.lists(lines, min_size=1, max_size=4),
        "off": st.sampled_from((0, 0, 0, 0, 1)),
        "number": st.sampled_from(NUMBERS),
        "referral": st.sampled_from(NUMBERS),
        "turn": st.sampled_from((None, None, None, None, "S", "T")),
        "earlier": st.sampled_from((None, 0, 3_000, 9_000)),
    }
)
spans = st.tuples(st.integers(0, 12), st.integers(0, 12))
facts = st.fixed_dictionaries(
    {
        "member": st.integers(0, 1),
        "fact": st.sampled_from(FACTS),
        "span": spans,
        "amount": st.sampled_from((0, 5_000)),
        "reference": st.sampled_from((None, "S61", "Miller-Synth")),
    }
)
decisions = st.fixed_dictionaries(
    {
        "member": st.integers(0, 1),
        "number": st.sampled_from(NUMBERS[2:4]),
        "kind": st.sampled_from(("authorization", "referral")),
        "code": st.sampled_from((None, "J7325", "97110")),
        "span": spans,
        "units": st.sampled_from((0, 1, 3)),
        "npi": st.sampled_from((None, *NPI)),
        "decision": st.sampled_from(("approved", "approved", "denied", "pended")),
    }
)
provided = st.fixed_dictionaries(
    {"npi": st.sampled_from(NPI), "fact": st.sampled_from(PROVIDER_FACTS), "span": spans, "payer": st.booleans()}
)
households = st.fixed_dictionaries(
    {
        "payer": st.sampled_from(tuple(MORE_PLANS)),
        "claims": st.lists(claims, min_size=1, max_size=6),
        "facts": st.lists(facts, max_size=2),
        "decisions": st.lists(decisions, max_size=3),
        "provided": st.lists(provided, max_size=1),
    }
)
worlds = st.lists(households, min_size=1, max_size=3)


def tables(world) -> tuple[Table, Table, Table, Table]:
    """claims, claim_lines, coverages, prior_services of a drawn world."""
    claim_rows, line_rows, coverages, past = [], [], [], []
    for number, household in enumerate(world, 1):
        payer = household["payer"]
        for member in (0, 1):
            patient = patient_key(number, member)
            coverages.append(
                {
                    "coverage_key": coverage_key(patient, 0),
                    "patient_key": patient,
                    "payer_code": payer,
                    "plan_code": MORE_PLANS[payer],
                    "member_id": f"M{number}",
                    "subscriber_patient_key": patient_key(number, 0),
                    "coverage_start_date": "2025-01-01",
                    "coverage_end_date": "2026-05-12",
                }
            )
        past.append(
            {
                "patient_key": patient_key(number, 0),
                "payer_code": payer,
                "service_date": "2025-05-06",
                "procedure_code": "99213",
                "billing_npi": "2066719842",
                "specialty_code": "family medicine",
                "place_of_service_code": "11",
                "service_unit_quantity": 1,
            }
        )
        own = []
        for turn, drawn in enumerate(household["claims"]):
            own.append(_claim(number, turn, drawn, payer, own))
            claim_rows.append(own[-1][0])
            line_rows += own[-1][1]
    return tuple(
        Table.from_rows(name, rows)
        for name, rows in (
            ("claims", claim_rows),
            ("claim_lines", line_rows),
            ("coverages", coverages),
            ("prior_services", past),
        )
    )


def records(world) -> dict[str, Table]:
    """What the payers of a drawn world know beside coverage. The provider file is that of all households together."""
    members, decided, provided = [], [], []
    for number, household in enumerate(world, 1):
        of_payer = {"payer_code": household["payer"]}
        for one in household.get("facts", ()):
            members.append(
                {
                    **of_payer,
                    "patient_key": patient_key(number, one["member"]),
                    "fact": one["fact"],
                    **_span(one),
                    "amount": one["amount"],
                    "reference": one["reference"],
                }
            )
        for one in household.get("decisions", ()):
            decided.append(
                {
                    **of_payer,
                    "patient_key": patient_key(number, one["member"]),
                    "authorization_number": one["number"],
                    "kind_code": one["kind"],
                    "procedure_code": one["code"],
                    "service_unit_quantity": one["units"],
                    "rendering_npi": one["npi"],
                    **_span(one),
                    "requested_date": _span(one)["start_date"],
                    "decision_code": one["decision"],
                }
            )
        provided += [
            {
                "npi": one["npi"],
                "payer_code": household["payer"] if one["payer"] else None,
                "fact": one["fact"],
                **_span(one),
            }
            for one in household.get("provided", ())
        ]
    payments, adjusted = _earlier(world)
    return {
        "member_facts": Table.from_rows("member_facts", members),
        "authorizations": Table.from_rows("authorizations", decided),
        "provider_facts": Table.from_rows("provider_facts", provided),
        "other_payments": Table.from_rows("other_payments", payments),
        "other_adjustments": Table.from_rows("other_adjustments", adjusted),
    }


def _earlier(world) -> tuple[list, list]:
    """What an earlier payer paid and left of the claims to a second or third one, line by line."""
    payments, adjusted = [], []
    for number, household in enumerate(world, 1):
        for turn, claim in enumerate(household["claims"]):
            if not claim.get("turn") or claim.get("earlier") is None:
                continue
            key = claim_key(encounter_key(patient_key(number, claim["member"]), turn), 0)
            for place, line in enumerate(claim["lines"], 1):
                paid = min(claim["earlier"], line["charge_amount"])
                left = min(3_000, line["charge_amount"] - paid)
                who = {"claim_key": key, "claim_line_number": place, "payer_code": "lantern_medigap"}
                payments.append({**who, "paid_amount": paid, "remittance_date": "2026-05-01", "claim_status_code": "1"})
                adjusted += [
                    {**who, "group": group, "carc": carc, "amount": cents}
                    for group, carc, cents in (("PR", "2", left), ("CO", "45", line["charge_amount"] - paid - left))
                    if cents
                ]
    return payments, adjusted


def _span(one) -> dict:
    first, length = one["span"]
    start = date(2026, 5, 1) + timedelta(days=first)
    return {"start_date": str(start), "end_date": str(start + timedelta(days=length)) if length else None}


def crowd(seed: int, count: int, codes: tuple[str, ...] = CODES) -> list[dict]:
    """Many households at once, made with a seed: more meetings than a search by examples finds."""
    draw = Random(seed)

    def line():
        return {
            "procedure_code": draw.choice(codes),
            "hcpcs_modifier_1": draw.choice(MODIFIERS),
            "hcpcs_modifier_2": None,
            "diagnosis_pointer_1": draw.choice((1, 2)),
            "service_unit_quantity": draw.choice((1, 1, 2)),
            "charge_amount": draw.choice((9_000, 21_000, 21_000, 300_000)),
            "rendering_npi": NPI[0],
        }

    def claim():
        return {
            "member": draw.choice((0, 1)),
            "day": draw.randrange(9),
            "wait": draw.choice((1, 2, 9)),
            "round": draw.choice((0, 0, 0, 1)),
            "replaces": draw.choice((None, None, None, 0, 1, 2)),
            "frequency": draw.choice(("7", "7", "8")),
            "diagnosis": draw.choice(DIAGNOSES),
            "lines": [line() for _ in range(draw.randint(1, 4))],
            "off": draw.choice((0,) * 9 + (1,)),
            "number": draw.choice(NUMBERS),
        }

    def span():
        return draw.randrange(13), draw.randrange(13)

    def fact():
        return {
            "member": draw.choice((0, 1)),
            "fact": draw.choice(FACTS),
            "span": span(),
            "amount": 5_000,
            "reference": draw.choice((None, "S61")),
        }

    def decision():
        return {
            "member": draw.choice((0, 1)),
            "number": draw.choice(("AB1", "AB2")),
            "kind": "authorization",
            "code": draw.choice((None, "J7325")),
            "span": span(),
            "units": draw.choice((0, 1, 3)),
            "npi": draw.choice((None, *NPI)),
            "decision": draw.choice(("approved", "denied")),
        }

    return [
        {
            "payer": draw.choice(("medicare_part_b", "acme_ppo", "acme_ppo", "medicaidcare")),
            "claims": [claim() for _ in range(draw.randint(2, 9))],
            "facts": [fact() for _ in range(draw.randrange(2))],
            "decisions": [decision() for _ in range(draw.randrange(3))],
        }
        for _ in range(count)
    ]


def _claim(number: int, turn: int, drawn: dict, payer: str, own: list):
    patient = patient_key(number, drawn["member"])
    served = date(2026, 5, 1) + timedelta(days=drawn["day"])
    key = claim_key(encounter_key(patient, turn), 0)
    rows = [
        {
            **line,
            "claim_key": key,
            "claim_line_number": place,
            "service_date": str(served),
            "place_of_service_code": "11",
        }
        for place, line in enumerate(drawn["lines"], 1)
    ]
    claim = {
        "claim_key": key,
        "household_key": number,
        "patient_key": patient,
        "encounter_key": key >> 4,
        "payer_code": payer,
        "coverage_key": coverage_key(patient, 0),
        "member_id": f"M{number}",
        "patient_birth_date": "1980-05-05",
        "patient_sex_code": "F",
        "diagnosis_code_1": drawn["diagnosis"],
        "diagnosis_code_2": "I10",
        "claim_frequency_code": "1",
        "replaces_claim_key": -1,
        "adjudication_round": drawn["round"],
        "clinic_code": "prairie",
        "billing_npi": "2066719842",
        "specialty_code": "family medicine",
        "clia_number": None if turn == 4 else "99D0000001",
        "received_date": str(served + timedelta(days=drawn["wait"])),
        "total_charge_amount": sum(row["charge_amount"] for row in rows) + drawn["off"],
        "prior_authorization_number": drawn.get("number"),
        "referral_number": drawn.get("referral"),
        "payer_sequence_code": drawn.get("turn"),
        "referring_npi": NPI[1],
        "patient_family_name": "Other-Synth",
    }
    if drawn["replaces"] is not None and drawn["replaces"] < len(own):
        original = own[drawn["replaces"]][0]
        claim.update(
            replaces_claim_key=original["claim_key"],
            adjudication_round=original["adjudication_round"] + 1,
            original_reference_number="X1",
            claim_frequency_code=drawn["frequency"],
            is_reopening=payer == "medicare_part_b",
        )
    return claim, rows


def told(result) -> tuple[list, list, list]:
    """The three tables as sorted plain rows, for comparison."""
    return tuple(sorted((tuple(row.items()) for row in table.rows()), key=str) for table in result)
