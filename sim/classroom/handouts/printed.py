"""A handout as a page: a template of this folder, every text escaped; and the files that handouts are written to."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.classroom.gradebook.into_file import write_beside
from sim.classroom.records.roster import Member
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars

LONGEST_NAME = 60


def printed(template: str, **parts: Any) -> str:
    """The page.

    >>> "Week 3 &lt;b&gt;" in printed("key_book.html", book={"title": "Week 3 <b>", "class_title": "", "learner": "",
    ...                                                      "made": "", "public": "", "cases": []})
    True
    """
    return _pages().get_template(template).render(**parts)


@cache
def _pages() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(dollars=dollars, us_date=us_date)
    return made


def file_names(chosen: Sequence[Member], ending: str) -> list[str]:
    """A file name for each, which says whose it is; two of one name are told apart by their keys.

    >>> from types import SimpleNamespace as One
    >>> file_names([One(name="Ana Diaz", learner="L-1"), One(name="../../x", learner="L-2")], ".key.html")
    ['Ana_Diaz.key.html', 'x.key.html']
    """
    found = [re.sub(r"[^\w-]+", "_", one.name).strip("_")[:LONGEST_NAME] or one.learner for one in chosen]
    lower = [name.casefold() for name in found]  # some file systems do not tell capitals apart
    return [
        f"{name}{'' if lower.count(name.casefold()) == 1 else '_' + one.learner}{ending}"
        for name, one in zip(found, chosen, strict=True)
    ]


def write_pages(folder: Path, pages: Mapping[str, str]) -> list[Path]:
    """Write each page into the folder, made if it is not there. Raises CleanClaimError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot make the folder: {reason.strerror}", str(folder), "a folder you may write to", "choose another"
        ) from None
    for name, page in pages.items():
        write_beside(page.encode(), folder / name)
    return [folder / name for name in pages]
