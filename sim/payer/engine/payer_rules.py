"""Rules of a payer for single policies: the rows [[rule]] of its file, asked line by line.

    [[rule]]
    policy = "place_not_proper"         # whose rule it is
    codes = ["20692"]                   # or kinds, or begins (of the code as written, also of codes the library does
                                        not know)
    as = "CO-58 N428"                   # which of the policy's own codes; without it the first
    places = ["21", "22", "24"]         # what a row may say beside that: the policy's docstring tells what it reads
    cite = "provider manual (teaching estimate)"

A later row of the same payer takes a service over from an earlier one of the same policy.
"""

import numpy as np

from sim.ground.files import remembered, remembered_up_to
from sim.payer.engine.line_codes import modifier_pool
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import Payer, SectionRow, payers
from sim.reference import codes as library


def of_policy(codes: tuple[str, ...], policy: str) -> tuple[tuple[int, SectionRow], ...]:
    """(payer index, row) of every rule of these payers for a policy, in order; a payer for which the policy is off has
    none.

    >>> [row["policy"] for _, row in of_policy(("acme_ppo",), "no such policy")]
    []
    """
    known = payers()
    return _of_policy(tuple(known[code] for code in codes), policy)


@remembered
def _of_policy(chosen: tuple[Payer, ...], policy: str) -> tuple[tuple[int, SectionRow], ...]:
    return tuple(
        (place, row)
        for place, payer in enumerate(chosen)
        if policy in payer.policies
        for row in payer.sections["rule"]
        if row["policy"] == policy
    )


def rule(lines, policy: str) -> np.ndarray:
    """Which rule of the policy applies to the line's payer and procedure: 1, 2 ... as in `rules`; 0 none. Shape: int16,
    one per line.
    """
    pool = lines.batch.lines.procedure_code.pool
    table = lines.batch.once(("rule", policy, lines.payers), lambda: _by_code(lines.payers, policy, pool))
    if table is None:
        return np.zeros(len(lines), np.int16)
    return table.reshape(-1)[lines.payer * table.shape[1] + lines.procedure_code.keys % table.shape[1]]


@remembered_up_to(512)
def _by_code(codes: tuple[str, ...], policy: str, pool: tuple[str, ...]) -> np.ndarray | None:
    """Payers x texts (the last: no text) with the number of the rule; None if no text has one. Remembered, since a
    household's claims are decided again and again over the months."""
    found = of_policy(codes, policy)
    if not found:
        return None
    out = np.zeros((len(codes), len(pool) + 1), np.int16)
    kinds = np.append(library.procedures().kind.texts(), "")[library.procedure_rows(pool)] if len(pool) else ()
    for number, (payer, row) in enumerate(found, 1):
        every = not any(name in row for name in ("codes", "kinds", "begins"))
        begins = tuple(row.get("begins", ())) or None
        chosen = [
            every
            or text in row.get("codes", ())
            or kind in row.get("kinds", ())
            or bool(begins and text.startswith(begins))
            for text, kind in zip(pool, kinds, strict=True)
        ]
        out[payer, :-1][chosen] = number
    return out if out.any() else None


def rules(lines, policy: str) -> tuple[SectionRow, ...]:
    """The rows that `rule` numbers, from 1."""
    return tuple(row for _, row in of_policy(lines.payers, policy))


def rule_value(lines, policy: str, number: np.ndarray, field: str, missing: int = 0) -> np.ndarray:
    """A whole number that the line's rule says; `missing` where it has none or says none."""
    values = [missing, *(row.get(field, missing) for row in rules(lines, policy))]
    return np.array(values, np.int64)[number]


def rule_code(lines, policy: str, number: np.ndarray) -> np.ndarray:
    """k for the k-th of the policy's own codes, as the line's rule says; 0 for no rule."""
    codes = [str(code) for code in policies()[policy].codes]
    return np.array([0, *(codes.index(row.get("as", codes[0])) + 1 for row in rules(lines, policy))])[number]


def each_rule(lines, policy: str, number: np.ndarray):
    """(rows of the lines, rule) for every rule that applies to some line."""
    for which, row in enumerate(rules(lines, policy), 1):
        mine = np.flatnonzero(number == which)
        if len(mine):
            yield mine, row


def beside(lines, policy: str, where: np.ndarray) -> np.ndarray:
    """Lines of `where` on whose day a service stands that the policy's rule names in `beside`, by code or by kind."""
    out, number = np.zeros(len(lines), bool), lines.rule(policy)
    for mine, row in lines.each_rule(policy, number) if number.any() else ():
        asked = np.zeros(len(lines), bool)
        asked[mine] = where[mine]
        named = lines.procedure_code.isin(row["beside"]) | lines.procedure.kind.isin(row["beside"])
        this, _ = lines.pairs(("patient_key", "service_date", "billing_npi"), where=asked, other=named)
        out[this] = True
    return out


def points_to_prefix(lines, prefixes, rows) -> np.ndarray:
    """Does a pointer of these lines name a diagnosis that begins so?"""
    wanted = tuple(prefixes)
    return lines.points_to(
        lines.batch.once(
            ("prefix", wanted), lambda: np.array([text.startswith(wanted) for text in lines.diagnosis_pool], bool)
        ),
        rows,
    )


def outside_places(lines, policy: str) -> np.ndarray:
    """k of the policy's codes where the line's place is none of those that its rule names in `places`, 0 elsewhere."""
    number = lines.rule(policy)
    if not number.any():
        return number
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule(policy, number):
        out[mine] = ~lines.place_of_service_code[mine].isin(row["places"])
    return lines.rule_code(policy, number) * (out & lines.place.is_known)


def of_kind(lines, *kinds: str) -> np.ndarray:
    """Is the procedure of one of these kinds of the library? Nothing is looked up where no text of the batch is."""
    return of_codes(lines, ("kind", kinds), lambda: np.append(library.procedures().kind.isin(kinds), False))


def of_codes(lines, name, wanted) -> np.ndarray:
    """Is the procedure one for which `wanted()` (a boolean per procedure of the library, and no for an unknown code)
    says yes?
    """
    said = lines.batch.once(
        ("of codes", wanted.__module__, name),
        lambda: np.append(wanted()[library.procedure_rows(lines.batch.lines.procedure_code.pool)], False),
    )
    return said[lines.procedure_code.keys] if said.any() else np.zeros(len(lines), bool)


def both_modifiers(lines, first: tuple[str, ...], second: tuple[str, ...]) -> np.ndarray:
    """Has the line a modifier of each of the two lists?"""
    pool = set(modifier_pool(lines))
    if not pool & set(first) or not pool & set(second):
        return np.zeros(len(lines), bool)
    return lines.has_modifier(*first) & lines.has_modifier(*second)
