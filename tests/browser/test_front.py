"""The front end alone: what a learner does with keyboard and pointer, what the page sends, and that nothing on it
jumps.
"""

import copy
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from prepared import MAKERS, view  # noqa: E402
from stand import put, sent, stand, tell  # noqa: E402

STATES = sorted(MAKERS)
FILM = {
    "id": "film",
    "title": "Outside film",
    "date": "Sep 2, 2026",
    "is_new": False,
    "signed": "Signed",
    "sections": [{"name": "", "lines": ["Right knee, three views."]}],
}
FOUND = [
    {"code": "M17.1", "label": "Unilateral primary osteoarthritis of knee", "add": "needs a fifth character"},
    {"code": "M17.12", "label": "Unilateral primary osteoarthritis, left knee", "add": ""},
]


def answer(page, rows, box="dx", note=""):
    page.wait_for_function("count => window.sent.filter(m => m.kind === 'search').length >= count", arg=1)
    asked = sent(page, "search")[-1]["data"]
    tell(page, {"kind": "found", "box": box, "number": asked["number"], "rows": rows, "note": note})


@pytest.mark.parametrize(
    "state, dark", [(state, False) for state in STATES] + [(state, True) for state in list(STATES)[::3]]
)
def test_no_barrier(page, axe, state, dark):
    stand(page, state, dark)
    for stop in page.locator(".stop button").all()[:5:4]:
        stop.click()
    assert axe(page, "main") == [] and page.thrown == []


