"""What becomes of the verdicts when assumptions are taken out, on invented results."""

from copy import copy
from html import unescape

import pytest

from sim.experiments.ablations import ABLATIONS, ablations
from sim.report.ablated import ablated
from sim.report.context import Context
from sim.report.terminal import comparison_text
from sim.report.words import Words

CLOSE, MIX = "close", "mix"


@pytest.fixture(scope="module")
def tried(results):
    """Results in which closing does the contrary where meetings cost nothing, and all else is as it was."""
    other = results.wijken.copy()
    other.loc[other["scenario"] == CLOSE, "severely_lonely"] -= 3.0  # of a difference of about 1.4
    without = dict.fromkeys(ABLATIONS, results.wijken) | {"bad_meetings": other}
    found = copy(results)
    found.ablations = ablations(results.wijken, without, results.baseline)
    return found


def told(context, results):
    return " ".join(str(part) for part in ablated(Context(results, context.words)))


def test_where_nothing_was_taken_out_the_page_says_how_to(context):
    assert "--ablations" in told(context, context.results)


def test_a_verdict_that_turns_round_is_named_with_the_assumption_it_hangs_on(context, tried):
    said = told(context, tried)
    turned = context.words("ablated.reverses", scenario=context.title(CLOSE),
                           indicator=context.words("indicator.severely_lonely.phrase"),
                           ablation=context.words("ablated.name.bad_meetings"))  # fmt: skip
    assert turned in unescape(said)
    assert said.count("count reverses") == 1


def test_all_verdicts_are_counted_for_each_outcome(context, tried):
    said, rows = told(context, tried), len(ABLATIONS) * len(tried.scenarios)
    for indicator, reverses in (("severely_lonely", 1), ("cohesion", 0)):
        of = tried.ablations[tried.ablations["indicator"] == indicator]["change"].value_counts()
        assert of.get("reverses", 0) == reverses and of.sum() == rows and of["kept"] == rows - reverses
    assert said.count(context.words.number(rows)) >= 2


def test_only_differences_that_move_beyond_chance_are_named(context, tried):
    said = told(context, tried)
    moved = tried.ablations[(tried.ablations["shift_low"] > 0) | (tried.ablations["shift_high"] < 0)]
    assert moved[["ablation", "scenario", "indicator"]].to_numpy().tolist() == [
        ["bad_meetings", CLOSE, "severely_lonely"]
    ]
    assert said.count("<li>") == 2  # it turns round, and by how much it moves
    assert context.title(MIX) not in said[said.index("<ul>") : said.index("</ul>")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_terminal_counts_the_verdicts_that_stay(tried, language):
    lines = comparison_text(tried, language).splitlines()
    rows, words = len(ABLATIONS) * len(tried.scenarios), Words(language)
    told = " ".join(lines)
    assert all(len(line) <= 80 for line in lines)
    assert words("ablated.counts", indicator="#", all=rows, kept=rows - 1, lost=0, gained=0, reverses=1)[3:] in told
    assert words("ablated.counts", indicator="#", all=rows, kept=rows, lost=0, gained=0, reverses=0)[3:] in told
