"""The desks. What a page shows is made in each desk's view.py, what it may send is read in messages.py, how it looks is
in page.js and page/.

No rule of the trade lives here. Jupyter's pieces are imported when a desk is asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.ui.desks.widget import Desk


def desk(role: str = "coder", exercise: str | None = None) -> "Desk":
    """A desk, to be shown by a notebook: "coder", "biller", "denial", another that a task names, or "start" for the
    first page. With an exercise's name it opens there, else where the learner was.
    """
    from sim.ui.desks import widget

    return widget.Desk(role, exercise)


def exercise(name: str) -> "Desk":
    """The desk of one exercise, opened at it."""
    from sim.learn.exercises.exercise import exercise as known

    return desk(known(name).desk, name)
