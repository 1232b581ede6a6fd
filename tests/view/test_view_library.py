"""Files that the page may open and write, and how a scenario becomes a file."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import check, load_scenario
from sim.view.levers import LeverFault, changed_scenario, levers
from sim.view.library import Library, LibraryFault, fit_together
from sim.view.scenario_text import _number, scenario_text
from sim.view.words import PageWords

ALL_KEYS = """
name: {en: "Ünusual: name #1", nl: 'Naam met "aanhaling"'}
extends: baseline.yaml
months: 30
policies:
  - close_care_homes: {from: 2026-03, until: 2027-01, over: 5 months, wijken: [Noordwest], reinvest: 0.25}
  - knarrenhof:
      from: 2026-05
      wijken: [Helpman]
      budget: [{payer: corporatie, capital: 1_500_000 EUR, over: 30 years}, {payer: gemeente, yearly: 0.5 EUR}]
  - wijkteam: {from: 2026-04, cap: 10_000 EUR}
  - allocation: {from: 2026-02, rule: quota, max_share: 0.15}
parameters: {contact.elective_hours: 30, incidents.base: 0.00001}
"""


@pytest.fixture
def folder(tmp_path, scenarios):
    shutil.copytree(scenarios, tmp_path / "scenarios")
    return tmp_path / "scenarios"


@pytest.fixture
def library(folder):
    return Library(folder)


def test_every_shipped_scenario_is_in_the_list_and_no_city_is(library):
    names = library.names()
    assert names[0] == "baseline.yaml" and "policies/magic_mix.yaml" in names
    assert not [name for name in names if name.startswith("cities/")]


def test_every_shipped_scenario_reads_back_as_it_was_written(library, folder):
    for number, name in enumerate(library.names()):
        scenario = library.load(name)
        written = folder / library.save(scenario, f"again_{number}")
        assert check(written) == []
        again = load_scenario(written)
        assert (again.policies, again.parameters, again.names) == (
            scenario.policies,
            scenario.parameters,
            scenario.names,
        )


def test_a_scenario_with_every_key_reads_back_as_it_was_written(library, folder):
    (folder / "all_keys.yaml").write_text(ALL_KEYS, encoding="utf-8")
    scenario = library.load("all_keys.yaml")
    again = load_scenario(folder / library.save(scenario, "again"))
    assert (again.policies, again.parameters, again.names) == (scenario.policies, scenario.parameters, scenario.names)
    assert again.months == 30 and again.policies[1].budget[0].capital == 1_500_000


@given(st.floats(0, 1e12))
def test_a_number_is_written_so_that_it_reads_back_and_without_an_exponent(value):
    text = _number(value)
    assert "e" not in text and float(text) == pytest.approx(value, rel=1e-12, abs=1e-19)


@pytest.mark.parametrize(
    "name",
    [
        "../baseline.yaml",
        "/etc/passwd",
        "cities/groningen.yaml",
        "policies/../baseline.yaml",
        "",
        "baseline",
        ".hidden.yaml",
    ],
)
def test_a_name_that_is_not_in_the_list_opens_nothing(library, name):
    with pytest.raises(LibraryFault, match="choose one of the list"):
        library.load(name)


def test_a_link_out_of_the_folder_is_not_in_the_list(library, folder, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text((folder / "baseline.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside)
    assert "link.yaml" not in library.names()


@pytest.mark.parametrize("name", ["../out", "a/b", "UPPER", "", "x" * 61, ".hidden", "with space", "a.yaml", "-rf"])
def test_a_name_that_would_lie_elsewhere_is_not_written(library, folder, name):
    before = sorted(folder.rglob("*"))
    with pytest.raises(LibraryFault, match="small letters"):
        library.save(library.load("baseline.yaml"), name)
    assert sorted(folder.rglob("*")) == before


def test_a_file_that_is_there_is_not_written_over(library, folder):
    before = (folder / "baseline.yaml").read_bytes()
    with pytest.raises(LibraryFault, match="choose another name"):
        library.save(library.load("close_care_homes.yaml"), "baseline")
    assert (folder / "baseline.yaml").read_bytes() == before


def test_a_file_with_a_fault_says_file_line_and_what(library, folder):
    (folder / "wrong.yaml").write_text("extends: baseline.yaml\nmonths: many\n", encoding="utf-8")
    with pytest.raises(LibraryFault, match=r"wrong\.yaml:2:\d+: "):
        library.load("wrong.yaml")


def test_a_file_with_a_fault_is_in_the_list_all_the_same_and_says_no_path_of_this_machine(library, folder):
    (folder / "wrong.yaml").write_text("extends: baseline.yaml\nmonths: many\n", encoding="utf-8")
    assert "wrong.yaml" in [entry.name for entry in library.entries()]
    with pytest.raises(LibraryFault) as fault:
        library.load("wrong.yaml")
    assert str(fault.value).startswith("scenarios/wrong.yaml:2:") and str(folder) not in str(fault.value)


def test_a_file_that_changed_is_read_anew(library, folder):
    before = {entry.name: entry for entry in library.entries()}
    changed = folder / "baseline.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Huidig beleid", "Nu"), encoding="utf-8")
    after = {entry.name: entry for entry in library.entries()}
    assert after["baseline.yaml"].titles["nl"] == "Nu"
    assert after["policies/clubs.yaml"] is before["policies/clubs.yaml"]


def test_two_scenarios_that_start_at_other_times_are_not_shown_together(library, folder):
    (folder / "later.yaml").write_text("extends: baseline.yaml\nstart: 2027-01\n", encoding="utf-8")
    with pytest.raises(LibraryFault, match="another start"):
        fit_together(library.load("baseline.yaml"), library.load("later.yaml"))


def test_the_command_line_may_name_only_what_lies_in_the_folder(library, folder, tmp_path):
    assert library.name_of(folder / "policies" / "clubs.yaml") == "policies/clubs.yaml"
    for path in (tmp_path / "other.yaml", folder / "nothing.yaml"):
        with pytest.raises(LibraryFault):
            library.name_of(path)


def test_a_lever_moves_the_setting_of_its_own_arm_only(library):
    file = library.load("close_care_homes.yaml")
    changes = {"policy:1:0:share": 0.9, "policy:1:0:over": 12, "assume:contact.elective_hours": 30.0}
    left, right = (changed_scenario(file, arm, changes) for arm in (0, 1))
    assert (left.policies[0].settings["share"], left.policies[0].over) == (0.5, 36)
    assert (right.policies[0].settings["share"], right.policies[0].over) == (0.9, 12)
    assert left.parameters == right.parameters == {"contact.elective_hours": 30.0}
    assert "share: 0.9" in scenario_text(right) and "over: 12 months" in scenario_text(right)


@pytest.mark.parametrize(
    ("key", "value"),
    [("policy:1:0:share", 2), ("policy:1:0:share", "much"), ("policy:1:0:over", 0), ("policy:1:0:over", True),
     ("policy:1:0:destination", "moon"), ("assume:contact.elective_hours", 1e9), ("assume:lifetable.male", 1),
     ("policy:7:0:share", 0.5), ("policy:1:x:share", 0.5), ("nonsense", 1), ("policy:1:0:share", None)],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_in_words(library, key, value):
    with pytest.raises(LeverFault):
        changed_scenario(library.load("close_care_homes.yaml"), 1, {key: value})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_policy_has_levers_with_a_source(library, language):
    words = PageWords(language)
    for name in library.names():
        for group in levers(library.load(name), 1, {}, words):
            assert group["levers"] and all(one["label"] for one in group["levers"])
            assert all(one["source"] for one in group["levers"] if not one["key"].endswith(":over"))
