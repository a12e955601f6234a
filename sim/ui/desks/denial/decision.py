"""The decision at the denial desk: three questions with fixed lists, and what a correction may change."""

from sim.learn.tasks.work_denial.answer import OWNERS, causes, remedies
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks.common import View
from sim.ui.desks.denial.correction_cells import BLANK, SENDING
from sim.ui.desks.denial.remittance import HEAD, Opened

FIRST_CAUSES = (
    "missing_modifier",
    "coverage_not_active",
    "no_authorization",
    "bundled",
    "diagnosis_not_supporting",
    "payer_error",
)
FIRST_REMEDIES = ("R_CORR", "R_NEW", "R_APPEAL", "R_RECON", "R_WRITEOFF", "R_PATIENT")


def decide(claim: Opened) -> View:
    """The three questions as fixed lists, and what a correction may change."""
    cause = [{"id": name, "words": row["label"]} for name, row in causes().items()]
    remedy = [{"id": code, "words": row["label"]} for code, row in remedies().items()]
    questions = [
        {
            "name": "cause",
            "words": "What caused it?",
            "more": f"another of the {len(cause)} causes …",
            "choices": _first(cause, FIRST_CAUSES),
        },
        {"name": "owner", "words": "Who fixes it?", "choices": [{"id": name, "words": name} for name in OWNERS]},
        {
            "name": "remedy",
            "words": "What now?",
            "more": f"another of the {len(remedy)} …",
            "choices": _first(remedy, FIRST_REMEDIES),
        },
    ]
    fields = [
        {"name": f"claim.{name}", "words": words, "value": claim.get(name) or "", "size": 16}
        for name, words in HEAD.items()
    ]
    diagnoses = [
        {"name": f"claim.diagnosis_code_{n}", "words": f"Diagnosis {LETTERS[n - 1]}", "value": code, "size": 9}
        for n, code in enumerate([*claim["diagnoses"], ""][:12], 1)
    ]
    more = {**BLANK, "claim_line_number": len(claim["lines"]) + 1}
    providers = [
        {
            "name": f"line.{row['claim_line_number']}.npi",
            "words": f"Line {row['claim_line_number']}, rendering provider",
            "value": row["rendering_npi"],
            "size": 12,
        }
        for row in claim["lines"]
    ]
    return {
        "questions": questions,
        "sending": SENDING,
        "lines": [line_cells(row) for row in [*claim["lines"], more]],
        "fields": [*diagnoses, *fields, *providers],
    }


def _first(choices: list[View], first: tuple[str, ...]) -> list[View]:
    """The usual ones in front; the others are there for the asking."""
    known = {choice["id"]: choice for choice in choices}
    return [known[name] for name in first if name in known] + [
        {**choice, "more": True} for choice in choices if choice["id"] not in first
    ]


def line_cells(row: Opened) -> View:
    """A line of the claim as cells that a correction may change."""
    number = row["claim_line_number"]
    cells = {
        "code": row["procedure_code"],
        "modifiers": " ".join(row["modifiers"]),
        "pointers": "".join(row["pointers"]),
        "units": str(row["service_unit_quantity"]),
    }
    return {
        "line": number,
        "cells": [
            {"name": f"line.{number}.{name}", "label": f"Line {number} {name}", "value": value}
            for name, value in cells.items()
        ],
    }
