"""The thresholds of readiness, from data/readiness.toml: each number with its source, or marked as an assumption."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.files import find, read_toml, remembered
from sim.ground.strict_toml import Field, Place, Reader, items, record, text_up_to, whole, word
from sim.learn.course.plan.track import tracks
from sim.learn.exercises.competences import competences

FILE = "data/readiness.toml"
SPECIALIST, GENERAL = "specialist", "general"


@dataclass(frozen=True)
class Thresholds:
    """`last`: fresh cases that are looked at; percents from 0 to 100: `accuracy` of each, `specialists` of those whose
    track is one of `specialist_tracks`, `developing` of all together. `clean_claims`: percent of the `latest_claims`
    paid at the first submission, asked of `claim_competences` once there are `least_claims`. `latest_cases`: fresh
    cases in the figures of a whole person. `cites`: section -> where its numbers come from."""

    last: int
    accuracy: int
    specialists: int
    specialist_tracks: tuple[str, ...]
    developing: int
    clean_claims: int
    latest_claims: int
    least_claims: int
    claim_competences: tuple[str, ...]
    latest_cases: int
    cites: Mapping[str, str]

    def bar(self, track: str, standard: str = "") -> int:
        """The percent that somebody is held to. standard: specialist or general; left out, the track decides."""
        is_specialist = track in self.specialist_tracks if not standard else standard == SPECIALIST
        return self.specialists if is_specialist else self.accuracy


@remembered
def thresholds() -> Thresholds:
    """The thresholds in force. Raises CleanClaimError naming file and field for anything that is not as expected.

    >>> found = thresholds()
    >>> found.bar("clinic"), found.bar("advanced"), found.bar("clinic", SPECIALIST), found.last
    (95, 97, 97, 3)
    """
    path = find(FILE)
    where = Place(str(path))
    found = record(read_toml(path), where, FIELDS)
    return _thresholds(found, where)


def _thresholds(found: Mapping[str, Mapping[str, Any]], where: Place) -> Thresholds:
    accuracy, specialists, developing = (found[name]["percent"] for name in ("accuracy", "specialists", "developing"))
    claims = found["clean_claims"]
    if developing >= accuracy:
        raise where.at("developing").refuse(f"found {developing}", f"less than {accuracy} (accuracy)", "lower it")
    if specialists < accuracy:
        raise where.at("specialists").refuse(f"found {specialists}", f"at least {accuracy} (accuracy)", "raise it")
    if claims["least"] > claims["latest"]:
        raise where.at("clean_claims").refuse(f"least = {claims['least']}", f"at most {claims['latest']}", "lower it")
    return Thresholds(
        found["cases"]["last"],
        accuracy,
        specialists,
        found["specialists"]["tracks"],
        developing,
        claims["percent"],
        claims["latest"],
        claims["least"],
        claims["competences"],
        found["person"]["latest"],
        {name: section["cite"] for name, section in found.items()},
    )


def _section(**fields: Field) -> Field:
    """A table with its source."""
    known = {**fields, "cite": Field(text_up_to(400))}
    return Field(lambda value, where: record(value, where, known))


def _one_of(known: Any) -> Reader:
    """Names of what there is when the file is read."""
    return lambda value, where: items(word(*known()))(value, where)


PERCENT = Field(whole(1, 100))
FIELDS = {
    "cases": _section(last=Field(whole(1, 20))),
    "accuracy": _section(percent=PERCENT),
    "specialists": _section(percent=PERCENT, tracks=Field(_one_of(tracks))),
    "developing": _section(percent=PERCENT),
    "clean_claims": _section(
        percent=PERCENT,
        latest=Field(whole(1, 500)),
        least=Field(whole(1, 500)),
        competences=Field(_one_of(competences)),
    ),
    "person": _section(latest=Field(whole(1, 500))),
}
