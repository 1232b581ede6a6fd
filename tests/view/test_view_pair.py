"""What is on the page is what the model gives: figures, differences, people, and the memory of them."""

from dataclasses import replace

import numpy as np
import pytest
from one_world import OneWorld, lived

from sim.model import WijkModel
from sim.record import EVERYTHING
from sim.view.arm import NOT_ASKED, Arm
from sim.view.chronicle import HELPERS
from sim.view.pair import Pair, Setup
from sim.view.player import Player
from sim.view.shown.city import city, class_edges, class_of
from sim.view.shown.controls import clock, controls
from sim.view.shown.events import events
from sim.view.shown.lines import lines
from sim.view.shown.person import person
from sim.view.shown.wijk import score_class, wijk
from sim.world.codes import ADULT


def test_an_arm_has_the_figures_of_the_model_bit_for_bit(burnt_in, closing):
    scenario = closing(months=8)
    arm, model = Arm(scenario, 3, 100, burnt_in), WijkModel(scenario, seed=3, scale=100, start=burnt_in)
    for _ in range(8):
        arm.step()
    table = model.run().results()
    figures = table[list(EVERYTHING)].to_numpy().reshape(8, -1, len(EVERYTHING))
    assert np.array_equal(arm.history[1:], figures, equal_nan=True)
    assert arm.costs[8] == pytest.approx(model.cost_results().euros.sum())
    mine, theirs = arm.model.world.columns(), model.world.columns()
    assert all(np.array_equal(mine[name], theirs[name]) for name in mine)


def test_looking_changes_nothing(session, burnt_in, baseline):
    plain = lived(Pair(session.pair.setup, OneWorld(burnt_in), lambda step, part: None), 4)
    uid = int(plain.left.model.residents.columns.unique_id[0])
    for _ in range(4):
        session.pair.step()
        for place in (("city",), ("wijk", 3), ("person", uid)):
            session.chosen.place = place
            for part in (city, lines, events, wijk, person, controls):
                part(session)
    for seen, unseen in zip(session.pair.arms, plain.arms, strict=True):
        assert all(np.array_equal(a, unseen.model.world.columns()[n]) for n, a in seen.model.world.columns().items())


def test_watching_longer_takes_no_more_memory_for_figures_and_scores(unequal):
    before = [(arm.history.nbytes, arm.scores.nbytes, arm.costs.nbytes) for arm in unequal.arms]
    lived(unequal, 6)
    assert [(arm.history.nbytes, arm.scores.nbytes, arm.costs.nbytes) for arm in unequal.arms] == before
    assert [arm.model.record.months for arm in unequal.arms] == [[], []]


def test_two_equal_scenarios_give_zero_everywhere(burnt_in, baseline, session):
    session.player.pair = lived(Pair(Setup((baseline, baseline), 3, 100), OneWorld(burnt_in), lambda *_: None), 3)
    shown = city(session)["diff"]
    assert {tile["text"] for tile in shown["tiles"]} == {"0"} and {tile["state"] for tile in shown["tiles"]} == {"same"}
    assert shown["note"] == "Both scenarios are equal: the difference is zero."


def test_two_unequal_ones_do_not_and_the_page_says_that_it_is_one_run(session):
    lived(session.pair, 12)
    session.chosen.indicator = "loneliness_score"
    shown = city(session)["diff"]
    assert {tile["text"] for tile in shown["tiles"]} != {"0"} and shown["note"] == "One run: chance is included."


def test_while_another_city_is_built_the_old_one_keeps_its_own_name(session):
    before = session.titles()
    session.files = [session.library.load("policies/clubs.yaml")] * 2
    assert session.titles() == before != session.titles_chosen()
    assert city(session)["arms"][0]["title"] == before[0]


def test_the_clock_stands_at_the_start_and_names_the_last_month_lived(session):
    assert clock(session) == "Start, before January 2026 (0/12)"
    lived(session.pair, 2)
    assert clock(session) == "February 2026 (2/12)"


def test_a_colour_keeps_its_meaning_over_the_months(session):
    before = class_edges(session.pair, "severely_lonely")
    lived(session.pair, 3)
    assert class_edges(session.pair, "severely_lonely") == before and before[0] == sorted(before[0])


def test_a_value_falls_in_the_class_whose_edges_it_lies_between():
    edges = [1.0, 2.0, 3.0, 4.0]
    assert [class_of(value, edges, 1) for value in (0.5, 0.96, 1.0, 2.5, 4.0, 99.0, float("nan"))] == [
        0,
        1,
        1,
        2,
        4,
        4,
        -1,
    ]


def test_scores_fall_in_the_classes_of_the_scale_and_children_are_not_asked():
    assert [score_class(score, 400) for score in (0, 2, 3, 8, 9, 11)] == [0, 0, 1, 1, 2, 2]
    assert score_class(11, 215) == 3


def test_whose_place_closes_is_told_of_in_the_arm_in_which_it_does(session):
    pair = lived(session.pair, 6)
    residents = pair.right.model.world.residents
    moved_out = residents.uid[residents.alive & (residents.lost_place >= 0)]
    assert len(moved_out)
    told = [event.kind for event in pair.right.chronicle.of(int(moved_out[0]))]
    assert "lost_place" in told and "lost_place" not in [e.kind for e in pair.left.chronicle.of(int(moved_out[0]))]
    session.chosen.place = ("person", int(moved_out[0]))
    card = person(session)
    assert any("the place closed" in one["text"] and one["marks"] == "only ◆" for one in card["happened"])


