"""What a grader says: one mark for each thing that was asked, and the score with its formula.

    score = points earned on the must-items / max(items entered, items in the key)

Leaving out costs, and so does adding what the record does not support; may-items are free either way; one error costs
once. A mark carries everything that may be shown; `shown` takes away what the mode of the exercise does not let out.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

LEVELS = ("none", "hint", "question", "reason", "key")
END = re.compile(r"(?<=[.;?])\s+(?=[A-Z0-9(])")
FORMULA = "points earned / max(items entered, items in the key)"


@dataclass(frozen=True)
class Evidence:
    """The phrase of the record that proves a mark: which document (counted from 0), which section, from which character
    to which.
    """

    document: int
    section: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Consequence:
    """What one error does: cents owed and not paid, cents paid and not supported, days by which the money comes later
    if somebody repairs it, cents that the patient is billed too much (negative: too little); and the same in words.
    `alone_owed_amount`, `alone_unsupported_amount`: what it would have done alone, where the other errors kept it from
    doing so.
    """

    owed_not_paid_amount: int
    paid_not_supported_amount: int
    days_late: int
    patient_amount: int
    text: str
    alone_owed_amount: int = 0
    alone_unsupported_amount: int = 0


@dataclass(frozen=True)
class Mark:
    """One judgment. `where` is the row or field of the answer ("diagnoses.1", "services.0.modifiers",
    "claim.member_id").

    verdict is right, partly, wrong, missing or free; `error` is a kind of the closed list (empty when right); `hint`
    says where to look without giving the answer away, `reason` why it is wrong; `key` is what the record supports.
    `counts` is false for remarks that move no point; `is_proof_secret`: where it stands in the record is itself what is
    asked for, so that only the key shows it.
    """

    where: str
    verdict: str
    message: str
    points: float = 1.0
    earned: float = 0.0
    skill: str = ""
    error: str = ""
    title: str = ""
    hint: str = ""
    key: str = ""
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()
    consequence: Consequence | None = None
    red_line: bool = False
    counts: bool = True
    reason: str = ""
    is_proof_secret: bool = False


@dataclass(frozen=True)
class Marks:
    """All marks of an answer.

    >>> found = Mark("diagnoses.0", "right", "", earned=1.0), Mark("diagnoses.1", "wrong", "")
    >>> marks = Marks(found, entered=2, key=2)
    >>> marks.score, marks.right, marks.sum_of_points
    (0.5, 1, 1.0)
    """

    marks: tuple[Mark, ...]
    entered: int
    key: int
    points: float = 1.0
    paid_first_time: bool | None = None
    owed_not_paid_amount: int = 0
    paid_not_supported_amount: int = 0
    days_late: int = 0
    patient_amount: int = 0  # what the patient is billed too much (negative: too little)
    extra: Mapping[str, int] = field(default_factory=dict)
    journey: dict[str, Any] | None = field(default=None, compare=False, repr=False)  # the way of the claim, as JSON

    @property
    def sum_of_points(self) -> float:
        """Points earned on the must-items."""
        return round(sum(mark.earned for mark in self.marks if mark.counts), 6)

    @property
    def right(self) -> int:
        """Items wholly right."""
        return sum(mark.counts and mark.verdict == "right" and mark.points > 0 for mark in self.marks)

    @property
    def score(self) -> float:
        """From 0 to 1."""
        most = max(self.entered, self.key)
        return round(min(1.0, max(0.0, self.sum_of_points / most)), 4) if most else 0.0

    @property
    def formula(self) -> str:
        """The score as it was computed, in figures.

        >>> Marks((Mark("diagnoses.0", "right", "", earned=1.0),), entered=1, key=2, points=4).formula
        'points earned / max(items entered, items in the key) = 1 / max(1, 2) = 50 %; of 4 points: 2'
        """
        return (
            f"{FORMULA} = {self.sum_of_points:g} / max({self.entered}, {self.key}) = {self.score * 100:.4g} %; "
            f"of {self.points:g} points: {self.score * self.points:.4g}"
        )

    def as_dict(self, reveals: str = "key") -> dict[str, Any]:
        """Everything that may be shown at this level of revealing, as plain data. In assessed work the payer's answer
        stays hidden with the key; one score is what people see, `formula` how it came about."""
        says_money = LEVELS.index(reveals) > LEVELS.index("hint")
        if reveals == "none":
            return {"entered": self.entered, "points": self.points, "marks": [], "reveals": "none"}
        return {
            "score": self.score,
            "earned": round(self.score * self.points, 4),
            "points": self.points,
            "right": self.right,
            "entered": self.entered,
            "key": self.key,
            "formula": self.formula,
            "reveals": reveals,
            **{name: getattr(self, name) if says_money else None for name in MONEY},
            "marks": [shown(mark, reveals) for mark in self.marks],
            **(self.extra if says_money else {}),
        }


MONEY = ("paid_first_time", "owed_not_paid_amount", "paid_not_supported_amount", "days_late", "patient_amount")


def shown(mark: Mark, reveals: str) -> dict[str, Any]:
    """A mark with no more than the level lets out.

    >>> mark = Mark("diagnoses.1", "wrong", "I10 is missing. HTN was treated, so I10. It is not at goal.",
    ...             hint="Read the plan again.", key="I10", reason="HTN was treated, so I10. It is not at goal.")
    >>> [shown(mark, level)["message"] for level in ("hint", "question", "reason")]
    ['Read the plan again.', 'Read the plan again.', 'It is not at goal.']
    >>> shown(mark, "reason")["key"], shown(mark, "none")["verdict"]
    ('', 'saved')
    """
    if reveals == "none":
        return {
            "where": "" if mark.verdict == "missing" else mark.where,
            "verdict": "saved",
            "message": "",
            "reveals": "none",
        }
    if reveals != "key" and mark.verdict not in ("right", "free"):
        mark = _without_key(mark, reveals)
    return {**asdict(mark), "reveals": reveals}


def _without_key(mark: Mark, reveals: str) -> Mark:
    hint = mark.hint or "Read the record again."
    says_why = reveals == "reason"
    return replace(
        mark,
        message=(_redacted(mark.reason, mark.key) or hint) if says_why else hint,
        key="",
        title="",
        error="",
        hint="",
        reason="",
        cite=mark.cite if says_why else "",
        evidence=mark.evidence if says_why and not mark.is_proof_secret else (),
        consequence=None if reveals == "hint" else mark.consequence,
        where=mark.where if mark.verdict != "missing" else mark.where.split(".")[0],
    )


def _redacted(text: str, key: str) -> str:
    """The sentences that do not tell the key.

    >>> _redacted("More than the order: modifier 25. Two units.", "25")
    'Two units.'
    """
    words = [
        word for word in re.split(r"[\s,;:]+", key) if any(letter.isdigit() or letter.isupper() for letter in word)
    ]
    told = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\d)" for word in words)) if words else None
    return " ".join(part for part in END.split(text) if told is None or not told.search(part)).strip()
