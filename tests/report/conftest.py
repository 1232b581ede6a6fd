"""Invented results on disk, made once for all tests of the report."""

import invented
import pytest

from sim.report import write_report
from sim.report.context import Context
from sim.report.results import Difference, Results
from sim.report.words import Words


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="session")
def manifest(folder):
    return invented.write_results(folder)


@pytest.fixture(scope="session")
def report(folder, manifest):
    return write_report(folder, manifest)


@pytest.fixture(scope="session")
def html(report):
    return report.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def results(folder, manifest):
    return Results(folder, manifest)


@pytest.fixture(params=["nl", "en"])
def context(request, results):
    return Context(results, Words(request.param))


@pytest.fixture
def row():
    """Make a row of differences of which a test names only what matters to it."""

    def make(**fields):
        common = {
            "scenario": "mix",
            "indicator": "severely_lonely",
            "wijk": "*",
            "group": "everyone",
            "runs": 20,
        }
        return Difference(**{**common, **fields})

    return make
