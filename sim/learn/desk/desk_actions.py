"""What can be done at a desk: each deed works out which rows are to be saved, and saves nothing itself."""

import json
from dataclasses import replace
from functools import lru_cache

from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import DeskState, last_variant, series
from sim.learn.desk.event_rows import event_row
from sim.learn.desk.submission import submitted
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.coded_answer import Answer, parse
from sim.learn.exercises.exercise import Exercise, exercise
from sim.learn.tasks import task_of

OWN = "own:"
OWN_ASK = (
    "This claim is your own work, and it came back. Read the remittance and the record. Decide what caused it, whose"
    " job it is and what to do now; if a claim is to be sent again, write what changes."
)

CLAIM_ASK = (
    "You coded this visit. Check the form against what was registered, what the payer says of the patient, and what you"
    " sent, then send the claim. What only the coder may change goes back to the coder."
)


# -- which case lies on the desk


def case_of(store, learner: str, now: DeskState) -> Case:
    """The case that is open. Raises CleanClaimError for an item that is no longer there."""
    if not now.item.startswith(OWN):
        return draw(now.exercise, now.variant)
    return own_case(_own_attempt(store, learner, now.item, now.desk), now.desk)


def _own_attempt(store, learner: str, item: str, desk: str) -> dict:
    """The learner's own attempt behind an item. Raises CleanClaimError where there is none for this desk."""
    found = (
        next(iter(store.rows("attempts", id=item.removeprefix(OWN), learner=learner)), None)
        if store is not None
        else None
    )
    if found is None or found["task"] not in {"denial": ("code_visit", "build_claim"), "biller": ("code_visit",)}.get(
        desk, ()
    ):
        raise CleanClaimError("no such item of your own", f"{desk} desk", "an item of the list", "choose another item")
    return found


def own_case(attempt: dict, desk: str = "denial") -> Case:
    """A learner's own work at the next desk: a coded visit as a claim to be built, a claim that came back as a denial
    to be worked. Raises CleanClaimError where its scenario is another one now."""
    return _own_case(
        attempt["exercise"],
        int(attempt["variant"]),
        attempt["task"],
        json.dumps(attempt["answer"], sort_keys=True),
        json.dumps(attempt["draws"], sort_keys=True),
        attempt["scenario_hash"],
        desk,
    )


@lru_cache(maxsize=128)
def _own_case(name: str, variant: int, task: str, answer: str, draws: str, scenario_hash: str, desk: str) -> Case:
    given, drawn = json.loads(answer), json.loads(draws)
    own = parse(given if task == "code_visit" else drawn.get("coded"))
    made = draw(name, variant, own if isinstance(own, Answer) and not own.is_blank else None)
    if (made.row["scenario_hash"], made.row["choices"]) != (scenario_hash, drawn["choices"]):
        raise CleanClaimError(
            "the scenario of this claim was changed since",
            made.exercise.title,
            "the scenario as it was",
            "work another item",
        )
    boxes = tuple(sorted((given.get("boxes") or {}).items())) if task == "build_claim" else None
    return replace(
        made, exercise=as_denial(made.exercise) if desk == "denial" else as_claim(made.exercise), boxes=boxes
    )


def as_denial(one: Exercise) -> Exercise:
    """The exercise under which an own claim is worked at the denial desk."""
    return replace(
        one,
        title=f"Your claim: {one.title}",
        task="work_denial",
        ask=OWN_ASK,
        trap={},
        hints=(
            "What does the payer say about each line?",
            "Compare the claim with the record, line by line.",
            *one.hints,
        ),
        samples=(),
    )


def as_claim(one: Exercise) -> Exercise:
    """The exercise under which an own coded visit becomes a claim."""
    return replace(
        one,
        title=f"Your visit: {one.title}",
        task="build_claim",
        ask=CLAIM_ASK,
        trap={},
        start="filled",
        hints=(
            "Compare the form with the eligibility answer and with what you coded.",
            "A code that looks wrong goes back to the coder.",
        ),
        samples=(),
    )


# -- deeds


def open_item(store, learner: str, now: DeskState, data: dict):
    """Open an exercise (the first that is not done yet, if none is named) or an item of the worklist."""
    item = str(data.get("item") or "")
    if item.startswith(OWN):
        attempt = _own_attempt(store, learner, item, now.desk)
        own_case(attempt, now.desk)
        return [
            event_row(
                learner,
                now,
                "open_item",
                {"exercise": attempt["exercise"], "variant": int(attempt["variant"]), "item": item},
            )
        ]
    name = str(data.get("exercise") or item or _first_open(now))
    one = exercise(name)
    if one.desk != now.desk:
        raise CleanClaimError(
            f"{name} belongs to the {one.desk} desk",
            f"{now.desk} desk",
            ", ".join(each.name for each in series(now.desk)),
            "open it there",
        )
    variant = data.get("variant") or last_variant(now, name) or 1
    if isinstance(variant, bool) or not isinstance(variant, int) or not 1 <= variant <= 10**6:
        raise CleanClaimError("the variant cannot be used", name, "a whole number from 1", "reload the page")
    draw(name, variant)
    return [event_row(learner, now, "open_item", {"exercise": name, "variant": variant})]


