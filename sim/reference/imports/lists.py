"""Imported lists that only say which codes exist: reason, remark and status codes, taxonomy. Asked by code and day."""

import numpy as np

from sim.ground.files import remembered
from sim.reference.imports import store
from sim.reference.tables import BEGINNING, END

NAMES = {
    "carc": "adjustment reason",
    "rarc": "remark",
    "claim_status": "claim status",
    "claim_status_category": "claim status category",
    "taxonomy": "provider taxonomy",
}


def is_listed(holds: str, code: str, on=None) -> bool | None:
    """Is the code on the imported list in force on a day (without a day: on the newest)? None where no list was
    imported for that day.
    """
    found = [
        one
        for one in store.releases(holds)
        if on is None or np.datetime64(one.effective, "D") <= np.datetime64(on, "D")
    ]
    if not found:
        return None
    for one in reversed(found):
        life = _lives(one).get(code)
        if life or not one.is_extract:
            return bool(life and (on is None or life[0] <= np.datetime64(on, "D") <= life[1]))
    return False


def words(code: str) -> dict:
    """{kind, label, release, end_date} of a code that stands on an imported list; empty where none has it. The label is
    the list's own text where the user holds a license for it."""
    for holds, name in NAMES.items():
        for one in reversed(store.releases(holds)):
            life = _lives(one).get(code)
            if life:
                return {
                    "kind": name,
                    "label": life[2] or f"on the list of {one.card['publisher']}, which says more",
                    "release": one.release,
                    "end_date": "" if life[1] == END else str(life[1]),
                }
    return {}


@remembered
def _lives(one) -> dict[str, tuple]:
    """Code -> first day, last day, text."""
    content = store.columns(one)
    codes = [code.decode("ascii") for code in content["code"].tolist()]
    size = len(codes)
    texts = (
        content.get("text")
        or [
            " ".join(filter(None, parts))
            for parts in zip(*(content[part] for part in ("classification", "specialization")), strict=True)
        ]
        if "text" in content or "classification" in content
        else [""] * size
    )
    return dict(
        zip(
            codes,
            zip(
                content.get("start", np.full(size, BEGINNING)),
                content.get("end", np.full(size, END)),
                texts,
                strict=True,
            ),
            strict=True,
        )
    )
