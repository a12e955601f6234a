"""Every number of a rule has an example on both sides.

A number of a policy or a calculator is made one higher, then one lower, in memory; each time its own worked examples
(for a calculator: those of its docstrings) have to notice. Looked at are the numbers in the code but 0, 1 and -1, what
`missing=` puts in place of a number that nobody states, the dated parameters that a policy asks for, and the numbers in
payers' rules for it. What no example notices stands in UNNOTICED with its reason. That list may only shrink: a number
that is noticed has to leave it.
"""

import ast
import doctest
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from types import FunctionType, ModuleType

from sim.ground.deadlines import limits
from sim.ground.files import places
from sim.ground.params import read as read_param
from sim.payer.examples.worked_examples import check
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import lent, payers
from sim.reference.calculators import calculators

SMALL = {-1, 0, 1}
PER_MILLION = "parts per million: one more or less moves no cent of any price"
EYES = "no test of the eyes is among the codes taught"
BESIDE = "its examples have more rows than a docstring should hold: tests/payer/policies/"
UNNOTICED = {
    "acupuncture_limit.denies: 2": f"{BESIDE}medical_necessity/test_acupuncture_limit.py",
    "acupuncture_limit.YEAR: 365": f"{BESIDE}medical_necessity/test_acupuncture_limit.py",
    "acupuncture_limit: rule's limit": f"{BESIDE}medical_necessity/test_acupuncture_limit.py",
    "acupuncture_limit: rule's visits": f"{BESIDE}medical_necessity/test_acupuncture_limit.py",
    "assistant_not_allowed.denies: 2": "no operation among the codes taught has the indicator that asks for records",
    "bundled_pair.denies: 10": "a visit beside a procedure with 10 global days is denied by another policy before",
    "clinician_at_a_part.part: 10000": PER_MILLION,
    "diagnosis_age_conflict._ages: 999": "stands for no limit: nobody is so old",
    "diagnosis_age_conflict.denies: 999": "stands for no limit: nobody is so old",
    "drug_code_missing._of_another: 2": "a mark for a code without a product",
    "em.FAMILIES: 25": "the two lowest levels of a hospital day have one code: the second number decides",
    "em.FAMILIES: 40": "the two lowest levels of a hospital day have one code: the second number decides",
    "em.FAMILIES: 45": "the two lowest levels of a hospital day have one code: the second number decides",
    "fracture.DIGITS: 10": "the last finger is F9, the last toe T9: both have examples, a tenth has none to give",
    "frequency_not_accepted: parameter takes_replacement_claims": "yes or no",
    "sequestration.reduces: 1000000": PER_MILLION,
    "sequestration: parameter sequestration": PER_MILLION,
    "service_cut_short.part: 10000": PER_MILLION,
    "technical_reduction.PERCENT: 7": EYES,
    "technical_reduction.reduces: 7": EYES,
    "technical_reduction: parameter eye_test_technical_percent": EYES,
    "timely_filing: parameter correction_limit": f"{BESIDE}submission/test_timely_filing.py",
    "timely_filing: parameter reopening_limit_years": f"{BESIDE}submission/test_timely_filing.py",
    "two_surgeons: parameter two_surgeons_percent": PER_MILLION,
    "units_above_limit.denies: 2": "no code taught has a limit of indicator 1",
}
Noticed = Callable[[], bool]


def numbers(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    """(the function or the name that a number stands in, and the number itself), for each number of a module."""
    for statement in tree.body:
        where = getattr(statement, "name", "") or ", ".join(map(ast.unparse, getattr(statement, "targets", ())))
        left_out = {id(node) for part in ast.walk(statement) for node in without_a_rule(part)}
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and type(node.value) is int and id(node) not in left_out:
                if node.value not in SMALL:
                    yield where, node


def without_a_rule(part: ast.AST) -> Iterator[ast.AST]:
    """What stands in place of a number that nobody states (missing=), and how much of a wrong word an error shows."""
    if isinstance(part, ast.Call):
        yield from (node for keyword in part.keywords if keyword.arg == "missing" for node in ast.walk(keyword.value))
    if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Call) and ast.unparse(part.value.func) == "str":
        yield from ast.walk(part.slice)


