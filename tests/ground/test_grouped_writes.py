"""Threads that write at once are committed together; one that fails takes nothing from the others."""

import threading
import time

import pytest
import sqlalchemy as sa

from sim.ground.database import Database
from sim.ground.errors import CleanClaimError

TABLES = sa.MetaData()
DAYS = sa.Table("days", TABLES, sa.Column("day", sa.String(20), primary_key=True))
WRITERS = 60


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path)
    made.ensure(TABLES)
    return made


def all_at_once(works):
    """Run these in threads of their own, all started before the first may go on."""
    start = threading.Barrier(len(works))
    found = [None] * len(works)

    def run(number):
        start.wait()
        try:
            works[number]()
        except BaseException as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def days(database):
    with database.connection(reading=True) as connection:
        return {day for (day,) in connection.execute(DAYS.select())}


def insert(database, day, slowly=False):
    def work(connection):
        connection.execute(DAYS.insert(), {"day": day})
        time.sleep(0.02 if slowly else 0)

    return lambda: database.write(work)


def test_many_writers_at_once_need_few_commits_and_lose_nothing(database):
    commits = []
    sa.event.listen(database.engine, "commit", lambda connection: commits.append(1))
    errors = all_at_once([insert(database, f"day {number}", slowly=True) for number in range(WRITERS)])
    assert errors == [None] * WRITERS and days(database) == {f"day {number}" for number in range(WRITERS)}
    assert len(commits) < WRITERS / 2


def test_what_one_writer_cannot_save_is_his_alone(database):
    database.write(lambda connection: connection.execute(DAYS.insert(), {"day": "taken"}))
    wanted = ["taken" if number == 7 else f"day {number}" for number in range(20)]
    errors = all_at_once([insert(database, day, slowly=True) for day in wanted])
    assert [number for number, error in enumerate(errors) if error] == [7]
    assert isinstance(errors[7], CleanClaimError)
    assert days(database) == set(wanted)


def test_a_group_that_cannot_be_committed_is_told_to_everybody_in_it(database, monkeypatch):
    def broken():
        raise OSError("no room on the disk")

    monkeypatch.setattr(database._grouped, "_transaction", broken)
    errors = all_at_once([insert(database, f"day {number}") for number in range(5)])
    assert all(isinstance(error, OSError) for error in errors) and days(database) == set()
