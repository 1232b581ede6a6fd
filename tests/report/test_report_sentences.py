"""Verdicts in words: each case, in both languages."""

import pytest

from sim.report.context import Context
from sim.report.sentences import lead, often, verdict
from sim.report.words import Words

BETTER = {"difference": -0.9, "family_low": -1.5, "family_high": -0.3, "runs_lower": 19, "runs_higher": 1,
          "verdict": "better"}  # fmt: skip
WORSE = {"difference": 1.1, "family_low": 0.3, "family_high": 1.9, "runs_lower": 4, "runs_higher": 16,
         "verdict": "worse"}  # fmt: skip
UNCLEAR = {"difference": -0.2, "family_low": -1.1, "family_high": 0.7, "runs_lower": 11, "runs_higher": 9,
           "runs_needed": 65, "runs_needed_low": 41, "runs_needed_high": 131,
           "verdict": "not_distinguishable"}  # fmt: skip


@pytest.fixture
def told(results, row):
    def tell(language, **fields):
        return verdict(Context(results, Words(language)), row(**fields))

    return tell


def test_better_gives_size_interval_frequency_verdict_and_people(told):
    assert told("nl", **BETTER) == (
        "Magic mix 50/50: ernstige eenzaamheid komt na 10 jaar 0,9 procentpunt lager uit dan bij ‘Huidig beleid’ "
        "(tussen 0,3 en 1,5 lager; vrijwel altijd lager, in 19 van 20 doorrekeningen). Beter. "
        "Dat zijn ongeveer 1.700 van de 190.000 volwassenen."
    )
    assert told("en", **BETTER) == (
        "Magic mix 50/50: after 10 years severe loneliness is 0.9 percentage points lower than under "
        "‘Current policy’ (between 0.3 and 1.5 lower; nearly always lower, in 19 of 20 runs). Better. "
        "That is about 1,700 of 190,000 adults."
    )


def test_worse_counts_the_runs_on_its_own_side(told):
    assert "1,1 procentpunt hoger" in told("nl", **WORSE)
    assert "meestal hoger, in 16 van 20 doorrekeningen). Slechter." in told("nl", **WORSE)
    assert "mostly higher, in 16 of 20 runs). Worse." in told("en", **WORSE)


def test_more_cohesion_is_better_and_counts_no_people(told):
    text = told("nl", indicator="cohesion", difference=0.3, family_low=0.2, family_high=0.4, runs_higher=20,
                verdict="better")  # fmt: skip
    assert "0,30 punt hoger" in text and text.endswith("Beter.")


def test_a_difference_too_small_to_matter_is_called_small(told):
    small = {**BETTER, "difference": -0.3, "family_low": -0.4, "family_high": -0.2}
    assert told("nl", **small).endswith("Het verschil is klein.")
    assert told("en", **small).endswith("The difference is small.")


def test_not_distinguishable_says_what_is_still_possible_and_how_many_runs_would_tell(told):
    assert told("nl", **UNCLEAR) == (
        "Magic mix 50/50: ernstige eenzaamheid is niet te onderscheiden van ‘Huidig beleid’: van 1,1 lager tot "
        "0,7 procentpunt hoger is mogelijk. In 11 van 20 doorrekeningen kwam ernstige eenzaamheid lager uit: even "
        "vaak wel als niet. Met ongeveer 65 doorrekeningen in plaats van 20 zou een verschil van 0,5 procentpunt te "
        "onderscheiden zijn. Dat is een ruwe schatting: wat 20 doorrekeningen over de spreiding zeggen, laat "
        "alles tussen 41 en 140 open."
    )
    assert "anything from 1.1 lower to 0.7 percentage points higher is possible" in told("en", **UNCLEAR)
    assert "With about 65 runs instead of 20" in told("en", **UNCLEAR)
    assert told("en", **UNCLEAR).endswith("leaves anything between 41 and 140 open.")


def test_a_narrow_interval_round_zero_says_any_difference_is_small(told):
    narrow = {**UNCLEAR, "family_low": -0.3, "family_high": 0.2}
    assert told("nl", **narrow).endswith("als er verschil is, is het kleiner dan 0,5 procentpunt.")
    assert told("en", **narrow).endswith("any difference is smaller than 0.5 percentage points.")


def test_too_few_runs_gives_their_range_and_what_a_verdict_takes(told):
    few = {"runs": 3, "verdict": "too_few_runs"}
    assert "te weinig doorrekeningen (3) voor een oordeel over ernstige eenzaamheid" in told("nl", **few)
    assert told("en", **few).endswith("a verdict takes at least 5.")


def test_identical_runs_are_exactly_the_same(told):
    assert "precies gelijk aan ‘Huidig beleid’" in told("nl", difference=0.0, verdict="same")
    assert "exactly the same as under ‘Current policy’" in told("en", difference=0.0, verdict="same")


@pytest.mark.parametrize(
    ("count", "word"),
    [(20, "nearly always"), (19, "nearly always"), (18, "mostly"), (14, "mostly"), (13, "as often as not"),
     (7, "as often as not"), (6, "mostly not"), (1, "hardly ever"), (0, "hardly ever")],
)  # fmt: skip
def test_a_frequency_word_follows_from_the_count(count, word):
    assert often(Words("en"), count, 20) == word


def test_the_opening_sentence_counts_every_scenario_once(context):
    text = lead(context, "severely_lonely")
    assert [int(digit) for digit in text if digit.isdigit()] == [5, 1, 1, 2, 1]


def test_a_title_with_braces_stays_as_it_is(results, row):
    hostile = Context(results, Words("nl"))
    hostile.title = lambda scenario: "{abs} {0.__class__}"
    assert "{abs} {0.__class__}" in verdict(hostile, row(**BETTER))
