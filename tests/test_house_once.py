"""Nothing is said twice: codes, prices and edits stand in the tables of data/, and scenarios, payers and policies take
them from there.

Rules written like those of test_house.py: a function of a folder that returns how many things it looked at and one line
for each breach; each is tried on a small house with a planted breach.
"""

import ast
import csv
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

DESKS = (
    "coding",
    "payer",
    "billing",
    "learn",
    "ui",
    "edi",
    "clinic",
)  # rooms that ask the library and hold no code numbers of their own
MAY_NAME = {  # file -> codes it may write, since no table can say it: the case is about that very code
    "sim/payer/policies/medical_necessity/acupuncture_limit.py": {"97810", "97813"},
    "sim/payer/policies/code_validity/drug_code_missing.py": {"J3490", "J3590"},
    "sim/payer/policies/code_validity/unlisted_code.py": {"J3490", "J3590"},
    "sim/payer/policies/benefit/preventive_too_soon.py": {"G0438", "G0439"},
    "sim/payer/policies/coding/new_patient_seen_before.py": {"99211"},
    "sim/payer/policies/pricing/technical_reduction.py": {"93000", "93005"},
    "sim/payer/examples/example_claims.py": {"99213"},  # the baseline line of worked examples
    "sim/clinic/people/earlier_visits.py": {"99213", "99214"},
    "sim/learn/lint/patients.py": {"99213"},  # an invented earlier visit
}
DIAGNOSIS = re.compile(r"[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}")
MAY_NAME_DIAGNOSES = {
    "sim/clinic/people/earlier_visits.py",
    "sim/learn/lint/patients.py",
    "sim/learn/grading/error_kinds.py",
    "sim/payer/examples/example_claims.py",
}
KEYS = {
    "codes/modifiers": ("modifier",),
    "codes/claim_status": ("category", "status", "entity"),
    "codes/errors": ("error",),
    "codes/causes": ("cause",),
    "codes/diagnosis_limits": ("begins", "what"),
    "edits/ptp": ("column_1", "column_2"),
    "edits/add_on": ("add_on", "base"),
    "fees/mpfs_2026": ("code", "modifier"),
    "fees/gpci_2026": ("locality",),
    **dict.fromkeys(
        (
            "codes/carc",
            "codes/rarc",
            "codes/group_codes",
            "codes/hcpcs",
            "codes/procedures",
            "codes/icd10cm_changes",
            "codes/place_of_service",
            "codes/remedies",
            "edits/mue",
            "fees/charge_master",
            "fees/clinical_lab_2026",
            "fees/drugs",
            "fees/vaccines",
        ),
        ("code",),
    ),
}
SCHEDULES = ("mpfs_2026", "clinical_lab_2026", "drugs", "vaccines")


def rows(path: Path) -> list[dict]:
    """The rows of a table; none where there is no file."""
    lines = (
        [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        if path.exists()
        else []
    )
    return list(csv.DictReader(lines))


def taught(root) -> dict[str, dict]:
    """Every procedure code of the tables."""
    return {row["code"]: row for name in ("procedures", "hcpcs") for row in rows(root / f"data/codes/{name}.csv")}


def texts(root, rooms):
    """(path, line, text) of every text of these rooms that is not a docstring."""
    for path in sorted(path for room in rooms for path in (root / "sim" / room).rglob("*.py")):
        for line, text in texts_in(path.read_text(encoding="utf-8")):
            yield path.relative_to(root).as_posix(), line, text


@cache
def texts_in(source: str) -> list[tuple[int, str]]:
    """The texts of one file, read once for all rules."""
    nodes = list(ast.walk(ast.parse(source)))
    told = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def desks_hold_no_code_numbers(root):
    """A procedure code as a text of its own, outside the library."""
    known, looked, found = taught(root), 0, []
    for path, line, text in texts(root, DESKS):
        looked += 1
        if text in known and text not in MAY_NAME.get(path, ()):
            found.append(f"{path}:{line}: {text} (ask the library, a payer's file or a parameter)")
    return looked, found


def exceptions_are_needed(root):
    """What may name a code still does."""
    named = {(path, text) for path, _, text in texts(root, DESKS)}
    return len(MAY_NAME), [
        f"{path}: no longer names {code}"
        for path, codes in MAY_NAME.items()
        for code in sorted(codes)
        if (root / path).exists() and (path, code) not in named
    ]


def desks_hold_no_diagnoses(root):
    """Which diagnoses cover a service stands in the payer's file."""
    looked, found = 0, []
    for path, line, text in texts(root, DESKS):
        looked += 1
        if DIAGNOSIS.fullmatch(text) and path not in MAY_NAME_DIAGNOSES:
            found.append(f"{path}:{line}: {text}")
    return looked, found


def scenarios_leave_levels_units_and_prices_to_the_library(root):
    """A visit's level and a drug's units are worked out by the calculators; amounts are never an author's."""
    known, looked, found = taught(root), 0, []
    for path in sorted((root / "data/scenarios").rglob("*.toml")):
        for number, service in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("service", []), 1):
            looked += 1
            where, row = (
                f"{path.relative_to(root).as_posix()}: service {number}",
                known.get(service.get("code", ""), {}),
            )
            found += (
                [f"{where}: {row['code']} written by hand (em = ..., preventive = ...)"]
                if row.get("is_evaluation") == "yes"
                else []
            )
            found += [f"{where}: {row['code']} written by hand (drug = ...)"] if row.get("kind") == "drug" else []
            found += [f"{where}: {key}" for key in service if re.search("amount|charge|price|fee", key)]
    return looked, found


