"""The desk of a bundle (`cleanclaim lab --bundle FILE`): charts and forms that an instructor sealed, worked without a
network. Nothing is graded here, for nothing here knows the key; what is entered is kept on this computer and written,
sealed, into the file that is handed in.

It stands between the page and the bundle as session.py stands between the page and the store.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.classroom.sealed.bundle import ENDING, Bundle, handed_in, opened
from sim.ground.errors import CleanClaimError
from sim.ground.files import home, private
from sim.ui.desks import finder, look_up
from sim.ui.desks.words import clock, count

Data = dict[str, Any]  # JSON: the data of a message (messages.py), or a view

SETTING = "CLEANCLAIM_BUNDLE"  # the file, for the processes that `lab` starts
FOLDER = "sealed"
NOTEBOOK = "20_sealed_work.ipynb"
LARGEST_FILE = 60_000_000
NONE_HERE = (
    "No bundle is open. Close CleanClaim and start it with the file you were given: cleanclaim lab --bundle FILE."
)
NOT_HERE = "This cannot be done in sealed work. Enter your answer; your instructor grades it."
FOOT = "Sealed work. What counts as its time is when the answer file is handed in, not the clock of this computer."


def read_bundle(path: str | Path) -> Bundle:
    """The bundle of a file. Raises CleanClaimError for a file that is not there or is none."""
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CleanClaimError("the file is too large", str(path), "a bundle of CleanClaim", "check the path")
        content = file.read_bytes()
    except OSError as reason:
        raise CleanClaimError(
            f"cannot read the bundle: {reason.strerror}", str(path), "the ZIP you were given", "check the path"
        ) from None
    try:
        return opened(content)
    except CleanClaimError as error:
        raise CleanClaimError(error.what, str(path), error.expected, error.todo) from None


def open_here(path: str) -> str:
    """Name the bundle for the servers that this process starts; gives the notebook that opens it. Raises
    CleanClaimError for a file that is not a bundle.
    """
    read_bundle(path)
    os.environ[SETTING] = str(Path(path).resolve())
    return NOTEBOOK


class BundleSession:
    """The work on one bundle, as its page asks for it."""

    role = "sealed"
    who = ""

    def __init__(self, path: str = "") -> None:
        named = path or os.environ.get(SETTING, "")
        self.file = Path(named) if named else None
        self.bundle = read_bundle(self.file) if self.file else None
        self.seq = 0
        self.work = self._kept()

    # -- what the page asks for

    def act(self, kind: str, data: Data) -> Data:
        """Something happens; gives the view that follows. Raises CleanClaimError for what sealed work does not have."""
        if self.bundle is None or kind == "hello":
            return self.view()
        number = self._number(data.get("case", ""))
        if (given := data.get("answer")) is not None:
            self.seq = data["seq"]
            self._keep(number, given)
        if kind == "open_item":
            self.work["here"] = self._item(data["item"])
        elif kind == "next_item":
            self.work["here"] = self.work["here"] % len(self.bundle.pages) + 1
        elif kind == "ask":
            self.work["questions"][str(number)] = data["question"].strip()[:2000]
        elif kind != "submit":
            raise CleanClaimError(NOT_HERE.rstrip("."), self.bundle.order.title, "", "")
        self._save()
        notice = self._write() if kind == "submit" else ""
        return self.view(notice)

    def draft(self, data: Data) -> Data:
        """Keep what is on the page; says when it was saved."""
        if self.bundle is None or not (number := self._number(data["case"])):
            return {"kind": "unknown", "case": data["case"], "seq": data["seq"]}
        self._keep(number, data["draft"])
        self._save()
        self.seq = data["seq"]
        about = {"case": data["case"], "seq": data["seq"]}
        return {"kind": "saved", **about, "saved": clock(self.work["at"]), "version": self.work["at"]}

    def search(self, data: Data) -> Data:
        """Codes for what was typed, as far as the item allows."""
        way = self._page(self.work["here"]).get("search", "off") if self.bundle else "off"
        return {"box": data["box"], "number": data["number"], **finder.find(data["kind"], data["text"], way=way)}

    def first_view(self) -> Data:
        """The view of a front end that says nothing."""
        return self.view()

    # -- the page

    def view(self, notice: str = "") -> Data:
        """The item that is open, with what was entered."""
        if self.bundle is None:
            return {"role": self.role, "notice": NONE_HERE}
        number = self.work["here"]
        page, order = self._page(number), self.bundle.order
        question = self.work["questions"].get(str(number), "")
        due = [f"due {order.due}"] if order.due else []
        return {
            **page,
            "bar": {"role": page["desk"], "title": order.title, "chips": [order.name, *due], "scores": []},
            "page_title": order.title,
            "items": [self._listed(one) for one in range(1, len(self.bundle.pages) + 1)],
            "actions": self._actions(),
            "draft": self.work["drafts"].get(str(number)) or page.get("draft") or {},
            **(_asked(question) if page.get("ask") and question else {}),
            "case": self._case(number),
            "seq": self.seq,
            "role": self.role,
            "saved": clock(self.work["at"]) if self.work["at"] else "",
            "version": self.work["at"] or None,
            "counts": self._counts(),
            "goal": "",
            "notice": notice,
            "beside": {"glossary": look_up.glossary(()), "panels": look_up.panels(), "example": ""},
            "foot": FOOT,
            "who": "",
        }

    def _actions(self) -> list[Data]:
        pages = self.bundle.pages if self.bundle else ()
        write = {"kind": "submit", "words": "Write answer file", "weight": "go", "sends": True}
        further = {"kind": "next_item", "words": "Next item", "weight": "go"}
        return [further, {**write, "weight": "plain"}] if self._left() and len(pages) > 1 else [write]

    def _left(self) -> int:
        return len(self.bundle.pages) - len(self.work["drafts"]) if self.bundle else 0

    def _counts(self) -> str:
        pages = self.bundle.pages if self.bundle else ()
        told = f"{len(self.work['drafts'])} of {count(len(pages), 'item')} begun."
        if self.work["times"]:
            told += f" Answer file written {count(self.work['times'], 'time')}, last {clock(self.work['written'])}."
        return told

    def _listed(self, number: int) -> Data:
        state = "done" if str(number) in self.work["drafts"] else ""
        label = f"Item {number}" + (", begun" if state else "")
        group = self.bundle.order.title if self.bundle else ""
        minutes = self._page(number).get("minutes", "")
        is_here = number == self.work["here"]
        return {"id": str(number), "label": label, "group": group, "minutes": minutes, "state": "", "here": is_here}

    # -- what is kept on this computer

    @property
    def place(self) -> Path:
        """Where the work on this bundle is kept: a file of one's own for each."""
        return home() / FOLDER / f"{self.bundle.digest[:24] if self.bundle else 'none'}.json"

    def _kept(self) -> Data:
        fresh: Data = {"drafts": {}, "questions": {}, "here": 1, "serial": 0, "times": 0, "at": "", "written": ""}
        if self.bundle is None or not self.place.is_file():
            return fresh
        try:
            found = json.loads(self.place.read_text(encoding="utf-8"))
            return {name: found[name] for name in fresh}
        except (OSError, ValueError, KeyError, TypeError):
            self.place.rename(self.place.with_suffix(".damaged"))
            return fresh

    def _keep(self, number: int, given: Data) -> None:
        """What was entered; a page that nobody has touched is not begun."""
        if number and (given != self._page(number).get("draft") or str(number) in self.work["drafts"]):
            self.work["drafts"][str(number)] = given

    def _save(self) -> None:
        """Written beside and put in its place, so that a computer that stops loses nothing."""
        self.work["at"] = datetime.now().astimezone().isoformat(timespec="milliseconds")
        self.place.parent.mkdir(mode=0o700, exist_ok=True)
        beside = private(self.place.with_suffix(".new"))
        with beside.open("w", encoding="utf-8") as out:
            json.dump(self.work, out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self.place)

    def _write(self) -> str:
        """The answer file, beside the bundle. Its number rises from file to file and computer to computer."""
        if self.bundle is None or self.file is None:
            return NONE_HERE
        self.work["serial"] = max(self.work["serial"] + 1, int(datetime.now().timestamp()))
        self.work["times"] += 1
        self.work["written"] = datetime.now().astimezone().isoformat(timespec="seconds")
        self._save()
        asked = self.work["questions"]
        numbers = dict.fromkeys((*self.work["drafts"], *asked))
        answers = {
            number: {"fields": self.work["drafts"].get(number, {}), "question": asked.get(number, "")}
            for number in numbers
        }
        content = handed_in(self.bundle, answers, self.work["serial"], self.work["written"])
        for folder in (self.file.parent, Path.cwd(), home()):
            target = folder / f"{self.file.stem.removesuffix('.bundle')}{ENDING}"
            try:
                target.write_bytes(content)
            except OSError:
                continue
            begun = f"{len(self.work['drafts'])} of {count(len(self.bundle.pages), 'item')} in it"
            return f"Answer file written: {target} ({begun}). Hand in this file as your instructor told you."
        raise CleanClaimError(
            "the answer file cannot be written", str(self.file.parent), "a folder you may write to", ""
        )

    # -- names

    def _page(self, number: int) -> Data:
        return dict(self.bundle.pages[number - 1]) if self.bundle else {}

    def _case(self, number: int) -> str:
        return f"{self.bundle.digest[:12]}/{number}" if self.bundle else ""

    def _number(self, case: str) -> int:
        """The item that a message means; 0 for one of another bundle."""
        pages = self.bundle.pages if self.bundle else ()
        return next((one for one in range(1, len(pages) + 1) if self._case(one) == case), 0)

    def _item(self, text: str) -> int:
        pages = self.bundle.pages if self.bundle else ()
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= len(pages):
            raise CleanClaimError("no such item", FOLDER, f"1 to {len(pages)}", "reload the page")
        return int(text)


def _asked(question: str) -> Data:
    words = "Your question is handed in with your answers. In sealed work no answer comes."
    return {"ask": None, "asked": {"question": question, "words": words}}