def test_the_closure_stands_in_the_list_of_events_with_the_mark_of_its_arm(session):
    lived(session.pair, 3)
    shown = events(session)["list"]
    assert [one["text"] for one in shown if one["marks"] == "◆"] and not [one for one in shown if one["marks"] == "○"]
    assert any("places in a care home close in" in one["text"] for one in shown)


def test_everybody_who_died_or_left_is_told_so_and_everybody_who_lives_is_not(session):
    pair = session.pair
    before = set(pair.left.model.residents.columns.unique_id.tolist())
    lived(pair, 12)
    after = set(pair.left.model.residents.columns.unique_id.tolist())
    gone = {uid: pair.left.chronicle.gone(uid) for uid in before - after}
    assert gone and all(told is not None and told[1] in ("died", "left") for told in gone.values())
    assert {kind for _, kind in gone.values()} == {"died", "left"}
    assert not [uid for uid in after if pair.left.chronicle.gone(uid) is not None]


def test_hours_given_by_each_source_and_hours_unmet_add_up_to_the_need(session):
    pair = lived(session.pair, 2)
    residents, given = pair.left.model.world.residents, pair.left.chronicle.given
    assert given.shape[0] == len(HELPERS) and given.max() > 0
    here = residents.alive
    assert np.allclose((given.sum(axis=0) + residents.unmet)[here], residents.need[here], atol=1e-3)


def test_the_scores_remembered_are_those_of_the_month(session):
    pair = lived(session.pair, 2)
    r = pair.left.model.world.residents
    expected = np.where(r.alive & (r.age >= ADULT), r.social_score + r.emotional_score, NOT_ASKED)
    assert np.array_equal(pair.left.scores[1], expected)


def test_the_card_of_nobody_says_so(session):
    session.chosen.place = ("person", 4_611_686_018_427_387_903)
    assert person(session)["unknown"] == "This person is not here (any more)."


def test_the_same_blocks_of_a_wijk_are_drawn_in_both_arms_and_every_month(session):
    session.chosen.place = ("wijk", 10)
    first = wijk(session)
    lived(session.pair, 4)
    later = wijk(session)
    blocks = [
        [(b["kind"], b["id"]) for b in arm["blocks"] if b["kind"] == "block"]
        for shown in (first, later)
        for arm in shown["arms"]
    ]
    assert blocks[0] and all(found == blocks[0] for found in blocks)


@pytest.mark.parametrize(
    "command",
    [None, 1, "play", {}, {"do": None}, {"do": "fly"}, {"do": ["play"]}, {"do": "go", "value": "wijk/999"},
     {"do": "go", "value": "person/" + "9" * 39}, {"do": "go", "value": {"a": 1}}, {"do": "indicator", "value": "x"},
     {"do": "scale", "value": 7}, {"do": "speed", "value": -1}, {"do": "arm", "value": True},
     {"do": "mode", "value": []}, {"do": "scale", "value": [25]},
     {"do": "file", "arm": 2, "value": "baseline.yaml"}, {"do": "file", "arm": 0, "value": "../../etc/passwd"},
     {"do": "lever", "key": 3, "value": 1}, {"do": "lever", "key": "policy:1:0:share", "value": 9e99},
     {"do": "save", "value": "../x"}, {"do": "story", "value": 99}, {"do": "drawn", "frame": "many"}],
)  # fmt: skip
def test_a_command_that_does_not_fit_changes_nothing_and_breaks_nothing(session, command):
    before = replace(session.chosen)
    session.do(command)
    for part in (controls, city, lines, events, wijk, person):
        part(session)
    after = session.chosen
    assert (after.names, after.indicator, after.scale, after.changes, after.arm) == (
        before.names, before.indicator, before.scale, before.changes, before.arm)  # fmt: skip


def test_a_player_steps_plays_to_the_end_and_begins_anew(burnt_in, baseline):
    setup = Setup((replace(baseline, months=3),) * 2, 3, 100)
    states = []
    player = Player(
        setup, OneWorld(burnt_in), lambda: (states.append(player.state.status), player.drawn(player.frame()))
    )
    player.speed = 0
    player.start()
    try:
        waited(lambda: player.state.status == "paused")
        player.step()
        waited(lambda: player.pair.months == 1 and player.state.status == "paused")
        player.play()
        waited(lambda: player.state.status == "finished")
        assert player.pair.months == 3 and not player.playing
        player.reset(setup)
        waited(lambda: player.state.status == "paused" and player.pair.months == 0)
    finally:
        player.close()
    assert states[0] == "building" and "playing" in states


def test_a_fault_in_a_month_is_said_and_again_helps(burnt_in, baseline, monkeypatch):
    setup = Setup((baseline, baseline), 3, 100)
    player = Player(setup, OneWorld(burnt_in), lambda: None)
    player.start()
    try:
        waited(lambda: player.state.status == "paused")
        monkeypatch.setattr(player.pair, "step", lambda: 1 / 0)
        player.step()
        waited(lambda: player.state.status == "stopped")
        assert "division" in player.state.fault
        player.reset(setup)
        waited(lambda: player.state.status == "paused")
    finally:
        player.close()


def waited(until, seconds=30.0):
    import time

    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)
