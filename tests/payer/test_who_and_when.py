"""What a policy compares with: the same day, the same group, the same clinician, the same service, and no other. Every
row here differs from a denied one in one of them.
"""

import numpy as np
import pytest
from written import otherwise

TODAY, TOMORROW = "2026-05-04", "2026-05-05"
GROUP, OTHER_GROUP, CLINICIAN = "2066719842", "2511772032", "2400315778"


def holds(policy: str, columns: str, *rows: str, verb: str = "denies") -> None:
    """The policy answers as the rows say ("payer claim cells | answer")."""
    assert otherwise(policy, "\n".join([f"payer claim {columns} | {verb}", *rows]) + "\n") == []


# policy, the columns, a first line, a second line that is denied beside it, its answer
BESIDE = [
    ("bundled_pair", "code modifiers", "10060 -", "12001 -", "yes"),
    ("add_on_without_base", "code modifiers", "17000 -", "17003 -", "no"),
    ("second_visit_same_day", "code modifiers", "99213 -", "99214 -", "yes"),
    ("mutually_exclusive", "code specialty_code", "S9083 urgent_care", "S9088 urgent_care", "yes"),
    ("problem_visit_beside_checkup", "code modifiers", "99396 -", "99213 -", "yes"),
    ("visit_beside_minor_procedure", "code modifiers", "20610 RT", "99213 -", "yes"),
    ("first_code_late", "code modifiers", "12001 -", "10060 -", "yes"),
    ("panel_parts", "code modifiers", "80053 QW", "84443 QW", None),
]


@pytest.mark.parametrize("policy, columns, first, second, answer", BESIDE[:-1], ids=[row[0] for row in BESIDE[:-1]])
def test_beside_means_the_same_day_of_the_same_group(policy, columns, first, second, answer):
    other = {"yes": "no", "no": "yes"}[answer]

    def of(day, group):
        return (
            f"commercial 1a {first} {TODAY} {GROUP} | no",
            f"commercial 1b {second} {day} {group} | {answer if (day, group) == (TODAY, GROUP) else other}",
        )

    columns = f"{columns} service_date billing_npi"
    holds(policy, columns, *of(TODAY, GROUP))
    holds(policy, columns, *of(TOMORROW, GROUP))
    if policy != "add_on_without_base":  # an add-on asks for the same clinician
        holds(policy, columns, *of(TODAY, OTHER_GROUP))


def test_an_add_on_asks_for_the_same_clinician():
    columns, base = "code rendering_npi", f"commercial 1a 17000 {CLINICIAN} | no"
    holds("add_on_without_base", columns, base, f"commercial 1b 17003 {CLINICIAN} | no")
    holds("add_on_without_base", columns, base, "commercial 1b 17003 2511772032 | CO-B15")


SAME = {
    "service_date": (TODAY, TOMORROW),
    "code": ("94640", "94010"),
    "modifiers": ("RT,GC,Q5,Q6", "RT,GC,Q5,KX"),
    "units": ("1", "2"),
    "charge": ("80.00", "81.00"),
    "place": ("11", "22"),
    "rendering_npi": (CLINICIAN, "2511772032"),
}


@pytest.mark.parametrize("changed", [None, *SAME])
def test_a_duplicate_is_the_same_in_every_respect(changed):
    first = [values[0] for values in SAME.values()]
    second = [values[name == changed] for name, values in SAME.items()]
    answer = "no" if changed else "OA-18"
    rows = f"commercial 1a {' '.join(first)} | no", f"commercial 1b {' '.join(second)} | {answer}"
    holds("exact_duplicate", " ".join(SAME), *rows)


@pytest.mark.parametrize("place", range(4))
def test_each_of_the_four_modifiers_makes_a_line_another_one(place):
    modifiers = ["GC", "Q5", "Q6", "KX"]
    other = [*modifiers[:place], "GE", *modifiers[place + 1 :]]
    rows = f"commercial 1a {','.join(modifiers)} | no", f"commercial 1b {','.join(other)} | no"
    holds("exact_duplicate", "modifiers", *rows)


