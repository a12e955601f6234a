"""The code tables: what ships, within what limits, and that the tables agree with each other."""

import re

import numpy as np
import pytest

from sim.ground.coded import Coded
from sim.reference import codes, fees, tables
from sim.reference.charge_master import charges

FOLDER = ("procedures", "hcpcs")


def cpt_numbers():
    return [row["code"] for row in tables.rows("data/codes/procedures.csv")]


def test_at_most_300_cpt_numbers_in_one_removable_file(root):
    numbers = cpt_numbers()
    assert 100 <= len(numbers) <= 300 and len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{5}", number) for number in numbers)
    head = (root / "data/codes/procedures.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "registered trademark of the American Medical Association" in head


def test_no_more_than_300_numbers_in_all_that_ships(root):
    """Program, tables, payers, scenarios, exercises and notebooks together stay under the limit. What looks like a
    number and is none: the prefix of an NPI's check digit (80840), stand-ins (00000, 12345), the ends of a section
    ("70010", "79999", "imaging"), ZIP codes, pages of the Federal Register, amounts."""
    program = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "sim").rglob("*.py")))
    found = set(re.findall(r"[\"'](\d{5})[\"']", re.sub(r"\(\"\d{5}\", \"\d{5}\", \"", "", program))) - {
        "80840",
        "00000",
        "12345",
    }
    for path in sorted(
        [
            *(root / "data").rglob("*.toml"),
            *(root / "exercises").rglob("*.toml"),
            *(root / "notebooks").rglob("*.ipynb"),
        ]
    ):
        lines = [
            line for line in path.read_text(encoding="utf-8").splitlines() if not re.search("zip|postal", line.lower())
        ]
        found.update(re.findall(r"[\"'](\d{5})[\"']", "\n".join(lines)))
    for path in sorted((root / "data").rglob("*.csv")):
        for row in tables.rows(path.relative_to(root).as_posix()):
            told = " ".join(
                value or ""
                for name, value in row.items()
                if isinstance(value, str) and not name.endswith(("amount", "cents"))
            )
            told = re.sub(r"\d+ FR \d+|\b00000\b", "", told)
            found.update(re.findall(r"(?<![\d.-])\d{5}(?![\d.-])", told) if "names" not in path.stem else ())
    assert len(found | set(cpt_numbers())) <= 300, sorted(found - set(cpt_numbers()))


def test_every_code_can_be_charged_and_has_words_of_ours():
    table = codes.procedures()
    assert (charges(table.code.texts()) > 0).all()
    assert all(table.label.texts()) and max(map(len, table.label.texts())) < 90


def test_rows_of_a_pool_are_found_once_and_unknown_is_minus_one():
    column = Coded.of(["99213", "nonsense", "", "20610", "99213"])
    rows = column.rows(codes.procedure_rows(column.pool))
    assert rows[1] == rows[2] == -1 and rows[0] == rows[4] >= 0
    assert codes.procedures().code[int(rows[3])] == "20610"


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("99213", "is_evaluation", True),
        ("20610", "is_evaluation", False),
        ("10060", "global_day_count", 10),
        ("20610", "global_day_count", 0),
        ("99213", "global_day_count", -1),
        ("99203", "is_new", True),
        ("99213", "is_established", True),
        ("17003", "is_add_on", True),
        ("87880", "is_clia_waived_with_qw", True),
        ("81002", "is_clia_exempt_qw", True),
        ("81002", "is_clia_waived_with_qw", False),
        ("87880", "needs_clia", True),
        ("36415", "needs_clia", False),
        ("20610", "needs_side", True),
        ("20610", "bilateral", 1),
        ("99381", "age_to", 0),
        ("99396", "age_from", 40),
        ("99213", "age_to", 999),
        ("36416", "status_code", "B"),
        ("94760", "status_code", "T"),
        ("71046", "pctc", 1),
        ("93000", "pctc", 4),
        ("J3301", "unit_quantity", 10_000),
        ("J3420", "is_up_to", True),
    ],
)
def test_rule_fields(code, field, value):
    table = codes.procedures()
    assert table[field][int(codes.procedure_rows([code])[0])] == value


def test_ended_drug_codes_have_their_dates():
    table = codes.procedures()
    old, new = codes.procedure_rows(["J1030", "J1010"])
    assert table.end_date[old] == np.datetime64("2024-03-31") and table.start_date[new] == np.datetime64("2024-04-01")


def test_every_drug_with_a_unit_has_a_stated_price():
    table = codes.procedures()
    drugs = table.code.texts()[(table.kind == "drug") & (table.unit_quantity > 0)]
    assert len(drugs) > 20 and (fees.stated("drugs", drugs) > 0).all()


def test_every_laboratory_test_has_a_price_and_waived_and_exempt_never_both():
    table = codes.procedures()
    assert (fees.stated("clinical_lab_2026", table.code.texts()[table.needs_clia]) > 0).all()
    assert not (table.is_clia_waived_with_qw & table.is_clia_exempt_qw).any()


