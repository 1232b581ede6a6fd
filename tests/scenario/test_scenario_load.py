"""Scenario files: what they mean, and what is said when they are wrong."""

import json
from pathlib import Path

import pytest

from sim.ledger import BudgetLine
from sim.policies import POLICIES
from sim.scenario import check, json_schema, load_scenario
from sim.strict_yaml import InputFault

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
BASE = "city: groningen\nstart: 2026-01\nmonths: 120\n"


@pytest.fixture
def written(tmp_path):
    def write(text, name="x.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def only_fault(path):
    (fault,) = check(path)
    return str(fault).removeprefix(f"{path}:")


SHIPPED = [path for path in sorted(SCENARIOS.rglob("*.yaml")) if path.parent.name != "sweeps"]
"""Sweeps are tested with the experiments, which know their form."""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_file_that_is_shipped_is_in_order(path):
    assert check(path) == []


def test_a_scenario_says_what_when_and_where():
    scenario = load_scenario(SCENARIOS / "close_care_homes.yaml")
    (call,) = scenario.policies
    assert (call.name, call.start, call.over, call.until, len(call.wijken)) == ("close_care_homes", 12, 36, None, 20)
    settings = {"share": 0.5, "destination": "cheapest", "group_size": 5, "staff_to_home_care": 0.5}
    assert call.settings == settings | {"retraining_months": 3, "week_of_fte": 25.78}
    assert scenario.title("nl") == "Verzorgingshuizen sluiten" and scenario.key == "close_care_homes"


def test_the_command_line_may_set_another_length():
    assert load_scenario(SCENARIOS / "close_care_homes.yaml", months=24).months == 24


def test_another_length_that_ends_before_a_policy_begins_is_refused_like_that_of_a_file():
    with pytest.raises(InputFault, match=r"from 2027-01 is after the scenario ends \(2026-06\); begin sooner"):
        load_scenario(SCENARIOS / "close_care_homes.yaml", months=6)


def test_a_policy_after_the_end_that_a_file_says_may_begin_within_another_length(written):
    path = written(BASE + "policies:\n  - clubs: {from: 2040-01}\n")
    assert load_scenario(path, months=240).policies[0].start == 168


def test_policies_of_an_extended_file_stay_and_stack(written):
    written(BASE + "policies:\n  - close_care_homes: {from: 2027-01, wijken: [Centrum]}\n", "parent.yaml")
    child = written("extends: parent.yaml\npolicies:\n  - close_care_homes: {from: 2028-01, wijken: [Noordwest]}\n")
    assert [call.wijken for call in load_scenario(child).policies] == [("Centrum",), ("Noordwest",)]


def test_a_wijk_may_be_called_by_name_short_name_or_code(written):
    path = written(BASE + "policies:\n  - close_care_homes: {from: 2027-01, wijken: [Ten Boer, WK001400, Noordwest]}\n")
    assert load_scenario(path).policies[0].wijken == ("Centrum", "Noordwest", "Ten Boer e.o.")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("polices: []", "4:1:", "did you mean policies?"),
        ("policies: none", "4:11:", "must be a list"),
        ("policies:\n  - close_care_home: {from: 2027-01}", "5:5:", "did you mean close_care_homes?"),
        ("policies:\n  - close_care_homes", "5:5:", "a policy is one name"),
        ("policies:\n  - close_care_homes: {}", "5:5:", "does not say from when"),
        ("policies:\n  - close_care_homes: {from: 2025-12}", "5:30:", "before the scenario starts (2026-01)"),
        ("policies:\n  - close_care_homes: {from: 2036-01}", "5:30:", "after the scenario ends (2035-12)"),
        ("policies:\n  - close_care_homes: {from: soon}", "5:30:", "such as 2027-01"),
        ("policies:\n  - close_care_homes: {from: 2027-01, until: 2027-01}", "5:46:", "is not after from"),
        ("policies:\n  - close_care_homes: {from: 2027-01, over: 36}", "5:45:", "36 months or 3 years"),
        ("policies:\n  - close_care_homes: {from: 2027-01, share: 1.5}", "5:46:", "between 0 and 1"),
        ("policies:\n  - close_care_homes: {from: 2027-01, share: half}", "5:46:", "must be a number"),
        ("policies:\n  - close_care_homes: {from: 2027-01, shar: 1}", "5:39:", "did you mean share?"),
        ("policies:\n  - close_care_homes: {from: 2027-01, wijken: [Nordwest]}", "5:48:", "did you mean Noordwest?"),
        ("policies:\n  - close_care_homes: {from: 2027-01, wijken: some}", "5:47:", "'all', a list such as"),
        ("policies:\n  - close_care_homes: {from: 2027-01, destination: kin}", "5:52:", "near_kin"),
        ("parameters: {contact.half_hour: 30}", "4:14:", "did you mean contact.half_hours?"),
        ("parameters: {contact.half_hours: 1000}", "4:34:", "must lie between"),
        ("parameters: {ties.decay: [1, 2]}", "4:26:", "list of 3 numbers"),
        ("parameters: {founding.burn_in_months: 12.5}", "4:39:", "must be a whole number; got 12.5"),
        (
            "policies:\n  - close_care_homes: {from: 2027-01, group_size: 2.5}",
            "5:51:",
            "group_size must be a whole number",
        ),
        ("policies:\n  - magic_mix: {from: 2027-01, dwellings: 64.5}", "5:43:", "dwellings must be a whole number"),
    ],
)
def test_a_fault_has_its_place_and_remedy(written, text, place, words):
    line = only_fault(written(BASE + text + "\n"))
    assert line.startswith(place) and words in line


