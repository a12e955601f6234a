"""The way of a claim as a learner may see it before the key: what the clearinghouse and the payer said and what was
paid, and nothing that names what should have been sent.
"""

from collections.abc import Mapping
from typing import Any

Way = dict[str, Any]  # JSON: the way of a claim (sim/billing/visit/journey_view.py)

TELLING = ("record", "codes", "claim", "audit")  # stops whose words name what should have been sent
BROKE = "Something here does not match the record."
OF_A_CAUSE = {
    "text": "The claim is not the one that the record supports.",
    "why": "",
    "error": "",
    "label": "",
    "cause": "",
    "procedure_code": "",
}
SERVICE = "a service of the record"


def without_key(way: Mapping[str, Any]) -> Way:
    """The way of a claim without the truth, its choices, causes, differences and repair.

    >>> stop = {"key": "codes", "state": "broke", "text": "1 to correct", "detail": ["RT is missing."]}
    >>> found = without_key({"path": [stop], "truth": {"services": ["20610"]}, "money": {"paid": 0}})
    >>> found["path"][0]["detail"], found["truth"], found["money"]
    (['Something here does not match the record.'], None, {'paid': 0})
    """
    cause = way.get("cause")
    return {
        **way,
        "truth": None,
        "choices": "",
        "mistake": None,
        "mistake_at": None,
        "cause": {**cause, **OF_A_CAUSE} if cause else None,
        "causes": [{**one, **OF_A_CAUSE} for one in way.get("causes") or ()],
        "differences": [],
        "unbilled": [{**row, "procedure_code": SERVICE} for row in way.get("unbilled") or ()],
        "repair": None,
        "audit": None,
        "path": [_stop(one) for one in way.get("path") or ()],
    }


def _stop(stop: Mapping[str, Any]) -> Way:
    if stop["key"] not in TELLING:
        return dict(stop)
    return {**stop, "detail": [BROKE] if stop["state"] == "broke" else list(stop["detail"])}