@pytest.mark.parametrize(
    "group, specialty, answer",
    [(GROUP, "family_medicine", "yes"), (OTHER_GROUP, "family_medicine", "no"), (GROUP, "urgent_care", "no")],
)
def test_a_global_period_and_an_earlier_visit_are_those_of_the_group_and_specialty(group, specialty, answer):
    columns = "past code service_date billing_npi specialty_code"
    today = f"medicare 1 - 99213 {TODAY} {group} {specialty} | {answer}"
    for policy, code in (("global_period", "10060"), ("major_surgery_visit", "20692")):
        holds(policy, columns, f"medicare 1 yes {code} 2026-04-29 {GROUP} family_medicine | -", today)
    new = f"medicare 1 - 99203 {TODAY} {group} {specialty} | {answer}"
    past = f"medicare 1 yes 99213 2026-01-05 {GROUP} family_medicine | -"
    holds("new_patient_seen_before", columns, past, new)


@pytest.mark.parametrize(
    "policy, code, other, day",
    [
        ("screening_too_soon", "82270", "G0444", "2025-09-04"),
        ("lifetime_maximum", "G0438", "G0402", "2019-05-20"),
        ("too_often", "80061", "83036", "2026-04-04"),
    ],
)
def test_too_soon_and_once_in_a_lifetime_are_asked_of_the_same_service(policy, code, other, day):
    columns = "past code modifiers dx service_date"
    for before, answer in ((code, "yes"), (other, "no")):
        past = f"medicare 1 yes {before} - E78.2 {day} | -"
        test = "QW" if code == "80061" else "-"
        holds(policy, columns, past, f"medicare 1 - {code} {test} E78.2 {TODAY} | {answer}")


def test_units_of_a_day_are_those_of_one_day_and_one_service():
    columns, first = "code units service_date", f"medicare 1a 20610 2 {TODAY} | no"
    holds("units_above_limit", columns, first, f"medicare 1b 20610 1 {TODAY} | yes")
    holds("units_above_limit", columns, first, f"medicare 1b 20610 1 {TOMORROW} | no")
    holds("units_above_limit", columns, first, f"medicare 1b 20605 2 {TODAY} | no")
    columns, first = "code modifiers units service_date", f"commercial 1a 97110 - 3 {TODAY} | no"
    holds("units_above_contract", columns, first, f"commercial 1b 97110 59 2 {TODAY} | yes")
    holds("units_above_contract", columns, first, f"commercial 1b 97110 59 2 {TOMORROW} | no")
    holds("units_above_contract", columns, first, f"commercial 1b 97140 59 2 {TODAY} | no")


SEVERAL = ("62", "66", "80", "81", "82", "AS")


@pytest.mark.parametrize("modifier", SEVERAL)
def test_each_of_several_surgeons_has_an_order_of_procedures_of_his_own(modifier):
    """The lead surgeon's two procedures are ranked among themselves: the one of a surgeon beside him takes no place."""
    columns = "code modifiers place charge rendering_npi"
    lead = (
        f"medicare 1 20610 RT 11 180.00 {CLINICIAN} | 0.00",
        f"medicare 1 20551 59 11 150.00 {CLINICIAN} | 28.00",
    )
    beside = f"medicare 1 20692 {modifier} 21 5000.00 2511772032 | 0.00"
    holds("multiple_procedures", columns, *lead, verb="reduces")
    holds("multiple_procedures", columns, lead[0], beside, verb="reduces")
    holds("multiple_procedures", columns, *lead, beside, verb="reduces")


def test_a_procedure_that_is_denied_takes_no_place_in_the_order():
    """Without a side at a plan that wants one the dearer procedure is denied: the other is then the first."""
    columns = "code modifiers charge"
    dear, cheap = "commercial 1 20610 {} 400.00 | 0.00", "commercial 1 20551 59 300.00 | {}"
    holds("multiple_procedures", columns, dear.format("-"), cheap.format("0.00"), verb="reduces")
    table = f"payer claim {columns} | reduces\n{dear.format('RT')}\n{cheap.format('0.00')}\n"
    assert otherwise("multiple_procedures", table), "with its side it is the first, and the other is reduced"


