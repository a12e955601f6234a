"""What a visit's text and truth depend on: the choices, the patient, the day and the payer; as conditions for `when`
and as words for {names}.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sim.clinic.scenarios.choices import index_of_text, picked
from sim.clinic.practice.clinics import clinic, payer_names
from sim.clinic.scenarios.parts import Scenario
from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to


Row = Mapping[str, Any]  # a row of encounters or patients as plain values


class Person(NamedTuple):
    """Whom the documents name."""

    first_name: str
    family_name: str
    birth_date: date | None


class Setting(NamedTuple):
    """One visit as far as its scenario cares. Hashable, so that the truth can be remembered by it."""

    choices: int
    payer: str
    is_new: bool
    age: int
    sex: str
    day: date
    asked: bool
    provider: str = ""
    person: Person | None = None
    authorization: str = ""


def setting_of(scenario: Scenario, encounter: Row, patient: Row | None = None, asked: bool = True) -> Setting:
    """The setting of an encounter row (a plain dictionary with the columns of encounters). Sex comes from the
    encounter.
    """
    person = Person(patient["first_name"], patient["family_name"], patient["birth_date"]) if patient else None
    return Setting(
        index_of_text(scenario, encounter["choices"]),
        encounter["payer_code"],
        bool(encounter["is_new_patient"]),
        int(encounter["patient_age"]),
        encounter["patient_sex_code"],
        encounter["service_date"],
        asked,
        provider_name(encounter["clinic_code"], encounter["rendering_npi"]),
        person,
        (encounter.get("prior_authorization_number") or "") if patient else "",
    )


@remembered_up_to(512)
def provider_name(clinic_code: str, npi: str) -> str:
    """The rendering provider as documents name her, with credential; empty if the clinic has no such provider."""
    found = [one for one in clinic(clinic_code).providers if one.npi == npi]
    return f"{found[0].name}, {found[0].credential}" if found else ""


@remembered_up_to(8192)
def conditions(scenario: Scenario, setting: Setting) -> Mapping[str, str | frozenset[str]]:
    """Choice -> option, for `when`. Shared by all who ask: truth, chart and mistakes of a visit ask for the same."""
    return {
        **picked(scenario, setting.choices),
        "patient": "new" if setting.is_new else "established",
        "sex": setting.sex,
        "payer": payer_names(setting.payer),
        **{query.id: "asked" if setting.asked else "not_asked" for query in scenario.queries},
    }


class Words(dict[str, str]):
    """Name -> text, with the dates of {days_ago.N} worked out when asked for."""

    def __init__(self, words: Mapping[str, str], day: date) -> None:
        super().__init__(words)
        self.day = day

    def __missing__(self, name: str) -> str:
        return us_date(self.day - timedelta(int(name.removeprefix("days_ago."))))


@remembered_up_to(8192)
def words(scenario: Scenario, setting: Setting) -> Words:
    """Name -> text, for {names}. Shared by all who ask."""
    chosen = picked(scenario, setting.choices)
    fields = {
        f"{name}.{field}": text
        for name, options in scenario.vary.items()
        for field, text in options[chosen[name]].items()
    }
    numbers = {name: chosen[name] for name in scenario.draw}
    about_visit = {"authorization": setting.authorization or "on file"}
    return Words({**_person(setting), **about_visit, **fields, **numbers}, setting.day)


def _person(setting: Setting) -> dict[str, str]:
    female, adult = setting.sex == "F", setting.age >= 18
    first, family, born = setting.person or Person("the patient", "", None)
    he, his, him = ("she", "her", "her") if female else ("he", "his", "him")
    man = ("woman" if female else "man") if adult else ("girl" if female else "boy")
    return {
        "age": str(setting.age),
        "sex": setting.sex,
        "man": man,
        "he": he,
        "his": his,
        "him": him,
        "He": he.title(),
        "His": his.title(),
        "first_name": first,
        "family_name": family,
        "provider": setting.provider,
        "date": us_date(setting.day),
        "birth_date": us_date(born),
    }