BUDGET = "policies:\n  - magic_mix: {from: 2027-01, budget: %s}"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (BUDGET % "[{payer: corporation, yearly: 1 EUR}]", "5:49:", "did you mean corporatie?"),
        (BUDGET % "[{payer: bank, yearly: 1 EUR}]", "5:49:", "there are gemeente, corporatie"),
        (BUDGET % "[{payer: rijk, yearly: 40_000}]", "5:63:", "such as 40_000 EUR"),
        (BUDGET % "[{payer: rijk, yearly: 400.000 EUR}]", "5:63:", "write 400_000 EUR"),
        (BUDGET % "[{payer: rijk, yearly: 400,000 EUR}]", "5:63:", "write 400_000 EUR"),
        ("policies:\n  - magic_mix: {from: 2027-01, reinvest: 0,5}", "5:42:", "with a decimal point; got 0,5"),
        (BUDGET % "[{payer: rijk, yearly: 1.500.000 EUR}]", "5:63:", "write 1_500_000 EUR"),
        (BUDGET % "[{payer: rijk, yearly: '400,000 EUR'}]", "5:63:", "write 400_000 EUR"),
        ("policies:\n  - wijkteam: {from: 2027-01, cap: 250.000 EUR}", "5:36:", "write 250_000 EUR"),
        (BUDGET % "[{payer: rijk, yearly: -5 EUR}]", "5:63:", "0 EUR or more"),
        (BUDGET % "[{payer: rijk, yearly: much EUR}]", "5:63:", "must be a number"),
        (BUDGET % "[{payer: rijk, capital: 5 EUR}]", "5:55:", "add 'over: 30 years'"),
        (BUDGET % "[{payer: rijk, capital: 5 EUR, over: 30}]", "5:77:", "36 months or 3 years"),
        (BUDGET % "[{payer: rijk, yearly: 5 EUR, over: 3 years}]", "5:70:", "leave over out"),
        (BUDGET % "[{payer: rijk}]", "5:41:", "has no amount"),
        (BUDGET % "[{yearly: 5 EUR}]", "5:41:", "does not say who pays"),
        (BUDGET % "[{payer: rijk, year: 5 EUR}]", "5:55:", "did you mean yearly?"),
        (BUDGET % "[5 EUR]", "5:41:", "must be a mapping such as"),
        (BUDGET % "5 EUR", "5:40:", "must be a list of lines"),
        ("policies:\n  - wijkteam: {from: 2027-01, cap: 5}", "5:36:", "such as 40_000 EUR"),
        ("policies:\n  - wijkteam: {from: 2027-01, cap: [5 EUR]}", "5:36:", "such as 40_000 EUR"),
        ("policies:\n  - magic_mix: {from: 2027-01, cap: 5 EUR}", "5:32:", "is not paid by the month"),
        (BUDGET % "[{payer: rijk, yearly: 0 EUR}]", "5:41:", "pays for nothing; leave it out"),
        ("policies:\n  - magic_mix: {from: 2027-01, reinvest: 2}", "5:42:", "between 0 and 1"),
        ("policies:\n  - magic_mix: {from: 2027-01, reinvest: 50%}", "5:42:", "without %"),
    ],
)
def test_a_fault_in_a_budget_is_one_line_with_its_place_and_remedy(written, text, place, words):
    line = only_fault(written(BASE + text + "\n"))
    assert line.startswith(place) and words in line


