"""Whoever knows Mesa is at home: the data collector, running, and the tutorial do as Mesa's do."""

import re
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim.agents import Professional, Volunteer
from sim.model import WijkModel

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"


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
