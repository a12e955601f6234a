"""Approval asked for afterwards: by the payer's criteria, its days and what the record documents; the number pays on a
corrected claim.
"""

import numpy as np
import pytest

from sim.billing.actions.biller_actions import Action, play
from sim.billing.claims.corrections import one, with_changes
from sim.billing.denials import retro_authorization
from sim.billing.denials.retro_authorization import documented
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_figures import balance_ok, money_of
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.truth import truth_work
from sim.ground import params
from sim.ground.coded import Coded
from sim.ground.deadlines import Limit, limits
from sim.payer.asked.prior_authorization import needs

TWO_MONTHS = Limit(np.array(["2020-01-01"], "datetime64[D]"), np.array([60]), np.array([False]))
ALL_MET = ("imaging_shows_disease", "conservative_care_three_months", "steroid_injection_failed")


@pytest.fixture(scope="module")
def not_asked():
    """A planned injection for which nobody asked the payer before."""
    people, seen = draw_case(7, "hyaluronan_authorization", payer="acme_ppo")
    none = Coded.constant("", 1)
    people = people._replace(authorizations=people.authorizations.take(slice(0, 0)))
    seen = seen.with_columns(prior_authorization_number=none, registered_authorization_number=none)
    return journey(people, seen, truth_work(seen), truth_work(seen))


def _two_months(monkeypatch):
    """The payer's own days, and the deadline that the clinic reads off them."""
    own, told = params.read("retro_authorization_limit"), limits("retro_authorization_limit")
    monkeypatch.setitem(own, "acme_ppo", (TWO_MONTHS.starts, TWO_MONTHS.numbers))
    monkeypatch.setitem(told, "acme_ppo", TWO_MONTHS)


@pytest.fixture
def time_to_ask(monkeypatch):
    """A payer that can be asked for two months: those of ours answer the claim after their days are over."""
    _two_months(monkeypatch)


def test_granted_the_number_pays_on_a_corrected_claim(not_asked, time_to_ask, monkeypatch):
    monkeypatch.setattr(retro_authorization, "documented", lambda text: ALL_MET)
    before, asked = not_asked, play(not_asked, [Action("R_AUTH")])
    reply, rows = asked.replies[0], asked.journey.people.authorizations.rows()
    assert [(row["decision_code"], row["requested_date"]) for row in rows] == [("approved", reply.sent.item())]
    number = rows[0]["authorization_number"]
    assert (
        (reply.tone, reply.brings) == ("good", 0)
        and number in reply.words
        and reply.answered > reply.sent
        and len(asked.journey.claims.claims) == 1
    )
    assert (
        asked.journey.repair.remedy == "R_CORR"
        and asked.journey.repair.pays
        and asked.journey.causes[0].desk == "front desk"
    )
    content = with_changes(one(before.claims, before.shown), {"claim.prior_authorization_number": number})
    played = play(not_asked, [Action("R_AUTH"), Action("R_CORR", content)])
    assert (
        played.replies[1].tone == "good"
        and played.replies[1].brings > 0
        and money_of(played.journey)["owed_not_paid"] == 0
        and balance_ok(played.journey)
    )
    invented = with_changes(one(before.claims, before.shown), {"claim.prior_authorization_number": "PA00000001"})
    assert play(not_asked, [Action("R_AUTH"), Action("R_CORR", invented)]).replies[1].brings == 0


def test_refused_with_the_criterion_that_the_record_does_not_document(not_asked, time_to_ask):
    played = play(not_asked, [Action("R_AUTH")])
    reply = played.replies[0]
    assert (
        reply.title == "Not authorized."
        and needs()["imaging_shows_disease"]["label"] in reply.words
        and needs()["steroid_injection_failed"]["label"] not in reply.words
    )
    assert not len(played.journey.people.authorizations)


def test_too_late_is_told_with_the_last_day(not_asked, monkeypatch):
    monkeypatch.setattr(retro_authorization, "documented", lambda text: ALL_MET)
    assert play(not_asked, [Action("R_AUTH")]).replies[0].title == "Too late."


def test_nothing_to_approve_and_one_that_is_there(monkeypatch):
    people, seen = draw_case(7, "hypertension_kidney", payer="acme_ppo")
    made = journey(people, seen, truth_work(seen), truth_work(seen))
    assert play(made, [Action("R_AUTH")]).replies[0].title == "Too late."
    _two_months(monkeypatch)
    assert play(made, [Action("R_AUTH")]).replies[0].title == "No authorization needed."
    people, seen = draw_case(7, "hyaluronan_authorization", payer="acme_ppo")
    made = journey(people, seen, truth_work(seen), truth_work(seen))
    assert play(made, [Action("R_AUTH")]).replies[0].title == "There is one already."


@pytest.mark.parametrize("need", list(needs()))
def test_every_fact_has_words_by_which_it_is_found_and_no_denial_of_it_counts(need):
    for words in needs()[need]["record_words"].split("|"):
        assert need in documented(f"Seen today. {words} the knee.") and need not in documented(f"There was no {words}.")
