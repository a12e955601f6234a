"""A desk's page worked by hand, without a browser: only fields that the page draws can be filled, only with what they
take. Messages go the way a page's messages go: through the session, the store and the task's reading.

    page = PageByHand("biller_01_first_claim", 2, store)
    page.enter(page.key, order=1)          the key through the fields, its rows in another order
    page.submit()["score"]
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from copy import copy
from functools import cached_property
from itertools import count
from typing import Any

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act, here
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.exercise import exercise
from sim.learn.desk.own_work import case_of
from sim.learn.tasks.contract import stages, task_of
from sim.ui.desks.desk_folders import page_of
from sim.ui.desks.messages import read
from sim.ui.desks.session import Session

Json = dict[str, Any]
LETTERS = "ABCDEFGHIJKL"
ORDERS: tuple[Callable[[list], list], ...] = (list, lambda rows: rows[::-1], lambda rows: rows[1:] + rows[:1])
_learners = count(1)


@dataclass(frozen=True)
class Field:
    """A field as the page draws it: what it can hold, and what stands in it."""

    value: str = ""
    options: tuple[str, ...] = ()
    longest: int = 80


class PageByHand:
    """One exercise at its desk, for a learner who has not been there before."""

    def __init__(self, name: str, variant: int, store: Store) -> None:
        self.name, self.task = name, exercise(name).task
        self.case: Case = draw(name, variant)
        self.session = Session(exercise(name).desk, store=store)
        self.session.learner = f"L-{next(_learners)}"
        self.draft: Json = {}
        self.order = 0
        act(store, self.session.learner, "open_item", {"exercise": name, "variant": variant}, self.session.role)

    @property
    def view(self) -> Json:
        """What the page shows now."""
        return self.session.view(here(self.session.store, self.session.learner, self.session.role))

    @cached_property
    def key(self) -> Json:
        """The right answer as a desk sends it."""
        return task_of(self.task).key(self.case)

    def say(self, kind: str, **data: Any) -> Json:
        """A message of the page; the view that follows."""
        known, fields = read({"kind": kind, "data": {"case": self.view["case"], "seq": 1, **data}})
        return self.session.act(known, fields)

    # -- entering

    def enter(self, key: Json, order: int = 0) -> None:
        """An answer through the fields, its rows in another order. Of a task in stages the first: the others open when
        it is sent."""
        if stages(task_of(self.task)):
            self.order = order
            return
        own = {"code_visit": self._code, "build_claim": self._fill, "work_denial": self._decide}
        own.get(self.task, self._enter_form)(key, order)

    def _enter_form(self, key: Json, order: int) -> None:
        """The controls of a task that the page draws from its Form."""
        self.draft = {}
        for control in self.view["fields"]:
            head, _, inner = control["name"].partition(".")
            value = key.get(head, {}).get(inner) if inner else key.get(head)
            if control["kind"] == "rows":
                names = [field["name"] for field in control["fields"]]
                value = [
                    {"id": number, **{name: self.put(f"{head}.{name}", str(row.get(name, ""))) for name in names}}
                    for number, row in enumerate(ORDERS[order](value or []), 1)
                ]
            elif control["kind"] in ("sheet", "ledger"):
                lines = {line["id"] for line in control["lines"]}
                assert set(value or {}) <= lines, f"{self.name}: no such line in {control['name']}"
                value = {
                    line: {name: self.put(f"{head}.{name}", text) for name, text in cells.items()}
                    for line, cells in (value or {}).items()
                }
            elif control["kind"] == "code":
                value = self._found(control["library"], value) if value else ""
            elif isinstance(value, str):
                value = self.put(control["name"], value)
            if inner:
                self.draft.setdefault(head, {})[inner] = value
            else:
                self.draft[head] = value

    def put(self, name: str, text: str) -> str:
        """What a field holds after somebody entered this. Fails where the page has no such field, or it cannot."""
        field = self.fields.get(name)
        assert field is not None, f"{self.name}: the page draws no field for {name}"
        assert not field.options or text in field.options, f"{self.name}: {name} does not offer {text!r}"
        assert len(text) <= field.longest, f"{self.name}: {name} has no room for {text!r}"
        return text

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field that the page draws open."""
        return dict(FIELDS.get(self.task, form_fields)(self.view))

    def _code(self, key: Json, order: int) -> None:
        view = self.view
        if key["query"]:
            assert any(action["kind"] == "asking" for action in view["actions"]) and view["ask"]["choices"]
            view = self.say("ask", question=key["query"])
        rows = ORDERS[order](key["services"])
        self.draft = {
            "diagnoses": [{"code": self._found("diagnosis", code)} for code in key["diagnoses"]],
            "services": [
                {
                    "id": number,
                    "code": self._found("service", row["code"]),
                    "modifiers": " ".join(row["modifiers"]),
                    "units": str(row["units"]),
                    "pointers": "".join(row["pointers"]),
                }
                for number, row in enumerate(rows, 1)
            ],
            "flags": [flag["id"] for flag in view["coder"]["flags"] if key.get(flag["id"])],
        }

    def _found(self, kind: str, code: str) -> str:
        """A code that the search gives when it is typed; one that needs more characters cannot be chosen."""
        rows = self.session.search({"box": "x", "kind": kind, "text": code, "number": 1})["rows"]
        assert code in [row["code"] for row in rows if not row["add"]], f"{self.name}: the search does not give {code}"
        return code

    def _fill(self, key: Json, order: int) -> None:
        if key["send_back"]:
            self.draft = {"fields": {}}
            return
        boxes = key["boxes"]
        lines = sorted({int(name.partition(".")[2]) for name in boxes if "." in name})
        place = dict(zip(lines, ORDERS[order](lines), strict=True))
        wanted = {
            f"{name.partition('.')[0]}.{place[int(name.partition('.')[2])]}" if "." in name else name: text
            for name, text in boxes.items()
        }
        had = {name: field.value for name, field in self.fields.items()}
        changed = {
            name: text for name, text in wanted.items() if (had.get(name, text if name not in had else "")) != text
        }
        self.draft = {"fields": {name: self.put(name, text) for name, text in changed.items()}}

    def _decide(self, key: Json, order: int) -> None:
        shown = page_of(self.task).to_draft(key, self.case)
        changes = ORDERS[order](list(shown["changes"].items()))
        self.draft = {
            **{name: self.put(name, key[name]) for name in ("cause", "owner", "remedy")},
            "changes": {name: self.put(name, text) for name, text in changes},
            "letter": {
                name: [self.put(f"letter.{name}.{one}", one) for one in value]
                if isinstance(value, list)
                else self.put(f"letter.{name}", str(value))
                for name, value in shown["letter"].items()
                if value
            },
            **{name: self.put(name, key[name]) for name in ("about", "fact", "due") if key.get(name)},
        }

    def at_stage(self) -> "PageByHand":
        """The stage that lies there, its key entered through the fields that its page draws."""
        now = here(self.session.store, self.session.learner, self.session.role)
        lying = case_of(self.session.store, self.session.learner, now)
        page = copy(self)
        page.__dict__.pop("fields", None)
        page.case, page.task = lying, lying.exercise.task
        page.__dict__["key"] = task_of(page.task).key(lying)
        order = 0 if page.task == "build_claim" else self.order  # the lines of the form come from the codes
        PageByHand.enter(page, page.key, order)
        self.draft = page.draft
        return page

    # -- sending

    def submit(self) -> Json:
        """The marks after the one button that sends what was entered."""
        for stage in stages(task_of(self.task)):
            self.at_stage()
            sent = self.say("submit", answer=self.draft)
            assert not sent.get("notice"), f"{self.name}, {stage.name}: {sent['notice']}"
        if stages(task_of(self.task)):
            return here(self.session.store, self.session.learner, self.session.role).result
        back = self.task == "build_claim" and self.key["send_back"] and not self.draft["fields"]
        patch = {"send_back": True} if back else {}
        actions = [one for one in self.view["actions"] if one["kind"] == "submit" and one.get("patch", {}) == patch]
        assert len(actions) == 1, f"{self.name}: {len(actions)} buttons send this"
        view = self.say("submit", answer={**self.draft, **patch})
        now = here(self.session.store, self.session.learner, self.session.role)
        assert now.result is not None, f"{self.name}: {view['notice']}"
        return now.result


