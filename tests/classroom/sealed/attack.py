"""The attack on sealed work of somebody who holds CleanClaim and every public file, and reads the charts that he was
given: which public scenario is it, which of its decisions, which numbers, and so what is the key?

    known = Public(scenarios)              every decision of every public scenario, rendered with the public program
    known.guess(chart, row)                the key that he would hand in

He is made as strong as we know how. Charts are compared by the words and word pairs they share, each weighted by how
few public charts have it (TF-IDF, cosine). The best few decisions are then read line by line: a line of the scenario's
file with its {numbers} left open is matched with the chart, and what stands there is the number, though no public draw
would give it. The patient, the payer and whether the patient is new are on the page, so he has them too.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import NAME, fill, holds
from sim.clinic.visits.chart import documents
from sim.clinic.visits.truth import Truth, truth
from sim.clinic.visits.visit_context import conditions, setting_of, words
from sim.clinic.scenarios.choices import to_text
from sim.learn.lint.scenario_settings import any_row, key

BEST = 4  # decisions that are read line by line
TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")


def body(scenario: Scenario, row) -> str:
    """The words of a chart, without its letterhead and the patient's name."""
    made = documents(scenario, row)
    return "\n".join(line for one in made for lines in one.sections.values() for line in lines)


def terms(chart: str) -> Counter:
    found = [token.lower() for token in TOKEN.findall(chart)]
    return Counter([*found, *(f"{one} {two}" for one, two in zip(found, found[1:], strict=False))])


def graded(found: Truth):
    """What must be in an answer: held or not, the diagnoses, and the services with modifiers and units."""
    return whole(key(found))


def whole(made):
    hold, diagnoses, _, services = made
    return (
        hold,
        frozenset(code for code, needs, _ in diagnoses if needs == "must"),
        frozenset((code, frozenset(mods), units) for code, mods, units, _, needs, _ in services if needs == "must"),
    )


class Public:
    """What the attacker prepares once."""

    def __init__(self, scenarios: Iterable[Scenario]):
        self.made = []
        for one in scenarios:
            middle = {name: values[len(values) // 2] for name, values in one.draw.items()}
            for options in product(*one.vary.values()):
                chosen = {**dict(zip(one.vary, options, strict=True)), **middle}
                self.made.append((one, chosen, terms(body(one, any_row(one, chosen)))))
        seen = Counter(term for *_, found in self.made for term in found)
        self.weight = {term: math.log(len(self.made) / count) + 0.01 for term, count in seen.items()}
        self.index: dict[str, list[tuple[int, float]]] = {}
        for place, (*_, found) in enumerate(self.made):
            for term, value in self._vector(found).items():
                self.index.setdefault(term, []).append((place, value))

    def _vector(self, found: Counter) -> dict[str, float]:
        made = {term: (1 + math.log(count)) * self.weight.get(term, 0.0) for term, count in found.items()}
        length = math.sqrt(sum(value * value for value in made.values())) or 1.0
        return {term: value / length for term, value in made.items()}

    def nearest(self, chart: str) -> list[tuple[Scenario, dict[str, str]]]:
        score: Counter = Counter()
        for term, value in self._vector(terms(chart)).items():
            for place, other in self.index.get(term, ()):
                score[place] += value * other
        return [self.made[place][:2] for place, _ in score.most_common(BEST)]

    def guess(self, chart: str, row):
        """The key of the decision whose own lines say most of the chart, its numbers read from the chart."""
        best, found = -1.0, None
        for one, chosen in self.nearest(chart):
            story, numbers = with_numbers(one, chosen, chart, row)
            asked = {**row, "scenario": story.name, "choices": to_text(numbers)}
            said, mine = terms(body(story, asked)), terms(chart)
            share = sum((said & mine).values()) / max(1, sum(said.values()))
            if share > best:
                best, found = share, graded(truth(story, asked))
        return found


def with_numbers(one: Scenario, chosen: dict[str, str], chart: str, row) -> tuple[Scenario, dict[str, str]]:
    """The scenario and its choices with the numbers that the chart has in the places where the file has {names}."""
    setting = setting_of(one, {**row, "scenario": one.name, "choices": to_text(chosen)})
    picked, named = conditions(one, setting), words(one, setting)
    read: dict[str, str] = {}
    for document in one.documents:
        for lines in document.sections.values():
            for when, text in lines:
                for sentence in re.split(r"(?<=[.,;:]) ", text) if holds(when, picked) else ():
                    read |= _numbers(sentence, one, named, chart)
    numbers = {**chosen, **read}
    widened = {name: tuple(dict.fromkeys((*values, numbers[name]))) for name, values in one.draw.items()}
    return replace(one, draw=widened), numbers


def _numbers(sentence: str, one: Scenario, named, chart: str) -> dict[str, str]:
    """{name} -> the number that stands in its place, by the words right before and after it."""
    found = {}
    for place in NAME.finditer(sentence):
        if place[1] in one.draw:
            before = fill(
                NAME.sub(lambda hit: hit[0] if hit[1] not in one.draw else "", sentence[: place.start()]), named
            )
            after = fill(NAME.sub(lambda hit: hit[0] if hit[1] not in one.draw else "", sentence[place.end() :]), named)
            for left, right in ((before[-12:], after[:6]), (before[-12:], ""), (before[-5:], after[:3])):
                hit = re.search(re.escape(left) + r"(\d+(?:\.\d+)?)" + re.escape(right), chart)
                if hit and (left.strip() or right.strip()):
                    found[place[1]] = hit[1]
                    break
    return found
