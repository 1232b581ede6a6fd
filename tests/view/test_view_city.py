"""The map of a level: a colour says what the figure says, and nothing of a wijk with hardly anybody in it."""

import pytest
from one_world import lived

from sim.view.session import SHOWN_INDICATORS
from sim.view.shown import city as shown_city
from sim.view.shown.city import city
from sim.view.shown.lines import lines

NOBODY_TOO_FEW, SOME_TOO_FEW = 0, 100


@pytest.fixture
def session(session):
    lived(session.pair, 2)
    return session


def levels(session):
    return [tile for arm in city(session)["arms"] for tile in arm["tiles"]]


@pytest.mark.parametrize("limit", [NOBODY_TOO_FEW, SOME_TOO_FEW])
def test_figures_that_read_the_same_have_the_same_colour(session, monkeypatch, limit):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", limit)
    for name in SHOWN_INDICATORS:
        session.chosen.indicator, looks = name, {}
        for tile in levels(session):
            if not tile["few"]:
                looks.setdefault(tile["text"], set()).add(tile["level"])
        assert looks and all(len(found) == 1 for found in looks.values()), (name, looks)


def test_the_legend_tells_five_classes_apart(session, monkeypatch):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", NOBODY_TOO_FEW)
    for name in SHOWN_INDICATORS:
        session.chosen.indicator = name
        legend = city(session)["legend"]
        ends = [text.removeprefix("From ").split(" to ") for text in legend[1:-1]]
        assert len(legend) == 5 and all(low != high for low, high in ends), (name, legend)


def test_figures_have_as_many_decimals_as_the_legend(session, monkeypatch):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", NOBODY_TOO_FEW)
    session.chosen.indicator = "coordination"
    decimals = {len(tile["text"].partition(".")[2]) for tile in levels(session)}
    assert decimals == {len(city(session)["legend"][-1].split(" ")[0].partition(".")[2])}


def test_a_wijk_with_too_few_people_has_no_colour_and_says_how_many(session, monkeypatch):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", SOME_TOO_FEW)
    simulated = session.pair.left.values("simulated")
    for place, tile in enumerate(city(session)["arms"][0]["tiles"]):
        few = simulated[place] < SOME_TOO_FEW
        assert (tile["level"] == -1) == few
        assert tile["few"] == (f"n {simulated[place]:.0f}" if few else "")
        assert ("too few" in tile["label"]) == few
    assert len(city(session)["legend"]) == 5 and "fewer than 100" in city(session)["few"]


def test_where_no_wijk_has_a_colour_there_is_no_legend_of_colours(session):
    assert city(session)["legend"] == [] and "fewer than 300" in city(session)["few"]


def test_a_few_people_far_from_all_others_do_not_stretch_the_classes(session, monkeypatch):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", SOME_TOO_FEW)
    history = session.pair.left.history
    place = shown_city.PLACE["severely_lonely"]
    few = int(history[0, :-1, shown_city.PLACE["simulated"]].argmin())
    before = shown_city.class_edges(session.pair, "severely_lonely")
    history[0, few, place] = 100.0
    assert shown_city.class_edges(session.pair, "severely_lonely") == before


def test_lines_by_wijk_say_their_unit_their_top_and_who_are_too_few(session, monkeypatch):
    monkeypatch.setattr(shown_city, "LEAST_SIMULATED", SOME_TOO_FEW)
    session.chosen.by_wijk, session.chosen.indicator = True, "unmet_hours"
    shown = lines(session)
    assert "hours a week per 1,000 residents" in shown["panel_note"]
    assert float(shown["panel_high_shown"].replace(",", "")) == shown["panel_high"]
    told = {panel["n"]: panel["few"] for panel in shown["panels"]}
    assert set(told.values()) == {True, False}
    assert all(n.endswith(", too few") == few for n, few in told.items())
