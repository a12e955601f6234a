"""A made-up clinic's own data, by the commands that docs/clinic-data.md tells: from nothing to a track. Its files are
in three vendors' styles; nothing about a person is in any file that is kept.
"""

import csv
import json
import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.ground import files
from sim.learn.course.choice.way import way
from sim.manager.intake.counted import TABLES, kept_of
from sim.manager.intake.findings import denial_mix, underpaid
from sim.manager.packs.folder import pack
from sim.reference.charge_master import charge_master

pytestmark = pytest.mark.slow

PAYERS = (
    "Payor Name;Type;% of Patients;Timely Filing;Appeals;Consults\r\n"
    "Blue River PPO;Commercial;70%;90 days;60;no\r\nValley HDHP;commercial;30;120;;\r\n"
)
LEAST = 11


def run(capsys, *arguments, code=0):
    assert main(["clinic", *map(str, arguments), "--json"]) == code, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def odd_fees(codes: list[str]) -> str:
    """60 codes in dollars with signs, under odd headers, with a row that cannot be read."""
    rows = [f'Blue River PPO\t{code}\t\t"${100 + 15 * at:,}.50"\t1/1/2025\tx' for at, code in enumerate(codes)]
    title = "Riverside Family Clinic, contracted rates\n"
    head = "Health Plan\tProc #Code\tMod 1\t2025 Allowed Amt ($)\tEff. Date\tDescription"
    return "\n".join([title, head, *rows, "Blue River PPO\tnonsense\t\t$5\t\t", ""])


def other_styles(text: str) -> tuple[str, str]:
    """The same remittances as two other vendors write them: a line a segment and other signs; and one line, no PLB."""
    segments = [part.strip("\r\n") for part in text.split("~") if part.strip()]
    turned = [part.replace(":", ">").replace("*", "|") for part in segments]
    fixed = "~\r\n".join(turned)[: len(turned[0])]
    first = "~\r\n".join([fixed, *turned[1:]]) + "~\r\n"
    no_plb = [part for part in segments if not part.startswith("PLB")]
    return first, "".join(part + "\n" for part in no_plb)


@pytest.fixture(scope="module")
def clinic(long_home, tmp_path_factory):
    """The clinic with its payers and fees, and its files: our writer's, two in others' styles, a list of denials."""
    place = tmp_path_factory.mktemp("brought")
    assert main(["clinic", "new", "riverside", "--specialty", "family medicine"]) == 0
    (place / "payers.csv").write_text(PAYERS, encoding="utf-8-sig")
    codes = sorted(charge_master())[-90:]
    popular = ["99213", "99214", "99215", "36415"]
    chosen = [*popular, *(code for code in codes if code not in popular)][:60]
    (place / "rates.txt").write_text(odd_fees(chosen), encoding="utf-16")
    (place / "charges.csv").write_text("CPT,Std Charge\n99213,$310.00\n", encoding="cp1252")
    (place / "cpt.csv").write_text('CPT,Qty\n99213,"1,204"\n', encoding="utf-8")
    for name, file in (
        ("payers", "payers.csv"),
        ("fees", "rates.txt"),
        ("charges", "charges.csv"),
        ("procedures", "cpt.csv"),
    ):
        assert main(["clinic", "import", "riverside", name, str(place / file), "--apply"]) == 0
    for form in ("x12", "csv"):
        asked = ["--encounters", "900", "--seed", "5", "--coder", "novice", "--workers", "1", "--clinic", "riverside"]
        assert main(["simulate", *asked, "--format", form, "--out", str(place / form)]) == 0
    files.at_clinic("")
    files.forget()
    own = (place / "x12/blue_river_ppo/835.x12").read_text(encoding="utf-8")
    (place / "others").mkdir()
    for number, text in enumerate(other_styles(own)):
        (place / f"others/era{number}.835").write_text(text, encoding="utf-8", newline="")
    denials = ["Patient Name,DOB,Claim #,Insurance,Denial Reason,Proc,Billed"]
    denials += [
        f'"Doe-Synth, Jane {n}",1/2/1980,C-77{n:04},Blue River PPO,CO-197 N54,73721,"$1,200.00"' for n in range(40)
    ]
    (place / "denials.csv").write_text("\n".join([*denials, "x,x,x,x,nothing,x,x"]), encoding="utf-8")
    return place


