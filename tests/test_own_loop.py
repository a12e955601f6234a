"""A test may run beside a browser, whose event loop holds the thread: coroutines get a thread of their own."""

import re

import own_loop
import pytest


async def answer(value):
    if isinstance(value, Exception):
        raise value
    return value


def test_a_coroutine_runs_where_a_loop_is_running_already():
    async def beside():
        return own_loop.run(answer(4))

    assert own_loop.run(beside()) == own_loop.run(answer(4)) == 4
    with pytest.raises(KeyError):
        own_loop.run(answer(KeyError("of ours")))


def test_every_test_runs_its_coroutines_so(root):
    called = re.compile(r"asyncio\.run[(]|\.run_sync[(]")
    found = [
        path.name for path in sorted((root / "tests").rglob("test_*.py")) if called.search(path.read_text("utf-8"))
    ]
    assert found == []
