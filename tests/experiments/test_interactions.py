"""Two policies together less the sum of each alone: closed forms, verdicts, and nothing where nothing is added."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiments.compare import compare, write
from sim.experiments.comparison import RUN
from sim.experiments.cost_summary import mean_years
from sim.experiments.interactions import COLUMNS, MEASURE, MEASURES, OUTCOME, ROUNDING, interactions, row
from sim.experiments.store import read_table
from sim.indicators.catalogue import INDICATORS, PRIMARY
from sim.model import WijkModel
from sim.policies.settings import settings_of
from sim.scenario import PolicyCall
from sim.world.codes import SUPPORT_SOURCES

SEEDS, YEARS, RESIDENTS, ADULTS = 6, 2, 1000.0, 800.0
KEYS = ("both", "first", "second", "baseline")
GAPS = np.array([0.3, -0.1, 0.4, 0.2, 0.5, 0.6])


@dataclass
class Arm:
    key: str
    together: tuple = ()
    policies: tuple = ()


ARMS = [Arm("baseline"), Arm("first"), Arm("second"), Arm("both", ("first", "second"))]


def levels(first, second, gap):
    """Levels of both, first, second and baseline in which the gap of run k is ``gap[k]``."""
    base = 10.0 + np.arange(len(gap))
    return np.array([base + first + second + np.asarray(gap), base + first, base + second, base])


def tables(outcomes, euros=None, lonely=None):
    """Tables of four arms (KEYS): outcomes in the last year, euros a year and % lonely, each 4 × seeds."""
    wijken, groups, costs = [], [], []
    names = [f"{2026 + month // 12}-{month % 12 + 1:02d}" for month in range(12 * YEARS)]
    for place, key in enumerate(KEYS):
        for seed in range(SEEDS):
            run = {"scenario": key, "seed": seed + 1, "parameter_set": 0}
            given = {f"by_{name}": 10.0 for name in SUPPORT_SOURCES}
            for month, name in enumerate(names):
                level = outcomes[place][seed] if month >= len(names) - 12 else 0.0
                keys = {"month": name, "wijk": "*", "residents": RESIDENTS, "simulated": RESIDENTS}
                wijken.append(run | dict.fromkeys(INDICATORS, level) | given | keys)
            for year in (2026, 2027):
                share = 50.0 if lonely is None else lonely[place][seed]
                groups.append(
                    run | {"year": year, "wijk": "*", "group": "everyone", "residents": ADULTS, "lonely": share}
                )
                if euros is not None:
                    costs.append(run | {"year": year, "account": "spent", "euros": euros[place][seed]})
    columns = ["scenario", *RUN, "year", "account", "euros"]
    return pd.DataFrame(wijken), pd.DataFrame(groups), pd.DataFrame(costs, columns=columns)


def found(outcomes, **options):
    table = interactions(*tables(outcomes, **options), ARMS)
    assert tuple(table.columns) == COLUMNS
    return table.set_index("indicator")


def test_the_gap_is_what_both_do_less_what_each_does_alone():
    one = row(levels(1.0, -0.25, GAPS), None, 0)
    assert (one["first_difference"], one["second_difference"], one["sum"]) == pytest.approx((1.0, -0.25, 0.75))
    assert (one["together"], one["interaction"]) == pytest.approx((0.75 + GAPS.mean(), GAPS.mean()))
    assert (one["runs"], one["runs_lower"], one["runs_higher"]) == (6, 1, 5)


def test_its_interval_is_that_of_a_paired_t_test_and_the_family_that_of_bonferroni():
    one = row(levels(1.0, 0.5, GAPS), 0.1, 2)
    single = stats.ttest_1samp(GAPS, 0.0)
    wide = single.confidence_interval(1 - 0.05 / 2)
    assert (one["low"], one["high"]) == pytest.approx(tuple(single.confidence_interval(0.95)))
    assert (one["family_low"], one["family_high"]) == pytest.approx(tuple(wide))
    assert one["p"] == pytest.approx(single.pvalue)


def test_main_outcomes_have_the_family_and_the_others_their_own_interval():
    table = found(levels(1.0, 0.5, GAPS))
    assert table.loc[list(PRIMARY), "family_low"].notna().all()
    assert table.drop(list(PRIMARY))["family_low"].isna().all()


CLEAR = (0.9, 1.1, 1.0, 1.2, 0.8, 1.0)


@pytest.mark.parametrize(
    ("first", "second", "gap", "verdict"),
    [
        (1.0, 0.5, CLEAR, "more"),
        (-1.0, -0.5, np.negative(CLEAR), "more"),
        (1.0, 0.5, np.negative(CLEAR), "less"),
        (2.0, -0.5, CLEAR, "higher"),
        (0.0, 0.0, np.negative(CLEAR), "lower"),
        (1.0, 0.5, (1.0, -1.1, 0.9, -1.2, 0.8, 0.1), "not_distinguishable"),
        (1.0, 0.5, (0.01, -0.01, 0.02, -0.02, 0.0, 0.01), "as_much"),
        (1.0, 0.5, (0.0,) * 6, "same"),
        (1.0, 0.5, (1.0, 1.1, 0.9), "too_few_runs"),
    ],
)
def test_a_verdict_says_more_or_less_only_where_both_alone_move_one_way(first, second, gap, verdict):
    assert row(levels(first, second, gap), 0.5, 2)["verdict"] == verdict


def test_a_sum_that_may_be_nothing_is_neither_reinforced_nor_weakened():
    unsure = np.array([3.0, -3.0, 2.0, -2.0, 1.0, -0.5])
    assert row(levels(unsure, 0.0, CLEAR), 0.5, 2)["verdict"] == "higher"


def test_runs_in_which_an_arm_has_no_figure_are_left_out():
    four = levels(1.0, 0.5, GAPS)
    four[2, 0] = np.nan
    assert row(four, None, 0)["runs"] == 5 and row(np.full((4, 6), np.nan), None, 0)["runs"] == 0


def test_the_rounding_of_stored_figures_is_no_gap_and_what_is_larger_is():
    exact = levels(1.0, 0.5, np.zeros(6))
    rounded = exact.astype("float32").astype("float64") + 0.1
    assert row(rounded.astype("float32").astype("float64"), None, 0)["verdict"] == "same"
    assert row(levels(1.0, 0.5, np.full(6, 40 * ROUNDING * exact.max())), None, 0)["verdict"] == "more"


def test_runs_needed_are_those_of_a_difference_as_large_as_matters():
    narrow, wide = (row(levels(1.0, 0.5, size * GAPS), 0.5, 2)["runs_needed"] for size in (0.1, 10.0))
    assert narrow < 6 < wide


def test_euros_together_stand_beside_euros_apart():
    four = np.array([[5000.0], [3000.0], [2500.0], [0.0]]) * np.ones(SEEDS)
    net = found(levels(1.0, 0.5, GAPS), euros=four).loc["net"]
    assert (net["sum"], net.together, net.interaction, net.verdict) == (5500.0, 5000.0, -500.0, "less")


def test_lonely_years_avoided_count_upwards():
    four = np.array([[45.0], [48.0], [49.0], [50.0]]) * np.ones(SEEDS)
    avoided = found(levels(1.0, 0.5, GAPS), lonely=four).loc["lonely_years_avoided"]
    assert (avoided["sum"], avoided.together, avoided.interaction) == pytest.approx((24.0, 40.0, 16.0))


def test_each_measure_is_the_difference_of_a_mean_year():
    wijken, groups, costs = tables(levels(1.0, 0.5, GAPS), euros=levels(900.0, 80.0, GAPS))
    years = mean_years(costs, wijken, groups, ARMS[0].key)
    assert {figure for figure, _ in MEASURES.values()} <= set(years.columns)


def test_rows_stand_in_the_order_of_the_catalogue():
    table = interactions(*tables(levels(1.0, 0.5, GAPS)), ARMS)
    assert table["indicator"].tolist() == [*INDICATORS, *MEASURES]
    assert table["kind"].tolist() == [OUTCOME] * len(INDICATORS) + [MEASURE] * len(MEASURES)


def test_without_a_pair_there_are_no_rows():
    table = interactions(*tables(levels(1.0, 0.5, GAPS)), ARMS[:3])
    assert len(table) == 0 and tuple(table.columns) == COLUMNS


def test_under_a_gap_of_nothing_it_cries_wolf_in_at_most_one_of_twenty():
    """1000 pairs of two outcomes whose gaps are chance alone: at most 5% + 4 standard errors have any verdict."""
    rng, alarms = np.random.default_rng(5), 0
    for _ in range(1000):
        told = [row(levels(1.0, 0.5, rng.normal(0, 1, 6)), None, 2)["verdict"] for _ in PRIMARY]
        alarms += any(verdict in ("more", "less") for verdict in told)
    assert alarms / 1000 <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 1000)


def call(name, wijken, **settings):
    defaults = {key: entry.value for key, entry in settings_of(name).items()}
    return PolicyCall(name, 1, 1, None, wijken, defaults | settings)


HOFJES = {"hofjes": 36, "dwellings": 25}
WIJKEN = ("Oud-Noord", "Noordwest")


@pytest.fixture
def short(monkeypatch):
    """Burn in for a year: what these tests ask does not depend on it."""
    from sim import rulebook

    known = rulebook.defaults()
    shorter = {**known, "founding.burn_in_months": known["founding.burn_in_months"].with_value(12)}
    monkeypatch.setattr(rulebook, "defaults", lambda: shorter)


@pytest.fixture
def four(baseline):
    """Make three arms beside a baseline of some months at 1:100: two policies and both together."""

    def arms(first, second):
        base = replace(baseline, months=4)
        both = (replace(first, drawn_as=0), replace(second, drawn_as=0))
        return [
            base,
            replace(base, key="first", sha256="1", policies=(first,)),
            replace(base, key="second", sha256="2", policies=(second,)),
            replace(base, key="first+second", sha256="3", policies=both, together=("first", "second")),
        ]

    return arms


@pytest.mark.usefixtures("short")
def test_the_gap_is_zero_to_the_byte_where_the_second_is_of_zero_size(four):
    arms = four(call("knarrenhof", WIJKEN, **HOFJES), call("clubs", WIJKEN, invites=0.0, bring_along=0.0, groups=0.0))
    found = compare(arms, seeds=[1, 2], scale=100, workers=1)
    columns = ["sum_low", "interaction", "low", "high"]
    known = found.interactions[found.interactions["runs"] > 0]
    assert set(known["verdict"]) == {"same"} and len(known) > 40
    assert known["interaction"].to_numpy().tobytes() == np.zeros(len(known)).tobytes()
    assert (known["together"] == known["first_difference"]).all() and (known["together"] != 0).any()
    assert found.interactions[columns].shape[0] == len(INDICATORS) + len(MEASURES)


@pytest.mark.usefixtures("short")
def test_a_policy_after_one_of_zero_size_builds_and_draws_as_it_does_alone(four):
    """It has another number in the arm of both; without the number it draws under, its sites would lie elsewhere."""
    nothing = call("knarrenhof", WIJKEN, **HOFJES | {"hofjes": 0})
    arms = four(nothing, call("knarrenhof", WIJKEN, **HOFJES))
    found = compare(arms, seeds=[1, 2], scale=100, workers=1)
    alone, both = (found.wijken[found.wijken["scenario"] == key].drop(columns="scenario").reset_index(drop=True)
                   for key in ("second", "first+second"))  # fmt: skip
    pd.testing.assert_frame_equal(alone, both, check_exact=True)
    shifted = [*arms[:3], replace(arms[3], policies=tuple(replace(c, drawn_as=None) for c in arms[3].policies))]
    other = compare(shifted, seeds=[1], scale=100, workers=1).wijken
    elsewhere = other[other["scenario"] == "first+second"].drop(columns="scenario").reset_index(drop=True)
    assert not elsewhere.equals(alone[alone["seed"] == 1].reset_index(drop=True))


@pytest.mark.usefixtures("short")
def test_the_table_is_written_with_a_pair_and_an_old_one_goes_without(four, tmp_path):
    arms = four(call("knarrenhof", WIJKEN, **HOFJES), call("clubs", WIJKEN))
    with_pair = compare(arms, seeds=[1], scale=100, workers=1)
    write(with_pair, tmp_path, csv=True)
    assert len(read_table(tmp_path / "interactions.parquet")) == len(with_pair.interactions)
    assert "interactions.parquet" in with_pair.manifest["files"]
    assert with_pair.manifest["scenarios"][-1]["together"] == ["first", "second"]
    alone = compare(arms[:2], seeds=[1], scale=100, workers=1)
    write(alone, tmp_path)
    assert not list(tmp_path.glob("interactions.*")) and "interactions.parquet" not in alone.manifest["files"]


def test_two_of_a_kind_in_one_wijk_stand_at_one_place_and_keep_every_invariant(baseline, burnt_in):
    hofje = replace(call("knarrenhof", WIJKEN[:1], **HOFJES), drawn_as=0)
    model = WijkModel(replace(baseline, months=6, policies=(hofje, hofje)), 3, 100, burnt_in, guard_mode=True).run()
    projects = model.world.projects
    assert (projects.x[0], projects.y[0]) == (projects.x[1], projects.y[1]) and projects.call.tolist() == [0, 1]
    occupied = [model.world.dwellings.occupants[model.world.dwellings.project == row].sum() for row in (0, 1)]
    assert min(occupied) > 0