def test_what_was_imported_stands(clinic):
    one = pack("riverside")
    fees = list(csv.DictReader(one.fees_file.read_text(encoding="utf-8").split("\n")[1:]))
    assert len(fees) == 60 and {row["payer"] for row in fees} == {"blue_river_ppo"}
    assert {"blue_river_ppo.toml", "valley_hdhp.toml"} <= {path.name for path in one.payers_folder.iterdir()}
    assert (one.folder / "not_read/fees.csv").read_text(encoding="utf-8").count("nonsense") == 2


@pytest.fixture(scope="module")
def read(clinic):
    """Everything read by the command, with what it said; first with two files more that cannot be read."""
    import io
    from contextlib import redirect_stdout

    (clinic / "broken.835").write_bytes(b"ISA*00*\x00\xff nothing")
    given = [clinic / "x12", clinic / "denials.csv"]
    said = []
    for more, code in (([clinic / "broken.835", clinic / "none.835"], 1), ([], 0)):
        out = io.StringIO()
        with redirect_stdout(out):
            assert main(["clinic", "read", "riverside", *map(str, [*given, *more]), "--json"]) == code
        said.append(json.loads(out.getvalue()))
    assert not said[0]["written"] and said[1]["written"]
    return {**said[1], "broken": said[0]["files"]}


def test_files_are_counted_and_others_are_named_with_the_reason(clinic, read):
    by_name = {Path(one["path"]).name: one for one in read["broken"]}
    assert by_name["denials.csv"]["counted"] == 40 and "line 42" in by_name["denials.csv"]["trouble"]
    assert by_name["broken.835"]["trouble"] and by_name["none.835"]["trouble"].startswith("no such file")
    remitted = (clinic / "csv/claims.csv").read_text(encoding="utf-8").count("\n") - 1
    counted = sum(one["counted"] for one in read["files"] if one["kind"] == "835")
    assert 0.9 * remitted < counted <= 1.3 * remitted


