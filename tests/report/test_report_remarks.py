"""What policies say beforehand of a scale: in the head of the report and beside the verdict it bears on."""

import re

import pytest

from sim.report.head import head
from sim.report.remarked import said_of
from sim.report.verdicts import verdicts

TOLD = {
    "key": "closing_some",
    "figures": {"policy": "close_care_homes", "percent": 50, "places": 1680, "of": 25, "units": 0.6667, "scale": 50,
                "larger": 33},
}  # fmt: skip


@pytest.fixture
def remarked(context, monkeypatch):
    """Let two scenarios say the same, and the others nothing."""
    listed = [{**entry, "remarks": [TOLD] if entry["key"] in ("close", "deal") else []}
              for entry in context.results.manifest["scenarios"]]  # fmt: skip
    monkeypatch.setattr(context.results, "manifest", {**context.results.manifest, "scenarios": listed})
    return context


def test_a_remark_is_said_with_its_figures_in_both_languages(remarked):
    (told,) = said_of(remarked.results.manifest, remarked.words)["close"]
    assert told.startswith("close_care_homes: 50%") and "1:50" in told and "1:33" in told
    assert {"nl": "0,67", "en": "0.67"}[remarked.words.language] in told


def test_the_head_says_each_remark_once_with_its_scenarios(remarked):
    (line,) = re.findall("<li>(.*?)</li>", str(head(remarked)))
    (told,) = said_of(remarked.results.manifest, remarked.words)["close"]
    assert line == f"{remarked.quoted('close')}, {remarked.quoted('deal')}. {told}"


def test_a_remark_stands_beside_the_verdict_of_its_scenario_only(remarked):
    rows = re.findall("<tbody><tr><th [^>]*>(.*?)</th>.*?</tbody>", str(verdicts(remarked)), flags=re.S)
    parts = str(verdicts(remarked)).split("<tbody>")[1:]
    minded = [name for name, part in zip(rows, parts, strict=False) if 'class="mind"' in part]
    assert minded == [remarked.title("close"), remarked.title("deal")]


def test_without_remarks_nothing_is_said(context):
    assert 'class="remarks"' not in str(head(context)) and 'class="mind"' not in str(verdicts(context))
