"""Models whose agents are looked at."""

import pytest

from sim.agents.views import View
from sim.model import WijkModel


@pytest.fixture(scope="module")
def lived(baseline, burnt_in):
    """Give a model after two months, of which the tests read only."""
    return WijkModel(baseline, seed=3, scale=100, start=burnt_in).run(2)


@pytest.fixture
def model(baseline, burnt_in):
    """Give a model before its first month, of which a test may do what it wants."""
    return WijkModel(baseline, seed=3, scale=100, start=burnt_in)


@pytest.fixture
def no_views(monkeypatch):
    """Forbid the making of views."""

    def refuse(*_):
        raise AssertionError("a view was made")

    monkeypatch.setattr(View, "__init__", refuse)
