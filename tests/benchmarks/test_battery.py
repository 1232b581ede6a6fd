"""A few of each trial of the runner; ``python -m benchmarks.battery`` does them in full."""

import pytest

from benchmarks.battery import figures, kills
from benchmarks.battery.disk import pairs
from benchmarks.battery.starting import Place


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("reference") / "sweep")
    place.finish()
    return place.sha256()


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "sweep")


def test_a_killed_worker_costs_no_run(place, expected):
    assert "no hang" in kills.workers(place, 2, expected, 5)


def test_after_everything_was_killed_the_same_command_goes_on(place, expected):
    assert "0 lost, 0 doubled" in kills.everything(place, 4, expected, 5)


def test_workers_end_with_a_killed_command(place):
    assert "gone" in kills.orphans(place)


def test_an_interrupt_ends_within_three_seconds_and_says_how_to_go_on(place, expected):
    assert "interrupted 2 times" in kills.politely(place, 2, expected)


def test_of_two_commands_in_one_folder_one_wins_and_is_named(place, expected):
    assert "one winner" in pairs(place, 1, expected)


def test_one_worker_gives_the_bytes_of_two_and_of_a_cluster(place, expected):
    assert "one sha256" in figures.same(place, (1,), expected, cluster=True)
