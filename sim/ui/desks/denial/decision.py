"""The decision at the denial desk: three questions with fixed lists, and what a correction may change."""

from collections.abc import Iterator

from sim.learn.tasks.work_denial.answer import OWNERS, causes, remedies
from sim.learn.tasks.work_denial.claim_places import HEAD, LINE, Place, options
from sim.learn.tasks.work_denial.correction_boxes import CELLS, line_numbers, standing_at
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks.common import View
from sim.ui.desks.denial.correction_cells import BLANK, COLUMNS, SENDING, line_value
from sim.ui.desks.denial.remittance import Opened

FIRST_CAUSES = (
    "missing_modifier",
    "coverage_not_active",
    "no_authorization",
    "bundled",
    "diagnosis_not_supporting",
    "payer_error",
    "contract",
)
FIRST_REMEDIES = ("R_CORR", "R_NEW", "R_APPEAL", "R_RECON", "R_WRITEOFF", "R_PATIENT", "R_NONE")


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
    more = [{**BLANK, "claim_line_number": number} for number in line_numbers(claim)[len(claim["lines"]) :]]
    return {
        "questions": questions,
        "sending": SENDING,
        "lines": [line_cells(row) for row in [*claim["lines"], *more]],
        "fields": [*_diagnoses(claim), *_head(claim), *_beside_lines(claim)],
    }


def _diagnoses(claim: Opened) -> Iterator[View]:
    """The diagnoses and one more; the other letters on request."""
    for n, letter in enumerate(LETTERS, 1):
        name, more = f"claim.diagnosis_code_{n}", n > len(claim["diagnoses"]) + 1
        yield {"name": name, "words": f"Diagnosis {letter}", "value": standing_at(claim, name), "size": 9, "more": more}


def _head(claim: Opened) -> Iterator[View]:
    """What stands at the head of the claim."""
    for column, place in HEAD.items():
        name = f"claim.{column}"
        yield field(name, place, standing_at(claim, name))


def _beside_lines(claim: Opened) -> Iterator[View]:
    """What a line says beside its cells: who, where, when, for how much."""
    for row in claim["lines"]:
        for cell, column in COLUMNS.items():
            if column not in ("procedure_code", "service_unit_quantity"):
                number, place = row["claim_line_number"], LINE[column]
                words = f"Line {number}, {place.words}"
                yield field(f"line.{number}.{cell}", place._replace(words=words), line_value(row, column))


def field(name: str, place: Place, value: str) -> View:
    """A field of the correction; a select where the choices are fixed."""
    choices = [{"id": one, "words": words} for one, words in options(place.how).items()]
    made: View = {"name": name, "words": place.words, "value": value, "size": 16, "more": place.more}
    return {**made, "options": choices} if choices else made


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
        "new": not row["procedure_code"],
        "cells": [
            {"name": f"line.{number}.{name}", "label": f"Line {number}, {CELLS[name]}", "value": value}
            for name, value in cells.items()
        ],
    }
