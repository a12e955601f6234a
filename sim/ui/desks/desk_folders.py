"""The desks there are, and what draws each task.

What a desk is called, its notebook and its place among the desks stand in data/desks.csv; at which desk a task is
worked, the task says (sim/learn/tasks/contract.py). A desk needs no code of its own: form_page.py draws any task. A
folder here with a view.py and a page.js draws one task in a way of its own: it says TASK (empty for a page at which no
task is worked, such as the first page) and makes view(store, learner, now), to_draft(answer, case),
to_answer(draft, case); beside(opened) where a worked example needs more than the record; keep(store, learner, case,
draft) where a page without a task saves what is typed.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from sim.ground.files import believed, find, read_csv, remembered
from sim.learn.exercises import task_folders
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import tasks

FOLDER = Path(__file__).parent


@remembered
def table() -> dict[str, dict[str, str]]:
    """data/desks.csv by desk: name, notebook, words.

    >>> table()["front"]["name"], table()["denial"]["notebook"]
    ('Front desk', '03_denial_desk.ipynb')
    """
    return {row["desk"]: row for row in read_csv(find("data/desks.csv"))}


@believed
def folders() -> dict[str, ModuleType]:
    """Each folder's view by the folder's name.

    >>> list(folders())
    ['biller', 'board', 'coder', 'denial', 'quarter', 'start', 'strategies', 'wire']
    """
    names = sorted(path.parent.name for path in FOLDER.glob("*/view.py"))
    return {name: import_module(f"sim.ui.desks.{name}.view") for name in names}


def desks() -> tuple[str, ...]:
    """Every desk: those of the table in its order, then those that only a task names."""
    named = (task.desk for task in tasks().values())
    return tuple(dict.fromkeys((*table(), *folders(), *named)))


def worked_desks() -> tuple[str, ...]:
    """The desks that have exercises, which the first page lists.

    >>> worked_desks()[:3]
    ('coder', 'front', 'biller')
    """
    worked = {task_folders.desk_of(task) for task in {one.task for one in exercises().values()}}
    return tuple(desk for desk in desks() if desk in worked)


def label(desk: str) -> str:
    """What a desk is called.

    >>> label("denial"), label("poster")
    ('Denials and A/R desk', 'Poster desk')
    """
    return table()[desk]["name"] if desk in table() else f"{desk[:1].upper()}{desk[1:]} desk"


def about(desk: str) -> str:
    """What is done at a desk; empty where nobody has said it."""
    return table()[desk]["words"] if desk in table() else ""


def book(desk: str) -> str:
    """The notebook that opens a desk; empty for a desk that has none.

    >>> book("payments"), book("poster")
    ('07_payments_desk.ipynb', '')
    """
    return table()[desk]["notebook"] if desk in table() else ""


def page_of(task: str) -> ModuleType:
    """What draws a task: the folder that was made for it, else the page that draws any form."""
    own = next((view for view in folders().values() if task and view.TASK == task), None)
    return own or import_module("sim.ui.desks.form_page")
