"""Two policies together in the report and on the terminal: every verdict in words, and the euros beside."""

import math
import re
from types import SimpleNamespace

import invented
import pandas as pd
import pytest

from sim.report import write_report
from sim.report.context import Context
from sim.report.dots import Axis, sum_and_both
from sim.report.results import Interaction, Results
from sim.report.terminal import comparison_text
from sim.report.together import badge, euros, sentence, together
from sim.report.words import LANGUAGES, WORD_JOINER, Words

ARMS = ("baseline", "close", "mix", "close+mix")
VERDICTS = ("more", "less", "higher", "lower", "as_much", "not_distinguishable", "too_few_runs", "same")
EN, NL = Words("en"), Words("nl")


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    manifest = invented.write_results(folder, seeds=6, months=24, scenarios=ARMS)
    return SimpleNamespace(folder=folder, manifest=manifest, results=Results(folder, manifest))


@pytest.fixture(params=LANGUAGES)
def paired(request, pair):
    return Context(pair.results, Words(request.param))


def gap(verdict, value=-0.8, interval=(-1.2, -0.4), indicator="severely_lonely", **fields):
    told = {"first_difference": -0.5, "second_difference": -0.4, "sum": -0.9, "together": -0.9 + value,
            "interaction": value, "low": interval[0], "high": interval[1], "runs": 10, "runs_lower": 9,
            "runs_higher": 1, "verdict": verdict}  # fmt: skip
    return Interaction("close+mix", "close", "mix", "outcome", indicator, **told | fields)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_a_sentence_and_a_badge_in_both_languages(verdict, pair):
    for words in (EN, NL):
        told = sentence(Context(pair.results, words), gap(verdict))
        assert told[0].isupper() and told.endswith(".") and "{" not in told
        assert words(f"together.badge_{verdict}") in badge(words, gap(verdict))


def test_reinforcing_is_said_with_the_gap_its_interval_and_how_often(pair):
    told = sentence(Context(pair.results, EN), gap("more", sum_low=-1.0, sum_high=-0.8))
    assert re.search(r"−0\.9 \(95% interval −1\.0 to −0\.8\) as the sum, −1\.7 percentage points \(95%", told)
    assert "they reinforce each other, by −0.8 (−1.2 to −0.4; mostly lower, in 9 of 10 runs)" in told


def test_sum_both_and_gap_have_as_many_decimals_so_that_they_add_up(pair):
    """As −0.03, −0.1 and −0.03 they did not: each had the decimals that it needed alone."""
    told = sentence(Context(pair.results, EN), gap("more", -0.034, (-0.06, -0.01), sum=-0.031, together=-0.065))
    numbers = re.findall(r"[+−]\d\.(\d+)", told)
    assert len(numbers) >= 6 and set(map(len, numbers)) == {2}


def test_where_one_raises_what_the_other_lowers_nothing_is_called_reinforcing(pair):
    context = Context(pair.results, EN)
    opposed = sentence(context, gap("lower", first_difference=0.5))
    assert "one raises it and the other lowers it" in opposed
    assert "The sum itself may be zero" in sentence(context, gap("lower"))
    assert not re.search(r"they (reinforce|weaken)", opposed)


def test_a_small_gap_is_called_small(pair):
    context = Context(pair.results, EN)
    assert sentence(context, gap("less", 0.2, (0.1, 0.3))).endswith("The difference is small.")
    assert "small" not in sentence(context, gap("less", 0.2, (0.1, 0.6)))


def test_as_much_as_nothing_is_not_sold_as_an_effect(pair):
    context = Context(pair.results, EN)
    told = sentence(context, gap("as_much", 0.0, (-0.1, 0.1), sum_low=-0.2, sum_high=0.3))
    assert told.endswith("The sum itself is not distinguishable from zero.")
    assert "from zero" not in sentence(context, gap("as_much", 0.0, (-0.1, 0.1), sum_low=0.2, sum_high=0.3))


@pytest.mark.parametrize(("needed", "said"), [(42.0, "42"), (10.0, None), (7.0, None), (math.nan, None)])
def test_how_many_runs_would_tell_is_said_where_more_would(pair, needed, said):
    told = sentence(
        Context(pair.results, EN),
        gap("not_distinguishable", 0.1, (-0.9, 1.1), runs_needed=needed, runs_needed_low=21.0, runs_needed_high=135.0),
    )
    assert ("instead of 10" in told) == (said is not None)
    assert said is None or f"With about {said} runs instead of 10, a gap of 0.5 percentage points" in told
    assert said is None or "between 21 and 140" in told


def test_colour_follows_better_or_worse_and_only_where_there_is_a_side():
    looks = {name: re.search(r"badge (\w+)", badge(EN, gap(name)))[1] for name in VERDICTS}
    assert looks["more"] == looks["lower"] == "better"
    assert looks["as_much"] == looks["not_distinguishable"] == "not_distinguishable"
    assert "worse" in badge(EN, gap("less", 0.8)) and "▲" in badge(EN, gap("less", 0.8))
    assert "better" in badge(EN, gap("more", 0.8, indicator="cohesion"))
    assert "badge same" in badge(EN, gap("more", 0.8, indicator="moved_in"))


