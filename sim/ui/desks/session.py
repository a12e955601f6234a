"""One page at one desk: who is there, which case lies on it, what was last drawn. Everything that lasts is in the store
of attempts.
"""

from functools import cached_property
from types import ModuleType
from typing import Any

from sim.ground.database import plain
from sim.ground.errors import CleanClaimError
from sim.ground.unreadable_files import set_aside
from sim.learn.course.choice import deeds
from sim.learn.desk import learner_desk, stage_work
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, series, taken_out
from sim.learn.desk.own_work import case_of
from sim.learn.desk.seat import learner, seat
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form_answers import admit
from sim.reference import icd10cm
from sim.ui.desks import common, desk_folders, desk_paper, finder, look_up, stage_page
from sim.ui.desks.desk_folders import page_of
from sim.ui.desks.handed_in import before_marks, lock_words, locked, onward
from sim.ui.desks.moments import here_and_now
from sim.ui.desks.words import clock

Data = dict[str, Any]  # JSON: the data of a message (messages.py), or a view

OTHER = "This desk was changed in another window. Here it is as it stands; what was saved is kept."
BEHIND = "This case was changed in another window. Here is what that window saved. Nothing was sent from here."


class Session:
    """Between the page and sim/learn/desk/desk_state.py. Nothing here knows the truth: it asks for what may be
    shown.
    """

    def __init__(self, role: str, exercise: str | None = None, store: Store | None = None) -> None:
        known = desk_folders.desks()
        if role not in known:
            raise CleanClaimError(
                f"no desk {str(role)[:30]!r}", "sim.desk", ", ".join(known), 'write sim.desk("coder")'
            )
        self.role, self.exercise, self.learner, self.seq, self.way = role, exercise, "", 0, "type-ahead"
        self.told = ""  # to be said with the next view
        self.case = ""  # what the page shows
        self.shown = ("", 0)  # the same, as exercise and variant
        if store is not None:
            self.store = store

    @cached_property
    def store(self) -> Store:
        """The attempts of this computer."""
        return Store()

    @property
    def is_first(self) -> bool:
        """Is this the first page, or a lesson, at which no task is worked?"""
        folder = self._folder()
        return folder is not None and not folder.TASK

    @property
    def who(self) -> str:
        """Who is at the desk; empty for the one person of this computer, and in a class, whose server says it."""
        return "" if self.learner == "local" or seat().class_name else self.learner

    # -- what the page asks for

    def act(self, kind: str, data: Data) -> Data:
        """Something happens; gives the view that follows. Raises CleanClaimError for what cannot be done; then nothing
        has changed.
        """
        if kind == "submit" and self.is_first:
            return self.start(entered(data))
        if kind == "course" and self.is_first:
            deeds.do(self.store, self.learner, data["deed"], data["name"], here_and_now(self.store))
            return self.start(data)
        if kind == "portfolio" and self.is_first:
            return self.start({"deed": kind})
        if kind == "hello" or self.is_first:
            return self.hello({"learner": self.learner, "exercise": "", **data})
        now = self.at(data.get("case", ""))
        if data.get("case") != case_id(now):
            return {**self.view(now), "notice": OTHER}
        self.seq = data["seq"]
        if entered(data) is not None and now.is_changed_elsewhere(data["base"], data["page"]):
            return {**self.view(now), "notice": BEHIND, "is_behind": True}
        if kind == "example":
            now = self._deed("example", {})
            return {**self.view(now), "example": look_up.example(case_of(self.store, self.learner, now), now.finished)}
        return self.view(self._deed(kind, self._payload(kind, data, now)))

    def hello(self, data: Data) -> Data:
        """A page has opened: for whom, and where. A page that was heated before its visitor came learns both only
        now.
        """
        known = learner()  # where the machine knows who it is (a hub, a class), a page's word does not count
        self.learner = (plain(data["learner"]) or known) if known == "local" else known
        if self.is_first:
            return self.start()
        wanted, self.exercise = data["exercise"] or self.exercise, None
        now = self.here() if wanted else self.at(data.get("case", ""))
        link = linked(wanted or "")
        if wanted and {**place(now), **link} != place(now):
            try:
                now = self._deed("open_item", link)
            except CleanClaimError as error:
                return {**self.view(now), "notice": error.line()}
        shown = self.view(now)
        return shown if shown.get("notice") else shown | aside()

    def start(self, given: Data | None = None) -> Data:
        """A page without a case: the first page, or a lesson's question with what was `given` as an answer."""
        folder = self._folder()
        answer = () if given is None else (given,)
        made = folder.view(self.store, self.learner, *answer) if folder is not None else {}
        return {**made, "role": self.role, "seq": 0, "who": self.who} | aside()

    def draft(self, data: Data) -> Data:
        """Keep what is on the desk, or what was left there before; says when it was saved. A view in its place where
        another window has changed the case since.
        """
        if self.is_first:
            keep = getattr(self._folder(), "keep", None)
            saved = keep(self.store, self.learner, data["case"], data["draft"]) if keep else ""
            return {"kind": "saved", "case": data["case"], "seq": data["seq"], "saved": saved, "version": None}
        now = self.here()
        lying = self.lying(now, data["case"])
        if lying is None:
            return {"kind": "unknown", "case": data["case"], "seq": data["seq"]}
        is_here = lying.name == now.name
        self.seq = data["seq"] if is_here else self.seq
        if lying.is_changed_elsewhere(data["base"], data["page"]):
            about = {"kind": "behind", "case": data["case"], "seq": data["seq"]}
            return {**about, "view": {**self.view(now), "notice": BEHIND, "is_behind": True}} if is_here else about
        payload = self._payload("draft", data, lying)
        if is_here:
            after = self._deed("draft", payload)
        else:
            after = self._deed("put_away", {**payload, **place(lying)}).shelf[lying.name]
        return {
            "kind": "saved",
            "case": case_id(after),
            "seq": data["seq"],
            "saved": clock(after.saved_at),
            "version": after.draft_at,
        }

    def again(self) -> Data:
        """What the page shows, as it stands now: something happened to it elsewhere, such as a mark."""
        if self.is_first:
            return self.start()
        now = self.here()
        lying = self.lying(now, self.case) or now
        return self.view(lying if lying.name == now.name else taken_out(lying, now))

    def paper(self, data: Data) -> Data:
        """A form of the case that lies here, as a file. Raises CleanClaimError for one that is not offered."""
        now = self.lying(self.here(), data["case"]) if not self.is_first else None
        if now is None:
            raise CleanClaimError("there is no form here", "", "a case that lies on this desk", "open the case again")
        return desk_paper.file_of(data["form"], now, case_of(self.store, self.learner, now), data["answer"])

    def search(self, data: Data) -> Data:
        """Codes for what was typed, as far as the exercise allows."""
        return {"box": data["box"], "number": data["number"], **finder.find(data["kind"], data["text"], way=self.way)}

    # -- between page and learning

    def here(self) -> DeskState:
        """The desk as the store has it; where its case cannot be opened any more another one, and why is said."""
        lying = learner_desk.current(self.store, self.learner, self.role)
        if error := learner_desk.locked(self.store, self.learner, lying):
            self.told = f"{error.what[:1].upper()}{error.what[1:]}. Another item is open; your work on it is kept."
        return learner_desk.here(self.store, self.learner, self.role)

    def lying(self, now: DeskState, case: str) -> DeskState | None:
        """The case of this name: on the desk, or as it was put away; None where it never lay here."""
        return next((one for one in (now, *now.shelf.values()) if case_id(one) == case), None)

    def at(self, case: str) -> DeskState:
        """The desk with this case on it: the one that a window shows, wherever another window has gone since."""
        now = self.here()
        wanted = self.lying(now, case) if case else None
        return now if wanted is None or wanted.name == now.name else self._deed("open_item", place(wanted))

    def _deed(self, kind: str, data: Data) -> DeskState:
        return learner_desk.act(self.store, self.learner, kind, data, self.role)

    def _payload(self, kind: str, data: Data, now: DeskState) -> Data:
        """What goes on to learning: a draft is read against the Form of the task that lies here."""
        sent = entered(data)
        if sent is not None:
            case = case_of(self.store, self.learner, now)
            draft = admit(task_of(case.exercise.task).form(case), sent, f"message {kind}")
            return {"answer": page_of(case.exercise.task).to_answer(draft, case), "page": data["page"]}
        if kind == "open_item":
            return {"item": data["item"]}
        if kind == "go_back":
            return {"stage": data["stage"], "page": data["page"]}
        return {"question": data["question"]} if kind == "ask" else {"page": data["page"]}

    def _folder(self) -> ModuleType | None:
        """The folder whose page this is; a desk that has no exercises shows the first page in its place."""
        found = desk_folders.folders()
        return found.get(self.role) or (None if series(self.role) else found["start"])

    def view(self, now: DeskState) -> Data:
        """What the page is to show now."""
        case = case_of(self.store, self.learner, now)
        page = stage_page if stage_work.names(now) else page_of(case.exercise.task)
        made = page.view(self.store, self.learner, before_marks(now))
        self.way = made.get("search", self.way)
        told, self.told = self.told, ""
        self.case, self.shown = case_id(now), (now.exercise, now.variant)
        return {
            **locked(made, lock_words(now, case.exercise)),
            **({"notice": told} if told else {}),
            "case": self.case,
            "seq": self.seq,
            "role": self.role,
            "saved": clock(now.saved_at),
            "counts": common.counted(now, case),
            "version": now.draft_at,
            "goal": case.exercise.goal,
            "papers": desk_paper.papers(now, case),
            "onward": onward(self.store, self.learner, now) if now.submitted else {},
            "beside": {
                "glossary": look_up.glossary(look_up.codes_on(made.get("panels") or []) if now.submitted else ()),
                "panels": look_up.panels(),
                "example": (look_up.OWN_CASE if now.finished else look_up.EXAMPLE)
                if case.exercise.mode == "practice"
                else "",
            },
            "who": self.who,
        }

    def first_view(self) -> Data:
        """The view of a front end that says nothing: the first exercise, as nobody in particular and without a trace in
        the store.
        """
        folder = self._folder()
        if folder is not None and self.is_first:
            return folder.view(None, "")
        one = self.exercise or next(iter(series(self.role))).name
        return page_of(exercise(one).task).view(None, "", DeskState(self.role, one))


