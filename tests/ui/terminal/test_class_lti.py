"""`cleanclaim class lti`: an LMS registered, listed and removed at the terminal."""

import json
import re
import shlex

import pytest

from sim.classroom.lti.registering import lms_kinds
from sim.cli import main

MOODLE = ("--lms", "moodle", "--site", "https://moodle.school.edu", "--client-id", "x7", "--deployment", "1")


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    assert main(["class", "new", "fall"]) == 0
    capsys.readouterr()

    def run(*arguments, code=0):
        assert main(["class", "lti", "fall", *arguments, "--json"]) == code
        out, error = capsys.readouterr()
        return json.loads(out) if code == 0 else error

    return run


def test_an_lms_is_added_listed_and_removed(told):
    assert told()["platforms"] == []
    added = told("add", *MOODLE)
    assert added["issuer"] == "https://moodle.school.edu" and len(added["course_code"]) == 14
    (listed,) = told("list")["platforms"]
    assert (listed["client_id"], listed["deployments"]) == ("x7", ["1"])
    assert told("code")["course_code"] != added["course_code"]
    assert told("invite", "--site", "https://moodle.school.edu")["path"].startswith("/lti/register?invitation=")
    assert told("roster")["courses"] == [] and told("send") == {"class": "fall", "sent": 0, "waiting": 0, "failed": 0}
    assert told("remove", listed["platform"])["removed"] == listed["platform"]
    assert told()["platforms"] == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("add", "--lms", "moodel"), "unknown LMS 'moodel'"),
        (("add", "--lms", "moodle", "--client-id", "x7"), "needs the address of the school's site"),
        (("add", "--client-id", "x7", "--issuer", "https://a.edu"), "log-in address is missing"),
        (("add", *MOODLE[:2], "--site", "http://moodle.school.edu", "--client-id", "x7"), "cannot use the address"),
        (("add", *MOODLE[:4]), "cannot use the ID"),
        (("remove", "P-0"), "no LMS P-0"),
        (("invite", "--site", "moodle school"), "cannot use the address"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(told, words, line):
    error = told(*words, code=2)
    assert line in error and error.count("\n") == 1


def test_every_lms_has_its_addresses_filled_in(told):
    for name in lms_kinds.lms_kinds():
        words = ("--lms", name, "--site", f"https://{name}.school.edu", "--client-id", "x7")
        assert told("add", *words)["issuer"].startswith("https://")


def test_the_commands_of_the_page_run(root, tmp_path, monkeypatch, capsys):
    """docs/deploy/lti.md, in order."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    page = (root / "docs/deploy/lti.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(.*?)```", page, re.S)[1]
    inline = re.findall(r"`python run.py (class lti fall [^`]+)`", page)
    lines = [line.removeprefix("python run.py ") for line in block.splitlines()] + inline
    assert len(lines) == 6
    for line in lines:
        assert main(shlex.split(line)) == 0, line
    assert "moodle.school.edu" in capsys.readouterr().out
    assert all(f"`{name}`" in page for name in lms_kinds.lms_kinds())
