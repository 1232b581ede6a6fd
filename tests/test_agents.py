"""Whoever knows Mesa is at home: agents, sets of agents, the grid and the data collector do as Mesa's do."""

import copy
import re
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.agentset import AgentSet

from sim.agents import GoneError, Professional, Resident, Volunteer
from sim.agents.views import View
from sim.model import WijkModel
from sim.world.codes import NOBODY, NOWHERE, VOLUNTEERING

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "tutorial.md"


@pytest.fixture(scope="module")
def lived(baseline, burnt_in):
    """Give a model after two months, of which the tests read only."""
    return WijkModel(baseline, seed=3, scale=100, start=burnt_in).run(2)


@pytest.fixture
def model(baseline, burnt_in):
    """Give a model before its first month, of which a test may do what it wants."""
    return WijkModel(baseline, seed=3, scale=100, start=burnt_in)


@pytest.fixture
def no_views(monkeypatch):
    """Forbid the making of views."""

    def refuse(*_):
        raise AssertionError("a view was made")

    monkeypatch.setattr(View, "__init__", refuse)


# agents


def test_an_agent_is_a_mesa_agent_that_reads_columns(lived):
    agent = next(iter(lived.agents))
    r = lived.world.residents
    assert isinstance(agent, mesa.Agent) and agent.model is lived
    assert agent.unique_id == r.uid[agent.row] and agent.age == r.age[agent.row] and type(agent.age) is int
    assert agent.loneliness == r.social_score[agent.row] + r.emotional_score[agent.row]
    assert agent.tolerance == tuple(r.tolerance[agent.row].tolist())
    assert "loneliness" in dir(agent) and "age" in dir(agent)


def test_what_a_kernel_writes_the_view_reads(model):
    agent = next(iter(model.agents))
    model.world.residents.age[agent.row] = 700
    assert agent.age == 700


def test_a_resident_lives_somewhere_with_somebody(lived):
    d, r = lived.world.dwellings, lived.world.residents
    row = int(np.flatnonzero(r.alive & (r.partner != NOBODY))[0])
    (agent,) = lived.residents.where(lived.residents.rows == row)
    assert agent.partner.partner == agent and agent.partner.row == r.partner[row]
    assert agent.pos == (d.x[agent.dwelling], d.y[agent.dwelling])
    assert agent.wijk == lived.city.wijken[d.wijk[agent.dwelling]].name == agent.cell.wijk
    single = next(iter(lived.residents.where(lambda r: r.partner == NOBODY)))
    assert single.partner is None


def test_a_resident_knows_their_ties_from_both_sides(lived):
    agent = next(agent for agent in lived.agents if any(tie.resident is not None for tie in agent.ties))
    t = lived.world.ties
    assert len(agent.ties) == t.count[agent.row]
    tie = next(tie for tie in agent.ties if tie.resident is not None)
    assert tie._replace(resident=agent) in tie.resident.ties
    assert tie.kind in ("household", "kin", "social") and tie.hours > 0


def test_an_agent_cannot_be_written(lived):
    agent = next(iter(lived.agents))
    with pytest.raises(AttributeError, match="sim/processes"):
        agent.age = 3
    with pytest.raises(AttributeError, match="processes"):
        agent.remove()
    with pytest.raises(AttributeError, match=r"write model\.world"):
        lived.agents.set("age", 3)


def test_a_misspelt_attribute_gets_a_hint(lived):
    with pytest.raises(AttributeError, match="did you mean 'loneliness'"):
        _ = next(iter(lived.agents)).lonelines


def test_two_views_of_one_resident_are_equal(lived):
    one, other = (next(iter(lived.agents)) for _ in range(2))
    assert one is not other and one == other and len({one, other}) == 1
    assert one != lived.agents.to_list()[1] and one != one.unique_id
    assert copy.deepcopy(one) is one


def test_a_professional_is_nobodys_resident(lived):
    professional, resident = Professional(lived, 0, 0), Resident(lived, 0, 0)
    assert professional != resident


