"""Questions to a payer and its answers: coverage (270, 271) and what became of a claim (276, 277), from tables.

Every question is one person's: payer > who asks > (provider) > subscriber > dependent. A 271 says what the payer
covers, a 277 what became of a claim; neither is a promise to pay nor a remittance. Not written: procedures with
modifiers in a 270, benefit periods of visits (HSD), lines in a 276.
"""

import numpy as np

from sim.edi.grammar.element_forms import money, texts
from sim.edi.grammar.text_joins import rows_of, rows_of_texts, taken
from sim.edi.writer.parties import NAMES, Parties
from sim.edi.writer.writer import END, Envelope, Rows, interchange, transaction_set, written
from sim.ground.coded import Coded
from sim.ground.table import Table

NOT_FOUND = f"AAA*N**75*C{END}"  # no member found by these names and numbers; mend and ask again


class Level:
    """Numbers of the levels of a set, counted as they are written."""

    def __init__(self):
        self.count, self.parts = 0, []

    def open(self, kind: str, above: int, has_levels: bool, *loops: str) -> int:
        """Write an HL and what stands in its level; its number."""
        self.count += 1
        self.parts.append(f"HL*{self.count}*{above or ''}*{kind}*{int(has_levels)}{END}{''.join(loops)}")
        return self.count


