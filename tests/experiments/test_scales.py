"""Figures do not depend on how many residents one simulated resident stands for (verification 15)."""

import numpy as np
import pandas as pd
import pytest

from sim.experiments import scales
from sim.experiments.scales import ALSO, MARGINS, alike, interval, told, years
from sim.model import burn_in, live
from sim.randomness import Draws
from sim.record import Record
from sim.rulebook import rulebook
from sim.world import levers


def test_two_means_are_alike_only_where_the_whole_interval_is_inside_the_margin():
    near, far = np.array([10.0, 10.2, 9.8, 10.1]), np.array([10.9, 11.1, 10.7, 11.2])
    assert alike(near, near + 0.1, 1.0) and not alike(near, far, 1.0)
    low, high = interval(near, far)
    assert low < near.mean() - far.mean() < high < 0


def test_two_that_hardly_say_anything_are_not_called_alike():
    loose = np.array([5.0, 15.0])
    assert not alike(loose, loose[::-1], 1.0)


def test_first_and_last_year_and_the_closure_are_told_apart():
    months = 24
    rows = [{"scenario": key, "wijk": "*", **dict.fromkeys((*MARGINS, *ALSO), float(month >= 12) + extra)}
            for key, extra in (("a", 0.0), ("b", 0.5)) for month in range(months)]  # fmt: skip
    found = years(pd.DataFrame(rows), "a", "b")
    assert (found["lonely.first"], found["lonely.last"], found["lonely.contrast"]) == (0.0, 1.0, 0.5)
    table = pd.DataFrame([{"scale": scale, "seed": seed, **found} for scale in (5, 25) for seed in (1, 2)])
    assert "| lonely, level | 0.00 | 0.00 | 1 | 1:5 and 1:25: yes |" in told(table)


def test_rows_of_another_program_are_done_again_and_those_of_this_one_are_not(tmp_path, monkeypatch):
    asked = []

    def run_tasks(tasks, workers, finished, progress):
        for task in tasks:
            asked.append((task.scale, task.seed))
            finished(task, (wijken_of_a_year(task),))

    monkeypatch.setattr(scales, "run_tasks", run_tasks)
    path = tmp_path / "scales.csv"
    scales.run((25,), 2, 1, path)
    assert scales.run((25, 50), 2, 1, path)["scale"].tolist() == [25, 25, 50, 50]
    assert asked == [(25, 1), (25, 2), (50, 1), (50, 2)]
    table = pd.read_csv(path, dtype=str)
    table.loc[1, "made"] = "an older one"
    table.to_csv(path, index=False)
    scales.run((25,), 2, 1, path)
    assert asked[4:] == [(25, 2)]


def wijken_of_a_year(task):
    """Twelve months of the city under each scenario, all figures 1."""
    rows = [{"scenario": arm.key, "wijk": "*", **dict.fromkeys((*MARGINS, *ALSO), 1.0)} for arm in task.scenarios]
    return pd.DataFrame(12 * rows)


@pytest.mark.long
def test_a_year_of_the_baseline_is_the_same_at_one_in_five_and_one_in_ten(baseline):
    """Six seeds each; the 90% interval of each difference within 1 point (0.1 of cohesion): two that are further apart
    pass in 5% of the choices of seeds at most. At 1:25 loneliness is 0.8 higher and would not pass (calibration.md)."""
    found = {scale: [year_of(baseline, seed, scale) for seed in range(1, 7)] for scale in (5, 10)}
    for name, margin in MARGINS.items():
        first, second = (np.array([row[name] for row in found[scale]]) for scale in (5, 10))
        assert alike(first, second, margin), (name, interval(first, second))


def year_of(scenario, seed, scale):
    """The city's figures after a year of the baseline, the mean of its twelve months."""
    from sim.city.file import load_city

    world, draws, bound = burn_in(scenario, seed, scale), Draws(seed), rulebook(scenario.parameters).bound
    record = Record(scenario, seed, scale, load_city(scenario.city), bound)
    for month in range(12):
        world.city.month[0] = month
        levers.rest(world, bound)
        live(world, bound, draws, month)
        record.observe(world, month)
    table = record.wijken()
    return table[table["wijk"] == "*"][list(MARGINS)].mean().to_dict()
