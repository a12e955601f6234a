"""One widget for all desks. Python sends one JSON `view` at a time; the page sends {kind, data}, which messages.py
reads as hostile.

Nothing of the truth is in a view before the answer has been graded: views are made in each desk's view.py from what the
session lets out.
"""

from typing import Any

import anywidget
import traitlets

from sim.ground.errors import CleanClaimError
from sim.ui.desks import front, messages
from sim.ui.desks.desk_text import as_text
from sim.ui.desks.session import Session, warm


class Desk(anywidget.AnyWidget):
    """A desk by its name, opened at an exercise or where the learner was."""

    _esm = front.script()
    _css = front.style()
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, role: str = "coder", exercise: str | None = None) -> None:
        super().__init__()
        self._session = Session(role, exercise)
        self._drawn = 0
        self.view = {"role": role, "rev": 0}
        self.on_msg(lambda _, content, __: self.receive(content))

    def receive(self, message: object) -> None:
        """Answer one message of the page: by a new view, by an answer to a search, or in words."""
        try:
            kind, data = messages.read(message)
            self._answer(kind, data)
        except CleanClaimError as error:
            self.send({"kind": "said", "words": in_words(error)})
        except Exception as error:  # a fault of ours: the page stays, what was saved stays, and it is said
            self.send(
                {
                    "kind": "said",
                    "words": (
                        f"The desk has a fault of its own ({type(error).__name__}: {str(error)[:200]}). What was saved"
                        " is kept."
                    ),
                }
            )

    def _answer(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "search":
            self.send({"kind": "found", **self._session.search(data)})
        elif kind == "draft":
            self.send(self._session.draft(data))
        else:
            self.show(self._session.act(kind, data))

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


def in_words(error: CleanClaimError) -> str:
    """An error as a desk says it: a sentence, then what to do.

    >>> in_words(CleanClaimError("units is 'four'", "line 1", "a whole number", "type it again"))
    "units is 'four' (line 1). Expected: a whole number. To do: type it again."
    """
    where = f" ({error.where})" if error.where else ""
    return "".join(
        [
            f"{error.what}{where}.",
            f" Expected: {error.expected}." if error.expected else "",
            f" To do: {error.todo}." if error.todo else "",
        ]
    )