def tables_name_each_thing_once(root):
    """No two rows of one table for the same thing, unless their days differ."""
    looked, found = 0, []
    for name, keys in KEYS.items():
        seen = set()
        for row in rows(root / f"data/{name}.csv"):
            looked += 1
            key = tuple(
                row[one]
                for one in (*keys, *(one for one in ("from_date", "effective_date", "valid_from") if one in row))
            )
            found += [f"data/{name}.csv: {' '.join(key)} stands twice"] if key in seen else []
            seen.add(key)
    return looked, found


def a_price_stands_in_one_schedule(root):
    """A code is priced by one schedule, and every edit and charge is of a code we have."""
    known, found = taught(root), []
    priced = {name: {row["code"] for row in rows(root / f"data/fees/{name}.csv")} for name in SCHEDULES}
    for place, first in enumerate(SCHEDULES):
        found += [
            f"data/fees: {code} in {first} and in {second}"
            for second in SCHEDULES[place + 1 :]
            for code in sorted(priced[first] & priced[second])
        ]
    found += [
        f"data/{name}.csv: {row['code']} is not taught"
        for name in ("fees/charge_master", "edits/mue")
        for row in rows(root / f"data/{name}.csv")
        if row["code"] not in known
    ]
    return sum(map(len, priced.values())), found


SAID_BY_BOTH = ("status_code", "global_days", "multiple_procedure", "bilateral", "pctc", "assistant")


def indicators_agree(root):
    """The fee schedule's indicators stand beside its values and in the tables of codes: they agree."""
    known, looked, found = taught(root), 0, []
    for row in rows(root / "data/fees/mpfs_2026.csv"):
        for name in SAID_BY_BOTH if row["code"] in known and not row["modifier"] else ():
            looked += 1
            if row.get(name) and row[name] != known[row["code"]][name]:
                found.append(
                    f"data/fees/mpfs_2026.csv: {row['code']} has {name} {row[name]}, in data/codes"
                    f" {known[row['code']][name]}"
                )
    return looked, found


LETTERS_STAND_IN = "sim/reference/diagnosis_letters.py"


