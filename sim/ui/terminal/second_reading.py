"""The second reading in the terminal: charts without a key, and the comparison."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from sim.clinic.scenarios.library import scenario
from sim.ground.errors import CleanClaimError
from sim.learn.lint.second_reading import charts, compared, reviewed_line

LINE = "-" * 79


def print_charts(name: str, asked: bool, is_json: bool) -> int:
    """Every chart of a scenario, with nothing of its key."""
    found = charts(scenario(name), asked)
    if is_json:
        print(json.dumps({str(number): one for number, one in enumerate(found, 1)}, indent=1))
    else:
        print(f"\n\n{LINE}\n".join(found))
    return 0


def compare_file(name: str, file: str, by: str, on: date) -> int:
    """The answers of a file against the key; 1 where something differs."""
    one = scenario(name)
    found = compared(one, _read(file))
    for reading in found:
        print(f"Chart {reading.number}: " + (" ".join(reading.differences) or "agreed."))
    agreed = not any(reading.differences for reading in found)
    print("", "For the head of the scenario:", reviewed_line(one, by, agreed, on), sep="\n")
    return int(not agreed)


def _read(file: str) -> dict[str, Any]:
    expected = '{"1": {"diagnoses": [...], "services": [...]}, "2": ...}'
    try:
        found = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CleanClaimError("no such file", file, expected, "check the path") from None
    except (OSError, ValueError) as error:
        raise CleanClaimError(f"not a JSON file ({error})", file, expected, "correct the file") from None
    if not isinstance(found, dict):
        raise CleanClaimError("not a table of charts", file, expected, "correct the file")
    return found
