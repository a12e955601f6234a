"""The server's promises: who is let in, what is turned away, whose work is touched, what every answer carries."""

import re
import sys
from pathlib import Path

import own_loop
import pytest
from tornado.httpclient import HTTPClientError

sys.path.insert(0, str(Path(__file__).parent))
from served import Browser, classroom, heard, said, served  # noqa: E402

from sim.classroom.records.entry import make_link, visitor  # noqa: E402
from sim.ui.serve.page import COOKIE, Page  # noqa: E402

STRICT = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return classroom(tmp_path_factory.mktemp("class"))


class Roster(Page):
    """A page for instructors."""

    role = "instructor"

    async def get(self):
        self.show("told.html", heading="<b>Roster</b>", words="x")


def story(house, act, **settings):
    """Run a story at a server of its own."""

    async def run():
        async with served(house.records, [("/class/test", Roster)], **settings) as running:
            await act(running)

    own_loop.run(run())


def test_every_answer_is_strict(house):
    async def act(running):
        browser = Browser(running)
        link = "/join/" + make_link(house.records, house.ann.learner)
        for path in (
            "/",
            "/desk/coder",
            "/nowhere",
            "/join/unknown",
            link,
            "/file/unknown.js",
            "/leave",
            "/class/test",
        ):
            answer = await browser.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert all(part in policy for part in STRICT) and "unsafe" not in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"], path
            page = answer.body.decode()
            assert not re.search(r"<script(?![^>]* src=)|\son\w+=|\sstyle=|https?://", page), path
            assert "Traceback" not in page

    story(house, act)


def test_files_are_kept_for_good_and_named_by_their_hash(house):
    async def act(running):
        browser = Browser(running)
        page = (await browser.get("/")).body.decode()
        addresses = re.findall(r'(?:src|href)="(/file/[^"]+)"', page)
        assert len(addresses) == 2 and all(re.search(r"\.[0-9a-f]{16}\.", one) for one in addresses)
        for one in addresses:
            answer = await browser.get(one)
            assert answer.code == 200 and "immutable" in answer.headers["Cache-Control"]

    story(house, act)


def test_a_link_is_used_by_its_button_and_once(house):
    async def act(running):
        path = "/join/" + make_link(house.records, house.ann.learner)
        preview = Browser(running)
        assert [(await preview.get(path)).code for _ in range(3)] == [200, 200, 200]
        forged = await Browser(running).ask("POST", path, {})
        assert forged.code == 403
        browser = Browser(running)
        answer = await browser.post(path, {}, page=path)
        assert answer.code == 303 and answer.headers["Location"] == "/desk/start"
        assert visitor(house.records, browser.cookies[COOKIE]).learner == house.ann.learner
        second = Browser(running)
        assert (await second.post(path, {}, page=path)).code == 403 and COOKIE not in second.cookies

    story(house, act)


def test_a_cookie_is_for_the_browser_alone_and_ends_with_the_visit(house):
    async def act(running):
        browser = Browser(running)
        answer = await browser.join(house.ann)
        cookie = next(one for one in answer.headers.get_list("Set-Cookie") if one.startswith(COOKIE))
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
        assert (await browser.get("/desk/start")).code == 200
        token = browser.cookies[COOKIE]
        assert (await browser.post("/leave", {}, page="/desk/start")).code == 303
        browser.cookies[COOKIE] = token  # kept by somebody
        assert (await browser.get("/desk/start")).code == 302

    story(house, act)


@pytest.mark.parametrize(
    ("proxies", "is_secure"),
    [(("127.0.0.1",), True), (("127.0.0.0/8",), True), (("10.42.0.0/16",), False), ((), False)],
)
def test_only_a_trusted_proxy_tells_of_tls(house, proxies, is_secure):
    async def act(running):
        browser = Browser(running, **{"X-Forwarded-Proto": "https"})
        answer = await browser.join(house.ann)
        cookies = answer.headers.get_list("Set-Cookie")
        assert cookies and all(("Secure" in one) == is_secure for one in cookies)

    story(house, act, proxies=proxies)