@pytest.mark.parametrize("width", [640, 400])
@pytest.mark.parametrize("state", STATES)
def test_narrow_and_zoomed_pages_stack_without_sideways_scrolling(page, state, width):
    stand(page, state, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_search_by_keyboard(page):
    stand(page, "coder_work")
    field = page.get_by_role("combobox", name="Add a diagnosis")
    field.fill("knee left")
    answer(page, FOUND)
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert page.locator("[role=option][aria-selected=true] code").inner_text() == "M17.12"
    field.press("Enter")
    assert field.input_value() == "" and field.get_attribute("aria-expanded") == "false"
    page.wait_for_function("window.sent.some(m => m.kind === 'draft')")
    assert [row["code"] for row in sent(page, "draft")[-1]["data"]["draft"]["diagnoses"]] == [
        "M17.11",
        "R03.0",
        "M17.12",
    ]


def test_a_code_that_is_not_billable_opens_what_stands_below_it(page):
    stand(page, "coder_work")
    field = page.get_by_role("combobox", name="Add a diagnosis")
    field.fill("M17")
    answer(page, FOUND)
    page.get_by_role("option", name="not billable").click()
    assert field.input_value() == "M17.1" and sent(page, "search")[-1]["data"]["text"] == "M17.1"
    assert "M17.1 " not in page.locator(".rows").first.inner_text()


def test_escape_closes_then_empties(page):
    stand(page, "coder_work")
    field = page.get_by_role("combobox", name="Add a diagnosis")
    field.fill("knee")
    answer(page, FOUND)
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false" and field.input_value() == "knee"
    field.press("Escape")
    assert field.input_value() == ""


def test_an_older_answer_does_not_overtake_a_newer_question(page):
    stand(page, "coder_work")
    field = page.get_by_role("combobox", name="Add a diagnosis")
    field.fill("knee")
    answer(page, FOUND)
    field.fill("knee l")
    page.wait_for_function("window.sent.filter(m => m.kind === 'search').length === 2")
    tell(page, {"kind": "found", "box": "dx", "number": 1, "rows": [{"code": "A00", "label": "old", "add": ""}]})
    assert page.get_by_role("option", name="old").count() == 0


def test_pointers_follow_their_diagnosis_and_focus_stays(page):
    stand(page, "coder_work")
    page.get_by_role("button", name="Move up: B, R03.0").press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('data-tool')") == "upR03.0"
    assert page.get_by_label("Diagnosis pointers, line 1, 99214").input_value() == "A"
    assert page.get_by_label("Diagnosis pointers, line 2, 20610").input_value() == "B"
    page.get_by_role("button", name="Remove: A, R03.0").click()
    assert page.get_by_label("Diagnosis pointers, line 1, 99214").input_value() == ""


def test_type_then_click_loses_nothing(page):
    stand(page, "coder_work")
    page.get_by_label("Modifiers, line 1, 99214").press_sequentially("25")
    page.get_by_role("button", name="Send to billing").click()
    kinds = [message["kind"] for message in sent(page)]
    assert kinds.index("draft") < kinds.index("submit")
    assert sent(page, "submit")[0]["data"]["answer"]["services"][0]["modifiers"] == "25"


def test_a_redraw_keeps_focus_caret_and_what_was_typed_since(page):
    stand(page, "coder_work")
    field = page.get_by_label("Modifiers, line 2, 20610")
    field.fill("RT59")
    field.evaluate("f => f.setSelectionRange(1, 1)")
    older = view("coder_work")  # an answer that was on its way before the last letters
    older["rev"], older["announce"] = 2, "saved"
    put(page, older)
    assert field.input_value() == "RT59"
    assert field.evaluate("f => [document.activeElement === f, f.selectionStart]") == [True, 1]


def test_a_double_click_sends_once(page):
    stand(page, "coder_work")
    page.get_by_role("button", name="Send to billing").dblclick()
    assert len(sent(page, "submit")) == 1


def test_nothing_from_a_record_or_an_answer_is_read_as_html(page):
    shown = view("coder_graded")
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    shown["record"]["documents"][0]["sections"][0]["lines"] = [evil]
    shown["draft"]["diagnoses"][0]["code"] = evil
    shown["marks"]["diagnoses"][1]["reasons"][0]["why"] = [evil, {"b": evil}, {"code": evil}]
    shown["path"]["stops"][0].update(says=evil, detail=[{"p": evil}, {"raw": evil}, {"pairs": [[evil, evil]]}])
    stand(page, shown)
    page.locator(".stop button").first.click()
    assert (
        "owned" not in page.title()
        and page.locator(".cc img, .cc script").count() == 0
        and evil in page.locator(".note").inner_text()
    )


def test_show_in_the_record_lights_the_phrase_in_its_document(page):
    shown = view("coder_graded")
    shown["record"]["documents"].append(FILM)
    stand(page, shown)
    page.get_by_role("tab", name="Outside film").click()
    page.get_by_role("button", name="show in the record").last.click()
    lit = page.locator("mark.lit")
    assert lit.first.inner_text().startswith("triamcinolone acetonide")
    assert page.evaluate("document.activeElement.tagName") == "MARK"


def test_a_changed_row_sheds_its_mark(page):
    stand(page, "coder_graded")
    asked = "Is a significant, separately identifiable visit documented"  # a first try is answered with a question
    assert page.get_by_text(asked).is_visible()
    page.get_by_label("Modifiers, line 1, 99214").fill("25")
    assert page.get_by_text(asked).count() == 0


def test_tabs_of_the_record_by_arrow_keys_and_an_addendum_opens_by_itself(page):
    stand(page, "coder_documents")
    page.get_by_role("tab", name="Office note").press("ArrowRight")
    second = view("coder_documents")["record"]["documents"][2]["sections"][0]["lines"][0]
    assert second in page.locator(".note").inner_text()
    later = copy.deepcopy(view("coder_documents"))
    later["rev"] = 2
    later["record"]["documents"].append(
        {
            "id": "q",
            "title": "Addendum",
            "date": "Sep 16, 2026",
            "is_new": True,
            "signed": "Signed",
            "sections": [{"name": "", "lines": ["Right knee."]}],
        }
    )
    put(page, later)
    assert page.locator(".note").inner_text().startswith("Right knee.")


def test_the_path_opens_each_stop_and_x12_only_on_demand(page):
    shown = view("coder_graded")
    shown["path"]["stops"][3]["raw"] = {"words": "Show the 277CA", "blocks": [{"raw": "STC*A2:20"}]}
    stand(page, shown)
    assert page.locator("ol.path > li button").count() == 8
    page.get_by_role("button", name="Clearinghouse").click()
    assert page.get_by_text("Accepted for adjudication").first.is_visible() and page.locator("pre").count() == 0
    page.get_by_role("button", name="Show the 277CA").click()
    assert "STC*A2" in page.locator("pre").inner_text()


def test_hold_and_ask(page):
    stand(page, "coder_work")
    page.get_by_role("button", name="Hold and ask the provider").click()
    page.get_by_role("button", name="Send the question").click()
    assert page.get_by_text("Choose a question or write one first.").first.is_visible() and not sent(page, "ask")
    page.get_by_label("Which side").check()
    page.get_by_role("button", name="Send the question").click()
    assert sent(page, "ask")[0]["data"]["question"].startswith("Which side")


def test_the_form_shows_errors_at_the_field_and_explains_itself(page):
    stand(page, "biller_held")
    page.get_by_role("button", name="go to the field").first.click()
    field = page.get_by_label("1a Insured's ID")
    assert field.evaluate("f => document.activeElement === f") and field.get_attribute("aria-invalid") == "true"
    assert "2010BA NM109" in page.locator(".help").inner_text()
    field.fill("77100421")
    page.get_by_role("button", name="Scrub again").click()
    assert sent(page, "scrub")[0]["data"]["answer"]["fields"] == {"1a": "77100421"}


def test_grey_fields_are_locked(page):
    stand(page, "biller_held")
    assert page.get_by_label("2 Patient's name").get_attribute("readonly") == ""


def test_the_worklist_sorts(page):
    stand(page, "denial_open")
    order = lambda: page.locator(".worklist tbody tr td:first-child button").all_inner_texts()  # noqa: E731
    rows = {row["claim"]: row for row in view("denial_open")["worklist"]["rows"]}
    page.get_by_role("button", name="days left").click()
    left = [rows[claim]["days_left"] for claim in order()]
    assert left == sorted(left, key=lambda days: (days is None, days)) and page.locator(
        "th[aria-sort=ascending]"
    ).inner_text().startswith("days left")
    page.get_by_role("button", name="open", exact=True).click()
    money = [rows[claim]["open_amount"] for claim in order()]
    assert money == sorted(money, reverse=True) and page.locator("th[aria-sort=descending]").inner_text().startswith(
        "open"
    )


def test_decide_reveals_the_full_list_and_the_fields_of_a_corrected_claim(page):
    stand(page, "denial_open")
    assert page.get_by_label("The same claim was sent twice").count() == 0
    page.get_by_role("button", name=re.compile(r"another of the \d+ causes")).click()
    assert page.evaluate("document.activeElement.name").endswith("cause")
    page.get_by_label("The same claim was sent twice").check()
    assert page.get_by_label("Line 1, modifiers").count() == 0
    page.get_by_label("Send a corrected claim").check()
    page.get_by_label("Line 1, modifiers").fill("25")
    page.get_by_label("Delete line 2").check()
    page.get_by_role("button", name="Submit decision", exact=True).click()
    answer_sent = sent(page, "submit")[0]["data"]["answer"]
    assert {name: answer_sent[name] for name in ("cause", "owner", "remedy", "changes")} == {
        "cause": "duplicate",
        "owner": "",
        "remedy": "R_CORR",
        "changes": {"line.1.modifiers": "25", "line.2.gone": "yes"},
    }


def test_errors_are_said_and_work_goes_on(page):
    stand(page, "coder_work")
    page.get_by_role("button", name="Send to billing").click()
    tell(page, {"kind": "said", "words": "the attempts file is busy; nothing was saved."})
    assert page.get_by_text("the attempts file is busy").first.is_visible()
    page.get_by_role("button", name="Send to billing").click()
    assert len(sent(page, "submit")) == 2


def test_a_page_without_an_answer_says_so_keeps_what_is_typed_and_sends_it_later(page):
    stand(page, "coder_work")
    assert sent(page, "hello")[0]["data"] == {"learner": "", "exercise": "", "case": view("coder_work")["case"]}
    page.evaluate("() => { window.model.send = () => { throw new Error('Cannot send') } }")
    page.get_by_label("Modifiers, line 1, 99214").press_sequentially("25")
    page.get_by_role("alert").get_by_text("The connection to this desk was lost.").wait_for(timeout=2000)
    assert page.locator(".saved").inner_text() == "kept in this browser"
    kept = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('cleanclaim.draft.'))")
    assert len(kept) == 1 and '"modifiers":"25"' in kept[0][1]
    stand(page, "coder_work")  # the page once more: what was never acknowledged is on the desk, and goes out
    assert page.get_by_label("Modifiers, line 1, 99214").input_value() == "25"
    page.wait_for_function("window.sent.some(m => m.kind === 'draft')")
    seq = sent(page, "draft")[0]["data"]["seq"]
    tell(page, {"kind": "saved", "case": view("coder_work")["case"], "seq": seq, "saved": "10:30", "version": "10:30"})
    assert page.locator(".saved").inner_text() == "saved 10:30"
    assert page.evaluate("Object.keys(localStorage).some(name => name.startsWith('cleanclaim.draft.'))") is False