def write_270(asked: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of questions about coverage to one payer. asked, a row a question: patient_key, coverage_key,
    payer_code, asked_date, trace, npi (who asks), procedure_code (empty: the whole plan). The subscriber is the one of
    the coverage, else the patient."""
    rows = _people(asked, parties)
    eq = [f"EQ**HC{':' + code}{END}" if code else f"EQ*30{END}" for code in asked.procedure_code.texts().tolist()]
    return interchange([_coverage("270", asked, rows, eq, parties, envelope)], "270", envelope) if len(asked) else ""


def write_271(asked: Table, benefits: Table, parties: Parties, envelope: Envelope) -> str:
    """One interchange of answers. asked: as for write_270; benefits: table eligibility_benefits of these patients,
    payer and days, in their order.

    What belongs to the person (member id, relation, group, plan's days) stands at the name, all else as one EB each; an
    unknown person gets an AAA.
    """
    if not len(asked):
        return ""
    rows = _people(asked, parties)
    told = [_mine(benefits, asked, row) for row in range(len(asked))]
    return interchange(
        [_coverage("271", asked, rows, [_told(one, parties) for one in told], parties, envelope, told)], "271", envelope
    )


def _mine(benefits: Table, asked: Table, row: int) -> Table:
    return benefits.take(
        (benefits.patient_key == asked.patient_key[row]) & (benefits.asked_date == asked.asked_date[row])
    )


def is_of_the_person(benefits: Table) -> np.ndarray:
    """Rows that say who the member is and when the plan runs; they stand at the name and not in an EB."""
    return (benefits.benefit_code == "1") & (benefits["item"] != "Status")


def _told(told: Table, parties: Parties) -> str:
    """The EB loops of one answer; empty where the payer does not know the person."""
    told = told.take((told.coverage_key >= 0) & ~is_of_the_person(told))
    if not len(told):
        return ""
    other = told.benefit_code == "R"
    payer = taken(parties.payers, np.where(other, rows_of_texts(parties.payers.payer_code, told.reference), -1))
    words = [
        f"{item} = {value}"[:264]
        for item, value in zip(told["item"].texts().tolist(), told.value.texts().tolist(), strict=True)
    ]
    share = [f"{number / 100:.4f}".rstrip("0") if number else "" for number in told.percent.tolist()]
    approval = Coded.where(told.benefit_code == "CB", told.reference, "")
    shown = told.with_columns(
        reference=approval, message=Coded.of(words), plan_code=Coded.where(told["item"] == "Status", told.plan_code, "")
    )
    amount = [
        money(cents) if code in "BCG" else ""
        for code, cents in zip(told.benefit_code, told.amount.tolist(), strict=True)
    ]  # nothing left is said
    rows = Rows(
        len(told),
        {"benefits.share": share, "benefits.amount": amount},
        benefits=shown,
        entity=Table(
            role=Coded.where(other, "PR", ""),
            entity_type_code=Coded.constant("2", len(told)),
            family_name=payer.family_name,
            id=payer.payer_id,
        ),
    )
    at = written("271", "2120C", rows, only=other)
    whole = [f"LS*2120{END}{text}LE*2120{END}" if text else "" for text in at]
    return "".join(map("".join, zip(written("271", "2110C", rows), whole, strict=True)))


def _coverage(
    kind: str, asked: Table, people: tuple, bodies: list[str], parties: Parties, envelope: Envelope, told=None
) -> str:
    """The set: payer, who asks, each subscriber and dependent with what is asked or answered."""
    level = Level()
    top = level.open("20", 0, True, written(kind, "2100A", Rows(1, payer=_payer(parties, asked)))[0])
    holder, dependent, is_self = people
    unknown = [kind == "271" and not body for body in bodies]
    subscriber = _names(
        kind, "C", holder, told, [mine and same for mine, same in zip(unknown, is_self.tolist(), strict=True)]
    )
    patient = _names(kind, "D", dependent, told, unknown)
    whose = ("1", envelope.sender) if kind == "270" else ("2", envelope.receiver)
    trace = [f"TRN*{whose[0]}*{text}*9{whose[1][:9].ljust(9, '0')}{END}" for text in texts("t", {}, asked.trace)]
    for npi in dict.fromkeys(asked.npi.keys.tolist()):
        mine = np.flatnonzero(asked.npi.keys == npi)
        who = level.open(
            "21", top, True, written(kind, "2100B", Rows(1, provider=_provider(parties, asked.npi[mine[:1]])))[0]
        )
        for row in mine.tolist():
            if is_self[row]:
                level.open("22", who, False, trace[row], subscriber[row], bodies[row])
            else:
                level.open(
                    "23", level.open("22", who, True, subscriber[row]), False, trace[row], patient[row], bodies[row]
                )
    head = Rows(
        1,
        {
            "set.purpose": "13" if kind == "270" else "11",
            "set.reference": f"{envelope.control_number:09d}0001",
            "set.date": envelope.date,
            "set.time": envelope.time,
        },
    )
    return transaction_set(kind, 1, written(kind, "ST", head, {"ST": [""]})[0] + "".join(level.parts))


def _people(asked: Table, parties: Parties) -> tuple[Table, Table, np.ndarray]:
    """(subscribers, patients, is the patient the subscriber) with names, address, birth, sex, member id, group and
    relation.
    """
    cover = taken(parties.coverages, rows_of(parties.coverages.coverage_key, asked.coverage_key))
    is_self = (cover.relationship_code == "self") | cover.relationship_code.is_missing
    patient = taken(parties.patients, rows_of(parties.patients.patient_key, asked.patient_key))
    holder = taken(
        parties.patients,
        rows_of(parties.patients.patient_key, np.where(is_self, asked.patient_key, cover.subscriber_patient_key)),
    )
    keep = (*NAMES, "birth_date", "sex_code")
    common = {"entity_type_code": Coded.constant("1", len(asked)), "asked_date": asked.asked_date}
    return (
        holder.select(*keep).with_columns(member_id=cover.member_id, group_number=cover.group_number, **common),
        patient.select(*keep).with_columns(relationship=cover.relationship_code, **common),
        is_self,
    )


def _names(kind: str, letter: str, people: Table, told, unknown: list[bool]) -> list[str]:
    """2100C (subscriber) or 2100D (dependent) of each question, with an AAA for whom the payer does not know."""
    role = "subscriber" if letter == "C" else "patient"
    if kind == "271":
        rows = [
            next((row for row in one.rows() if row["item"] == "Coverage" and row["benefit_code"] == "1"), {})
            for one in told
        ]
        people = people.with_columns(
            **{
                f"plan_{which}_date": np.array([row.get(f"{which}_date") or "NaT" for row in rows], "datetime64[D]")
                for which in ("start", "end")
            }
        )
    people = people.with_columns(sex_code=Coded.where(np.isnat(people.birth_date), "", people.sex_code))
    ready = {"AAA": [NOT_FOUND * one for one in unknown]} if kind == "271" else {}
    if letter == "C":
        ready["INS"] = [f"INS*Y*18{END}" if kind == "271" else ""] * len(people)
    return written(kind, f"2100{letter}", Rows(len(people), **{role: people}), ready)


def _payer(parties: Parties, asked: Table) -> Table:
    payer = parties.payers.take(rows_of_texts(parties.payers.payer_code, asked.payer_code[:1]))
    return Table(entity_type_code=Coded.of(["2"]), family_name=payer.family_name, payer_id=payer.payer_id)


def _provider(parties: Parties, npi: Coded) -> Table:
    """Who asks: a provider of the parties; a number that nobody knows stands for itself."""
    found = taken(parties.providers, rows_of_texts(parties.providers.npi, npi))
    strange = found.family_name.is_missing
    return Table(
        npi=npi,
        entity_type_code=Coded.where(strange, "2", found.entity_type_code),
        first_name=found.first_name,
        family_name=Coded.where(strange, "Not named", found.family_name),
    )
