"""What a learner may look up at any desk, before and after an answer: the levels of a visit, the modifiers, the words
of the trade, and in practice another patient's case worked aloud. Nothing here depends on the key of the case that lies
on the desk.
"""

import re
from collections.abc import Iterable
from typing import Any

from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import series
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.open_record import chart
from sim.learn.tasks.contract import Opened, task_of
from sim.learn.tasks.em_level.visit_family import WORDS
from sim.reference.calculators import decision, em
from sim.reference.codes import modifiers as library
from sim.reference.codes import place_of_service
from sim.reference.glossary import terms
from sim.reference.tables import by_code, rows
from sim.ui.desks import common, desk_folders
from sim.ui.desks.claim_path import table
from sim.ui.desks.pictures.blocks import drawn_panels
from sim.ui.desks.played import played
from sim.ui.desks.record import documents

View = dict[str, Any]  # JSON: what a page is sent

EXAMPLES = range(901, 909)  # variants that no learner meets as his own


def panels() -> list[View]:
    """The tables, each behind a button.

    >>> [one["words"] for one in panels()]
    ['Visit levels', 'Modifiers', 'Group codes', 'Places of service', 'Glossary']
    """
    return [
        {"id": "levels", "words": "Visit levels", "title": "Levels of an office visit", "blocks": levels()},
        {"id": "modifiers", "words": "Modifiers", "title": "Modifiers", "blocks": [modifiers()]},
        {"id": "groups", "words": "Group codes", "title": "Group codes of an adjustment", "blocks": [group_codes()]},
        {"id": "places", "words": "Places of service", "title": "Places of service", "blocks": [places()]},
        {"id": "glossary", "words": "Glossary", "title": "Words of the trade", "blocks": [words()]},
    ]


def glossary(codes: Iterable[str] = ()) -> list[list[Any]]:
    """[spellings, meaning, table] of each term, for the words of a page; and of the reason codes that stand on it.

    >>> glossary(["CO-97"])[-1]
    [['CO-97'], 'Included in another service already paid. The clinic is responsible for the amount.', 'groups']
    """
    found = {code: reason_words(code) for code in sorted(set(codes))}
    return [
        *([[one.term, *one.also], one.words, one.table] for one in terms()),
        *([[code], words, "groups" if "-" in code else ""] for code, words in found.items() if words),
    ]


REASON = re.compile(r"(?:(CO|PR|OA|PI)-)?([A-Z]{0,2}[0-9]{1,3})")


def reason_words(code: str) -> str:
    """What a reason or remark code says, and who is responsible where a group stands before it; empty for another code.

    >>> reason_words("PR-1"), reason_words("99213")
    ('Deductible. The patient is responsible for the amount.', '')
    """
    read = REASON.fullmatch(code)
    if read is None:
        return ""
    group, number = read[1], read[2]
    label = by_code(f"data/codes/{'carc' if group else 'rarc'}.csv").get(number, {}).get("label", "")
    owes = by_code("data/codes/group_codes.csv").get(group or "", {}).get("who_owes", "")
    who = f" The {owes} is responsible for the amount." if owes in ("clinic", "patient") else ""
    return f"{label}.{who}" if label else ""


def codes_on(panels: Iterable[View]) -> set[str]:
    """The codes that stand in panels, so that a page can say what they mean.

    >>> codes_on([{"heading": "Reply", "blocks": [{"pairs": [["Reason", [{"code": "CO-97"}, " $10.00"]]]}]}])
    {'CO-97'}
    """
    found: set[str] = set()
    waiting: list[Any] = list(panels)
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= {one["code"]} if isinstance(one.get("code"), str) else set()
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return found


def group_codes() -> View:
    """Each group code with who is responsible and whether the patient may be billed."""
    found = [
        [{"code": row["code"]}, row["label"], row["who_owes"], row["bill_patient"], row["note"]]
        for row in rows("data/codes/group_codes.csv")
    ]
    return table("Group codes", ["", "group", "who owes it", "bill the patient?", "note"], found)


def places() -> View:
    """Each place of service, and whether Medicare pays it as a facility."""
    known = place_of_service()
    found = zip(known.code.texts(), known.label.texts(), known.setting.texts(), strict=True)
    return table(
        "Places of service",
        ["", "place", "paid as"],
        [[{"code": code}, label, setting] for code, label, setting in found],
    )


def words() -> View:
    """The glossary as a table."""
    return table("Glossary", ["word", "what it means"], [[{"b": one.term}, one.words] for one in terms()])


def modifiers() -> View:
    """Each modifier with what it says and when it is used."""
    rows = zip(library().modifier.texts(), library().label.texts(), library().when.texts(), strict=True)
    return table("Modifiers", ["", "modifier", "when"], [[{"code": code}, label, when] for code, label, when in rows])