def test_a_kernel_that_gives_no_sign_within_two_seconds_is_told(page):
    stand(page, "coder_work")
    page.evaluate("window.model.widget_manager = { kernel: { status: 'idle', connectionStatus: 'connected' } }")
    page.get_by_label("Modifiers, line 1, 99214").press_sequentially("25")
    page.get_by_role("alert").wait_for(timeout=2500)  # a pause of 0.4 s, then the message, then 1.5 s


def test_another_window_s_draft_is_shown_and_one_s_own_comes_back_on_request(page):
    stand(page, "coder_work")
    page.get_by_label("Modifiers, line 1, 99214").press_sequentially("25")
    page.wait_for_function("window.sent.some(m => m.kind === 'draft')")
    theirs = {**view("coder_work"), "version": "10:31", "is_behind": True, "notice": "This case was changed elsewhere."}
    tell(page, {"kind": "behind", "case": theirs["case"], "seq": 1, "view": theirs})
    assert page.get_by_label("Modifiers, line 1, 99214").input_value() == ""
    page.get_by_role("button", name="Use what was entered here").click()
    assert page.get_by_label("Modifiers, line 1, 99214").input_value() == "25"
    page.wait_for_function("window.sent.filter(m => m.kind === 'draft').length === 2")
    assert sent(page, "draft")[-1]["data"]["base"] == "10:31"


