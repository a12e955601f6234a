"""Answers about coverage (271) and claims (277) as tables of the dictionary.

Keys count from 1 in the order of the file; what only our own payers know (a coverage's key, what to correct) is not on
the wire.
"""

from sim.edi.reader.frame import Frame
from sim.edi.reader.plain_inquiries import benefit, is_asked_about, person, statuses_of
from sim.edi.reader.plain_values import day_of
from sim.ground.coded import Coded
from sim.ground.table import Table


def benefits(frames: list[Frame]) -> Table:
    """Table[eligibility_benefits] of the answers of a 271, patient_key counted from 1; what stands at the name comes as
    rows of the same kind.
    """
    rows = []
    for key, frame in enumerate((one for one in frames if is_asked_about(one)), 1):
        who = person(frame)
        same = {
            "patient_key": key,
            "coverage_key": key,
            "payer_code": frame.get("payer.payer_id"),
            "asked_date": who["asked_date"],
            "member_id": who["member_id"],
        }
        if frame.lists.get("aaa"):
            rows.append({**same, "coverage_key": -1, "benefit_code": "6", "item": "Status", "value": "not known"})
        found = [benefit(one) for one in frame.of("benefit")]
        plan = next((one["plan_code"] for one in found if one["plan_code"]), "")
        rows += [
            {
                **{name: value for name, value in one.items() if name not in ("message", "other")},
                **same,
                "plan_code": plan,
            }
            for one in found
        ]
    return Table.from_rows("eligibility_benefits", rows)


def statuses(frames: list[Frame]) -> Table:
    """Table[claim_statuses] of the claims of a 277 (line 0) and their lines, with `patient_control_number` beside; the
    first STC of each counts.
    """
    rows, own = [], []
    for key, frame in enumerate(frames, 1):
        for place, one in enumerate([frame, *frame.of("line")]):
            if found := statuses_of(one):
                rows.append(
                    {
                        "claim_key": key,
                        "claim_line_number": place,
                        "payer_code": frame.get("payer.payer_id"),
                        "asked_date": day_of(frame.get("set.date")),
                        "payer_claim_number": frame.values.get("claims.payer_claim_number", ""),
                        **found[0],
                    }
                )
                own.append(frame.values.get("claims.patient_control_number", ""))
    return Table.from_rows("claim_statuses", rows).with_columns(patient_control_number=Coded.of(own))