def levels() -> list[View]:
    """The levels of a visit by medical decision making or by time, as the calculator has them."""
    new, known = em.FAMILIES["office new"], em.FAMILIES["office established"]
    rows = [
        [
            {"b": level},
            [{"code": new.codes[at]}, f" {new.minutes[at]} min"],
            [{"code": known.codes[at]}, f" {known.minutes[at]} min"],
            _named({**decision.PROBLEMS, **{f"two {kind}": rank for kind, rank in decision.TWO_OF.items()}}, at),
            decision.DATA_WORDS[at],
            _named(
                {name: rank for name, rank in decision.RISK.items() if rank == 0 or name not in decision.LEVELS}, at
            ),
        ]
        for at, level in enumerate(("straightforward", "low", "moderate", "high"))
    ]
    elsewhere = ["visit", "straightforward", "low", "moderate", "high"]
    head = ["level", "new patient", "established", "problems", "data", "risk"]
    return [
        {"p": "Two of the three (problems, data, risk) must reach a level; or the clinician's time on the day does."},
        {"table": {"label": "Levels of an office visit", "head": head, "rows": rows, "right": [], "wide": True}},
        {"p": "List of data: each outside note reviewed, each test reviewed, each test ordered.", "tone": "soft"},
        {"p": "Visits in other places have the same elements, with codes and minutes of their own."},
        {
            "table": {
                "label": "Visits in other places",
                "head": elsewhere,
                "rows": _elsewhere(),
                "right": [],
                "wide": True,
            }
        },
        {"p": [{"cite": decision.cite}]},
    ]


def _elsewhere() -> list[list[Any]]:
    """The families of codes outside the office, each with the code of every level and its minutes."""
    families = {name: one for name, one in em.FAMILIES.items() if not name.startswith("office ")}
    return [
        [{"b": WORDS[name]}, *([{"code": code}, f" {least} min" if least else ""] for code, least in _cells(family))]
        for name, family in families.items()
    ]


def _cells(family: em.Family) -> list[tuple[str, int]]:
    """Code and least minutes of each level; 0 where time never chooses."""
    return list(zip(family.codes, family.minutes or (0,) * len(family.codes), strict=True))


def _named(facts: dict[str, int], level: int) -> str:
    return "; ".join(name for name, rank in facts.items() if rank == level) or "none"


def example(case: Case, is_own: bool = False) -> View:
    """Another patient's case, worked aloud step by step; once the case itself is finished (`is_own`), that case. Raises
    CleanClaimError outside practice.
    """
    one = case.exercise
    if one.mode != "practice":
        raise CleanClaimError(
            "worked examples are shown in practice only", one.title, "practice mode", "send what you have"
        )
    shown = case if is_own else example_of(case)
    opened = opened_with_answers(shown)
    beside = getattr(desk_folders.page_of(shown.exercise.task), "beside", None)
    opened = {**opened, "panels": opened.get("panels") or (beside(opened) if beside is not None else [])}
    title = shown.exercise.title
    return {
        "is_own": is_own,
        "title": f"{OWN_CASE}: {title}" if is_own else f"{EXAMPLE}: {title}, another patient",
        "facts": common.facts(shown) if opened.get("documents") else facts_of(opened),
        "documents": documents(opened.get("documents") or []),
        "panels": drawn_panels(opened.get("panels") or []),
        "steps": played(task_of(shown.exercise.task).worked(shown), opened),
    }


EXAMPLE, OWN_CASE = "Worked example", "This case, step by step"


def opened_with_answers(case: Case) -> Opened:
    """What a task opens of a case; the record of the visit with what the provider answers when he is asked."""
    opened = task_of(case.exercise.task).opens(case)
    is_record = opened.get("documents") and opened["documents"] == chart(case, False)
    return {**opened, "documents": chart(case, True)} if is_record else opened


def facts_of(opened: Opened) -> list[list[str]]:
    """Patient, day and payer, as far as a task opens them; its own pairs where it has some.

    >>> facts_of({"payer": "Acme PPO", "service_date": "2026-09-15"})
    [['Date of service', 'Sep 15, 2026'], ['Payer', 'Acme PPO']]
    """
    if opened.get("facts"):
        return [[str(name), str(value)] for name, value in opened["facts"]]
    patient = opened.get("patient") or {}
    rows = [
        ["Patient", f"{patient['name']}, {patient['age']} {patient['sex']}" if patient else ""],
        ["Date of service", us_date(opened.get("service_date"))],
        ["Payer", opened.get("payer") or ""],
    ]
    return [row for row in rows if row[1]]


def example_of(case: Case) -> Case:
    """A case with another answer: of the same exercise, else (where all its patients have one answer, as with a denial
    of one cause) of an exercise before it; of the last one for the first.
    """
    own = task_of(case.exercise.task).key(case)
    names = [one.name for one in series(case.exercise.desk) if one.task == case.exercise.task]
    at = names.index(case.exercise.name) if case.exercise.name in names else 0
    before = [*reversed(names[:at]), *reversed(names[at:])]
    cases = (draw(name, number) for name in (case.exercise.name, *before) for number in EXAMPLES)
    return next((other for other in cases if task_of(other.exercise.task).key(other) != own), case)
