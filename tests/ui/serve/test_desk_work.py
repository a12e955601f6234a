"""What a page's line takes and gives: any frame gets an answer in words and harms nothing, and no key, secret or draw
of an assignment is in a frame before it may be.
"""

import asyncio
import json
import random
import sys
from pathlib import Path

import own_loop
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from served import Browser, classroom, heard, said, served  # noqa: E402

from sim.classroom.assignments.assigned import assign_file  # noqa: E402
from sim.ground.errors import CleanClaimError  # noqa: E402
from sim.learn.desk.seat import seated  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.tasks.contract import task_of  # noqa: E402
from sim.ui.desks import look_up, messages  # noqa: E402
from sim.ui.serve.desk_work import Sitting, parsed  # noqa: E402
from sim.ui.serve.lines import MOST_PAGES  # noqa: E402

EXAM = """title = "Exam"
mode = "exam"
minutes = 30
[[item]]
exercise = "coder_04_knee"
"""
READ, ANSWERED = 30_000, 80


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    made = classroom(folder)
    (folder / "exam_1.toml").write_text(EXAM)
    assign_file(made.records, made.made.name, folder / "exam_1.toml")
    return made


def values(dice: random.Random) -> object:
    """Something that a field does not expect."""
    return dice.choice(
        (
            None,
            True,
            -1,
            10**30,
            1.5,
            "",
            "x" * 500,
            "\ud800",
            "\0",
            "<script>",
            [],
            [[1]],
            {},
            {"a": {}},
            "coder_04_knee",
        )
    )


def frame(dice: random.Random) -> str | bytes:
    """A hostile frame: no JSON, other JSON, or a message with fields that are missing, wrong or of another kind."""
    pick = dice.random()
    if pick < 0.1:
        return dice.choice(
            ("", "{", "[" * 5000, "NaN", '"x"', "1" * 5000, b"\xff", b"{}", "null", "[]", '{"kind": {}}')
        )
    kind = dice.choice([*messages.KINDS, "marked", "put_away", "__class__"])
    fields = ["learner", "class_name", "case", "seq", "page", "base", "draft", "answer", "item", "question", "number"]
    data = {name: values(dice) for name in dice.sample([*fields, "text", "kind", "box", "stage"], dice.randrange(8))}
    return json.dumps({"kind": kind, "data": data if pick < 0.95 else values(dice)})


def test_any_frame_is_read_or_turned_down_in_words():
    dice, read = random.Random(7), 0
    for _ in range(READ):
        try:
            kind, data = messages.read(parsed(frame(dice)))
        except CleanClaimError as error:
            assert error.what and error.expected and error.todo
        else:
            read += 1
            assert set(data) == set(messages.KINDS[kind])
    assert 0 < read < READ


def test_any_frame_is_answered_and_only_ones_own_work_is_touched(house):
    dice = random.Random(8)
    desk = Sitting(house.records, house.ann, "coder", "")
    desk.answer(json.dumps({"kind": "hello", "data": {}}))
    for _ in range(ANSWERED):
        sent = frame(dice)
        answer = json.loads(desk.answer(sent))
        assert len(answer) == 1 and "fault of its own" not in str(answer.get("message", "")), sent
    assert {row["learner"] for row in house.records.store.events()} == {house.ann.learner}
    assert json.loads(desk.answer(json.dumps({"kind": "hello", "data": {}})))["view"]["case"]


def test_an_exam_shows_no_key_no_secret_and_no_draw(house):
    desk = Sitting(house.records, house.bob, "coder", "exam_1")
    name = next(iter(desk.seat.exercises))
    with seated(desk.seat):
        case = draw(name, 1)
        key = task_of(case.exercise.task).key(case)
    open_to_all = str(task_of(case.exercise.task).opens(case)) + str(look_up.panels())
    codes = (
        [one["code"] for one in (*key["diagnoses"], *key["services"])]
        if isinstance(key["diagnoses"][0], dict)
        else [*key["diagnoses"], *(line["code"] for line in key["services"])]
    )
    hidden = [code for code in codes if code not in open_to_all and len(code) > 4]
    assert hidden
    frames = []

    def ask(kind, **data):
        frames.append(desk.answer(json.dumps({"kind": kind, "data": data})))
        return json.loads(frames[-1])

    shown = ask("hello")["view"]
    about = {"case": shown["case"], "seq": 1, "page": "p"}
    empty = {"diagnoses": [], "flags": [], "services": []}
    for kind in ("hint", "show_me", "example", "new_variant", "start_again", "next_item"):
        ask(kind, **about)
    ask("submit", **about, answer=empty)
    for kind in ("hello", "hint", "show_me", "example", "start_again"):
        ask(kind, **about)
    secrets = [*hidden, house.made.secret.hex(), case.exercise.patient]
    found = [one for one in secrets for text in frames if one in text]
    assert not found, found
    openings = house.records.rows("openings", learner=house.bob.learner)
    assert [(row["item"], row["attempt"]) for row in openings] == [(name, 1)]


def test_a_mark_that_was_made_elsewhere_reaches_the_open_page(house):
    async def run():
        async with served(house.records) as running:
            from sim.ui.serve.marks_watch import watch

            browser = Browser(running)
            await browser.join(house.ann)
            watching = asyncio.create_task(watch(running.service))
            line = await browser.line("coder", house.ann.learner)
            await heard(line)
            case = (await said(line, "hello"))["view"]["case"]
            await asyncio.sleep(0.1)
            mine = {"learner": house.ann.learner, "desk": "coder", "kind": "marked", "data": {"attempt_id": "x"}}
            house.records.store.add({**mine, "learner": house.bob.learner})  # another's is no business of this page
            house.records.store.add(mine)
            assert (await heard(line))["view"]["case"] == case
            with pytest.raises(TimeoutError):
                await heard(line, 1.5)
            watching.cancel()

    own_loop.run(run())


def test_a_server_that_ends_sends_its_pages_on(house):
    async def run():
        async with served(house.records) as running:
            from sim.ui.serve.web_process import close

            browser = Browser(running)
            await browser.join(house.ann)
            lines = [await browser.line("start", house.ann.learner) for _ in range(MOST_PAGES)]
            assert [await heard(line) for line in lines] == [{"line": "open"}] * MOST_PAGES
            more = await browser.line("start", house.ann.learner)
            assert await heard(more) is None and more.close_code == 4429
            await close(running.service, running.server)
            assert await heard(lines[0]) is None and lines[0].close_code == 1001

    own_loop.run(run())
