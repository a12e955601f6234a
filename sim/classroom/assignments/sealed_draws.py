"""The text that a learner's cases are drawn from: HMAC-SHA256 under the secret of the class. Nobody without the secret
can work it out, nor one learner's from another's.
"""

import hmac
import json


def drawn_as(secret: bytes, class_name: str, assignment: str, learner: str, item: str) -> str:
    """The name under which patients and decisions of one learner's item are drawn (Exercise.patient).

    >>> one = drawn_as(b"s" * 32, "billing_101", "week_3", "L-1", "1")
    >>> len(one), one == drawn_as(b"s" * 32, "billing_101", "week_3", "L-2", "1")
    (64, False)
    """
    place = json.dumps([class_name, assignment, learner, item])  # no two places give the same text
    return hmac.new(secret, place.encode(), "sha256").hexdigest()
