"""A reason is stated only when it was checked: every variant of every scenario, with codes too many and codes in the
place of others, and for each reason an independent look at the chart. The patterns below are not those of the grader.
"""

import csv
import re
from functools import cache

import numpy as np
import pytest
from a_share import of_scenarios

from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.chart import documents, text
from sim.clinic.visits.truth import perfect, truth
from sim.ground.files import find
from sim.learn.exercises.coded_answer import Answer, Row, answer_of
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.anticipated_errors import anticipated
from sim.learn.grading.checked_reasons import Basis, checked
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.optional_codes import with_optional
from sim.learn.lint.scenario_settings import any_row, picks
from sim.reference.code_checks import check_codes

DIAGNOSES = {  # code -> how a chart may speak of it, as broad as can be
    "I10": r"hypertens|\bhtn\b|\bbps?\b|(?<!w/ )(?<!watch the )pressure(?! dressing)",
    "E11.9": r"diabet|\bt?2?dm2?\b|sugar|metformin|a1c",
    "E78.5": r"lipid|cholest|statin|ldl",
    "K21.9": r"reflux|gerd|heartburn",
    "M10.9": r"gout",
    "H40.9": r"glaucom",
    "J45.909": r"asthma",
    "J30.9": r"rhinit|allerg|hay",
    "G43.909": r"migrain",
    "J18.9": r"pneumon",
    "J20.9": r"bronchit",
    "J02.0": r"strep",
    "J10.1": r"\bflu\b|influenz",
    "U07.1": r"covid|sars",
    "F32.A": r"depress|phq|mood",
    "F41.9": r"anxi",
    "E03.9": r"thyro|tsh",
    "D64.9": r"anemi",
    "N18.9": r"kidney|ckd|renal|egfr",
    "N39.0": r"\buti\b|urinary",
    "I48.91": r"fibrillat|\baf\b",
    "I50.9": r"heart failure|chf",
    "M81.0": r"osteopor",
    "L30.9": r"eczema|dermatit",
    "S06.0X0A": r"concuss",
    "B07.9": r"wart",
    "R05.9": r"cough",
    "R05.1": r"cough",
    "R50.9": r"fever|\bfebrile|\bt 10\d",
    "R11.10": r"vomit",
    "R11.2": r"vomit|nause",
    "R19.7": r"diarrh|(loose|watery) stools",
    "R06.02": r"short of breath|\bsob\b|dyspn",
    "R06.2": r"wheez",
    "R06.1": r"stridor",
    "R07.9": r"chest pain|\bcp\b|chest",
    "R51.9": r"headache|\bha\b",
    "R42": r"dizz|vertigo",
    "R53.83": r"tired|fatigue",
    "R21": r"rash",
    "R30.0": r"dysur|burning",
    "R41.0": r"confus|disorient",
    "R40.0": r"drows|somnol|tired|answers slowly",
    "M54.2": r"neck",
    "R63.0": r"appetite|eats little|anorex",
    "R68.12": r"fuss",
    "W26.0XXA": r"knife|cutter",
    "W08.XXXA": r"couch|sofa|\btable|\bcounter\b|furniture",
    "W10.1XXA": r"curb",
    "W18.30XA": r"\bfall|\bfell|\bslip|\btrip",
    "X99.1XXA": r"assault|stab|attack",
    "X50.0XXA": r"lift|strain|overexert",
    "Y92.010": r"kitchen",
    "Y92.039": r"apartment|condo",
    "Y92.480": r"curb|sidewalk",
    "Y93.G1": r"chopp|cook|food prep|slic|cutting",
    "Y93.H2": r"weed|mulch|garden|clearing brush|lawn",
    "Y99.0": r"at work|on the job|shift",
    "Y99.8": r"home|curb|party|playing|kitchen|school|garden|leisure|house",
    "Z20.818": r"strep|expos|contact w",
    "Z20.822": r"covid|contact w|expos",
    "Z79.01": r"warfarin|apixaban|anticoag|coumadin",
    "Z79.4": r"insulin|glargine|lantus|lispro",
    "Z79.51": r"budesonide|fluticasone|inhaled|beclometh|mometasone",
    "Z79.84": r"metformin|glipizide|gliptin|gliflozin|glimepiride|oral hypogly|pioglit",
    "Z79.899": r"lisinopril|losartan|amlodipine|statin|levothyroxine|omeprazole|propranolol|thyroid pills|metoprolol",
    "Z79.82": r"aspirin|\basa\b",
    "Z87.891": r"tobacco|smok|quit|nicot|former",
    "Z88.0": r"penicillin|\bpcn\b",
    "Z90.49": r"append|cholecyst|gallbladder",
    "Z96.641": r"hip replacement",
}
SERVICES = {
    "71046": r"film|x-?ray|chest, pa|radiogr",
    "73610": r"film|x-?ray|views|radiogr",
    "93000": r"\becg\b|\bekg\b|electrocard",
    "94640": r"neb",
    "94760": r"\boxim|spo2|\bsats?\b",
    "36415": r"venip|drawn|blood taken|tubes?\b.*\b(lab|vein)|(lab|vein).*tubes?\b",
    "81003": r"urine|\bdip|\bua\b",
    "87880": r"strep",
    "87804": r"flu\b|influenza",
    "83036": r"a1c",
    "84443": r"tsh|thyroid",
    "85025": r"\bcbc\b|blood count",
    "80061": r"lipid",
    "96372": r"\bim\b|\bsc\b|\bsq\b|subcut|subq|inject|shot",
    "96374": r"\biv\b|push",
    "96360": r"\biv\b|infus|hydrat|\bns\b",
    "20610": r"inject|aspir|arthrocent",
    "17110": r"cryo|nitrogen|frozen|freez|destr|curett",
    "12001": r"sutur|nylon|closure|closed with|stap|stitch|adhes|glue|repair",
    "10060": r"i&d|incis|drain|absc|boil",
    "69210": r"cerumen|wax",
    "29515": r"splint",
    "99406": r"tobacco|smok|quit",
    "90715": r"tdap|tetanus",
    "90471": r"vaccin|vis\b|tdap|immuniz",
    "J1885": r"ketorolac|toradol",
    "J0696": r"ceftriax|rocephin",
    "J3301": r"triamcin|kenalog",
    "J1100": r"dexameth|decadron",
    "J7613": r"albuterol",
    "J8540": r"dexameth|decadron",
    "S0119": r"ondans|zofran",
    "J2405": r"ondans|zofran",
}
VISITS = ("99213", "99203", "99395")
NEGATION = r"\b(no|not|never|none|nor|denie[sd]|without|w/o|neg|negative|doubt|free|resolved|detected|absent)\b"
DOUBT = r"probabl|possibl|suspect|likely|r/o|rule out|\?|questionable|may (still )?be|\bvs\b"
CARRIED = r"imported|copied|carried|template|not reviewed|not reconciled|auto-populated|patient-entered|\(list"
CLAIMS = {
    "diagnosis-not-addressed",
    "uncertain-diagnosis-coded",
    "symptom-with-cause",
    "service-not-done",
    "unbundled-service",
    "unsupported-modifier-25",
    "unsupported-separate-visit",
    "diagnosis-not-documented",
    "payer-form",
}