# -- what a page draws


def coder_fields(view: Json) -> Iterator[tuple[str, Field]]:
    """The coder's rows are added by searching; a row has three fields."""
    return iter(())


def biller_fields(view: Json) -> Iterator[tuple[str, Field]]:
    """Every white box of the form."""
    for part in view["form"]["parts"]:
        for box in part["lines"]["rows"] if "lines" in part else part["boxes"]:
            for field in box.get("cells") or box.get("fields"):
                if not field["locked"]:
                    options = tuple(one["id"] for one in field.get("options", ()))
                    yield field["name"], Field(field["value"], options)


def denial_fields(view: Json) -> Iterator[tuple[str, Field]]:
    """Three questions, the cells of the correction, the letter."""
    decide = view["decide"]
    for question in decide["questions"]:
        yield question["name"], Field("", tuple(one["id"] for one in question["choices"]))
    for row in decide["lines"]:
        for cell in row["cells"]:
            yield cell["name"], Field(cell["value"])
        yield f"line.{row['line']}.gone", Field("", ("", "yes"))
    for field in decide["fields"]:
        yield field["name"], Field(field["value"], tuple(one["id"] for one in field.get("options", ())))
    for field in decide["note"]:
        yield field["name"], Field("", tuple(one["id"] for one in field["options"]))
    letter = decide["letter"]
    yield "letter.ground", Field("", tuple(one["id"] for one in letter["grounds"]))
    yield "letter.topic", Field("", tuple(one["id"] for one in letter["topics"]))
    yield "letter.words", Field("", (), 2_000)
    levels = {one["id"] for rows in letter["levels"].values() for one in rows}
    yield "letter.level", Field("", tuple(sorted(levels)))
    for one in letter["evidence"]:
        yield f"letter.evidence.{one['id']}", Field("", (one["id"],))