@contextmanager
def changed(module: ModuleType, tree: ast.Module) -> Iterator[None]:
    """Within the block the functions and the plain values of a module are those of another source."""
    other = {"__name__": module.__name__, "__file__": module.__file__, "__doc__": module.__doc__}
    exec(compile(tree, str(module.__file__), "exec"), other)
    codes, values = {}, {}
    for name, value in vars(module).items():
        inner = inspect.unwrap(value) if callable(value) else value
        if isinstance(inner, FunctionType) and inner.__module__ == module.__name__:
            codes[inner], inner.__code__ = inner.__code__, inspect.unwrap(other[name]).__code__
        elif isinstance(value, int | tuple | dict | date) and not name.startswith("__") and name in other:
            values[name] = value
    vars(module).update({name: other[name] for name in values})
    _forget(module)
    try:
        yield
    finally:
        for function, code in codes.items():
            function.__code__ = code
        vars(module).update(values)
        _forget(module)


def _forget(module: ModuleType) -> None:
    for value in vars(module).values():
        if getattr(value, "__module__", "") == module.__name__ and hasattr(value, "cache_clear"):
            value.cache_clear()


def of_code(name: str, module: ModuleType, notices: Noticed) -> Iterator[str]:
    """The numbers of a module's code that its examples do not notice."""
    tree = ast.parse(inspect.getsource(module))
    for where, node in list(numbers(tree)):
        number = node.value
        for step in (1, -1):
            node.value = number + step
            with changed(module, tree):
                if not notices():
                    yield f"{name}.{where}: {number}"
            node.value = number


def of_parameters(name: str, module: ModuleType, notices: Noticed) -> Iterator[str]:
    """The dated parameters named in a module that its examples do not notice."""
    words = {node.value for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant)}
    stated = {file.stem for place in places() for file in (place / "data/params").glob("*.toml")}
    for word in sorted(stated & {f"{one}{years}" for one in words for years in ("", "_years")}):
        spans = read_param(word).values()
        for step in (1, -1):
            for _, values in spans:
                values += step
            limits.cache_clear()
            if not notices():
                yield f"{name}: parameter {word}"
            for _, values in spans:
                values -= step
            limits.cache_clear()


def of_rules(name: str, notices: Noticed) -> Iterator[str]:
    """The fields with a number in payers' rules for a policy that its examples do not notice."""
    rules = [row for payer in payers().values() for row in payer.sections["rule"] if row["policy"] == name]
    for field in sorted({field for row in rules for field, value in row.items() if type(value) is int}):
        for step in (1, -1):
            with lent({code: with_rules(payer, name, field, step) for code, payer in payers().items()}):
                if not notices():
                    yield f"{name}: rule's {field}"


def with_rules(payer, policy: str, field: str, step: int):
    """The payer with a number of its rules for a policy changed."""
    rows = tuple(
        {**row, field: row[field] + step} if row["policy"] == policy and field in row else row
        for row in payer.sections["rule"]
    )
    return replace(payer, sections={**payer.sections, "rule": rows})


def examples_fail(policy) -> bool:
    """Does a worked example of a policy not hold any more, or can it not even be worked?"""
    try:
        return bool(check(policy))
    except Exception:  # a rule that cannot even be worked with another number is noticed
        return True


def doctests_fail(module: ModuleType) -> bool:
    """Does an example in a docstring of a module not hold any more?"""
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for one in doctest.DocTestFinder().find(module):
        runner.run(one, out=lambda text: None)
    return bool(runner.failures)


def unnoticed() -> Iterator[str]:
    """All numbers that no example notices."""
    for name, policy in policies().items():
        module, notices = sys.modules[policy.ask.__module__], partial(examples_fail, policy)
        assert not notices(), name
        yield from of_code(name, module, notices)
        yield from of_parameters(name, module, notices)
        yield from of_rules(name, notices)
    for name, module in calculators().items():
        notices = partial(doctests_fail, module)
        assert not notices(), name
        yield from of_code(name, module, notices)


def test_every_number_has_an_example_on_both_sides_or_a_reason():
    assert sorted(set(unnoticed())) == sorted(UNNOTICED)


def test_a_number_without_an_example_on_one_side_is_found():
    one_side = "payer  claim  claim_line_number | rejects\ncommercial  1  0 | yes\ncommercial  2  51 | yes\n"
    policy = policies()["lines_missing"]
    module, planted = sys.modules[policy.ask.__module__], policy._replace(doc=one_side)
    assert list(of_code("planted", module, partial(examples_fail, planted))) == ["planted.rejects: 50"]
    assert list(of_code("as it is", module, partial(examples_fail, policy))) == []
