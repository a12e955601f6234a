"""What time it is for whoever sits at a desk: days are counted in the class's time zone, else in this computer's."""

from datetime import datetime

from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat


def here_and_now(store: Store | None) -> datetime:
    """This moment in the zone in which days are counted.

    >>> here_and_now(None).tzinfo is not None
    True
    """
    here = seat()
    if store is not None and here.class_name:
        records = Records(store.database)
        if records.first("roster", learner=here.learner) is not None:
            return datetime.now(class_of(records, here.class_name).zone)
    return datetime.now().astimezone()
