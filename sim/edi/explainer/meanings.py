"""What a value on the wire means, in plain words: from the library (reasons, remarks, statuses, places, services,
modifiers) and from words.csv.
"""

from collections.abc import Mapping
from pathlib import Path

from sim.edi.grammar.element_forms import cents, day, dotted
from sim.edi.grammar.guides import Element, Segment
from sim.ground.dates import us_date
from sim.ground.files import read_csv, remembered
from sim.ground.money import dollars
from sim.reference import codes
from sim.reference.plain_words import reason, remark, status_words
from sim.reference.tables import by_code


@remembered
def words() -> dict[tuple[str, str], str]:
    """(segment and element, value) -> words."""
    return {(row["where"], row["value"]): row["words"] for row in read_csv(Path(__file__).with_name("words.csv"))}


def meaning(segment: Segment, element: Element, value: str, beside: Mapping[str, str]) -> str:
    """Plain words for a value; empty where it says enough by itself. beside: the other values of the segment by
    element, as "01-2".

    >>> from sim.edi.grammar.guides import grammar
    >>> cas = grammar("835").segment("2110", "CAS")
    >>> meaning(cas, cas.elements[1], "45", {}), meaning(cas, cas.elements[2], "12.5", {})
    ('Charge above the allowed amount', '$12.50')
    """
    column = element.source.partition(".")[2]
    if words_of_code := _coded(segment, element, column, value, beside):
        return words_of_code
    if element.form == "$":
        return dollars(amount) if (amount := cents(value)) is not None else ""
    return _plain(element, value)


def _plain(element: Element, value: str) -> str:
    """Days, times and diagnoses as people write them."""
    if element.form in ("d", "e", "p"):
        first, hyphen, last = value.partition("-")
        shown = [us_date(day(part)) for part in ((first, last) if hyphen else (first,))]
        return " to ".join(shown) if all(shown) else ""
    if element.form == "h" and len(value) >= 4 and value.isdigit():
        return f"{value[:2]}:{value[2:4]}"
    if element.form == "x":
        return dotted(value) if dotted(value) != value else ""
    return ""


def _coded(segment: Segment, element: Element, column: str, value: str, beside: Mapping[str, str]) -> str:
    """From a list of codes."""
    if segment.id == "PLB" and element.place[1] == 1:
        return by_code("data/codes/provider_adjustments.csv").get(value, {}).get("label", "")
    if segment.id == "HI" and element.place[1] == 1:
        return words().get((segment.id, value), "")
    if segment.id == "CAS":
        return _adjustment(element.place[0], value)
    if segment.id == "STC" and element.place[1] in (1, 2):
        return _status(element, value, beside)
    if column.startswith("remark") or segment.id == "LQ" and element.place[0] == 2:
        return remark(value).get("label", "")
    if column.endswith("place_of_service_code") and segment.id != "UM":
        return by_code("data/codes/place_of_service.csv").get(value, {}).get("label", "")
    if column.startswith("hcpcs_modifier"):
        return by_code("data/codes/modifiers.csv", "modifier").get(value, {}).get("label", "")
    if column.endswith("procedure_code"):
        return codes.label(value) or ""
    return _listed(f"{segment.id}{element.label}", value)


def _listed(where: str, value: str) -> str:
    """The words of a value of an element, its own or those of the element whose list it shares."""
    return words().get((where, value)) or words().get((words().get((where, "="), ""), value), "")


def _adjustment(place: int, value: str) -> str:
    if place == 1:
        return by_code("data/codes/group_codes.csv").get(value, {}).get("label", "")
    if place % 3 == 2:
        return reason(value).get("label", "")
    return dollars(amount) if place % 3 == 0 and (amount := cents(value)) is not None else ""


def _status(element: Element, value: str, beside: Mapping[str, str]) -> str:
    """The words of a category and its status stand at the status; those of a category alone at the category."""
    if element.place[1] == 1:
        return status_words(value, "").get("label", "")
    category = beside.get(f"{element.place[0]:02d}-1", "")
    return status_words(category, value).get("label", "") or by_code(
        "data/codes/claim_status_topics.csv", "status"
    ).get(value, {}).get("label", "")
