"""How far back an enrollment reaches: from which day on a payer pays a provider whose application came late.

Sources: 42 CFR 424.520(d) (effective date: the later of the day on which an approved application was received and the
day on which the provider began at the place), 424.521(a) (billing up to 30 days before it, where circumstances kept the
provider from enrolling in advance), 424.522(a) (a reassignment of benefits to a group: 30 days before the application).
Other payers: by contract; days of data/params/enrollment_reach_back_days.toml. Not modeled: 90 days in a disaster that
the President declared; a Medicaid program's own rules.
"""

import numpy as np

from sim.ground.dates import Day, day_of
from sim.ground.params import param_value


def first_paid_day(payer_code: str, received: Day) -> np.datetime64:
    """The first date of service that this payer pays after it received an application that it approved.

    >>> first_paid_day("medicare_part_b", "2026-06-15"), first_paid_day("acme_ppo", "2026-06-15")
    (np.datetime64('2026-05-16'), np.datetime64('2026-06-15'))
    """
    day = day_of(received)
    return day - np.timedelta64(param_value("enrollment_reach_back_days", payer_code, day), "D")


def effective_date(payer_code: str, received: Day, about: str) -> np.datetime64:
    """The effective date in the letter that approves it: of an enrollment the day on which its application was
    received, of a reassignment of benefits to a group ("link to the group") the first day that it reaches.

    >>> effective_date("medicare_part_b", "2026-06-15", "enrollment")
    np.datetime64('2026-06-15')
    >>> effective_date("medicare_part_b", "2026-06-15", "link to the group")
    np.datetime64('2026-05-16')
    """
    return first_paid_day(payer_code, received) if about == "link to the group" else day_of(received)


def reaches(payer_code: str, received: Day, service_date: Day) -> bool:
    """Does the enrollment reach back to a date of service?

    >>> [reaches("medicare_part_b", "2026-06-15", day) for day in ("2026-05-15", "2026-05-16")]
    [False, True]
    """
    return bool(first_paid_day(payer_code, received) <= day_of(service_date))
