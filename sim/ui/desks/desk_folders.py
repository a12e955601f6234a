"""The desks there are: one folder each with a view.py, found by scanning, and with a page.js where the desk draws its
task in a way of its own.

A view.py says NAME (what the desk is called), PLACE (its order among the desks), BOOK (its notebook), TASK (the task
whose form it draws), and makes view(store, learner, now), to_draft(answer, case), to_answer(draft, case). Whatever task
has no such folder is drawn by form_page.py; whatever desk has none is called after itself.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from sim.learn.tasks.contract import tasks

FOLDER = Path(__file__).parent


def folders() -> dict[str, ModuleType]:
    """Each desk folder's view by the folder's name, in the order of the desks.

    >>> list(folders())
    ['start', 'coder', 'biller', 'denial', 'wire']
    """
    names = sorted(path.parent.name for path in FOLDER.glob("*/view.py"))
    found = {name: import_module(f"sim.ui.desks.{name}.view") for name in names}
    return dict(sorted(found.items(), key=lambda one: one[1].PLACE))


def desks() -> tuple[str, ...]:
    """Every desk: those with a folder, then those that only a task names."""
    named = (task.desk for task in tasks().values())
    return tuple(dict.fromkeys((*folders(), *named)))


def label(desk: str) -> str:
    """What a desk is called.

    >>> label("denial"), label("poster")
    ('Denial desk', 'Poster desk')
    """
    view = folders().get(desk)
    return str(view.NAME) if view is not None else f"{desk[:1].upper()}{desk[1:]} desk"


def page_of(task: str) -> ModuleType:
    """What draws a task: the desk folder that was made for it, else the page that draws any form."""
    own = next((view for view in folders().values() if task and view.TASK == task), None)
    return own or import_module("sim.ui.desks.form_page")


def worked_desks() -> dict[str, ModuleType]:
    """The desks at which a task is worked, which the first page lists."""
    return {name: view for name, view in folders().items() if view.TASK}
