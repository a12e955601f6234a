"""Medical decision making: its three elements, problems, data and risk, from facts of the record to a level.

Two of the three must reach a level. "Stable" is at the patient's own goal; a test that is ordered and read counts once,
a panel is one test, and a test whose reading is billed apart does not count. Over-the-counter drugs are low by
auditors' convention; the rules' own table does not list them.

Several conditions that together need frequent changes of treatment are a high problem at the first visit of a nursing
facility stay alone.

Not modeled: data of one element counted over several days.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from sim.reference.calculators.answer import chosen

cite = (
    "CPT E/M guidelines 2021 (office) and 2023 (all others), as taken over by CMS (CY 2021 and CY 2023 PFS final rules)"
)
LEVELS = ("minimal", "low", "moderate", "high")
WORDS = {
    "minimal": "straightforward",
    "low": "low",
    "moderate": "moderate",
    "high": "high",
    "limited": "low",
    "extensive": "high",
    "straightforward": "minimal",
}

PROBLEMS = {
    "self-limited": 0,
    "stable chronic": 1,
    "acute uncomplicated": 1,
    "stable acute": 1,
    "acute uncomplicated needing hospital care": 1,
    "chronic not at goal": 2,
    "acute with systemic symptoms": 2,
    "new problem uncertain prognosis": 2,
    "acute complicated injury": 2,
    "chronic severe exacerbation": 3,
    "threat to life or function": 3,
    "several conditions needing intensive management": 3,
}
TWO_OF = {"self-limited": 1, "stable chronic": 2}  # the level of two such problems
# item -> category: 1 the list, 2 independent interpretation, 3 discussion; the historian counts in the list from
# moderate on
DATA = {
    "external note reviewed": 1,
    "unique test reviewed": 1,
    "unique test ordered": 1,
    "independent historian": 0,
    "independent interpretation": 2,
    "discussion with external professional": 3,
}
DATA_WORDS = (  # what _data asks for, level by level
    "at most one item of the list",
    "two items of the list, or an independent historian",
    "three items of the list, an independent historian counting as one; or an independent interpretation; or a"
    " discussion with an outside professional",
    "two of the three ways of the moderate level",
)
RISK = {
    "minimal": 0,
    "low": 1,
    "OTC drug": 1,
    "minor surgery without risk factors": 1,
    "therapy ordered": 1,
    "moderate": 2,
    "prescription drug management": 2,
    "minor surgery with risk factors": 2,
    "elective major surgery without risk factors": 2,
    "social determinants limit care": 2,
    "drug needing intensive monitoring": 3,
    "elective major surgery with risk factors": 3,
    "emergency major surgery": 3,
    "decision regarding hospitalization": 3,
    "decision not to resuscitate": 3,
    "parenteral controlled drug": 3,
}


def elements(problems=(), data=(), risk=()) -> dict[str, tuple[int, str]]:
    """Level (0 minimal to 3 high) and reason of each element. Facts are words of the lists above, {"is": word, "what":
    ...}, or a level.

    >>> [level for level, _ in elements(["chronic not at goal"], "limited", ["OTC drug"]).values()]
    [2, 1, 1]
    """
    return {"problems": _problems(problems), "data": _data(data), "risk": _risk(risk)}


def _facts(given, allowed, what) -> list[dict]:
    given = [given] if isinstance(given, Mapping) else given
    facts = [dict(fact) if isinstance(fact, Mapping) else {"is": fact} for fact in given]
    for fact in facts:
        chosen(fact.get("is"), allowed, what)
    return facts


def _stated(given, what: str) -> int | None:
    """A level given as such; None for facts."""
    return _level(given, what) if isinstance(given, str) else None


def _level(given: str, what: str) -> int:
    word = {"limited": "low", "extensive": "high", "straightforward": "minimal"}.get(given, given)
    return LEVELS.index(chosen(word, LEVELS, f"level of {what}"))


def _problems(given: str | Sequence) -> tuple[int, str]:
    if (level := _stated(given, "problems")) is not None:
        return level, "As given."
    facts = _facts(given, PROBLEMS, "problem")
    kinds = [fact["is"] for fact in facts]
    level = max((PROBLEMS[kind] for kind in kinds), default=0)
    level = max([level, *(at for kind, at in TWO_OF.items() if kinds.count(kind) >= 2)])
    named = [f"{fact['what']} ({fact['is']})" if fact.get("what") else fact["is"] for fact in facts]
    return level, f"Addressed: {', '.join(named) or 'nothing of its own'}."


def _data(given: str | Sequence) -> tuple[int, str]:
    if (level := _stated(given, "data")) is not None:
        return level, "As given."
    facts = counted(_facts(given, DATA, "data item"))
    listed = [fact for fact in facts if DATA[fact["is"]] == 1]
    historian = any(fact["is"] == "independent historian" for fact in facts)
    categories = (len(listed) + historian >= 3) + len({DATA[fact["is"]] for fact in facts} & {2, 3})
    level = 3 if categories >= 2 else 2 if categories == 1 else 1 if historian or len(listed) >= 2 else 0
    return (
        level,
        (
            f"{len(listed)} item(s) of the list{', independent historian' if historian else ''}; {categories} of 3"
            " categories of the higher levels."
        ),
    )


def counted(facts: Sequence[Mapping]) -> list[Mapping]:
    """The data items that count, each once: a test that is ordered and read is one item, a test whose reading is billed
    apart is none; items of the list without a name count each.

    >>> tsh = {"is": "unique test ordered", "what": "TSH"}, {"is": "unique test reviewed", "what": "TSH"}
    >>> [fact["is"] for fact in counted([*tsh, {"is": "independent historian"}])]
    ['unique test ordered', 'independent historian']
    """
    found: dict[tuple, Mapping] = {}
    for place, fact in enumerate(facts):
        if not fact.get("billed_separately"):
            found.setdefault(_once(fact, place), fact)
    return list(found.values())


def _once(fact, place) -> tuple:
    """Under which name an item is counted."""
    kind = {"external note reviewed": "note", "unique test reviewed": "test", "unique test ordered": "test"}
    listed = DATA[fact["is"]] == 1 and fact.get("what")
    return (kind[fact["is"]], fact["what"]) if listed else (fact["is"], place)


def deciding(levels: Mapping[str, str], level: str, timed: str | None = None) -> tuple[str, ...]:
    """What decides a visit of this level: every two elements that reach it, or time where it reaches it too; time alone
    where no two elements do. `levels`: the level of each element.

    >>> deciding({"problems": "moderate", "data": "minimal", "risk": "moderate"}, "moderate")
    ('problems and risk',)
    >>> deciding({"problems": "low", "data": "low", "risk": "low"}, "low")
    ('problems and data', 'problems and risk', 'data and risk')
    >>> deciding({"problems": "low", "data": "low", "risk": "low"}, "moderate", "moderate")
    ('time',)
    """
    reach = [element for element in levels if LEVELS.index(levels[element]) >= LEVELS.index(level)]
    pairs = tuple(f"{one} and {other}" for one, other in combinations(reach, 2))
    return (*pairs, *(("time",) if timed == level else ()))


def _risk(given: str | Sequence) -> tuple[int, str]:
    if isinstance(given, str) and given in (*LEVELS, "straightforward"):
        return _level(given, "risk"), "As given."
    facts = _facts([given] if isinstance(given, str) else given, RISK, "risk")
    level = max((RISK[fact["is"]] for fact in facts), default=0)
    return level, f"Decided: {', '.join(fact['is'] for fact in facts) or 'nothing that carries risk'}."
