"""Titles that name groups and outcomes: how often they speak of chance, and what they say with few runs."""

import numpy as np
import pytest

from sim.indicators.catalogue import GROUPS
from sim.paired import estimate
from sim.report import sides, who
from sim.report.context import Context
from sim.report.named import by_chance, named, too_few_runs
from sim.report.words import LANGUAGES, Words

OF_GROUPS = GROUPS[1:]
SCENARIOS = 400


@pytest.fixture
def tested(row):
    """Make rows from differences of each run (outcomes × runs), as the comparison does."""

    def make(differences, groups=OF_GROUPS):
        rows = []
        for group, values in zip(groups, differences, strict=True):
            found = estimate(values)
            rows.append(row(group=group, difference=found.difference, low=found.low, high=found.high, p=found.p,
                            runs=found.runs, baseline_level=10.0))  # fmt: skip
        return rows

    return make


def single(rows):
    return [row for row in rows if row.low > 0 or row.high < 0]


@pytest.mark.parametrize("shared", [0.0, 0.5])
def test_without_an_effect_a_title_names_a_group_in_at_most_one_scenario_of_twenty(tested, shared):
    """At most 5% + 3 standard errors of 400 null scenarios (false alarms: 0.1%), groups that overlap or not.

    Single intervals would speak in far more: that is what the correction is for.
    """
    draws = np.random.default_rng(4)
    spoke = alone = 0
    for _ in range(SCENARIOS):
        own, common = draws.normal(0, 1, (len(OF_GROUPS), 5)), draws.normal(0, 1, 5)
        rows = tested(np.sqrt(1 - shared) * own + np.sqrt(shared) * common)
        spoke += bool(named(rows))
        alone += bool(single(rows))
    assert spoke / SCENARIOS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / SCENARIOS)
    assert alone / SCENARIOS > 0.2


def test_with_four_runs_a_title_names_nothing_however_large_the_difference(tested):
    rows = tested(np.random.default_rng(5).normal(9.0, 0.1, (len(OF_GROUPS), 4)))
    assert len(single(rows)) == len(OF_GROUPS)
    assert named(rows) == [] and too_few_runs(rows) and by_chance(rows) == 0


def test_what_differs_is_named_beside_what_does_not(tested):
    draws = np.random.default_rng(6).normal(0, 1, (len(OF_GROUPS), 8))
    draws[2] += 9.0
    assert OF_GROUPS[2] in [row.group for row in named(tested(draws))]


def test_differences_that_were_not_computed_are_not_tested(tested):
    rows = tested(np.full((len(OF_GROUPS), 5), np.nan))
    assert named(rows) == [] and by_chance(rows) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_of_groups_and_side_effects_say_that_runs_are_few(results, tested, monkeypatch, language):
    context = Context(results, Words(language))
    rows = iter(tested(np.full((len(OF_GROUPS), 4), 3.0)) * 2)
    monkeypatch.setattr(results, "difference", lambda *_: next(rows))
    for title in (who._title(context, "mix", list(OF_GROUPS)), sides._title(context, "mix")):
        assert "(4)" in title and title.split()[:2] in (["Too", "few"], ["Te", "weinig"])


def test_the_page_says_how_many_arrows_and_intervals_are_chance(context):
    told = Words(context.words.language)
    assert told("who.chance", n=told.number(0.05 * (len(OF_GROUPS) - 1), 1)) in str(who.who(context))
    assert told("sides.chance", n=told.number(0.05 * len(sides.SHOWN), 1)) in str(sides.sides(context))
