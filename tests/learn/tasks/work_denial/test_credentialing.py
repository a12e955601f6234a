"""Denials that rest on the payer's provider file: one rule decides whether what was filed reaches the visit; the
payer's answer, the remedy and the note follow from it. Days counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sim.billing.claims.deadlines import deadline_of
from sim.ground.dates import us_date
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise
from sim.learn.exercises.provider_file import ProviderFile
from sim.learn.grading.marks import Marks
from sim.learn.tasks.work_denial import task
from sim.learn.tasks.work_denial.account_note import right_note
from sim.learn.tasks.work_denial.steps import approved, standing, standing_together

NAMES = [
    "denial_23_new_physician",
    "denial_24_contract_later",
    "denial_25_not_linked",
    "denial_26_taxonomy",
    "denial_27_too_late",
]
REACHES, NEW = "denial_23_new_physician", "denial_27_too_late"


def after(name: str, days: int):
    """The case of an exercise whose application was received so many days after the visit."""
    one = exercise(name)
    return draw_from(replace(one, credentialing=ProviderFile(one.credentialing.about, days)))


def graded(case, **given) -> Marks:
    found = task.grade(task.parse({**task.key(case), **given}), case)
    assert isinstance(found, Marks)
    return found


@pytest.mark.parametrize("name, carc", list(zip(NAMES, ("B7", "B7", "B7", "16", "B7"), strict=True)))
def test_the_payer_says_so_on_every_line(name, carc):
    for variant in (1, 2, 3):
        lines = task.opens(draw(name, variant))["claim"]["remittance"]
        assert lines and all(line["reason"] == f"CO-{carc}" for line in lines)


@pytest.mark.parametrize(
    "days, remedy, fact", [(30, "R_ENROL", "reaches_back"), (31, "R_WRITEOFF", "does_not_reach_back")]
)
def test_medicare_reaches_thirty_days_back_and_no_more(days, remedy, fact):
    """42 CFR 424.521(a): a visit 30 days before the application was received is paid, one 31 days before it is not."""
    case = after(REACHES, days)
    assert task.key(case)["remedy"] == remedy and right_note(case).fact == fact
    assert bool(standing(case).causes) == (remedy == "R_ENROL")


@pytest.mark.parametrize("days, remedy", [(0, "R_ENROL"), (1, "R_WRITEOFF")])
def test_a_contract_reaches_no_day_back(days, remedy):
    assert task.key(after("denial_24_contract_later", days))["remedy"] == remedy


def test_once_the_file_is_updated_the_claim_is_paid():
    done = graded(after(REACHES, 12))
    reply = done.journey["replies"][-1]
    assert done.owed_not_paid_amount == 0 and reply["brings"] > 0 and reply["tone"] == "good"
    late = graded(after(REACHES, 45), remedy="R_ENROL").journey["replies"][-1]
    assert late["tone"] == "bad" and late["brings"] == 0


def test_money_is_owed_only_where_the_file_will_reach():
    assert graded(after(REACHES, 12), remedy="R_NONE").owed_not_paid_amount > 0
    assert graded(after(REACHES, 45)).owed_not_paid_amount == 0


def test_the_last_day_is_that_of_the_reprocessing_and_not_the_filing_limit():
    """Medicare: a clerical error is reopened within a year of the decision (42 CFR 405.980(b)(1)); an HMO of Medicaid:
    its days for a dispute, counted from its answer."""
    case = draw(REACHES, 1)
    served = case.row["service_date"]
    answered = date.fromisoformat(task.opens(case)["claim"]["remittance_date"])
    assert right_note(case).due == str(answered.replace(year=answered.year + 1))
    late = graded(case, due=str(served.replace(year=served.year + 1)))
    assert next(one for one in late.marks if one.where == "due").verdict == "wrong"
    case = draw("denial_26_taxonomy", 1)
    lying = task.opens(case)["claim"]
    last = str(deadline_of("R_RECON", lying["payer_code"], case.row["service_date"], lying["remittance_date"])[0])
    assert right_note(case).due == last and last in {one["date"] for one in lying["deadlines"]}
    assert right_note(draw(NEW, 1)).due == "none"


def test_the_log_tells_facts_and_not_what_follows():
    case = draw(REACHES, 1)
    pairs = dict(task.opens(case)["credentialing"]["pairs"])
    received = case.row["service_date"] + timedelta(12)
    assert pairs["Received by the payer"] == f"{received:%b} {received.day}, {received.year}"
    first = received - timedelta(30)
    assert f"{first:%b} {first.day}, {first.year}" not in str(task.opens(case)["credentialing"])


def test_every_claim_has_a_log_so_that_its_being_there_says_nothing():
    assert dict(task.opens(draw("denial_01_knee", 1))["credentialing"]["pairs"])["Application open"] == "none"


def test_the_log_is_not_older_than_the_answer_it_explains():
    case = draw(NEW, 1)
    words = dict(task.opens(case)["credentialing"]["pairs"])["Enrollment letter"]
    received = case.row["service_date"] + timedelta(45)
    assert f"{received + timedelta(15):%b}" in words and date.fromisoformat(
        task.opens(case)["claim"]["remittance_date"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_today_is_after_every_event_of_the_log_and_days_left_count_from_it(name):
    for variant in (1, 2, 3):
        case = draw(name, variant)
        opened = task.opens(case)
        lying, pairs = opened["claim"], dict(opened["credentialing"]["pairs"])
        today = date.fromisoformat(lying["standing_day"])
        letter = date.fromisoformat(str(approved(case)))
        assert today > max(letter, date.fromisoformat(lying["remittance_date"])) and letter >= case.row["service_date"]
        assert pairs["Today"] == us_date(lying["standing_day"])
        assert all((date.fromisoformat(one["date"]) - today).days == one["days_left"] for one in lying["deadlines"])
        reply = graded(case).journey["replies"][-1]
        assert date.fromisoformat(reply["sent"]) >= today


@pytest.mark.parametrize("name, back", [(REACHES, 0), ("denial_25_not_linked", 30), ("denial_24_contract_later", 0)])
def test_the_letter_tells_the_effective_date_by_the_rule(name, back):
    """An enrollment is effective on the day its application was received (42 CFR 424.520(d)), a reassignment of
    benefits thirty days before it (42 CFR 424.522(a))."""
    case = draw(name, 1)
    first = case.exercise.credentialing.received(case.row["service_date"]) - timedelta(back)
    words = dict(task.opens(case)["credentialing"]["pairs"])["Enrollment letter"]
    assert words == f"approved, dated {us_date(str(approved(case)))}; effective date {us_date(str(first))}"


def test_a_file_that_does_not_reach_is_written_off_by_the_biller():
    case = draw(NEW, 1)
    assert task.key(case)["owner"] == "biller" and graded(case, owner="credentialing").score == 1


def test_what_one_payer_says_of_a_provider_is_said_of_no_other_patient():
    """The worklist answers many claims as one table: the same provider's other patients are paid."""
    here, other = draw(NEW, 1), draw("denial_15_paid_claim", 1)
    together = standing_together([draw_from(exercise(NEW), 2), other, here])
    assert together[1].decided.adjustments.is_denial.sum() == 0


