"""Eligibility: the question (270) and the payer's answer (271), from tables.

Every question is one person's: payer > who asks > subscriber > dependent. A 271 says what the payer covers; it is not a
promise to pay. Not written: procedures with modifiers in a 270, benefit periods of visits (HSD).
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import money, texts
from sim.edi.grammar.text_joins import taken
from sim.edi.writer.levels import Level, asked_payer, asking_provider
from sim.edi.writer.parties import NAMES, Parties
from sim.edi.writer.envelope import END, Envelope, interchange, transaction_set
from sim.edi.writer.loops import Rows, written
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_texts
from sim.ground.table import Table

NOT_FOUND = f"AAA*N**75*C{END}"  # no member found by these names and numbers; correct and ask again


def write_270(asked: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of questions about coverage to one payer. asked, a row a question: patient_key, coverage_key,
    payer_code, asked_date, trace, npi (who asks), procedure_code (empty: the whole plan). The subscriber is the one of
    the coverage, else the patient."""
    if not len(asked):
        return ""
    eq = [f"EQ**HC{':' + code}{END}" if code else f"EQ*30{END}" for code in asked.procedure_code.texts().tolist()]
    return _file("270", asked, eq, [], parties, envelope)


def write_271(asked: Table, benefits: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of answers. asked: as for write_270; benefits: table eligibility_benefits of these patients,
    payer and days, in their order.

    What belongs to the person (member id, relation, group, plan's days) stands at the name, all else as one EB each; an
    unknown person gets an AAA.
    """
    if not len(asked):
        return ""
    answers = [_mine(benefits, asked, row) for row in range(len(asked))]
    return _file("271", asked, [_benefits(one, parties) for one in answers], answers, parties, envelope)


def _mine(benefits: Table, asked: Table, row: int) -> Table:
    return benefits.take(
        (benefits.patient_key == asked.patient_key[row]) & (benefits.asked_date == asked.asked_date[row])
    )


def is_of_the_person(benefits: Table) -> np.ndarray:
    """Rows that say who the member is and when the plan runs; they stand at the name and not in an EB."""
    return (benefits.benefit_code == "1") & (benefits["item"] != "Status")


def _benefits(given: Table, parties: Parties) -> str:
    """The EB loops of one answer; empty where the payer does not know the person."""
    shown = given.take((given.coverage_key >= 0) & ~is_of_the_person(given))
    if not len(shown):
        return ""
    other = shown.benefit_code == "R"
    payer = taken(parties.payers, np.where(other, find_texts(parties.payers.payer_code, shown.reference), -1))
    words = [
        f"{item} = {value}"[:264]
        for item, value in zip(shown["item"].texts().tolist(), shown.value.texts().tolist(), strict=True)
    ]
    share = [f"{number / 100:.4f}".rstrip("0") if number else "" for number in shown.percent.tolist()]
    authorization = Coded.where(shown.benefit_code == "CB", shown.reference, "")
    benefits = shown.with_columns(
        reference=authorization,
        message=Coded.of(words),
        plan_code=Coded.where(shown["item"] == "Status", shown.plan_code, ""),
    )
    amount = [
        money(cents) if code in "BCG" else ""
        for code, cents in zip(shown.benefit_code, shown.amount.tolist(), strict=True)
    ]  # zero is sent as well: nothing is left
    rows = Rows(
        len(shown),
        {"benefits.share": share, "benefits.amount": amount},
        benefits=benefits,
        entity=Table(
            role=Coded.where(other, "PR", ""),
            entity_type_code=Coded.constant("2", len(shown)),
            family_name=payer.family_name,
            id=payer.payer_id,
        ),
    )
    at = written("271", "2120C", rows, only=other)
    whole = [f"LS*2120{END}{text}LE*2120{END}" if text else "" for text in at]
    return "".join(map("".join, zip(written("271", "2110C", rows), whole, strict=True)))


def _file(
    kind: str, asked: Table, bodies: list[str], answers: list[Table], parties: Parties, envelope: Envelope
) -> str:
    """The file: payer, who asks, each subscriber and dependent with what is asked or answered."""
    level, people = Level(), _people(asked, parties)
    top = level.open("20", 0, True, written(kind, "2100A", Rows(1, payer=asked_payer(parties, asked)))[0])
    names = _names_and_numbers(kind, asked, people, bodies, answers, envelope)
    for npi in dict.fromkeys(asked.npi.keys.tolist()):
        mine = np.flatnonzero(asked.npi.keys == npi)
        provider = Rows(1, provider=asking_provider(parties, asked.npi[mine[:1]]))
        who = level.open("21", top, True, written(kind, "2100B", provider)[0])
        for row in mine.tolist():
            if people.is_self[row]:
                level.open("22", who, False, names.traces[row], names.subscribers[row], bodies[row])
            else:
                holder = level.open("22", who, True, names.subscribers[row])
                level.open("23", holder, False, names.traces[row], names.patients[row], bodies[row])
    body = _head(kind, envelope) + "".join(level.parts)
    return interchange([transaction_set(kind, 1, body)], kind, envelope)


def _head(kind: str, envelope: Envelope) -> str:
    head = Rows(
        1,
        {
            "set.purpose": "13" if kind == "270" else "11",
            "set.reference": f"{envelope.control_number:09d}0001",
            "set.date": envelope.date,
            "set.time": envelope.time,
        },
    )
    return written(kind, "ST", head, {"ST": [""]})[0]


class Names(NamedTuple):
    """What stands at each question: its number, the subscriber's and the dependent's name."""

    traces: list[str]
    subscribers: list[str]
    patients: list[str]


def _names_and_numbers(
    kind: str, asked: Table, people: "People", bodies: list[str], answers: list[Table], envelope: Envelope
) -> Names:
    unknown = [kind == "271" and not body for body in bodies]
    at_subscriber = [not_found and same for not_found, same in zip(unknown, people.is_self.tolist(), strict=True)]
    whose = ("1", envelope.sender) if kind == "270" else ("2", envelope.receiver)
    return Names(
        [f"TRN*{whose[0]}*{text}*9{whose[1][:9].ljust(9, '0')}{END}" for text in texts("t", {}, asked.trace)],
        _names(kind, "C", people.subscribers, answers, at_subscriber),
        _names(kind, "D", people.patients, answers, unknown),
    )


class People(NamedTuple):
    """Who holds the policy and who is asked about, with names, address, birth, sex, member id, group and relation."""

    subscribers: Table
    patients: Table
    is_self: np.ndarray


def _people(asked: Table, parties: Parties) -> People:
    cover = taken(parties.coverages, find_in(parties.coverages.coverage_key, asked.coverage_key))
    is_self = (cover.relationship_code == "self") | cover.relationship_code.is_missing
    patient = taken(parties.patients, find_in(parties.patients.patient_key, asked.patient_key))
    holder = taken(
        parties.patients,
        find_in(parties.patients.patient_key, np.where(is_self, asked.patient_key, cover.subscriber_patient_key)),
    )
    keep = (*NAMES, "birth_date", "sex_code")
    common = {"entity_type_code": Coded.constant("1", len(asked)), "asked_date": asked.asked_date}
    return People(
        holder.select(*keep).with_columns(member_id=cover.member_id, group_number=cover.group_number, **common),
        patient.select(*keep).with_columns(relationship=cover.relationship_code, **common),
        is_self,
    )


def _names(kind: str, letter: str, people: Table, answers: list[Table], unknown: list[bool]) -> list[str]:
    """2100C (subscriber) or 2100D (dependent) of each question, with an AAA for whom the payer does not know."""
    role = "subscriber" if letter == "C" else "patient"
    if kind == "271":
        people = people.with_columns(
            plan_start_date=_plan_days(answers, "start_date"), plan_end_date=_plan_days(answers, "end_date")
        )
    people = people.with_columns(sex_code=Coded.where(np.isnat(people.birth_date), "", people.sex_code))
    ready = {"AAA": [NOT_FOUND * one for one in unknown]} if kind == "271" else {}
    if letter == "C":
        ready["INS"] = [f"INS*Y*18{END}" if kind == "271" else ""] * len(people)
    rows = Rows(len(people))
    rows.roles[role] = people
    return written(kind, f"2100{letter}", rows, ready)


def _plan_days(answers: list[Table], column: str) -> np.ndarray:
    """When the plan of each person begins or ends."""
    spans = [one.take((one["item"] == "Coverage") & (one.benefit_code == "1")) for one in answers]
    return np.array([one[column][0] if len(one) else "NaT" for one in spans], "datetime64[D]")
