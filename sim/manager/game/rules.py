"""What the game of a quarter is made of, as files: the clinic that is taken over (data/quarter/game.toml), decisions
and letters, one file each (data/quarter/decisions, data/quarter/letters).

    decisions()["verify_medicaid"].change.settings
    letters()["unsupported_payment"].answers
"""

from typing import Any, NamedTuple

from sim.ground.files import find, read_toml, remembered, scan
from sim.ground.strict_toml import Field, Place, dollars, flag, items, number_between, record, text, whole, word
from sim.manager.strategies.strategy import ROLES, settings

ABOUT = (
    "coverage denial",
    "authorization denial",
    "wrong denial",
    "waiting for documents",
    "paid and not supported",
    "rejection",
    "patient balance",
    "no answer",
    "chart waiting",
    "largest open claim",
    "medicaid visit",
    "recent visit",
)
MOST_HOURS = 40


class Setup(NamedTuple):
    """The clinic that is taken over, and what stands beside it."""

    visits_a_week: int
    weeks: int
    first_monday: str
    conditions: str
    start: str
    beside: tuple[str, ...]
    hours_step: float

    @property
    def visits(self) -> int:
        """Of the whole quarter."""
        return self.visits_a_week * self.weeks


class Change(NamedTuple):
    """What a decision or an answer changes, for so many weeks (0: for good): settings of the strategy, hours of
    training for each of the staff, more hours a week by role of ROLES; once and a_week: what it costs beside the hours,
    cents."""

    weeks: int
    settings: tuple[tuple[str, Any], ...]
    training: int
    hours: tuple[float, ...]
    once: int
    a_week: int


class Decision(NamedTuple):
    """Something to decide on a Monday, with its source."""

    name: str
    label: str
    says: str
    desk: str
    change: Change
    cite: str


class Answer(NamedTuple):
    """An answer to a letter: its words, what it leads to, what it changes from the next Monday on. is_left: what
    happens where nobody answers; repays: what the claim was paid without support is returned."""

    words: str
    leads: str
    change: Change
    is_left: bool
    repays: bool


class Letter(NamedTuple):
    """A letter or a call about a claim of the learner's own quarter."""

    name: str
    label: str
    kind: str
    who: str
    about: str
    text: str
    answers: tuple[Answer, ...]
    cite: str

    @property
    def left(self) -> int:
        """The answer that holds where nobody answers."""
        return next(number for number, one in enumerate(self.answers) if one.is_left)


@remembered
def setup() -> Setup:
    """The game's frame.

    >>> setup().visits
    520
    """
    path = find("data/quarter/game.toml")
    fields = {
        "visits_a_week": Field(whole(1, 500)),
        "weeks": Field(whole(1, 26)),
        "first_monday": Field(text),
        "conditions": Field(text),
        "start": Field(text),
        "beside": Field(items(text, least=1)),
        "hours_step": Field(number_between(0.1, 8)),
        "cite": Field(text),
    }
    table = record(read_toml(path), Place(str(path)), fields)
    return Setup(**{name: table[name] for name in Setup._fields})


@remembered
def decisions() -> dict[str, Decision]:
    """All decisions by name.

    >>> decisions()["train_staff"].change.training
    10
    """
    found = {name: _decision(name, read_toml(path), Place(str(path))) for name, path in _files("decisions")}
    return dict(sorted(found.items(), key=lambda one: (ROLES.index(one[1].desk), one[0])))


@remembered
def letters() -> dict[str, Letter]:
    """All letters by name.

    >>> letters()["unsupported_payment"].left
    2
    """
    return {name: _letter(name, read_toml(path), Place(str(path))) for name, path in _files("letters")}


def _files(kind: str) -> Any:
    return scan(f"data/quarter/{kind}").items()


def _role_fields() -> dict[str, Field]:
    return {role.replace(" ", "_").replace("-", "_"): Field(number_between(0, MOST_HOURS), 0.0) for role in ROLES}


CHANGE: dict[str, Field] = {
    "weeks": Field(whole(0, 26), 0),
    "training": Field(whole(0, 200), 0),
    "once": Field(dollars, 0),
    "a_week": Field(dollars, 0),
    "set": Field(lambda value, where: _settings(value, where), ()),
    "hours": Field(lambda value, where: tuple(record(value, where, _role_fields()).values()), (0.0,) * len(ROLES)),
}


def _settings(value: Any, where: Place) -> tuple[tuple[str, Any], ...]:
    """Settings of a strategy, those that are named."""
    known = {name: Field(field.read, None) for name, field in settings().items()}
    return tuple((name, one) for name, one in record(value, where, known).items() if one is not None)


def _change(table: dict[str, Any]) -> Change:
    return Change(table["weeks"], table["set"], table["training"], table["hours"], table["once"], table["a_week"])


def _decision(name: str, content: dict[str, Any], where: Place) -> Decision:
    fields = {"label": Field(text), "says": Field(text), "desk": Field(word(*ROLES)), "cite": Field(text), **CHANGE}
    table = record(content, where, fields)
    return Decision(name, table["label"], table["says"], table["desk"], _change(table), table["cite"])


def _letter(name: str, content: dict[str, Any], where: Place) -> Letter:
    answer = {"words": Field(text), "leads": Field(text), "left": Field(flag, False), "repays": Field(flag, False)}
    fields = {
        "label": Field(text),
        "kind": Field(word("letter", "call")),
        "who": Field(text),
        "about": Field(word(*ABOUT)),
        "text": Field(text),
        "cite": Field(text),
        "answer": Field(items(lambda value, at: record(value, at, {**answer, **CHANGE}), least=2)),
    }
    table = record(content, where, fields)
    answers = tuple(
        Answer(one["words"], one["leads"], _change(one), one["left"], one["repays"]) for one in table["answer"]
    )
    if sum(one.is_left for one in answers) != 1:
        raise where.refuse("no single answer with left = true", "one answer that holds where nobody answers", "mark it")
    return Letter(
        name, table["label"], table["kind"], table["who"], table["about"], table["text"], answers, table["cite"]
    )
