"""Policies say once, before anything runs, that a scale is too coarse for them."""

from pathlib import Path

import pytest

import sim.policies
from sim.policies.remarks import Remark, remark_of, remarks
from sim.report.remarked import said
from sim.report.words import Words
from sim.scenario import load_scenario


def test_what_two_scenarios_would_both_say_is_said_once_and_the_baseline_says_nothing():
    closes = load_scenario("scenarios/policies/close_shelters.yaml")
    found = remarks([load_scenario("scenarios/baseline.yaml"), closes, closes], 100)
    assert len(found) == 1 and said(found[0], Words("en")).startswith("close_shelters: ")
    assert remarks([closes], 1) == []


def test_figures_are_written_with_the_marks_of_the_language():
    remark = remark_of("closing_most", policy="x", percent=50, places=1680, of=25, units=0.336, scale=100, larger=33)
    assert "50% of 1,680 places in units of 25 are 0.34 units at 1:100" in said(remark, Words("en"))
    assert "50% van 1.680 plaatsen in eenheden van 25 is 0,34 eenheid op 1:100" in said(remark, Words("nl"))


def keys_in_use():
    """Every key that stands in the text of a policy."""
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(sim.policies.__file__).parent.glob("*.py"))
    return {key for key in Words("en").texts if key.startswith("remark.") and f'"{key[7:]}"' in texts}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_remark_has_words_and_no_words_are_left_over(language):
    assert {key for key in Words(language).texts if key.startswith("remark.")} == keys_in_use()


def test_every_policy_too_coarse_at_a_scale_says_so_in_both_languages():
    paths = sorted(Path("scenarios/policies").glob("*.yaml"))
    found = remarks([load_scenario(path) for path in paths], 5000)
    assert len(found) > 6 and all(isinstance(remark, Remark) for remark in found)
    for language in ("en", "nl"):
        assert all("{" not in said(remark, Words(language)) for remark in found)
