"""What a payer knows beside coverage: closed lists, spans, payers, and the approval that fits best."""

from pathlib import Path

import numpy as np
import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.payer.rulebook.catalogue import policies
from sim.payer.engine.engine import settled
from sim.payer.examples.example_claims import known, tables
from sim.payer.examples.example_table import Row


def view(*rows):
    """The lines of some example rows, as a policy sees them."""
    given = tuple(Row(row, ("no",), "here") for row in rows)
    decisions = settled(*tables(given)[:4], known(given))
    return decisions.view(np.arange(len(decisions.batch.claims)))


def one(**cells):
    return {"payer": "acme_ppo", **cells}


def test_a_fact_holds_on_its_first_and_last_day_and_for_its_own_patient():
    lines = view(
        *(
            one(service_date=day, member_fact="hospice:2026-05-01..2026-05-31")
            for day in ("2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01")
        ),
        one(service_date="2026-05-10", member_fact="-"),
    )
    assert lines.fact("hospice").tolist() == [False, True, True, False, False]
    assert np.isnat(lines.fact_start("hospice")).tolist() == [True, False, False, True, True]


def test_amount_and_reference_are_those_of_the_fact_in_force():
    lines = view(one(member_fact="spend-down:2026-05-01..:120.00+name_on_file=Miller-Synth"), one(member_fact="-"))
    assert lines.fact_amount("spend-down").tolist() == [12_000, 0]
    assert lines.fact_reference("name on file").texts().tolist() == ["Miller-Synth", ""]


def test_a_fact_of_another_payer_is_not_known_and_one_without_a_payer_is():
    given = tuple(Row(one(member_fact="hospice"), ("no",), "here") for _ in range(3))
    records = known(given)
    facts = records["member_facts"]
    changed = facts.with_columns(payer_code=type(facts.payer_code).of(["acme_ppo", "medicare_part_b", ""]))
    decisions = settled(*tables(given)[:4], {**records, "member_facts": changed})
    assert decisions.view(np.arange(3)).fact("hospice").tolist() == [True, False, True]


@pytest.mark.parametrize("table", ["member_facts", "provider_facts"])
def test_a_fact_outside_the_closed_list_is_refused(table):
    given = tuple(
        Row(one(member_fact="hospice", provider_fact="rendering:may_not_refer"), ("no",), "here") for _ in range(1)
    )
    records = known(given)
    wrong = records[table].with_columns(fact=type(records[table].fact).of(["hopsice"]))
    with pytest.raises(CleanClaimError, match="hopsice"):
        decisions = settled(*tables(given)[:4], {**records, table: wrong})
        lines = decisions.view(np.arange(1))
        lines.fact("hospice"), lines.provider_fact("rendering_npi", "enrolled")
    with pytest.raises(CleanClaimError):
        view(one()).fact("hopsice")


def test_a_provider_without_rows_is_enrolled_and_one_with_rows_on_their_days():
    lines = view(
        one(provider_fact="rendering:enrolled:2026-05-04.."),
        one(rendering_npi="2511772032"),
        one(service_date="2026-05-03"),
    )
    assert lines.provider_fact("rendering_npi", "enrolled").tolist() == [True, True, False]
    assert not lines.provider_fact("rendering_npi", "out of network").any()


def test_the_row_that_fits_best_under_a_number_is_taken():
    both = "AB12:J7325:2026-05-01..2026-05-31:approved:2+AB12:20610:2026-01-01..2026-01-31:denied:0"
    lines = view(
        *(
            one(code=code, prior_authorization_number=number, authorization=both)
            for code, number in (
                ("J7325", "AB12"),
                ("20610", "AB12"),
                ("99213", "AB12"),
                ("99213", "XY99"),
                ("99213", "-"),
            )
        )
    )
    found = lines.authorization
    assert found.is_known.tolist() == [True, True, True, False, False]
    assert found.is_for_code.tolist() == [True, True, False, False, False]
    assert found.is_in_span.tolist() == [True, False, True, False, False]
    assert found.is_denied.tolist() == [False, True, False, False, False]
    assert found.most_units.tolist() == [2, 0, 2, 0, 0]


def test_units_used_are_those_of_the_claim_and_of_earlier_ones():
    same = one(
        code="20610",
        modifiers="RT",
        prior_authorization_number="AB12",
        authorization="AB12:20610:2026-05-01..2026-05-31:approved:3",
    )
    lines = view(
        {**same, "claim": "1a", "units": "2"},
        {**same, "claim": "1b", "service_date": "2026-05-11"},
        {**same, "claim": "1c", "service_date": "2026-05-12"},
        {**same, "claim": "2"},
    )
    assert lines.units_used(lines.authorization).tolist() == [2, 3, 4, 1]


def test_a_claim_sent_as_first_under_the_second_coverage_is_told_while_the_first_is_in_force():
    days = ("2026-05-31", "2026-06-01")
    given = tuple(
        Row(
            {
                "payer": "acme_ppo",
                "claim": f"{number}",
                "service_date": day,
                "coverage_order": "2",
                "payer_sequence_code": turn,
            },
            ("no",),
            "here",
        )
        for number, (day, turn) in enumerate([(day, turn) for day in days for turn in ("-", "S")], 1)
    )
    claims, lines, coverages, past, _ = tables(given)
    first = coverages.with_columns(
        coverage_key=coverages.coverage_key + 1,
        coverage_order=coverages.coverage_order - 1,
        coverage_end_date=np.full(len(coverages), np.datetime64("2026-05-31")),
    )
    from sim.ground.table import Table

    decisions = settled(claims, lines, Table.concat([coverages, first]), past)
    causes = [decisions.schedule.policies[number] if number >= 0 else "" for number in decisions.cause]
    assert causes == ["other_payer_first", "primary_answer_missing", "", "primary_answer_missing"]


def test_every_fact_names_the_policies_that_read_it():
    for name in ("member_facts", "provider_facts"):
        for row in read_csv(find(f"data/codes/{name}.csv")):
            for used in row["used_by"].split(";"):
                file = Path(policies()[used].ask.__code__.co_filename)
                assert f'"{row["fact"]}"' in file.read_text(encoding="utf-8"), (row["fact"], used)
