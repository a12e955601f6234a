"""What of a strategy can be changed by hand."""

import pytest

from sim.ground.errors import CleanClaimError
from sim.manager.strategies.settings import changed, is_outsourced, settings, values_of
from sim.manager.strategies.strategy import ROLES, strategies, strategy


@pytest.mark.parametrize("name", strategies())
def test_a_strategy_typed_again_is_the_same(name):
    one = strategy(name)
    assert changed(one, values_of(one)) == one


@pytest.mark.parametrize("name", settings())
def test_each_setting_changes_something_and_back(name):
    one, base = settings()[name], strategy("in_house_untrained")
    now = values_of(base)
    other = next((each for each in one.options if each != now[name]), "") or f"{one.high:g}"
    made = changed(base, {name: other})
    if name == "percent_of_collections":  # a share is paid only where a firm does the work
        assert made == base.but(cites=made.cites)
        made = changed(base, {name: other, "outsourced": "yes"})
    assert values_of(made)[name] == other
    assert made.but(cites=base.cites) != base and "own assumption" in "".join(cite for _, cite in made.cites)


def test_work_that_goes_out_is_paid_by_its_share_and_comes_back_by_the_hour():
    out = changed(strategy("expert"), {"outsourced": "yes", "percent_of_collections": "7.5"})
    assert is_outsourced(out) and out.percent_of_collections == 750
    assert [cost > 0 for cost in out.hour_cost] == [role == "front desk" for role in ROLES]
    back = changed(strategy("outsourced"), {"outsourced": "no"})
    assert not is_outsourced(back) and all(back.hour_cost)


@pytest.mark.parametrize(
    "typed", [{"claim_days": "31"}, {"claim_days": "2.5"}, {"hours_coder": "many"}, {"order": "luck"}, {"appeals": ""}]
)
def test_what_is_out_of_range_is_told_with_its_range(typed):
    with pytest.raises(CleanClaimError) as told:
        changed(strategy("expert"), typed)
    one = settings()[next(iter(typed))]
    assert one.label in told.value.where and told.value.expected
