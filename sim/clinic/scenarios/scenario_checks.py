"""What only the whole scenario can tell: every {name} and every `when` is known, ids are not ambiguous, groups have
members, histories fit.
"""

from collections.abc import Iterator, Mapping

from sim.clinic.practice.clinics import CREDENTIALS, clinics, payer_words, specialties, who_sees
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import BUILT_IN, NOT_SERVICES, PATIENT_WORDS, has_stray_brace, is_name, names_in
from sim.ground.strict_toml import Place, shown, suggestion
from sim.ground.files import find, read_csv

LITERAL = (
    "suits",
    "coverage",
    "provider",
    "draw",
    "skills",
    "label",
    "title",
    "remarks",
    "level",
    "weight",
    "place_of_service",
    "reviewed",
)
LARGEST = 2_000_000  # combinations of choices


def check(scenario: Scenario, where: Place) -> None:
    """Raises CleanClaimError for the first thing that does not fit."""
    if scenario.specialty not in specialties():
        raise where.refuse(
            f"the folder says {scenario.specialty!r}",
            "a folder named " + ", ".join(one.replace(" ", "_") for one in specialties()),
            "put the file below data/scenarios/<specialty>/",
        )
    if not any(who_sees(one, scenario.specialty, scenario.credential) for one in clinics().values()):
        there = [each for one in clinics().values() for each in who_sees(one, scenario.specialty, CREDENTIALS)]
        raise where.at("provider").refuse(
            f"found nobody of {scenario.specialty} who sees this patient",
            "credential, one or more of " + ", ".join(sorted({each.credential for each in there})),
            "name the credential of whoever sees the patient",
        )
    options = {
        **{name: tuple(found) for name, found in scenario.vary.items()},
        **BUILT_IN,
        "payer": payer_words(),
        **{query.id: ("asked", "not_asked") for query in scenario.queries},
    }
    _check_choices(scenario, where)
    known = {
        *scenario.draw,
        *(f"{name}.{field}" for name, found in scenario.vary.items() for option in found.values() for field in option),
    }
    for path, template in _texts({key: part for key, part in scenario.raw.items() if key not in LITERAL}):
        _check_text(template, known, scenario.vary, where.at(path))
    for path, value in _whens(scenario.raw):
        _check_when(value, options, where.at(path))
    _check_queries(scenario, where)
    _check_history(scenario, where)


def _check_choices(scenario, where):
    for name in (*scenario.vary, *scenario.draw):
        if (
            name in PATIENT_WORDS
            or name in (*BUILT_IN, "payer", "days_ago")
            or (name in scenario.vary and name in scenario.draw)
        ):
            raise where.refuse(f"found the choice {name!r}", "a name that means nothing else", "choose another name")
    size = 1
    for name, values in scenario.dimensions.items():
        if not values:
            raise where.at(f"vary, {name}").refuse("found no option", "at least one option", "add one")
        size *= len(values)
    for name, found in scenario.vary.items():
        fields = {tuple(sorted(option)) for option in found.values()}
        if len(fields) > 1:
            raise where.at(f"vary, {name}").refuse(
                "found options with different fields", "the same fields in every option", "complete them"
            )
        for option, place, text in ((option, *one) for option, row in found.items() for one in row.items()):
            if names_in(text):  # a name is replaced once: it would stand in the chart with its braces
                raise where.at(f"vary, {name}, {option}, {place}").refuse(
                    f"found a name in {shown(text)}", "words without {names}", "write the name in the text that uses it"
                )
    if size > LARGEST:
        raise where.refuse(f"found {size:,} combinations of choices", f"at most {LARGEST:,}", "draw from fewer numbers")


def _texts(part, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a part of the file with its place, `when` left out."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key != "when":
                yield from _texts(value, f"{path}, {key}".strip(", "))
    elif isinstance(part, list):
        for place, value in enumerate(part, 1):
            yield from _texts(value, f"{path} {place}")


def _whens(part, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "when":
                yield f"{path}, when".strip(", "), value
            else:
                yield from _whens(value, f"{path}, {key}".strip(", "))
    elif isinstance(part, list):
        for place, value in enumerate(part, 1):
            yield from _whens(value, f"{path} {place}")


def _check_text(template: str, known, vary, where: Place) -> None:
    if has_stray_brace(template):
        raise where.refuse(
            f"found a brace that names nothing in {shown(template)}", "{name}, or {{ for a brace", "close the name"
        )
    for name in names_in(template):
        if not is_name(name, known):
            raise where.refuse(
                f"found the name {{{name}}}",
                "a name of [draw], [vary] (as {side.word}) or of the patient (as {age})",
                suggestion(name, (*known, *PATIENT_WORDS)),
            )


def _check_when(value, options, where: Place) -> None:
    for written in value if isinstance(value, list) else [value]:
        name, _, option = written.strip().removeprefix("not ").strip().partition(".")
        if name not in options:
            raise where.refuse(f"found {shown(written)}", "a choice: " + ", ".join(options), suggestion(name, options))
        if option not in options[name]:
            raise where.refuse(
                f"found {shown(written)}", "an option: " + ", ".join(options[name]), suggestion(option, options[name])
            )


def _check_queries(scenario, where):
    for place, query in enumerate(scenario.queries, 1):
        if query.id in scenario.dimensions or [other.id for other in scenario.queries].count(query.id) > 1:
            raise where.at(f"query {place}, id").refuse(
                f"found {query.id!r}", "an id that nothing else has", "choose another id"
            )
        if "{" not in query.answer and query.answer not in query.choices:
            raise where.at(f"query {place}, answer").refuse(
                f"found {shown(query.answer)}", "one of its choices", suggestion(query.answer, query.choices)
            )


def _check_history(scenario, where):
    for place, past in enumerate(scenario.history, 1):
        at = where.at(f"history {place}")
        if past.kind == "fact" and past.fact not in _facts():
            raise at.refuse(
                f"found fact {shown(past.fact)}",
                "a fact of data/codes/member_facts.csv",
                suggestion(past.fact, _facts()),
            )
        if past.kind == "work injury" and (past.when or sum(other.kind == past.kind for other in scenario.history) > 1):
            raise at.refuse(
                "found a work injury with when, or two of them",
                "one work injury, in every visit of the scenario",
                "make it a scenario of its own",
            )
        if past.kind not in NOT_SERVICES and not past.code:
            raise at.refuse("code is missing", "the procedure code of what was done", "add code")
        if (
            past.kind not in NOT_SERVICES
            and past.specialty in ("", scenario.specialty)
            and scenario.suits.seen_before is not True
        ):
            raise at.refuse(
                "found a visit here before",
                "suits = { seen_before = true }, since the patient is then not new",
                "add it to [suits]",
            )


def _facts() -> tuple[str, ...]:
    """What a payer may know of a member."""
    return tuple(row["fact"] for row in read_csv(find("data/codes/member_facts.csv")))
