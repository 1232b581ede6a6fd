"""What common random numbers gain, on invented seeds."""

import numpy as np
import pandas as pd
import pytest

from sim.experiments.shared_chance import INDICATORS, gains

MONTHS = [f"{year}-{month:02d}" for year in (2026, 2027) for month in range(1, 13)]


def table(shared, own):
    """Invent city rows of 50 seeds: chance that both scenarios share, and chance of the policy's own."""
    rng = np.random.default_rng(1)
    common, extra = rng.normal(10, shared, 50), rng.normal(0, own, 50)
    rows = [
        {"scenario": name, "seed": seed, "month": month, "wijk": "*"} | dict.fromkeys(INDICATORS, level)
        for name, levels in (("baseline", common), ("other", common + extra))
        for seed, level in enumerate(levels)
        for month in MONTHS
    ]
    return pd.DataFrame(rows)


def test_the_gain_is_the_spread_of_unpaired_runs_over_that_of_pairs():
    found = gains(table(shared=3.0, own=0.3), "2027-01")
    assert list(found["month"].unique()) == [12]  # 24 and 60 months lie beyond the end
    assert found["gain"].to_numpy() == pytest.approx(np.sqrt(2) * 10, rel=0.3)


def test_runs_that_share_no_chance_gain_nothing_by_pairing():
    assert gains(table(shared=0.0, own=1.0), "2027-01")["gain"].to_numpy() == pytest.approx(1.0)
