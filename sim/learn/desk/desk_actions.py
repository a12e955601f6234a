"""What can be done at a desk: each deed works out which rows are to be saved, and saves nothing itself."""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk import stage_work
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, last_variant, series
from sim.learn.desk.event_rows import EventRow, event_row
from sim.learn.desk.marking import graded, submitted, told
from sim.learn.desk.own_work import OWN, case_of, own_attempt, own_case
from sim.learn.desk.submission import is_empty
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import Exercise, exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import continued, task_of

Given = dict[str, Any]  # JSON: what the page sent, read by sim/ui/desks/messages.py


def open_item(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """Open an exercise (the first that is not done yet, if none is named) or an item of the worklist."""
    item = str(data.get("item") or "")
    if item.startswith(OWN):
        attempt = own_attempt(store, learner, item, now.desk)
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
    if one.attempts and variant > max(1, last_variant(now, name)):
        raise _no_attempt(one, "an attempt that was begun", "start it at the exercise")
    draw(name, variant)
    return [event_row(learner, now, "open_item", {"exercise": name, "variant": variant})]


def _no_attempt(one: Exercise, expected: str, to_do: str) -> CleanClaimError:
    words = "1 attempt" if one.attempts == 1 else f"{one.attempts} attempts"
    return CleanClaimError(f"this exercise allows {words}", one.title, expected, to_do)


def _handed_in(now: DeskState) -> bool:
    """Was the case on the desk submitted?"""
    return now.name in now.tried


def _first_open(now: DeskState) -> str:
    all_of_them = series(now.desk)
    if not all_of_them:
        raise CleanClaimError(
            "no exercise for this desk", "exercises", f"a file with a task of the {now.desk} desk", "add one"
        )
    names = [one.name for one in all_of_them if one.name not in now.done] + [one.name for one in all_of_them]
    return next((name for name in names if _opens(name)), names[0])


def _opens(name: str) -> bool:
    """Can it be drawn? One whose scenario or payer cannot be read is passed over."""
    try:
        draw(name, 1)
    except CleanClaimError:
        return False
    return True


def new_variant(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The same exercise with another patient: in practice as often as wished, else the next attempt, once this one was
    submitted and as long as one is left."""
    one, number = case_of(store, learner, now).exercise, max(now.variant, last_variant(now, now.exercise)) + 1
    if one.attempts:
        if number > one.attempts:
            raise _no_attempt(one, "an attempt that is left", "go on to the next exercise")
        if (now.exercise, number - 1, now.item) not in now.tried:
            raise _no_attempt(one, "this attempt submitted first", "submit what you have")
    elif one.mode != "practice":
        raise CleanClaimError(
            "this exercise has one variant",
            now.exercise,
            "practice mode for fresh variants",
            "go on to the next exercise",
        )
    draw(now.exercise, number)
    return [event_row(learner, now, "new_variant", {"exercise": now.exercise, "variant": number})]


def start_again(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The same case once more from the beginning; what was submitted stays in the store. An attempt that was submitted
    is over."""
    one = case_of(store, learner, now).exercise
    if one.attempts and _handed_in(now):
        raise _no_attempt(one, "an attempt that is not submitted yet", "start the next attempt, if one is left")
    case = {"exercise": now.exercise, "variant": now.variant, "item": now.item}
    return [event_row(learner, now, "start_again", {**case, **_page(data)})]


def next_item(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The next exercise of the desk; after the last one the first that is not done."""
    names = [one.name for one in series(now.desk)]
    place = names.index(now.exercise) + 1 if now.exercise in names and not now.item else len(names)
    name = next((one for one in names[place:] if _opens(one)), "") or _first_open(now)
    return [event_row(learner, now, "next_item", {"exercise": name, "variant": last_variant(now, name) or 1})]


def draft(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """What is on the desk now; kept as it is, read only when it is submitted. The same once more is kept already."""
    answer = _document(data.get("answer"))
    is_kept = answer == now.draft and not now.problems
    return [] if is_kept else [event_row(learner, now, "draft", {"answer": answer, **_page(data)})]


def put_away(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The draft of a case that was on this desk before: typed in a second window, or on a page that was left."""
    wanted = now.shelf.get((str(data.get("exercise")), int(data.get("variant") or 0), str(data.get("item") or "")))
    if wanted is None:
        raise CleanClaimError("no such case", f"{now.desk} desk", "a case that was opened here", "reload the page")
    answer = _document(data.get("answer"))
    case = {"exercise": wanted.exercise, "variant": wanted.variant, "item": wanted.item}
    row = event_row(learner, now, "put_away", {**case, "answer": answer, **_page(data)})
    return [] if answer == wanted.draft else [row]


def scrub(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The draft is kept; the findings are worked out from it when the desk is shown."""
    return [event_row(learner, now, "scrub", {"answer": _document(data.get("answer")), **_page(data)})]


def _page(data: Given) -> Given:
    """Which window it came from, where it is known."""
    return {"page": str(data["page"])[:40]} if data.get("page") else {}


def _document(answer: object) -> Given:
    if not isinstance(answer, dict):
        raise CleanClaimError("the draft cannot be used", "desk", "fields with values", "reload the page")
    return answer


def hint(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """One hint more, as many as the exercise has."""
    one = case_of(store, learner, now).exercise
    if one.mode == "exam":
        raise CleanClaimError("no hints in an exam", one.title, "an answer", "send what you have")
    return [event_row(learner, now, "hint", {})] if now.hints < len(one.hints) else []


def example(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The worked example of another patient is opened: nothing about this case changes."""
    return [event_row(learner, now, "example", {})]


def ask(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """The coder holds the visit and asks the provider; the answer is a document of the record. Once in each try: after
    a submission a better question may be asked."""
    question = str(data.get("question") or "").strip()
    if task_of(case_of(store, learner, now).exercise.task).role == "biller":
        raise CleanClaimError(
            "only the coder asks the provider", f"{now.desk} desk", "the coder's desk", "send the work back instead"
        )
    if not question:
        raise CleanClaimError("the question is empty", "query", "what you want to know", "write the question")
    return [event_row(learner, now, "ask", {"question": question[:2000]})] if not now.question or now.submitted else []


def show_me(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """In practice, and only there: the key."""
    case = case_of(store, learner, now)
    if case.exercise.mode != "practice":
        raise CleanClaimError(
            "the key is shown in practice only", case.exercise.title, "practice mode", "send what you have"
        )
    if case.exercise.attempts and not _handed_in(now):
        raise _no_attempt(case.exercise, "the answer after the attempt", "submit what you have")
    whole = stage_work.whole(case, now)
    shown = {"key": task_of(whole.exercise.task).key(whole), **stage_work.end(now)}
    if now.submitted:
        marks = graded(whole, now.submitted[-1]["answer"])[1]
        shown |= told(marks, "key") if isinstance(marks, Marks) else {}
    return [event_row(learner, now, "show_me", shown)]


def submit(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """Read and kept, with its marks or to be marked later (sim/learn/desk/marking.py): all rows or none."""
    case = case_of(store, learner, now)
    if case.exercise.attempts and _handed_in(now):
        raise _no_attempt(case.exercise, "one submission each", "start the next attempt, if one is left")
    before = [one["answer"] for one in now.submitted if isinstance(one.get("answer"), dict)]
    # a question that was not needed was judged with the try that asked it; the next try begins without
    question = now.question if case.question or not now.submitted else ""
    given = _document(data.get("answer"))
    if case.exercise.attempts and is_empty(given):
        raise CleanClaimError("Nothing was entered, so nothing was handed in", "", "", "Enter your answer first")
    answer = continued(task_of(case.exercise.task), given, question, before)
    send = stage_work.sent if stage_work.names(now) else submitted
    *rows, (table, event) = send(case, learner, now, answer)
    return [*rows, (table, {**event, "data": {**event["data"], **_page(data)}})]


def go_back(store: Store, learner: str, now: DeskState, data: Given) -> list[EventRow]:
    """To an earlier stage of a task that is worked in stages."""
    return [event_row(learner, now, "move", {**stage_work.back(now, data.get("stage")), **_page(data)})]
