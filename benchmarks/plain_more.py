"""Further policies as plain functions of one line, and the order in which all of them are asked. What is not here,
since the made-up claims never meet it, is listed in plain_loop.py.
"""

from plain_policies import ASK as FIRST
from plain_policies import day_of, entry, opened, pair, seen

from sim.payer.rulebook.catalogue import stages
from sim.payer.rulebook.payers import payers

CONTRADICT = (
    ({"59"}, {"XE", "XP", "XS", "XU"}),
    ({"26"}, {"TC"}),
    ({"GA"}, {"GX", "GZ"}),
    ({"LT"}, {"RT"}),
    ({"JW"}, {"JZ"}),
)


def rule(line, claim, policy):
    found = None
    for row in payers()[claim["payer_code"]].sections["rule"]:
        if row["policy"] == policy and (
            not {"codes", "kinds", "begins"} & set(row)
            or line["procedure_code"] in row.get("codes", ())
            or line["proc"]["kind"] in row.get("kinds", ())
            or line["procedure_code"].startswith(tuple(row.get("begins", ())))
        ):
            found = row
    return found


def last_same(line, claim, history):
    day = seen(line, claim, history, lambda proc, code: code == line["procedure_code"], ("patient_key",))
    return day


def once(line, claim, history, same):
    return rule(line, claim, "lifetime_maximum") and last_same(line, claim, history) is not None


def not_due(line, claim, history, same):
    row, day = rule(line, claim, "screening_too_soon"), last_same(line, claim, history)
    now = line["service_date"]
    return row and day is not None and day.year * 12 + day.month + row["months"] > now.year * 12 + now.month


def often(line, claim, history, same):
    row, day = rule(line, claim, "too_often"), last_same(line, claim, history)
    return (
        row
        and day is not None
        and not claim["attachment_control_number"]
        and 0 < (line["service_date"] - day).days < row["days"]
    )


def excluded_reason(line, claim, history, same):
    row = rule(line, claim, "diagnosis_not_covered")
    return row and line["pointed"][0].startswith(tuple(row["diagnoses"]))


def sends_back(ask):
    def asked(line, claim, history, same):
        said = ask(line, claim, history, same)
        if said and not line["cause"]:
            line["sent_back"] = True
        return said

    return asked


def undescribed(line, claim, history, same):
    return rule(line, claim, "description_missing") and not line["line_note"]


def without_package(line, claim, history, same):
    return rule(line, claim, "drug_code_missing") and not line["drug_code"]


def without_paper(line, claim, history, same):
    for row in payers()[claim["payer_code"]].sections["rule"]:
        if row["policy"] == "documents_required" and row is rule(line, claim, "documents_required"):
            return not claim["attachment_control_number"] and (
                not row.get("modifiers") or bool(line["mods"] & set(row["modifiers"]))
            )
    return False


def beside(line, claim, same, policy):
    row = rule(line, claim, policy)
    return row and any(
        one["procedure_code"] in row["beside"] or one["proc"]["kind"] in row["beside"] for one in day_of(line, same)
    )


def exclusive(line, claim, history, same):
    return line["proc"]["row"] >= 0 and beside(line, claim, same, "mutually_exclusive")


def problem_visit(line, claim, history, same):
    return not line["mods"] & {"24", "25", "57"} and beside(line, claim, same, "problem_visit_beside_checkup")


def part_paid_before(line, claim, history, same):
    for one in day_of(line, same):
        if one["claim"] is claim or one["proc"]["row"] < 0 or line["proc"]["row"] < 0 or one["proc"]["is_evaluation"]:
            continue
        found = pair(line["proc"]["row"], one["proc"]["row"], line["service_date"])
        if found == 0 or found == 1 and not opened(one, line):
            return True
    return False


def second_visit(line, claim, history, same):
    marks = {"24", "25", "27", "57"}
    return (
        line["proc"]["is_evaluation"]
        and not line["mods"] & marks
        and any(
            one["proc"]["is_evaluation"]
            and not one["mods"] & marks
            and one["proc"]["kind"] == line["proc"]["kind"]
            and one["claim"]["specialty_code"] == claim["specialty_code"]
            and (one["claim"] is not claim or one["claim_line_number"] < line["claim_line_number"])
            for one in day_of(line, same)
        )
    )


def other_side(line, claim, history, same):
    out = False
    for own, other, modifier in (("left", "right", "LT"), ("right", "left", "RT")):
        if modifier in line["mods"] and "50" not in line["mods"]:
            titles = [entry(code).title.lower().replace(",", " ").split() for code in line["pointed"]]
            out |= any(other in title and own not in title for title in titles) and not any(
                own in title or "bilateral" in title for title in titles
            )
    return out


def not_its_reason(line, claim, history, same):
    row = rule(line, claim, "diagnosis_mismatch")
    return row and not any(code.startswith(tuple(row["diagnoses"])) for code in line["pointed"])


def place_is_other(line, claim, history, same):
    row = rule(line, claim, "place_conflict")
    return row and line["place_of_service_code"] not in row["places"]


ASK = {
    **FIRST,
    "notice_on_line": ("benefit", lambda line, *_: line["mods"] & {"GY", "GZ"}),
    "lifetime_maximum": ("benefit", once),
    "screening_too_soon": ("benefit", not_due),
    "diagnosis_not_covered": ("benefit", excluded_reason),
    "modifiers_contradict": (
        "code validity",
        lambda line, *_: any(line["mods"] & one and line["mods"] & two for one, two in CONTRADICT),
    ),
    "place_conflict": ("code validity", place_is_other),
    "description_missing": ("code validity", sends_back(undescribed)),
    "drug_code_missing": ("code validity", sends_back(without_package)),
    "problem_visit_beside_checkup": ("same-day visit", problem_visit),
    "mutually_exclusive": ("exclusive", exclusive),
    "first_code_late": ("late pair", part_paid_before),
    "second_visit_same_day": ("visits of a day", second_visit),
    "side_conflict": ("medical necessity", other_side),
    "diagnosis_mismatch": ("medical necessity", not_its_reason),
    "too_often": ("medical necessity", often),
    "documents_required": ("documents", without_paper),
}
ORDER = {stage: place for place, stage in enumerate(stages())}
