"""The bank of scenarios and exercises at one look: what there is by specialty, setting, level, task and competence.

    rows()        a row a scenario
    summary()     how many of each, and where two charts of a scenario are too much alike

Nothing is proved here: that is the linter's work.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from itertools import combinations, zip_longest
from statistics import median
from typing import Any, NamedTuple

from sim.clinic.practice.clinics import clinics
from sim.clinic.scenarios.choices import from_text
from sim.clinic.scenarios.library import scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.chart import documents
from sim.ground.files import find, read_csv, remembered
from sim.learn.exercises.competences import competence_of, competences
from sim.learn.exercises.exercise import exercises
from sim.learn.lint.scenario_settings import any_row, keys

OTHER = "other"
WIDE = 3  # from this level on, two charts of a scenario should differ in their words
MOST_ALIKE = 70  # percent of the words that two such charts may share
CHARTS = 24  # charts of a scenario that are held against one another
TELLINGS = 3  # charts with the same key among them


class Banked(NamedTuple):
    """A scenario as the bank counts it: `keys` are the different keys, `queries` what only the provider can answer,
    `mess` the places where fragments may stand, `reviewed` the day of the second reading, or None.
    """

    scenario: str
    specialty: str
    setting: str
    level: int
    keys: int
    queries: int
    series: str
    mess: int
    reviewed: date | None


def rows() -> list[Banked]:
    """Every scenario, by specialty and name.

    >>> next(one for one in rows() if one.scenario == "knee_injection")[1:6]
    ('family medicine', 'office', 3, 12, 0)
    """
    return sorted((banked(one) for one in scenarios().values()), key=lambda one: (one.specialty, one.scenario))


def banked(one: Scenario) -> Banked:
    """One scenario as a row."""
    different = len(set(keys(one).values()))
    on = one.reviewed.on if one.reviewed else None
    series = series_of().get(one.name, "")
    return Banked(
        one.name, one.specialty, setting(one), one.level, different, len(one.queries), series, len(one.mess), on
    )


@remembered
def series_of() -> dict[str, str]:
    """Scenario -> the first visit of the series that it belongs to.

    >>> series_of()["sore_cut_again"], series_of()["sore_cut_out"], "knee_injection" in series_of()
    ('sore_cut_out', 'sore_cut_out', False)
    """
    found: dict[str, str] = {}
    for one in scenarios().values():
        if one.earlier:
            first = max(one.earlier, key=lambda told: int(told.days_ago) if told.days_ago.isdigit() else 0).scenario
            found |= dict.fromkeys((one.name, *(told.scenario for told in one.earlier)), first)
    return found


def setting(one: Scenario) -> str:
    """Where the visit is: office, facility outpatient, emergency, inpatient, nursing facility, home or other."""
    place = one.place_of_service or next(
        (
            known.place_of_service_code
            for clinic in clinics().values()
            for known in clinic.specialties
            if known.name == one.specialty
        ),
        "",
    )
    return _settings().get(place, OTHER)


@remembered
def _settings() -> dict[str, str]:
    return {row["code"]: row["setting"] for row in read_csv(find("data/codes/visit_settings.csv"))}


def summary() -> dict[str, Any]:
    """Counts of the whole bank. `alike`: scenarios of level 3 and up whose charts share more words than they should,
    with the percentage shared.
    """
    bank, tasks = rows(), list(exercises().values())
    return {
        "scenarios": len(bank),
        "exercises": len(tasks),
        "keys": sum(one.keys for one in bank),
        "keys_median": median(one.keys for one in bank) if bank else 0,
        "queries": sum(one.queries > 0 for one in bank),
        "series": len({one.series for one in bank if one.series}),
        "mess": sum(one.mess > 0 for one in bank),
        "reviewed": sum(one.reviewed is not None for one in bank),
        "specialty": _counted(one.specialty for one in bank),
        "setting": _counted(one.setting for one in bank),
        "level": _counted(str(one.level) for one in bank),
        "task": _counted(one.task for one in tasks),
        "competence": {
            name: sum(name in {competence_of(skill) for skill in one.skills} for one in tasks) for name in competences()
        },
        "few_keys": [one.scenario for one in bank if one.keys < FEWEST],
        "alike": _too_much_alike(),
    }


FEWEST = 4  # different keys that a scenario should have


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _too_much_alike() -> dict[str, int]:
    found = {one.name: shared(one) for one in scenarios().values() if one.level >= WIDE}
    return {name: percent for name, percent in sorted(found.items(), key=lambda one: -one[1]) if percent > MOST_ALIKE}


def shared(one: Scenario) -> int:
    """Percent of the words of two charts with different keys that both have: the median over pairs of charts. Two
    charts of 100 words each of which 80 stand in both share 80 percent. The charts are drawn as learners meet them: a
    choice that only tells the same visit in other words counts.

    >>> from sim.clinic.scenarios.library import scenario
    >>> 0 < shared(scenario("knee_injection")) <= 100
    True
    """
    charts = [(key, _words(one, chosen)) for key, chosen in _drawn(one)]
    pairs = [
        2 * (a & b).total() / max((a + b).total(), 1)
        for (first, a), (second, b) in combinations(charts, 2)
        if first != second
    ]
    return round(100 * median(pairs)) if pairs else 0


def _drawn(one: Scenario) -> list[tuple[int, str]]:
    """Combinations of choices, a few of each different key, by a hash: (number of the key, choices)."""
    of_key: dict[Any, list[str]] = {}
    for chosen, key in keys(one).items():
        of_key.setdefault(key, []).append(chosen)
    rounds = zip_longest(*(sorted(same, key=_hash)[:TELLINGS] for same in of_key.values()))
    found = [(number, chosen) for together in rounds for number, chosen in enumerate(together) if chosen is not None]
    return found[:CHARTS]


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def _words(one: Scenario, chosen: str) -> Counter[str]:
    """The words of a chart, each as often as it stands there, without headings, signatures and earlier visits."""
    chart = documents(one, any_row(one, from_text(chosen)), asked=bool(one.queries))
    mine = (document for document in chart if document.is_of_visit)
    lines = (line for document in mine for section in document.sections.values() for line in section)
    return Counter(word for line in lines for word in line.lower().split())
