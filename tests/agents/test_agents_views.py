"""An agent is a view of a row that does as an agent of Mesa does, and each type is one of Mesa's."""

import copy

import mesa
import numpy as np
import pytest

from sim.agents import GoneError, Professional, Resident, Volunteer
from sim.world.codes import NOBODY, NOWHERE, VOLUNTEERING


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