@pytest.mark.parametrize(("value", "word"), [(-4e4, "€40,000 a year less"), (4e4, "€40,000 a year more")])
def test_euros_together_stand_beside_euros_apart(pair, value, word):
    told = euros(Context(pair.results, EN), gap("more", value, (-5e4, 5e4), first_difference=3e5,
                 second_difference=-1e5, sum=2e5, together=2e5 + value))  # fmt: skip
    without = re.sub(r" \(95% interval [^)]*\)", "", told)
    assert word in without and f"€300,000 and −{WORD_JOINER}€100,000 a year apart, €200,000 as the sum" in without


def test_no_euros_are_told_without_their_interval(pair):
    for words in (EN, NL):
        told = euros(Context(pair.results, words), pair.results.interaction("close+mix", "net"))
        assert told.count("95%") >= 3


@pytest.mark.parametrize("verdict", ["not_distinguishable", "too_few_runs", "same", "more", "less", "higher", "lower"])
def test_euros_have_words_for_every_verdict(pair, verdict):
    for words in (EN, NL):
        assert "{" not in euros(Context(pair.results, words), gap(verdict))


def test_the_block_stands_before_costs_and_tells_both_outcomes_and_euros(pair):
    html = write_report(pair.folder, pair.manifest).read_text(encoding="utf-8")
    dutch = html[: html.index('<main lang="en"')]
    names = re.findall(r'<section class="block (\w+)"', dutch)
    assert names[names.index("together") + 1] == "costs" and names[names.index("together") - 1] == "sides"
    block = dutch[dutch.index('<section class="block together"') :]
    assert "Ernstige eenzaamheid: " in block and "Sociale cohesie: " in block and "Kosten min besparingen zijn" in block


def test_the_combined_scenario_stands_among_the_others(paired):
    assert paired.results.scenarios == ["close", "mix", "close+mix"]
    assert paired.title("close+mix") in ("Dicht + magic mix", "Closing + magic mix")
    assert paired.results.parts("close+mix") == ("close", "mix")


def test_all_outcomes_and_measures_stand_in_tables_to_save(paired):
    html = str(together(paired))
    rows = re.findall(r'<th scope="row" data-label="[^"]*" data-v="(\w+)"', html)
    assert rows[:2] == ["lonely", "severely_lonely"] and rows[-1] == "informal_hours" and "net" in rows


def test_without_a_pair_there_is_no_block(results):
    assert together(Context(results, EN)) is None and results.pairs == []


def test_without_prices_nothing_is_said_of_euros(paired, monkeypatch):
    nothing = {"first_difference": 0.0, "second_difference": 0.0, "sum": 0.0, "together": 0.0, "interaction": 0.0}
    known = paired.results.interaction

    def told(scenario, name):
        return gap("same", **nothing) if name == "net" else known(scenario, name)

    monkeypatch.setattr(paired.results, "interaction", told)
    assert "€" not in str(together(paired)).split("<details")[0]


def test_the_interval_is_laid_from_the_sum_and_ends_beside_it_where_the_gap_is_clear():
    axis = Axis(2.0)
    drawn = str(sum_and_both("x", -0.9, -1.7, (-1.2, -0.4), axis))
    dashed = float(re.search(r'<line x1="([\d.]+)"[^>]*stroke-dasharray', drawn)[1])
    low, high = map(float, re.search(r'x1="([\d.]+)" y1="32.0" x2="([\d.]+)"', drawn).groups())
    assert dashed == pytest.approx(axis.at(-0.9), abs=0.1)
    assert (low, high) == pytest.approx((axis.at(-2.1), axis.at(-1.3)), abs=0.1) and high < dashed


def test_what_is_no_number_is_not_drawn():
    drawn = str(sum_and_both("x", math.nan, math.nan, (math.nan, math.nan), Axis(1.0)))
    assert "circle" not in drawn and "nan" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_tells_the_gap_within_eighty_columns(pair, language):
    tables = {name: pd.read_parquet(pair.folder / f"{name}.parquet")
              for name in ("differences", "cost_summary", "interactions")}  # fmt: skip
    lines = comparison_text(SimpleNamespace(manifest=pair.manifest, ablations=None, **tables), language).splitlines()
    assert max(map(len, lines)) <= 80
    head = {"en": "both together less the sum", "nl": "beide samen min de som"}[language]
    at = next(place for place, line in enumerate(lines) if line.startswith(head))
    phrases = [Words(language)(f"indicator.{name}.phrase") for name in ("severely_lonely", "cohesion")]
    told = [line for line in lines[at:] if line.startswith(tuple(phrases))]
    assert [line.startswith(phrase) for line, phrase in zip(told, phrases, strict=True)] == [True, True]
    both = {"en": "both together  ", "nl": "beide samen  "}[language]
    assert sum(line.startswith(both) for line in lines) == 4
    assert any("EUR" in line or "euro per jaar" in line for line in lines[at:])