def sentences(chart, pattern):
    """(section, line, sentence) of every sentence that matches."""
    for document in chart:
        for section, lines in document.sections.items():
            for line in lines:
                for part in re.split(r"[;\n]|\.(?!\d)", line):
                    if re.search(pattern, part, re.I):
                        yield section, line, part


def is_list(section, line):
    return section in ("pmh", "problems", "ros") or bool(re.search(CARRIED, line))


def of_earlier_care(chart, section, line):
    """Is a line told by a list, or by a document of another visit alone?"""
    here = [document for document in chart if line in document.sections.get(section, ())]
    return is_list(section, line) or not any(document.is_of_visit for document in here)


@cache
def ncci():
    rows = (row for row in find("data/edits/ptp.csv").read_text(encoding="utf-8").splitlines() if row[:1] != "#")
    return {(row["column_1"], row["column_2"]) for row in csv.DictReader(rows)}


def untrue(found, code, known, chart, pattern):
    """What is not so about a reason, looked up by another way than the grader's; empty for a true one."""
    whole = text(chart)
    shown = [proof.text for proof in found.evidence]
    spoken = list(sentences(chart, pattern))
    others = [dx.code for dx in known.diagnoses]
    said = {one["finding"] for other in others for one in check_codes([other, code])} - {"order"}
    holds = {
        Basis.KEY: True,
        Basis.RULE: True,
        Basis.ABSENT: not spoken,
        Basis.DENIED: shown and all(re.search(NEGATION, one, re.I) for one in shown),
        Basis.UNCERTAIN: shown and all(re.search(DOUBT, one, re.I) for one in shown),
        Basis.LISTED: spoken and all(of_earlier_care(chart, section, line) for section, line, _ in spoken),
        Basis.DISEASE: said & {"symptom of the disease", "excluded together"} or code.startswith("Z20"),
        Basis.PAIR: any((service.code, code) in ncci() for service in known.services),
    }[found.basis]
    return "" if holds and all(one in whole for one in shown) else f"{code}: {found.basis.name}: {shown or spoken}"