# -- the ways that people try


def test_another_providers_number_is_a_red_line():
    case = draw(REACHES, 1)
    found = graded(case, remedy="R_CORR", changes={"line.1.rendering_npi": "2066719842"})
    mark = next(one for one in found.marks if one.where == "changes")
    assert mark.red_line and mark.error == "borrowed-npi" and found.score < 1


def test_the_patient_is_not_billed():
    found = graded(draw(NEW, 1), remedy="R_PATIENT")
    mark = next(one for one in found.marks if one.where == "remedy")
    assert mark.red_line and mark.error == "patient-billed-for-denial"


@pytest.mark.parametrize(
    "name, given",
    [("about", "line.1"), ("fact", "contract_pays_more"), ("due", "2026-01-01"), ("fact", ""), ("due", "")],
)
def test_each_fact_of_the_note_is_marked_by_itself(name, given):
    """Knee, five items and one wrong: 5 of 6, and no other mark changes."""
    case = draw(NEW, 1)
    found = graded(case, **{name: given})
    wrong = [one.where for one in found.marks if one.verdict not in ("right", "free")]
    assert wrong == [name] and found.score == round(5 / 6, 4)


def test_a_note_is_asked_only_where_the_exercise_says_so():
    plain = draw("denial_01_knee", 1)
    assert "fact" not in {control.name for control in task.form(plain).controls}
    assert graded(plain, fact="filed_late").score == 1 == graded(plain).score


# -- the letter: level, ground, evidence


@pytest.mark.parametrize(
    "change, share",
    [({}, 1.0), ({"ground": "filed_in_time"}, 0.5), ({"evidence": []}, 0.5), ({"level": 2}, 0.5)],
)
def test_each_part_of_a_letter_is_marked_and_told(change, share):
    case = draw("denial_15_paid_claim", 1)
    letter = {**task.key(case)["letter"], **change}
    mark = next(one for one in graded(case, letter=letter).marks if one.where == "letter")
    assert mark.earned == share and mark.message
