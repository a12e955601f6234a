"""Exercises by competence and level: what an assignment draws from."""

from collections.abc import Collection

from sim.ground.strict_toml import Place
from sim.learn.exercises.competences import competence_of, competences
from sim.learn.exercises.exercise import Exercise, exercises


def suitable(competence: str = "", level: int = 0) -> tuple[Exercise, ...]:
    """The exercises of a competence (empty: any) and a level (0: any), those that train it first of all in front.

    >>> {one.level for one in suitable("B4", 2)}
    {2}
    """
    fits = [
        (places[0], one.unit, one.name, one)
        for one in exercises().values()
        if (places := _places(one, competence)) and level in (0, one.level)
    ]
    return tuple(one for *_, one in sorted(fits, key=lambda row: row[:3]))


def _places(one: Exercise, competence: str) -> list[int]:
    """At which places among its skills an exercise trains the competence."""
    if not competence:
        return [0]
    return [place for place, skill in enumerate(one.skills) if competence_of(skill) == competence]


def chosen(count: int, competence: str, level: int, taken: Collection[str], where: Place) -> tuple[str, ...]:
    """So many exercises that fit and were not taken yet, of as many tasks as possible. Raises CleanClaimError where
    there are too few, with how many there are at each level.

    >>> len(chosen(2, "B4", 0, (), Place("week_3.toml")))
    2
    """
    if competence and competence not in competences():
        raise where.at("competence").refuse(
            f"no competence {competence[:20]!r}", ", ".join(competences()), "correct it"
        )
    fits = [one for one in suitable(competence, level) if one.name not in taken]
    if len(fits) < count:
        there = {step: len(suitable(competence, step)) for step in range(1, 6)}
        by_level = ", ".join(f"level {step}: {many}" for step, many in there.items())
        raise where.at("draw").refuse(
            f"{count} exercises wanted, {len(fits)} fit",
            f"what there is of {competence or 'all'} ({by_level})",
            "draw fewer",
        )
    return tuple(one.name for one in _mixed(fits)[:count])


def _mixed(fits: list[Exercise]) -> list[Exercise]:
    """In turn one exercise of each task, so that six items are not six of a kind."""
    rounds: dict[str, int] = {}
    placed = []
    for one in fits:
        rounds[one.task] = rounds.get(one.task, 0) + 1
        placed.append((rounds[one.task], one))
    return [one for _, one in sorted(placed, key=lambda row: row[0])]
