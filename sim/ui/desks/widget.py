"""One widget for all desks. Python sends one JSON `view` at a time; the page sends {kind, data}, which page_reply.py
answers and messages.py reads as hostile.

Nothing of the truth is in a view before the answer has been graded: views are made in each desk's view.py from what the
session lets out.
"""

from typing import Any

import anywidget
import traitlets

from sim.ui.desks import front
from sim.ui.desks.bundle_session import BundleSession
from sim.ui.desks.desk_text import as_text
from sim.ui.desks.page_reply import reply
from sim.ui.desks.session import Session, warm


class Desk(anywidget.AnyWidget):
    """A desk by its name, opened at an exercise or where the learner was."""

    _esm = front.script()
    _css = front.style()
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, role: str = "coder", exercise: str | None = None) -> None:
        super().__init__()
        self._session = BundleSession() if role == BundleSession.role else Session(role, exercise)
        self._drawn = 0
        self.view = {"role": role, "rev": 0}
        self.on_msg(lambda _, content, __: self.receive(content))

    def receive(self, message: object) -> None:
        """Answer one message of the page: by a new view, by an answer to a search, or in words."""
        answer = reply(self._session, message)
        if answer.view is not None:
            self.show(answer.view)
        else:
            self.send(answer.message)

    def show(self, view: dict[str, Any]) -> None:
        """Send a view; each carries a number of its own, so that the page hears of every one."""
        self._drawn += 1
        self.view = {**view, "rev": self._drawn}

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """A front end that cannot draw widgets gets the desk as text."""
        bundle, about = super()._repr_mimebundle_(**kwargs) or ({}, {})
        text = as_text(self._session.first_view())
        warm()
        return {**bundle, "text/plain": text}, about


def revived(role: str) -> str:
    """A new desk for a page of JupyterLab whose kernel was started again; gives the name by which the page finds it."""
    return str(Desk(role).model_id)