def variants(per=4):
    random = np.random.default_rng(20261130)
    for one in map(scenario, of_scenarios(24)):
        found = picks(one)
        for place in sorted(random.choice(len(found), min(per, len(found)), replace=False).tolist()):
            yield one, any_row(one, found[place]), random


def judged(one, row, answer):
    chart, known = documents(one, row, asked=True), truth(one, row)
    expected = anticipated(one, row, [known])
    foreseen = {code for error in expected.traps for code in (error.code, error.sent_code)}
    known = with_optional(known, answer.diagnoses, chart, foreseen)
    return known, chart, expected.traps, compare(answer, known, expected.exchanges)


def test_every_reason_for_a_diagnosis_too_many_is_true():
    codes, seen, faults = np.array(list(DIAGNOSES)), [], []
    for one, row, random in variants():
        right = answer_of(perfect(truth(one, row)))
        for code in random.choice(codes, 24, replace=False).tolist():
            if code in right.diagnoses or len(right.diagnoses) > 11:
                continue
            known, chart, traps, met = judged(one, row, Answer((*right.diagnoses, code), right.services))
            for difference in met.differences:
                if difference.error in traps or difference.error.code != code:
                    continue
                found = checked(difference, known, chart)
                faults.append(untrue(found, code, known, chart, DIAGNOSES[code]))
                mark = feedback.wrong(difference, known, chart)
                faults += [f"{code}: {mark.error}"] * (mark.error in CLAIMS and found.basis is Basis.KEY)
                seen.append(found.basis)
            for free in met.free:
                if free.item.code == code and code not in {dx.code for dx in truth(one, row).diagnoses}:
                    (proof,) = free.item.evidence
                    here = [spot for spot in sentences(chart, DIAGNOSES[code]) if proof.text in spot[1]]
                    is_said = here and not any(is_list(section, line) for section, line, _ in here)
                    is_denied = re.search(rf"{NEGATION}.*?({DIAGNOSES[code]})", proof.text, re.I)
                    faults += [f"{code}: optional: {proof.text}"] * (not is_said or bool(is_denied))
                    seen.append("optional")
    assert sorted({*faults} - {""}) == []
    assert len(seen) > 1_000
    assert {"optional", Basis.ABSENT, Basis.LISTED, Basis.DISEASE, Basis.DENIED, Basis.UNCERTAIN} <= {*seen}


def test_every_reason_for_a_service_too_many_is_true():
    codes, seen, faults = np.array([*SERVICES, *VISITS]), [], []
    for one, row, random in variants():
        right = answer_of(perfect(truth(one, row)))
        for code in random.choice(codes, 12, replace=False).tolist():
            if code in {line.code for line in right.services}:
                continue
            sent = Answer(right.diagnoses, (*right.services, Row(code, (), 1, (1,) * bool(right.diagnoses))))
            known, chart, traps, met = judged(one, row, sent)
            for difference in met.differences:
                if difference.error in traps or difference.error.code != code:
                    continue
                found = checked(difference, known, chart)
                faults.append(untrue(found, code, known, chart, SERVICES.get(code, r"(?!)")))
                assert found.basis is not Basis.ABSENT or code not in VISITS
                mark = feedback.wrong(difference, known, chart)
                faults += [f"{code}: {mark.error}"] * (mark.error in CLAIMS and found.basis is Basis.KEY)
                seen.append(found.basis)
    assert sorted({*faults} - {""}) == []
    assert len(seen) > 500 and {Basis.ABSENT, Basis.PAIR, Basis.KEY} <= set(seen)


def test_every_reason_for_a_diagnosis_in_the_place_of_another_is_true():
    codes, seen, faults = np.array(list(DIAGNOSES)), [], []
    for one, row, random in variants(2):
        right = answer_of(perfect(truth(one, row)))
        for code in random.choice(codes, 24, replace=False).tolist():
            if code in right.diagnoses or not right.diagnoses:
                continue
            known, chart, traps, met = judged(one, row, Answer((code, *right.diagnoses[1:]), right.services))
            for difference in met.differences:
                if difference.error in traps or code not in (difference.error.code, difference.error.sent_code):
                    continue
                found = checked(difference, known, chart)
                faults.append(untrue(found, code, known, chart, DIAGNOSES[code]))
                mark = feedback.wrong(difference, known, chart)
                faults += [f"{code}: {mark.error}"] * (mark.error in CLAIMS and found.basis is Basis.KEY)
                seen.append(found.basis)
    assert sorted({*faults} - {""}) == []
    assert len(seen) > 300


@pytest.mark.parametrize("kind", sorted(CLAIMS))
def test_a_kind_that_claims_something_is_a_kind_of_the_closed_list(kind):
    assert kind in error_kinds.kinds()
