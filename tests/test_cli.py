"""The door: exit codes, one line for an error, no traceback."""

import json
import os
import subprocess
import sys

import pytest

from sim import cli
from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError


def test_wrong_usage_is_one_line(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["tuor"])
    assert left.value.code == 2 and len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            CleanClaimError("no payer\n'x'", "claim 1", "a file", "make one"),
            "no payer 'x' (claim 1); expected a file; to do: make one",
        ),
        (KeyboardInterrupt(), "stopped"),
        (ZeroDivisionError("a slip\nof ours"), "a slip of ours"),
    ],
)
def test_whatever_goes_wrong_is_one_line(error, words, monkeypatch, capsys):
    def fails(*_):
        raise error

    monkeypatch.delenv("CLEANCLAIM_DEBUG", raising=False)
    monkeypatch.setattr("sim.ui.lab.servers.serve", fails)
    assert cli.main(["lab"]) == 2
    said = capsys.readouterr()
    assert words in said.err and len(said.err.splitlines()) == 1 and not said.out


def test_a_reader_that_leaves_early_is_no_error():
    done = subprocess.run(
        f'"{sys.executable}" -m sim.cli --help | head -c 1', shell=True, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_every_command_has_help(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out
    assert all(command in listed for command in ("lab", "test"))


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    try:
        code = cli.main(list(arguments))
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """The same small simulation as CSV and as Parquet."""
    place = tmp_path_factory.mktemp("simulated")
    for form in ("csv", "parquet"):
        assert (
            cli.main(
                [
                    "simulate",
                    "--encounters",
                    "300",
                    "--seed",
                    "5",
                    "--coder",
                    "novice",
                    "--out",
                    str(place / form),
                    "--format",
                    form,
                    "--workers",
                    "1",
                    "--json",
                ]
            )
            == 0
        )
    return place


def test_every_column_of_every_table_is_in_the_dictionary(simulated):
    import csv

    import pyarrow.parquet

    tables = sorted((simulated / "csv").glob("*.csv"))
    assert len(tables) >= 12
    for path in tables:
        with open(path, newline="", encoding="utf-8") as lines:
            header = next(csv.reader(lines))
        assert header == list(columns_of(path.stem)), path.stem
        assert header == pyarrow.parquet.read_table(simulated / "parquet" / path.stem).column_names, path.stem


def test_what_is_written_is_what_is_said(simulated):
    said = json.loads((simulated / "csv" / "simulation.json").read_text())
    for name, table in said["tables"].items():
        assert len((simulated / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()) == table["rows"] + 1, (
            name
        )


@pytest.mark.parametrize(
    "arguments",
    [
        ["tour", "--scenario", "no_such_visit"],
        ["tour", "--mistake", "no-such-mistake"],
        ["tour", "--seed", "-1"],
        ["tour", "--seed", "1e9"],
        ["simulate", "--encounters", "0", "--out", "x"],
        ["simulate", "--encounters", "-5", "--out", "x"],
        ["simulate", "--encounters", "5"],
        ["simulate", "--encounters", "5", "--out", os.devnull + "/x"],
        ["simulate", "--encounters", "5", "--workers", "0", "--out", "x"],
        ["simulate", "--encounters", "5", "--format", "xls", "--out", "x"],
        ["lint", "no/such/file.toml"],
        [],
    ],
)
def test_bad_input_of_a_door_is_one_line(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert code == 2 and len(err.strip().splitlines()) == 1 and not out and "fault of its own" not in err, (
        code,
        out,
        err,
    )


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    ],
    ids=["code page 1252", "C locale", "ascii"],
)
def test_what_is_sent_to_a_file_is_utf8_whatever_the_code_page(setting, tmp_path):
    """`cleanclaim tour > tour.txt` in a Windows prompt: the ticks of the path are no letters of its code page."""
    with open(tmp_path / "tour.txt", "wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "sim.cli", "tour", "--seed", "7"],
            env={**os.environ, **setting},
            stdout=file,
            stderr=subprocess.PIPE,
            timeout=120,
        )
    assert done.returncode == 0 and b"fault of its own" not in done.stderr
    assert "\u2713" in (tmp_path / "tour.txt").read_text(encoding="utf-8")
