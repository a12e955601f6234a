"""New or established: has a clinician of the same specialty in the same group seen the patient face to face within
three years, to the day?

A reading or a laboratory test without the patient does not count. Nurse practitioners and physician assistants count as
the specialty they work in.

Not modeled: subspecialties, a covering colleague's status.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from sim.ground.dates import anniversary
from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, yes

name = "new_or_established"
cite = "Medicare Claims Processing Manual ch. 12 sec. 30.6.7"
YEARS = 3


def new_or_established(last_seen: date | None, on: date) -> Calculated:
    """`details["is_new"]`. The three years before 1 June 2026 begin on 1 June 2023: somebody last seen on that very day
    is still established.

    >>> new_or_established(date(2023, 6, 1), date(2026, 6, 1)).details["is_new"]
    False
    >>> (new_or_established(date(2023, 5, 31), date(2026, 6, 1)).details["is_new"],
    ...  new_or_established(None, date(2026, 6, 1)).details["is_new"])
    (True, True)
    """
    ends = None if last_seen is None else anniversary(np.array(last_seen, "datetime64[D]"), YEARS).astype(date)
    is_new = ends is None or on > ends
    why = (
        "Never seen by this specialty of the group: new."
        if last_seen is None
        else (f"Last seen {last_seen}; three years end {ends}: {'new' if is_new else 'established'} on {on}.")
    )
    return Calculated((), (why,), cite, details={"is_new": is_new})


def by_history(seen: Sequence[Mapping], on: date, specialty: str, group: str) -> Calculated:
    """From earlier services {"on": date, "specialty", "group", "face_to_face": yes unless said}: only those face to
    face, of the same specialty and the same group, count.

    >>> cardiology = {"on": "2026-01-05", "specialty": "cardiology", "group": "prairie"}
    >>> by_history([cardiology], date(2026, 6, 1), "family medicine", "prairie").details["is_new"]
    True
    >>> reading = {"on": "2026-01-05", "specialty": "family medicine", "group": "prairie", "face_to_face": False}
    >>> visit = {"on": "2023-06-01", "specialty": "family medicine", "group": "prairie"}
    >>> [by_history([reading, visit], day, "family medicine",
    ...     "prairie").details["is_new"] for day in (date(2026, 6, 1), date(2026, 6, 2))]
    [False, True]
    """
    days, left_out = [], []
    for one in seen:
        day = day_of(one.get("on"), "on")
        why = (
            "not face to face"
            if not yes(one, "face_to_face", True)
            else (
                "another group"
                if one.get("group") != group
                else "another specialty"
                if one.get("specialty") != specialty
                else ""
            )
        )
        if day >= on:
            continue
        if why:
            left_out.append(f"{day} does not count: {why}.")
        else:
            days.append(day)
    answer = new_or_established(max(days, default=None), on)
    return answer._replace(reasons=(*answer.reasons, *left_out))


def calculate(facts: Mapping) -> Calculated:
    """From facts: last_seen and on, dates or texts such as 2026-06-01 (last_seen may be absent); or seen (a list), on,
    specialty, group.
    """
    if "seen" in facts:
        return by_history(
            facts["seen"], day_of(facts.get("on"), "on"), facts.get("specialty", ""), facts.get("group", "")
        )
    last = facts.get("last_seen") or None
    return new_or_established(day_of(last, "last_seen") if last else None, day_of(facts.get("on"), "on"))


def day_of(value, what: str) -> date:
    """A date among the facts, as a date or a text. Raises CleanClaimError for anything else."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise CleanClaimError(
            f"{what} = {str(value)[:30]!r} is not a date", "calculation", "a date such as 2026-06-01", f"correct {what}"
        ) from None
