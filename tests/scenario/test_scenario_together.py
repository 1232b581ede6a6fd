"""Two scenario files put together: what the fourth arm is made of, and when there is none."""

from pathlib import Path

import pytest

from sim.scenario import load_scenario, load_together
from sim.strict_yaml import InputFault

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
BASE = "city: groningen\nstart: 2026-01\nmonths: 120\n"
CLOSE = "policies:\n  - close_care_homes: {from: 2027-01, wijken: [Centrum]}\n"
CLUBS = "policies:\n  - clubs: {from: 2027-01, wijken: [Noordwest]}\n"
GREENING = "policies:\n  - greening: {from: 2028-01, wijken: [Noordwest]}\n"


@pytest.fixture
def put(tmp_path):
    """Write a baseline and two scenarios that extend it (or say what they extend), and put them together."""

    def together(first, second, base=BASE, more=(), **told):
        texts = {"base": base, "one": first, "two": second, **dict(more)}
        for name, text in texts.items():
            inherits = "" if name == "base" or "extends" in text or "city" in text else "extends: base.yaml\n"
            (tmp_path / f"{name}.yaml").write_text(inherits + text)
        return load_together(*(tmp_path / f"{name}.yaml" for name in ("base", "one", "two")), **told)

    return together


def refusal(put, *texts, **options):
    with pytest.raises(InputFault) as found:
        put(*texts, **options)
    (fault,) = found.value.faults
    return Path(fault.path).name, fault


def test_the_policies_of_the_first_come_before_those_of_the_second(put):
    both = put(CLOSE, CLUBS)
    assert [call.name for call in both.policies] == ["close_care_homes", "clubs"]
    assert (both.key, both.together, both.months, both.start) == ("one+two", ("one", "two"), 120, (2026, 1))


def test_its_title_joins_those_of_both_in_each_language():
    names = ("baseline.yaml", "close_care_homes.yaml", "policies/clubs.yaml")
    both = load_together(*(SCENARIOS / name for name in names))
    assert both.title("nl") == "Verzorgingshuizen sluiten + Verenigingen die mensen meenemen in drie wijken"
    assert both.title("en") == "Care homes close + Clubs that take people along in three wijken"


def test_policies_of_the_baseline_are_there_once(put):
    both = put(CLOSE, CLUBS, base=BASE + GREENING)
    assert [call.name for call in both.policies] == ["greening", "close_care_homes", "clubs"]


def test_each_policy_draws_under_the_number_that_it_has_alone(put):
    more = "  - greening: {from: 2028-01, wijken: [Noordwest]}\n"
    both = put(CLOSE + more, CLUBS, base=BASE + GREENING)
    assert [call.drawn_as for call in both.policies] == [0, 1, 2, 1]


def test_a_closure_that_holds_in_both_is_refused_with_the_names_of_both_files(put):
    name, fault = refusal(put, CLOSE, CLOSE)
    assert (name, fault.line) == ("two.yaml", 3)
    assert "close_care_homes already holds in Centrum" in fault.message and "one.yaml:3)" in fault.message


def test_closures_one_after_the_other_may_be_put_together(put):
    ends = "policies:\n  - close_care_homes: {from: 2026-06, until: 2027-01, wijken: [Centrum]}\n"
    assert len(put(ends, CLOSE).policies) == 2


def test_a_file_named_twice_is_refused(tmp_path):
    path = SCENARIOS / "close_care_homes.yaml"
    with pytest.raises(InputFault, match="is named twice; name two scenarios"):
        load_together(SCENARIOS / "baseline.yaml", path, path)


def test_the_baseline_itself_is_no_scenario_to_put_together():
    with pytest.raises(InputFault, match="is part of the baseline"):
        load_together(*(SCENARIOS / name for name in ("baseline.yaml", "baseline.yaml", "close_care_homes.yaml")))


