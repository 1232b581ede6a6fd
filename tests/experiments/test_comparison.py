"""Paired differences and verdicts: closed forms, corrections, and how often they cry wolf."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiments.comparison import COLUMNS, differences, last_year, paired
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS, PRIMARY
from sim.paired import estimate

WIJKEN = ("WK1", "WK2", "*")


def tables(effects, simulated=1000, months=13):
    """Results in which the difference of seed k in the last year is ``effects[scenario][k]``."""
    seeds = len(next(iter(effects.values())))
    wijken, groups = [], []
    for scenario, effect in {"baseline": [0.0] * seeds, **effects}.items():
        for seed in range(seeds):
            keys = {"scenario": scenario, "seed": seed + 1, "parameter_set": 0}
            level = 10.0 + seed + np.asarray(effect)[seed]
            for month in range(months):
                name = f"{2026 + month // 12}-{month % 12 + 1:02d}"
                wijken += [
                    keys | {"month": name, "wijk": wijk, "residents": simulated, "simulated": simulated}
                    | dict.fromkeys(INDICATORS, level if month >= months - 12 else 10.0 + seed)
                    for wijk in WIJKEN
                ]  # fmt: skip
            groups += [
                keys | {"year": 2026, "wijk": "*", "group": group, "residents": 9, "simulated": 9}
                | dict.fromkeys(GROUP_INDICATORS, level)
                for group in GROUPS
            ]  # fmt: skip
    return pd.DataFrame(wijken), pd.DataFrame(groups)


def compared(effects, **options):
    wijken, groups = tables(effects, **options)
    return differences(wijken, groups, "baseline", list(effects))


def city(rows, scenario, indicator=PRIMARY[0]):
    mask = (rows.scenario == scenario) & (rows.indicator == indicator) & (rows.wijk == "*")
    return rows[mask & (rows.group == "everyone") & (rows.period == "final")].iloc[0]


def test_the_interval_is_that_of_a_paired_t_test():
    values = np.array([0.3, -0.1, 0.4, 0.2, 0.5])
    found = estimate(values)
    known = stats.ttest_1samp(values, 0.0)
    assert (found.low, found.high) == pytest.approx(tuple(known.confidence_interval(0.95)))
    assert found.p == pytest.approx(known.pvalue)


def test_the_family_interval_is_that_of_bonferroni():
    values = np.array([0.3, -0.1, 0.4, 0.2, 0.5])
    found = estimate(values, family=4)
    known = stats.ttest_1samp(values, 0.0).confidence_interval(1 - 0.05 / 4)
    assert (found.family_low, found.family_high) == pytest.approx(tuple(known))


def test_pairs_are_of_the_same_seed_and_the_last_twelve_months():
    wijken, _ = tables({"close": [1.0, 2.0, 4.0]})
    assert list(paired(wijken, "close", "baseline", "lonely")) == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("effect", "verdict"),
    [
        ([1.0, 1.1, 0.9, 1.2, 0.8], "worse"),
        ([-1.0, -1.1, -0.9, -1.2, -0.8], "better"),
        ([1.0, -1.1, 0.9, -1.2, 0.8], "not_distinguishable"),
        ([0.0] * 5, "same"),
        ([1.0, 1.1, 0.9, 1.2], "too_few_runs"),
    ],
)
def test_a_verdict_needs_an_interval_beside_zero_and_five_runs(effect, verdict):
    assert city(compared({"close": effect}), "close").verdict == verdict


def test_more_cohesion_is_better_and_less_is_worse():
    rows = compared({"close": [1.0, 1.1, 0.9, 1.2, 0.8]})
    assert city(rows, "close", "cohesion").verdict == "better"


def test_more_scenarios_widen_the_family_interval_only():
    effect = [0.4, 0.1, 0.5, 0.2, 0.6]
    alone, many = compared({"a": effect}), compared(dict.fromkeys("abcd", effect))
    one, other = city(alone, "a"), city(many, "a")
    assert (one.low, one.high) == (other.low, other.high)
    assert other.family_low < one.family_low < one.low


def test_a_map_is_corrected_over_its_wijken():
    rows = compared({"close": [0.4, 0.1, 0.5, 0.2, 0.6]})
    wijken = rows[(rows.indicator == "cohesion") & (rows.wijk != "*")]
    known = stats.false_discovery_control(wijken.p.to_numpy())
    assert wijken.p_adjusted.to_numpy() == pytest.approx(known)
    assert set(wijken.verdict) == {"certain_better"}


def test_wijken_with_few_simulated_residents_get_no_mark():
    rows = compared({"close": [1.0, 1.1, 0.9, 1.2, 0.8]}, simulated=299)
    assert set(rows[(rows.wijk != "*") & (rows.group == "everyone")].verdict) == {"too_small"}


def test_an_indicator_without_a_good_side_gets_no_better_or_worse():
    rows = compared({"close": [1.0, 1.1, 0.9, 1.2, 0.8]})
    assert set(rows[(rows.indicator == "moved_in") & (rows.wijk != "*")].verdict) == {"certain_changed"}


def test_the_family_cries_wolf_in_at_most_one_of_twenty():
    """1000 null comparisons of 3 scenarios and 2 outcomes: at most 5% + 4 standard errors have any verdict."""
    rng, alarms, family = np.random.default_rng(2), 0, 6
    for _ in range(1000):
        found = [estimate(rng.normal(0, 1, 5), family) for _ in range(family)]
        alarms += any(each.family_low > 0 or each.family_high < 0 for each in found)
    assert alarms / 1000 <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 1000)


def test_a_group_that_the_baseline_lacks_has_no_difference():
    wijken, groups = tables({"close": [1.0] * 5})
    groups.loc[(groups.scenario == "baseline") & (groups.group == "lost_place"), list(GROUP_INDICATORS)] = np.nan
    rows = differences(wijken, groups, "baseline", ["close"])
    row = rows[(rows.group == "lost_place") & (rows.indicator == "lonely")].iloc[0]
    assert row.runs == 0 and np.isnan(row.difference) and row.scenario_level > 0


def test_levels_subtract_to_the_difference_where_some_runs_lack_a_group():
    """Levels rise by one a seed, so that a mean over other runs would show; the baseline lacks the last, the plan the
    first."""
    wijken, groups = tables({"close": [1.0, 1.2, 0.8, 1.1, 0.9, 2.0]})
    absent = ((groups.scenario == "baseline") & (groups.seed == 6)) | (
        (groups.scenario == "close") & (groups.seed == 1)
    )
    groups = groups[~(absent & (groups.group == "in_projects"))]
    rows = differences(wijken, groups, "baseline", ["close"])
    row = rows[(rows.group == "in_projects") & (rows.indicator == "lonely")].iloc[0]
    assert row.runs == 4 and row.difference == pytest.approx(1.0)
    assert (row.baseline_level, row.scenario_level) == pytest.approx((12.5, 13.5))


def in_years(groups, years, rise):
    """The same groups in several years, each next one higher by ``rise`` in the scenario."""
    names, plan = list(GROUP_INDICATORS), groups.scenario != "baseline"
    later = [groups.assign(year=year) for year in years]
    for number, table in enumerate(later):
        table.loc[plan, names] += number * rise
    return pd.concat(later, ignore_index=True)


@pytest.mark.parametrize(("months", "year"), [(6, 2026), (12, 2026), (13, 2026), (23, 2026), (24, 2027)])
def test_groups_are_compared_over_the_last_whole_year_however_the_run_ends(months, year):
    wijken, groups = tables({"close": [1.0] * 5}, months=months)
    rows = differences(wijken, in_years(groups, (2026, 2027), 5.0), "baseline", ["close"])
    of_groups = rows[(rows.indicator == "lonely") & (rows.group != "everyone")]
    assert set(of_groups.difference.round(6)) == {1.0 + 5.0 * (year - 2026)}


def test_where_no_year_is_whole_groups_are_compared_over_the_last_of_the_longest():
    wijken, _ = tables({"close": [1.0]}, months=12)
    half = wijken.assign(month=[f"{2026 + (int(month[5:]) > 6)}-{(int(month[5:]) + 5) % 12 + 1:02d}"
                                for month in wijken.month])  # fmt: skip
    assert last_year(half) == 2027


def test_the_table_has_its_columns_in_their_order():
    assert tuple(compared({"close": [0.0] * 2}).columns) == COLUMNS


def test_a_figure_of_the_city_alone_has_no_wijken_and_keeps_its_difference():
    wijken, groups = tables({"plan": [1.0, 1.2, 0.8, 1.1, 0.9]})
    wijken.loc[wijken.wijk != "*", "clustering"] = np.nan
    rows = differences(wijken, groups, "baseline", ["plan"]).query("indicator == 'clustering' and period == 'final'")
    assert list(rows.wijk) == ["*"] and rows.difference.iloc[0] == pytest.approx(1.0)


def test_an_indicator_without_a_single_figure_has_rows_that_say_nothing():
    wijken, groups = tables({"plan": [1.0, 1.2, 0.8, 1.1, 0.9]})
    wijken["unmet_share"] = groups["unmet_share"] = np.nan
    rows = differences(wijken, groups, "baseline", ["plan"]).query("indicator == 'unmet_share'")
    assert len(rows) > len(WIJKEN) and rows.difference.isna().all() and (rows.runs == 0).all()
    assert not rows.verdict.str.contains("better|worse|same").any()