@pytest.mark.parametrize(
    "day, group, answer", [(TODAY, GROUP, "CO-234"), (TOMORROW, GROUP, "no"), (TODAY, OTHER_GROUP, "no")]
)
def test_the_addition_to_a_visit_looks_at_its_own_day_and_group(day, group, answer):
    columns = "code modifiers service_date billing_npi"
    visit = f"medicare 1a 99214 25 {day} {group} | no"
    injection = f"medicare 1a 20610 RT {day} {group} | no"
    addition = f"medicare 1b G2211 - {TODAY} {GROUP} | {answer}"
    holds("complexity_beside_25", columns, visit, injection, addition)


def test_25_on_something_else_than_the_visit_does_not_take_the_addition_away():
    columns = "code modifiers"
    other = "medicare 1 99214 - | no", "medicare 1 20610 RT | no", "medicare 1 G2211 - | no"
    holds("complexity_beside_25", columns, *other)


@pytest.mark.parametrize(
    "day, group, answer", [(TODAY, GROUP, "CO-97"), (TOMORROW, GROUP, "no"), (TODAY, OTHER_GROUP, "no")]
)
def test_what_is_paid_only_alone_and_a_panel_look_at_their_own_day_and_group(day, group, answer):
    columns = "code modifiers service_date billing_npi"
    visit = f"medicare 1a 99213 - {day} {group} | no"
    holds("bundled_status", columns, visit, f"medicare 1b 94760 - {TODAY} {GROUP} | {answer}")
    two = f"commercial 1a 85025 QW {day} {group} | no", f"commercial 1a 84443 QW {day} {group} | no"
    holds("panel_parts", columns, *two, f"commercial 1b 80053 QW {TODAY} {GROUP} | {answer}")


@pytest.mark.parametrize("days, answer", [(-1, "yes"), (-2, "no"), (90, "yes"), (91, "no")])
def test_a_visit_around_an_operation_that_is_billed_with_it(days, answer):
    day = np.datetime64("2026-05-04") + days
    columns, operation = (
        "code modifiers place service_date received_date",
        "medicare 1a 20692 RT 21 2026-05-04 2026-09-01 | no",
    )
    holds("major_surgery_visit", columns, operation, f"medicare 1b 99222 - 21 {day} 2026-09-02 | {answer}")


def test_25_separates_a_visit_from_an_operation_only_on_its_own_day():
    columns = "past code modifiers place service_date"
    past = "medicare 1 yes 20692 RT 21 2026-05-04 | -"
    holds("major_surgery_visit", columns, past, "medicare 1 - 99213 25 11 2026-05-04 | no")
    holds("major_surgery_visit", columns, past, "medicare 1 - 99213 25 11 2026-05-05 | yes")


@pytest.mark.parametrize(
    "specialty, kind, answer",
    [("family_medicine", "99214", "CO-B14"), ("urgent_care", "99214", "no"), ("family_medicine", "99396", "no")],
)
def test_a_second_visit_is_one_of_the_same_specialty_and_kind(specialty, kind, answer):
    columns = "code specialty_code"
    holds(
        "second_visit_same_day",
        columns,
        "commercial 1a 99213 family_medicine | no",
        f"commercial 1b {kind} {specialty} | {answer}",
    )


def test_the_discarded_part_of_a_drug_stands_on_a_line_of_its_day_and_drug():
    columns, rest = "code units modifiers dx service_date", f"medicare 1a J0897 40 JW M81.0 {TODAY} | no"
    holds("waste_not_stated", columns, rest, f"medicare 1b J0897 60 - M81.0 {TODAY} | no")
    holds("waste_not_stated", columns, rest, f"medicare 1b J0897 60 - M81.0 {TOMORROW} | CO-16")
    holds("waste_not_stated", columns, rest, f"medicare 1b J7325 48 - M17.11 {TODAY} | CO-16")
