"""For whom: over which months groups and everyone are compared, and what the page says of it."""

from dataclasses import replace

import invented
import pytest

from sim.report.context import Context
from sim.report.results import Results
from sim.report.verdicts import verdicts
from sim.report.who import _compared, _people, who
from sim.report.words import LANGUAGES, Words


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Read invented results of so many months."""

    def read(months):
        folder = tmp_path_factory.mktemp(f"months{months}")
        made = invented.write_results(folder, seeds=5, months=months, scenarios=("baseline", "mix"))
        return Results(folder, made)

    return read


@pytest.fixture(scope="module")
def thirteen(lasting):
    return lasting(13)


@pytest.fixture(scope="module")
def six(lasting):
    return lasting(6)


def test_a_year_that_has_just_begun_is_not_the_year_of_the_groups(thirteen):
    context = Context(thirteen, Words("en"))
    assert thirteen.group_year[0] == "2026" and "whole city, 2026;" in str(who(context))
    year = thirteen.groups[(thirteen.groups["scenario"] == "mix") & (thirteen.groups["group"] == "oldest")]
    whole = year[year["year"] == 2026]
    assert thirteen.difference("mix", "severely_lonely", "*", "oldest").scenario_level == pytest.approx(
        whole["severely_lonely"].mean()
    )
    assert _people(context, "mix", "oldest")[0] == whole["residents"].mean()


def test_everyone_is_compared_over_the_year_of_the_groups(thirteen):
    context = Context(thirteen, Words("en"))
    city = thirteen.wijken[(thirteen.wijken["wijk"] == "*") & thirteen.wijken["month"].str.startswith("2026")]
    level = city[city["scenario"] == "mix"]["severely_lonely"].mean()
    told = _compared(context, "mix", "severely_lonely", "everyone").scenario_level
    assert told == pytest.approx(level, rel=1e-6)
    assert told != pytest.approx(thirteen.difference("mix", "severely_lonely").scenario_level, rel=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_a_year_is_not_called_twelve_months_nor_a_year(six, language):
    context = Context(six, Words(language))
    page = str(verdicts(context)) + str(who(context))
    assert context.words("verdict.subtitle", city="Groningen", n="5", months=6) in page
    assert context.words.month("2026-06") in str(who(context))
    assert " 12 m" not in page


def test_a_group_that_some_runs_lack_says_of_how_many_it_is(context, monkeypatch):
    difference = context.results.difference

    def fewer(*asked):
        row = difference(*asked)
        return replace(row, runs=6) if row and asked[3] == "in_projects" else row

    monkeypatch.setattr(context.results, "difference", fewer)
    page = str(who(context))
    told = context.words("who.some_runs", group=context.words("group.in_projects"), k="6", n="8")
    assert page.count(told) == len(context.results.scenarios)
    assert context.words("who.some_runs", group=context.words("group.oldest"), k="8", n="8") not in page
