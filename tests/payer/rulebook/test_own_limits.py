"""A payer's own limits and price list stand in its own file; what a user adds leaves the other payers as they are."""

import numpy as np
import pytest

from sim.ground.deadlines import last_days
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, forget
from sim.ground.params import param_value
from sim.payer.asked.price import price
from sim.payer.rulebook.payers import payer_of
from sim.verbs import simulate

ON = "2026-06-01"
LIMITS = """
[limits]
filing_limit = 60
appeal_limit = { value = 45, cite = "provider contract, appeals" }
correction_limit = [{ value = 30 }, { value = 20, from = 2026-05-01 }]
takes_replacement_claims = false
cite = "provider contract"
"""
FEES = """
[[fee]]
code = "99213"
amount = 92.50
[[fee]]
code = "99213"
amount = "95.00"
from = 2026-07-01
cite = "amendment 2"
[[fee]]
code = "71046"
amount = 40.00
[[fee]]
code = "71046"
modifier = "26"
amount = 11.25
[[fee]]
code = "71046"
modifier = "26"
place = "22"
amount = 10.00
[[fee]]
code = "20610"
amount = 80.00
[[fee]]
code = "J3301"
amount = 2.10
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes a file into an empty folder of the user's own: own("data/payers/mine.toml", text)."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))

    def write(path: str, text: str):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        forget()
        return tmp_path / path

    return write


def acme(more: str) -> str:
    """Acme PPO's file as a clinic would copy it, with its limits exchanged or with more."""
    head, _, rest = find("data/payers/acme_ppo.toml").read_text(encoding="utf-8").partition("[limits]")
    return (head + rest[rest.index("\n\n") :] if "[limits]" in more else f"{head}[limits]{rest}") + more


def test_a_payer_that_was_copied_keeps_its_limits(own):
    own("data/payers/mine.toml", acme(""))
    assert param_value("filing_limit", "mine", ON) == 90


def test_limits_are_of_this_payer_alone(own):
    own("data/payers/mine.toml", acme(LIMITS))
    found = {name: param_value(name, "mine", ON) for name in ("filing_limit", "appeal_limit", "correction_limit")}
    assert found == {"filing_limit": 60, "appeal_limit": 45, "correction_limit": 20}
    assert param_value("correction_limit", "mine", "2026-04-30") == 30
    assert param_value("takes_replacement_claims", "mine", ON) == 0
    assert param_value("takes_replacement_claims", "acme_ppo", ON) == 1
    assert param_value("filing_limit", "acme_ppo", ON) == 90 and param_value("filing_limit", "medicaidcare", ON) == 180


def test_days_of_ones_own_replace_the_years_that_ship(own):
    own(
        "data/payers/medicare_part_b.toml",
        find("data/payers/medicare_part_b.toml").read_text(encoding="utf-8")
        + '\n[limits]\nfiling_limit = 90\ncite = "an exercise"\n',
    )
    served = np.array(["2026-05-01"], "datetime64[D]")
    assert last_days("filing_limit", "medicare_part_b", served, served).astype(str).tolist() == ["2026-07-30"]


def test_a_parameter_file_of_ones_own_adds(own):
    own(
        "data/params/sequestration.toml",
        'meaning = "x"\nunit = "parts per million"\n'
        '[[value]]\npayer = "mine"\nfrom = 2026-01-01\nvalue = 5\ncite = "c"\n',
    )
    assert (
        param_value("sequestration", "mine", ON) == 5 and param_value("sequestration", "medicare_part_b", ON) == 20000
    )


@pytest.mark.parametrize(
    "text, said",
    [
        ("filing_limit = 90", "cite: found none"),
        ('filing_limit = 90.5\ncite = "c"', "filing_limit, value: found 90.5"),
        ('filing_limits = 90\ncite = "c"', "write 'filing_limit'"),
        ('filing_limit = 90\nfiling_limit_years = 1\ncite = "c"', "days and years"),
        ('filing_limit = [{ value = 90 }, { value = 60 }]\ncite = "c"', "two values from one day on"),
        ('filing_limit = 90000\ncite = "c"', "a whole number from 0 to 3660"),
    ],
)
def test_limits_that_are_not_right_are_named(own, text, said):
    path = own("data/payers/mine.toml", acme(f"\n[limits]\n{text}\n"))
    with pytest.raises(CleanClaimError, match="limits") as error:
        payer_of("mine", path)
    assert said in error.value.line()