def test_what_was_found_agrees_with_the_tables(clinic, read):
    """Denied lines of the written remittances, counted from the simulation's own tables."""
    kept = kept_of(pack("riverside"))
    rows = list(csv.DictReader((clinic / "csv/remittance_lines.csv").open(encoding="utf-8")))
    ours = [row for row in rows if row["is_reversal"] == "false"]
    assert abs(kept.total("clinic_payer_counts", "lines") - len(ours)) <= 2 * LEAST
    denied = sum(row["denial_policy"] not in ("", None) for row in ours)
    assert abs(kept.total("clinic_payer_counts", "denied_lines") - denied) <= max(2 * LEAST, denied // 10)
    assert denial_mix(kept)[0].name == "CO-197"
    assert kept.total("clinic_payer_counts", "compared_lines") > 100 and not underpaid(kept)  # paid by these very fees
    assert int(kept.summary["claims"]) > 500


def test_behind_every_number_stand_enough_patients(read):
    kept = kept_of(pack("riverside"))
    for table in TABLES:
        least = 5 if table == "clinic_reason_counts" else LEAST  # docs/clinic-data.md, what is kept
        rows = kept.rows(table)
        assert all(row.get("lines", row.get("claims")) >= least for row in rows), table
        for name in ("denied_lines", "compared_lines", "underpaid_lines"):
            assert all((row.get(name) or least) >= least for row in rows), (table, name)


def test_two_other_vendors_say_the_same(clinic, read, capsys):
    assert main(["clinic", "new", "brook"]) == 0
    (clinic / "payers.csv").write_text(PAYERS, encoding="utf-8-sig")
    assert main(["clinic", "import", "brook", "payers", str(clinic / "payers.csv"), "--apply"]) == 0
    capsys.readouterr()
    said = []
    for file in (clinic / "x12/blue_river_ppo/835.x12", clinic / "others/era0.835", clinic / "others/era1.835"):
        found = run(capsys, "read", "brook", file)
        assert found["files"][0]["kind"] == "835"
        said.append({name: (pack("brook").counts_folder / f"{name}.csv").read_bytes() for name in TABLES})
    assert said[0] == said[1] == said[2]


def test_what_was_allowed_short_is_found_to_the_cent(clinic, read, capsys):
    one = pack("riverside")
    before, usual = one.fees_file.read_text(encoding="utf-8"), kept_of(one)
    row = next(
        row for row in usual.rows("clinic_code_counts") if row["procedure_code"] == "99213" and not row["modifiers"]
    )
    price = re.search(r"(?m)^99213,,blue_river_ppo,(\d+)\.50", before)
    one.fees_file.write_text(
        before.replace(price[0], price[0].replace(price[1], str(int(price[1]) + 7))), encoding="utf-8"
    )
    run(capsys, "read", "riverside", clinic / "x12/blue_river_ppo/835.x12")
    found = [one for one in kept_of(one).rows("clinic_code_counts") if one["procedure_code"] == "99213"]
    short = next(each for each in found if each["modifiers"] == row["modifiers"])
    assert short["underpaid_lines"] == short["compared_lines"] >= LEAST
    assert short["underpaid_amount"] == 700 * short["underpaid_lines"]
    one.fees_file.write_text(before, encoding="utf-8")
    run(capsys, "read", "riverside", clinic / "x12", clinic / "denials.csv")


def test_a_track_follows_and_is_the_one_of_the_clinic(read, capsys):
    made = run(capsys, "track", "riverside")
    assert any(re.match(r"CO-197 is \d+ % of your denials: units? \d", line) for line in made["words"])
    assert [stage["title"] for stage in made["stages"]] == ["First 30 days", "Days 31 to 60", "Days 61 to 90"]
    assert sum(len(stage["units"]) for stage in made["stages"]) >= 6
    assert made["stages"][0]["units"][0] == "41_baseline"
    assert main(["clinic", "lint", "riverside"]) == 0
    from datetime import UTC, datetime

    from sim.manager.packs.in_force import bring_in

    bring_in("riverside")
    course = way(None, "", datetime(2026, 10, 5, tzinfo=UTC))
    assert course.track.name == "riverside" and course.unit.name == made["stages"][0]["units"][0]
    files.at_clinic("")
    files.forget()


def test_nothing_about_a_person_is_in_any_kept_file(clinic, read, long_home, capsys):
    run(capsys, "track", "riverside")
    people = list(csv.DictReader((clinic / "csv/patients.csv").open(encoding="utf-8")))
    claims = list(csv.DictReader((clinic / "csv/claims.csv").open(encoding="utf-8")))
    coverages = list(csv.DictReader((clinic / "csv/coverages.csv").open(encoding="utf-8")))
    secret = {row["patient_control_number"] for row in claims} | {row["member_id"] for row in coverages}
    secret |= {row["birth_date"] for row in people} | {row["birth_date"].replace("-", "") for row in people}
    secret |= {row["family_name"] for row in people} | {f"C-77{n:04}" for n in range(40)} | {"Jane", "1/2/1980"}
    secret |= {row["street_address"] for row in people if row.get("street_address")}
    secret -= {""}
    assert len(secret) > 1000
    shipped = {
        name
        for one in ("clinic.toml",)
        for name in re.findall(r"[\w']+-Synth", (long_home / "clinics/riverside" / one).read_text())
    }
    kept = [
        path for folder in ("clinics", "cache/clinics") for path in (long_home / folder).rglob("*") if path.is_file()
    ]
    assert len(kept) > 20
    for path in kept:
        words = set(re.findall(r"[^\s,;\"'<>=|]+", path.read_text(encoding="utf-8", errors="replace")))
        assert not (words & secret) - (shipped if path.name.endswith(".toml") else set()), path


def test_the_page_has_pictures_and_needs_nothing_else(read):
    text = Path(read["page"]).read_text(encoding="utf-8")
    assert text.count("<figure") >= 5 and "CO-197" in text and not re.search(r"(src|href)\s*=", text)