def aside() -> Data:
    """The user's own files that cannot be read, as a notice; nothing where all can."""
    found = [error.line() for error in set_aside()]
    return {"notice": "Set aside, all else goes on: " + "; ".join(found)} if found else {}


def entered(data: Data) -> Data | None:
    """What a message brings of the page's form; None where it brings nothing."""
    return next((data[name] for name in ("answer", "draft") if name in data), None)


def linked(text: str) -> Data:
    """The exercise that an address names, with its variant where it names one.

    >>> linked("coder_04_knee/3"), linked("coder_04_knee")
    ({'exercise': 'coder_04_knee', 'variant': 3}, {'exercise': 'coder_04_knee'})
    """
    name, _, number = text.partition("/")
    variant = {"variant": int(number)} if number.isascii() and number.isdigit() and len(number) < 8 else {}
    return {"exercise": name, **variant}


def place(lying: DeskState) -> Data:
    """A case as a deed names it."""
    own = {"item": lying.item} if lying.item else {}
    return {"exercise": lying.exercise, "variant": lying.variant, **own}


def warm() -> None:
    """Load what the first answer to a page needs, so that a desk that is heated before its visitor comes answers at
    once.
    """
    import sqlalchemy  # noqa: F401  (a second's work on a small machine)

    icd10cm.connection()


def case_id(now: DeskState) -> str:
    """The name of what lies on the desk; of a task in stages each stage has a name of its own, so that what was typed
    at one never lands in another.

    >>> case_id(DeskState(exercise="knee", variant=2)), case_id(DeskState(exercise="knee", variant=2, stage=1))
    ('knee/2', 'knee/2/stage 2')
    """
    stage = f"stage {now.stage + 1}" if now.stage else ""
    return "/".join(str(part) for part in (now.exercise, now.variant, now.item, stage) if part)
