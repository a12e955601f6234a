"""An LMS at this machine for each test, and the classroom's records with that LMS registered; key pairs are made once
for all tests.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback_lms import Lms

from sim.classroom.lti.connection import tool_keys
from sim.classroom.lti.launching.launch import launch
from sim.classroom.lti.launching.log_in import Sent, log_in
from sim.classroom.lti.registering.platforms import Platform, add_platform
from sim.classroom.records.records import Records
from sim.ground.database import Database

HERE = "https://class.school.edu"
CLASS = "fall"


class World:
    """The LMS, the records, and a browser that goes between them."""

    def __init__(self, lms, records):
        self.lms, self.records, self.now = lms, records, datetime.now(UTC)

    def registered(self, **other):
        values = {
            "title": "Loopback",
            "issuer": self.lms.address,
            "client_id": self.lms.client_id,
            "log_in": self.lms.address + "/log-in",
            "token": self.lms.address + "/token",
            "keys": self.lms.address + "/keys",
            **other,
        }
        return add_platform(self.records, Platform(**values), CLASS, [self.lms.deployment], "an operator")

    def away(self, user="user-1"):
        return log_in(self.records, Sent(self.lms.log_in(user)), HERE, self.now)

    def launched(self, user="user-1", role="Learner", **how):
        """Log-in and launch, as a browser makes them."""
        away = self.away(user)
        return self.opened(away, self.lms.launch(away.address, user, role, **how))

    def opened(self, away, form):
        return launch(self.records, Sent(form, {away.cookie: away.state}), HERE, self.now)


@pytest.fixture(scope="session")
def tool_pair():
    return tool_keys.new_key()


@pytest.fixture(scope="session")
def lms_pair():
    return tool_keys.new_key()


@pytest.fixture(scope="session")
def steady(tmp_path_factory, tool_pair, lms_pair):
    """A world that tests of launches share: they leave nothing in it that another one meets."""
    yield from _world(Database(tmp_path_factory.mktemp("lti")), tool_pair, lms_pair)


@pytest.fixture
def world(tmp_path, tool_pair, lms_pair):
    """A world of a test's own."""
    yield from _world(Database(tmp_path), tool_pair, lms_pair)


@pytest.fixture
def world_of_many(postgres, tool_pair, lms_pair):
    """A world whose records stand in PostgreSQL."""
    yield from _world(Database(url=postgres), tool_pair, lms_pair)


def _world(database, tool_pair, lms_pair):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tool_keys, "new_key", lambda: tool_pair)
        lms = Lms(lms_pair, HERE)
        made = World(lms, Records(database))
        lms.knows(tool_keys.key_set(made.records))
        made.registered()
        yield made
        lms.close()
