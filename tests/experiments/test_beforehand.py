"""What is known of a scenario before it runs: whether it can cost or save anything, and what a scale hides."""

import json
from pathlib import Path

import pytest

from sim.experiments.beforehand import beforehand
from sim.scenario import load_scenario

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
HEAD = f"name: Invented\nextends: {SCENARIOS / 'baseline.yaml'}\npolicies:\n"


def written(folder, policies):
    path = folder / "invented.yaml"
    path.write_text(HEAD + policies, encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize(
    ("name", "priced"), [("close_care_homes", True), ("village_deals", False), ("baseline", False)]
)
def test_a_scenario_has_a_price_where_one_of_its_policies_has(name, priced):
    assert beforehand(load_scenario(SCENARIOS / f"{name}.yaml"), 25)["priced"] is priced


def test_a_budget_gives_a_price_to_a_policy_that_has_none(tmp_path):
    deal = "  - city_deal:\n      from: 2027-01\n      over: 12 months\n"
    assert not beforehand(written(tmp_path, deal), 25)["priced"]
    assert beforehand(written(tmp_path, f"{deal}      budget: [{{payer: gemeente, yearly: 40_000 EUR}}]\n"), 25)[
        "priced"
    ]


def test_what_a_scale_hides_is_told_with_its_figures():
    homes = load_scenario(SCENARIOS / "close_care_homes.yaml")
    (told,) = beforehand(homes, 50)["remarks"]
    assert told["key"] == "closing_some" and told["figures"]["scale"] == 50
    assert json.loads(json.dumps(told)) == told  # it goes into manifest.json
    assert beforehand(homes, 10)["remarks"] == []
