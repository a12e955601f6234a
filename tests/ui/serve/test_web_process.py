"""A web process ends in order: its watches end without a word, and one that met a fault is begun again."""

import asyncio
import gc
import threading
from types import SimpleNamespace

import own_loop
import pytest

from sim.classroom.records.records import Records
from sim.ui.serve import web_process
from sim.ui.serve.service import Service
from sim.ui.serve.settings import Settings


def test_the_end_of_a_web_process_complains_of_nothing(tmp_path):
    complaints, end = [], threading.Event()

    async def run():
        asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))
        ready = SimpleNamespace(release=lambda: threading.Timer(0.3, end.set).start())
        await web_process._answer(Service(Settings(), Records.at(tmp_path)), [], ready, end)
        gc.collect()

    own_loop.run(run())
    assert complaints == []


def test_a_watch_that_met_a_fault_is_told_and_begun_again(monkeypatch, caplog):
    monkeypatch.setattr(web_process, "PAUSE", 0)
    begun = []

    async def watch(service):
        begun.append(service)
        if len(begun) == 1:
            raise KeyError("of ours")
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        own_loop.run(web_process.kept(watch, "a service"))
    assert begun == ["a service"] * 2 and "watch met a fault" in caplog.text