def test_other_sites_and_other_names_are_turned_away(house):
    async def act(running):
        browser = Browser(running)
        await browser.join(house.ann)
        assert (await browser.get("/", Host="evil.example")).code == 421
        assert (await browser.post("/leave", {}, page="/desk/start", Origin="https://evil.example")).code == 403
        assert (await browser.ask("POST", "/leave", {})).code == 403  # without the form's token
        with pytest.raises(HTTPClientError) as told:
            await browser.line("coder", house.ann.learner, origin="https://evil.example")
        assert told.value.code == 403
        assert (await browser.get("/desk/start")).code == 200

    story(house, act)


def test_pages_ask_for_the_role_and_escape(house):
    async def act(running):
        learner, instructor = Browser(running), Browser(running)
        await learner.join(house.ann)
        await instructor.join(house.ines)
        assert (await Browser(running).get("/class/test")).code == 302
        assert (await learner.get("/class/test")).code == 403
        answer = await instructor.get("/class/test")
        assert answer.code == 200 and b"&lt;b&gt;Roster" in answer.body and b"<b>Roster" not in answer.body

    story(house, act)


def test_wrong_pins_are_slowed(house):
    async def act(running):
        browser = Browser(running)
        form = {"code": house.made.code, "name": house.bob.name}
        assert (await browser.post("/", {**form, "pin": "right one"})).code == 303
        browser = Browser(running)
        codes = [(await browser.post("/", {**form, "pin": f"wrong {n}"})).code for n in range(7)]
        assert codes == [403] * 6 + [429] or codes == [403] * 5 + [429] * 2
        assert (await browser.post("/", {**form, "pin": "right one"})).code == 429
        evil = await browser.post("/", {**form, "code": "<b>", "pin": "x"})
        assert b"<b>" not in evil.body

    story(house, act)


def test_one_class_is_served_alone(house):
    async def act(running):
        assert (await Browser(running).join(house.ann)).code == 403

    story(house, act, class_name="another_class")


def test_nobody_reaches_the_work_of_another(house):
    async def act(running):
        ann, bob = Browser(running), Browser(running)
        await ann.join(house.ann)
        await bob.join(house.bob)
        line = await ann.line("coder", house.ann.learner)
        assert await heard(line) == {"line": "open"}
        shown = (await said(line, "hello"))["view"]
        mine = {"diagnoses": [{"code": "M17.11"}], "flags": [], "services": []}
        about = {"case": shown["case"], "seq": 1, "page": "p", "base": shown["version"]}
        assert (await said(line, "draft", draft=mine, **about))["message"]["kind"] == "saved"

        other = await bob.line("coder", house.bob.learner)
        await heard(other)
        found = await said(other, "hello", learner=house.ann.learner, case=shown["case"])
        assert "M17.11" not in str(found["view"]["draft"])
        await said(other, "draft", draft={**mine, "diagnoses": [{"code": "I10"}]}, learner=house.ann.learner, **about)
        rows = house.records.store.events(house.ann.learner, "coder", kind="draft")
        assert [row["data"]["answer"]["diagnoses"] for row in rows] == [["M17.11"]]

        for who, browser, code in ((house.ann, bob, 4409), (house.ann, Browser(running), 4401)):
            closed = await browser.line("coder", who.learner)
            assert await heard(closed) is None and closed.close_code == code
        nowhere = await bob.line("nowhere", house.bob.learner)
        assert await heard(nowhere) is None and nowhere.close_code == 4403
        set_work = await bob.line("coder", house.bob.learner, assignment="nowhere")
        assert "nowhere" in (await heard(set_work))["message"]["words"]
        assert await heard(set_work) is None and set_work.close_code == 4403

    story(house, act)


def test_a_line_ends_with_the_visit(house):
    async def act(running):
        browser = Browser(running)
        await browser.join(house.ann)
        line = await browser.line("start", house.ann.learner)
        await heard(line)
        await browser.post("/leave", {}, page="/desk/start")
        assert await heard(line) is None and line.close_code == 4401

    story(house, act)
