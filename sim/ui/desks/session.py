"""One page at one desk: who is there, which case lies on it, what was last drawn. Everything that lasts is in the store
of attempts.
"""

from functools import cached_property

from sim.ground.errors import CleanClaimError
from sim.ui.desks import finder
from sim.ui.desks import messages
from sim.ui.desks.words import clock

OTHER = "This desk was changed in another window. Here it is as it stands; what was saved is kept."


class Session:
    """Between the page and sim/learn/desk/desk_state.py. Nothing here knows the truth: it asks for what may be
    shown.
    """

    def __init__(self, role: str, exercise: str | None = None, store=None):
        if role not in messages.ROLES:
            raise CleanClaimError(
                f"no desk {str(role)[:30]!r}", "sim.desk", ", ".join(messages.ROLES), 'write sim.desk("coder")'
            )
        self.role, self.exercise, self.learner, self.seq, self.way = role, exercise, "", 0, "type-ahead"
        if store is not None:
            self.store = store

    @cached_property
    def store(self):
        """The attempts of this computer."""
        from sim.learn.desk.attempt_store import Store

        return Store()

    # -- what the page asks for

    def act(self, kind: str, data: dict) -> dict:
        """Something happens; gives the view that follows. Raises CleanClaimError for what cannot be done; then nothing
        has changed.
        """
        if kind == "hello" or self.role == "start":
            return self.hello({"learner": self.learner, "exercise": "", **data})
        now = self.here()
        if data["case"] != case_id(now):
            return {**self.view(now), "notice": OTHER}
        self.seq = data["seq"]
        return self.view(self._deed(kind, self._payload(kind, data, now)))

    def hello(self, data: dict) -> dict:
        """A page has opened: for whom, and where. A page that was heated before its visitor came learns both only
        now.
        """
        from sim.learn.desk.attempt_store import learner, plain

        known = learner()  # where the machine knows who it is (a hub, a class), a page's word does not count
        self.learner = (plain(data["learner"]) or known) if known == "local" else known
        if self.role == "start":
            return self.start()
        wanted, self.exercise = data["exercise"] or self.exercise, None
        now = self.here()
        if wanted and wanted != now.exercise:
            try:
                now = self._deed("open_item", {"exercise": wanted})
            except CleanClaimError as error:
                return {**self.view(now), "notice": error.line()}
        return self.view(now)

    def start(self) -> dict:
        """The first page, which has no case."""
        from sim.ui.desks.start import view as start

        return {**start.view(self.store, self.learner), "role": "start", "seq": 0}

    def draft(self, data: dict) -> dict:
        """Keep what is on the desk; says when it was saved."""
        now = self.here()
        if data["case"] == case_id(now):
            self.seq = data["seq"]
            now = self._deed("draft", self._payload("draft", data, now))
        return {"case": case_id(now), "seq": data["seq"], "saved": clock(now.saved_at)}

    def search(self, data: dict) -> dict:
        """Codes for what was typed, as far as the exercise allows."""
        return {"box": data["box"], "number": data["number"], **finder.find(data["kind"], data["text"], way=self.way)}

    # -- between page and learning

    def here(self):
        """The desk as the store has it."""
        from sim.learn.desk import learner_desk

        return learner_desk.here(self.store, self.learner, self.role)

    def _deed(self, kind: str, data: dict):
        from sim.learn.desk import learner_desk

        return learner_desk.act(self.store, self.learner, kind, data, self.role)

    def _payload(self, kind: str, data: dict, now) -> dict:
        given = data.get("answer") or data.get("draft")
        if given is not None:
            from sim.learn.desk import desk_actions

            return {"answer": self._maker().to_answer(given, desk_actions.case_of(self.store, self.learner, now))}
        if kind == "open_item":
            return {"item": data["item"]}
        return {"question": data["question"]} if kind == "ask" else {}

    def _maker(self):
        from importlib import import_module

        return import_module(f"sim.ui.desks.{self.role}.view")

    def view(self, now) -> dict:
        """What the page is to show now."""
        made = self._maker().view(self.store, self.learner, now)
        self.way = made.get("coder", {}).get("search", self.way)
        return {**made, "case": case_id(now), "seq": self.seq, "role": self.role, "saved": clock(now.saved_at)}

    def first_view(self) -> dict:
        """The view of a front end that says nothing: the first exercise, as nobody in particular and without a trace in
        the store.
        """
        if self.role == "start":
            return self._maker().view(None, "")
        from sim.learn.desk.desk_state import DeskState, series

        one = self.exercise or next(iter(series(self.role))).name
        return self._maker().view(None, "", DeskState(self.role, one))


def warm() -> None:
    """Load what the first answer to a page needs, so that a desk that is heated before its visitor comes answers at
    once.
    """
    import sqlalchemy  # noqa: F401  (a second's work on a small machine)

    from sim.reference import icd10cm

    icd10cm.connection()


def case_id(now) -> str:
    """The name of what lies on the desk."""
    return "/".join(str(part) for part in (now.exercise, now.variant, now.item) if part)
