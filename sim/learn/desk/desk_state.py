"""A desk is a fold over stored events: whatever happened is kept, and a reload brings the desk back as it was.

    state(events)                               what a desk shows, from the events of one learner at one desk; nothing
                                                else is looked at

Kinds of event and their data:
    open_item    {"exercise": name, "variant": 1}, or {"item": id} of the denial desk's worklist
    new_variant  {}                 the same exercise with another patient
    next_item    {}                 the next exercise of the desk
    draft        {"answer": {...}}  kept at once; what is on the desk now; "page" says which window it came from
    put_away     {"answer": {...}, "exercise": ..., "variant": ..., "item": ...}  the draft of a case that does not lie
                                    on the desk: of a second window, or of a page that was left before it was saved
    scrub        {"answer": {...}}  the biller's own check of the draft, before it goes out
    move         {"stage": 1, "parts": [...]}  another stage of a task that is worked in stages: what was sent or
                                    entered at each of them
    start_again  {}                 the same case from the beginning
    hint         {}                 one hint more
    ask          {"question": ...}  the coder holds the visit and asks; the answer arrives as a document
    submit       {"answer": {...}}  kept, with its marks or without; a format that cannot be read is told and costs
                                    nothing
    marked       {"attempt_id": ..., "exercise": ..., "result": {...}}  the marks of a submission that waited for them;
                                    "problems" in their place: it counts as none
    example      {}                 the worked example of another patient was opened; it helps nobody with this case
    show_me      {}                 in practice: the key, after which the item no longer counts
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sim.learn.exercises import task_folders
from sim.learn.exercises.exercise import Exercise, exercises

KINDS = (
    *("open_item", "new_variant", "next_item", "start_again"),
    *("draft", "put_away", "scrub", "hint", "ask", "submit", "go_back", "show_me", "example"),
)

Data = dict[str, Any]  # JSON: the data of an event, an answer, marks, a journey
Event = Mapping[str, Any]  # an event as the store gives it: kind, data, at
Lying = tuple[str, int, str]  # what lies on a desk: exercise, variant, item


@dataclass(frozen=True)
class DeskState:
    """What a desk shows. `submitted` holds every submission of this item: {at, attempt_id, answer, result, journey};
    `finished` means that the last one was right to the production bar, or that the key was shown. `shelf`: what was put
    away, as it stood. `stage`, `parts`: where a task of several stages stands, and the answer of each. `given_back`:
    submissions that grading could not read. `draft_at`: when the draft was last changed, `draft_page`: by which window.


    `done`: exercises and own items that were right on a first try without help; `settled`: the cases that were right in
    the end, whatever it took; `tried` and `helped`: those that were once submitted, and those with a hint or the key.
    """

    desk: str = "coder"
    exercise: str = ""
    variant: int = 1
    item: str = ""
    draft: Data = field(default_factory=dict)
    draft_at: str = ""
    draft_page: str = ""
    submitted: tuple[Data, ...] = ()
    problems: tuple[Data, ...] = ()
    hints: int = 0
    question: str = ""
    scrubbed: int = 0
    shown: bool = False
    key: Data | None = None
    saved_at: str = ""
    stage: int = 0
    parts: tuple[Data, ...] = ()
    given_back: int = 0
    done: tuple[str, ...] = ()
    settled: tuple[Lying, ...] = ()
    tried: tuple[Lying, ...] = ()
    helped: tuple[Lying, ...] = ()
    shelf: dict[Lying, "DeskState"] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> Lying:
        """What lies on the desk: exercise, variant, item."""
        return self.exercise, self.variant, self.item

    @property
    def result(self) -> Data | None:
        """The marks of the last submission, as far as they may be shown."""
        return self.submitted[-1]["result"] if self.submitted else None

    @property
    def journey(self) -> Data | None:
        """The path of the claim after the last submission; None where the mode does not show it."""
        return self.submitted[-1].get("journey") if self.submitted else None

    @property
    def finished(self) -> bool:
        """Is this item done with?"""
        return self.shown or is_right(self.result)

    @property
    def is_waiting(self) -> bool:
        """Does the last submission wait for its marks?"""
        return bool(self.submitted) and self.result is None

    def is_changed_elsewhere(self, seen: str | None, page: str) -> bool:
        """Did another window change the draft since this one saw it as of `seen`? None: this one does not say.

        >>> two = DeskState(draft_at="10:31", draft_page="second window")
        >>> two.is_changed_elsewhere("10:30", "first window"), two.is_changed_elsewhere("10:30", "second window")
        (True, False)
        """
        return seen is not None and self.draft_at not in ("", seen) and self.draft_page != page

    def as_dict(self) -> Data:
        """Plain data."""
        return {
            **asdict(replace(self, shelf={})),
            "result": self.result,
            "journey": self.journey,
            "finished": self.finished,
        }


BAR = 0.95  # the usual production bar of coding accuracy (DOMAIN: trade practice)


def is_right(result: Data | None) -> bool:
    """Do these marks reach the production bar? Of marks that are not shown it is enough that there are some.

    >>> is_right({"score": 0.95}), is_right({"reveals": "none"}), is_right(None)
    (True, True, False)
    """
    return bool(result) and (result or {}).get("score", 1 if (result or {}).get("reveals") == "none" else 0) >= BAR


def state(events: Iterable[Event], desk: str = "coder") -> DeskState:
    """The fold. Events of kinds nobody knows any more are passed over: old stores stay readable.

    >>> opened = {"kind": "open_item", "data": {"exercise": "knee", "variant": 2}, "at": "t"}
    >>> state([opened, {"kind": "hint", "data": {}, "at": "t"}]).hints
    1
    """
    return onward(DeskState(desk), events)


def onward(now: DeskState, events: Iterable[Event]) -> DeskState:
    """The fold taken further: the same as folding everything again."""
    for event in events:
        step = STEPS.get(str(event.get("kind")))
        data = event.get("data")
        if step and isinstance(data, dict):
            try:
                after = step(now, data, event)
                now = after if event["kind"] == "marked" else replace(after, saved_at=event.get("at", ""))
            except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError):
                continue  # an event that cannot be read must not lock the desk for good
    return now


def _open(now: DeskState, data: Data, event: Event) -> DeskState:
    """Put away what lies on the desk and take out what was asked for, as it was left."""
    shelf = {**now.shelf, now.name: replace(now, shelf={})} if now.exercise else now.shelf
    wanted = DeskState(now.desk, str(data.get("exercise", "")), int(data.get("variant", 1)), str(data.get("item", "")))
    lying = shelf.get(wanted.name, wanted)
    if event["kind"] == "start_again":
        fresh = replace(wanted, given_back=lying.given_back)
        lying = replace(fresh, draft_at=str(event.get("at", "")), draft_page=str(data.get("page", "")))
    return taken_out(lying, replace(now, shelf=shelf))


def taken_out(lying: DeskState, now: DeskState) -> DeskState:
    """A case from the shelf with what is known of the whole desk `now`."""
    return replace(lying, done=now.done, settled=now.settled, tried=now.tried, helped=now.helped, shelf=now.shelf)


def _put_away(now: DeskState, data: Data, event: Event) -> DeskState:
    """A draft for a case on the shelf; for the one on the desk it is a draft like any other."""
    name = (str(data["exercise"]), int(data["variant"]), str(data.get("item", "")))
    if name == now.name:
        return _drafted(now, data, event)
    kept = _drafted(now.shelf.get(name, DeskState(now.desk, *name)), data, event)
    return replace(now, shelf={**now.shelf, name: replace(kept, saved_at=event.get("at", ""))})


def _drafted(now: DeskState, data: Data, event: Event) -> DeskState:
    """The draft as it was sent. A scrub or a submission of what is on the desk changes nothing about it."""
    answer = data.get("answer", {})
    if not isinstance(answer, dict):
        raise ValueError("a draft that is none")
    if event["kind"] not in ("draft", "put_away") and answer == now.draft:
        return replace(now, problems=())
    at, page = str(event.get("at", "")), str(data.get("page", ""))
    return replace(now, draft=answer, problems=(), draft_at=at, draft_page=page)


def _submit(now: DeskState, data: Data, event: Event) -> DeskState:
    now = _drafted(now, data, event)
    if data.get("problems"):
        return replace(now, problems=tuple(data["problems"]))
    entry = {
        "at": event.get("at", ""),
        **{name: data.get(name) for name in ("attempt_id", "answer", "result", "journey")},
    }
    after = replace(now, submitted=(*now.submitted, entry), tried=_with(now.tried, now.name), **_place(data))
    return _settled(after, now.name, entry["result"], _reach(now, data))


def _settled(now: DeskState, name: Lying, result: Data | None, reach: str) -> DeskState:
    """A case that was answered rightly, as far as this answer reaches."""
    if not reach or not is_right(result) or not (result or {}).get("entered", 1):
        return now
    exercise, _, item = name
    settled = replace(now, settled=_with(now.settled, name))
    return replace(settled, done=_with(now.done, item or exercise)) if reach == "done" else settled


def _marked(now: DeskState, data: Data, event: Event) -> DeskState:
    """The marks of a submission, wherever its case lies by now; or that it could not be read and was none."""
    name = _where(now, data)
    problems = tuple(data.get("problems") or ())
    told = _taken_back if problems else _with_marks
    if name == now.name:
        now = told(now, data)
    elif name in now.shelf:
        now = replace(now, shelf={**now.shelf, name: told(now.shelf[name], data)})
    if problems:
        lying = now if name == now.name else now.shelf.get(name)
        is_tried = lying is not None and bool(lying.submitted)
        return now if is_tried else replace(now, tried=tuple(one for one in now.tried if one != name))
    return _settled(now, name, data.get("result"), str(data.get("reaches") or ""))


def _where(now: DeskState, data: Data) -> Lying:
    """The case of a submission: where it lies, else where its marks say that it lay."""
    for one in (now, *now.shelf.values()):
        if any(sent.get("attempt_id") == data["attempt_id"] for sent in one.submitted):
            return one.name
    return str(data["exercise"]), int(data["variant"]), str(data.get("item") or "")


def _with_marks(now: DeskState, data: Data) -> DeskState:
    """The submission with its marks; the key that was shown since stays shown."""
    marks = {name: data.get(name) for name in ("result", "journey")}

    def marked(one: Data) -> Data:
        shows_key = (one.get("result") or {}).get("reveals") == "key" and "reason" not in data
        return one if one.get("attempt_id") != data["attempt_id"] or shows_key else {**one, **marks}

    return replace(now, submitted=tuple(marked(one) for one in now.submitted))


def _taken_back(now: DeskState, data: Data) -> DeskState:
    """The desk without a submission that could not be read, and with what was wrong with it."""
    left = tuple(one for one in now.submitted if one.get("attempt_id") != data["attempt_id"])
    return replace(now, submitted=left, given_back=now.given_back + 1, problems=tuple(data["problems"]))


def _place(data: Data) -> Data:
    """The stage that an event leads to, and what stands in each; nothing for a task without stages."""
    return {"stage": int(data["stage"]), "parts": tuple(data["parts"])} if "stage" in data else {}


def _move(now: DeskState, data: Data, event: Event) -> DeskState:
    """To another stage, with what was entered there before."""
    place = _place(data)
    there = place["parts"][place["stage"]] if place["stage"] < len(place["parts"]) else {}
    at, page = str(event.get("at", "")), str(data.get("page", ""))
    return replace(now, draft=dict(there), problems=(), scrubbed=0, draft_at=at, draft_page=page, **place)


def _reach(now: DeskState, data: Data) -> str:
    """How far a submission reaches: as it says itself, or as older ones let one work out."""
    return str(data["reaches"]) if "reaches" in data else reaches(now, data.get("mode", "practice"))


def reaches(now: DeskState, mode: str) -> str:
    """What a right answer would come to: done, if it is the learner's own, on a first try, without a hint and without
    the key; settled on a later one; nothing once the key was shown. Homework, exams and own claims have no other
    variant to show it at: there it is enough that the key was not seen.

    >>> reaches(DeskState(exercise="knee"), "practice"), reaches(DeskState(shown=True), "exam")
    ('done', '')
    """
    if now.shown:
        return ""
    is_own = now.item or mode != "practice" or (now.name not in now.tried and now.name not in now.helped)
    return "done" if is_own else "settled"


def _with(known: tuple[Any, ...], one: Any) -> tuple[Any, ...]:
    return known if one in known else (*known, one)


def _show_me(now: DeskState, data: Data, event: Event) -> DeskState:
    """The key, and with it the whole marks of the last submission."""
    told = {name: data[name] for name in ("result", "journey") if data.get(name) is not None}
    last = (*now.submitted[:-1], {**now.submitted[-1], **told}) if now.submitted else ()
    return replace(
        now, shown=True, key=data.get("key"), submitted=last, helped=_with(now.helped, now.name), **_place(data)
    )


STEPS: dict[str, Callable[[DeskState, Data, Event], DeskState]] = {
    "open_item": _open,
    "new_variant": _open,
    "next_item": _open,
    "start_again": _open,
    "draft": lambda now, data, event: _drafted(now, data, event),
    "put_away": _put_away,
    "move": _move,
    "scrub": lambda now, data, event: replace(_drafted(now, data, event), scrubbed=now.scrubbed + 1),
    "hint": lambda now, data, event: replace(now, hints=now.hints + 1, helped=_with(now.helped, now.name)),
    "ask": lambda now, data, event: replace(now, question=str(data.get("question", ""))),
    "submit": _submit,
    "marked": _marked,
    "show_me": _show_me,
}


def standing(now: DeskState, name: str) -> str:
    """How an exercise or an own item stands: done (right on a first try, unaided), corrected (right in the end), open.

    >>> standing(DeskState(done=("knee",)), "knee"), standing(DeskState(settled=(("knee", 2, ""),)), "knee")
    ('done', 'corrected')
    """
    if name in now.done:
        return "done"
    return "corrected" if any(name == (item or exercise) for exercise, _, item in now.settled) else "open"


def lying(now: DeskState, name: str) -> DeskState | None:
    """An exercise or own item as it stands on the desk or was put away, in its latest variant; None for one that was
    never opened.

    >>> lying(DeskState(exercise="knee", variant=2), "knee").variant, lying(DeskState(exercise="knee"), "ear")
    (2, None)
    """
    if name and name == (now.item or now.exercise):
        return now
    away = [one for one in now.shelf.values() if name == (one.item or one.exercise)]
    return max(away, key=lambda one: one.variant, default=None)


def last_variant(now: DeskState, name: str) -> int:
    """The highest variant of an exercise that was ever on this desk; 0 for none."""
    return max(
        (variant for exercise, variant, item in (*now.shelf, now.name) if exercise == name and not item), default=0
    )


def series(desk: str, among: Iterable[Exercise] | None = None) -> list[Exercise]:
    """The exercises of a desk in order: by folder, and in a folder task by task, the one that begins more easily first.
    among: all exercises, where they are known."""
    found = list(exercises().values() if among is None else among)
    tasks = {task for task in {one.task for one in found} if task_folders.desk_of(task) == desk}
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for one in found:
        first.setdefault((one.unit, one.task), (one.level, one.minutes))
    mine = [one for one in found if one.task in tasks]
    return sorted(mine, key=lambda one: (one.unit, first[one.unit, one.task], one.task))
