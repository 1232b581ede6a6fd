"""A bundle stands for its parts: which, how large, and who pays for them."""

from dataclasses import replace

import pytest

from sim.model import WijkModel
from sim.policies import CAPPED, WHOLE_CITY
from sim.policies.settings import settings_of
from sim.policies.whole_society import PARTS, SIZED, WITHOUT_EUROS
from sim.scenario import load_scenario
from sim.strict_yaml import InputFault

TEXT = "extends: {baseline}\npolicies:\n  - whole_society: {{from: 2026-02, {said}}}\n"


@pytest.fixture
def read(tmp_path, scenarios):
    """Read a scenario with the whole society in it."""

    def load(said="size: 1"):
        path = tmp_path / "mine.yaml"
        path.write_text(TEXT.format(baseline=scenarios / "baseline.yaml", said=said))
        return load_scenario(path)

    return load


def test_nine_policies_take_part_in_all_wijken(read):
    calls = read().policies
    assert [call.name for call in calls] == list(PARTS) and len(calls) == 9
    assert all(len(call.wijken) == 20 for call in calls) and "whole_society" in WHOLE_CITY


def test_nothing_of_it_is_the_baseline(read):
    assert read("size: 0").policies == ()


def test_twice_the_size_is_twice_of_each_within_its_range(read):
    once, twice = read().policies, read("size: 2").policies
    for one, two in zip(once, twice, strict=True):
        for key in SIZED.get(one.name, ()):
            assert two.settings[key] == min(2 * one.settings[key], settings_of(one.name)[key].range[1])
        kept = set(one.settings) - set(SIZED.get(one.name, ()))
        assert all(one.settings[key] == two.settings[key] for key in kept)


def test_every_part_that_is_paid_by_the_month_can_be_made_smaller_by_money():
    assert set(PARTS) - set(WITHOUT_EUROS) <= set(CAPPED)


def test_without_money_of_its_own_only_what_costs_no_euros_holds(read, burnt_in):
    model = WijkModel(replace(read("money: neutral"), months=6), 3, 100, burnt_in, guard_mode=True).run()
    booked = model.cost_results().groupby("account")["euros"].sum()
    assert booked.get("spent", 0.0) == 0.0 and booked["wanting"] > 0.0
    levers = model.world.wijk_levers
    assert levers.joint_hours.min() == 8.0 and levers.platform.max() == levers.buddy_pairs.max() == 0.0


def test_with_money_every_part_moves_its_levers(read, burnt_in):
    model = WijkModel(replace(read(), months=6), 3, 100, burnt_in, guard_mode=True).run()
    levers = model.world.wijk_levers
    for name in ("joint_hours", "employer_places", "ordinary_class", "invites", "coordinator", "places",
                 "club_invites", "buddy_pairs", "platform"):  # fmt: skip
        assert getattr(levers, name).min() > 0.0, name
    assert model.world.rules.buys[0]


@pytest.mark.parametrize("said", ["cap: 0 EUR", "reinvest: 0.5", "budget: [{payer: rijk, yearly: 5 EUR}]"])
def test_money_is_told_part_by_part(said, read):
    with pytest.raises(InputFault, match="name these one by one"):
        read(said)
