"""Every code that a remittance of ours can carry is explained in words."""

import re

import pytest

from sim.ground.errors import CleanClaimError
from sim.reference.plain_words import explain, reason, remark


def test_every_code_a_policy_can_send_is_explained(root):
    """Whatever the policies' files name (CO("29", "N211"), rejections A7:255) has its words."""
    missing = []
    for path in sorted((root / "sim/payer/policies").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for group, codes in re.findall(r"\b(CO|PR|OA|PI)\(((?:\s*\"[A-Z0-9]+\",?)+)", text):
            carc, *rarcs = re.findall(r'"([A-Z0-9]+)"', codes)
            missing += [f"{path.name}: {group}-{carc}"] * (not reason(carc) or reason(carc)["is_active"] == "no")
            missing += [f"{path.name}: {code}" for code in rarcs if not remark(code)]
        for status in re.findall(r"\"(A\d:\d+(?::\w+)?)\"", text):
            try:
                explain(status)
            except CleanClaimError:
                missing.append(f"{path.name}: {status}")
    assert not missing


@pytest.mark.parametrize(
    "code", ["CO-45", "pr 1", "N382", "MA130", "A7:562:82", "QW", "J3301", "I10", "R_NONE", "POS 11", "CO"]
)
def test_explained(code):
    assert explain(code)["label"]


@pytest.mark.parametrize("code", ["", "ZZ-9", "CO-999", "Q99.99999", None, "A7:999"])
def test_unknown_codes_get_one_clear_line(code):
    with pytest.raises(CleanClaimError, match="nothing known"):
        explain(code)


def test_every_category_has_words_of_its_own():
    from sim.reference.tables import rows

    general = {row["category"]: row["label"] for row in rows("data/codes/claim_status.csv") if not row["status"]}
    for category, label in general.items():  # beside the modifier of an eyelid, "also" tells the status
        found = explain(category)
        assert label == found["label"] or found["also"] == f"claim status: {label}", category


@pytest.mark.parametrize(
    ("code", "item", "text"),
    [
        ("CO-125", "replaced_by", "16"),
        ("CO-125", "end_date", "2013-11-01"),
        ("CO-97", "bill_patient", "never"),
        ("PR-3", "who_owes", "patient"),
        ("J1030", "replaced_by", "J1010"),
        ("J1885", "unit", "15 mg"),
        ("J2550", "unit", "up to 50 mg"),
        ("20692", "global_days", "the day before, the day and 90 days after"),
        ("36416", "status", "part of other services"),
        ("25", "wrong_use", "CO-97"),
        ("M72.2", "end_date", "2026-09-30"),
        ("M72.2", "replaced_by", "M67.A01"),
        ("M17.1", "note", "not billable"),
        ("N362", "owner", "coder"),
        ("PI", "what_to_do", "state law"),
        ("A3", "label", "never adjudicated"),
        ("POS 23", "setting", "facility"),
        ("R_NEW", "mechanics", "Frequency code 1"),
        ("F1", "also", "modifier: Left second finger"),
        ("CO-12", "label", "provider"),
        ("CO-66", "label", "Blood"),
        ("CO-95", "label", "procedures were not followed"),
        ("PR-101", "label", "Estimate"),
        ("CO-108", "label", "renting"),
        ("CO-166", "label", "stopped processing"),
        ("CO-P6", "label", "injury"),
        ("N1", "label", "appeal"),
        ("A3:21", "label", "Missing or invalid information"),
        ("A7:218", "label", "NDC"),
        ("F3N", "label", "not forwarded"),
        ("PLB L6", "label", "Interest"),
        ("PLB-WO", "what_to_do", "recoupment"),
        ("E1", "label", "eyelid"),
    ],
)
def test_what_is_told_of_each_kind(code, item, text):
    assert text in explain(code)[item]


def test_what_is_not_on_a_list_says_how_long_the_lists_are():
    """Never "check the typing" alone: the number may be newer than our lists."""
    with pytest.raises(CleanClaimError, match=r"\d{3} active reason codes, \d{4} remark codes"):
        explain("CO-399")


def test_all_numbers_of_the_lists_have_words():
    """The counts of the publishers' lists of August 2026 (reasons 305 active of 409, remarks; statuses 508): no number
    may be lost, none stands twice, each has its own words."""
    from sim.reference.tables import rows

    lists = {
        "carc": rows("data/codes/carc.csv"),
        "rarc": rows("data/codes/rarc.csv"),
        "plb": rows("data/codes/provider_adjustments.csv"),
    }
    for listed in lists.values():
        codes = [row["code"] for row in listed]
        assert len(codes) == len(set(codes)) and all(row["label"] and row["what_to_do"] for row in listed)
    topics = rows("data/codes/claim_status_topics.csv")
    assert len({row["status"] for row in topics}) == len(topics) and all(row["label"] for row in topics)
    assert {row["status"] for row in rows("data/codes/claim_status.csv")} <= {row["status"] for row in topics} | {""}
    assert len(lists["carc"]) >= 407 and len(lists["rarc"]) >= 1138 and len(topics) >= 680 and len(lists["plb"]) == 41
    replaced = {row["replaced_by"] for row in lists["carc"]} - {""}
    active = {row["code"] for row in lists["carc"] if row["is_active"] == "yes"}
    assert {one for text in replaced for one in text.split()} <= active
