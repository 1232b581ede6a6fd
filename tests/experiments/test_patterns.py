"""Known patterns are data, each is measured, and a verdict says how sure it is."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.experiments import measures as m
from sim.experiments.patterns import MEASURES, NOT_YET, Pattern, Result, measured, patterns
from sim.experiments.seen import Seen, adults, weekly
from sim.rulebook import rulebook


def pattern(low, high, role="calibrated", target=10.0):
    return Pattern("P", {"en": "p", "nl": "p"}, "%", target, low, high, role, "a source", 2020)


def people(**columns):
    """A table of four adults of one pool and wijk, with defaults for what a test does not name."""
    rows = len(next(iter(columns.values())))
    plain = {"age": 40.0, "pool": 0, "wijk": 0, "tenure": 0, "income": 2, "uid": np.arange(rows), "moved": 100,
             "arrived": 100, "deaths": 0.0, "works": True, "frailty": 0, "partnered": False, "parted": 0}  # fmt: skip
    return pd.DataFrame({**{k: np.full(rows, v) if np.isscalar(v) else v for k, v in plain.items()}, **columns})


def seen(*years, start=None, before=(), after=(), here=(), tenants=(), city=None, platform=()):
    ties = [np.array(pairs, dtype=np.int64).reshape(-1, 2) for pairs in (before, after)]
    first = years[0] if start is None else start
    return Seen(first, list(years), *ties, np.array(here), city, [np.array(uids) for uids in tenants], platform)


def test_every_pattern_has_a_measure_or_a_reason_why_not_and_a_target_inside_its_tolerance():
    assert set(patterns()) == set(MEASURES) | set(NOT_YET)
    for known in patterns().values():
        assert known.source and set(known.what) == {"en", "nl"}
        if known.target is not None and known.role in ("calibrated", "held_out"):
            assert known.holds(known.target), known.id
        assert known.role != "calibrated" or None not in (known.low, known.high), known.id


def test_a_result_passes_where_its_mean_is_inside_and_says_whether_more_runs_could_change_that():
    sure, unsure = Result(pattern(8, 12), (10.0, 10.2, 9.9)), Result(pattern(8, 12), (11.0, 12.5, 11.5))
    outside, nearly = Result(pattern(8, 12), (20.0, 20.1, 19.9)), Result(pattern(8, 12), (11.0, 13.5, 12.5))
    assert [result.passes for result in (sure, unsure, outside, nearly)] == [True, True, False, False]
    assert [result.certain for result in (sure, unsure, outside, nearly)] == [True, False, True, False]


def test_a_sign_has_one_end_and_one_run_is_never_certain():
    assert Result(pattern(0, None, target=None), (3.0,)).passes and not Result(pattern(0, None), (3.0,)).certain
    assert not Result(pattern(None, 0, target=None), (3.0, 4.0)).passes


def test_what_is_not_measured_or_not_modelled_is_not_scored():
    assert Result(pattern(8, 12), (math.nan,)).passes is None
    assert Result(pattern(None, None, "not_modelled"), (10.0, 11.0)).passes is None


def test_the_interval_is_students_over_seeds():
    low, high = Result(pattern(8, 12), (1.0, 2.0, 3.0)).interval
    assert (low, high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), rel=1e-4)


def test_a_share_is_the_mean_over_years_of_a_group():
    first = people(lonely=np.array([True, True, False, False]), age=np.array([20.0, 70.0, 20.0, 70.0]))
    second = first.assign(lonely=[True, True, True, False])
    assert m.share("lonely", m.aged(18, 35))(seen(first, second)) == 75.0


def test_ties_with_those_who_left_count_as_gone_for_whoever_stayed():
    """Three ties: one kept, one faded, one whose other end left: 2 of 5 ends that stayed keep theirs."""
    run = seen(people(lonely=[True]), before=[(1, 2), (3, 4), (5, 6)], after=[(1, 2)], here=[1, 2, 3, 4, 5])
    assert m.ties_kept_all_years(run) == pytest.approx(40.0)


def test_a_move_across_the_border_of_the_city_counts_half_and_deaths_are_no_moves():
    """Ten adults of 20: one moved within, one arrived, and one of the ten before is gone; a tenth was to die."""
    before = people(uid=np.arange(10), age=np.full(10, 20.0), deaths=np.full(10, 0.1))
    after = people(uid=np.arange(1, 11), age=np.full(10, 20.0), moved=np.array([3, *[100] * 8, 5]),
                   arrived=np.array([*[100] * 9, 5]))  # fmt: skip
    run = seen(after, start=before)
    assert m.moved_within(18, 25)(run) == pytest.approx(10.0)
    assert m.moved(18, 25)(run) == pytest.approx(10.0 + 0.5 * (0.0 + 10.0))


def test_areas_of_corporations_are_set_against_the_tenures_of_the_country():
    """One pool of tenants with 30% ill, one of owners with none: the country would have 0.29 of it."""
    ill = np.array([True] * 3 + [False] * 7 + [False] * 20)
    table = people(mental_health=ill, tenure=np.array([1] * 10 + [0] * 10 + [2] * 10),
                   pool=np.array([0] * 10 + [1] * 10 + [2] * 10))  # fmt: skip
    assert m.at_start("mental_health")(seen(table, start=table)) == pytest.approx(1.0 / 0.29)


def test_the_most_vulnerable_tenth_is_chosen_by_who_lives_there_and_not_by_what_happens():
    vulnerable = np.zeros(100, bool)
    vulnerable[:5] = True
    table = people(vulnerable=vulnerable, nuisance=np.arange(100) < 4, pool=np.arange(100) // 10)
    assert m.most_vulnerable_tenth(table).sum() == 10
    assert m.ratio("nuisance", m.most_vulnerable_tenth)(seen(table)) == pytest.approx(10.0)


def test_the_spread_over_wijken_leaves_out_what_sampling_alone_would_do():
    """Twenty wijken of fifty adults, all with the same chance: the spread left is small (sampling alone gives 6.9)."""
    generator = np.random.default_rng(1)
    lonely = generator.random(1000) < 0.4
    city = SimpleNamespace(wijken=[SimpleNamespace(population=6000) for _ in range(20)])
    table = people(lonely=lonely, wijk=np.arange(1000) // 50)
    assert m.spread_over_wijken(seen(table, city=city)) < 4.5


def shares_of_years(generator, adults, spread, anew):
    """Seven years of twenty wijken whose chances spread by so much (standard deviation) around 0.43."""
    chances = generator.normal(size=20)
    chances = 0.43 + spread * (chances - chances.mean()) / chances.std(ddof=1)
    first = generator.binomial(adults, chances)
    answers = [generator.binomial(adults, chances) if anew else first for _ in range(7)]
    return [pd.DataFrame({"mean": lonely / adults, "size": adults}) for lonely in answers]


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize(("adults", "margin"), [(200, 0.4), (1000, 0.15)])
def test_the_spread_over_wijken_is_the_true_one_whether_people_answer_anew_each_year_or_alike(adults, margin, anew):
    """Mean of 100 seeds within the margin of 4.11 points (0.095 and 0.038 are the largest standard errors): a false
    alarm in less than 1 of 100 choices of seeds. Chance of one year taken from the mean of years gives 2.4 and 3.8."""
    generator = np.random.default_rng([adults, anew])
    found = [100.0 * m.spread_beyond_chance(shares_of_years(generator, adults, 0.0411, anew)) for _ in range(100)]
    assert np.mean(found) == pytest.approx(4.11, abs=margin)


def test_wijken_that_are_all_alike_have_no_spread_in_the_mean_over_seeds():
    """200 seeds of 200 adults a wijk, margin 0.45 points with a standard error of 0.13: a false alarm in less than 1 of
    100 choices of seeds. Cut off at zero one by one they give 0.77."""
    generator = np.random.default_rng(3)
    found = [100.0 * m.spread_beyond_chance(shares_of_years(generator, 200, 0.0, anew=False)) for _ in range(200)]
    assert np.mean(found) == pytest.approx(0.0, abs=0.45)


def test_tenants_of_projects_who_are_gone_a_year_later_are_counted_from_the_second_year():
    run = seen(people(lonely=[True]), tenants=[[9], [1, 2, 3, 4], [1, 2]])
    assert m.leave_projects(run) == 50.0


def test_members_who_offer_are_set_against_those_who_could_ask_over_all_years_together():
    run = seen(people(lonely=[True]), platform=[np.array([6.0, 0.0, 0.0]), np.array([4.0, 2.0, 1.0])])
    assert m.offers_per_request(run) == 5.0
    assert math.isnan(m.offers_per_request(seen(people(lonely=[True]))))


def test_the_chance_of_a_contact_in_a_week_is_that_of_at_least_one():
    assert weekly(np.array([0.0, np.log(2.0)])) == pytest.approx([0.0, 0.5])


def test_all_patterns_are_measured_on_a_burnt_in_city(burnt_in, baseline):
    bound = rulebook(baseline.parameters).bound
    table = adults(burnt_in, bound)
    assert (np.diff(table["uid"]) > 0).all() and table["age"].min() >= 18.0
    for name in ("family", "friends", "neighbours", "hardly_know", "at_home"):
        assert table[name].between(0.0, 1.0).all(), name
    from sim.city.file import load_city
    from sim.indicators.retention import strong_ties

    ties, here = strong_ties(burnt_in), burnt_in.residents.uid[burnt_in.residents.alive]
    found = measured(Seen(table, [table, table], ties, ties, here, load_city(baseline.city), []))
    odd = {name for name, value in found.items() if not math.isfinite(value)}
    assert found["P17"] > 99.9 and found["P1"] == pytest.approx(100.0 * table["lonely"].mean())
    assert odd <= {"P25", "P31.magic_mix", "P6.order", "P20.mental_health", "P20.mild_disability", "P19.social",
                   "P11.rural"}  # fmt: skip