@pytest.mark.parametrize(("said", "euros"), [("400.50", 400.5), ("0.5", 0.5), ("1_400.25", 1400.25), ("400000", 4e5)])
def test_an_amount_with_cents_is_an_amount(written, said, euros):
    (call,) = load_scenario(written(BASE + BUDGET % f"[{{payer: rijk, yearly: {said} EUR}}]")).policies
    assert call.budget[0].yearly == euros


def test_money_is_read_into_the_call(written):
    budget = "[{payer: corporatie, capital: 1_500_000 EUR, over: 30 years}, {payer: gemeente, yearly: 40_000 EUR}]"
    text = f"policies:\n  - wijkteam: {{from: 2027-01, reinvest: 0.5, cap: 200_000 EUR, budget: {budget}}}\n"
    (call,) = load_scenario(written(BASE + text)).policies
    assert call.budget == (BudgetLine("corporatie", 1_500_000.0, 360), BudgetLine("gemeente", yearly=40_000.0))
    assert (call.reinvest, call.cap) == (0.5, 200_000.0)


CLOSURES = (
    "close_care_homes",
    "close_sheltered_housing",
    "close_shelters",
    "close_special_schools",
    "close_social_workplaces",
)


@pytest.mark.parametrize("name", CLOSURES)
def test_two_closures_of_the_same_homes_are_refused(name, written):
    call = f"  - {name}: {{from: 2027-01, wijken: [Centrum]}}\n"
    line = only_fault(written(BASE + "policies:\n" + call + call))
    assert line.startswith("6:5:") and f"{name} already holds in Centrum" in line and "join the two into one" in line


def test_closures_of_different_kinds_may_hold_in_the_same_wijk(written):
    calls = "".join(f"  - {name}: {{from: 2027-01, wijken: [Centrum]}}\n" for name in CLOSURES)
    assert check(written(BASE + "policies:\n" + calls)) == []


def test_a_closure_after_the_end_of_another_is_no_overlap(written):
    first = "  - close_care_homes: {from: 2027-01, until: 2029-01}\n"
    assert check(written(BASE + "policies:\n" + first + "  - close_care_homes: {from: 2029-01}\n")) == []


def test_files_that_extend_each_other_are_refused(written):
    written("extends: two.yaml", "one.yaml")
    assert "circle" in str(check(written("extends: one.yaml", "two.yaml"))[0])


def test_a_fault_in_an_extended_file_names_that_file(written):
    parent = written(BASE + "policies:\n  - close_care_homes: {from: 2020-01}\n", "parent.yaml")
    (fault,) = check(written("extends: parent.yaml"))
    assert fault.path == parent and fault.line == 5


def test_what_is_missing_is_named(written):
    assert [fault.message.split(" ")[0] for fault in check(written("city: groningen"))] == ["start", "months"]