def test_half_characters_do_not_reach_the_socket(page):
    stand(page, "coder_work")
    field = page.get_by_label("Modifiers, line 1, 99214")
    field.evaluate("f => { f.value = '2\\ud800 \\ud83d\\ude00'; f.dispatchEvent(new InputEvent('input')); }")
    page.wait_for_function("window.sent.some(m => m.kind === 'draft')")
    said = page.evaluate("JSON.stringify(window.sent)")
    assert "ud800" not in said and "\U0001f600" in said


def test_the_page_says_whose_work_it_shows_and_lets_go_of_the_name(page):
    page.add_init_script(
        "if (!sessionStorage.once) localStorage.setItem('cleanclaim.learner', 'ann'); sessionStorage.once = 1"
    )
    stand(page, {**view("coder_work"), "who": "ann"})
    assert sent(page, "hello")[0]["data"]["learner"] == "ann"
    assert page.get_by_text("Working as ann.").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/desk?")
    assert page.evaluate("localStorage.getItem('cleanclaim.learner')") is None


def test_a_page_shows_one_score_and_its_making_behind_a_click(page):
    for state, label in (("coder_graded", "codes right"), ("biller_marked", "fields right")):
        stand(page, state)
        text = page.locator(".cc").inner_text()
        assert "points" not in text and "max(" not in text and "Score" not in text
        score = page.locator(".score", has_text=label).locator("dd").inner_text()
        others = set(re.findall(r"\b\d+ of \d+\b", text)) - {score}
        assert others == set(), (state, others)
        page.get_by_role("button", name="How the score is made").click()
        assert "%" in page.locator(".formula").inner_text()


def test_a_first_try_asks_a_second_says_why_and_the_answer_comes_on_request(page):
    first = view("coder_graded")
    stand(page, first)
    row = page.locator("li", has_text="R03.0")
    assert "?" in row.locator(".why").inner_text() and "I10" not in page.locator(".work").inner_text()
    assert page.get_by_text("Each mark asks a question.").is_visible() and page.locator(".key").count() == 0
    stand(page, "coder_second")
    assert page.get_by_text("Each mark says why.").is_visible()
    assert row.get_by_role("button", name="show in the record").count() == 1
    assert "I10" not in page.locator(".work").inner_text()
    stand(page, "coder_shown")
    assert "I10" in page.locator(".key").inner_text()


def test_rows_that_stand_twice_are_drawn_and_removed_one_by_one(page):
    shown = view("coder_work")
    shown["draft"]["diagnoses"] = [{"code": "I10"}, {"code": "I10"}, {"code": "M17.11"}]
    shown["draft"]["services"][0]["pointers"] = "C"
    stand(page, shown)
    page.get_by_role("button", name="Remove: A, I10").press("Enter")
    assert page.locator("ol.rows code").all_inner_texts() == ["I10", "M17.11"] and page.thrown == []
    assert page.get_by_label("Diagnosis pointers, line 1, 99214").input_value() == "B"
    assert page.evaluate("document.activeElement.dataset.tool") == "removeI10"
