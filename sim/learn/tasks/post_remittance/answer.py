"""The poster's answer: amounts to accounts, claim line by claim line, what happens with each claim next, and the
provider adjustments.

    {"claim1": {"1": {"payment": "80.29", "contractual": "104.71", "patient": "25.00"}}, "then1": ["patient"],
     "provider": {"1": {"interest": "1.20"}}}

claim1 is the first claim of the remittance; its lines have their own numbers. An account in which nothing stands is
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.exercises.several_visits import MOST
from sim.learn.tasks.form import Choices, Form, Ledger, Line, Money, Option
from sim.learn.tasks.form_answers import read

LINES = 50
ACCOUNTS = {
    "payment": "Payment",
    "contractual": "Contractual write-off",
    "patient": "Patient share",
    "denied": "Denied, to worklist",
}
BESIDE = {"interest": "Interest income", "owed": "Owed to the payer", "carried": "Carried forward"}
NEXT = {
    "patient": "Send the patient a statement",
    "credit": "Work the patient credit",
    "worklist": "Work the denial",
    "next payer": "Bill the next payer",
    "forwarded": "Wait: the claim was forwarded",
    "close": "Nothing is left: close the claim",
}
LEAST = -10_000_000
OPTIONS = tuple(Option(name, words) for name, words in NEXT.items())
POSTED = tuple(Money(name, words, least=LEAST) for name, words in ACCOUNTS.items())
PROVIDER = tuple(Money(name, words, least=LEAST) for name, words in BESIDE.items())

Amounts = dict[str, int]  # account -> cents; accounts with nothing are left out


def claim_ledger(number: int, label: str, lines: tuple[Line, ...]) -> Ledger:
    """The lines of one claim and their accounts."""
    return Ledger(f"claim{number}", label, "", ("Open",), lines, POSTED, received=("payment",))


def provider_ledger(lines: tuple[Line, ...], words: str = "") -> Ledger:
    """The adjustments that belong to no claim line."""
    return Ledger(
        "provider", "Provider adjustments", words, ("On the remittance",), lines, PROVIDER, "line", tuple(BESIDE)
    )


def then_choices(number: int, label: str) -> Choices:
    """What happens with a claim next."""
    return Choices(f"then{number}", label, "Choose all that apply.", OPTIONS)


def whole_form() -> Form:
    """Every field that any case may ask for."""
    lines = tuple(Line(str(number), "") for number in range(1, LINES + 1))
    numbers = range(1, 2 * MOST + 1)
    return Form(
        (
            *(claim_ledger(number, "", lines) for number in numbers),
            *(then_choices(number, "") for number in numbers),
            provider_ledger(lines),
        )
    )


WHOLE = whole_form()
NAMES = tuple(control.name for control in WHOLE.controls)


@dataclass(frozen=True)
class Answer:
    """What was entered. lines: (claim, line) -> amounts; then: claim -> what happens next; provider: row -> amounts."""

    lines: Mapping[tuple[int, int], Amounts] = field(default_factory=dict)
    then: Mapping[int, frozenset[str]] = field(default_factory=dict)
    provider: Mapping[int, Amounts] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return not (self.lines or self.then or self.provider)

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        sent: dict[str, Any] = {}
        for (claim, line), amounts in self.lines.items():
            sent.setdefault(f"claim{claim}", {})[str(line)] = _typed(amounts)
        for claim, chosen in self.then.items():
            sent[f"then{claim}"] = [name for name in NEXT if name in chosen]
        if self.provider:
            sent["provider"] = {str(row): _typed(amounts) for row, amounts in self.provider.items()}
        return sent


def _typed(amounts: Amounts) -> dict[str, str]:
    return {name: dollars(cents).replace("$", "") for name, cents in amounts.items()}


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read. An amount of 0.00 is the same as none.

    >>> parse({"claim1": {"1": {"payment": "$80.29", "denied": "0"}}, "then1": ["close"]}).as_dict()
    {'claim1': {'1': {'payment': '80.29'}}, 'then1': ['close']}
    >>> [problem.where for problem in parse({"claim1": {"1": {"payment": "some"}}, "claim99": {}})]
    ['answer', 'claim1.1.payment']
    """
    reading = Reading()
    entered = reading.fields({} if given is None else given, NAMES, "answer")
    names = [control for control in WHOLE.controls if entered.get(control.name)]
    values, problems = read(Form(tuple(names)), entered)
    if reading.problems or problems:
        return [*reading.problems, *problems]
    lines, then, provider = dict[tuple[int, int], Amounts](), dict[int, frozenset[str]](), dict[int, Amounts]()
    for name, value in values.items():
        if name == "provider":
            provider = {int(row): kept for row, cells in value.items() if (kept := _kept(cells))}
        elif name.startswith("then"):
            then[int(name.removeprefix("then"))] = frozenset(value)
        else:
            claim = int(name.removeprefix("claim"))
            lines |= {(claim, int(line)): kept for line, cells in value.items() if (kept := _kept(cells))}
    return Answer(lines, then, provider)


def _kept(cells: Mapping[str, int | None]) -> Amounts:
    return {name: cents for name, cents in cells.items() if cents}