def test_an_unknown_city_is_named_with_a_suggestion(written):
    assert "did you mean groningen?" in only_fault(written("city: groninge\nstart: 2026-01\nmonths: 3"))


def test_a_whole_number_may_be_written_with_a_decimal_point(written):
    (value,) = load_scenario(written(BASE + "parameters: {founding.burn_in_months: 12.0}")).parameters.values()
    assert value == 12 and isinstance(value, int)


def test_a_number_that_need_not_be_whole_may_have_a_fraction(written):
    path = written(BASE + "parameters: {households.green_density: 2500.5}")
    assert load_scenario(path).parameters == {"households.green_density": 2500.5}


def test_overrides_are_values_of_their_parameter(written):
    path = written(BASE + "parameters: {contact.half_hours: 30, urgent_housing.rule: random}")
    assert load_scenario(path).parameters == {"contact.half_hours": 30.0, "urgent_housing.rule": "random"}


def test_the_fingerprint_covers_the_files_that_are_extended(written):
    child = written("extends: parent.yaml")
    fingerprints = set()
    for months in (10, 11):
        written(BASE.replace("120", str(months)), "parent.yaml")
        fingerprints.add(load_scenario(child).sha256)
    assert len(fingerprints) == 2


def test_a_city_that_is_no_city_file_is_named(written):
    city = written("name: Nowhere", "nowhere.yaml")
    with pytest.raises(InputFault, match="gemeente is missing"):
        load_scenario(written(BASE.replace("groningen", str(city))))


def test_the_schema_for_editors_knows_every_policy_and_parameter():
    properties = json.loads(json.dumps(json_schema()))["properties"]
    policies = [next(iter(item["properties"])) for item in properties["policies"]["items"]["oneOf"]]
    assert policies == [*POLICIES]
    assert "contact.half_hours" in properties["parameters"]["properties"]


RULE = "policies:\n  - wijkteam: {from: 2027-01, wijken: %s}\n"


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("{most: social_rent, number: 3}", {"Oosterparkwijk", "Oud-Noord", "Noordwest"}),
        ("{least: social_rent, number: 1}", {"Meerstad e.o."}),
        ("{most: residents, number: 20}", 20),
    ],
)
def test_wijken_may_be_chosen_by_a_figure_of_the_city_file(written, rule, names):
    (call,) = load_scenario(written(BASE + RULE % rule)).policies
    assert set(call.wijken) == names if isinstance(names, set) else len(call.wijken) == names


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{most: rent, number: 3}", "wijken cannot be chosen by 'rent'"),
        ("{most: social_rent, number: 21}", "from 1 to 20; got 21"),
        ("{most: social_rent, number: 1.5}", "whole number"),
        ("{most: social_rent}", "need 'most' or 'least', and 'number'"),
        ("{most: owners, least: owners, number: 1}", "need 'most' or 'least', and 'number'"),
        ("3", "or a rule such as {most: social_rent, number: 3}"),
    ],
)
def test_a_rule_that_does_not_fit_is_one_line_with_its_remedy(written, rule, words):
    assert words in only_fault(written(BASE + RULE % rule))


def test_a_story_is_told_in_the_language_asked_for_and_goes_unsaid_where_there_is_none(written):
    path = written(BASE + "story: {en: Homes close. Look., nl: Huizen sluiten. Kijk.}\n")
    assert (load_scenario(path).story("nl"), load_scenario(path).story("en")) == (
        "Huizen sluiten. Kijk.",
        "Homes close. Look.",
    )
    assert load_scenario(SCENARIOS / "baseline.yaml").story("nl") == ""


def test_a_story_has_four_hundred_letters_at_most(written):
    assert check(written(BASE + f"story: {'x' * 400}\n")) == []
    assert "400" in only_fault(written(BASE + f"story: {'x' * 401}\n"))
    assert json_schema()["properties"]["story"]["oneOf"][0]["maxLength"] == 400
