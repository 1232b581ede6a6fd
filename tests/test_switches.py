"""The mechanisms that the model assumes can each be switched off by a parameter like any other."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model import WijkModel
from sim.rulebook import rulebook

SWITCHES = {
    "contact.hypervigilance": 0.0,
    "contact.autonomy": [1.0, 1.0, 1.0],
    "volunteer_care.overload": 0.0,
    "incidents.unmet_weight": 0.0,
    "incidents.idle_weight": 0.0,
    "attitudes.sours": 0.0,
    "loneliness.contagion": 1.0,
    "mortality.excess_of_lonely": 0.26,
}
"""Off, but for the last two, which are off in the model and can be switched on."""
TESTED_ELSEWHERE = ("volunteer_care.overload", "mortality.excess_of_lonely")
"""In a small city no volunteer carries more than the contract, and few die in a year."""


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_a_parameter_in_its_range(name):
    before, after = rulebook({}).parameters[name], rulebook({name: SWITCHES[name]}).parameters[name]
    assert before.value != after.value


@pytest.mark.parametrize("name", [name for name in SWITCHES if name not in TESTED_ELSEWHERE])
def test_a_switch_changes_how_people_live(name, baseline, burnt_in):
    plain = WijkModel(baseline, 3, 100, burnt_in).run(12)
    other = WijkModel(replace(baseline, parameters={name: SWITCHES[name]}), 3, 100, burnt_in).run(12)
    columns = ("alive", "tolerance", "social_feeling", "incident")
    same = [np.array_equal(*(getattr(m.world.residents, column) for m in (plain, other))) for column in columns]
    assert not all(same)
