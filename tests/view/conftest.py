"""What tests of the page look at: the session of a tab without a browser, and the page itself in Chromium."""

import shutil

import pytest
from one_world import OneWorld
from served import PAIR, ROOT, opened, serving

from sim.view.library import Library
from sim.view.pair import Pair, Setup
from sim.view.session import Chosen, Session

STORY = """
name: {en: Homes close, nl: Huizen sluiten}
extends: baseline.yaml
months: 3
story: {en: Homes close. Look what happens., nl: Huizen sluiten. Kijk wat er gebeurt.}
policies:
  - close_care_homes: {from: 2026-02, share: 1}
  - participation: {from: 2026-01, invites: 10}
"""


@pytest.fixture(scope="module")
def served():
    """Serve the two scenarios; in the end nobody may have been asked for anything."""
    with serving("view", *PAIR, "--scale", "1:100", "--port", "0") as program:
        yield program
        assert [line for line in program.said if line.startswith("WANTED") or "Traceback" in line] == []


@pytest.fixture(scope="module")
def of_a_copy(tmp_path_factory):
    """Serve a copy of the scenarios with a story in it, where the page may also write."""
    folder = tmp_path_factory.mktemp("of") / "scenarios"
    shutil.copytree(ROOT / "scenarios", folder)
    (folder / "a_home_closes.yaml").write_text(STORY, encoding="utf-8")
    with serving("--folder", folder, "baseline.yaml", "close_care_homes.yaml") as program:
        yield program, folder


@pytest.fixture
def tab(browser, served):
    """Open a tab and, when the test is done, ask that nothing was complained of and nobody else was asked."""
    watched = opened(browser, served)
    yield watched
    assert watched.complaints == []
    here = (served.url, served.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in watched.requests if not url.startswith(here)] == []
    watched.page.context.close()


@pytest.fixture
def unequal(burnt_in, baseline, closing):
    """Give a pair of arms of which the right one closes all care homes."""
    other = closing(share=1.0, staff_to_home_care=0.0)
    return Pair(Setup((baseline, other), 3, 100), OneWorld(burnt_in), lambda step, part: None)


@pytest.fixture(scope="session")
def shipped(scenarios):
    """Give the files that are shipped, each read once for all tabs; as on the page, which has one library too."""
    return Library(scenarios)


@pytest.fixture
def session(shipped, unequal):
    """Give a tab that watches this pair in English."""
    made = Session(shipped, OneWorld(None), Chosen(["baseline.yaml", "close_care_homes.yaml"], 3, 100, "en"))
    made.player.pair = unequal
    return made
