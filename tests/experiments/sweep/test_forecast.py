"""What is foretold of a sweep, and when it is refused before anything runs."""

import dataclasses
from pathlib import Path

import pytest

from benchmarks.battery.__main__ import REAL
from sim.experiments.sweep import command, forecast
from sim.experiments.sweep.forecast import Probe, duration, workers_that_fit
from sim.experiments.sweep.load import load_sweep

SWEEP = load_sweep(REAL)
PROBE = Probe(founding=2.0, month=0.1, memory=1e9)


def test_time_is_that_of_burn_ins_and_runs_over_workers():
    """Two burn-ins of 5 and 6 months (told as 5) for two seeds, and 6 points x 2 seeds x 3 policies of 13 months."""
    found = forecast.forecast(SWEEP, 2, 36, 1, PROBE)
    assert found.seconds == pytest.approx(4 * (2.0 + 5 * 0.1) + 36 * 13 * 0.1)
    half = forecast.forecast(SWEEP, 2, 18, 2, PROBE)
    assert half.seconds == pytest.approx(found.seconds / 4 * forecast.CROWDED)


def test_memory_is_that_of_all_workers_and_the_command():
    assert forecast.forecast(SWEEP, 2, 36, 4, PROBE).memory == 4e9 + forecast.OF_THE_COMMAND


def test_workers_that_fit_take_no_more_than_80_per_cent():
    fit = workers_that_fit(PROBE, 10e9)
    assert fit == 7 and fit * 1e9 + forecast.OF_THE_COMMAND <= 8e9 < (fit + 1) * 1e9 + forecast.OF_THE_COMMAND


@pytest.mark.parametrize(("memory", "words"), [(5e9, "give --workers 3"), (1e9, "choose a coarser scale")])
def test_too_little_memory_is_refused_with_what_fits(monkeypatch, tmp_path, memory, words):
    monkeypatch.setattr(forecast, "probed", lambda sweep: PROBE)
    monkeypatch.setattr(forecast, "memory_of_machine", lambda: memory)
    with pytest.raises(command.TooLarge, match=words):
        command.run_sweep(SWEEP, tmp_path, "sweep", workers=8)
    assert not (tmp_path / "runs").exists() and not (tmp_path / "sweep.json").exists()


def test_a_job_foretells_the_months_it_lives_through():
    jobs = list(dataclasses.replace(SWEEP, seeds=1).jobs(1))
    assert {job.months for job in jobs} == {5 + 3 * 13, 6 + 3 * 13}


TIMES = [(40, "40 s"), (600, "10 minutes"), (7200, "2.0 hours"), (3e5, "3.5 days")]


@pytest.mark.parametrize(("seconds", "words"), TIMES)
def test_times_are_told_as_people_do(seconds, words):
    assert duration(seconds) == words


def test_the_memory_of_a_machine_is_known_here():
    assert forecast.memory_of_machine() > 1e8 and Path(REAL).exists()
