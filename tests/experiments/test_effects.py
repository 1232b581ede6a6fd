"""What each policy alone does: a table in which every policy stands on its own."""

import numpy as np
import pandas as pd

from sim.experiments.comparison import differences
from sim.experiments.effects import SHOWN, each_on_its_own
from sim.indicators.catalogue import GROUP_INDICATORS, INDICATORS, PRIMARY

RUN = {"parameter_set": 0, "wijk": "*", "residents": 900, "simulated": 900}


def tables(policies):
    """A city of twelve months in which seed k under a policy is higher by the k-th of its differences."""
    rows = [
        RUN | {"scenario": name, "seed": seed, "month": f"2026-{month:02d}"} | dict.fromkeys(INDICATORS, 10.0 + rise)
        for name, rises in {"baseline": [0.0] * 6, **policies}.items()
        for seed, rise in enumerate(rises)
        for month in range(1, 13)
    ]
    groups = pd.DataFrame(columns=["scenario", "seed", *RUN, "year", "group", *GROUP_INDICATORS])
    return pd.DataFrame(rows), groups


def table_of(policies):
    wijken, groups = tables(policies)
    return each_on_its_own(differences(wijken, groups, "baseline", list(policies)), wijken)


def test_the_runs_that_a_policy_needs_do_not_grow_with_the_number_of_other_policies():
    rises = np.random.default_rng(9).normal(0, 0.6, (12, 6))
    many = {f"policy_{number:02d}": list(rise) for number, rise in enumerate(rises)}
    alone = table_of({"policy_00": many["policy_00"]})
    among = table_of(many)
    assert tuple(among.columns) == SHOWN and len(among) == len(many) * len(PRIMARY)
    assert among[among.scenario == "policy_00"].runs_needed.tolist() == alone.runs_needed.tolist()
    assert (alone.runs_needed > 6).any()


def test_the_table_of_differences_asks_for_all_policies_together():
    rises = np.random.default_rng(9).normal(0, 0.6, (12, 6))
    wijken, groups = tables({f"policy_{number:02d}": list(rise) for number, rise in enumerate(rises)})
    rows = differences(wijken, groups, "baseline", [name for name in wijken.scenario.unique() if name != "baseline"])
    primary = rows[rows.indicator.isin(PRIMARY) & (rows.period == "final")]
    assert (each_on_its_own(rows, wijken).runs_needed.to_numpy() < primary.runs_needed.to_numpy()).all()
