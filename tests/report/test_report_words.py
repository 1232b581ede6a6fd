"""Catalogues and numbers in both languages."""

import string

import pytest
from words_to_avoid import AVOIDED

from sim.indicators.catalogue import GROUPS, INDICATORS
from sim.report.words import LANGUAGES, Words, catalogue, enough

NL, EN = Words("nl"), Words("en")


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_keys():
    assert catalogue("nl").keys() == catalogue("en").keys()


@pytest.mark.parametrize("key", sorted(catalogue("nl")))
def test_both_languages_fill_the_same_placeholders(key):
    assert placeholders(catalogue("nl")[key]) == placeholders(catalogue("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_and_every_group_has_words(language):
    words = Words(language)
    for name in INDICATORS:
        assert all(words(f"indicator.{name}.{part}") for part in ("name", "phrase", "unit"))
    assert all(words(f"group.{name}") for name in GROUPS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_uses_a_word_that_hurts_or_claims_too_much(language):
    everything = " ".join(catalogue(language).values()).lower()
    assert [word for word in AVOIDED if word.lower() in everything] == []


def test_thousands_and_decimals_follow_the_language():
    assert (NL.number(1234.5, 1), EN.number(1234.5, 1)) == ("1.234,5", "1,234.5")


@pytest.mark.parametrize("value", [-0.0, -1e-9, -0.001, -0.0049, 0.001])
def test_an_amount_too_small_to_show_is_nought_without_a_minus(value):
    assert (EN.rounded(value), EN.euros(value), NL.euros(value)) == ("0", EN.euros(0.0), NL.euros(0.0))


def test_an_amount_that_shows_keeps_its_minus_and_its_cents():
    assert EN.euros(-0.01).startswith("\N{MINUS SIGN}") and EN.euros(-0.01).endswith("€0.01")


def test_a_difference_carries_a_plus_or_a_true_minus():
    assert (NL.signed(0.9, 1), NL.signed(-0.9, 1)) == ("+0,9", "\N{MINUS SIGN}0,9")


def test_zero_has_no_sign():
    assert (NL.signed(0.0, 1), NL.signed(-0.0, 1), NL.number(-0.04, 1)) == ("0", "0", "0,0")


def test_a_difference_that_rounds_to_nothing_keeps_its_side_of_zero():
    assert (NL.signed(-0.04, 1), EN.signed(0.0042, 2)) == ("\N{MINUS SIGN}0,04", "+0.004")


def test_a_size_that_rounds_to_nothing_gets_the_decimals_it_takes_as_in_the_table():
    assert (NL.size(0.04, 1), EN.size(-0.004, 2)) == ("0,04", "0.004")
    assert EN.signed(-0.004, 2) == "−0.004"
    assert EN.size(1e-9, 2).startswith("less than 0.0")


def test_the_ends_of_an_interval_are_joined_by_a_word():
    assert NL.interval(-1.5, -0.3, 1) == "\N{MINUS SIGN}1,5 tot \N{MINUS SIGN}0,3"
    assert EN.interval(-1.5, 0.3, 1) == "\N{MINUS SIGN}1.5 to +0.3"


def test_people_have_two_significant_digits():
    assert (NL.people(1934), EN.people(243_768), NL.people(7.2), NL.people(0.2)) == (
        "1.900", "240,000", "7", "minder dan 1",
    )  # fmt: skip


def test_runs_are_rounded_up_to_two_digits_so_that_a_hundred_is_not_asked_instead_of_a_hundred():
    assert [EN.runs(value) for value in (2.0, 65.0, 100.0, 104.0, 856.0, 1234.0)] == (
        ["2", "65", "100", "110", "860", "1,300"]
    )  # fmt: skip
    assert NL.runs(float("nan")) == "n.v.t."


def test_a_month_is_written_in_words():
    assert (NL.month("2027-01"), EN.month("2027-01"), NL.month("2027")) == (
        "januari 2027",
        "January 2027",
        "2027",
    )


def test_whole_years_are_years_and_the_rest_is_months():
    assert (NL.duration(120), EN.duration(12), EN.duration(30)) == ("10 jaar", "1 year", "30 months")


def test_an_absent_number_is_said_to_be_absent():
    assert (NL.number(float("nan")), EN.signed(float("inf"), 1)) == ("n.v.t.", "n/a")


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ((-0.039, -0.065), 3),
        ((-1.2, 0.4), 1),
        ((0.002, 1.5), 1),
        ((12.0, 0.4), 1),
        ((0.0, 1e-9, float("nan")), 1),
        ((), 1),
    ],
)
def test_numbers_that_stand_together_have_the_decimals_that_show_two_digits_of_the_largest(values, decimals):
    assert enough(values, 1) == decimals