def test_modifiers_associated_with_pairs_are_those_of_the_ncci_manual():
    table = codes.modifiers()
    associated = set(table.modifier.texts()[table.is_ncci_associated])
    assert {"25", "57", "59", "91", "XS", "LT", "RT", "F1", "TA"} <= associated
    assert not associated & {"22", "26", "50", "51", "52", "76", "77", "95", "GT", "QW"}


def test_places_follow_the_fee_schedule_setting():
    table = codes.place_of_service()
    assert len(table) == 52
    assert table.is_facility[
        codes.place_of_service_rows(["11", "10", "20", "02", "19", "21", "22", "23", "31"])
    ].tolist() == [False, False, False, True, True, True, True, True, True]


def test_lists_of_the_remittance_hold_together():
    reasons = {row["code"]: row for row in codes.list_rows("carc")}
    remedies = {row["code"] for row in codes.list_rows("remedies")}
    groups = {row["code"] for row in codes.list_rows("group_codes")}
    assert len(remedies) == 16 and groups == {"CO", "PR", "OA", "PI", "CR"}
    for row in reasons.values():
        assert row["remedy"] in remedies
        assert row["usual_group"] in groups if row["is_active"] == "yes" else row["usual_group"] == ""
        assert all(
            number not in reasons or reasons[number]["is_active"] == "yes" for number in row["replaced_by"].split()
        )
    assert {reasons[number]["needs_remark"] for number in ("16", "96", "226", "252")} == {"yes"}
    assert reasons["125"]["is_active"] == reasons["B18"]["is_active"] == "no"
    assert {row["wrong_use_carc"] for row in codes.list_rows("modifiers")} <= {
        number for number, row in reasons.items() if row["is_active"] == "yes"
    }


def test_the_remittance_lists_are_long_enough_and_say_what_to_do():
    reasons, remarks, statuses = (codes.list_rows(name) for name in ("carc", "rarc", "claim_status"))
    assert sum(row["is_active"] == "yes" for row in reasons) >= 60 and len(remarks) >= 60
    assert len({row["category"] for row in statuses}) >= 12 and len({row["status"] for row in statuses} - {""}) >= 40
    for row in (*reasons, *remarks):
        assert row["label"] and row["what_to_do"].endswith(".") and row["owner"] in OWNERS | {"nobody"}, row["code"]
    for row in statuses:
        assert row["label"] and row["fix"].endswith(".") and row["owner"] in OWNERS, row
    for rows_of, key in ((reasons, ("code",)), (remarks, ("code",)), (statuses, ("category", "status", "entity"))):
        assert len({tuple(row[name] for name in key) for row in rows_of}) == len(rows_of)


OWNERS = {"front desk", "coder", "biller", "provider", "credentialing", "patient"}
DEAD = (
    "15 17 28 36 37 38 42 57 62 63 125 138 141 165 168 191 214 217 218 220 221 30 46 47 48 52 120 123 124 126 127 B5 B6"
    " B17 B18 B19 B21".split()
)


@pytest.mark.parametrize("number", DEAD)
def test_deactivated_reasons_are_refused_with_what_replaced_them(number):
    from sim.ground.errors import CleanClaimError
    from sim.reference.plain_words import checked_reason

    row = next(row for row in codes.list_rows("carc") if row["code"] == number)
    with pytest.raises(CleanClaimError) as caught:
        checked_reason(number)
    assert "deactivated" in str(caught.value) and all(
        other in str(caught.value) for other in row["replaced_by"].split()
    )


TABLES = {  # every table with a source on each row, and those whose rows have dates
    "codes/procedures": "source",
    "codes/hcpcs": "source",
    "codes/modifiers": "cite",
    "codes/carc": "source",
    "codes/rarc": "source",
    "codes/claim_status": "source",
    "codes/group_codes": "source",
    "codes/remedies": "source",
    "codes/icd10cm_changes": "cite",
    "codes/combinations": "cite",
    "codes/diagnosis_limits": "cite",
    "edits/ptp": "source",
    "edits/mue": "source",
    "edits/add_on": "source",
    "fees/clinical_lab_2026": "source",
    "fees/drugs": "source",
    "fees/vaccines": "source",
    "fees/charge_master": "basis",
}
SPANS = (
    ("start_date", "end_date"),
    ("effective_date", "deletion_date"),
    ("from_date", "to_date"),
    ("valid_from", "valid_to"),
)


@pytest.mark.parametrize("path", TABLES)
def test_every_row_has_its_source_and_its_dates_in_order(path):
    content = tables.rows(f"data/{path}.csv")
    assert content and all(row[TABLES[path]] for row in content)
    spans = [span for span in SPANS if span[0] in content[0]]
    assert spans or path in ("codes/remedies", "codes/combinations", "codes/diagnosis_limits", "fees/charge_master")
    for first, last in spans:
        for row in content:
            days = [np.datetime64(row[name]) for name in (first, last) if row[name]]
            assert days == sorted(days), row


