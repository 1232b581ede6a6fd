"""What a folder of results keeps of its scenarios: every text, every override, every policy with its settings."""

import pytest

from sim.experiments.manifest import describe
from sim.rulebook import defaults
from sim.scenario import load_scenario, load_together

USUAL = defaults()["contact.half_hours"].value
TEXTS = {
    "base": "city: groningen\nstart: 2026-01\nmonths: 24\n",
    "dear": "extends: base.yaml\nparameters: {prices.care_home_place: 99000}\n"
    "policies:\n  - knarrenhof: {from: 2026-03, wijken: [Noordwest], hofjes: 2}\n",
    "dearer": "extends: dear.yaml\nname: Dearer\n",
    "long": "extends: base.yaml\nparameters: {contact.half_hours: 60}\n",
    "same": f"extends: base.yaml\nparameters: {{contact.half_hours: {USUAL}}}\n",
}


@pytest.fixture
def described(tmp_path):
    """Describe the scenarios that are named, against the base, by their keys."""
    paths = {name: tmp_path / f"{name}.yaml" for name in TEXTS}
    for name, path in paths.items():
        path.write_text(TEXTS[name], encoding="utf-8")

    def describe_all(*names, more=()):
        arms = [load_scenario(paths[name]) for name in ("base", *names)]
        arms += [load_together(*(paths[name] for name in ("base", *pair))) for pair in more]
        return {entry["key"]: entry for entry in describe("compare", arms, "base", [1], 25, "en")["scenarios"]}

    return describe_all


def test_an_inherited_override_is_kept_with_the_text_that_says_it(described):
    entry = described("dearer")["dearer"]
    assert entry["parameters"] == {"prices.care_home_place": 99000}
    assert [page["file"] for page in entry["extends"]] == ["dear.yaml", "base.yaml"]
    assert "99000" in entry["extends"][0]["text"] and "99000" not in entry["text"]


def test_a_policy_is_kept_with_what_is_said_of_it_and_the_shipped_rest(described):
    (policy,) = described("dear")["dear"]["policy_calls"]
    assert (policy["name"], policy["from"], policy["until"], policy["wijken"]) == (
        "knarrenhof", "2026-03", None, ["Noordwest"],
    )  # fmt: skip
    assert policy["settings"]["hofjes"] == 2 and len(policy["settings"]) > 1


def test_only_what_people_act_on_makes_another_city(described):
    told = described("dear", "long", "same")
    assert {key: entry["own_burn_in"] for key, entry in told.items()} == {
        "base": False, "dear": False, "long": True, "same": False,
    }  # fmt: skip


def test_two_put_together_keep_the_texts_of_all_their_files(described):
    told = described("dear", "long", more=[("dear", "long")])["dear+long"]
    assert {page["file"] for page in told["extends"]} == {"base.yaml", "dear.yaml", "long.yaml"}
    assert told["own_burn_in"] and len(told["parameters"]) == 2
