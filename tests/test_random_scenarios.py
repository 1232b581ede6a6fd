"""Whatever is asked of the model, nobody is lost or housed twice, and no bed, post, hour or euro comes from nowhere."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.city.file import load_city
from sim.ledger import PAYERS, BudgetLine
from sim.ledger.book import policy_name
from sim.model import WijkModel
from sim.policies import BUNDLES, CAPPED, POLICIES
from sim.policies.settings import settings_of
from sim.rulebook import MODULES, defaults
from sim.scenario import PolicyCall

MONTHS = 5
FIXED = ("founding", "households", "staffing", "lifetable", "people")
"""Parameters of how a city begins: the branch begins with a city that is there."""


def values(parameter):
    """Anything a parameter or setting may be: words, truth, a number or a list of numbers in its range."""
    if parameter.choices is not None:
        return st.sampled_from(parameter.choices)
    if isinstance(parameter.value, bool):
        return st.booleans()
    low, high = parameter.range
    number = st.integers(int(np.ceil(low)), int(high)) if isinstance(parameter.value, int) else st.floats(low, high)
    if isinstance(parameter.value, tuple):
        return st.tuples(*[number] * len(parameter.value))
    return number


@st.composite
def budgets(draw):
    """Up to two payers with capital, yearly euros or both."""
    payers = draw(st.lists(st.sampled_from(PAYERS), max_size=2, unique=True))
    euros = st.integers(0, 10_000_000)
    return tuple(BudgetLine(payer, draw(euros), draw(st.integers(1, 600)), draw(euros)) for payer in payers)


@st.composite
def calls(draw, wijken):
    """A policy with any settings, somewhere, some time within the run; it may end before the run does."""
    name = draw(st.sampled_from([name for name in POLICIES if name not in BUNDLES]))
    start = draw(st.integers(0, MONTHS - 1))
    until = draw(st.none() | st.integers(start + 1, MONTHS))
    places = draw(st.sets(st.sampled_from(wijken), min_size=1, max_size=4))
    asked = {key: draw(values(setting)) for key, setting in settings_of(name).items()}
    money = {"budget": draw(budgets()), "reinvest": draw(st.floats(0, 1))}
    if name in CAPPED and not money["budget"]:
        money["cap"] = draw(st.none() | st.integers(0, 1_000_000))
    return PolicyCall(name, start, draw(st.integers(1, 4)), until, tuple(sorted(places)), asked, **money)


@st.composite
def scenarios(draw, baseline):
    """Up to three policies, and up to four parameters of the month anywhere in their ranges."""
    wijken = [wijk.name for wijk in load_city(baseline.city).wijken]
    policies = draw(st.lists(calls(wijken), max_size=3))
    free = sorted(name for name in defaults() if name.split(".")[0] in set(MODULES) - set(FIXED))
    names = draw(st.lists(st.sampled_from(free), max_size=4, unique=True))
    changed = {name: draw(values(defaults()[name])) for name in names}
    return replace(baseline, key="random", policies=tuple(policies), months=MONTHS, parameters=changed)


def lives_through(data, baseline, burnt_in):
    scenario = data.draw(scenarios(baseline))
    model = WijkModel(scenario, 3, 100, burnt_in, guard_mode=True).run()
    fte, posts = burnt_in.professionals.fte, model.world.professionals.fte
    assert np.array_equal(fte, posts)
    beds = burnt_in.units.places.sum()
    assert model.world.units.places.sum() == beds == (model.world.dwellings.unit >= 0).sum()
    costs = model.cost_results()
    spent = costs[costs["account"] == "spent"].groupby(["policy", "payer"])["euros"].sum()
    for place, call in enumerate(scenario.policies):
        for line in call.budget:
            told = sum(line.of_month(call, month) for month in range(MONTHS))
            assert spent.get((policy_name(place, call.name), line.payer), 0.0) == pytest.approx(told)


COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@settings(max_examples=8, derandomize=True, **COMMON)
@given(data=st.data())
def test_people_dwellings_beds_hours_and_euros_are_conserved_whatever_is_asked(data, baseline, with_every_facility):
    lives_through(data, baseline, with_every_facility)


@pytest.mark.long
@settings(max_examples=200, derandomize=True, **COMMON)
@given(data=st.data())
def test_two_hundred_random_scenarios_conserve_people_dwellings_beds_hours_and_euros(
    data, baseline, with_every_facility
):
    """Verification 13: five months each in guard mode."""
    lives_through(data, baseline, with_every_facility)
