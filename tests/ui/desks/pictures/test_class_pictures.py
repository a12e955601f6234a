"""Pictures of a class's statistics: what they show is in their table, and nothing a learner entered becomes markup."""

import numpy as np

from sim.classroom.statistics.answered import Answered, AskedItem
from sim.classroom.statistics.class_report import class_statistics
from sim.ui.desks.pictures.class_pictures import class_pictures
from sim.ui.terminal.statistics_page import page

HOSTILE = "<script>x</script>"


def statistics(size=30, owed=5000):
    rng = np.random.default_rng(2)
    ability = rng.random(size)
    answers = []
    for learner in range(size):
        for item in (1, 2, 3):
            knows = bool(rng.random() < ability[learner])
            wrong = {
                "where": "services.0.modifiers",
                "verdict": "wrong",
                "error": "unsupported-modifier-25" if item < 3 else "wrong-units",
                "consequence": {"owed_not_paid_amount": owed * item, "paid_not_supported_amount": owed},
            }
            put = {"services": [{"code": "20610", "modifiers": [HOSTILE if item == 3 else "25"]}]}
            answers.append(Answered(f"L-{learner}", item, float(knows), () if knows else (wrong,), put))
    items = [AskedItem(n, f"{HOSTILE} item with a rather long title for a telephone {n}", 2.0) for n in (1, 2, 3)]
    return class_statistics(items, answers)


def test_each_picture_has_its_numbers_as_a_table():
    found = statistics()
    facility, totals, kinds, cost = class_pictures(found)
    assert [row[1] for row in facility.rows] == [f"{one.figures['facility'].value:.1f}%" for one in found.items]
    assert sum(int(row[1]) for row in totals.rows) == 30
    assert kinds.rows[0][:4] == (found.misconceptions[0].words, str(len(found.misconceptions[0].learners)), "30", "25")
    assert cost.rows[0][1].startswith("$") and all(one.says.endswith(".") for one in (facility, totals, kinds, cost))
    lines = [one for one in facility.nodes if one.attributes.get("class") == "pic-interval"]
    assert len(lines) == 3 * 3, "an interval is a line with two ends"


def test_few_learners_have_no_interval_and_no_cost_has_no_picture():
    few = class_pictures(statistics(size=6, owed=0))
    assert [one.title for one in few] == ["Facility of each item", "Totals", "Misconceptions"]
    assert not any(one.attributes.get("class") == "pic-interval" for one in few[0].nodes)
    assert class_pictures(class_statistics([], [])) == ()


def test_a_page_escapes_what_learners_and_authors_wrote():
    text = page("Week <3>", [HOSTILE], statistics())
    assert "<script" not in text and "Week &lt;3&gt;" in text and "http:" not in text and "https:" not in text
