"""The validation page: held out first, failures on it, both languages, harmless."""

import math
import re

import invented
import pytest

from sim.report.checked import Checked, scored
from sim.report.validation import validation_page
from sim.report.validation_terminal import validation_text


def checked(name, passes, role="held_out", mean=10.0, certain=True, low=8.0, high=12.0, unit="%", why="", what=None):
    said = what or {"en": f"pattern {name}", "nl": f"patroon {name}"}
    interval = (mean - 1.0, mean + 1.0) if math.isfinite(mean) else (math.nan, math.nan)
    return Checked(name, said, unit, 10.0, low, high, role, "A survey", 2020, mean, interval, passes, certain, why)


ROWS = [
    checked("P1", True, "calibrated"),
    checked("P2", False, "calibrated", mean=20.0),
    checked("P3", False, mean=13.0, certain=False),
    checked("P4", True, low=0.0, high=None, unit="pp"),
    checked("P5", None, mean=math.nan, why="needs a policy"),
    checked("P6", None, "not_modelled", low=None, high=None),
]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return invented.write_results(tmp_path_factory.mktemp("validate"), seeds=3, months=24) | {"lang": "en"}


@pytest.fixture(scope="module")
def page(manifest):
    return validation_page(ROWS, manifest)


def test_what_passes_is_counted_among_what_was_scored():
    assert scored(ROWS, "held_out") == (1, 2) and scored(ROWS, "calibrated") == (1, 2)


def test_held_out_patterns_come_first_and_failures_stand_in_the_headings(page):
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:2] == ["Apart gehouden: 1 van 2 kloppen, 1 niet", "Geijkt: 1 van 2 kloppen, 1 niet"]
    first = headings.index("Held out: 1 of 2 pass, 1 fail")
    assert headings[first + 1] == "Calibrated: 1 of 2 pass, 1 fail"


def test_every_pattern_is_on_the_page_in_both_languages_with_its_verdict(page):
    for row in ROWS:
        assert page.count(f"pattern {row.id}") >= 1 and page.count(f"patroon {row.id}") >= 1
    assert "✗ fails" in page and "more runs could change this" in page and "needs a policy" in page


def test_a_failure_is_told_by_shape_and_sign_and_not_by_colour_alone(page):
    row = re.search(r"<tr>(?:(?!</tr>).)*pattern P2.*?</tr>", page, flags=re.S)[0]
    assert 'fill="#FFFFFF"' in row and "✗" in row


def test_the_page_runs_its_own_script_only_and_a_hostile_name_is_text(manifest):
    name = "<script>alert(1)</script>"
    html = validation_page([checked("P1", True, what={"en": name, "nl": name})], manifest)
    assert len(re.findall(r"<script>(.*?)</script>", html, flags=re.S)) == 1
    assert "<script>alert" not in html and "default-src &#x27;none&#x27;" in html


def test_the_terminal_stays_within_eighty_columns_and_marks_each_verdict(manifest):
    for language in ("en", "nl"):
        lines = validation_text(ROWS, manifest, language).splitlines()
        assert max(len(line) for line in lines) <= 80
    assert next(line for line in lines if "P3" in line).endswith("x?")