def test_policies_of_a_file_that_both_extend_would_count_twice(put):
    shared = {"shared": "extends: base.yaml\n" + GREENING}
    name, fault = refusal(put, f"extends: shared.yaml\n{CLOSE}", f"extends: shared.yaml\n{CLUBS}", more=shared)
    assert (name, fault.line) == ("two.yaml", 1)
    assert "shared.yaml" in fault.message and "one.yaml" in fault.message and "counted twice" in fault.message
    assert "--baseline" in fault.message


def test_a_shared_file_without_policies_counts_nothing_twice(put):
    shared = {"shared": "extends: base.yaml\nname: Shared\n"}
    assert len(put(f"extends: shared.yaml\n{CLOSE}", f"extends: shared.yaml\n{CLUBS}", more=shared).policies) == 2


@pytest.mark.parametrize(
    ("first", "second", "to_blame"),
    [(CLOSE, f"extends: one.yaml\n{CLUBS}", "two.yaml"), (f"extends: two.yaml\n{CLUBS}", CLOSE, "one.yaml")],
)
def test_a_scenario_that_extends_the_other_holds_it_already(put, first, second, to_blame):
    name, fault = refusal(put, first, second)
    assert name == to_blame and "counted twice" in fault.message


def test_a_scenario_without_the_policies_of_the_baseline_is_refused(put):
    name, fault = refusal(put, CLOSE, BASE + CLUBS, base=BASE + GREENING)
    assert name == "two.yaml" and "whose policies the baseline has; extend it" in fault.message


@pytest.mark.parametrize(
    ("line", "what"), [("months: 60\n", "months"), ("start: 2025-01\n", "start")], ids=["months", "start"]
)
def test_another_period_than_that_of_the_baseline_is_refused(put, line, what):
    name, fault = refusal(put, CLOSE, line + CLUBS)
    assert (name, fault.line) == ("two.yaml", 2) and fault.message.startswith(f"{what} is another than in")


def test_a_length_from_the_command_line_makes_the_three_alike(put):
    assert put(CLOSE, "months: 60\n" + CLUBS, months=24).months == 24


def test_another_city_is_refused(put, tmp_path):
    (tmp_path / "other.yaml").write_text((SCENARIOS / "cities" / "groningen.yaml").read_text())
    name, fault = refusal(put, CLOSE, "city: other.yaml\nextends: base.yaml\n" + CLUBS)
    assert name == "two.yaml" and fault.message.startswith("city is another")


PARAMETER = "parameters: {{ties.household_hours: {}}}\n"


def test_a_parameter_of_one_of_the_two_holds_for_both_together(put):
    both = put(CLOSE, PARAMETER.format(15) + CLUBS)
    assert both.parameters == {"ties.household_hours": 15}


def test_two_values_of_one_parameter_are_refused(put):
    name, fault = refusal(put, PARAMETER.format(12) + CLOSE, PARAMETER.format(15) + CLUBS)
    assert (name, fault.line) == ("two.yaml", 2)
    assert "ties.household_hours is 15" in fault.message and "12.0 in" in fault.message


def test_a_parameter_that_both_change_alike_would_count_twice_unless_the_baseline_has_it(put):
    texts = (PARAMETER.format(15) + CLOSE, PARAMETER.format(15) + CLUBS)
    _, fault = refusal(put, *texts)
    assert "would count twice; set it in the baseline" in fault.message
    assert put(*texts, base=BASE + PARAMETER.format(15)).parameters == {"ties.household_hours": 15}


def test_its_fingerprint_follows_from_all_three_files(put):
    marks = {put(CLOSE, CLUBS).sha256, put(CLOSE, GREENING).sha256, put(CLUBS, GREENING).sha256}
    marks.add(put(CLOSE, CLUBS, base=BASE + "name: Other\n").sha256)
    assert len(marks) == 4


def test_faults_of_one_file_are_those_that_it_has_alone(put):
    name, fault = refusal(put, CLOSE, "policies:\n  - clubs: {from: 2027-01, invite: 1}\n")
    assert name == "two.yaml" and "did you mean invites?" in fault.message


def test_alone_a_scenario_draws_as_before():
    assert [call.drawn_as for call in load_scenario(SCENARIOS / "close_care_homes.yaml").policies] == [None]
