"""The desks. What a page shows is made in each desk's view.py, what it may send is read in messages.py, how it looks is
in page.js and page/.

No rule of the trade lives here. Jupyter's pieces are imported when a desk is asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from sim.billing.day.day import Day
    from sim.ui.class_notebook import MyClass
    from sim.ui.desks.pictures.clinic_pictures import NotebookPicture
    from sim.ui.desks.readiness.sheets import NotebookSheet
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


def picture(day: "Day", of: str = "aging", on: "np.datetime64 | str | None" = None) -> "NotebookPicture":
    """A picture of a day's work (sim.verbs): of="aging", "charges" or "payments", as it stood on a day (default: the
    day after the last entry), with its numbers one click below. Raises CleanClaimError for another picture.
    """
    from sim.ui.desks.pictures import clinic_pictures

    return clinic_pictures.picture(day, of, on)


def diagram(kind: str, title: str, **rows: object) -> "NotebookPicture":
    """A picture of a lesson from plain values: kind "days", "waterfall", "strip", "lines" or "aging" with the rows that
    sim/ui/desks/pictures/blocks.py names for it. Raises CleanClaimError for one that cannot be drawn.
    """
    from sim.ui.desks.pictures import blocks, clinic_pictures

    return clinic_pictures.NotebookPicture(blocks.picture({"kind": kind, "title": title, **rows}))


def readiness(learner: str = "", standard: str = "") -> "NotebookSheet":
    """Who is ready to work alone, competence by competence, with the evidence from practice on this computer: whoever
    sits here, or the learner of this name (CLEANCLAIM_LEARNER). standard: "general" or "specialist"; left out, the
    track decides. Raises CleanClaimError for a name under which nothing was done here.
    """
    from sim.manager.readiness.own import own_readiness
    from sim.manager.readiness.thresholds import thresholds
    from sim.ui.desks.readiness.sheets import NotebookSheet

    return NotebookSheet(own_readiness(learner, standard), thresholds())


def my_class(name: str, title: str = "", time_zone: str = "America/New_York") -> "MyClass":
    """A class of this name, made where there is none yet: its code, roster, assignments, board and gradebook for the
    instructor's notebook. Raises CleanClaimError for a name that cannot be used.
    """
    from sim.classroom.records.records import Records
    from sim.ui.class_notebook import MyClass

    return MyClass(Records(), name, title, time_zone)
