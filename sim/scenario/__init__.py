"""From the text of a scenario file to a checked Scenario, with line and column of every fault."""

from sim.scenario.load import check, load_scenario
from sim.scenario.schema import json_schema
from sim.scenario.together import load_together
from sim.scenario.types import PolicyCall, Scenario

__all__ = ["PolicyCall", "Scenario", "check", "json_schema", "load_scenario", "load_together"]