def only_their_file_names_the_editions(root):
    """The window of the visits and the days of the shipped editions stand in data/editions.toml; code asks for them."""
    path = root / "data/editions.toml"
    days = set(re.findall(r"\d{4}-\d\d-\d\d", path.read_text(encoding="utf-8"))) if path.exists() else set()
    looked, found = 0, []
    for path in sorted(path for part in ("sim", "benchmarks") for path in (root / part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "date",
                "datetime64",
            ):
                looked += 1
                given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                day = "-".join(f"{one:02d}" if isinstance(one, int) else str(one) for one in given)[:10]
                if day in days:
                    found.append(f"{path.relative_to(root).as_posix()}:{node.lineno}: {day}")
    return looked, found


def the_letters_of_the_diagnoses_stand_once(root):
    looked, found = 0, []
    for path, line, text in texts(root, (".",)):
        looked += 1
        if text == "ABCDEFGHIJKL" and not path.endswith(LETTERS_STAND_IN):
            found.append(f"{path}:{line}: the letters of box 21")
    return looked, found


RULES = [
    only_their_file_names_the_editions,
    the_letters_of_the_diagnoses_stand_once,
    desks_hold_no_code_numbers,
    exceptions_are_needed,
    desks_hold_no_diagnoses,
    scenarios_leave_levels_units_and_prices_to_the_library,
    tables_name_each_thing_once,
    a_price_stands_in_one_schedule,
    indicators_agree,
]
CODE = "code,is_evaluation,kind,status_code,global_days,multiple_procedure,bilateral,pctc,assistant\n"
HOUSE = {
    "data/codes/procedures.csv": CODE + "99213,yes,office visit,A,XXX,0,0,0,0\n20610,no,procedure,A,000,2,1,0,1\n",
    "data/codes/hcpcs.csv": CODE + "J3301,no,drug,E,XXX,9,9,9,9\n",
    "data/fees/mpfs_2026.csv": "code,modifier,global_days\n20610,,000\n",
    "data/editions.toml": "[dates_of_service]\nfrom = 2026-04-01\nto = 2026-09-30\n",
}
PLANTED = [
    (only_their_file_names_the_editions, "sim/learn/a.py", "X = date(2026, 4, 1)", "sim/learn/a.py:1: 2026-04-01"),
    (only_their_file_names_the_editions, "benchmarks/a.py", 'X = np.datetime64("2026-04-01")', "a.py:1: 2026-04-01"),
    (the_letters_of_the_diagnoses_stand_once, "sim/ui/a.py", 'X = "ABCDEFGHIJKL"', "a.py:1: the letters"),
    (desks_hold_no_code_numbers, "sim/payer/a.py", 'X = ("99213",)', "sim/payer/a.py:1: 99213"),
    (exceptions_are_needed, "sim/payer/examples/example_claims.py", "X = 1", "no longer names 99213"),
    (desks_hold_no_diagnoses, "sim/payer/policies/a.py", 'COVERED = ["M17.11"]', "a.py:1: M17.11"),
    (
        scenarios_leave_levels_units_and_prices_to_the_library,
        "data/scenarios/a/a.toml",
        '[[service]]\ncode = "99213"\n',
        "99213 written by hand",
    ),
    (
        scenarios_leave_levels_units_and_prices_to_the_library,
        "data/scenarios/a/a.toml",
        '[[service]]\ncode = "J3301"\n',
        "J3301 written by hand",
    ),
    (
        scenarios_leave_levels_units_and_prices_to_the_library,
        "data/scenarios/a/a.toml",
        '[[service]]\ncode = "20610"\ncharge = 5\n',
        "charge",
    ),
    (tables_name_each_thing_once, "data/edits/mue.csv", "code,units\n20610,1\n20610,2\n", "20610 stands twice"),
    (
        a_price_stands_in_one_schedule,
        "data/fees/drugs.csv",
        "code,amount\n20610,1\n",
        "20610 in mpfs_2026 and in drugs",
    ),
    (
        a_price_stands_in_one_schedule,
        "data/fees/charge_master.csv",
        "code,charge\n99999,1.00\n",
        "99999 is not taught",
    ),
    (
        indicators_agree,
        "data/fees/mpfs_2026.csv",
        "code,modifier,global_days\n20610,,010\n",
        "20610 has global_days 010",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule, root):
    looked, found = rule(root)
    assert looked, "looked at nothing: the rule would hold whatever is written"
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("rule", "path", "text", "named"), PLANTED)
def test_a_planted_breach_is_found(rule, path, text, named, tmp_path):
    for name, content in {**HOUSE, path: text}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert any(named in line for line in rule(tmp_path)[1]), rule(tmp_path)


def test_every_rule_has_been_seen_to_fail():
    assert {rule for rule, *_ in PLANTED} == set(RULES)


def test_levels_and_ages_of_visits_are_those_of_the_calculators():
    """The tables say for checks what the calculators say for choices."""
    from sim.reference.calculators import em, preventive
    from sim.reference.codes import procedure_rows, procedures

    table = procedures()
    words = {"minimal": "straightforward", "low": "low", "moderate": "moderate", "high": "high"}
    for name, family in em.FAMILIES.items():
        for level, code in zip(em.LEVELS, family.codes, strict=True):
            row = int(procedure_rows([code])[0])
            if row < 0:
                continue  # not among the codes taught
            told = [words[other] for other, same in zip(em.LEVELS, family.codes, strict=True) if same == code]
            assert table.level[row] in told, (name, code, table.level[row], told, level)
    for codes in preventive.CODES.values():
        rows_of = procedure_rows(codes)
        assert table.age_from[rows_of].tolist() == [0, *preventive.AGES]
