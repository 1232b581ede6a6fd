"""What the terminal says while it computes: lines now and then, a forecast when there is ground for one."""

import io

import pytest

from sim.experiments import progress as told


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(told.time, "monotonic", lambda: now[0])
    return now


def after(clock, *steps, months=1000):
    """Give the lines told when so many months were lived at so many seconds."""
    stream = io.StringIO()
    progress = told.Progress(months, "work", stream)
    for seconds, lived in steps:
        clock[0] = seconds
        progress(lived)
    return stream.getvalue().splitlines()[1:]


def test_nothing_is_told_before_twenty_seconds(clock):
    assert after(clock, (19.0, 500)) == []


def test_there_is_no_forecast_while_the_engine_is_prepared(clock):
    assert after(clock, (20.0, 10), (40.0, 30)) == [
        "  10 of 1,000 months after 20 s",
        "  30 of 1,000 months after 40 s",
    ]


def test_the_forecast_follows_the_pace_since_the_last_line(clock):
    lines = after(clock, (20.0, 10), (40.0, 110), (60.0, 510))
    assert lines[1].endswith("about 178 s to go") and lines[2].endswith("about 24 s to go")
