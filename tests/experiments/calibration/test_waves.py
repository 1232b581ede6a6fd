"""A wave goes on from what the same program left of it, and no emulator learns from the runs of two programs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from sim.experiments import pieces
from sim.experiments.calibration import waves
from sim.experiments.calibration.plan import read_plan

PLAN = replace(read_plan(), runs=3)
SHIPPED_PLAN = read_plan()


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Seeds that were run: each gives 1 for all targets, in a folder of its own."""
    seeds = []

    def run_point(point, seed):
        seeds.append(seed)
        return {target.id: 1.0 for target in PLAN.targets}

    monkeypatch.setattr(waves, "run_point", run_point)
    monkeypatch.setattr(waves, "FOLDER", tmp_path)
    monkeypatch.setattr(waves, "ProcessPoolExecutor", lambda workers, *how: ThreadPoolExecutor(1))
    return seeds


@pytest.fixture
def told():
    """What was said on the way."""
    return []


def lose(wave, run):
    """Leave a wave without one of its runs."""
    table = waves.read_wave(wave)
    table[table["run"] != run].to_csv(waves.path_of(wave), index=False)


def change_program(monkeypatch):
    monkeypatch.setattr(pieces, "of_source", lambda: "another program")


def say_nothing_of_makers(wave):
    """Turn a table into one of before it told what made it."""
    waves.read_wave(wave).drop(columns=waves.MADE).to_csv(waves.path_of(wave), index=False)


def test_the_same_program_runs_only_what_is_missing(asked, told):
    waves.run_wave(PLAN, 1, 1, told.append)
    before = waves.path_of(1).read_bytes()
    lose(1, 1)
    waves.run_wave(PLAN, 1, 1, told.append)
    assert sorted(asked[:3]) == [10_000, 10_001, 10_002] and asked[3:] == [10_001]
    assert waves.path_of(1).read_bytes() == before


def test_a_changed_program_runs_all_again_and_says_so(asked, told, monkeypatch):
    waves.run_wave(PLAN, 1, 1, told.append)
    lose(1, 1)
    change_program(monkeypatch)
    table = waves.run_wave(PLAN, 1, 1, told.append)
    assert sorted(asked[3:]) == [10_000, 10_001, 10_002] and table[waves.MADE].nunique() == 1
    assert "wave 1: 2 runs were made by another program, baseline or plan and are run again" in told


def test_a_changed_plan_is_another_maker():
    """Limits, runs and scale decide a row or its point; the same plan gives the same name."""
    wider = replace(PLAN, free={name: (low - 1.0, high) for name, (low, high) in PLAN.free.items()})
    others = [replace(PLAN, scale=PLAN.scale + 1), replace(PLAN, runs=4), wider, PLAN]
    assert len({waves.made_now(plan) for plan in others}) == 4 and waves.made_now(PLAN) == waves.made_now(replace(PLAN))


def test_rows_that_do_not_say_what_made_them_are_run_again_in_an_unfinished_wave(asked, told):
    waves.run_wave(PLAN, 1, 1, told.append)
    lose(1, 0)
    say_nothing_of_makers(1)
    assert set(waves.read_wave(1)[waves.MADE]) == {waves.UNKNOWN}
    waves.finished_wave(PLAN, 1, 1, told.append)
    assert len(asked) == 6 and set(waves.read_wave(1)[waves.MADE]) == {waves.made_now(PLAN)}


def test_a_wave_that_another_program_finished_is_left_as_it_is_and_that_is_told(asked, told, monkeypatch):
    waves.run_wave(PLAN, 1, 1, told.append)
    before = waves.path_of(1).read_bytes()
    change_program(monkeypatch)
    assert len(waves.finished_wave(PLAN, 1, 1, told.append)) == 3
    assert len(asked) == 3 and waves.path_of(1).read_bytes() == before
    assert "left as it is" in told[-1] and str(waves.path_of(1)) in told[-1]


def test_a_finished_wave_of_this_program_needs_no_word(asked, told):
    waves.run_wave(PLAN, 1, 1, told.append)
    told.clear()
    waves.finished_wave(PLAN, 1, 1, told.append)
    assert told == []


def test_a_wave_is_not_put_on_top_of_those_of_another_program(asked, told, monkeypatch):
    waves.run_wave(PLAN, 1, 1, told.append)
    change_program(monkeypatch)
    with pytest.raises(waves.MixedWaves, match="remove the tables of the older ones"):
        waves.run_wave(PLAN, 2, 1, told.append)
    assert len(asked) == 3


def test_no_emulator_is_given_the_waves_of_two_programs(asked, told, monkeypatch):
    waves.run_wave(PLAN, 1, 1, told.append)
    assert len(waves.earlier(PLAN, 2)[1]) == 3
    table = waves.read_wave(1).assign(**{waves.MADE: "another"})
    table.to_csv(waves.path_of(2), index=False)
    with pytest.raises(waves.MixedWaves, match="wave 2: another"):
        waves.earlier(PLAN, 3)


def test_the_waves_that_were_shipped_stay_readable_as_those_of_one_unknown_program():
    points, table = waves.earlier(SHIPPED_PLAN, SHIPPED_PLAN.waves + 1)
    assert len(points) == SHIPPED_PLAN.waves * SHIPPED_PLAN.runs and table[waves.MADE].nunique() == 1