def test_the_view_of_somebody_who_died_says_so(model):
    agent = next(iter(model.agents))
    model.world.residents.alive[agent.row] = False
    assert not agent.present and "gone" in repr(agent)
    for name in ("age", "wijk", "partner", "ties", "cell", "loneliness"):
        with pytest.raises(GoneError, match=f"{agent.unique_id} is no longer"):
            getattr(agent, name)


def test_the_view_of_somebody_whose_row_was_taken_says_so(model):
    agent = next(iter(model.agents))
    model.world.residents.uid[agent.row] = 2**50
    with pytest.raises(GoneError):
        _ = agent.age


def test_a_view_takes_no_registration_and_no_state(lived):
    agent = next(iter(lived.agents))
    assert vars(agent) == {} and len(lived._all_agents) == 0
    with pytest.raises(TypeError, match="rows"):
        mesa.Agent(lived)


# types


def test_a_volunteer_is_a_type_of_its_own(lived):
    r = lived.world.residents
    volunteers = r.alive & (r.focus[:, VOLUNTEERING] != NOWHERE)
    by_type = lived.agents_by_type
    assert lived.agent_types == list(by_type) == [Resident, Volunteer, Professional]
    assert len(by_type[Volunteer]) == volunteers.sum() > 0
    assert len(by_type[Resident]) + len(by_type[Volunteer]) == len(lived.residents) == len(lived.agents)
    assert all(type(agent) is Volunteer for agent in by_type[Volunteer])
    assert not any(isinstance(agent, Volunteer) for agent in by_type[Resident])


def test_selecting_a_type_takes_in_its_subtypes_as_in_mesa(lived):
    agents, by_type = lived.agents, lived.agents_by_type
    assert len(agents.select(agent_type=Resident)) == len(agents) == len(agents.select(agent_type=mesa.Agent))
    assert agents.select(agent_type=Volunteer).to_list() == by_type[Volunteer].to_list()
    assert len(agents.select(agent_type=Professional)) == 0


def test_professionals_are_agents_with_a_domain(lived):
    staff = lived.agents_by_type[Professional]
    assert staff.agg("fte", "sum") == pytest.approx(lived.world.professionals.fte.sum())
    counts = staff.groupby("domain").count()
    assert counts["welfare"] >= 1 and sum(counts.values()) == len(staff)
    work = next(iter(staff.select(lambda p: p.domain == "work")))
    welfare = next(iter(staff.where(lambda p: p.domain == "welfare")))
    assert work.wijk is None and work.cell is None and welfare.cell.wijk == welfare.wijk


def test_a_professional_has_cases_and_strain_while_the_post_is_held(model):
    w, p = model.world.wijken, model.world.professionals
    held, empty = (int(row) for row in np.flatnonzero(p.wijk == 3)[:2])
    everywhere = int(np.flatnonzero(p.wijk == -1)[0])
    p.vacant[[held, empty, everywhere]], p.strain[held] = (False, True, False), 0.5
    w.caseload[:], w.caseload[3, p.domain[held]] = 8.0, 20.0
    agents = {agent.row: agent for agent in model.agents_by_type[Professional]}
    assert agents[held].caseload == pytest.approx(20.0 * p.fte[held]) and agents[held].strain == 0.5
    assert agents[empty].vacant and agents[empty].caseload == 0.0 and not agents[held].vacant
    assert agents[everywhere].caseload == pytest.approx(8.0 * p.fte[everywhere])
    assert model.professionals.agg("caseload", "max") >= agents[held].caseload


# sets


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


# grid


def test_the_grid_is_the_schematic_map(lived):
    for wijk, cell in zip(lived.city.wijken, lived.grid.wijken, strict=True):
        assert cell.coordinate == wijk.tile and cell.wijk == wijk.name
        assert len(cell.agents) == len(lived.agents.where(lambda r, name=wijk.name: r.wijk == name))
    centrum = lived.grid.wijken[0]
    names = {cell.wijk for cell in centrum.neighborhood} - {None}
    assert names == {"Oud-Noord", "Oud-Zuid", "Oud-West", "Oosterparkwijk"}
    assert len(list(centrum.neighborhood.agents)) == sum(len(cell.agents) for cell in centrum.neighborhood)
    assert len(lived.grid.agents) == len(lived.agents)
    assert len(lived.grid.empties) == lived.grid.width * lived.grid.height - 20


