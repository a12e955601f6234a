"""`cleanclaim clinic ...`: the actions are found, and what they say is so."""

import json

from sim.cli import main
from sim.clinic.practice.clinics import clinics
from sim.ui.terminal.clinic_commands import actions


def test_every_action_says_what_it_does():
    for name, module in actions().items():
        assert module.__doc__ and callable(module.arguments) and callable(module.run), name


def test_the_clinics_are_listed(capsys):
    assert main(["clinic", "list", "--json"]) == 0
    listed = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(clinics()) and "acme_ppo" in listed["prairie"]["payers"]