@pytest.mark.parametrize(
    "asked, cents",
    [
        ({"code": "99213"}, 9250),
        ({"code": "99213", "on": "2026-07-01"}, 9500),
        ({"code": "99213", "units": 2}, 18500),
        ({"code": "71046"}, 4000),
        ({"code": "71046", "modifiers": "26"}, 1125),
        ({"code": "71046", "modifiers": "26", "pos": "22"}, 1000),
        ({"code": "20610", "modifiers": "50"}, 12000),
        ({"code": "J3301", "units": 4}, 840),
    ],
)
def test_a_price_list_prices_what_it_has(own, asked, cents):
    own("data/payers/mine.toml", acme(FEES))
    asked = {"on": "2026-06-01"} | asked
    assert price(**asked, payer="mine").allowed_amount == cents
    assert price(**asked, payer="acme_ppo").allowed_amount != cents


def test_what_the_list_does_not_have_is_priced_by_the_contract(own):
    own("data/payers/mine.toml", acme(FEES))
    for asked in ({"code": "99214"}, {"code": "71046", "modifiers": "TC"}):
        mine, acmes = (price(**asked, payer=payer) for payer in ("mine", "acme_ppo"))
        assert mine.allowed_amount == acmes.allowed_amount
    assert "Acme PPO's price list: $92.50 a unit" in price("99213", on=ON, payer="mine").steps[0]


@pytest.mark.parametrize(
    "text, said",
    [
        ("amount = 92", "found 92, which may be dollars or cents"),
        ('amount = "92"', "write 92.00 for $92.00, or 0.92 for 92 cents"),
        ("amount = 92.505", "found 92.505"),
        ("amount = -1.00", "found -1.0"),
        ("amount = true", "found True"),
        ('amount = 1.00\nmodifer = "26"', "write 'modifier'"),
    ],
)
def test_an_amount_is_dollars_with_a_point(own, text, said):
    path = own("data/payers/mine.toml", acme(f'\n[[fee]]\ncode = "99213"\n{text}\n'))
    with pytest.raises(CleanClaimError) as error:
        payer_of("mine", path)
    assert said in error.value.line() and "[[fee]] 1" in error.value.line()


def test_a_percentage_may_have_a_point(own):
    own("data/payers/mine.toml", acme("").replace("percent = 118", "percent = 117.5"))
    answer = price("99213", payer="mine")
    assert answer.allowed_amount == 10485 and "117.5 % of that" in " ".join(answer.steps)


def test_a_contracted_percent_of_the_charge_is_called_so(own):
    own(
        "data/payers/mine.toml",
        acme(
            '\n[[price]]\ncodes = ["99213"]\nbasis = "percent of charge"\npercent = 60\ncite = "contract, exhibit B"\n'
        ),
    )
    answer = price("99213", payer="mine", charge=20000)
    assert answer.allowed_amount == 12000
    assert "pays 60 % of the charge: $120.00 (contract, exhibit B)" in " ".join(answer.steps)
    assert "assumption" not in " ".join(answer.steps) and "by report" not in " ".join(answer.steps)
    with pytest.raises(CleanClaimError, match=r"--charge 250\.00"):
        price("99213", payer="mine")


def test_many_claims_are_paid_by_the_price_list_and_balance(own):
    """The list in a simulation: each paid line of a listed code is allowed the listed amount; all lines balance."""
    own("data/payers/acme_ppo.toml", acme('\n[[fee]]\ncode = "99213"\namount = 77.25\n'))
    day = simulate(150, seed=7)
    lines = day.claim_lines.merge(day.remittance_lines, on=["claim_key", "claim_line_number"])
    payer = day.claims.set_index("claim_key").payer_code
    mine = lines[(lines.procedure_code == "99213") & (lines.claim_key.map(payer) == "acme_ppo")]
    assert len(mine) and set(mine.allowed_amount) <= {7725, round(7725 * 0.85)}
    adjusted = day.adjustments.groupby(["claim_key", "claim_line_number"]).amount.sum()
    told = day.remittance_lines.set_index(["claim_key", "claim_line_number"])
    assert (told.charge_amount - told.paid_amount == adjusted.reindex(told.index, fill_value=0)).all()
