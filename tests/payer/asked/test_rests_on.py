"""What an answer rests on: published, the payer's own, or an estimate; and that every row says which."""

from dataclasses import replace
from datetime import date

import pytest

from sim.payer.asked.rests_on import price_rests_on, rests_on
from sim.payer.rulebook.payers import lent, payers
from sim.reference.provenance import ESTIMATE, OFFICIAL, OWN
from sim.reference.tables import rows

DAY = date(2026, 6, 1)
TABLES = (
    "edits/ptp",
    "edits/mue",
    "edits/add_on",
    "fees/mpfs_2026",
    "fees/clinical_lab_2026",
    "fees/drugs",
    "fees/vaccines",
)


@pytest.mark.parametrize("name", TABLES)
def test_every_edit_limit_and_price_says_what_it_rests_on(name):
    found = rows(f"data/{name}.csv")
    assert {row["provenance"] for row in found} <= {OFFICIAL, OWN, ESTIMATE}
    for row in found:
        assert not row.get("verify") or row["provenance"] == ESTIMATE, row


@pytest.mark.parametrize("code", ["medicare_part_b", "silverleaf_hmo"])
def test_a_shortened_list_of_medicare_is_an_estimate(code):
    looked = 0
    for section in ("covered", "rule", "not_covered", "authorization"):
        for row in payers()[code].sections[section]:
            doubtful = any(word in row["cite"] for word in ("verify", "shortened", "are a teaching estimate"))
            looked += doubtful
            assert bool(row.get("estimate")) is doubtful, row
    assert looked >= 6


@pytest.mark.parametrize(
    "policy, payer, code, beside, kind",
    [
        ("bundled_pair", "acme_ppo", "12001", ["10060"], OFFICIAL),
        ("first_code_late", "acme_ppo", "10060", ["12001"], OFFICIAL),
        ("units_above_limit", "acme_ppo", "20610", [], OFFICIAL),
        ("add_on_without_base", "medicare_part_b", "17003", [], OFFICIAL),
        ("diagnosis_does_not_support", "medicare_part_b", "83036", [], ESTIMATE),
        ("diagnosis_does_not_support", "medicare_part_b", "90715", [], OFFICIAL),
        ("diagnosis_does_not_support", "acme_ppo", "83036", [], OWN),
        ("too_often", "medicare_part_b", "80061", [], ESTIMATE),
        ("not_covered", "acme_ppo", "11900", [], OWN),
        ("authorization_missing", "acme_ppo", "J7325", [], OWN),
        ("mutually_exclusive", "acme_ppo", "S9088", ["S9083"], OWN),
        ("bundled_pair", "acme_ppo", "99213", ["36415"], None),
        ("new_patient_seen_before", "acme_ppo", "99203", [], None),
        ("not_covered", "nobody", "11900", [], None),
    ],
)
def test_a_denial_rests_on(policy, payer, code, beside, kind):
    found = rests_on(policy, payer, code, beside, DAY)
    assert (found.kind if found else None) == kind


def test_a_payers_own_price_list_is_its_own_from_its_day_on():
    acme = payers()["acme_ppo"]
    row = {"code": "J3301", "amount": 1000, "from": date(2026, 7, 1)}
    with lent({**payers(), "acme_ppo": replace(acme, sections={**acme.sections, "fee": (row,)})}):
        told = [price_rests_on("acme_ppo", "J3301", "", day).kind for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert told == [ESTIMATE, OWN]
    assert price_rests_on("lantern_medigap", "99213", "", DAY) is None