def test_property_layers_show_the_indicators_of_the_month(model):
    grid = model.grid
    assert np.isnan(grid.severely_lonely.data).all()
    model.run(2)
    table = model.results()
    last = table[(table["month"] == "2026-02") & (table["wijk"] != "*")]
    for name in ("severely_lonely", "cohesion", "residents"):
        assert [getattr(cell, name) for cell in grid.wijken] == pytest.approx(last[name].tolist(), nan_ok=True)
    nowhere = [cell for cell in grid if cell.wijk is None]
    assert nowhere and all(np.isnan(cell.cohesion) for cell in nowhere)


def test_a_grid_first_asked_for_later_shows_the_last_month(lived):
    shown = [cell.residents for cell in lived.grid.wijken]
    assert sum(shown) == len(lived.agents) * 100


def test_a_property_layer_shares_the_memory_it_is_written_in(model):
    grid = model.grid
    place = grid.layers[0]
    assert np.shares_memory(grid.residents.data, place)
    place[3, 2] = 7.0
    assert grid.residents.data[3, 2] == grid[3, 2].residents == 7.0
    assert grid.select_cells({"residents": lambda values: values == 7.0}) == [(3, 2)]


# collecting and running


def test_a_data_collector_collects(model):
    collector = mesa.DataCollector(
        model_reporters={"loneliness": lambda m: m.agents.agg("loneliness", "mean"), "month": "month"},
        agent_reporters={"age": "age", "lonely": lambda agent: agent.loneliness >= 3},
        agenttype_reporters={Volunteer: {"wijk": "wijk"}, Professional: {"fte": "fte"}},
    )
    for _ in range(2):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert list(frame["month"]) == [1, 2] and frame["loneliness"].between(0, 11).all()
    agents = collector.get_agent_vars_dataframe()
    assert len(agents.loc[2]) == len(model.agents) and agents.loc[2]["age"].tolist() == model.agents.get("age")
    assert len(collector.get_agenttype_vars_dataframe(Volunteer).loc[2]) == len(model.agents_by_type[Volunteer])
    fte = collector.get_agenttype_vars_dataframe(Professional).loc[2]["fte"].sum()
    assert fte == pytest.approx(model.professionals.agg("fte", "sum"))


def test_a_model_runs_as_long_as_its_scenario(model):
    model.run_model()
    assert model.month == model.steps == model.plan.months and not model.running


def test_looking_at_agents_changes_no_byte(baseline, burnt_in):
    plain, watched = (WijkModel(baseline, seed=3, scale=100, start=burnt_in) for _ in range(2))
    for _ in range(3):
        plain.step()
        watched.step()
        watched.agents.shuffle_do(lambda agent: (agent.loneliness, agent.partner, agent.ties))
        watched.agents.shuffle(inplace=True).sort("age")
        watched.grid.publish(np.zeros((20, len(watched.grid.layers))))
    for (name, mine), theirs in zip(plain.world.columns().items(), watched.world.columns().values(), strict=True):
        assert mine.tobytes() == theirs.tobytes(), name
    assert plain.results().equals(watched.results())


def test_the_tutorials_first_section_works_as_printed(capsys, monkeypatch):
    section = TUTORIAL.read_text(encoding="utf-8").split("\n## ")[1]
    assert section.startswith("The model as a Mesa model")
    monkeypatch.chdir(TUTORIAL.parents[1])
    names = {}
    for block in re.findall(r"```python\n(.*?)```", section, flags=re.DOTALL):
        exec(block, names)
    assert len(names["collector"].get_model_vars_dataframe()) == 6
    assert "loneliness" in capsys.readouterr().out
