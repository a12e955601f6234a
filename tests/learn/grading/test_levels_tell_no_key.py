"""Before the key is asked for, no mark names a code of the key that the learner did not send: every mistake that an
author foresaw, in every scenario.
"""

import json
import re

from a_share import of_scenarios

from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.chart import documents
from sim.clinic.visits.truth import perfect, truth
from sim.learn.exercises.coded_answer import answer_of
from sim.learn.grading import feedback
from sim.learn.grading.anticipated_errors import anticipated, wrong_work
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.marks import shown
from sim.learn.lint.scenario_settings import any_row, picks


def told(mark, level):
    found = shown(mark, level)
    return json.dumps([found["message"], found["title"], found["key"], found["error"], found["cite"]])


def test_no_mark_names_what_was_not_sent_before_the_key_is_asked_for():
    leaks, looked = set(), 0
    for one in map(scenario, of_scenarios(30)):
        for chosen in picks(one)[:6]:
            row = {**any_row(one, chosen), "coverage_key": -1}
            known, chart = truth(one, row), documents(one, row, asked=True)
            expected = anticipated(one, row, [known])
            codes = {*perfect(known).diagnoses, *(line.code for line in perfect(known).services)}
            for work in wrong_work(one, row):
                answer = answer_of(work.visit)
                sent = {*answer.diagnoses, *(line.code for line in answer.services)}
                for difference in compare(answer, known, expected.exchanges).differences:
                    mark = feedback.wrong(difference, known, chart, expected.traps.get(difference.error))
                    looked += 1
                    for level in ("hint", "question", "reason"):
                        words = told(mark, level)
                        leaks |= {
                            (one.name, level, code, words)
                            for code in codes - sent
                            if re.search(rf"(?<![\w.]){re.escape(code)}(?![\w])", words)
                        }
    assert looked > 300 and sorted(leaks) == []
