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
    assert all(
        explain(row["category"])["label"] == general[row["category"]] for row in rows("data/codes/claim_status.csv")
    )


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
        ("E1", "label", "eyelid"),
    ],
)
def test_what_is_told_of_each_kind(code, item, text):
    assert text in explain(code)[item]
