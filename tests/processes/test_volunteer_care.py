"""Light work that reaches volunteers, their load, and the hours that carriers of a project offer."""

import numpy as np
import pytest
from handmade import BOUND, street

from sim.processes import volunteer_care
from sim.randomness import Draws
from sim.world.codes import VOLUNTEERING, VOLUNTEERS

OWN = BOUND["volunteer_care"]


def wijk_with(volunteers, unmet, **changes):
    """Some people with unmet need and, behind them, volunteers."""
    world = street(len(unmet) + volunteers)
    world.residents.unmet[: len(unmet)] = unmet
    world.residents.focus[len(unmet) : len(unmet) + volunteers, VOLUNTEERING] = 0
    volunteer_care.step(world, BOUND | {"volunteer_care": OWN._replace(**changes)}, Draws(1), 0)
    return world


def test_a_part_of_the_light_work_is_done():
    world = wijk_with(4, [2.0])
    given = OWN.found * OWN.light_other * 2.0
    assert world.residents.unmet[0] == pytest.approx(2.0 - given)
    assert world.wijken.support[0, VOLUNTEERS] == pytest.approx(given)
    assert world.wijken.volunteer_load[0] == pytest.approx(given / (4 * OWN.contract))


def test_without_volunteers_nothing_is_done_and_nobody_is_loaded():
    world = wijk_with(0, [2.0])
    assert world.residents.unmet[0] == 2.0
    assert world.wijken.volunteer_load[0] == 0.0


def test_beyond_what_volunteers_take_on_hours_are_shared_in_proportion():
    world = wijk_with(1, [30.0, 10.0])
    got = np.array([30.0, 10.0]) - world.residents.unmet[:2]
    assert got.sum() == pytest.approx(OWN.contract * (1.0 + OWN.overload), rel=1e-5)
    assert got[0] / got[1] == pytest.approx(3.0, rel=1e-4)


def test_volunteers_who_can_refuse_never_exceed_their_contract():
    world = wijk_with(1, [40.0], overload=0.0)
    assert world.wijken.support[0, VOLUNTEERS] == pytest.approx(OWN.contract)


def test_less_of_the_work_is_light_the_frailer_somebody_is():
    world = street(5)
    world.residents.frailty[:5] = range(5)
    world.residents.unmet[:5] = 1.0
    light = volunteer_care.light_work(world, OWN, np.arange(5))
    assert light == pytest.approx([OWN.light_other, *OWN.light])


def test_hours_that_go_to_other_wijken_are_given_by_their_volunteers():
    asked, offered = np.array([8.0, 0.0, 2.0]), np.array([1.0, 4.0, 0.0])
    load = volunteer_care.loads(OWN, asked, offered)
    share = volunteer_care.answered(OWN, load, offered)
    given = np.minimum(load, 1.0 + OWN.overload) * offered
    assert (share * asked).sum() == pytest.approx(given.sum())
    assert load[1] > 0.0 and load[2] == 0.0 and 0.0 < share[2] <= OWN.elsewhere
