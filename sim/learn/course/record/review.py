"""When a skill comes back. One card of the scheduler `fsrs` for each skill, with its default parameters; the rating
comes from the share that was earned. Reviews are planned so that 95 of 100 skills are still known on their day.

The scheduler's steps of minutes are left out: a skill comes back on a later day, since within a day the unit itself
brings fresh variants. Its random spread of days is left out too: the same answers give the same days.
"""

from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

RETENTION = 0.95
AGAIN, GOOD = 0.60, 0.95  # below: again; from: good; between: hard

_scheduler = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def rating(share: float) -> Rating:
    """How an answer counts for the return of its skill.

    >>> [rating(share).name for share in (0.59, 0.6, 0.94, 0.95)]
    ['Again', 'Hard', 'Hard', 'Good']
    """
    return Rating.Again if share < AGAIN else Rating.Good if share >= GOOD else Rating.Hard


def reviewed(card: Card | None, share: float, at: datetime) -> Card:
    """The card after an answer; a new one for a skill that was never shown.

    >>> first = reviewed(None, 1.0, datetime(2026, 10, 5, 9, tzinfo=UTC))
    >>> (first.due - first.last_review).days
    1
    """
    known = card or Card(card_id=1, due=at)  # an id of its own would be the time of day, after a pause
    return _scheduler.review_card(known, rating(share), at.astimezone(UTC))[0]


def recalled(card: Card, now: datetime) -> float:
    """How likely the skill is still known, from 0 to 1; 0 for one that was never shown."""
    return float(_scheduler.get_card_retrievability(card, now.astimezone(UTC)))
