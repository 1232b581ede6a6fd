"""The words of the page in both languages."""

import re
import string
from pathlib import Path

import pytest
from words_to_avoid import AVOIDED

import sim.policies
from sim.policies.settings import settings_of
from sim.rulebook import defaults
from sim.view.levers import ASSUMPTIONS, NOT_LEVERS
from sim.view.session import ACTIONS
from sim.view.words import PageWords, lever_texts, page_catalogue

POLICIES = Path(sim.policies.__file__).parent

NL, EN = PageWords("nl"), PageWords("en")


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_keys_and_the_same_placeholders():
    nl, en = page_catalogue("nl"), page_catalogue("en")
    assert nl.keys() == en.keys()
    assert [key for key in nl if placeholders(nl[key]) != placeholders(en[key])] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_text_uses_a_word_that_hurts_or_claims_too_much(language):
    everything = " ".join(page_catalogue(language).values()).lower()
    assert [word for word in AVOIDED if word.lower() in everything] == []


@pytest.mark.parametrize("words", [NL, EN])
def test_every_assumption_that_can_be_moved_has_words(words):
    assert all(f"view.assumption.{name}" in words.texts for name in ASSUMPTIONS)


def shown_parameters():
    """Give every parameter that can be moved on the page."""
    settings = (settings_of(path.stem).items() for path in POLICIES.glob("*.yaml"))
    moved = [known for known_by_name in settings for name, known in known_by_name if name not in NOT_LEVERS]
    return [known for known in moved if not isinstance(known.value, tuple)] + [defaults()[name] for name in ASSUMPTIONS]


@pytest.mark.parametrize("kind", ["unit", "source"])
def test_units_and_sources_of_all_levers_are_put_into_dutch_and_no_others(kind):
    assert lever_texts("nl")[kind].keys() == {getattr(known, kind) for known in shown_parameters()}
    assert EN.of_lever(kind, "hours a week") == "hours a week"


@pytest.mark.parametrize("kind", ["unit", "source"])
def test_figures_are_the_same_in_both_languages(kind):
    """But for marks of decimals and thousands, and for numbers that are words in one of the two."""
    for english, dutch in lever_texts("nl")[kind].items():
        assert figures(english.replace(",", "")) == figures(dutch.replace(".", "").replace(",", ".")), english


def figures(text):
    return sorted(float(number) for number in re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("kind", ["unit", "source"])
def test_no_unit_or_source_uses_a_word_that_hurts_or_claims_too_much(kind):
    everything = " ".join(lever_texts("nl")[kind].values()).lower()
    assert [word for word in AVOIDED if word.lower() in everything] == []


def test_what_has_no_words_yet_is_called_by_its_own_name():
    assert NL.named("policy", "a_new_policy") == "a new policy"


@pytest.mark.parametrize(
    ("euros", "nl", "en"),
    [
        (0.0, "€ 0", "€0"),
        (1_200_000.0, "+ € 1,2 mln", "+ €1.2m"),
        (-17_900_000.0, "− € 17,9 mln", "− €17.9m"),
        (-40_000.0, "− € 40,0 duizend", "− €40.0k"),
        (123_456_789.0, "+ € 123 mln", "+ €123m"),
    ],
)
def test_money_is_written_with_its_sign_and_the_marks_of_the_language(euros, nl, en):
    assert (NL.money(euros), EN.money(euros)) == (nl, en)


def test_the_actions_are_those_that_the_buttons_ask_for():
    assert {"play", "step", "reset", "save", "story", "go"} <= set(ACTIONS)