def _first_open(now: DeskState) -> str:
    all_of_them = series(now.desk)
    if not all_of_them:
        raise CleanClaimError(
            "no exercise for this desk", "exercises", f"a file with a task of the {now.desk} desk", "add one"
        )
    return next((one.name for one in all_of_them if one.name not in now.done), all_of_them[0].name)


def new_variant(store, learner: str, now: DeskState, data: dict):
    """The same exercise with another patient; in assessed work there is only one."""
    if case_of(store, learner, now).exercise.mode != "practice":
        raise CleanClaimError(
            "this exercise has one variant",
            now.exercise,
            "practice mode for fresh variants",
            "go on to the next exercise",
        )
    number = max(now.variant, last_variant(now, now.exercise)) + 1
    draw(now.exercise, number)
    return [event_row(learner, now, "new_variant", {"exercise": now.exercise, "variant": number})]


def start_again(store, learner: str, now: DeskState, data: dict):
    """The same case once more from the beginning; what was submitted stays in the store."""
    return [
        event_row(learner, now, "start_again", {"exercise": now.exercise, "variant": now.variant, "item": now.item})
    ]


def next_item(store, learner: str, now: DeskState, data: dict):
    """The next exercise of the desk; after the last one the first that is not done."""
    names = [one.name for one in series(now.desk)]
    place = names.index(now.exercise) + 1 if now.exercise in names and not now.item else len(names)
    name = names[place] if place < len(names) else _first_open(now)
    return [event_row(learner, now, "next_item", {"exercise": name, "variant": last_variant(now, name) or 1})]


def draft(store, learner: str, now: DeskState, data: dict):
    """What is on the desk now; kept as it is, read only when it is submitted."""
    return [event_row(learner, now, "draft", {"answer": _document(data.get("answer"))})]


def scrub(store, learner: str, now: DeskState, data: dict):
    """The draft is kept; the findings are worked out from it when the desk is shown."""
    return [event_row(learner, now, "scrub", {"answer": _document(data.get("answer"))})]


def _document(answer) -> dict:
    if not isinstance(answer, dict):
        raise CleanClaimError("the draft cannot be used", "desk", "fields with values", "reload the page")
    return answer


def hint(store, learner: str, now: DeskState, data: dict):
    """One hint more, as many as the exercise has."""
    one = case_of(store, learner, now).exercise
    if one.mode == "exam":
        raise CleanClaimError("no hints in an exam", one.title, "an answer", "send what you have")
    return [event_row(learner, now, "hint", {})] if now.hints < len(one.hints) else []


def ask(store, learner: str, now: DeskState, data: dict):
    """The coder holds the visit and asks the provider; asked once, the answer is a document of the record."""
    question = str(data.get("question") or "").strip()
    if now.desk != "coder":
        raise CleanClaimError(
            "only the coder asks the provider", f"{now.desk} desk", "the coder's desk", "send the work back instead"
        )
    if not question:
        raise CleanClaimError("the question is empty", "query", "what you want to know", "write the question")
    return [event_row(learner, now, "ask", {"question": question[:2000]})] if not now.question else []


def show_me(store, learner: str, now: DeskState, data: dict):
    """In practice, and only there: the key."""
    case = case_of(store, learner, now)
    if case.exercise.mode != "practice":
        raise CleanClaimError(
            "the key is shown in practice only", case.exercise.title, "practice mode", "send what you have"
        )
    return [event_row(learner, now, "show_me", {"key": task_of(case.exercise.task).key_answer(case)})]


def submit(store, learner: str, now: DeskState, data: dict):
    """Read, graded and kept: the attempt, its marks and the event, all three or none."""
    case = case_of(store, learner, now)
    answer = dict(_document(data.get("answer")))
    if now.desk == "coder" and now.question:
        answer["query"] = now.question
    if now.desk == "denial":  # what was done with this item before stays done
        steps = [one["answer"] for one in now.submitted if isinstance(one.get("answer"), dict)]
        answer["history"] = [
            {
                "remedy": step.get("remedy") or "",
                "changes": step.get("changes") or {},
                "letter": step.get("letter") or {},
            }
            for step in steps[-12:]
        ]
    return submitted(case, learner, now, answer)
