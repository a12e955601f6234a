"""A user's own folder in which clinics are made."""

import pytest

from sim.ground import files


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's own folder, and no clinic in force; afterwards as before."""
    yield from at_home(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def long_home(tmp_path_factory):
    """The same for all tests of a module."""
    with pytest.MonkeyPatch.context() as patch:
        yield from at_home(tmp_path_factory.mktemp("home"), patch)


def at_home(folder, patch):
    patch.setenv("CLEANCLAIM_HOME", str(folder))
    patch.setenv("CLEANCLAIM_CLINIC", "")
    patch.setenv("CLEANCLAIM_CLINIC_FILES", "")
    files.forget()
    yield folder
    files.at_clinic("")
    files.forget()
