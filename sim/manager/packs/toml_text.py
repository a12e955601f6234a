"""Content of a TOML file written as text, for the files of a payer: texts, numbers, dates, lists, tables and lists of
tables.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

Content = Mapping[str, Any]


def toml_text(content: Content) -> str:
    """The text; what `tomllib` reads from it is the content again.

    >>> print(toml_text({"label": "A", "limits": {"days": 90}, "fee": [{"code": "99213", "amount": 98.5}]}), end="")
    label = "A"
    <BLANKLINE>
    [limits]
    days = 90
    <BLANKLINE>
    [[fee]]
    code = "99213"
    amount = 98.5
    """
    plain = {name: value for name, value in content.items() if not _is_section(value)}
    sections = {name: value for name, value in content.items() if _is_section(value)}
    lines = [f"{_key(name)} = {value_text(value)}" for name, value in plain.items()]
    for name, value in sections.items():
        lines += _section(name, value)
    return "\n".join(lines).lstrip("\n") + "\n"


def _is_section(value: Any) -> bool:
    return isinstance(value, Mapping) or _are_tables(value)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _section(name: str, value: Any) -> Iterator[str]:
    rows, head = (value, f"[[{_key(name)}]]") if _are_tables(value) else ([value], f"[{_key(name)}]")
    for row in rows:
        yield from ("", head, *(f"{_key(key)} = {value_text(one)}" for key, one in row.items()))


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)


def value_text(value: Any) -> str:
    """One value.

    >>> value_text(["a", 1]), value_text({"value": 90, "from": date(2026, 1, 1)}), value_text(True)
    ('["a", 1]', '{ value = 90, from = 2026-01-01 }', 'true')
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {value_text(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(value_text, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, date) else repr(value)