OURS = (
    "our own",
    "the words are ours",
    "the closed list of kinds of error",
)  # lists of the trainer's own words, which nobody publishes
IN_THE_HEAD = {
    "place_of_service": "CMS",
    "gpci_2026": "CMS Addendum E",
    "mpfs_2026": "CMS RVU26C",
    "cms1500": "Medicare Claims Processing Manual",
}


def test_no_table_is_without_a_source(root):
    """A source on every row, or, where the whole file is one publication or a list of our own, in its head."""
    looked = 0
    for path in sorted(
        path for folder in ("codes", "edits", "fees") for path in (root / "data" / folder).glob("*.csv")
    ):
        content, looked = tables.rows(path.relative_to(root).as_posix()), looked + 1
        head = " ".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
        on_rows = all(any(row.get(name) for name in ("source", "cite", "basis")) for row in content)
        assert content and (
            on_rows or IN_THE_HEAD.get(path.stem, "!") in head or any(words in head.lower() for words in OURS)
        ), path.name
    assert looked >= 25


@pytest.mark.parametrize("number", ["D1", "D20", "W1", "Y1", "999", "", "nonsense"])
def test_a_reason_that_is_none_is_refused(number):
    from sim.ground.errors import CleanClaimError
    from sim.reference.plain_words import checked_reason

    with pytest.raises(CleanClaimError):
        checked_reason(number)


def test_what_was_not_read_from_a_published_file_says_verify():
    for name in ("ptp", "mue", "add_on"):
        for row in tables.rows(f"data/edits/{name}.csv"):
            assert row["verify"] == "verify" or row["source"].startswith(
                ("CMS NCCI v32", "CMS practitioner MUE", "CMS add-on code edits")
            ), row


def test_drug_codes_that_ended_lead_to_one_in_force():
    rows_of = {row["code"]: row for row in tables.rows("data/codes/hcpcs.csv")}
    ended = [row for row in rows_of.values() if row["end_date"]]
    assert len(ended) >= 12
    for row in ended:
        successor = rows_of[row["replaced_by"]]
        assert (
            not successor["end_date"] and np.datetime64(successor["start_date"]) == np.datetime64(row["end_date"]) + 1
        ), row["code"]


UNITS = {
    "J0131": "10 mg",
    "J0171": "0.1 mg",
    "J0561": "100000 units",
    "J0585": "1 units",
    "J0696": "250 mg",
    "J1010": "1 mg",
    "J1030": "40 mg",
    "J1170": "4 mg",
    "J1300": "10 mg",
    "J1644": "1000 units",
    "J1650": "10 mg",
    "J1885": "15 mg",
    "J1938": "1 mg",
    "J1940": "20 mg",
    "J1957": "5 mg",
    "J2001": "10 mg",
    "J2312": "0.01 mg",
    "J2550": "50 mg",
    "J2930": "125 mg",
    "J3010": "0.1 mg",
    "J3301": "10 mg",
    "J3373": "10 mg",
    "J3420": "1000 mcg",
    "J7030": "1000 cc",
    "J7321": "1 dose",
    "J7325": "1 mg",
}


@pytest.mark.parametrize(("code", "unit"), UNITS.items())
def test_units_of_drugs_as_hcpcs_defines_them(code, unit):
    row = next(row for row in tables.rows("data/codes/hcpcs.csv") if row["code"] == code)
    assert f"{row['unit_quantity']} {row['unit_measure']}" == unit


MODIFIERS = """24 25 57 59 XE XS XP XU 51 50 LT RT E1 E4 FA F9 TA T9 LC LD LM RC RI 26 TC 52 53 54 55 56 58 78 79 62 66
80 81 82 AS 76 77 91 22 95 93 GT FQ GQ GA GX GY GZ JW JZ KX GP GO GN CQ CO AT FS FT 27 33 PT QW GC GE QK
QX QZ AA GV GW Q5 Q6 90""".split()


@pytest.mark.parametrize("modifier", MODIFIERS)
def test_each_modifier_says_when_never_what_it_pays_and_what_wrong_use_brings(modifier):
    row = next(row for row in codes.list_rows("modifiers") if row["modifier"] == modifier)
    assert all(row[name] for name in ("label", "when", "never", "pays", "wrong_use_carc", "cite"))


def test_the_house_stands_without_the_file(tmp_path):
    """Without CPT numbers the HCPCS codes remain, and a CPT number is simply unknown."""
    import shutil
    import subprocess
    import sys

    from sim.ground.files import root

    shutil.copytree(root() / "data", tmp_path / "data")
    shutil.copytree(root() / "sim", tmp_path / "sim")
    (tmp_path / "data/codes/procedures.csv").unlink()
    script = (
        "from sim.reference.codes import *; print(has_procedures(), procedure_rows(['99213', 'G0439']).tolist(),"
        " label('99213') == '')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    known, rows, is_unnamed = done.stdout.strip().partition(" [")[0], done.stdout, done.stdout.strip().endswith("True")
    assert known == "False" and "[-1, " in rows and is_unnamed
