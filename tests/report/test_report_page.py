"""The page as a file: whole, closed to the network, harmless, and the same each time."""

import base64
import hashlib
import html as entities
import json
import re

import invented
import pytest

from sim.report import write_report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{0}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    made = invented.write_results(
        folder, seeds=3, months=24, scenarios=("baseline", "close"), titles={"close": HOSTILE}
    )
    made["command"] = f"run.py compare {HOSTILE}"
    made["city"]["wijken"][0]["name"] = HOSTILE
    return write_report(folder, made).read_text(encoding="utf-8")


def without_scripts(html):
    return re.sub(r"<script>.*?</script>", "", html, flags=re.S)


def policy(html):
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    return entities.unescape(found[1])


def test_the_policy_allows_nothing_but_the_scripts_of_the_page(html):
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.S)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(scripts) == 2
    assert policy(html).startswith("default-src 'none'; script-src " + " ".join(f"'sha256-{h}'" for h in hashes) + ";")
    assert "unsafe-eval" not in policy(html)


def test_the_page_loads_nothing_from_elsewhere(html):
    page = without_scripts(html)
    assert re.findall(r"<(?:link|img|iframe|object|embed|base|form)\b", page) == []
    assert re.findall(r'(?:src|href|action|data|srcset)="(?!#)[^"]*"', page) == []
    assert re.findall(r"url\((?!#)|@import", page) == []


def test_a_hostile_title_is_text_everywhere(hostile):
    page = without_scripts(hostile)
    assert "<img" not in page and "alert(1)" in page
    assert re.findall(r"<script(?! type=\"application/json\")", page) == []


def test_the_data_block_holds_a_hostile_title_unharmed(hostile):
    block = re.search(r'<script id="data" type="application/json">(.*?)</script>|'
                      r'<script type="application/json" id="data">(.*?)</script>', hostile, flags=re.S)  # fmt: skip
    text = block[1] or block[2]
    assert "<" not in text and json.loads(text)["titles"]["nl"][1] == HOSTILE


def test_the_same_results_give_the_same_bytes(folder, manifest, report):
    before = report.read_bytes()
    assert write_report(folder, manifest).read_bytes() == before


def test_nothing_but_the_report_is_left_in_the_folder(report):
    assert [path.name for path in report.parent.iterdir() if "report" in path.name] == ["report.html"]


def test_both_languages_are_in_the_page_and_one_is_shown(html):
    assert '<main lang="nl">' in html and '<main lang="en" hidden>' in html
    assert html.startswith('<!doctype html>\n<html lang="nl">')


def test_ids_are_unique(html):
    ids = re.findall(r'\bid="([^"]+)"', without_scripts(html))
    assert len(ids) == len(set(ids))


def test_figures_are_numbered_without_gaps(html):
    dutch = html[: html.index('<main lang="en"')]
    numbers = sorted({int(n) for n in re.findall(r"Figuur (\d+)<", dutch)})
    assert numbers == list(range(1, numbers[-1] + 1))


def test_wijken_stand_in_the_order_of_their_codes(html):
    for table in re.findall(r'<table class="matrix">.*?</table>', html, flags=re.S):
        codes = re.findall(r'<th scope="row">(\d\d) ', table)
        assert codes == sorted(codes) and len(codes) == 20


def test_a_matrix_is_drawn_only_where_there_are_many_scenarios(hostile):
    assert 'class="matrix"' not in hostile


def test_one_scenario_needs_no_list_to_choose_from(hostile):
    assert "<select" not in without_scripts(hostile)


def test_too_few_runs_are_said_on_the_page(hostile):
    assert "te weinig doorrekeningen (3)" in hostile and "too few runs (3)" in hostile


def test_one_parameter_set_is_called_chance_only(html):
    assert "alleen toeval" in html and "chance only" in html


def test_blocks_that_have_no_figures_yet_are_absent(html):
    dutch = html[: html.index('<main lang="en"')]
    assert re.findall(r'<section class="block (\w+)"', dutch) == [
        "verdict",
        "where",
        "time",
        "who",
        "sides",
        "costs",
        "trust",
        "again",
    ]


def test_a_title_in_one_language_serves_both(folder, manifest, tmp_path):
    for name in ("wijken", "groups", "differences", "costs", "cost_summary"):
        (tmp_path / f"{name}.parquet").symlink_to(folder / f"{name}.parquet")
    one = {
        **manifest,
        "scenarios": [{**entry, "title": entry["title"]["en"]} for entry in manifest["scenarios"]],
    }
    assert "Care homes close" in write_report(tmp_path, one).read_text(encoding="utf-8")


def test_no_number_has_a_negative_zero_or_a_hyphen_for_a_minus(html):
    texts = re.findall(r'class="(?:estimate|interval|n)"[^>]*>([^<]*)<', html)
    assert texts and [text for text in texts if re.search(r"−0[.,]?0*(?!\d|[.,])|-\d|nan|inf", text)] == []