def form_fields(view: Json) -> Iterator[tuple[str, Field]]:
    """The controls of a Form; those of rows by the name of their field."""
    for control in view["fields"]:
        rows = [(f"{control['name']}.{one['name']}", one) for one in control.get("fields", ())]
        for name, one in rows or [(control["name"], control)]:
            options = tuple(option["id"] for option in one.get("options", ()))
            yield (
                name,
                Field("", ("", *options) if options else (), one.get("most", 120) if one["kind"] == "text" else 120),
            )


FIELDS = {"code_visit": coder_fields, "build_claim": biller_fields, "work_denial": denial_fields}


# -- what stands on a page

NOT_A_SOURCE = ("draft", "key", "hints", "actions", "items", "help", "options", "decide", "search", "worklist")


def texts(shown: Any) -> Iterator[str]:
    """Every text that the page shows, but for what is to be filled in, its help and its lists of choices."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, list):
        for one in shown:
            yield from texts(one)
    elif isinstance(shown, dict) and shown.get("locked") is not False:
        for name, one in shown.items():
            if name not in NOT_A_SOURCE:
                yield from texts(one)


def stands(value: str, shown: list[str]) -> bool:
    """Does a value stand on the page, in any of the ways in which people write it?"""
    ways = [re.escape(one) for one in written(value)]
    found = re.compile(r"(?<![\w.-])(?:" + "|".join(ways) + r")(?![\w-])", re.IGNORECASE)
    return any(found.search(text) for text in shown)


def written(value: str) -> list[str]:
    """A value as pages write it: dates, codes and names have several forms."""
    ways = [value]
    for form in ("%m %d %Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(value, form)
        except ValueError:
            continue
        ways += [f"{day:%b} {day.day}, {day.year}", f"{day:%m %d %Y}", f"{day:%Y-%m-%d}"]
    if re.fullmatch(r"[A-Z]\d[A-Z0-9]{2,5}", value):
        ways.append(f"{value[:3]}.{value[3:]}")
    family, comma, first = value.partition(", ")
    return [*ways, f"{first} {family}"] if comma else ways
