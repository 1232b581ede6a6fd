"""Sets of agents do as Mesa's AgentSet does, without making views."""

import numpy as np
import pytest
from mesa.agentset import AgentSet

from sim.agents import Volunteer
from sim.world.codes import NOBODY


def test_a_set_of_agents_is_a_mesa_agentset_that_counts_without_views(lived, no_views):
    agents = lived.agents
    assert isinstance(agents, AgentSet)
    assert len(agents) == lived.world.residents.alive.sum()
    old = agents.where(lambda r: r.age >= 960)
    assert 0 < len(old) < len(agents) and old.agg("age", "min") >= 960
    assert len(agents.select(agent_type=Volunteer)) == len(lived.agents_by_type[Volunteer])
    assert sum(agents.groupby("wijk").count().values()) == len(agents)
    assert [score for score, _ in agents.get(["loneliness", "age"])] == agents.get("loneliness")
    assert agents.shuffle().sort("age").get("age") == sorted(agents.get("age"), reverse=True)


def test_select_takes_a_function_of_an_agent(lived):
    agents = lived.agents
    lonely = agents.select(lambda agent: agent.loneliness >= 9)
    assert lonely.to_list() == agents.where(lambda r: r.loneliness >= 9).to_list()
    assert (
        agents.select(lambda agent: agent.age >= 960, at_most=3).to_list()
        == [agent for agent in agents if agent.age >= 960][:3]
    )
    assert len(agents.select(at_most=0.5)) == len(agents) // 2 and len(agents.select(at_most=7)) == 7


def test_select_in_place_narrows_the_set_and_not_the_model(lived):
    agents = lived.agents
    assert agents.select(lambda agent: agent.sex == 1, inplace=True) is agents
    assert agents.agg("sex", ["min", "max"]) == [1, 1] and len(agents) < len(lived.agents)


@pytest.mark.parametrize("func", ["mean", "sum", "min", "max"])
def test_agg_knows_four_functions_by_name(lived, func):
    expected = {"mean": np.mean, "sum": sum, "min": min, "max": max}[func]
    for name in ("loneliness", "age", "sociability", "works"):
        values = [getattr(agent, name) for agent in lived.agents]
        assert lived.agents.agg(name, func) == pytest.approx(expected(values))


def test_agg_takes_functions_as_mesa_does(lived):
    agents = lived.agents
    ages = agents.get("age")
    assert agents.agg("age", np.median) == np.median(ages)
    assert agents.agg("age", [min, max, sum]) == [min(ages), max(ages), sum(ages)]
    assert agents.agg("age", lambda values: sorted(values)[0]) == min(ages)
    assert agents.agg("partner", lambda partners: sum(p is not None for p in partners)) == len(
        agents.where(lambda r: r.partner != NOBODY)
    )
    with pytest.raises(ValueError, match="by name"):
        agents.agg("age", "typical")


def test_get_gives_what_the_views_give(lived):
    agents = lived.agents.select(at_most=50)
    for name in ("age", "pos", "wijk", "partner", "focus", "unique_id", "ties", "works"):
        assert agents.get(name) == [getattr(agent, name) for agent in agents], name
    assert agents.get("shoe_size", handle_missing="default", default_value=42) == [42] * 50
    with pytest.raises(AttributeError, match="shoe_size"):
        agents.get("shoe_size")


def test_groupby_counts_and_aggregates(lived):
    groups = lived.agents.groupby("wijk")
    assert len(groups) == 20
    for wijk, group in groups:
        assert groups.count()[wijk] == len(group) and {agent.wijk for agent in group} == {wijk}
        assert groups.agg("loneliness", "mean")[wijk] == group.agg("loneliness", np.mean)
    by_function = lived.agents.groupby(lambda agent: agent.age >= 780, result_type="list")
    assert by_function.count() == lived.agents.groupby(lambda agent: agent.age >= 780).map(len)
    assert by_function.agg("age", min)[True] == by_function.agg("age", "min")[True] >= 780


def test_methods_and_functions_are_done_for_each_agent(lived):
    agents, seen = lived.agents.select(at_most=20), []
    assert agents.do(lambda agent, to: to.append(agent.unique_id), seen) is agents
    assert seen == agents.get("unique_id")
    agents.shuffle_do(lambda agent: seen.append(agent.unique_id))
    assert sorted(seen[20:]) == sorted(seen[:20])
    assert agents.map(lambda agent: agent.age) == agents.get("age")
    assert agents.do("step") is agents


def test_sort_puts_the_highest_first_unless_told(lived):
    agents = lived.agents
    assert agents.sort("age").get("age")[0] == agents.agg("age", max)
    assert agents.sort(lambda agent: agent.age, ascending=True).to_list() == agents.sort("age", True).to_list()


def test_sets_combine_as_sets_do(lived):
    agents = lived.agents
    women, old = agents.where(lambda r: r.sex == 1), agents.where(lambda r: r.age >= 780)
    assert len(women | old) == len(women) + len(old) - len(women & old)
    assert len(agents - women) == len(agents) - len(women)
    someone = next(iter(old))
    assert someone in old and someone not in old - {someone} and 3 not in old
    old.discard(someone)
    assert someone not in old and someone in lived.agents
    old.add(someone)
    assert someone in old
    with pytest.raises(TypeError, match="residents"):
        old |= lived.professionals


def test_who_dies_drops_out_of_every_set(model):
    agents = model.agents
    first, before = next(iter(agents)), len(agents)
    model.world.residents.alive[first.row] = False
    assert len(agents) == before - 1 and first not in agents and first.unique_id not in agents.get("unique_id")


def test_where_wants_a_truth_value_for_each(lived):
    with pytest.raises(TypeError, match="truth value"):
        lived.agents.where(lambda r: r.age)
