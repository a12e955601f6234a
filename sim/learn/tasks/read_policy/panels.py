"""What lies beside the record: the payer's page for the service, what was paid before, and what is on file."""

from typing import Any

from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.tasks.read_policy.asked_policy import Asked, asked_in, known_services
from sim.payer.asked.advance_notice import DONE, NOT_DONE, SIGNED
from sim.payer.asked.coverage_policy import Criterion
from sim.payer.asked.payer_page import KINDS
from sim.reference.icd10cm import entries

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
ORDERED = "signed by the treating provider for this visit, on file beside the note"
ON_FILE = {
    NOT_DONE: "The service has not been done yet. No notice has been signed.",
    SIGNED: "The patient signed an Advance Beneficiary Notice (CMS-R-131) for this service before it.",
    DONE: "The service was done on that day. No notice was signed.",
}


def panels(case: Case) -> list[Panel]:
    """The question, the page, the history."""
    asked = asked_in(case)
    return [_question(asked), _page(asked), _history(asked)]


def _question(asked: Asked) -> Panel:
    label = error_kinds.facts(asked.line.code).label
    return {
        "heading": "The service asked about",
        "ahead": True,
        "blocks": [
            {
                "pairs": [
                    ["Service", [{"code": asked.line.code}, f" {label}"]],
                    *([["Order", ORDERED]] if asked.line.code.startswith("8") else []),  # a laboratory test
                    ["For", "the diagnoses documented for this visit"],
                    ["Payer", f"{asked.page.payer.label}: {KINDS[asked.page.payer.kind]}"],
                    ["On file", ON_FILE[asked.state]],
                ]
            }
        ],
    }


def _page(asked: Asked) -> Panel:
    rows = [
        [str(number), [one.words, *([f" {one.more}"] if one.more else [])], {"cite": one.cite}]
        for number, one in enumerate(asked.page.criteria, 1)
    ]
    head = ["", "Covered if", "Where it is written"]
    lists = [block for number, one in enumerate(asked.page.criteria, 1) for block in _list(number, one)]
    return {
        "heading": f"Coverage policy of {asked.page.payer.label} for {asked.line.code}",
        "ahead": True,
        "blocks": [
            {"table": {"label": "Criteria", "head": head, "rows": rows, "right": []}},
            *lists,
        ],
    }


def _list(number: int, one: Criterion) -> list[dict[str, Any]]:
    """The list of diagnoses of a criterion, close together: a page has up to twenty."""
    if not one.diagnoses:
        return []
    known = entries([code.replace(".", "") for code in one.diagnoses])
    last = one.diagnoses[-1]
    words: list[Any] = [{"b": f"List of criterion {number}, codes that begin with: "}]
    for code in one.diagnoses:
        end = "." if code == last else "; "
        words += [{"code": code}, f" {_title(known, code)}".rstrip() + end]
    return [{"p": words}]


def _title(known: Any, code: str) -> str:
    found = known.get(code) or known.get(code.replace(".", ""))
    return found.title if found is not None else ""


def _history(asked: Asked) -> Panel:
    rows = [
        [us_date(row["service_date"]), [{"code": row["procedure_code"]}, f" {_label(row['procedure_code'])}"]]
        for row in known_services(asked)
    ]
    block = {
        "table": {"label": "Services paid before", "head": ["Date of service", "Service"], "rows": rows, "right": []}
    }
    return {
        "heading": f"What {asked.page.payer.label} has paid for this patient before",
        "blocks": [block if rows else {"p": "Nothing on file."}],
    }


def _label(code: str) -> str:
    return error_kinds.facts(code).label
